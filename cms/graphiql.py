"""GraphiQL: the page for trying queries in a browser."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

_FIRST_QUERY = """\
# Skriv en spørring her, og trykk Ctrl + Enter for å kjøre den.
# Dokumentasjonen av skjemaet ligger under bok-ikonet til venstre.
{
  site {
    name
  }
}
"""


def graphiql(request: HttpRequest) -> HttpResponse:
    """GraphiQL on this site's own endpoint, from this site's own files; Http404 where it could not read the schema."""
    if not settings.GRAPHQL["INTROSPECTION"]:
        raise Http404("The schema is hidden: GRAPHQL_INTROSPECTION=0")
    return render(request, "cms/graphiql.html", {"endpoint": reverse("graphql"), "query": _FIRST_QUERY})
