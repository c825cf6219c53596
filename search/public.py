"""Who may see an entry, in SQL: the gate's rule (`cms.api.visibility`) over the columns that triggers keep in step."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from wagtail.models import Page

from cms.api.locales import fallbacks
from cms.api.visibility import Gate
from search.kinds import OTHER_KINDS

# What decides on who may see an entry.
DECIDING = "id, live, go_live_at, expire_at, collection_id, path, locale_id, translation_key"
PUBLIC = """
    {entry}.live
    AND ({entry}.expire_at IS NULL OR {entry}.expire_at > %(moment)s)
    AND ({entry}.go_live_at IS NULL OR {entry}.go_live_at <= %(moment)s)
    AND ({entry}.collection_id IS NULL OR {entry}.collection_id <> ALL(%(private_collections)s::int[]))
    AND ({entry}.path IS NULL OR ({on_site} AND NOT {restricted}))
"""
# Each page once: in the first of the languages in which anyone may read it.
IN_LOCALE = """
    ({entry}.locale_id IS NULL OR {entry}.locale_id = (%(locales)s::int[])[1]
        OR ({entry}.locale_id = ANY(%(locales)s::int[]) AND NOT EXISTS (
            SELECT FROM search_entry AS translation
            WHERE translation.translation_key = {entry}.translation_key AND translation.id <> {entry}.id
                AND array_position(%(locales)s::int[], translation.locale_id)
                    < array_position(%(locales)s::int[], {entry}.locale_id)
                AND {translation_is_public}
        )))
"""


@dataclass(frozen=True)
class Audience:
    """Anyone, who reads in a language past a gate."""

    gate: Gate
    locale: Any = None
    strict: bool = False

    def condition(self, entry: str) -> str:
        """What holds for the entries, under that name in a statement, that anyone may read in this language."""
        return _condition(entry, len(self.gate.roots), len(self.gate.ground.restricted_paths))

    @property
    def values(self) -> dict[str, Any]:
        """What the condition needs as values; and the moment at which the answer may become another is noted."""
        gate = self.gate
        self.note_turns()
        return {
            "moment": gate.moment,
            "private_collections": list(gate.ground.private_collections),
            "locales": self.locales,
            **{f"root{place}": _below(root.path) for place, root in enumerate(gate.roots)},
            **{f"restricted{place}": _below(path) for place, path in enumerate(gate.ground.restricted_paths)},
        }

    def note_turns(self) -> None:
        """Note the moment at which the answer may become another by the clock alone."""
        self.gate.turn_with(Page, *OTHER_KINDS.values())

    @property
    def locales(self) -> list[int]:
        """The languages to read in by their primary keys, the one wanted first.

        What is written in another language alone is found as well: many a page exists in nynorsk only.
        """
        codes = fallbacks(self.locale, strict=self.strict)
        if not self.strict:
            codes += [code for code in self.gate.locales.values() if code not in codes]
        ids = {code: pk for pk, code in self.gate.locales.items()}
        return [ids[code] for code in codes if code in ids]


@lru_cache(maxsize=64)
def _condition(entry: str, roots: int, restricted: int) -> str:
    of_locale = IN_LOCALE.format(entry=entry, translation_is_public=_public("translation", roots, restricted))
    return f"{_public(entry, roots, restricted)} AND {of_locale}"


def _public(entry: str, roots: int, restricted: int) -> str:
    on_site, below_restricted = _any(entry, "root", roots), _any(entry, "restricted", restricted)
    return PUBLIC.format(entry=entry, on_site=on_site, restricted=below_restricted)


def _any(entry: str, name: str, paths: int) -> str:
    """Whether the entry's page stands below one of so many paths."""
    conditions = [f"{entry}.path LIKE %({name}{place})s" for place in range(paths)]
    return f"({' OR '.join(conditions) or 'false'})"


def _below(path: str) -> str:
    # Paths have no character that LIKE takes for another.
    return f"{path}%"
