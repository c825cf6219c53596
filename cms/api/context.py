"""What one request to the API knows, passed to every resolver as `info.context`."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from cms.api.access import AccessToken, Scope
from cms.api.errors import Forbidden
from cms.api.ground import ground_of
from cms.api.paths import page_path
from cms.api.statements import ANY_MOMENT, Statements
from cms.api.visibility import Gate, is_always_public


@dataclass
class Context:
    """The request, its moment and its gate."""

    request: HttpRequest
    moment: datetime = field(default_factory=lambda: timezone.now())
    # Of a machine that may do more than anyone.
    token: AccessToken | None = None
    # Whether a token was given, be it a good one or not: such an answer is nobody else's.
    is_personal: bool = False
    # What the document's fields lead to, read from it once (`cms.api.selection`).
    plans: dict[tuple[int, ...], Any] = field(default_factory=dict)
    # The statements that the document has led to before.
    statements: Statements = field(default_factory=Statements)
    # What is to be done once the answer is made, which itself can change nothing (`cms.api.snapshot`).
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    _loaded: dict[Hashable, Any] = field(default_factory=dict)

    def may(self, scope: Scope) -> bool:
        """Whether the request's token gives leave to that."""
        return self.token is not None and scope in self.token.scopes

    def require(self, scope: Scope) -> None:
        """Forbidden unless the request's token gives leave to that."""
        if not self.may(scope):
            raise Forbidden(f"This needs an access token with the scope `{scope.value}`.")

    @cached_property
    def gate(self) -> Gate:
        """The gate of the request's site at the request's moment."""
        return Gate(ground_of(self.request, self.moment), self.moment)

    def known(self, things: list[Any]) -> list[Any]:
        """Those of the things that the reader may know of."""
        kinds: set[Any] = set(map(type, things))
        return things if all(map(is_always_public, kinds)) else self.gate.visible(things)

    def at_any_moment(self) -> "Context":
        """The same for a statement that is built once for all moments."""
        anytime = Context(self.request, ANY_MOMENT)
        anytime.gate = Gate(self.gate.ground, ANY_MOMENT)
        return anytime

    def once(self, key: Hashable, load: Callable[[], Any]) -> Any:
        """What `load` gives; called once in a request for each key."""
        if key not in self._loaded:
            self._loaded[key] = load()
        return self._loaded[key]

    def address(self, thing: Any) -> str:
        """Where a link to the page or document leads."""
        return page_path(self.gate, thing) if isinstance(thing, Page) else thing.url
