"""What a reader asks of the search."""

from dataclasses import dataclass
from functools import cached_property

from search.promotions import Promotion, key_of
from search.public import Audience
from search.understanding import understood
from search.understood import Understood

# So many of the hits are ranked by all that is known; beyond them the latest come first.
MOST_RANKED = 100
# With fewer hits than this for all of the words, those with most of them are hits, too.
FEW = 5


@dataclass(frozen=True)
class Question:
    """Words, for an audience."""

    words: str
    audience: Audience

    @cached_property
    def understood(self) -> Understood:
        return understood(self.words, self.audience)

    @cached_property
    def promoted(self) -> list[int]:
        """Pages that editors have put first for the words; PostgreSQL's statements look for them themselves."""
        promotions = Promotion.objects.filter(keys__contains=[key_of(self.words)])
        return list(promotions.order_by("page_id").values_list("page_id", flat=True).distinct())
