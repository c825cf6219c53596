"""How much the arguments of a field may ask for, checked before anything runs."""

from collections.abc import Mapping
from typing import Any

from graphql import GraphQLArgument, get_nullable_type, is_list_type

from cms.api.errors import TooExpensive
from cms.api.filters import check_where

LARGEST_OFFSET = 100_000
# Of a list that is of the reader's own making, such as `nodes(ids:)`.
LARGEST_LIST = 100


def is_sized(named: tuple[str, GraphQLArgument]) -> bool:
    """Whether much can be asked for by the argument of that name."""
    name, argument = named
    return name in ("first", "last", "offset", "where") or is_list_type(get_nullable_type(argument.type))  # type: ignore[arg-type]


def check_sizes(arguments: Mapping[str, Any], largest_page: int) -> None:
    """TooExpensive, with the limit and the figure, when one of a field's arguments asks for too much."""
    for name, value in arguments.items():
        if name in ("first", "last"):
            _check(f"`{name}` may be at most {largest_page}, got {value}.", value, largest_page)
        elif name == "offset":
            advice = "page with `after` instead"
            _check(f"`{name}` may be at most {LARGEST_OFFSET}, got {value}; {advice}.", value, LARGEST_OFFSET)
        elif isinstance(value, list):
            length = len(value)
            _check(f"`{name}` may have at most {LARGEST_LIST} entries, got {length}.", length, LARGEST_LIST)
        elif name == "where":
            check_where(value)


def _check(message: str, figure: int | None, limit: int) -> None:
    if figure is not None and figure > limit:
        raise TooExpensive(message, limit=limit, figure=figure)
