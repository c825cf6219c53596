"""Ceiling: the same listing as one SQL statement whose JSON Django passes on as it is.

It flatters: PostgreSQL cannot sign the addresses of pictures, so these are prepared in a table.
"""

import json

from django.db import connection
from django.http import HttpRequest, HttpResponse

from cms.api.images import Format, Preset, source
from snippets.models import Image

PREPARE = "CREATE TABLE IF NOT EXISTS bench_card (image_id bigint PRIMARY KEY, srcset json NOT NULL)"


def _global_id(model: str, key: str) -> str:
    return f"rtrim(translate(encode(convert_to('{model}:' || {key}, 'UTF8'), 'base64'), '+/', '-_'), '=')"


def _published(alias: str) -> str:
    return (
        f"{alias}.live AND ({alias}.expire_at IS NULL OR {alias}.expire_at > now()) "
        f"AND ({alias}.go_live_at IS NULL OR {alias}.go_live_at <= now())"
    )


ARTICLES = f"""
WITH root AS MATERIALIZED (
    SELECT page.path, page.url_path FROM wagtailcore_site AS site
    JOIN wagtailcore_page AS page ON page.id = site.root_page_id WHERE site.is_default_site
), newest AS (
    SELECT page.id, page.title, '/' || substr(page.url_path, length(root.url_path) + 1) AS path,
        article.kind, article.lead, article.published_on, article.hero_image_id
    FROM pages_articlepage AS article
    JOIN wagtailcore_page AS page ON page.id = article.page_ptr_id
    JOIN wagtailcore_locale AS locale ON locale.id = page.locale_id AND locale.language_code = 'nb'
    CROSS JOIN root
    WHERE page.path LIKE root.path || '%%' AND {_published("page")}
        AND NOT EXISTS (
            SELECT FROM wagtailcore_pageviewrestriction AS restriction
            JOIN wagtailcore_page AS restricted ON restricted.id = restriction.page_id
            WHERE page.path LIKE restricted.path || '%%'
        )
    ORDER BY article.published_on DESC, page.id LIMIT 21
), rows AS MATERIALIZED (
    SELECT *, row_number() OVER (ORDER BY published_on DESC, id) AS place FROM newest
)
SELECT json_build_object('data', json_build_object('articles', json_build_object(
    'nodes', coalesce(json_agg(json_build_object(
        'id', {_global_id("ArticlePage", "rows.id")},
        'title', rows.title,
        'path', rows.path,
        'kind', upper(rows.kind),
        'lead', rows.lead,
        'publishedOn', rows.published_on,
        'heroImage', (
            SELECT json_build_object(
                'alt', CASE WHEN image.is_decorative THEN '' ELSE image.description END,
                'placeholder', nullif(image.placeholder, ''),
                'srcset', card.srcset
            )
            FROM snippets_image AS image JOIN bench_card AS card ON card.image_id = image.id
            WHERE image.id = rows.hero_image_id AND NOT EXISTS (
                SELECT FROM wagtailcore_collectionviewrestriction AS restriction
                JOIN wagtailcore_collection AS restricted ON restricted.id = restriction.collection_id
                JOIN wagtailcore_collection AS own ON own.id = image.collection_id
                WHERE own.path LIKE restricted.path || '%%'
            )
        ),
        'authors', (
            SELECT coalesce(json_agg(json_build_object(
                'name', nullif(author.name, ''),
                'contact', CASE WHEN contact.id IS NOT NULL THEN json_build_object(
                    'id', {_global_id("Contact", "contact.id")},
                    'name', contact.name,
                    'organisation', CASE WHEN ours.id IS NOT NULL THEN json_build_object(
                        'id', {_global_id("Organisation", "ours.id")}, 'name', ours.name
                    ) END
                ) END
            ) ORDER BY author.sort_order), '[]')
            FROM pages_articleauthor AS author
            LEFT JOIN snippets_contact AS contact ON contact.id = author.contact_id AND {_published("contact")}
            LEFT JOIN snippets_organisation AS ours ON ours.id = contact.organisation_id
            WHERE author.article_id = rows.id
        ),
        'themes', (
            SELECT coalesce(
                json_agg(json_build_object('slug', theme.slug, 'label', theme.label) ORDER BY theme.sort_key, theme.id),
                '[]'
            )
            FROM pages_articlepage_themes AS link JOIN snippets_theme AS theme ON theme.id = link.theme_id
            WHERE link.articlepage_id = rows.id
        )
    ) ORDER BY rows.place) FILTER (WHERE rows.place <= 20), '[]'),
    'pageInfo', json_build_object(
        'hasNextPage', coalesce(max(rows.place) > 20, false),
        'endCursor', (
            SELECT rtrim(translate(encode(convert_to(
                format('["-published_on,pk","%%s",%%s]', last.published_on, last.id), 'UTF8'
            ), 'base64'), '+/', '-_'), '=')
            FROM rows AS last WHERE last.place = (SELECT least(max(place), 20) FROM rows)
        )
    )
)))::text FROM rows
"""


def prepare() -> None:
    """The table of pictures' addresses, filled."""
    with connection.cursor() as cursor:
        cursor.execute(PREPARE)
        cursor.executemany(
            "INSERT INTO bench_card VALUES (%s, %s) ON CONFLICT DO NOTHING",
            [(image.pk, json.dumps(_card(image))) for image in Image.objects.all()],
        )


def _card(image: Image) -> dict[str, object]:
    shown = source(image, Preset.CARD, Format.WEBP)
    return {"url": shown.url, "srcset": shown.srcset, "width": shown.width, "height": shown.height}


def articles(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(ARTICLES, [])
        return HttpResponse(cursor.fetchone()[0], content_type="application/json")
