"""Rich text as it leaves the API: sanitised, its links resolved to public paths, the hidden ones unwrapped."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import nh3
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.api.images import Format, Preset, source

# What Wagtail's editor can write and a frontend may trust. Anything else loses its tag and keeps its text.
TAGS = {
    *("p", "h2", "h3", "h4", "h5", "ul", "ol", "li", "blockquote", "hr", "br"),
    *("b", "strong", "i", "em", "sub", "sup", "s", "del", "code", "span", "a", "embed"),
}
ATTRIBUTES = {
    "a": {"href", "linktype", "id", "lang", "hreflang"},
    "embed": {"embedtype", "id", "alt", "format", "url"},
    "span": {"lang"},
    "p": {"lang"},
}
OPENING_TAG = re.compile(r'<[a-z0-9]+(?: [a-z]+="[^"]*")+>')
LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
EMBED = re.compile(r"<embed\b([^>]*)>")
ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
# What people leave out of an address.
BEFORE_ADDRESS = re.compile(r"^(?:https?:)?(?://)?(?:www\.)?", re.IGNORECASE)
REFERENCE = re.compile(r"<(?:a|embed)\b[^>]*>")

# "page" and 12, or "document" or "image": what Wagtail writes in place of an address.
Reference = tuple[str, int]


def references(text: str) -> set[Reference]:
    """The pages, documents and images that the text leads to."""
    found = set()
    for tag in REFERENCE.findall(text or ""):
        reference = _reference(_attributes(tag))
        if reference:
            found.add(reference)
    return found


def hrefs(text: str) -> Iterator[str]:
    """The addresses that the text leads to as they were typed."""
    for tag in REFERENCE.findall(text or ""):
        attributes = _attributes(tag)
        address = attributes.get("href") or attributes.get("url")
        if address and _reference(attributes) is None:
            yield html.unescape(address)


def model_of(kind: str) -> Any:
    """The model that a reference of this kind is to."""
    return {"page": Page, "document": get_document_model(), "image": get_image_model()}[kind]


def render(
    text: str,
    find: Callable[[Reference], Any],
    address: Callable[[Any], str],
    is_to_hidden: Callable[[str], bool],
) -> str:
    """The text as sanitised HTML.

    `find` gives the object of a reference, or None when the reader may not see it: its link is unwrapped, its
    embed dropped. `address` gives where a page or document is. `is_to_hidden` says of an address that was typed
    whether what is there is such a thing: a link to it is unwrapped as well, and leaves nothing if all it says is the
    address.
    """

    def link(match: re.Match[str]) -> str:
        attributes, inner = _attributes(match[1]), match[2]
        target = _reference(attributes)
        kept = "".join(f' {name}="{attributes[name]}"' for name in ("lang", "hreflang") if name in attributes)
        if target is not None:
            found = find(target)
            return inner if found is None else f'<a href="{html.escape(address(found))}"{kept}>{inner}</a>'
        href = attributes.get("href")
        if not href or "linktype" in attributes:
            return inner
        if is_to_hidden(html.unescape(href)):
            # An address that is pasted into the editor becomes a link with itself for its words.
            return "" if _bare(TAG.sub("", inner)) == _bare(href) else inner
        outside = ' rel="external noopener"' if re.match(r"https?:", html.unescape(href)) else ""
        return f'<a href="{href}"{outside}{kept}>{inner}</a>'

    def embed(match: re.Match[str]) -> str:
        attributes = _attributes(match[1])
        if attributes.get("embedtype") == "media" and re.match(r"https?:", url := attributes.get("url", "")):
            if is_to_hidden(html.unescape(url)):
                return ""
            return f'<a href="{url}" rel="external noopener">{url}</a>'
        target = _reference(attributes)
        image = find(target) if target is not None else None
        if image is None:
            return ""
        shown = source(image, Preset.CONTENT, Format.WEBP)
        return (
            f'<img src="{html.escape(shown.url)}" srcset="{html.escape(shown.srcset)}" width="{shown.width}" '
            f'height="{shown.height}" alt="{attributes.get("alt", "")}" loading="lazy">'
        )

    return EMBED.sub(embed, LINK.sub(link, sanitised(text)))


def sanitised(text: str) -> str:
    """The text with nothing but allowed tags and attributes, in which every "<" and ">" belongs to a tag.

    nh3 leaves both as they are within attribute values, where the patterns here would take them for tags.
    """
    clean = nh3.clean(
        text, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, url_schemes={"http", "https", "mailto", "tel"}
    )
    return OPENING_TAG.sub(
        lambda tag: "<" + tag[0][1:-1].replace("<", "&lt;").replace(">", "&gt;") + ">",
        clean,
    )


def _bare(address: str) -> str:
    return BEFORE_ADDRESS.sub("", html.unescape(address).strip(), count=1).rstrip("/")


def _attributes(tag: str) -> dict[str, str]:
    return dict(ATTRIBUTE.findall(tag))


def _reference(attributes: dict[str, str]) -> Reference | None:
    kind = attributes.get("linktype") or attributes.get("embedtype")
    number = attributes.get("id", "")
    if kind in ("page", "document", "image") and number.isascii() and number.isdigit() and len(number) < 19:
        return kind, int(number)
    return None
