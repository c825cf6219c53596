"""What the screens about one receiver have in common."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from cms.webhooks.endpoints import Endpoint


class EndpointView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about the receiver in the address, for those who may change it."""

    model = Endpoint
    permission_required = "change"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.endpoint = get_object_or_404(Endpoint, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return self.endpoint.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("webhooks:index"), "label": "Webhooks"},
            {"url": reverse("webhooks:edit", args=[self.endpoint.pk]), "label": self.endpoint.name},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"endpoint": self.endpoint}
