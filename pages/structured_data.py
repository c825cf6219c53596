"""What a page says in schema.org's words, for search engines (https://schema.org, JSON-LD 1.1)."""

import json
from typing import Any

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page

from cms.api.images import Format, Preset, source
from cms.api.loading import related
from cms.api.locales import locale_of
from cms.api.paths import page_path
from cms.api.visibility import Gate

# A closing tag inside of a script element would end it; these three read the same to JSON in another spelling.
IN_SCRIPT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


class Describer:
    """Describes public things for one reader: `base_url` is the frontend's address without a slash at its end."""

    def __init__(self, gate: Gate, base_url: str) -> None:
        self.gate = gate
        self.base_url = base_url

    def json_ld(self, page: Any, ancestors: list[Page]) -> str:
        """JSON-LD of the page and its breadcrumbs, safe inside of a script element."""
        graph = [page.structured_data(self)]
        if ancestors:
            graph.append(self._breadcrumbs([*ancestors, page]))
        text = json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False, default=str)
        return text.translate(IN_SCRIPT)

    def thing(self, page: Any) -> dict[str, Any]:
        """What is said of whatever a page is about: an event, a project, or the page itself."""
        return known(
            {
                "@id": self.url(page),
                "url": self.url(page),
                "name": page.title,
                "description": page.description_for_search,
            }
        )

    def work(self, page: Any) -> dict[str, Any]:
        """What is said of a page that is a text."""
        return self.thing(page) | known(
            {
                "@type": "WebPage",
                "headline": page.title,
                "inLanguage": locale_of(self.gate, page),
                "datePublished": page.first_published_at and page.first_published_at.isoformat(),
                "dateModified": page.last_published_at and page.last_published_at.isoformat(),
            }
        )

    def url(self, page: Page) -> str:
        return self.base_url + page_path(self.gate, page)

    def one(self, thing: Any, name: str) -> Any:
        """What the thing leads to under that name, when anyone may see it."""
        found = related(thing, name)
        return found if found is not None and self.gate.allows(found) else None

    def many(self, thing: Any, name: str) -> list[Any]:
        return self.gate.visible(related(thing, name))

    def image(self, image: Any) -> dict[str, Any] | None:
        if image is None:
            return None
        shown = source(image, Preset.SHARE, Format.JPEG)
        return known(
            {
                "@type": "ImageObject",
                "url": settings.WAGTAILADMIN_BASE_URL + shown.url,
                "width": shown.width,
                "height": shown.height,
                "creditText": image.credit,
            }
        )

    def organisation(self, organisation: Any) -> dict[str, Any] | None:
        if organisation is None:
            return None
        return known({"@type": "Organization", "name": organisation.name, "url": organisation.url})

    def person(self, contact: Any) -> dict[str, Any]:
        organisation = self.organisation(self.one(contact, "organisation"))
        return known(
            {"@type": "Person", "name": contact.name, "jobTitle": contact.job_title, "affiliation": organisation}
        )

    def place(self, venue: Any) -> dict[str, Any] | None:
        if venue is None:
            return None
        address = {"streetAddress": venue.address, "postalCode": venue.postcode, "addressLocality": venue.place}
        located = venue.latitude is not None and venue.longitude is not None
        return known(
            {
                "@type": "Place",
                "name": venue.name,
                "address": known({"@type": "PostalAddress", **address, "addressCountry": "NO"}),
                "geo": {"@type": "GeoCoordinates", "latitude": venue.latitude, "longitude": venue.longitude}
                if located
                else None,
            }
        )

    def topics(self, page: Any) -> list[dict[str, Any]]:
        return [{"@type": "Thing", "name": theme.label} for theme in self.many(page, "themes")]

    def area(self, municipality: Any) -> dict[str, Any]:
        return {"@type": "AdministrativeArea", "name": municipality.name}

    def _breadcrumbs(self, pages: list[Page]) -> dict[str, Any]:
        return {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {"@type": "ListItem", "position": place, "name": page.title, "item": self.url(page)}
                for place, page in enumerate(pages, start=1)
            ],
        }


def known(statements: dict[str, Any]) -> dict[str, Any]:
    """The statements that say something."""
    return {name: value for name, value in statements.items() if value not in (None, "", [])}


def moment(value: Any, *, is_day: bool) -> str | None:
    """The moment in ISO 8601, in Norwegian time; only its day when the time of day says nothing."""
    if value is None:
        return None
    local = timezone.localtime(value)
    return local.date().isoformat() if is_day else local.isoformat()
