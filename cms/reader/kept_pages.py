"""Keeps pages as they were written, as long as the API answers all that they were made of with the same bytes.

A page is made of its address and of what was answered for it, and of nothing else: neither of the clock nor of who
reads. So it is asked anew each time, mostly from kept answers, and only written anew when an answer differs.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from cachetools import LRUCache
from django.http import HttpRequest, HttpResponse

from cms.reader.asking import answered, asking
from cms.reader.rendering import finished

KEPT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Kept:
    """A page, and the questions with their answers that it was made of, in their order."""

    content: bytes
    content_type: str
    asked: tuple[tuple[bytes, bytes], ...]

    @property
    def weight(self) -> int:
        return len(self.content) + sum(len(question) + len(answer) for question, answer in self.asked)


_kept: LRUCache[Any, Kept] = LRUCache(KEPT_BYTES, getsizeof=lambda kept: kept.weight)
_lock = threading.Lock()


def keep_pages(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view, whose pages are written once for the same answers; previews are written each time."""

    @wraps(view)
    def kept(request: HttpRequest, **given: Any) -> Any:
        if "preview" in request.GET:
            return view(request, **given)
        key = (request.scheme, request.get_host(), request.get_full_path())
        with _lock:
            found = _kept.get(key)
        if found and all(answered(request, question) == answer for question, answer in found.asked):
            return finished(request, HttpResponse(found.content, content_type=found.content_type))
        with asking() as asked:
            response = view(request, **given)
        if response.status_code == 200:
            page = Kept(response.content, response["Content-Type"], tuple(asked))
            if page.weight <= KEPT_BYTES:
                with _lock:
                    _kept[key] = page
        return response

    return kept
