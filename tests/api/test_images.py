"""Images over the API: signed addresses in closed presets, made when fetched, gone when private."""

import io

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image as Picture
from wagtail.models import Collection, CollectionViewRestriction

from snippets.models import Image, Rendition
from tests.factories import ImageFactory

SOURCES = """
query ($preset: ImagePreset!, $format: ImageFormat) {
  images { nodes { url srcset(preset: $preset, format: $format) { url srcset width height mimeType } } }
}
"""


def fetch(address, **headers):
    """The response, read to its end, and its bytes."""
    response = Client().get(address, headers=headers)
    return response, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def image(home):
    return ImageFactory(file__width=1000, file__height=600, focal_point_x=900, focal_point_y=300)


@pytest.mark.parametrize("file_format", ["WEBP", "AVIF", "JPEG", "PNG"])
def test_a_variant_is_what_its_source_says(image, query, file_format):
    source = query(SOURCES, preset="CARD", format=file_format)["images"]["nodes"][0]["srcset"]

    response, content = fetch(source["url"])

    picture = Picture.open(io.BytesIO(content))
    assert (response.status_code, response["Content-Type"]) == (200, source["mimeType"])
    assert picture.size == (source["width"], source["height"]) == (800, 450)
    assert picture.format == file_format


@pytest.mark.parametrize("preset", ["THUMBNAIL", "HERO", "PORTRAIT", "SHARE"])
@pytest.mark.parametrize(
    ("width", "height", "focus"),
    [(1200, 800, {}), (1199, 801, {}), (1000, 401, {}), (317, 211, {"focal_point_x": 41, "focal_point_y": 33})],
)
def test_a_variant_has_the_size_that_its_source_says_to_the_pixel(home, query, preset, width, height, focus):
    size = {f"{name.replace('_x', '_width').replace('_y', '_height')}": 51 for name in focus}
    ImageFactory(file__width=width, file__height=height, **focus, **size)
    source = query(SOURCES, preset=preset)["images"]["nodes"][0]["srcset"]

    _, content = fetch(source["url"])

    assert Picture.open(io.BytesIO(content)).size == (source["width"], source["height"])


@pytest.mark.parametrize("preset", ["THUMBNAIL", "CARD", "CONTENT", "HERO", "PORTRAIT", "SHARE"])
def test_answering_makes_and_looks_up_no_variant(image, query, preset):
    with CaptureQueriesContext(connection) as captured:
        source = query(SOURCES, preset=preset)["images"]["nodes"][0]["srcset"]

    widths = [int(one.rsplit(" ", 1)[1].removesuffix("w")) for one in source["srcset"].split(", ")]
    assert widths == sorted(set(widths))
    assert max(widths) == source["width"] <= 1000
    assert not Rendition.objects.exists()
    assert not [one for one in captured.captured_queries if "rendition" in one["sql"]]


def test_an_address_that_we_did_not_sign_is_refused(image, query):
    source = query(SOURCES, preset="CARD")["images"]["nodes"][0]["srcset"]

    response, _ = fetch(source["url"].replace("fill-800x450", "fill-8000x4500"))

    assert response.status_code == 403
    assert not Rendition.objects.exists()


def test_an_image_that_becomes_private_is_not_served_any_more(image, query):
    address = query(SOURCES, preset="CARD")["images"]["nodes"][0]["srcset"]["url"]
    before, _ = fetch(address)
    private = Collection.get_first_root_node().add_child(name="Privat")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    Image.objects.update(collection=private)

    after, _ = fetch(address, if_none_match=before["ETag"])
    unknown, _ = fetch(address.replace(f"/{image.pk}/", "/999999/"))

    assert before["Cache-Control"] == "public, max-age=3600, s-maxage=0"
    assert after.status_code == unknown.status_code == 404


def test_a_variant_is_revalidated_without_its_bytes(image, query):
    address = query(SOURCES, preset="CARD")["images"]["nodes"][0]["srcset"]["url"]
    first, _ = fetch(address)

    again, content = fetch(address, if_none_match=first["ETag"])

    assert (again.status_code, content) == (304, b"")


def test_a_replaced_file_has_another_address(image, query):
    before = query(SOURCES, preset="CARD")["images"]["nodes"][0]
    with ImageFactory(file__color="red").open_file() as other:
        image.file = ContentFile(other.read(), name="ny.jpg")
    image._set_file_hash()
    image.save()

    after = query(SOURCES, preset="CARD")["images"]["nodes"][-1]

    assert before["url"] != after["url"]
    assert before["srcset"]["url"] != after["srcset"]["url"]
