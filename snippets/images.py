"""Images: each with an alternative text, or marked as decorative."""

from typing import Any, NamedTuple

import graphene
from django.db import models
from django.db.models import Q
from taggit.managers import TaggableManager
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.search import index

from cms.api.fields import GraphQLBoolean, GraphQLInt, GraphQLMethod, GraphQLObject, GraphQLString
from cms.api.images import Format, ImageFormat, ImagePreset, ImageSource, Point, Preset, image_url, source
from snippets.constraints import FieldCheck
from snippets.placeholders import placeholder_of


class FocalPoint(NamedTuple):
    """A place in an image as shares of its width and height, 0 to 1."""

    x: float
    y: float


class Image(AbstractImage):
    """An image of the media library."""

    description = models.CharField(
        "alternativ tekst",
        max_length=255,
        blank=True,
        default="",
        help_text=(
            "Si kort hva bildet viser, for den som ikke ser det: "
            "«Fire personer rundt et bord med gule lapper». Ikke skriv «bilde av»."
        ),
    )
    is_decorative = models.BooleanField(
        "bare til pynt",
        default=False,
        help_text="Kryss av når bildet ikke forteller noe. Skjermlesere hopper da over det.",
    )
    credit = models.CharField(
        "kreditering",
        max_length=200,
        blank=True,
        help_text="Fotograf og eventuelt byrå, for eksempel «Foto: Kari Li».",
    )
    # Wagtail's own model of the same name is installed too and has taken the default name.
    tags = TaggableManager(verbose_name="merkelapper", blank=True, help_text=None, related_name="library_images")
    placeholder = models.CharField("plassholder", max_length=200, blank=True, editable=False)

    admin_form_fields = (
        "title",
        "file",
        "description",
        "is_decorative",
        "credit",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )

    search_fields = [*AbstractImage.search_fields, index.SearchField("credit")]

    list_order = ["-created_at", "-pk"]
    graphql_interfaces = ("cms.api.types.Node",)
    graphql_fields = [
        GraphQLString("alt", "What the image shows; empty when it is decorative.", required=True),
        GraphQLInt("width", "Width of the original in pixels.", required=True),
        GraphQLInt("height", "Height of the original in pixels.", required=True),
        GraphQLObject("focal_point", Point, "What must stay in sight when the image is cropped."),
        GraphQLString("placeholder", "A tiny picture as a data URI, to show while the image loads."),
        GraphQLString("url", "The address of the original.", required=True, source="original_url"),
        GraphQLMethod(
            "srcset",
            ImageSource,
            "The image in a preset, in all its widths.",
            required=True,
            arguments={
                "preset": graphene.Argument(ImagePreset, required=True, description="Which sizes."),
                "format": graphene.Argument(ImageFormat, description="Which file format; WebP when not given."),
            },
        ),
        GraphQLString("credit", "Photographer or other source, to be shown with the image."),
        GraphQLBoolean(
            "is_decorative",
            "Whether the image says nothing that a reader needs; `alt` is then empty.",
            required=True,
        ),
    ]

    class Meta(AbstractImage.Meta):
        verbose_name = "bilde"
        verbose_name_plural = "bilder"
        ordering = ["-created_at", "-pk"]
        default_related_name = "library_images"
        constraints = [
            FieldCheck(
                condition=Q(is_decorative=True) | ~Q(description=""),
                name="image_described_or_decorative",
                field="description",
                violation_error_message=(
                    "Bildet mangler alternativ tekst. Skriv hva det viser, eller kryss av for «bare til pynt»."
                ),
            )
        ]

    def save(self, *args: Any, **options: Any) -> None:
        # A file that the row does not have yet is a new one; its name changes when it is stored.
        has_new_file = not type(self).objects.filter(pk=self.pk, file=self.file.name).exists()
        if has_new_file:
            with self.open_file() as file:
                self.placeholder = placeholder_of(file)
        super().save(*args, **options)
        if has_new_file:
            # Wagtail leaves a stored file open after computing its hash.
            self.file.close()

    @property
    def alt(self) -> str:
        """The alternative text; empty when the image is decorative."""
        return "" if self.is_decorative else self.description

    @property
    def original_url(self) -> str:
        """The signed address of the original."""
        return image_url(self, "original")

    def srcset(self, info: graphene.ResolveInfo, preset: Preset, format: Format | None = None) -> ImageSource:
        """The image in a preset and file format (WebP by default)."""
        return source(self, preset, format or Format.WEBP)

    @property
    def default_alt_text(self) -> str:
        # Wagtail's own falls back to the title, which is often a file name.
        return self.alt

    @property
    def focal_point(self) -> FocalPoint | None:
        """What must stay in sight when the image is cropped; None when nobody marked it."""
        if self.focal_point_x is None or self.focal_point_y is None:
            return None
        return FocalPoint(self.focal_point_x / self.width, self.focal_point_y / self.height)


class Rendition(AbstractRendition):
    """An image in another size or format."""

    image = models.ForeignKey(Image, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        verbose_name = "bildevariant"
        verbose_name_plural = "bildevarianter"
        unique_together = (("image", "filter_spec", "focal_point_key"),)
        ordering = ["pk"]
