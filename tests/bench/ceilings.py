"""What could be had at most: the same listing without GraphQL, in our server and in the comparator's."""

from dataclasses import dataclass

from tests.bench.asking import Request
from tests.bench.questions import ARTICLE


@dataclass(frozen=True)
class Ceiling:
    """One ceiling, and the question whose data it gives."""

    key: str
    title: str
    request: Request
    question: str = "articles"


_LISTING = (("articles", "nodes"), 20)
# Needs no database, so it tells how fast the machine is by itself at the moment.
CONTROL = Ceiling("bytes", "constant bytes through Django", Request("/c/bytes", *_LISTING))
OURS = [
    Ceiling("hand", "listing by hand, Django's ORM", Request("/c/hand", *_LISTING)),
    Ceiling("sql", "listing as one SQL statement", Request("/c/sql", *_LISTING)),
    CONTROL,
    Ceiling("hand-article", "article by hand, Django's ORM", Request(f"/c/hand{ARTICLE}", ("route",)), "article"),
]
_THEIR_LISTING = (("articles",), 20)
THEIRS = [
    Ceiling("their-hand", "its listing by hand, Django's ORM", Request("/c/q2", *_THEIR_LISTING)),
    Ceiling("their-sql", "its listing as one SQL statement", Request("/c/q2sql", *_THEIR_LISTING)),
    Ceiling("their-bytes", "its listing from process memory", Request("/c/q2mem", *_THEIR_LISTING)),
]
