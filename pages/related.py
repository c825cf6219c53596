"""Articles that belong together: those that share themes."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber

from cms.api.errors import BadUserInput, TooExpensive
from cms.api.loading import introduce, peers_of
from cms.api.reading import listing
from cms.api.visibility import Gate

MOST_RELATED = 10


def related_articles(article: Any, first: int, gate: Gate) -> list[Any]:
    """At most so many public articles in the same language: those with most themes in common, then the newest."""
    if first < 0:
        raise BadUserInput(f"`first` counts articles and cannot be negative, got {first}.")
    if first > MOST_RELATED:
        raise TooExpensive(f"`first` may be at most {MOST_RELATED}, got {first}.")
    found = peers_of(article).once(("related articles", first), lambda members: _by_article(members, first, gate))
    return gate.visible(found[article.pk])


def _by_article(articles: list[Any], first: int, gate: Gate) -> dict[int, list[Any]]:
    others = (
        gate.public(type(articles[0]).objects.order_by())
        .filter(themes__articles__in=articles)
        .annotate(article=F("themes__articles"), article_locale=F("themes__articles__locale"), shared=Count("themes"))
        .filter(article_locale=F("locale"))
        .exclude(article=F("pk"))
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=["article"],
                order_by=[F("shared").desc(), F("published_on").desc(), F("pk").desc()],
            )
        )
        .filter(place__lte=first)
        .order_by("article", "place")
    )
    found: dict[int, list[Any]] = defaultdict(list)
    with listing(type(articles[0])):
        for other in introduce(others):
            found[other.article].append(other)
    return found
