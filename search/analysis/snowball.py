"""Stems by the Snowball algorithms (package `snowballstemmer`, BSD licence; by `PyStemmer` it takes a twentieth)."""

import re
import threading
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from search.analysis.frequencies import RAREST, bokmal

# Only such words; «offentlege» is the plural of an adjective in nynorsk.
PHYSICIAN = re.compile(
    r"((?:fast|tann|over|barne|bedrifts|dyre|kommune|turnus|sykehus|sjukehus|sykehjems|nød|smittevern|vakt|ung)leg)e?"
    r"(?:n|r|ne|ns|nes|rs|ar|ane|anes)?$"
)
SHORTEST_WITH_EL = 5
# Endings of nouns and adjectives, the longest first.
ENDINGS = ("ernes", "enes", "erne", "eres", "ene", "ens", "ets", "ane", "en", "et", "er", "ar", "e", "a")
# What the ending leaves, where Snowball takes an ending from that as well: «senter», «ressurs», «klima», «fornybar».
WITH_ANOTHER = ("er", "ar", "en", "et", "s", "a")
SHORTEST_LEMMA = 4
# «sentre» and «somrene»: what has lost the vowel of «senter» and «sommer».
SHORTENED = re.compile(r"(.+([^aeiouyæøå]))re(?:ne)?$")
# Adjectives whose neuter Snowball leaves as it is: «digitalt», «fornybart», «religiøst», «aktivt», «populært».
NEUTER = re.compile(r"(.{3,}(?:al|ar|øs|iv|ær))t$")
ACCENTS = str.maketrans("éèê", "eee")
# By so much (Zipf) a word may be more common than what it is taken for a form of: «moderne» is none of «moder».
MORE_COMMON = 1.3
# Other words that look like forms, among them the commonest surnames.
NO_FORMS = re.compile(
    r"(?:jerne|(?:in|eks|nøk)terne|lanterne|kaserne|sisterne"
    r"|^(?:ander|anton|berg|erik|halvor|han|henrik|jacob|jakob|jen|johan|john|karl|kristian|lar|martin|nil|ol|peder|simon)sen)s?$"
)
IRREGULAR = Path(__file__).parent / "words" / "irregular.txt"
# «raskere» is a little more common than «rask», but «tjeneste» is no form of «tjen».
MORE_COMMON_FORMS = 0.5
COMPARED = re.compile(r"(?P<any>.{3,}?)(?:ere|este?)$|(?P<ig>.{2,}ig)ste?$")
# Snowball would take «billig» for a form of «bil».
NO_ENDING = re.compile(r"u?(billig|deilig|farlig|herlig)")
PARTICIPLE = re.compile(r"(.{4,}(?:[klmnprg]|(?<!e)s))te?$")
# Of a compound that the frequency list lacks, the last word decides.
SHORTEST_LAST = 6
# A stemmer keeps the word it is at in itself.
_one_at_a_time = threading.Lock()
_norwegian = snowballstemmer.stemmer("norwegian")
_english = snowballstemmer.stemmer("english")


@lru_cache(maxsize=20_000)
def norwegian_stem(word: str) -> str:
    """The word without the endings of bokmål and nynorsk: «kommunane», «kommunenes», «kommuner» are `kommun`.

    Beyond Snowball, «lege» (physician) is no ending, «hjem» and «hjemmet» are one word, so are «middel» and «midler».
    It takes one ending from each word, and from «senter» that is another than from «senteret»: of both the stem is
    that of «senter». It knows neither «bøker» and «kyr» nor «brukt» and «gjennomført», and no «studium» of which there
    are «studier».
    """
    word = word.translate(ACCENTS)
    physician = PHYSICIAN.match(word)
    if physician:
        return physician[1]
    lemma = _lemma(word)
    without_ending = NO_ENDING.match(lemma)
    if without_ending:
        return without_ending[0]
    with _one_at_a_time:
        stem: str = _norwegian.stemWord(lemma)
    if stem.endswith("mm"):
        return stem[:-1]
    if stem.endswith("el") and len(stem) >= SHORTEST_WITH_EL:
        consonants = stem[:-2]
        return (consonants[:-1] if consonants[-1] == consonants[-2] else consonants) + "l"
    return stem


@lru_cache(maxsize=20_000)
def english_stem(word: str) -> str:
    """The word without English endings."""
    with _one_at_a_time:
        stem: str = _english.stemWord(word)
    return stem


@cache
def irregular_forms() -> dict[str, str]:
    """Irregular forms with the words that they are forms of; both with a hyphen where longer words end so."""
    lines = [line.split() for line in IRREGULAR.read_text().splitlines() if not line.startswith("#")]
    forms = {form: word.removeprefix("-") for word, *forms in lines for form in forms}
    return forms | {f"-{form}": word[1:] for word, *forms in lines if word[0] == "-" for form in forms}


def _regular(word: str) -> str | None:
    """The word that it is a form of which no ending tells; None for most."""
    forms = irregular_forms()
    if word in forms:
        return forms[word]
    for start in range(2, len(word) - 3):
        end = forms.get(f"-{word[start:]}")
        if end is not None:
            return word[:start] + end
    neuter = NEUTER.match(word)
    if neuter and neuter[1] in bokmal():
        return neuter[1]
    compared = COMPARED.match(word)
    adjective = (compared["any"] or compared["ig"]) if compared else ""
    if adjective in bokmal() and bokmal()[adjective] > bokmal().get(word, 0.0) - MORE_COMMON_FORMS:
        most = f"{adjective}{'ste' if adjective.endswith('ig') else 'este'}"
        if most in bokmal():
            return adjective
    shortened = SHORTENED.match(word)
    for left in (f"{shortened[1]}er", f"{shortened[1]}{shortened[2]}er") if shortened else ():
        if left in bokmal() and not bokmal().keys().isdisjoint((f"{left}en", f"{left}et")):
            return left
    participle = PARTICIPLE.match(word)
    if participle and all(f"{participle[1]}{ending}" in bokmal() for ending in ("e", "er")):
        return f"{participle[1]}e"
    return f"{word[:-3]}ie" if word.endswith("ium") else None


def _lemma(word: str) -> str:
    """The word without its ending, if what is left is a word from which Snowball takes an ending, too."""
    regular = _regular(word)
    if regular is not None:
        return regular
    known = bokmal()
    if word not in known:
        last = next((place for place in range(3, len(word) - SHORTEST_LAST + 1) if word[place:] in known), None)
        if last is not None:
            return word[:last] + _lemma(word[last:])
    if NO_FORMS.search(word):
        return word
    least = max(known.get(word, 0.0) - MORE_COMMON, RAREST)
    for ending in ENDINGS:
        left = word.removesuffix(ending)
        if left != word and ending.startswith("er") and ending != "er":
            left += "er"
        is_word = left != word and len(left) >= SHORTEST_LEMMA and known.get(left, 0.0) >= least
        if is_word and left.endswith(WITH_ANOTHER) and _has(left, ending):
            return left
    return word


def _has(lemma: str, ending: str) -> bool:
    """Whether the word can have that ending.

    «forskere» is a form of «forsker», of which there is «forskerne», but «levere» and «leveres», of which there is
    «levert», are none of «lever»; and «kriser» is a form of «krise», and not of «kris».
    """
    known = bokmal()
    if lemma.endswith("er") and ending in ("e", "er", "eres"):
        return ending != "er" and known.get(f"{lemma}ne", 0.0) >= known.get(f"{lemma}t", 0.0)
    return not lemma.endswith("s") or known[lemma] >= known.get(f"{lemma}e", 0.0)
