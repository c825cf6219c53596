"""Links out of the site are tried by a command, and those that lead nowhere stand in the report."""

import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.core.management import call_command
from django.utils import timezone

from pages.health import links
from pages.health.links import addresses_on, problem_of
from pages.models import OutsideLink, PageFault
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, EventIndexPageFactory, EventPageFactory


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response({"/borte": 404, "/hemmelig": 403, "/flyttet": 301}.get(self.path, 200))
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def outside(monkeypatch):
    """A server that stands for all others, and may be asked although it is our own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(links, "_is_public", lambda host: True)
    monkeypatch.setattr(links, "SECONDS_OF_PAUSE", 0)
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def linking_to(home, address):
    body = [("text", {"text": f'<p>Se <a href="{address}">prosjektets egen side</a>.</p>'})]
    return ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), lead="Ingress", body=body)


def as_if_tomorrow():
    OutsideLink.objects.update(checked_at=timezone.now() - datetime.timedelta(days=1))


def faults():
    return list(PageFault.objects.filter(kind="dead_link").values_list("words", flat=True))


def test_what_does_not_answer_on_two_days_is_a_fault_until_it_does(home, outside):
    linking_to(home, f"{outside}/borte")

    call_command("check_links")
    call_command("check_links")
    assert (faults(), OutsideLink.objects.get().failures) == ([], 1)

    as_if_tomorrow()
    call_command("check_links")
    assert faults() == [f"{outside}/borte"]

    OutsideLink.objects.update(address=f"{outside}/her")
    page = PageFault.objects.get(kind="dead_link").page.specific
    page.body = [("text", {"text": f'<p>Se <a href="{outside}/her">prosjektets egen side</a>.</p>'})]
    page.save_revision().publish()
    as_if_tomorrow()
    call_command("check_links")
    assert faults() == []


def test_a_server_that_refuses_programs_or_sends_on_is_there(outside):
    assert [problem_of(f"{outside}{path}") for path in ("/", "/hemmelig", "/flyttet")] == ["", "", ""]
    assert problem_of(f"{outside}/borte") == "Svarte 404"


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("http://127.0.0.1:9/", "Adressen er ikke åpen på Internett"),
        ("http://169.254.169.254/latest/", "Adressen er ikke åpen på Internett"),
        ("http://[::1]/", "Adressen er ikke åpen på Internett"),
        ("http://finnes-ikke.invalid/", "Svarte ikke (gaierror)"),
        ("http://[feil/", "Svarte ikke (ValueError)"),
    ],
)
def test_nobody_asks_our_own_network_by_a_link(address, problem):
    assert problem_of(address) == problem


def test_at_most_so_many_are_tried_as_were_asked_for(home, outside, capsys):
    body = [("text", {"text": "".join(f'<p><a href="{outside}/{n}">Side {n} her</a></p>' for n in range(5))})]
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home), body=body)

    call_command("check_links", most=2)

    assert "2 answered, 0 did not." in capsys.readouterr().out
    assert OutsideLink.objects.filter(checked_at=None).count() == 3


def test_links_are_found_in_texts_and_fields_of_their_own(home):
    event = EventPageFactory(
        parent=EventIndexPageFactory(parent=home),
        online_url="https://example.no/mote",
        body=[("text", {"text": '<p><a href="https://example.no/?a=1&amp;b=2">Programmet</a></p>'})],
    )

    assert addresses_on(event) == {"https://example.no/mote", "https://example.no/?a=1&b=2"}
