"""Articles that belong together: those that share themes."""

from collections import defaultdict
from typing import Any

from django.db.models import Count, F, Max, Window
from django.db.models.functions import RowNumber

from cms.api.errors import BadUserInput, TooExpensive
from cms.api.loading import fetch, peers_of
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
    model = type(articles[0])
    public = gate.public(model.objects.order_by()).values("pk")
    shared = (
        model.themes.through.objects.filter(articlepage__in=articles, theme__articles__in=public)
        .filter(theme__articles__locale=F("articlepage__locale"))
        .exclude(theme__articles=F("articlepage"))
        .values("articlepage_id", other=F("theme__articles"))
        .annotate(themes=Count("pk"), day=Max("theme__articles__published_on"))
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=["articlepage_id"],
                order_by=[F("themes").desc(), F("day").desc(), F("other").desc()],
            )
        )
        .filter(place__lte=first)
        .order_by("articlepage_id", "place")
    )
    pairs = list(shared.values_list("articlepage_id", "other"))
    others = fetch(model, {other for _, other in pairs})
    found: dict[int, list[Any]] = defaultdict(list)
    for pk, other in pairs:
        if other in others:
            found[pk].append(others[other])
    return found
