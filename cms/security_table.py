"""What browsers are told, as a table: the program asks itself for a page of each kind."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.test import Client

# One address for each kind of page.
PAGES = {
    "readers' site": "/",
    "API": "/graphql/?query={__typename}",
    "GraphiQL": "/graphiql/",
    "log-in": "/admin/login/",
    "admin": "/admin/",
}
HEADERS = (
    "Content-Security-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "Strict-Transport-Security",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Cross-Origin-Opener-Policy",
    "Access-Control-Allow-Origin",
    "Vary",
)


def table() -> str:
    """Markdown: each header with its values, and where each is sent; the same for the cookies."""
    host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost").lstrip(".")
    answers = {name: Client(HTTP_HOST=host).get(path, secure=True) for name, path in PAGES.items()}
    lines = ["| header | value | on |", "|---|---|---|"]
    for header in HEADERS:
        by_value: dict[str, list[str]] = defaultdict(list)
        for name, answer in answers.items():
            by_value[answer.get(header, "")].append(name)
        for value, names in by_value.items():
            if value:
                lines.append(f"| `{header}` | `{value}` | {', '.join(names)} |")
    return "\n".join([*lines, "", *_cookies(answers)])


def _cookies(answers: Mapping[str, Any]) -> list[str]:
    lines = ["| cookie | with | on |", "|---|---|---|"]
    session = (
        f"| `{settings.SESSION_COOKIE_NAME}` | {_flags(settings.SESSION_COOKIE_SECURE, True)} | admin, once logged in |"
    )
    given = [(name, cookie) for name, answer in answers.items() for cookie in answer.cookies.values()]
    lines += [f"| `{one.key}` | {_flags(bool(one['secure']), bool(one['httponly']))} | {name} |" for name, one in given]
    return [*lines, session]


def _flags(is_secure: bool, is_http_only: bool) -> str:
    return ", ".join([*(["Secure"] if is_secure else []), *(["HttpOnly"] if is_http_only else []), "SameSite=Lax"])
