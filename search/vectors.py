"""Vectors of lexemes, as PostgreSQL's full-text search reads them."""

from collections.abc import Iterable

from search.analysis.lexemes import ONLY_HEAD, TITLE, TOPIC, lexemes_of, topics_of
from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import clean, tokens
from search.describing import Description

# Between two texts, so that no phrase goes from one into the next.
GAP = 5
# PostgreSQL's own limits: a position is no larger, and a lexeme has no more of them.
LAST_POSITION = 16_383
MOST_POSITIONS = 20


class Vector:
    """Lexemes with the places where they stand, each with a weight from A to D."""

    def __init__(self) -> None:
        self.places: dict[str, list[str]] = {}
        self.words: set[str] = set()
        self._position = 1

    def add(self, texts: Iterable[str], weight: str, *, is_head: bool) -> "Vector":
        """Add the words of the texts; `is_head`: of title, lead or names."""
        for text in texts:
            for token in tokens(clean(text)):
                self.words.add(token.word)
                place = f"{min(self._position, LAST_POSITION)}{weight}"
                # Words without a meaning of their own leave a gap, which phrases count.
                for lexeme in () if token.word in STOP_WORDS else lexemes_of(token.word):
                    self._put(lexeme, place)
                if is_head:
                    self._put(f"e:{token.word}", place)
                    for stem in () if token.word in STOP_WORDS else topics_of(token.word):
                        for kind in (TITLE, TOPIC) if weight == "A" else (TOPIC,):
                            self._put(f"{kind}:{stem}", place)
                self._position += 1
            self._position += GAP
        return self

    @property
    def terms(self) -> list[str]:
        """The words and those lexemes that queries are looked up by, in the order of their characters."""
        return sorted(self.words.union(lexeme for lexeme in self.places if lexeme[0] not in ONLY_HEAD))

    def _put(self, lexeme: str, place: str) -> None:
        places = self.places.setdefault(lexeme, [])
        if len(places) < MOST_POSITIONS:
            places.append(place)

    def __str__(self) -> str:
        # Words have letters and digits only: nothing in them means anything else to PostgreSQL.
        return " ".join(f"'{lexeme}':{','.join(places)}" for lexeme, places in self.places.items())


def vector_of(description: Description) -> Vector:
    """The vector of all that is described."""
    vector = Vector().add([description.title], "A", is_head=True)
    vector.add(description.lead, "B", is_head=True).add(description.names, "B", is_head=True)
    return vector.add(description.rows, "C", is_head=False).add(description.body, "D", is_head=False)
