"""Articles that belong together: those that share themes."""

from typing import Any

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from cms.api.context import Context
from cms.api.errors import BadUserInput
from cms.api.loading import fetch, peers_of
from cms.api.reading import exactly, note
from cms.api.statements import ANY_TEXT, Statement, as_text
from cms.api.tags import tag_of_sharing
from cms.api.visibility import Gate

SHARED = """
    FROM pages_articlepage_themes own JOIN pages_articlepage_themes theirs USING (theme_id)
    WHERE own.articlepage_id = article.id
"""
ANOTHER = "wagtailcore_page.id <> article.id AND wagtailcore_page.locale_id = article.locale_id"
# Where few share a theme, it is those that are read; where many do, the newest of all articles until enough of them
# share one. Each is slow where the other is quick: half a second for a theme that one of 100,000 articles has.
FEW = 500
AMONG_FEW = f"cardinality(sharing.ids) <= %s AND pages_articlepage.page_ptr_id = ANY(sharing.ids) AND {ANOTHER}"
AMONG_MANY = f"""
    cardinality(sharing.ids) > %s AND {ANOTHER}
    AND EXISTS (SELECT {SHARED} AND theirs.articlepage_id = pages_articlepage.page_ptr_id)
"""
# Django cannot refer from a row to the article that it is compared with, two queries further out. In the order of their
# themes, so that PostgreSQL finds those that share one by an index.
CHOICE = f"""
    SELECT article.id, ARRAY(
        SELECT newest.id FROM (({{among_few}}) UNION ALL ({{among_many}})) newest
        ORDER BY (SELECT count(*) {SHARED} AND theirs.articlepage_id = newest.id) DESC,
            newest.published_on DESC, newest.id DESC LIMIT %s
    ), ARRAY(SELECT theme_id FROM pages_articlepage_themes WHERE articlepage_id = article.id)
    FROM wagtailcore_page article CROSS JOIN LATERAL (
        SELECT ARRAY(SELECT theirs.articlepage_id {SHARED} ORDER BY theme_id LIMIT %s) AS ids OFFSET 0
    ) sharing
    WHERE article.id = ANY(string_to_array(%s, ',')::bigint[])
"""  # noqa: S608
MOST_RELATED = 10
# So many of the newest that share a theme are compared, however many there are.
NEWEST = 100


def related_articles(article: Any, first: int, context: Context) -> list[Any]:
    """At most so many public articles in the same language: those with most themes in common, then the newest.

    The choice is among the newest that share a theme at all.
    """
    if first < 0:
        raise BadUserInput(f"`first` counts articles and cannot be negative, got {first}.")
    found = peers_of(article).once(("related articles", first), lambda members: _by_article(members, first, context))
    # A page that is not saved yet, in a preview, has none.
    return context.gate.visible(found.get(article.pk, []))


def _by_article(articles: list[Any], first: int, context: Context) -> dict[int, list[Any]]:
    model = type(articles[0])
    choice = context.statements.once(
        ("related articles", first, context.gate.ground.key),
        lambda: _choice(model, first, context.at_any_moment().gate),
    )
    context.gate.turn_with(Page)
    with exactly():
        rows = choice.fetched(context.moment, as_text(article.pk for article in articles))
    keys = {pk: chosen for pk, chosen, _ in rows}
    note(*(tag_of_sharing(model, "themes", theme) for _, _, themes in rows for theme in themes))
    others = fetch(model, {key for chosen in keys.values() for key in chosen})
    return {pk: [others[key] for key in chosen if key in others] for pk, chosen in keys.items()}


def _choice(model: Any, first: int, gate: Gate) -> Statement:
    """The articles with any of the keys, each as its key, those of its related ones, and those of its themes."""
    few, many = (_newest(model, condition, gate) for condition in (AMONG_FEW, AMONG_MANY))
    sql = CHOICE.format(among_few=few[0], among_many=many[0])
    return Statement.of(sql, [*few[1], *many[1], first, FEW + 1, ANY_TEXT])


def _newest(model: Any, condition: str, gate: Gate) -> tuple[str, tuple[Any, ...]]:
    """The newest public articles for which the condition holds, as SQL and its values."""
    articles = model.objects.filter(RawSQL(condition, [FEW], BooleanField()))  # noqa: S611 — nothing of a reader's is in it
    newest = gate.public(articles).order_by("-published_on", "-pk").values("id", "published_on")[:NEWEST]
    return newest.query.get_compiler(connection=connection).as_sql()
