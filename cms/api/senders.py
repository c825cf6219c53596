"""Who sends: told apart well enough to stop a flood, and not well enough to know who it was."""

from datetime import timedelta
from ipaddress import ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

# For how long it counts who sent something.
SENDER_KEPT = timedelta(days=1)


def address_of(request: HttpRequest) -> str:
    """The network address that the request came from, past so many proxies of ours as `TRUSTED_PROXIES` says.

    Each proxy writes whom it heard behind what it was told; only what ours have written can be believed.
    """
    proxies = settings.TRUSTED_PROXIES
    heard = [one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()]
    if proxies and len(heard) >= proxies:
        return str(heard[-proxies])
    return str(request.META.get("REMOTE_ADDR", ""))


def sender_of(request: HttpRequest) -> str:
    """A digest of the address, 32 hexadecimal digits, that says nothing without this installation's secret key."""
    network = _network_of(address_of(request))
    return salted_hmac("cms.api.senders", network, algorithm="sha256").hexdigest()[:32]


def _network_of(address: str) -> str:
    """Of an IPv6 address the part that one household or office has: it may choose the rest anew each time."""
    if ":" not in address:
        return address
    try:
        return str(ip_network((address, 64), strict=False))
    except ValueError:
        return address


def forget_senders(sent: Any) -> None:
    """Forget of the queryset's objects who sent them, a day after."""
    sent.filter(sent_at__lt=timezone.now() - SENDER_KEPT).exclude(sender="").update(sender="")
