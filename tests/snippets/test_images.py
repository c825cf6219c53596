"""Images carry a description, or say that they need none, and a placeholder."""

from base64 import b64decode
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.images.forms import get_image_form

from snippets.images import FocalPoint
from snippets.models import Image
from snippets.placeholders import MAX_LENGTH, NEUTRAL, placeholder_of
from tests.factories import ImageFactory
from tests.snippets.pictures import picture

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10"/></svg>'


def seen(placeholder: str) -> Picture.Image:
    head, data = placeholder.split(",")
    assert head == "data:image/webp;base64"
    return Picture.open(BytesIO(b64decode(data)))


def test_an_image_without_alternative_text_is_stopped():
    form = get_image_form(Image)({"title": "Samling"}, {"file": ContentFile(picture().getvalue(), "a.png")})

    assert form.errors["description"] == [
        "Bildet mangler alternativ tekst. Skriv hva det viser, eller kryss av for «bare til pynt»."
    ]


def test_a_decorative_image_needs_none():
    form = get_image_form(Image)(
        {"title": "Bølger", "is_decorative": "on"}, {"file": ContentFile(picture().getvalue(), "a.png")}
    )

    assert "description" not in form.errors


def test_a_form_without_the_description_leaves_it_alone():
    form = get_image_form(Image, fields=["title"])({"title": "Nytt navn"}, instance=ImageFactory())

    assert "description" not in form.errors


def test_a_decorative_image_has_an_empty_alternative_text():
    decorative = Image(title="IMG_1.jpg", description="Bølger", is_decorative=True)
    telling = Image(title="IMG_1.jpg", description="Bølger")

    assert (decorative.alt, decorative.default_alt_text) == ("", "")
    assert (telling.alt, telling.default_alt_text) == ("Bølger", "Bølger")


def test_the_focal_point_is_a_share_of_the_image():
    image = Image(width=400, height=200, focal_point_x=100, focal_point_y=150)

    assert image.focal_point == FocalPoint(x=0.25, y=0.75)


def test_without_a_mark_there_is_no_focal_point():
    assert Image(width=400, height=200).focal_point is None


def test_a_new_file_gets_a_placeholder():
    image = ImageFactory()
    before = image.placeholder

    image.file = ContentFile(picture().getvalue(), "annet.png")
    image.save()

    assert seen(before).size == (16, 12)
    assert seen(image.placeholder).size == (16, 12) or len(image.placeholder) <= MAX_LENGTH
    assert image.placeholder != before


def test_a_file_stored_beforehand_gets_one_too():
    """Wagtail's form for many files stores the file before it saves the image."""
    image = ImageFactory()
    before = image.placeholder

    image.file.save("annet.png", ContentFile(picture().getvalue(), "annet.png"), save=False)
    image.save()

    assert image.placeholder != before


def test_saving_anything_else_does_not_read_the_file():
    image = ImageFactory()
    image.file.storage.delete(image.file.name)

    image.title = "Nytt navn"
    image.save()

    assert Image.objects.get().title == "Nytt navn"


@pytest.mark.parametrize(
    ("file_format", "mode"),
    [
        ("PNG", "RGB"),
        ("PNG", "RGBA"),
        ("PNG", "P"),
        ("PNG", "L"),
        ("JPEG", "RGB"),
        ("JPEG", "CMYK"),
        ("GIF", "P"),
        ("WEBP", "RGB"),
        ("AVIF", "RGB"),
    ],
)
def test_placeholders_of_raster_images_are_tiny(file_format, mode):
    placeholder = placeholder_of(picture(file_format, (1600, 900), mode))

    assert len(placeholder) <= MAX_LENGTH
    assert seen(placeholder).width > seen(placeholder).height


def test_a_placeholder_stands_upright_as_its_image_does():
    file, exif = BytesIO(), Picture.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Picture.new("RGB", (64, 32), "teal").save(file, "JPEG", exif=exif)

    turned = seen(placeholder_of(file))

    assert turned.height > turned.width


def test_the_placeholder_of_a_drawing_is_a_colour():
    assert placeholder_of(BytesIO(SVG)) == NEUTRAL


def test_the_file_is_left_at_its_beginning():
    file = picture()

    placeholder_of(file)

    assert file.tell() == 0
