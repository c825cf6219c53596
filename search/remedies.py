"""What an editor can do for readers whose search finds nothing, or the wrong things."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.urls import reverse
from wagtail.permissions import policy_registry

from search.promotions import Promotion
from search.synonyms import Synonym, problem_with


@dataclass(frozen=True)
class Remedy:
    """A form, begun with the words."""

    label: str
    address: str


def remedies(words: str, user: Any) -> list[Remedy]:
    """The forms that this editor may fill in for what was searched for."""
    return [remedy for remedy in (promotion_of(words, user), synonym_of(words, user)) if remedy]


def promotion_of(words: str, user: Any) -> Remedy | None:
    """The form for a page to come first; None for who may not fill it in."""
    return _begun(Promotion, user, "Fremhev en side", queries=words)


def synonym_of(words: str, user: Any) -> Remedy | None:
    """The form for words that mean the same; None for who may not fill it in, and for what can have no synonym."""
    can_have_one = "," not in words and not problem_with(words)
    return _begun(Synonym, user, "Lag synonym", words=f"{words}, ") if can_have_one else None


def _begun(model: type[Model], user: Any, label: str, **values: str) -> Remedy | None:
    if not policy_registry.get_by_type(model).user_has_permission(user, "add"):
        return None
    form: Any = model
    return Remedy(label, f"{reverse(form.snippet_viewset.get_url_name('add'))}?{urlencode(values)}")
