"""GraphiQL: the page for trying queries in a browser."""

from django.http import HttpRequest, HttpResponse
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
    """GraphiQL on this site's own endpoint, from this site's own files."""
    return render(request, "cms/graphiql.html", {"endpoint": reverse("graphql"), "query": _FIRST_QUERY})
