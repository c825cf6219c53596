"""The latest articles for feed readers: Atom (RFC 4287) and JSON Feed 1.1, narrowed as the list of articles is."""

import json
import re
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from cms.reader.asking import ask
from cms.reader.lists import articles as listed
from cms.reader.rendering import finished, name_of

# Articles have a day; feeds want a moment.
MIDNIGHT = "T00:00:00+00:00"
# XML 1.0 (2.2) has none of them, not even escaped; slides bring some along into texts.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def atom(request: HttpRequest) -> HttpResponse:
    """The feed as Atom."""
    name, articles = _asked(request)
    feed = Atom1Feed(
        title=_in_xml(name),
        link=request.build_absolute_uri("/"),
        description=f"Artikler fra {_in_xml(name)}",
        language="nb",
        feed_url=request.build_absolute_uri(),
    )
    for one in articles:
        feed.add_item(
            title=_in_xml(one["title"]),
            link=one["url"],
            description=_in_xml(one["lead"]),
            unique_id=one["url"],
            author_name=_in_xml(", ".join(_authors(one)) or name),
            pubdate=datetime.fromisoformat(one["publishedOn"] + MIDNIGHT),
            updateddate=datetime.fromisoformat(one["lastPublishedAt"] or one["publishedOn"] + MIDNIGHT),
            categories=[_in_xml(theme["label"]) for theme in one["themes"]],
        )
    return finished(
        request, HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    )


def json_feed(request: HttpRequest) -> HttpResponse:
    """The feed as JSON."""
    name, articles = _asked(request)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": name,
        "home_page_url": request.build_absolute_uri("/"),
        "feed_url": request.build_absolute_uri(),
        "language": "nb",
        "items": [
            {
                "id": one["url"],
                "url": one["url"],
                "title": one["title"],
                "summary": one["lead"],
                "content_text": one["lead"],
                "date_published": one["publishedOn"] + MIDNIGHT,
                "date_modified": one["lastPublishedAt"] or one["publishedOn"] + MIDNIGHT,
                "authors": [{"name": author} for author in _authors(one)],
                "tags": [theme["label"] for theme in one["themes"]],
                "language": one["locale"].lower(),
            }
            | ({"image": request.build_absolute_uri(one["heroImage"]["srcset"]["url"])} if one["heroImage"] else {})
            for one in articles
        ],
    }
    content = json.dumps(feed, ensure_ascii=False)
    return finished(request, HttpResponse(content, content_type="application/feed+json; charset=utf-8"))


def _asked(request: HttpRequest) -> tuple[str, list[Any]]:
    """What the site is called, and its articles."""
    answer = ask(request, "feed", where=listed(request).where or None)
    return name_of(answer["site"], request), answer["articles"]["nodes"]


def _authors(article: Any) -> list[str]:
    return [name for one in article["authors"] if (name := (one["contact"] or {}).get("name") or one["name"])]


def _in_xml(text: str) -> str:
    return NOT_IN_XML.sub(" ", text)
