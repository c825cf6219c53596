"""The editor's screen for links to a draft: make one, see which are open, revoke them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms.api.context import Context
from cms.api.paths import page_path
from pages.previews import PreviewLink
from pages.seo import base_url


class PreviewLinksView(WagtailAdminTemplateMixin, TemplateView):
    """Links to the latest draft of one page, for those who may edit it."""

    template_name = "pages/preview_links.html"
    page_title = "Lenker til utkast"
    header_icon = "link"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.page = get_object_or_404(Page, pk=kwargs["page_id"])

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.page.permissions_for_user(request.user).can_edit():
            raise PermissionDenied
        if Context(request).gate.root_of(self.page.path) is None:
            raise Http404("The page is not on the site of this address, so no link here could open it.")
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        form = {"url": reverse("wagtailadmin_pages:edit", args=[self.page.pk]), "label": self.get_page_subtitle()}
        return [*super().get_breadcrumbs_items(), form, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        open_links = self.page.preview_links.filter(revoked_at=None, expires_at__gt=timezone.now())
        links = [(link, self._address(link)) for link in open_links]
        return super().get_context_data(links=links, page=self.page, **kwargs)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        if "revoke" in request.POST:
            # Compared as text: the field may hold anything by the time it comes here.
            links = {str(link.pk): link for link in self.page.preview_links.filter(revoked_at=None)}
            if request.POST["revoke"] not in links:
                raise Http404
            links[request.POST["revoke"]].revoke()
            messages.success(request, "Lenken er trukket tilbake. Den åpner ikke lenger noe.")
        else:
            user: Any = request.user
            PreviewLink.objects.create(page=self.page, created_by=user)
            messages.success(request, "Lenken er laget. Den gjelder i ett døgn.")
        return redirect(reverse("preview_links", args=[page_id]))

    def _address(self, link: PreviewLink) -> str:
        context = Context(self.request)
        return f"{base_url(context)}{page_path(context.gate, self.page)}?preview={link.token}"
