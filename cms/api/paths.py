"""Where a page is: its path on the site, as frontends route it."""

from django.conf import settings
from wagtail.models import Page

from cms.api.visibility import Gate


def page_path(gate: Gate, page: Page) -> str:
    """The page's path from the site's front, with a language prefix unless it is the default: `/nn/artiklar/`.

    A page outside the site has none: ValueError.
    """
    root = gate.root_of(page.path)
    if root is None:
        raise ValueError(f"Page {page.pk} is not on this site.")
    return path_below(root.url_path, root.language_code, page)


def path_below(front: str, language_code: str, page: Page) -> str:
    """The same for a page below the front page that has that `url_path` and language."""
    return f"{language_prefix(language_code)}/{page.url_path.removeprefix(front)}"


def language_prefix(language_code: str) -> str:
    """What the paths below the front page of a language begin with: nothing for the default language."""
    return "" if language_code == settings.LANGUAGE_CODE else f"/{language_code}"


def url_path_of(gate: Gate, path: str) -> str | None:
    """The tree's url_path for a path as frontends write it; the reverse of `page_path`. None when nothing fits."""
    wanted = "/" + path.strip("/") + "/" if path.strip("/") else "/"
    roots = sorted(gate.roots, key=lambda root: -len(language_prefix(root.language_code)))
    for root in roots:
        prefix = language_prefix(root.language_code) + "/"
        if wanted.startswith(prefix):
            return root.url_path + wanted.removeprefix(prefix)
    return None
