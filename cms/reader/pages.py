"""A page of the site by its path: asked for by its type, since most have a document and a template of their own."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect

from cms.reader import lists
from cms.reader.asking import ask
from cms.reader.labels import LABELS
from cms.reader.leafing import back_to_last
from cms.reader.rendering import rendered

# The document and template of each type, and what it lists beside itself, if it does.
KINDS: dict[str, tuple[str, Callable[[HttpRequest], lists.Listed] | None]] = {
    "ArticlePage": ("article", None),
    "ArticleIndexPage": ("article-list", lists.articles),
    "ContactDirectoryPage": ("contact-directory", None),
    "EventPage": ("event", None),
    "EventIndexPage": ("event-list", lists.events),
    "HomePage": ("front-page", None),
    "MandatePage": ("mandate", None),
    "PartnershipPage": ("partnership", None),
    "ProjectPage": ("project", None),
    "ProjectIndexPage": ("project-list", lists.projects),
    "StandardPage": ("standard", None),
    "StrategyPage": ("strategy", None),
}
# For a type that is not among them: what all types have.
PLAIN = ("plain", None)


def page(request: HttpRequest, path: str = "") -> Any:
    """The page at the path, where it has moved, or 404."""
    asked = {"path": f"/{path}", "preview": request.GET.get("preview")}
    query = f"?{request.META['QUERY_STRING']}" if request.META.get("QUERY_STRING") else ""
    route = ask(request, "route", **asked)["route"]
    if route is None and query:
        # What has moved may have had a query string. Asked for last: most of them are filters of a page.
        route = ask(request, "route", path=f"/{path}{query}")["route"]
    if route is None:
        return not_found(request)
    if route["__typename"] == "Redirect":
        moved = HttpResponsePermanentRedirect if route["permanent"] else HttpResponseRedirect
        return moved(route["location"])
    if route["path"] != asked["path"] and not asked["preview"]:
        return HttpResponsePermanentRedirect(f"{route['path']}{query}")
    document, listed = KINDS.get(route["__typename"], PLAIN)
    chosen = listed(request) if listed else lists.Listed()
    # What is listed, in the language of the page.
    language = route["locale"] if listed or document == "front-page" else None
    answer = ask(request, document, **asked, locale=language, **chosen.variables)
    if listed and (elsewhere := back_to_last(request, chosen, answer[chosen.name]["totalCount"])):
        return elsewhere
    return rendered(request, document, page=route | answer["route"], answer=answer, chosen=chosen)


def not_found(request: HttpRequest) -> Any:
    """404, with the way on; of what is not public nothing more is said than of what never was."""
    # All pages but those in bokmål stand below the code of their language.
    locale = request.path.split("/")[1].upper()
    return rendered(request, "not-found", status=404, locale=locale if locale in LABELS["Locale"] else None)
