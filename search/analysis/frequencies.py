"""How common words are in written Norwegian (bokmål) and English, from the package `wordfreq`.

Its data is under CC BY-SA 4.0 (https://github.com/rspeer/wordfreq names the sources). The unit is the Zipf scale: the
decimal logarithm of occurrences in a billion words, so 3 is once in a million.
"""

from functools import cache
from math import log10

from wordfreq import get_frequency_dict, get_frequency_list

# Rarer ones are mostly names, misspellings and foreign words.
RAREST = 2.0


@cache
def bokmal() -> dict[str, float]:
    """The words of the bokmål list that are not too rare, with their frequency."""
    return _frequencies("nb")


@cache
def english() -> dict[str, float]:
    """The same of the English list."""
    return _frequencies("en")


def _frequencies(language: str) -> dict[str, float]:
    listed = get_frequency_dict(language, wordlist="small" if language == "en" else "best")
    # The package would keep hundreds of thousands of words that are not needed here.
    get_frequency_dict.cache_clear()
    get_frequency_list.cache_clear()
    least = 10 ** (RAREST - 9)
    return {
        word: round(log10(frequency) + 9, 2)
        for word, frequency in listed.items()
        if frequency >= least and word.isalpha()
    }
