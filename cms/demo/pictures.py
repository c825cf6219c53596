"""Pictures of the demo content, drawn here: hills over a fjord in a few palettes, and a small PDF."""

import io
import math

from django.core.files.base import ContentFile
from PIL import Image as Picture
from PIL import ImageDraw

from snippets.models import Document, Image

CREDIT = "Illustrasjon: FoUI Trøndelag (tegnet av programmet)"
PALETTES = [
    ("#dfeaf0", "#9fc0cf", "#5f8fa6", "#2c5a73", "#12374a"),
    ("#f4e9dc", "#e3bf95", "#c08552", "#7d5a44", "#3f2f2a"),
    ("#e6efe3", "#a9c9a4", "#6f9f79", "#3f6f57", "#1f4438"),
]


def landscape(number: int, alt: str) -> Image:
    """A drawn landscape in the media library; the same number gives the same picture."""
    sky, *hills = PALETTES[number % len(PALETTES)]
    width, height = 1600, 900
    picture = Picture.new("RGB", (width, height), sky)
    draw = ImageDraw.Draw(picture)
    sun = 300 + 190 * (number % 6)
    draw.ellipse((sun, 130, sun + 150, 280), fill="#fff6df")
    for level, colour in enumerate(hills):
        base, swing = 380 + 130 * level, 120 - 20 * level
        ridge = [
            (x, base + swing * math.sin(x / (170 + 60 * level) + number + level) + 30 * math.sin(x / 53 + number))
            for x in range(0, width + 20, 20)
        ]
        draw.polygon([(0, height), *ridge, (width, height)], fill=colour)
    # Where the sun is, so that a cropped variant keeps it.
    focus = {"focal_point_x": sun + 75, "focal_point_y": 205, "focal_point_width": 150, "focal_point_height": 150}
    return _image(f"Illustrasjon {number}", picture, alt, **focus)


def portrait(number: int, name: str) -> Image:
    """A drawn figure instead of a photo of a person who does not exist."""
    background, light, _, dark, _ = PALETTES[number % len(PALETTES)]
    picture = Picture.new("RGB", (600, 600), background)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((60, 380, 540, 860), fill=dark)
    draw.ellipse((190, 120, 410, 360), fill=light)
    return _image(f"Portrett {number}", picture, f"Tegnet portrett av {name}")


def _image(title: str, picture: Picture.Image, alt: str, **focus: int) -> Image:
    stored = io.BytesIO()
    picture.save(stored, "PNG")
    file = ContentFile(stored.getvalue(), name=f"{title.lower().replace(' ', '-')}.png")
    return Image.objects.create(title=title, file=file, description=alt, credit=CREDIT, **focus)


def pdf(title: str, lines: list[str]) -> Document:
    """A one-page PDF with these lines, in the media library."""
    text = (
        "BT /F1 14 Tf 60 780 Td 22 TL " + " ".join(f"({_escaped(line)}) Tj T*" for line in [title, "", *lines]) + " ET"
    )
    stream = text.encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    body += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    document = Document.objects.create(title=title, file=ContentFile(body, name="dokument.pdf"), file_size=len(body))
    document.get_file_hash()
    return document


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
