"""The search page, and suggestions under its field while a reader types."""

import re
from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest, HttpResponseRedirect, JsonResponse
from graphql import GraphQLEnumType

from cms.api.documents import graphql_schema
from cms.reader.asking import Refused, ask
from cms.reader.labels import LABELS
from cms.reader.leafing import back_to_last
from cms.reader.lists import Listed, page_number
from cms.reader.rendering import LANGUAGE, finished, rendered
from cms.reader.templatetags.reader import changed

PAGE_SIZE = 20
# Parameters of the address for the facets of the API, and the arguments that narrow by them.
FACETS = {
    "TYPE": ("type", "types"),
    "THEME": ("tema", "themes"),
    "MUNICIPALITY": ("kommune", "municipalities"),
    "ORGANISATION": ("organisasjon", "organisations"),
    "YEAR": ("ar", "years"),
}
YEAR = re.compile(r"[0-9]{1,4}")


def search(request: HttpRequest) -> Any:
    """The page of hits for the words and choices in the address; the empty form without words."""
    words = request.GET.get("q", "").strip()
    given: dict[str, Any] = {"q": words} | _chosen(request)
    where = {argument: given[parameter] for parameter, argument in FACETS.values() if parameter in given}
    if "years" in where:
        where["years"] = [int(year) for year in where["years"]]
    locale = _locale(request)
    if locale:
        given["sprak"] = locale.lower()
    is_by_date = request.GET.get("sorter") == "dato"
    if is_by_date:
        given["sorter"] = "dato"
    number = page_number(request)
    frame: dict[str, Any] = {
        "words": words,
        "given": given,
        "first": (number - 1) * PAGE_SIZE + 1,
        "is_narrowed": bool(where),
        "locale": locale,
    }
    if not words:
        return rendered(request, "search", **frame)
    try:
        window = {"first": PAGE_SIZE, "offset": (number - 1) * PAGE_SIZE}
        order = "DATE" if is_by_date else None
        asked = ask(request, "search", query=words, **window, where=where or None, orderBy=order, locale=locale)
        found = asked["search"]
    except Refused:
        if "organisasjon" in given:
            # An id that is none; only the API can tell.
            return HttpResponseRedirect(changed(given, organisasjon=""))
        problem = "Søket kan ikke utføres slik det er skrevet. Prøv med færre og kortere ord."
        return rendered(request, "search", status=400, problem=problem, **frame)
    chosen = Listed(size=PAGE_SIZE, number=number, given=given)
    if elsewhere := back_to_last(request, chosen, found["totalCount"]):
        return elsewhere
    called = {
        one["value"]: one["label"] for facet in found["facets"] if facet["name"] == "TYPE" for one in facet["values"]
    }
    for hit in found["edges"]:
        node = hit["node"]
        hit |= {
            "title": node.get("title") or node["name"],
            "address": _address(node),
            "kind": kind_of(node) or called.get(search_type(node["__typename"])),
        }
    _offer_choices(request, found["facets"], given)
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
            "kind": one["node"] and kind_of(one["node"]),
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


def kind_of(node: Mapping[str, Any]) -> str | None:
    """What readers call such a thing; None when the site has no word for it."""
    return LABELS["SearchType"].get(search_type(node["__typename"]))


def search_type(typename: str) -> str:
    """How the search of the API names things of the type: `ARTICLE_INDEX` for `ArticleIndexPage`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", typename.removesuffix("Page")).upper()


def _chosen(request: HttpRequest) -> dict[str, list[str]]:
    """What the address narrows the search by, as each parameter has it; without what is neither a type nor a year."""
    given = {parameter: list(dict.fromkeys(request.GET.getlist(parameter)))[:20] for parameter, _ in FACETS.values()}
    kinds = cast("GraphQLEnumType", graphql_schema().type_map["SearchType"]).values
    given["type"] = [kind for kind in given["type"] if kind in kinds]
    given["ar"] = [year for year in given["ar"] if YEAR.fullmatch(year)]
    return {parameter: values for parameter, values in given.items() if values}


def _offer_choices(request: HttpRequest, facets: list[dict[str, Any]], given: Mapping[str, Any]) -> None:
    """Says of each value of the facets whether it is chosen, and the address where it is the other way round.

    What is chosen stands among them though no hit has it: a reader must see it to take it away.
    """
    unmet = {
        facet["name"]: set(given.get(FACETS[facet["name"]][0], [])) - {one["value"] for one in facet["values"]}
        for facet in facets
    }
    names = _names(request, given) if any(unmet.values()) else {}
    for facet in facets:
        name = facet["name"]
        parameter, _ = FACETS[name]
        facet["values"] += [
            {"value": value, "label": names.get(name, {}).get(value, value)} for value in sorted(unmet[name])
        ]
        chosen = given.get(parameter, [])
        for one in facet["values"]:
            value = one["value"]
            one["is_chosen"] = value in chosen
            others = [other for other in chosen if other != value] if one["is_chosen"] else [*chosen, value]
            one["address"] = changed(given, **{parameter: others})
            if name == "TYPE":
                one["label"] = LABELS["SearchType"].get(value, one["label"])


def _names(request: HttpRequest, given: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """What the values are called that somebody may have chosen, for each facet whose values do not say it."""
    answer = ask(request, "chosen", organisations=given.get("organisasjon", []))
    return {
        "THEME": {one["slug"]: one["label"] for one in answer["themes"]},
        "MUNICIPALITY": {one["number"]: one["name"] for one in answer["municipalities"]},
        "ORGANISATION": {one["id"]: one["name"] for one in answer["nodes"] if one},
    }
