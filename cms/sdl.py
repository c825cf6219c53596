"""Serves the committed schema file, from which frontends generate their types."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

SCHEMA_FILE = Path(__file__).with_name("schema.graphql")


def schema_file(request: HttpRequest) -> HttpResponse:
    """The schema in GraphQL's own language, as text; Http404 where the schema is hidden."""
    if not settings.GRAPHQL["INTROSPECTION"]:
        raise Http404("The schema is hidden: GRAPHQL_INTROSPECTION=0")
    try:
        return HttpResponse(SCHEMA_FILE.read_bytes(), content_type="text/plain; charset=utf-8")
    except FileNotFoundError as error:
        raise Http404("The schema has not been written yet: run `make schema`") from error
