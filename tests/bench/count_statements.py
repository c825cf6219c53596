"""Prints how many SQL statements each request takes; runs inside of the project that is measured, and imports no other.

Requests come as JSON on standard input: a list of [path, body or null, headers]. Each is sent three times, so that what
a worker remembers is remembered, and the last one counts.
"""

import json
import sys

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

HOST = {"HTTP_HOST": "127.0.0.1"}


def count(path: str, body: str | None, headers: dict[str, str]) -> int:
    client, taken = Client(), 0
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            if body is None:
                response = client.get(path, **HOST)
            else:
                response = client.post(path, body, content_type="application/json", headers=headers, **HOST)
        if response.status_code != 200:
            sys.exit(f"{path} answers {response.status_code}")
        taken = len(captured)
    return taken


json.dump([count(*request) for request in json.load(sys.stdin)], sys.stdout)
