"""Words that carry no meaning of their own in a question, in bokmål, nynorsk and English."""

from pathlib import Path

STOP_WORDS = frozenset((Path(__file__).parent / "words" / "stop_words.txt").read_text().split())
