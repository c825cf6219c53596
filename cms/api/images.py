"""Images: a closed set of presets, addressed by signed URLs, made when first fetched and never while answering."""

import enum
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import graphene
from django.urls import reverse
from wagtail.images.image_operations import ImageTransform
from wagtail.images.models import Filter
from wagtail.images.rect import Rect
from wagtail.images.utils import generate_signature


class Preset(enum.Enum):
    """How an image is cut and how wide its variants are: widths, and height over width where it is cropped."""

    THUMBNAIL = ((160, 320), None)
    CARD = ((400, 800), 9 / 16)
    CONTENT = ((480, 960, 1440), None)
    HERO = ((640, 1280, 1920), 9 / 16)
    PORTRAIT = ((120, 240, 480), 1.0)
    SHARE = ((1200,), 630 / 1200)

    def __init__(self, widths: tuple[int, ...], ratio: float | None) -> None:
        self.widths = widths
        self.ratio = ratio


PRESET_DESCRIPTIONS = {
    "THUMBNAIL": "Small, in its own proportions: 160 and 320 pixels wide.",
    "CARD": "For a card in a list, cropped to 16:9 around the focal point: 400 and 800 pixels wide.",
    "CONTENT": "In running text, in its own proportions: 480, 960 and 1,440 pixels wide.",
    "HERO": "Across the page, cropped to 16:9 around the focal point: 640, 1,280 and 1,920 pixels wide.",
    "PORTRAIT": "A person, cropped to a square around the focal point: 120, 240 and 480 pixels wide.",
    "SHARE": "For sharing in social media: 1,200 by 630 pixels.",
}


class Format(enum.Enum):
    """The file format of the variants."""

    WEBP = "webp"
    AVIF = "avif"
    JPEG = "jpeg"
    PNG = "png"


ImagePreset = graphene.Enum.from_enum(
    Preset,
    name="ImagePreset",
    description=lambda member: PRESET_DESCRIPTIONS[member.name] if member else "The sizes an image is offered in.",
)
ImageFormat = graphene.Enum.from_enum(
    Format,
    name="ImageFormat",
    description=lambda member: f"image/{member.value}" if member else "The file format an image is offered in.",
)


class ImageSource(graphene.ObjectType):
    """One image in one preset and format, as an `<img>` or `<source>` wants it."""

    url = graphene.String(required=True, description="The widest variant, for `src`.")
    srcset = graphene.String(required=True, description="All variants with their widths, for `srcset`.")
    width = graphene.Int(required=True, description="Width of the widest variant in pixels.")
    height = graphene.Int(required=True, description="Height of the widest variant in pixels.")
    mime_type = graphene.String(required=True, description="Media type of the variants.")


class Point(graphene.ObjectType):
    """A place in an image, as shares of its width and height."""

    x = graphene.Float(required=True, description="From the left edge, 0 to 1.")
    y = graphene.Float(required=True, description="From the top edge, 0 to 1.")


@dataclass(frozen=True)
class Variant:
    """One file made of an image: how Wagtail is told to make it, and how large it becomes."""

    spec: str
    width: int
    height: int


@dataclass(frozen=True)
class ImageFacts:
    """What addresses and sizes are computed from."""

    pk: int
    width: int
    height: int
    file_hash: str
    is_svg: bool
    # Left, top, right and bottom of what must stay in sight.
    focus: tuple[float, float, float, float] | None

    def get_focal_point(self) -> Rect | None:
        """The same, under the name by which Wagtail asks for it."""
        return Rect(*self.focus) if self.focus else None


def variants(image: ImageFacts, preset: Preset, file_format: Format) -> list[Variant]:
    """The variants of the image in the preset, narrowest first; never wider than the image itself."""
    made = []
    for width in dict.fromkeys(min(width, _widest(image, preset)) for width in preset.widths):
        cut = f"width-{width}" if preset.ratio is None else f"fill-{width}x{max(1, round(width * preset.ratio))}"
        made.append(Variant(f"{cut}|format-{file_format.value}", *_size(image, cut)))
    return made


def _size(image: ImageFacts, cut: str) -> tuple[int, int]:
    """How large it becomes. Wagtail's own answer: it cuts whole pixels, and then only makes smaller."""
    transform = ImageTransform((image.width, image.height))
    for operation in Filter(cut).transform_operations:
        transform = operation.run(transform, image)
    return transform.size


def _widest(image: ImageFacts, preset: Preset) -> int:
    """The widest variant that needs no enlarging."""
    if preset.ratio is None:
        return image.width
    return max(1, min(image.width, int(image.height / preset.ratio)))


def source(image: Any, preset: Preset, file_format: Format) -> ImageSource:
    """The image's `ImageSource`; computes addresses and sizes only, touches no file and no rendition."""
    focal_point = image.get_focal_point()
    facts = ImageFacts(
        image.pk,
        image.width,
        image.height,
        image.file_hash,
        is_svg=image.file.name.endswith(".svg"),
        focus=focal_point and focal_point.as_tuple(),
    )
    return _source(facts, preset, file_format)


@lru_cache(maxsize=20_000)
def _source(image: ImageFacts, preset: Preset, file_format: Format) -> ImageSource:
    if image.is_svg:
        address = image_url(image, "original")
        return ImageSource(
            url=address, srcset=address, width=image.width, height=image.height, mime_type="image/svg+xml"
        )
    made = variants(image, preset, file_format)
    widest = made[-1]
    return ImageSource(
        url=image_url(image, widest.spec),
        srcset=", ".join(f"{image_url(image, one.spec)} {one.width}w" for one in made),
        width=widest.width,
        height=widest.height,
        mime_type=f"image/{file_format.value}",
    )


def image_url(image: Any, spec: str) -> str:
    """The signed address of the image made after the spec; nobody can ask for a spec that we did not sign.

    It changes with the file, so that a replaced image is seen at once.
    """
    address = reverse("image", args=(generate_signature(image.pk, spec), image.pk, spec))
    return f"{address}?v={image.file_hash[:8]}" if image.file_hash else address
