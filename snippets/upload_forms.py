"""Editors' upload forms: a file that cannot be stored is a message beside the field, and leaves nothing behind."""

import logging
import struct
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

NO_ROOM = (
    "Filen ble ikke lagret, for det er ikke plass til den på serveren. "
    "Prøv igjen senere, eller si fra til den som drifter nettstedet."
)
logger = logging.getLogger(__name__)


class _StoresFirst:
    """Stores the file when all else is valid, while there is still a form to say what went wrong."""

    instance: Any
    errors: Any
    changed_data: list[str]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # of the form that this is mixed into
        if self.errors or "file" not in self.changed_data:
            return
        file = self.instance.file
        try:
            # As the model would when it is saved, which then finds it done.
            file.save(file.name, file.file, save=False)
        except OSError:
            logger.exception("An uploaded file could not be stored")
            self.add_error("file", NO_ROOM)  # type: ignore[attr-defined]

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit=commit)  # type: ignore[misc]
        # Wagtail opens it to measure it.
        self.instance.file.close()
        return saved


class PictureField(WagtailImageField):
    """Wagtail's field, which takes a file for a picture by its first bytes, and fails on one that goes on wrongly."""

    def check_image_pixel_size(self, f: Any) -> None:
        try:
            super().check_image_pixel_size(f)
        except ValidationError as error:
            # Wagtail's gives the numbers in nine digits, and no way out.
            most = number_format(self.max_image_pixels, force_grouping=True)
            raise ValidationError(
                f"Bildet har for mange piksler: Bredde ganger høyde kan være høyst {most}. "
                "Gjør bildet mindre, for eksempel 4000 piksler bredt, og last det opp på nytt.",
                code=error.code,
            ) from error
        except (OSError, SyntaxError, ValueError, struct.error) as error:  # what Pillow raises of a broken file
            raise ValidationError(self.error_messages["invalid_image"], code="invalid_image") from error


class ImageForm(_StoresFirst, BaseImageForm):
    """Wagtail's form of an image."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if theirs := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=theirs.label, required=theirs.required, help_text=theirs.help_text, widget=theirs.widget
            )


class DocumentForm(_StoresFirst, BaseDocumentForm):
    """Wagtail's form of a document."""
