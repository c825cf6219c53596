"""The receiver that the documentation shows takes what is signed, once, and nothing else."""

import os
import subprocess
from pathlib import Path

import pytest

from cms.webhooks.kinds import EventKind
from cms.webhooks.models import Delivery, Endpoint
from cms.webhooks.posting import post
from cms.webhooks.sending import headers_of, send_next
from cms.webhooks.signing import secret_of
from cms.webhooks.telling import Happening, write
from tests.clients.installing import NODE
from tests.shared_cache import free_port

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "webhooks.mjs"


@pytest.mark.django_db
def test_the_example_takes_what_is_signed_once_and_refuses_what_is_not():
    port = free_port()
    endpoint = Endpoint.objects.create(name="Eksempel", url=f"http://127.0.0.1:{port}/")
    write([Happening(EventKind.CHANGED, ["page", "page-12"], "ArticlePage", "/ny/", {"path": "/ny/"})])
    delivery = Delivery.objects.get()
    environment = {"PATH": os.environ["PATH"], "PORT": str(port), "WEBHOOK_SECRET": secret_of(endpoint.salt)}

    with subprocess.Popen([NODE, EXAMPLE], env=environment, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        running.stdout.readline()
        sent = [send_next(endpoint.pk)]
        delivery.put_back()
        endpoint.rotate_secret()
        sent.append(send_next(endpoint.pk))
        headers = headers_of(delivery.event, endpoint)
        changed = post(endpoint.url, headers, delivery.event.body.replace("/ny/", "/an/")).status
        old = post(endpoint.url, headers | {"webhook-timestamp": "1000000000"}, delivery.event.body).status
        unsigned = post(endpoint.url, {}, delivery.event.body).status
        running.terminate()
        said = running.stdout.read()

    assert (sent, changed, old, unsigned) == ([True, True], 401, 401, 401)
    assert said == "content.changed /ny/ page,page-12\n"
