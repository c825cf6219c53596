"""Makes a response of a template and what the API has answered, in the frame that all pages share."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from cms.reader.asking import ask

# Of the interface; content says its own where it is another.
LANGUAGE = "NB"
# Where people send in something, and see what they have sent.
FORMS = ("/pamelding/", "/oppnevning/", "/bekreft/")


def rendered(
    request: HttpRequest, template: str, *, status: int = 200, locale: str | None = None, **context: Any
) -> Any:
    """The page; 304 when the reader's browser has just this one.

    `locale` is what somebody reads in whose page is of no language: menus come in it, and a search goes on in it.
    """
    page = context.get("page") or {}
    locale = page.get("locale") or locale
    answer = ask(request, "site", locale=locale)
    site = answer["site"]
    # In a language that the site does not have there is nothing to find.
    searched = locale if locale and locale in site["locales"] else LANGUAGE
    is_preview = "preview" in request.GET
    # Beside an editor's form, where Wagtail's own bar looks for what could be better.
    is_beside_form = is_preview and request.GET.get("in_preview_panel") == "true"
    setattr(request, "in_preview_panel", is_beside_form)  # noqa: B010 — the types do not know it
    frame = {
        "site": site,
        "name": name_of(site, request),
        "menus": {menu["kind"]: menu["items"] for menu in site["menus"]},
        "directories": answer["directories"]["nodes"],
        "path": request.path,
        "request": request,
        "language": (page.get("locale") or LANGUAGE).lower(),
        "searched": searched.lower(),
        "is_preview": is_preview,
        "is_beside_form": is_beside_form,
    }
    content = render_to_string(f"reader/{template}.html", frame | context)
    return finished(request, HttpResponse(content, status=status))


def name_of(site: Mapping[str, Any], request: HttpRequest) -> str:
    """What the site is called; its host when editors have not said."""
    return str((site["settings"] or {}).get("name") or site["name"] or request.get_host())


def finished(request: HttpRequest, response: HttpResponse) -> Any:
    """The response as caches may have it: they ask each time whether it is still this one."""
    is_personal = "preview" in request.GET or request.path.startswith(FORMS)
    response["Cache-Control"] = "private, no-store" if is_personal else "public, no-cache"
    if response.status_code != 200:
        return response
    etag = quote_etag(hashlib.sha256(response.content).hexdigest()[:32])
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response)
