"""Placeholders: a few bytes that stand in for an image while it loads."""

from base64 import b64encode
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps, UnidentifiedImageError

# Longer than this, and a list of images weighs more than it saves.
MAX_LENGTH = 200
# What has no pixels (SVG) has no small version either.
NEUTRAL = "#e5e7eb"


def placeholder_of(file: IO[bytes]) -> str:
    """A data URI with a tiny WebP of the image; a neutral colour when the file is no raster image."""
    file.seek(0)
    try:
        with Image.open(file) as image:
            # Reads a JPEG at an eighth of its size, which spares most of the decoding.
            image.thumbnail((64, 64))
            small = _opaque(ImageOps.exif_transpose(image))
    except UnidentifiedImageError:
        return NEUTRAL
    finally:
        file.seek(0)
    return next((uri for size in (16, 12, 8, 4) if len(uri := _data_uri(small, size)) <= MAX_LENGTH), NEUTRAL)


def _opaque(image: Image.Image) -> Image.Image:
    """The image on white, as it will stand on most pages."""
    with_alpha = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", with_alpha.size, "white"), with_alpha).convert("RGB")


def _data_uri(image: Image.Image, size: int) -> str:
    smaller, buffer = image.copy(), BytesIO()
    smaller.thumbnail((size, size))
    smaller.save(buffer, "WEBP", quality=20, method=6)
    return f"data:image/webp;base64,{b64encode(buffer.getvalue()).decode()}"
