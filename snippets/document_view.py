"""Where documents are downloaded: Wagtail's view, with what others may keep of its answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.documents.views.serve import serve

from snippets.documents import Document


def download(request: HttpRequest, document_id: str, document_filename: str) -> HttpResponse:
    """The file; 404 for whoever may not have it, just as for none."""
    document = get_object_or_404(Document, pk=document_id)
    is_private = bool(document.collection.get_view_restrictions())
    response: HttpResponse = serve(request, document_id, document_filename)
    # A public file may be replaced or become private at any time, so whoever keeps it asks each time.
    response["Cache-Control"] = "private, no-store" if is_private else "public, no-cache"
    if response.headers.get("ETag") == '""':
        # Of a file without a checksum, and so the same after it is replaced.
        del response["ETag"]
    return response
