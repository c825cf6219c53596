"""What search engines and social media are told about an article."""

import json
from typing import Any

from django.conf import settings

from cms.api.images import Format, Preset, source
from pages.articles import SCHEMA_TYPES
from pages.models import ArticleAuthor, ArticlePage
from pages.structured_data import IN_SCRIPT, known
from snippets.models import Municipality, SiteSettings, Theme
from tests.bench.by_hand.public import Public


def seo(
    page: ArticlePage,
    public: Public,
    ancestors: list[Any],
    authors: list[ArticleAuthor],
    themes: list[Theme],
    municipalities: list[Municipality],
) -> dict[str, Any]:
    ours = SiteSettings.objects.filter(site=public.site).select_related("share_image").first()
    base_url = ((ours and ours.frontend_url) or settings.FRONTEND_URL).rstrip("/")
    own = page.share_image, page.hero_image, ours and ours.share_image
    image = next((one for one in own if public.image(one)), None)
    description = page.search_description or page.lead
    address = base_url + public.path(page)
    hero = public.image(page.hero_image)
    described = known(
        {
            "@id": address,
            "url": address,
            "name": page.title,
            "description": description,
            "@type": SCHEMA_TYPES.get(page.kind, "Article"),
            "headline": page.title,
            "inLanguage": page.locale.language_code,
            "datePublished": page.published_on.isoformat(),
            "dateModified": page.last_published_at.isoformat(),
            "author": [_author(row, public) for row in authors],
            "image": hero and _image(hero),
            "about": [{"@type": "Thing", "name": theme.label} for theme in themes],
            "contentLocation": [{"@type": "AdministrativeArea", "name": one.name} for one in municipalities],
        }
    )
    crumbs = [
        {"@type": "ListItem", "position": place, "name": one.title, "item": base_url + public.path(one)}
        for place, one in enumerate([*ancestors, page], start=1)
    ]
    graph = [described, {"@type": "BreadcrumbList", "itemListElement": crumbs}]
    text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False)
    return {
        "title": page.seo_title or page.title,
        "description": description or None,
        "canonicalUrl": address,
        "robots": "noindex, follow" if page.is_hidden_from_search_engines else "index, follow",
        "jsonLd": text.translate(IN_SCRIPT),
        "shareImage": image and {"srcset": {"url": source(image, Preset.SHARE, Format.WEBP).url}},
    }


def _author(row: ArticleAuthor, public: Public) -> dict[str, Any]:
    contact = public.contact(row.contact)
    if contact is None:
        return {"@type": "Person", "name": row.name}
    works_for = contact.organisation and known(
        {"@type": "Organization", "name": contact.organisation.name, "url": contact.organisation.url}
    )
    return known({"@type": "Person", "name": contact.name, "jobTitle": contact.job_title, "affiliation": works_for})


def _image(image: Any) -> dict[str, Any]:
    shown = source(image, Preset.SHARE, Format.JPEG)
    address = settings.WAGTAILADMIN_BASE_URL + shown.url
    sizes = {"width": shown.width, "height": shown.height}
    return known({"@type": "ImageObject", "url": address, **sizes, "creditText": image.credit})
