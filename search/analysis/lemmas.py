"""What a word is a form of, where Snowball's stems of the two are not the same.

Snowball takes one ending from each word, and from «senter» that is another than from «senteret»: what the ending leaves
is looked up in the frequency list. Irregular forms are on a list, and a few patterns tell the rest.
"""

import re
from functools import cache
from pathlib import Path

from search.analysis.frequencies import RAREST, bokmal

# Endings of nouns and adjectives, the longest first.
ENDINGS = ("ernes", "enes", "erne", "eres", "ene", "ens", "ets", "ane", "en", "et", "er", "ar", "e", "a")
# What the ending leaves, where Snowball takes an ending from that as well: «senter», «ressurs», «klima», «fornybar».
WITH_ANOTHER = ("er", "ar", "en", "et", "s", "a")
SHORTEST_LEMMA = 4
# Of a compound that the frequency list lacks, the last word decides.
SHORTEST_LAST = 6
# By so much (Zipf) a word may be more common than what it is taken for a form of: «moderne» is none of «moder»,
# «raskere» is one of «rask», and «tjeneste» none of «tjen».
MORE_COMMON, MORE_COMMON_COMPARED = 1.3, 0.5
# Other words that look like forms, among them the commonest surnames.
NO_FORMS = re.compile(
    r"(?:jerne|(?:in|eks|nøk)terne|lanterne|kaserne|sisterne"
    r"|^(?:ander|anton|berg|erik|halvor|han|henrik|jacob|jakob|jen|johan|john|karl|kristian|lar|martin|nil|ol|peder|simon)sen)s?$"
)
IRREGULAR = Path(__file__).parent / "words" / "irregular.txt"
# Adjectives whose neuter Snowball leaves as it is: «digitalt», «fornybart», «religiøst», «aktivt», «populært».
NEUTER = re.compile(r"(.{3,}(?:al|ar|øs|iv|ær))t$")
COMPARED = re.compile(r"(?P<any>.{3,}?)(?:ere|este?)$|(?P<ig>.{2,}ig)ste?$")
# «sentre» and «somrene»: what has lost the vowel of «senter» and «sommer».
SHORTENED = re.compile(r"(.+([^aeiouyæøå]))re(?:ne)?$")
PARTICIPLE = re.compile(r"(.{4,}(?:[klmnprg]|(?<!e)s))te?$")


def lemma(word: str) -> str:
    """The word that it is a form of, if Snowball would not find that; else the word itself."""
    regular = next((found for rule in BY_PATTERN if (found := rule(word)) is not None), None)
    if regular is not None:
        return regular
    known = bokmal()
    if word not in known:
        last = next((place for place in range(3, len(word) - SHORTEST_LAST + 1) if word[place:] in known), None)
        if last is not None:
            return word[:last] + lemma(word[last:])
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


@cache
def irregular_forms() -> dict[str, str]:
    """Irregular forms with the words that they are forms of; both with a hyphen where longer words end so."""
    lines = [line.split() for line in IRREGULAR.read_text().splitlines() if not line.startswith("#")]
    forms = {form: word.removeprefix("-") for word, *forms in lines for form in forms}
    return forms | {f"-{form}": word[1:] for word, *forms in lines if word[0] == "-" for form in forms}


def _irregular(word: str) -> str | None:
    forms = irregular_forms()
    if word in forms:
        return forms[word]
    ends = ((word[:start], forms.get(f"-{word[start:]}")) for start in range(2, len(word) - 3))
    return next((beginning + end for beginning, end in ends if end is not None), None)


def _neuter(word: str) -> str | None:
    found = NEUTER.match(word)
    return found[1] if found and found[1] in bokmal() else None


def _compared(word: str) -> str | None:
    """The adjective of which it is the comparative or superlative."""
    known, found = bokmal(), COMPARED.match(word)
    adjective = (found["any"] or found["ig"]) if found else ""
    most = f"{adjective}{'ste' if adjective.endswith('ig') else 'este'}"
    is_one = most in known and known.get(adjective, 0.0) > known.get(word, 0.0) - MORE_COMMON_COMPARED
    return adjective if is_one and adjective in known else None


def _shortened(word: str) -> str | None:
    found = SHORTENED.match(word)
    whole = (f"{found[1]}er", f"{found[1]}{found[2]}er") if found else ()
    known = bokmal()
    return next((one for one in whole if one in known and (f"{one}en" in known or f"{one}et" in known)), None)


def _participle(word: str) -> str | None:
    """The infinitive of which it is the past tense or participle."""
    found = PARTICIPLE.match(word)
    is_one = found and f"{found[1]}e" in bokmal() and f"{found[1]}er" in bokmal()
    return f"{found[1]}e" if found and is_one else None


def _latin(word: str) -> str | None:
    """«studie» for «studium»: both are said, and both have «studier»."""
    return f"{word[:-3]}ie" if word.endswith("ium") else None


# The first that knows the word decides.
BY_PATTERN = (_irregular, _neuter, _compared, _shortened, _participle, _latin)


def _has(word: str, ending: str) -> bool:
    """Whether the word can have that ending.

    «forskere» is a form of «forsker», of which there is «forskerne», but «levere» and «leveres», of which there is
    «levert», are none of «lever»; and «kriser» is a form of «krise», and not of «kris».
    """
    known = bokmal()
    if word.endswith("er") and ending in ("e", "er", "eres"):
        return ending != "er" and known.get(f"{word}ne", 0.0) >= known.get(f"{word}t", 0.0)
    return not word.endswith("s") or known[word] >= known.get(f"{word}e", 0.0)
