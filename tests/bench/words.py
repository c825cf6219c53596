"""Text for articles that nobody wrote: random words, the same at each run."""

import random

TEXT = (
    "innovasjon forskning kommune trøndelag partnerskap utvikling tjeneste samarbeid prosjekt medvirkning helse omsorg "
    "skole bærekraft næringsliv offentlig sektor universitet kunnskap metode praksis brukere ansatte ledelse mandat "
    "nettverk seminar samling rapport erfaring evaluering tiltak måling effekt kvalitet velferd læring region fylke "
    "digitalisering Steinkjer Trondheim Levanger Namsos Stjørdal Orkland Inderøy Verdal Frøya Hitra Oppdal Røros "
    "Malvik Melhus Skaun Indre Fosen Ørland Åfjord og i på for med som til av en et det vi har skal kan blir ikke "
    "også mellom gjennom flere nye gode felles bedre lokale regionale"
)
WORDS = TEXT.split()
# In most articles, and in one of a hundred.
COMMON, RARE = "innovasjon", "havbruksnæring"


def sentence(chance: random.Random, length: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(length)).capitalize()


def paragraph(chance: random.Random) -> str:
    return "<p>" + " ".join(f"{sentence(chance, chance.randint(9, 18))}." for _ in range(4)) + "</p>"
