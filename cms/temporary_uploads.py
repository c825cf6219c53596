"""Keeps large uploads among temporary files until a form has seen them, and nothing of those that find no room."""

from contextlib import suppress

from django.core.files.uploadhandler import TemporaryFileUploadHandler


class TemporaryUploads(TemporaryFileUploadHandler):
    """Django's handler, which leaves half a file to the garbage collector: on a disk that is full already."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the chunk; OSError when there is no room for it, and then the file is gone."""
        try:
            super().receive_data_chunk(raw_data, start)
        except OSError:
            with suppress(OSError):
                self.file.close()
            raise
