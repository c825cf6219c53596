"""Links that an editor has typed, as addresses, to pages of the site itself."""

import re
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http.request import split_domain_port
from wagtail.models import Page

from cms.api.context import Context
from cms.api.loading import fetch_at
from cms.api.paths import url_path_of
from cms.api.reading import note
from cms.api.rich_text import hrefs

# What slugs are made of: an address with anything else in it, as that of a file, is no page's.
SLUG = re.compile(r"[-\w]+")
# A host, and the path below which the site lies there.
Front = tuple[str, str]


class TypedLinks:
    """Those in the texts of things that arrived together: what is at their addresses is looked up for all at once."""

    def __init__(self, texts: Callable[[], Iterable[str]]) -> None:
        self._texts = texts
        self._pages: dict[str, list[Page]] = {}

    def is_to_hidden(self, href: str, context: Context) -> bool:
        """Whether the link leads to a page that the reader may not see. What is no page's address is not hidden."""
        url_path = _url_path(href, context)
        if url_path is None:
            return False
        if url_path not in self._pages:
            wanted = {url_path} if self._pages else {url_path, *self._url_paths(context)}
            self._pages |= fetch_at(wanted)
        pages = self._pages[url_path]
        return bool(pages) and not any(map(context.gate.allows, pages))

    def _url_paths(self, context: Context) -> Iterator[str]:
        for text in self._texts():
            for href in hrefs(text):
                url_path = _url_path(href, context)
                if url_path is not None:
                    yield url_path


def _url_path(href: str, context: Context) -> str | None:
    """The `url_path` that a page at the address would have; None for what can be no page of the site below its front.

    Addresses are read as browsers read them. One without a host is the site's, and is taken to start at its front.
    """
    try:
        parts = urlsplit(href.strip().replace("\\", "/"))
        host = _without_www(parts.hostname or "")
    except ValueError:
        return None
    if parts.scheme not in ("", "http", "https"):
        return None
    steps = _steps(parts.path)
    if not steps or not all(map(SLUG.fullmatch, steps)):
        return None
    path = f"/{'/'.join(steps)}/"
    if not host:
        return url_path_of(context.gate, path)
    for own_host, below in context.once("the site's fronts", lambda: _fronts(context)):
        if host == own_host and path.startswith(below) and path != below:
            return url_path_of(context.gate, path.removeprefix(below))
    return None


def _steps(path: str) -> list[str]:
    """The parts between slashes, without empty ones and with `.` and `..` taken."""
    steps: list[str] = []
    for step in unquote(path).split("/"):
        if step == "..":
            del steps[-1:]
        elif step not in ("", "."):
            steps.append(step)
    return steps


def _fronts(context: Context) -> list[Front]:
    """Where the site may be found: by readers, by Wagtail, by whoever asks the API, and by editors."""
    ground = context.gate.ground
    note(*ground.frontend_tags)
    own, _ = split_domain_port(context.request.get_host())
    addresses = [ground.frontend or settings.FRONTEND_URL, settings.WAGTAILADMIN_BASE_URL, f"//{own}"]
    if ground.site is not None:
        addresses.append(f"//{ground.site.hostname}")
    fronts = []
    for address in addresses:
        parts = urlsplit(address)
        path = f"/{parts.path.strip('/')}/" if parts.path.strip("/") else "/"
        fronts.append((_without_www(parts.hostname or ""), path))
    return fronts


def _without_www(host: str) -> str:
    return host.rstrip(".").removeprefix("www.")
