"""What all blocks of a body have in common."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlock
from wagtail.blocks.struct_block import StructBlockValidationError

# The groups in which the editor offers the blocks.
TEXT = "Tekst"
MEDIA = "Bilde og film"
LINKS = "Lister og lenker"


class BodyBlock(StructBlock):
    """A block that can stand in a body, and is shown there before an editor picks it."""

    class Meta:
        preview_template = "pages/block_preview.html"


def broken(child: str, message: str) -> StructBlockValidationError:
    """The error that puts the message beside the child of a block."""
    return StructBlockValidationError({child: ValidationError(message)})


def examples(label: str) -> list[Any]:
    """Up to three published objects of the model, to show an editor what a block looks like."""
    return list(apps.get_model(label)._default_manager.filter(live=True).order_by("-pk")[:3])
