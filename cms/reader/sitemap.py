"""What search engines may read: the sitemap (sitemaps.org) and robots.txt."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse

from cms.reader.asking import ask
from cms.reader.rendering import finished

# As many addresses as one sitemap may have.
MOST_ADDRESSES = 50_000
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def sitemap(request: HttpRequest) -> HttpResponse:
    """All public pages with their translations, and when they were changed."""
    lines: list[str] = []
    for locale in ask(request, "site")["site"]["locales"]:
        after = None
        while len(lines) < MOST_ADDRESSES:
            answer = ask(request, "sitemap", after=after, locale=locale, strictLocale=True)["pages"]
            lines += [_line(one) for one in answer["nodes"]]
            if not answer["pageInfo"]["hasNextPage"]:
                break
            after = answer["pageInfo"]["endCursor"]
    body = HEAD + "\n".join(lines[:MOST_ADDRESSES]) + "\n</urlset>\n"
    return finished(request, HttpResponse(body, content_type="application/xml; charset=utf-8"))


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines should leave alone, and where the sitemap is."""
    address = request.build_absolute_uri("/sitemap.xml")
    text = f"User-agent: *\nDisallow: /admin/\nDisallow: /graphiql/\nDisallow: /sok/\n\nSitemap: {address}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _line(page: Any) -> str:
    # Each page of a set names the whole set, itself too.
    languages = [page, *page["translations"]] if page["translations"] else []
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{one["locale"].lower()}" href={quoteattr(one["url"])}/>'
        for one in languages
    )
    changed = f"<lastmod>{page['lastPublishedAt']}</lastmod>" if page["lastPublishedAt"] else ""
    return f"<url><loc>{escape(page['url'])}</loc>{changed}{alternates}</url>"
