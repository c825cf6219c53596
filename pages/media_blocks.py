"""Blocks that are looked at or listened to: images and videos."""

from typing import Any

from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from cms.api.blocks import register_block
from cms.api.fields import GraphQLBoolean, GraphQLHtml, GraphQLRelation, GraphQLString
from pages.body_block import MEDIA, BodyBlock, broken
from pages.richtext import PARAGRAPHS


@register_block
class ImageBlock(BodyBlock):
    """A picture in a body."""

    image = ImageChooserBlock(label="Bilde")
    alt_text = blocks.CharBlock(
        label="Alternativ tekst",
        max_length=255,
        required=False,
        help_text="Hva bildet viser her. La stå tom for å bruke bildets egen beskrivelse.",
    )
    is_decorative = blocks.BooleanBlock(
        label="Bildet er bare til pynt",
        required=False,
        help_text="Da hopper skjermlesere over det. Bruk det bare når bildet ikke sier noe teksten ikke sier.",
    )
    caption = blocks.CharBlock(label="Bildetekst", max_length=255, required=False)

    graphql_fields = [
        GraphQLRelation("image", "snippets.Image", "The picture."),
        GraphQLString("alt_text", "What it shows here; null when the image's own `alt` says it."),
        GraphQLBoolean(
            "is_decorative",
            "Whether it says nothing that the text does not, so that `alt` is to be empty.",
            required=True,
        ),
        GraphQLString("caption", "The text under the picture."),
    ]

    class Meta:
        label = "Bilde"
        label_format = "{caption}"
        icon = "image"
        group = MEDIA
        template = "pages/blocks/image.html"
        description = "Et bilde med bildetekst."

        @staticmethod
        def preview_value() -> dict[str, Any]:
            image = get_image_model().objects.order_by("-pk").first()
            return {"image": image, "caption": "Bildetekst som forklarer hva vi ser."}

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned["is_decorative"] and cleaned["alt_text"]:
            raise broken("alt_text", "Et bilde som bare er til pynt, skal ikke ha alternativ tekst.")
        return cleaned


@register_block
class VideoBlock(BodyBlock):
    """A video that is found elsewhere, with its transcript."""

    title = blocks.CharBlock(label="Tittel", max_length=160)
    url = blocks.URLBlock(label="Lenke til filmen")
    transcript = blocks.RichTextBlock(
        label="Tekstversjon",
        features=PARAGRAPHS,
        help_text="Det som blir sagt og vist, for dem som ikke kan se eller høre filmen.",
    )

    graphql_fields = [
        GraphQLString("title", "What the video is called.", required=True),
        GraphQLString("url", "Where the video is.", required=True),
        GraphQLHtml("transcript", "What is said and shown.", required=True),
    ]

    class Meta:
        label = "Film"
        icon = "media"
        group = MEDIA
        template = "pages/blocks/video.html"
        description = "En film som ligger et annet sted, med tekstversjon."
        preview_value = {
            "title": "Veikart for tjenesteinnovasjon",
            "url": "https://example.org/film",
            "transcript": "<p>Hei og velkommen til webinaret …</p>",
        }
