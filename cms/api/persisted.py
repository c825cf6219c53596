"""Which document a request means: the one it carries, or one it only names, by id or by hash."""

import threading

from cachetools import LRUCache
from django.conf import settings

from cms.api.errors import BadUserInput, Forbidden, PersistedQueryNotFound
from cms.api.trusted import digest, trusted_documents

KEPT_BYTES = 8 * 1024 * 1024
# A longer text runs, but is not kept: a client that sends it by its hash sends it again.
LONGEST_KEPT = 20_000

_kept: LRUCache[str, str] = LRUCache(KEPT_BYTES, getsizeof=lambda text: len(text) + 100)
_lock = threading.Lock()


def document_text(query: str | None, document_id: str | None, sha256: str | None) -> str:
    """The document's text.

    PersistedQueryNotFound for an id or hash that is not known here, Forbidden for a document that is not one of the
    trusted when only those may run, BadUserInput for a hash that is not the text's.
    """
    if document_id is not None:
        found = trusted_documents().get(document_id.removeprefix("sha256:"))
        if found is None:
            raise PersistedQueryNotFound("No document has this id here.")
        return found
    if query is None:
        text = _named(sha256 or "")
        if text is None:
            raise PersistedQueryNotFound("PersistedQueryNotFound")  # the very word that Apollo's clients wait for
    else:
        text = query
        if sha256 is not None and sha256 != digest(text):
            raise BadUserInput("`sha256Hash` is not the SHA-256 of `query`; send its hash in hexadecimal.")
    if settings.GRAPHQL["TRUSTED_ONLY"] and digest(text) not in trusted_documents():
        raise Forbidden("Only the trusted documents run here; ask for one by its id in `documentId`.")
    return text


def remember(sha256: str, text: str) -> None:
    """Keep a valid document's text for requests that only bring its hash.

    Each worker keeps its own: a client sends the text once more to one that does not know it.
    """
    if len(text) <= LONGEST_KEPT:
        with _lock:
            _kept[sha256] = text


def _named(sha256: str) -> str | None:
    if sha256 in trusted_documents():
        return trusted_documents()[sha256]
    with _lock:
        return _kept.get(sha256)
