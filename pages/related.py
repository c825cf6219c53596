"""Articles that belong together: those that share themes."""

from typing import Any

from django.db import connection
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from cms.api.context import Context
from cms.api.errors import BadUserInput, TooExpensive
from cms.api.loading import fetch, peers_of
from cms.api.reading import exactly, note
from cms.api.statements import ANY_TEXT, Statement, as_text
from cms.api.tags import tag_of_sharing
from cms.api.visibility import Gate

SHARED = """
    FROM pages_articlepage_themes own JOIN pages_articlepage_themes theirs USING (theme_id)
    WHERE own.articlepage_id = article.id AND theirs.articlepage_id
"""
SHARING = f"""
    EXISTS (SELECT {SHARED} = pages_articlepage.page_ptr_id)
    AND wagtailcore_page.id <> article.id AND wagtailcore_page.locale_id = article.locale_id
"""
# Django cannot refer from a row to the article that it is compared with, two queries further out.
CHOICE = f"""
    SELECT article.id, ARRAY(
        SELECT newest.id FROM ({{newest}}) newest
        ORDER BY (SELECT count(*) {SHARED} = newest.id) DESC, newest.published_on DESC, newest.id DESC LIMIT %s
    ), ARRAY(SELECT theme_id FROM pages_articlepage_themes WHERE articlepage_id = article.id)
    FROM wagtailcore_page article WHERE article.id = ANY(string_to_array(%s, ',')::bigint[])
"""  # noqa: S608
MOST_RELATED = 10
# So many of the newest that share a theme are compared, however many there are: an index ends the search there.
NEWEST = 100


def related_articles(article: Any, first: int, context: Context) -> list[Any]:
    """At most so many public articles in the same language: those with most themes in common, then the newest.

    The choice is among the newest that share a theme at all.
    """
    if first < 0:
        raise BadUserInput(f"`first` counts articles and cannot be negative, got {first}.")
    if first > MOST_RELATED:
        raise TooExpensive(f"`first` may be at most {MOST_RELATED}, got {first}.")
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
    sharing = model.objects.filter(RawSQL(SHARING, [], BooleanField()))  # noqa: S611 — nothing of a reader's is in it
    newest = gate.public(sharing).order_by("-published_on", "-pk").values("id", "published_on")[:NEWEST]
    sql, params = newest.query.get_compiler(connection=connection).as_sql()
    return Statement.of(CHOICE.format(newest=sql), [*params, first, ANY_TEXT])
