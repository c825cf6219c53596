"""Headers that tell browsers what pages of ours may do: the readers' pages, the API and the admin each have their own.

Django 5.2 has no Content-Security-Policy of its own. What it has (HSTS, nosniff, cookies) is in the settings.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

Policy = Mapping[str, tuple[str, ...]]

SELF, NONE, INLINE, DATA, BLOB = "'self'", "'none'", "'unsafe-inline'", "data:", "blob:"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


def origin_of(address: str) -> tuple[str, ...]:
    """The origin of an absolute address; none of a path."""
    parts = urlsplit(address)
    return (f"{parts.scheme}://{parts.netloc}",) if parts.netloc else ()


# Files that are ours, pictures from where they are kept; no word in a page is a script or a style.
SITE: Policy = {
    "default-src": (NONE,),
    "script-src": (SELF,),
    "style-src": (SELF,),
    "img-src": (SELF, DATA, *origin_of(settings.MEDIA_URL)),
    "media-src": (SELF, *origin_of(settings.MEDIA_URL)),
    "font-src": (SELF,),
    "connect-src": (SELF,),
    "form-action": (SELF,),
    # The preview beside an editor's form is a frame, on the admin's host.
    "frame-ancestors": (SELF, *origin_of(settings.WAGTAILADMIN_BASE_URL)),
    "base-uri": (NONE,),
}
# An answer is no page: nothing in it is ever run or shown in a frame.
API: Policy = {"default-src": (NONE,), "frame-ancestors": (NONE,), "base-uri": (NONE,)}
# Its fonts stand in its style sheet.
GRAPHIQL: Policy = {**SITE, "font-src": (SELF, DATA)}
# Wagtail 8 starts date fields, choosers and rows of a form by scripts between their HTML, without a nonce, also in what
# it fetches later; it sets styles likewise. It needs no eval. Pages for passwords have no such fields.
ADMIN: Policy = {
    **SITE,
    "script-src": (SELF, INLINE),
    "style-src": (SELF, INLINE),
    "img-src": (*SITE["img-src"], BLOB),
    # The preview: this site, or the frontend that the site's settings name.
    "frame-src": (SELF, "https:", *origin_of(settings.FRONTEND_URL)),
    "frame-ancestors": (SELF,),
}


def as_header(policy: Policy) -> str:
    """The policy as the value of `Content-Security-Policy`."""
    return "; ".join(f"{directive} {' '.join(dict.fromkeys(sources))}" for directive, sources in policy.items())


class HeadersMiddleware:
    """Adds them to every response."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # The first whose path fits.
        self.policies = {
            reverse("wagtailadmin_login"): as_header(SITE),
            reverse("wagtailadmin_password_reset"): as_header(SITE),
            reverse("wagtailadmin_home"): as_header(ADMIN),
            reverse("graphql"): as_header(API),
            reverse("graphiql"): as_header(GRAPHIQL),
        }
        self.site = as_header(SITE)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response with its policies; one that a view has chosen for itself stays."""
        response = self.get_response(request)
        policy = next((one for path, one in self.policies.items() if request.path_info.startswith(path)), self.site)
        is_djangos_own = settings.DEBUG and response.status_code in (404, 500)
        if not is_djangos_own:
            response.headers.setdefault("Content-Security-Policy", policy)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        if response.headers.get("Content-Encoding") == "None":
            # Wagtail writes that for documents without one, and curl refuses what it does not know.
            del response.headers["Content-Encoding"]
        return response
