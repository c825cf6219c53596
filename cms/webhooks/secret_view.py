"""The screen that shows a receiver's secret, once, and makes a new one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cms.webhooks.endpoint_view import EndpointView
from cms.webhooks.endpoints import BOTH_SECRETS_FOR


class SecretView(EndpointView):
    template_name = "webhooks/secret.html"
    page_title = "Hemmelighet"
    header_icon = "key"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hours = int(BOTH_SECRETS_FOR.total_seconds() // 3600)
        return super().get_context_data(**kwargs) | {"secret": kwargs.get("secret"), "hours": hours}

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        # The page that is sent again, by a reload, must not make the secret that was just written down worthless.
        secret: str | None = None
        if request.POST.get("instead_of") == self.endpoint.salt[:8]:
            secret = self.endpoint.rotate_secret()
        elif "show" in request.POST:
            secret = self.endpoint.show_secret()
        if secret is None:
            messages.warning(request, "Hemmeligheten er alt vist. Lag en ny hvis du ikke har den.")
            return redirect(request.path)
        self.endpoint.refresh_from_db()
        return self.render_to_response(self.get_context_data(secret=secret))
