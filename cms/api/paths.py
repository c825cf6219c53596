"""Where a page is: its path on the site, as frontends route it."""

from django.conf import settings
from wagtail.models import Page

from cms.api.ground import Root
from cms.api.visibility import Gate


def page_path(gate: Gate, page: Page) -> str:
    """The page's path from the site's front, with a language prefix unless it is the default: `/nn/artiklar/`.

    A page outside the site has none: ValueError.
    """
    root = gate.root_of(page.path)
    if root is None:
        raise ValueError(f"Page {page.pk} is not on this site.")
    return f"{language_prefix(root)}/{page.url_path.removeprefix(root.url_path)}"


def language_prefix(root: Root) -> str:
    """What the paths below this front page begin with: nothing for the default language."""
    return "" if root.language_code == settings.LANGUAGE_CODE else f"/{root.language_code}"


def url_path_of(gate: Gate, path: str) -> str | None:
    """The tree's url_path for a path as frontends write it; the reverse of `page_path`. None when nothing fits."""
    wanted = "/" + path.strip("/") + "/" if path.strip("/") else "/"
    roots = sorted(gate.roots, key=lambda root: -len(language_prefix(root)))
    for root in roots:
        prefix = language_prefix(root) + "/"
        if wanted.startswith(prefix):
            return root.url_path + wanted.removeprefix(prefix)
    return None
