"""A body's headings, texts, pictures and quotations: all that the benchmark's articles are made of."""

from typing import Any

from wagtail.models import Page

from cms.api import rich_text
from cms.api.images import Preset
from snippets.models import Image
from tests.bench.by_hand.public import Public
from tests.bench.by_hand.shown import picture


def body(raw: Any, public: Public) -> list[dict[str, Any]]:
    blocks = list(raw)
    references = {
        found for block in blocks if block["type"] == "text" for found in rich_text.references(block["value"]["text"])
    }
    chosen = {block["value"]["image"] for block in blocks if block["type"] == "image"}
    images = Image.objects.in_bulk(chosen) if chosen else {}
    targets = [pk for kind, pk in references if kind == "page"]
    pages = public.pages(Page.objects).in_bulk(targets) if targets else {}

    def text(value: str) -> str:
        return rich_text.render(value, lambda reference: pages.get(reference[1]), public.path, lambda href: False)

    def shown(block: dict[str, Any]) -> dict[str, Any]:
        value = block["value"]
        match block["type"]:
            case "heading":
                return {"__typename": "HeadingBlock", "heading": value["text"], "level": int(value["level"])}
            case "text":
                return {"__typename": "RichTextBlock", "text": text(value["text"])}
            case "image":
                return {
                    "__typename": "ImageBlock",
                    "image": picture(images.get(value["image"]), Preset.CONTENT, public),
                    "altText": value["alt_text"] or None,
                    "isDecorative": value["is_decorative"],
                    "caption": value["caption"] or None,
                }
            case "quote":
                said = {"text": value["text"], "attributedTo": value["attributed_to"], "role": value["role"] or None}
                return {"__typename": "QuoteBlock", **said}
            case unknown:
                raise ValueError(f"The benchmark's articles have no {unknown}.")

    return [{"id": block["id"], "blockType": block["type"], **shown(block)} for block in blocks]
