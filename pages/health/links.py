"""Links that lead out of the site: which there are, and which of them do not answer any more."""

import ipaddress
import re
import socket
import time
from collections.abc import Iterable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import requests
from django.db import models
from django.db.models import F
from django.utils import timezone
from modelcluster.models import get_all_child_relations
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from cms.api.internet import may_connect

HREF = re.compile(r'href="(https?://[^"]+)"')
# A server may be away for a day; what does not answer on two days is gone.
FAILURES_UNTIL_DEAD = 2
CHECKED_EVERY = timedelta(hours=20)
SECONDS_TO_ANSWER = 10
# Between two questions to the same server.
SECONDS_OF_PAUSE = 1.0
# In characters; PostgreSQL keeps them in an index, whose entries may be 2,704 bytes long.
LONGEST_ADDRESS = 600
# 401, 403 and 429 say that somebody is there who does not talk to programs.
GONE = {404, 410, 451}


class OutsideLink(models.Model):
    """An address that public pages link to, and how it last answered."""

    address = models.CharField("adresse", max_length=LONGEST_ADDRESS, unique=True)
    checked_at = models.DateTimeField("sist prøvd", null=True)
    problem = models.CharField("svar", max_length=100, blank=True)
    failures = models.PositiveIntegerField("ganger uten svar", default=0)

    class Meta:
        verbose_name = "ekstern lenke"
        verbose_name_plural = "eksterne lenker"

    def __str__(self) -> str:
        return self.address


def addresses_on(page: Page) -> set[str]:
    """The addresses outside of the site that the page links to."""
    things = [page, *(row for name in _rows_of(page) for row in getattr(page, name).all())]
    found: set[str] = set()
    for thing in things:
        for field in thing._meta.get_fields():
            if isinstance(field, RichTextField | StreamField | models.URLField):
                value = getattr(thing, field.name)
                raw = str(field.get_prep_value(value) or "")
                found |= {raw} if isinstance(field, models.URLField) else _in_text(raw)
    return {address for address in found if address.startswith("http") and len(address) <= LONGEST_ADDRESS}


def dead_among(addresses: Iterable[str]) -> list[str]:
    """Those that have not answered at the last two trials, in alphabetical order."""
    dead = OutsideLink.objects.filter(address__in=list(addresses), failures__gte=FAILURES_UNTIL_DEAD)
    return list(dead.order_by("address").values_list("address", flat=True))


def remember(addresses: set[str]) -> None:
    """Keep these addresses for the next trials, and no other."""
    OutsideLink.objects.exclude(address__in=addresses).delete()
    links = [OutsideLink(address=one) for one in sorted(addresses)]
    OutsideLink.objects.bulk_create(links, ignore_conflicts=True, batch_size=1_000)


def due() -> models.QuerySet[OutsideLink]:
    """Those that have not been tried today, the longest untried first."""
    long_ago = timezone.now() - CHECKED_EVERY
    untried = models.Q(checked_at=None) | models.Q(checked_at__lt=long_ago)
    return OutsideLink.objects.filter(untried).order_by(F("checked_at").asc(nulls_first=True), "pk")


def try_out(links: Iterable[OutsideLink]) -> Iterator[OutsideLink]:
    """Ask each for its first line, one after the other, and give it with its `problem`, empty when it answers."""
    asked: dict[str, float] = {}
    for link in links:
        host = urlsplit(link.address).hostname or ""
        time.sleep(max(0.0, asked.get(host, 0.0) + SECONDS_OF_PAUSE - time.monotonic()))
        link.problem = problem_of(link.address)
        asked[host] = time.monotonic()
        link.failures = link.failures + 1 if link.problem else 0
        link.checked_at = timezone.now()
        link.save()
        yield link


def problem_of(address: str) -> str:
    """Why the address leads nowhere, in Norwegian; an empty text when it leads somewhere."""
    try:
        if not _is_public(urlsplit(address).hostname or ""):
            return "Adressen er ikke åpen på Internett"
        # Not HEAD, which many servers refuse; the rest of the answer is never read.
        with requests.get(address, timeout=SECONDS_TO_ANSWER, stream=True, allow_redirects=False) as answer:
            return f"Svarte {answer.status_code}" if answer.status_code in GONE else ""
    except (OSError, requests.RequestException, ValueError) as error:
        return f"Svarte ikke ({type(error).__name__})"


def _is_public(host: str) -> bool:
    """Whether all that the name stands for is out on the Internet: nobody asks our own network through a link."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return all(may_connect(ipaddress.ip_address(one[4][0])) for one in found)


def _rows_of(page: Page) -> Iterator[str]:
    for relation in get_all_child_relations(type(page)):
        yield relation.get_accessor_name()


def _in_text(raw: str) -> set[str]:
    """Of rich text, and of blocks as they are stored: JSON, in which quotes are escaped."""
    plain = raw.replace('\\"', '"').replace("&amp;", "&")
    return {*HREF.findall(plain), *re.findall(r'"(https?://[^"\s<>]+)"', plain)}
