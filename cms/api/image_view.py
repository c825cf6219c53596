"""Where image variants are fetched: made at the first request, public images only."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.images import get_image_model
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
        return super().get(request, signature, image_id, filter_spec)
