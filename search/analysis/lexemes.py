"""Under which lexemes a word is found, and by which a query looks for it.

Each begins with a letter that says how near it is to the word: `s` its stem, `f` the stem as typed without æ, ø, å and
accents, `c` the stems of a compound's words together, `d` the stem of the verb that a noun is made of, `g` its English
stem, `h` the head of a compound, `m` its other parts. Only of title, lead and names there are `e`, the word as it
stands, and `t`, what it is about; only of the title, `a`, the same.
"""

from functools import lru_cache

from search.analysis import compounds, nynorsk
from search.analysis.folding import folded, plain
from search.analysis.frequencies import bokmal, english
from search.analysis.snowball import english_stem, norwegian_stem

TITLE, EXACT, TOPIC = ONLY_HEAD = ("a", "e", "t")
# Those whose text is a stem.
OF_STEMS = "sfhm"
# With its ending; shorter ones are hardly made of a verb.
SHORTEST_NOUN = 5


@lru_cache(maxsize=20_000)
def stem_of(word: str) -> str:
    """The stem by which forms of the word in bokmål and nynorsk meet."""
    return nynorsk.unified(norwegian_stem(nynorsk.in_bokmal(word)))


@lru_cache(maxsize=20_000)
def plain_stem_of(word: str) -> str:
    """The stem, folded."""
    return plain(stem_of(word))


@lru_cache(maxsize=20_000)
def parts_of(word: str) -> tuple[tuple[str, ...], str]:
    """The folded stems of a compound's parts: those before its head, and the head; ("", ()) when it is none."""
    parts = compounds.parts(word)
    if not parts:
        return (), ""
    *before, head = parts
    return tuple(dict.fromkeys(plain_stem_of(part) for part in before)), plain_stem_of(head)


@lru_cache(maxsize=20_000)
def topics_of(word: str) -> tuple[str, ...]:
    """What a word in title, lead or names is about: its folded stem, and those of a compound's words."""
    before, head = parts_of(word)
    return tuple(stem for stem in dict.fromkeys([plain_stem_of(word), *before, head]) if stem)


@lru_cache(maxsize=100_000)
def lexemes_of(word: str) -> tuple[str, ...]:
    """The lexemes under which the word is found wherever it stands."""
    stem = stem_of(word)
    found = [f"s:{stem}"]
    found += [f"f:{form}" for form in folded(stem) if form != stem]
    own = norwegian_stem(word)
    if own != stem and not own.isascii():
        # A name that looks like nynorsk, such as Øvingsgård, is typed in ASCII as it is written.
        found += [f"s:{form}" for form in folded(own)]
    found += [f"d:{verb}" for verb in verbs_of(stem)]
    before, head = parts_of(word)
    if head:
        found.append(compound_of(word))
        found.append(f"h:{head}")
        found += [f"m:{part}" for part in before if part != head]
    if is_english(word):
        found.append(f"g:{english_stem(word)}")
    return tuple(found)


def compound_of(word: str) -> str:
    """The lexeme in which forms of a compound meet, whatever binds its words and whether they are nynorsk or not."""
    return "c:" + "-".join(plain_stem_of(leaf) for leaf in compounds.leaves(word))


def verbs_of(stem: str) -> tuple[str, ...]:
    """The stems of verbs that a noun with the stem may be made of; none for other words.

    That of «realisering» is `realiser`, as of «realisere», and that of «forskning» is `forsk`.
    """
    if len(stem) <= SHORTEST_NOUN or not stem.endswith("ing"):
        return ()
    verb = plain(stem[:-3])
    return (verb, verb[:-1]) if verb.endswith(("kn", "sn", "gn")) else (verb,)


def is_english(word: str) -> bool:
    """Whether the word is more at home in English than in bokmål."""
    frequency = english().get(word, 0.0)
    return frequency > 0 and frequency >= bokmal().get(word, 0.0)
