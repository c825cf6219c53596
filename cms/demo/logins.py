"""The demo's log-ins, for a laptop only: their password stands in the README, so in production it opens nothing."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from cms.roles import EDITORS, MODERATORS

LOGINS = {"admin": None, "redaktor": EDITORS, "moderator": MODERATORS}
PASSWORD = "foui-demo-2026"  # noqa: S105


def opens_nothing(password: str | None) -> bool:
    """Whether it is the demo's password, where no demo runs: accounts may have come here with a laptop's backup."""
    return password == PASSWORD and not settings.DEBUG


def make_logins(password: str = PASSWORD) -> None:
    """One account for each role, all with the same password; those that are there stay as they are."""
    users = get_user_model().objects
    for name, group in LOGINS.items():
        if users.filter(username=name).exists():
            continue
        if group is None:
            users.create_superuser(name, f"{name}@example.no", password)
        else:
            users.create_user(name, f"{name}@example.no", password).groups.add(Group.objects.get(name=group))


def closed_logins() -> list[str]:
    """Names of the demo's log-ins that are here and open nothing, since they still have its password."""
    users = get_user_model().objects.filter(username__in=LOGINS).order_by("pk")
    return [] if settings.DEBUG else [user.get_username() for user in users if user.check_password(PASSWORD)]
