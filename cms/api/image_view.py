"""Where image variants are fetched: made at the first request, public images only."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from wagtail.images import get_image_model
from wagtail.images.utils import verify_signature
from wagtail.images.views.serve import ServeView

from cms.api.context import Context


class ImageView(ServeView):
    """A signed image variant; 404 for one that is in a private collection, just as for none."""

    model = get_image_model()

    def get(
        self,
        request: HttpRequest,
        signature: str,
        image_id: int,
        filter_spec: str,
        filename: str | None = None,
    ) -> HttpResponse:
        image = get_object_or_404(get_image_model(), pk=image_id)
        if not Context(request).gate.allows(image):
            raise Http404
        if not verify_signature(signature.encode(), image_id, filter_spec):
            raise PermissionDenied
        etag = f'"{signature}{image.file_hash}"'
        response = get_conditional_response(request, etag) or super().get(request, signature, image_id, filter_spec)
        response["ETag"] = etag
        # A browser may keep what it has shown; a shared cache asks each time, for the image may have become private.
        del response["Cache-Control"]
        patch_cache_control(response, public=True, max_age=3600, s_maxage=0)
        return response
