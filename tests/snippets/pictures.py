"""Image files for tests."""

from io import BytesIO

from PIL import Image


def picture(file_format: str = "PNG", size: tuple[int, int] = (64, 48), mode: str = "RGB") -> BytesIO:
    """A file with much detail, which compresses badly."""
    file = BytesIO()
    Image.effect_noise(size, 90).convert(mode).save(file, file_format)
    return file
