"""The search page, and suggestions under its field while a reader types."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, JsonResponse

from cms.reader.asking import Refused, ask
from cms.reader.labels import LABELS
from cms.reader.lists import Listed, page_number
from cms.reader.rendering import LANGUAGE, finished, rendered

PAGE_SIZE = 20
# Parameters of the address for the facets of the API, and the arguments that narrow by them.
FACETS = {
    "TYPE": ("type", "types"),
    "THEME": ("tema", "themes"),
    "MUNICIPALITY": ("kommune", "municipalities"),
    "ORGANISATION": ("organisasjon", "organisations"),
    "YEAR": ("ar", "years"),
}
KINDS = {
    "ArticlePage": "Artikkel",
    "ArticleIndexPage": "Artikler",
    "Contact": "Kontaktperson",
    "ContactDirectoryPage": "FoUI-kontakter",
    "Document": "Dokument",
    "EventPage": "Arrangement",
    "EventIndexPage": "Arrangementer",
    "HomePage": "Forside",
    "MandatePage": "Mandat",
    "Organisation": "Organisasjon",
    "PartnershipPage": "Partnerskap",
    "ProjectPage": "Prosjekt",
    "ProjectIndexPage": "Prosjekter",
    "StandardPage": "Side",
    "StrategyPage": "Strategi",
}


def search(request: HttpRequest) -> Any:
    """The page of hits for the words and choices in the address; the empty form without words."""
    words = request.GET.get("q", "").strip()
    given: dict[str, Any] = {"q": words} | {
        parameter: values for parameter, _ in FACETS.values() if (values := request.GET.getlist(parameter)[:20])
    }
    where = {argument: given[parameter] for parameter, argument in FACETS.values() if parameter in given}
    locale = _locale(request)
    if locale:
        given["sprak"] = locale.lower()
    number = page_number(request)
    frame: dict[str, Any] = {
        "words": words,
        "given": given,
        "first": (number - 1) * PAGE_SIZE + 1,
        "locale": locale,
    }
    if not words:
        return rendered(request, "search", **frame)
    try:
        if "years" in where:
            where["years"] = [
                int(year) for year in where["years"] if year.isascii() and year.isdigit() and len(year) <= 4
            ]
        asked = {"first": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE, "where": where or None, "locale": locale}
        found = ask(request, "search", query=words, **asked)["search"]
    except Refused:
        problem = "Søket kan ikke utføres slik det er skrevet. Prøv med færre og kortere ord."
        return rendered(request, "search", status=400, problem=problem, **frame)
    for hit in found["edges"]:
        node = hit["node"]
        hit |= {
            "title": node.get("title") or node["name"],
            "address": _address(node),
            "kind": KINDS[node["__typename"]],
        }
    for facet in found["facets"]:
        for one in facet["values"]:
            one["is_chosen"], one["address"] = _choice(given, FACETS[facet["name"]][0], one["value"])
    chosen = Listed(size=PAGE_SIZE, number=number, given=given)
    return rendered(request, "search", found=found, chosen=chosen, **frame)


def suggest(request: HttpRequest) -> Any:
    """Suggestions for what is typed so far, as JSON: `[{text, address, kind}]`; none for what is no beginning."""
    try:
        found = ask(request, "suggest", prefix=request.GET.get("q", ""), locale=_locale(request))["suggest"]
    except Refused:
        found = []
    listed = [
        {
            "text": one["text"],
            "address": (one["node"] or {}).get("path"),
            "kind": one["node"] and KINDS[one["node"]["__typename"]],
        }
        for one in found
    ]
    return finished(request, JsonResponse(listed, safe=False))


def _locale(request: HttpRequest) -> str | None:
    """The language of the content to search first; None for bokmål, and for what is no language of ours."""
    locale = request.GET.get("sprak", "").upper()
    return locale if locale in LABELS["Locale"] and locale != LANGUAGE else None


def _address(node: Mapping[str, Any]) -> str:
    """Where the hit leads to; "" for people, who have no page: the directory of contacts tells of some of them."""
    return node.get("path") or node.get("file") or node.get("website") or ""


def _choice(given: Mapping[str, Any], parameter: str, value: str) -> tuple[bool, str]:
    """Whether the value is chosen, and the address where it is the other way round."""
    values = given.get(parameter, [])
    others = [one for one in values if one != value] if value in values else [*values, value]
    return value in values, f"?{urlencode({**given, parameter: others}, doseq=True)}"
