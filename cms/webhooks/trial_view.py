"""The screen where a receiver is tried: the very request is shown before anything is sent."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cms.webhooks.deliveries import Event
from cms.webhooks.endpoint_view import EndpointView
from cms.webhooks.sending import headers_of
from cms.webhooks.telling import trial_event, write_trial


class TrialView(EndpointView):
    template_name = "webhooks/trial.html"
    page_title = "Prøv"
    header_icon = "mail"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        event: Event = trial_event()
        return super().get_context_data(**kwargs) | {
            "headers": headers_of(event, self.endpoint).items(),
            "body": json.dumps(json.loads(event.body), ensure_ascii=False, indent=2),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = write_trial(self.endpoint)
        return redirect(reverse("webhook_delivery", args=[delivery.pk]))
