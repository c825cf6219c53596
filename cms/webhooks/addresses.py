"""Which addresses a webhook may be sent to: those on the open internet, and hosts that the operator has named.

An address is looked at twice: as it is written, when somebody saves it, and as what the name stands for, each time
before a connection is made to that very number. So a name that leads elsewhere tomorrow leads nowhere.
"""

import ipaddress
import re
import socket
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Where clouds hand out the machine's own keys, outside the link-local networks: nobody's receiver.
METADATA = {ipaddress.ip_address(one) for one in ("100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254")}
# IPv4 in another coat: what a translator between the two would connect to.
NAT64 = ipaddress.ip_network("64:ff9b::/96")

# Visible characters of ASCII, as in a request's first line; other letters come encoded.
_WRITABLE = re.compile(r"[!-~]+")


class Refused(Exception):
    """The host is not one that may be connected to; the message says why, in Norwegian."""


def validate_address(url: str) -> None:
    """Whether the URL is one that webhooks may be sent to, as far as it can be told before asking what it stands for.

    ValidationError says what is wrong.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or port == 0 or parts.scheme not in {"http", "https"} or not _WRITABLE.fullmatch(url):
        raise ValidationError("Skriv en hel nettadresse, for eksempel https://www.example.no/webhooks/.")
    if parts.username is not None or parts.fragment:
        raise ValidationError("Adressen kan ikke ha brukernavn, passord eller noe etter «#».")
    if parts.scheme != "https" and not is_named(host):
        raise ValidationError("Adressen må begynne med https://, for varsler sendes over det åpne nettet.")
    literal = _literal(host)
    if literal is not None and not _may_connect(literal, is_named=is_named(host)):
        raise ValidationError(
            "Adressen er i et privat nett. Driftsansvarlig kan tillate den med WEBHOOK_PRIVATE_HOSTS."
        )


def is_named(host: str) -> bool:
    """Whether the operator has named the host as one in a network of their own."""
    return host.lower() in settings.WEBHOOK_PRIVATE_HOSTS


def addresses_of(host: str, port: int) -> list[str]:
    """The numbers that the host's name stands for at this moment, each of which may be connected to.

    `Refused` if one of them may not: a name that stands for both kinds is a trap.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(f"Fant ikke {host} (DNS).") from error
    numbers = list(dict.fromkeys(str(one[4][0]) for one in found))
    for number in numbers:
        if not _may_connect(ipaddress.ip_address(number), is_named=is_named(host)):
            raise Refused(f"{host} står for {number}, som er i et privat nett.")
    return numbers


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _may_connect(address: Address, *, is_named: bool) -> bool:
    inner = _inner(address)
    if inner is not None:
        return _may_connect(inner, is_named=is_named)
    if address in METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
        return False
    return is_named or address.is_global


def _inner(address: Address) -> Address | None:
    """The IPv4 address that an IPv6 address is made of, if it is."""
    if not isinstance(address, ipaddress.IPv6Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
