"""Suggestions while a reader types: titles and names in which a word begins like that."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cms.api.statements import fetched
from search.analysis.title_keys import typed
from search.engine import shown
from search.kinds import Key, plain_loader
from search.models import LAST_CHARACTER
from search.public import Audience

# Titles that begin so come before those in which a later word does; each in the order of an index, which ends early.
BEGINNING = """
    SELECT entry.id, suggestion.is_inner, suggestion.key
    FROM search_suggestionkey AS suggestion JOIN search_entry AS entry ON entry.id = suggestion.entry_id
    WHERE suggestion.is_inner = {is_inner} AND suggestion.key >= %(beginning)s AND suggestion.key < %(end)s
        AND {public}
    ORDER BY suggestion.is_inner, suggestion.key, suggestion.entry_id LIMIT {most}
"""
# A title has several keys that may begin alike: with «å» as «a», and at more than one of its words.
KEYS_OF_A_TITLE = 4


@dataclass(frozen=True)
class Suggestion:
    """A title or name, and the thing that has it."""

    text: str
    key: Key
    suggestions: "Suggestions"

    @property
    def node(self) -> Any:
        return self.suggestions.things.get(self.key)


class Suggestions:
    """What the words typed so far, the last of them unfinished, suggest: texts at once, things when asked for."""

    def __init__(self, words: str, audience: Audience, size: int) -> None:
        self.words = words
        self.audience = audience
        self.size = size

    @cached_property
    def found(self) -> list[Suggestion]:
        """Titles that begin with the words first, then those in which a later word does; each in alphabetical order."""
        beginning = typed(self.words)
        if not beginning or not self.size:
            return []
        public = self.audience.condition("entry")
        most = self.size * KEYS_OF_A_TITLE
        parts = [BEGINNING.format(is_inner=is_inner, public=public, most=most) for is_inner in ("false", "true")]
        values: dict[str, Any] = {"beginning": beginning, "end": beginning + LAST_CHARACTER}
        found = fetched(" UNION ALL ".join(f"({part})" for part in parts), values | self.audience.values)
        rows = sorted(found, key=lambda row: (row[1], row[2], row[0]))
        inner: dict[int, bool] = {}
        for entry, is_inner, _ in rows:
            inner.setdefault(entry, is_inner)
        entries = shown(list(inner)[: self.size])
        # A key may be that of «å» typed as «a»; the title tells its place in the alphabet.
        order = sorted(entries, key=lambda one: (inner[one], typed(entries[one].title), one))
        return [Suggestion(entries[one].title, entries[one].key, self) for one in order]

    @cached_property
    def things(self) -> dict[Key, Any]:
        """What is suggested, by its key."""
        return plain_loader().load([one.key for one in self.found], self.audience.gate)
