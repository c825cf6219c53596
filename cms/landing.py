"""What stands at the top of the site for people and for robots."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def landing(request: HttpRequest) -> HttpResponse:
    """A page that says where the API is."""
    return render(request, "cms/landing.html")


def robots(request: HttpRequest) -> HttpResponse:
    """What search engines should leave alone."""
    return HttpResponse("User-agent: *\nDisallow: /admin/\nDisallow: /graphiql/\n", content_type="text/plain")
