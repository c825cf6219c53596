"""Editors' upload forms: a file that cannot be stored is a message beside the field, and leaves nothing behind."""

import logging
from typing import Any

from wagtail.documents.forms import BaseDocumentForm
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


class ImageForm(_StoresFirst, BaseImageForm):
    """Wagtail's form of an image."""


class DocumentForm(_StoresFirst, BaseDocumentForm):
    """Wagtail's form of a document."""
