"""Nothing but the open internet is connected to, and hosts that the operator has named."""

import socket
import ssl
from datetime import UTC, datetime

import httpcore
import pytest
from django.core.exceptions import ValidationError
from standardwebhooks.webhooks import Webhook

from cms.webhooks import posting
from cms.webhooks.addresses import Refused, addresses_of, validate_address
from cms.webhooks.posting import post
from cms.webhooks.signing import secret_of, signature_headers

HIDDEN = [
    "127.0.0.1",
    "10.0.0.7",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "168.63.129.16",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.7",
    "64:ff9b::a00:7",
    "2002:a00:7::1",
]
NEVER = ["169.254.169.254", "fd00:ec2::254", "fe80::1", "0.0.0.0", "::ffff:169.254.169.254"]


@pytest.fixture
def names(monkeypatch):
    """What names stand for; the next answer for each asking."""
    answers: dict[str, list[list[str]]] = {}
    real = socket.getaddrinfo

    def resolve(host, port, *args, **options):
        if host[0].isdigit():
            return real(host, port, *args, **options)
        if host not in answers:
            raise socket.gaierror(-2, "Name or service not known")
        found = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [(socket.AF_INET6 if ":" in one else socket.AF_INET, 1, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return answers


@pytest.fixture
def no_private_hosts(settings):
    settings.WEBHOOK_PRIVATE_HOSTS = []


@pytest.mark.usefixtures("no_private_hosts")
@pytest.mark.parametrize("number", HIDDEN)
def test_a_name_that_stands_for_a_hidden_address_is_refused(names, number):
    names["www.example.no"] = [[number]]

    with pytest.raises(Refused, match="privat nett"):
        addresses_of("www.example.no", 443)


@pytest.mark.usefixtures("no_private_hosts")
def test_one_hidden_address_among_several_is_enough_to_refuse(names):
    names["www.example.no"] = [["93.184.216.34", "10.0.0.7"]]

    with pytest.raises(Refused):
        addresses_of("www.example.no", 443)


@pytest.mark.parametrize("number", ["10.0.0.7", "127.0.0.1", "fd12::1"])
def test_a_host_that_the_operator_has_named_may_be_in_a_network_of_their_own(names, settings, number):
    settings.WEBHOOK_PRIVATE_HOSTS = ["frontend.internal"]
    names["Frontend.internal"] = [[number]]

    assert addresses_of("Frontend.internal", 80) == [number]


@pytest.mark.parametrize("number", NEVER)
def test_not_even_a_host_that_was_named_leads_to_the_machines_own_keys(names, settings, number):
    settings.WEBHOOK_PRIVATE_HOSTS = ["frontend.internal"]
    names["frontend.internal"] = [[number]]

    with pytest.raises(Refused):
        addresses_of("frontend.internal", 80)


def test_a_connection_is_made_to_the_number_that_was_checked_whatever_the_name_stands_for_later(names, monkeypatch):
    names["www.example.no"] = [["93.184.216.34"], ["127.0.0.1"]]
    connected = []

    def connect(self, host, port, timeout=None, local_address=None, socket_options=None):
        connected.append(host)
        raise httpcore.ConnectError("nei")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connect)

    first = post("https://www.example.no/", {}, "{}")

    assert (connected, first.problem) == (["93.184.216.34"], "Ingen forbindelse: nei")


@pytest.mark.usefixtures("no_private_hosts")
def test_a_name_that_leads_home_on_the_second_try_leads_nowhere(names, monkeypatch, receiver):
    names["www.example.no"] = [["127.0.0.1"]]

    answer = post(f"http://www.example.no:{receiver.port}/", {}, "{}")

    assert answer.problem == "www.example.no står for 127.0.0.1, som er i et privat nett."
    assert receiver.messages == []


@pytest.mark.usefixtures("no_private_hosts")
@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "localhost"])
def test_another_way_to_write_a_hidden_address_is_seen_through(receiver, host):
    answer = post(f"http://{host}:{receiver.port}/", {}, "{}")

    assert answer.problem.endswith("som er i et privat nett.")
    assert receiver.messages == []


def test_a_name_that_stands_for_nothing_is_said(names):
    assert post("https://finnes.ikke/", {}, "{}").problem == "Fant ikke finnes.ikke (DNS)."


def test_tls_asks_for_the_name_and_trusts_no_stranger(names, monkeypatch, settings):
    """The name goes along in the greeting, though the connection is made to a number."""
    settings.WEBHOOK_PRIVATE_HOSTS = ["frontend.internal"]
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        names["frontend.internal"] = [["127.0.0.1"]]
        context = ssl.create_default_context()

        def wrap(sock, server_hostname=None, **_options):
            asked.append((server_hostname, context.check_hostname, context.verify_mode))
            raise ssl.SSLCertVerificationError("ikke til å stole på")

        monkeypatch.setattr(posting, "_trusted", lambda: context)
        monkeypatch.setattr(context, "wrap_socket", wrap)
        answer = post(f"https://frontend.internal:{server.getsockname()[1]}/", {}, "{}")

    assert asked == [("frontend.internal", True, ssl.CERT_REQUIRED)]
    assert "ikke til å stole på" in answer.problem


def test_the_authorities_are_asked_of_every_certificate():
    context = posting._trusted()

    assert (context.check_hostname, context.verify_mode) == (True, ssl.CERT_REQUIRED)
    assert context.cert_store_stats()["x509_ca"] > 50


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("www.example.no", "Skriv en hel nettadresse"),
        ("ftp://www.example.no/", "Skriv en hel nettadresse"),
        ("https://", "Skriv en hel nettadresse"),
        ("https://[::1/", "Skriv en hel nettadresse"),
        ("https://www.example.no:0/", "Skriv en hel nettadresse"),
        ("https://www.example.no:99999/", "Skriv en hel nettadresse"),
        ("https://blåbær.no/", "Skriv en hel nettadresse"),
        ("https://www.example.no/ x", "Skriv en hel nettadresse"),
        ("https://user:secret@www.example.no/", "Adressen kan ikke ha brukernavn"),
        ("https://www.example.no/#her", "Adressen kan ikke ha brukernavn"),
        ("http://www.example.no/", "Adressen må begynne med https"),
        ("http://127.0.0.2/", "Adressen må begynne med https"),
        ("https://10.0.0.7/", "Adressen er i et privat nett"),
        ("https://[::ffff:10.0.0.7]/", "Adressen er i et privat nett"),
    ],
)
def test_an_address_that_cannot_be_right_is_refused_when_it_is_saved(url, message):
    with pytest.raises(ValidationError, match=message):
        validate_address(url)


@pytest.mark.parametrize(
    "url", ["https://www.example.no/webhooks/?key=1", "http://localhost:3000/", "https://1.1.1.1/"]
)
def test_other_addresses_may_be_saved(url):
    validate_address(url)


def test_a_signature_is_that_of_the_specification_and_of_the_earlier_key_too(settings):
    settings.SECRET_KEY_FALLBACKS = ["an earlier key of this installation"]
    now = datetime.now(UTC)
    secrets = [secret_of("salt"), secret_of("salt", key=settings.SECRET_KEY_FALLBACKS[0])]

    headers = signature_headers(["salt"], message_id="msg_1", moment=now, body='{"æ":1}')

    assert headers["webhook-timestamp"] == str(int(now.timestamp()))
    assert [Webhook(secret).verify('{"æ":1}', headers) for secret in secrets] == [{"æ": 1}] * 2
    assert secrets[0] != secrets[1]


def test_the_moment_may_be_in_any_zone():
    oslo = datetime.now(UTC).astimezone()

    headers = signature_headers(["salt"], message_id="msg_1", moment=oslo, body="{}")

    assert Webhook(secret_of("salt")).verify("{}", headers) == {}
