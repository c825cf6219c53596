"""One answer in the encodings that clients accept, each made once."""

import hashlib
from functools import lru_cache

from cms.api.encodings import ENCODERS, encoded, preferred

# A shorter body fits into one packet anyway.
SHORTEST_ENCODED = 800


class Representations:
    """A body and, at their first use, its encoded forms with their validators."""

    def __init__(self, content: bytes, content_type: str) -> None:
        self.content_type = content_type
        self._forms: dict[str, tuple[bytes, str]] = {"": (content, _etag(content))}

    @property
    def weight(self) -> int:
        """About how many bytes it takes at most: the body, and about half of it for all encoded forms."""
        return len(self._forms[""][0]) * (2 + len(ENCODERS)) // 2

    def preferred(self, accept_encoding: str) -> tuple[bytes, str, str]:
        """The body as the header asks for it, its encoding (empty for none), and its strong ETag."""
        content, etag = self._forms[""]
        encoding = _preferred(accept_encoding) if len(content) >= SHORTEST_ENCODED else ""
        if not encoding:
            return content, "", etag
        if encoding not in self._forms:
            form = encoded(content, encoding)
            self._forms[encoding] = (form, _etag(form))
        form, etag = self._forms[encoding]
        return form, encoding, etag


_preferred = lru_cache(maxsize=256)(preferred)


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'
