"""What in a Norwegian text ages or says too little, found by its words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import models

MONTHS = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
# «I 2025 har», «innen 2020»: what somebody meant to be by then. «I 2022 hadde» tells what was, and stays true.
TARGET_YEAR = re.compile(
    r"\b(?:i|fra|mot)\s+(20\d\d)\s+(?:har|er|skal|vil|blir|får|kan|må)\b|\b(?:innen|fram mot|frem mot)\s+(20\d\d)\b",
    re.IGNORECASE,
)
# «I vår» alone may be «i vår kommune»; at the end of a clause it is the season.
RELATIVE_TIME = re.compile(
    r"\b(?:høstens|vårens|vinterens|sommerens|årets|fjorårets|i\s+fjor|i\s+år|neste\s+år|forrige\s+måned|neste\s+måned"
    r"|i\s+(?:høst|vår|vinter|sommer)(?=\s*(?:[.,;:!?)»]|$)))(?=\W|$)",
    re.IGNORECASE | re.MULTILINE,
)
DAY_WITHOUT_YEAR = re.compile(rf"\b\d{{1,2}}\.\s*(?:{MONTHS})\b(?!\s+(?:20|19)\d\d)", re.IGNORECASE)
# Words that point at a link without saying where it leads, in running text: «Les mer om det her».
POINTING = re.compile(
    r"\b(?:les|se|klikk|trykk)\b[^.!?\n]{0,150}?\b(?:her|i\s+denne\s+(?:artikkelen|saken)|på\s+denne\s+(?:siden|lenken))\b"
    r"(?=\s*(?:[.!?:]|$))",
    re.IGNORECASE | re.MULTILINE,
)
WORD = re.compile(r"\w+(?:-\w+)*")
SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)")
# By Björnsson (1968): words of more letters count as long.
LONG_WORD = 6


class Kind(models.TextChoices):
    """What is wrong with a page."""

    PAST_YEAR = "past_year", "Mål for et år som har gått"
    RELATIVE_TIME = "relative_time", "Tid som eldes"
    NO_YEAR = "no_year", "Dato uten år"
    VAGUE_LINK = "vague_link", "Vag lenketekst"
    BROKEN_LINK = "broken_link", "Lenke som ikke fører noe sted"
    DEAD_LINK = "dead_link", "Ekstern lenke som ikke svarer"
    NO_ALT = "no_alt", "Bilde uten alternativ tekst"
    NO_LEAD = "no_lead", "Mangler ingress"
    HARD_TO_READ = "hard_to_read", "Tung å lese"
    STALE = "stale", "Ikke oppdatert på lenge"


# What to do about it, for editors.
ADVICE = {
    Kind.PAST_YEAR: "Skriv hva som ble gjort, eller sett et nytt mål.",
    Kind.RELATIVE_TIME: "Skriv måneden og året, så er det riktig også neste år.",
    Kind.NO_YEAR: "Skriv året sammen med datoen.",
    Kind.VAGUE_LINK: "La lenketeksten si hva den fører til. Mange leser bare lenkene.",
    Kind.BROKEN_LINK: "Lenk til en side som er publisert, eller ta bort lenken.",
    Kind.DEAD_LINK: "Adressen svarer ikke lenger. Finn den nye, eller ta bort lenken.",
    Kind.NO_ALT: "Beskriv hva bildet viser, eller kryss av for at det bare er pynt.",
    Kind.NO_LEAD: "Skriv to eller tre setninger som sier hva siden handler om.",
    Kind.HARD_TO_READ: "Del opp lange setninger, og velg korte ord.",
    Kind.STALE: "Se over at alt stemmer, og publiser på nytt.",
}


@dataclass(frozen=True)
class Fault:
    """One thing to mend: what kind it is, and the words that it is about."""

    kind: Kind
    words: str


def faults_in(text: str, today: date, *, outside_links: str | None = None) -> Iterator[Fault]:
    """What is wrong with the words of a text, read on that day.

    `outside_links` is the text without the words of its links, where it has any: «Les mer om det her» is vague when
    the link stands around «her» or was left out, not when it stands around all of it.
    """
    for found in TARGET_YEAR.finditer(text):
        if int(found[1] or found[2]) < today.year:
            yield Fault(Kind.PAST_YEAR, found[0])
    for pattern, kind, read in (
        (RELATIVE_TIME, Kind.RELATIVE_TIME, text),
        (DAY_WITHOUT_YEAR, Kind.NO_YEAR, text),
        (POINTING, Kind.VAGUE_LINK, text if outside_links is None else outside_links),
    ):
        for found in pattern.finditer(read):
            yield Fault(kind, found[0])


def lix(text: str) -> float:
    """The readability index: words in a sentence, and how many of a hundred words are long.

    Under 30 is for children, over 60 for experts (Björnsson, Läsbarhet, 1968). 0 for a text without words.
    """
    words = WORD.findall(text)
    if not words:
        return 0
    sentences = max(1, len(SENTENCE_END.findall(text)))
    long_words = sum(len(word) > LONG_WORD for word in words)
    return len(words) / sentences + 100 * long_words / len(words)
