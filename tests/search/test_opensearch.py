"""The same search over OpenSearch: chosen by a setting, never behind the database, and no loss when it is down."""

import datetime
import logging
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Q
from wagtail.models import Locale, Page

from pages.models import ArticleIndexPage, ArticlePage, HomePage
from search import opensearch
from search.models import Entry, IndexCopy, Promotion, Synonym, Unsent
from search.opensearch.queries import translated
from search.opensearch.server import NotAnswered
from search.opensearch.server import server as asked
from tests.factories import ContactFactory, MunicipalityFactory, OrganisationFactory, ThemeFactory
from tests.page_factories import ArticlePageFactory
from tests.search.conftest import SEARCH
from tests.search.test_finding import body
from tests.search_server import SearchServer

Query = Callable[..., Any]
Found = Callable[..., list[str]]
committed = pytest.mark.django_db(transaction=True, serialized_rollback=True)
BY_DATE = """
query ($first: Int, $after: String, $last: Int, $before: String, $order: SearchOrder!) {
  search(query: "havbruk", first: $first, after: $after, last: $last, before: $before, orderBy: $order) {
    totalCount pageInfo { endCursor hasNextPage startCursor hasPreviousPage }
    edges { cursor node { ... on PageInterface { title } } }
  }
}
"""


@pytest.fixture
def sending(server: SearchServer, db: None, monkeypatch: pytest.MonkeyPatch) -> SearchServer:
    """A server with an index, to which changes are sent though the transaction of the test is never committed."""
    opensearch.rebuild()
    monkeypatch.setattr("search.opensearch.sending.transaction.on_commit", lambda send: send())
    return server


@pytest.fixture
def warnings(caplog: pytest.LogCaptureFixture) -> Callable[[], list[str]]:
    """What was warned of, but for operations that took long: how fast the machine is is no matter here."""
    warned = logging.WARNING
    return lambda: [one.message for one in caplog.records if one.levelno >= warned and one.message != "slow"]


def searches(server: SearchServer) -> int:
    return sum(path.endswith("/_search") for _, path, _ in server.sent)


def down(server: SearchServer) -> None:
    asked().close()
    server.close()


def awake(server: SearchServer) -> None:
    """Nobody waits any more for a server that has failed."""
    asked()._rests_until = 0.0
    server.answers_instead.clear()


def a_bit_of_everything(articles: ArticleIndexPage) -> None:
    """Words in titles, leads, names and bodies; compounds, nynorsk and English; pages of a day, a theme, a place."""
    froya = MunicipalityFactory(number="5014", name="Frøya")
    ocean = ThemeFactory(slug="hav", label="Hav og kyst")
    sintef = OrganisationFactory(name="Sintef", municipality=froya)
    said = [
        ("Grønn omstilling i Frøya", "Om havbruk.", "Kommunen prøver sensorer i merdene.", 2020),
        ("Omstilling, grønn og digital", "Kommunane møtest.", "Forskning gir samarbeid i kommunene.", 2021),
        ("Velferdsteknologi", "Teknologi for velferd.", "Digital hjemmeoppfølging for alle.", 2022),
        ("Havbruk og fisk", "Om dem.", "Omstilling tar tid. Grønn energi også.", 2023),
        ("Forskningssamarbeid", "Sammen om forskning.", "Open innovation and research.", 2023),
        ("Skolemat", "Mat i skolen, og mer havbruk.", "Barna spiser fisk og barna ler.", None),
        ("Å, for en dag på Ørland", "Realisering av gevinster", "Å realisere det som er tenkt.", 2019),
    ]
    for title, lead, text, year in said:
        page = ArticlePageFactory(parent=articles, title=title, lead=lead, body=body(text))
        page.published_on = datetime.date(year or 2024, 3, 2)
        page.themes = [ocean] if "hav" in f"{title}{lead}".lower() else []
        page.municipalities = [froya] if "Frøya" in title else []
        page.save()
    ContactFactory(name="Kari Havbruk", organisation=sintef, municipality=froya, job_title="Rådgiver")
    Synonym.objects.create(words="oppdrett, havbruk")
    Synonym.objects.create(words="DHO, digital hjemmeoppfølging")
    Promotion.objects.create(queries="fisk", page=Page.objects.get(title="Velferdsteknologi"))


ASKED = [
    "havbruk",
    "oppdrett",
    "fisk",
    "kommuner",
    "grøn omstilling",
    '"grønn omstilling"',
    '"omstilling grønn"',
    '"og i"',
    'frøya or "digital hjemmeoppfølging"',
    "omstilling -digital",
    'omstilling -"grønn omstilling"',
    "velferdstek",
    "hvabruk",
    "teknologi velferd",
    "forskningssamarbeid",
    "samarbeidsforskning",
    "velferds teknologi",
    "orland",
    "realisere",
    "research",
    "havbruk skole mat sensorer kommune omstilling velferd",
    "sintef",
    "DHO",
    "finnes ikke",
    "og i på",
]


@pytest.mark.parametrize(
    "where",
    [
        None,
        {"types": ["ARTICLE"], "years": [2020, 2023]},
        {"not": {"themes": ["hav"]}, "or": [{"years": [2021, 2022]}, {"municipalities": ["5014"]}]},
    ],
    ids=["everything", "some", "others"],
)
def test_it_answers_what_postgresql_answers(
    articles: ArticleIndexPage,
    search: Query,
    sending: SearchServer,
    settings: Any,
    where: Any,
    warnings: Callable[[], list[str]],
) -> None:
    a_bit_of_everything(articles)

    answers = {words: search(words, where=where) for words in ASKED}
    number = searches(sending)
    settings.SEARCH_URL = ""
    expected = {words: search(words, where=where) for words in ASKED}
    settings.SEARCH_URL = sending.url

    assert answers == expected
    assert number >= len(ASKED) - 1
    assert searches(sending) == number
    assert (sending.refused, warnings()) == ([], [])


def test_it_is_asked_for_the_best_the_number_and_the_facets_only(
    articles: ArticleIndexPage, search: Query, sending: SearchServer
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    sending.sent.clear()

    search("havbruk")

    assert [(method, path) for method, path, _ in sending.sent] == [("POST", "/foui-search/_search")] * 2
    assert [sorted(body) for _, _, body in sending.sent] == [
        ["_source", "aggs", "post_filter", "query", "size", "sort", "timeout", "track_total_hits"],
        ["aggs", "query", "size", "timeout"],
    ]


def test_hits_beyond_those_that_are_ranked_follow_by_day(
    articles: ArticleIndexPage, query: Query, sending: SearchServer, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    for number in range(8):
        page = ArticlePageFactory(parent=articles, title=f"Havbruk {number}", lead="Om fisk.")
        page.published_on = datetime.date(2020 + number % 3, 1, 1)
        page.save()
    ContactFactory(name="Kari Havbruk")
    for module in ("search.postgresql", "search.opensearch.matching"):
        monkeypatch.setattr(f"{module}.MOST_RANKED", 3)

    def pages(order: str, **window: int) -> list[list[str]]:
        found = []
        after = None
        while not found or after:
            page = query(BY_DATE, order=order, after=after, **window)["search"]
            found.append([edge["cursor"] for edge in page["edges"]])
            after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
        return found

    by_both = {}
    for url in (sending.url, ""):
        settings.SEARCH_URL = url
        by_both[url] = {order: [pages(order, first=100), pages(order, first=2)] for order in ("RELEVANCE", "DATE")}
    settings.SEARCH_URL = sending.url

    for [whole], parts in by_both[sending.url].values():
        assert len(whole) == len(set(whole)) == 9
        assert [cursor for part in parts for cursor in part] == whole
    assert by_both[sending.url]["DATE"] == by_both[""]["DATE"]
    assert sending.refused == []


def test_a_page_gives_way_to_its_translation_only_while_anyone_may_read_that(
    articles: ArticleIndexPage, home: HomePage, found: Found, sending: SearchServer
) -> None:
    nynorsk = Locale.objects.create(language_code="nn")
    for parent in (home, articles):
        parent.copy_for_translation(nynorsk).save_revision().publish()
    copy = ArticlePageFactory(parent=articles, title="Havbruk på bokmål").copy_for_translation(nynorsk)
    copy.title = "Havbruk på nynorsk"
    copy.save_revision().publish()
    answers = [found("havbruk", locale="NN")]

    copy.refresh_from_db()
    copy.unpublish()
    answers.append(found("havbruk", locale="NN"))
    ArticlePage.objects.get(pk=copy.pk).save_revision().publish()
    answers.append(found("havbruk", locale="NN"))
    number = searches(sending)

    assert answers == [["Havbruk på nynorsk"], ["Havbruk på bokmål"], ["Havbruk på nynorsk"]]
    assert number >= 3


@pytest.mark.parametrize("instead", [500, 503, 429, 400, 401, 3.0], ids=str)
def test_readers_are_answered_though_it_is_not(
    articles: ArticleIndexPage, found: Found, sending: SearchServer, warnings: Callable[[], list[str]], instead: Any
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    sending.answers_instead["/_search"] = instead
    started = time.monotonic()

    answers = [found("havbruk")]
    seconds = time.monotonic() - started
    awake(sending)
    answers.append(found("havbruk"))

    assert answers == [["Havbruk"], ["Havbruk"]]
    assert seconds < 3
    assert "did not answer" in warnings()[0]
    assert "PostgreSQL answers instead" in warnings()[0]


def test_half_an_answer_is_none(
    articles: ArticleIndexPage, found: Found, sending: SearchServer, warnings: Callable[[], list[str]]
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    sending.has_failed_shards = True

    assert found("havbruk") == ["Havbruk"]
    assert "it answered a part only" in warnings()[0]


def test_nobody_waits_for_a_server_that_is_down_again_and_again(
    articles: ArticleIndexPage, found: Found, sending: SearchServer, warnings: Callable[[], list[str]]
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    down(sending)

    answers = [found("havbruk"), found("havbruk")]

    assert answers == [["Havbruk"], ["Havbruk"]]
    assert len(warnings()) == 1


def test_a_login_is_sent_and_never_shown(
    articles: ArticleIndexPage, found: Found, settings: Any, warnings: Callable[[], list[str]]
) -> None:
    server = SearchServer(login="foui:hemmelig ord")
    settings.SEARCH_URL = server.url.replace(" ", "%20") + "/foui-test"
    opensearch.rebuild()
    IndexCopy.objects.filter(is_complete=True).update(address=asked().name)
    asked().close()
    settings.SEARCH_URL = settings.SEARCH_URL.replace("hemmelig", "feil")

    answer = found("havbruk")
    asked().close()
    server.close()

    assert answer == []
    assert server.aliases.keys() == {"foui-test"}
    assert "it answered 401" in warnings()[0]
    assert f"http://127.0.0.1:{server.port}/foui-test " in warnings()[0]
    assert "foui:" not in warnings()[0]


def test_without_an_index_postgresql_answers_and_nothing_is_noted(
    articles: ArticleIndexPage, found: Found, server: SearchServer
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")

    assert found("havbruk") == ["Havbruk"]
    assert (server.sent, Unsent.objects.count()) == ([], 0)


def test_what_is_not_sent_yet_is_answered_by_postgresql(
    articles: ArticleIndexPage, found: Found, sending: SearchServer
) -> None:
    page = ArticlePageFactory(parent=articles, title="Havbruk")
    before = found("havbruk")
    number = searches(sending)

    Page.objects.filter(pk=page.pk).update(live=False)
    behind = found("havbruk")
    answered_by_it = searches(sending) - number
    sent = opensearch.send()
    number = searches(sending)

    assert (before, behind, found("havbruk")) == (["Havbruk"], [], [])
    assert answered_by_it == 0
    assert sent == 1
    assert searches(sending) > number


@committed
def test_a_change_is_found_there_as_soon_as_it_is_committed(server: SearchServer, home: HomePage, found: Found) -> None:
    opensearch.rebuild()
    # A kept answer without any hit depends on what is published, too.
    before = [found("sørmo"), found("sørmo")]

    with transaction.atomic():
        contact = ContactFactory(name="Kari Sørmo")
        sent_within = [path for _, path, _ in server.sent if path.endswith("_bulk")]
    number = searches(server)
    published = found("sørmo")
    answered_by_it = searches(server) - number
    contact.name = "Kari Nordmo"
    contact.save()
    renamed = (found("sørmo"), found("nordmo"))
    contact.delete()

    assert (before, published, renamed, found("nordmo")) == ([[], []], ["Kari Sørmo"], ([], ["Kari Nordmo"]), [])
    assert answered_by_it > 0
    assert len([path for _, path, _ in server.sent if path.endswith("_bulk")]) == len(sent_within) + 3
    assert Unsent.objects.count() == 0


@committed
def test_what_is_rolled_back_is_never_sent(server: SearchServer, home: HomePage, found: Found) -> None:
    opensearch.rebuild()
    server.sent.clear()

    with transaction.atomic():
        ContactFactory(name="Kari Sørmo")
        transaction.set_rollback(True)

    assert (server.sent, Unsent.objects.count()) == ([], 0)
    assert found("sørmo") == []


@committed
def test_changes_outlive_an_outage(
    server: SearchServer, home: HomePage, found: Found, warnings: Callable[[], list[str]], capsys: Any
) -> None:
    kept, gone = ContactFactory(name="Kari Nordmo"), ContactFactory(name="Ola Nordmo")
    opensearch.rebuild()
    server.answers_instead["/_bulk"] = 503

    gone.delete()
    kept.name = "Kari Sørmo"
    kept.save()
    during = (found("nordmo"), found("sørmo"))
    with pytest.raises(CommandError, match="it answered 503"):
        call_command("search_send")
    noted = Unsent.objects.count()
    awake(server)
    call_command("search_send")
    number = searches(server)

    assert during == ([], ["Kari Sørmo"])
    assert noted > 0
    assert "2 entries sent." in capsys.readouterr().out
    # What PostgreSQL has answered is kept, and as true as before.
    assert (found("nordmo", first=7), found("sørmo", first=7)) == ([], ["Kari Sørmo"])
    assert searches(server) > number
    # Whoever published was not told, and nobody asked in vain for a second time.
    assert len([line for line in warnings() if "changes wait for the next one" in line]) == 1


@committed
def test_the_next_change_takes_along_what_was_left(server: SearchServer, home: HomePage, found: Found) -> None:
    opensearch.rebuild()
    server.answers_instead["/_bulk"] = 503
    ContactFactory(name="Kari Nordmo")
    awake(server)

    ContactFactory(name="Ola Nordmo")
    number = searches(server)

    assert Unsent.objects.count() == 0
    assert sorted(found("nordmo")) == ["Kari Nordmo", "Ola Nordmo"]
    assert searches(server) > number


@committed
def test_a_tree_that_moves_is_sent_with_all_that_is_below(
    server: SearchServer, articles: ArticleIndexPage, found: Found
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk")
    other = Page.get_first_root_node().add_child(instance=HomePage(title="Annet", slug="annet"))
    opensearch.rebuild()

    Page.objects.get(pk=articles.pk).move(Page.objects.get(pk=other.pk), pos="last-child")
    number = searches(server)

    assert Unsent.objects.count() == 0
    assert found("havbruk") == []
    assert searches(server) > number


@committed
def test_readers_are_answered_from_the_old_index_until_the_new_one_is_complete(
    server: SearchServer, home: HomePage, found: Found
) -> None:
    kari, ola = ContactFactory(name="Kari Nordmo"), ContactFactory(name="Ola Nordmo")
    opensearch.rebuild()
    (former,) = server.indices
    during: list[Any] = []

    def change() -> None:
        """Once the first batch has been written to the new index; what is added makes another."""
        if during:
            return
        kari.delete()
        ola.name = "Ola Sørmo"
        ola.save()
        ContactFactory(name="Per Nordmo")
        answered = searches(server)
        during.append((found("nordmo"), found("sørmo"), set(server.aliases["foui-search"]) == {former}))
        during.append(searches(server) > answered)

    entries = opensearch.rebuild(change)
    number = searches(server)

    assert during == [(["Per Nordmo"], ["Ola Sørmo"], True), True]
    assert (found("nordmo", first=7), found("sørmo", first=7)) == (["Per Nordmo"], ["Ola Sørmo"])
    assert searches(server) > number
    assert entries >= 3
    assert set(server.indices) == server.aliases["foui-search"] != {former}
    assert list(IndexCopy.objects.values_list("name", "is_complete")) == [(*server.indices, True)]


@committed
def test_a_rebuild_that_fails_leaves_the_old_one_answering(server: SearchServer, home: HomePage, found: Found) -> None:
    ContactFactory(name="Kari Nordmo")
    opensearch.rebuild()
    indices = set(server.indices)
    server.answers_instead["/_bulk"] = 503

    with pytest.raises(NotAnswered, match="503"):
        opensearch.rebuild()
    awake(server)
    number = searches(server)

    assert found("nordmo") == ["Kari Nordmo"]
    assert searches(server) > number
    assert set(server.indices) == indices
    assert IndexCopy.objects.count() == 1


@committed
def test_the_index_is_made_and_kept_in_step_by_commands(
    server: SearchServer, home: HomePage, found: Found, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = ContactFactory(name="Kari Nordmo")
    pauses: list[int] = []

    def pause(seconds: int) -> None:
        """A change past Django the first time, an outage the second; the third time it is stopped."""
        pauses.append(seconds)
        if len(pauses) == 1:
            type(contact).objects.filter(pk=contact.pk).update(live=False)
            server.answers_instead["/_bulk"] = 503
        elif len(pauses) == 2:
            awake(server)
        else:
            raise KeyboardInterrupt

    call_command("search_index")
    monkeypatch.setattr("search.management.commands.search_send.time.sleep", pause)
    call_command("search_send", "--keep-on")
    number = searches(server)

    assert found("nordmo") == []
    assert searches(server) > number
    assert pauses == [1, 10, 1]
    assert "1 entries sent." in capsys.readouterr().out


@committed
def test_an_index_that_cannot_be_made_is_told(server: SearchServer, home: HomePage) -> None:
    server.answers_instead["/_aliases"] = 503

    with pytest.raises(CommandError, match="it answered 503"):
        call_command("search_index")

    assert (server.indices, IndexCopy.objects.count()) == ({}, 0)


@committed
def test_what_an_earlier_rebuild_left_behind_is_cleared(server: SearchServer, home: HomePage) -> None:
    opensearch.rebuild()
    (former,) = server.indices
    IndexCopy.objects.create(address=asked().name, name="foui-search-left")
    IndexCopy.objects.create(address="http://another.example.no/foui-search", name="foui-search-1")

    opensearch.rebuild()

    assert former not in server.indices
    assert list(IndexCopy.objects.values_list("name", flat=True)) == list(server.indices)


@committed
def test_an_index_that_is_ahead_of_a_restored_database_is_told(server: SearchServer, home: HomePage) -> None:
    contact = ContactFactory(name="Kari Nordmo")
    opensearch.rebuild()
    contact.name = "Kari Sørmo"
    contact.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('search_unsent', 'id'), 1)")
        cursor.execute("INSERT INTO search_unsent (id, entry) SELECT 1000 + id, id FROM search_entry")

    with pytest.raises(CommandError, match=r"run `manage\.py search_index`"):
        call_command("search_send")
    still_noted = Unsent.objects.count()
    opensearch.rebuild()

    assert (still_noted, Unsent.objects.count()) == (Entry.objects.count(), 0)


def test_a_document_that_is_refused_is_kept_and_told(
    articles: ArticleIndexPage, sending: SearchServer, warnings: Callable[[], list[str]]
) -> None:
    (index,) = sending.indices.values()
    del index.fields["themes"]
    page = ArticlePageFactory(parent=articles, title="Havbruk")

    page.themes = [ThemeFactory(slug="hav", label="Hav")]
    page.save()

    assert list(Unsent.objects.values_list("entry", flat=True).distinct()) == [Entry.objects.get(page_id=page.pk).pk]
    assert "refused entry" in warnings()[0]
    assert "introducing [themes] is not allowed" in warnings()[0]


def test_without_the_setting_nothing_is_noted_any_more(sending: SearchServer, settings: Any) -> None:
    settings.SEARCH_URL = ""

    call_command("migrate", verbosity=0)
    ContactFactory()

    assert (IndexCopy.objects.count(), Unsent.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    "condition",
    [Q(title="Havbruk"), Q(kind__in=["ARTICLE"]) ^ Q(day__year__in=[2023]), ~Q(text__contains="x")],
    ids=str,
)
def test_a_condition_that_nobody_thought_of_is_an_error(condition: Q) -> None:
    with pytest.raises(ValueError, match="OpenSearch is not asked for"):
        translated(condition)


def test_a_query_as_long_as_can_be_is_answered(articles: ArticleIndexPage, query: Query, sending: SearchServer) -> None:
    a_bit_of_everything(articles)

    answers = [
        query(SEARCH, query=words)["search"]["totalCount"]
        for words in (
            "forskningssamarbeid velferdsteknologi hjemmeoppfølging havbruk omstilling kommuner sensorer skolemat",
            "fisk or mat or skole or havbruk or kommune or teknologi or velferd or forskning or omstilling or digital",
            '"grønn omstilling" "omstilling grønn" -fisk -mat -skole -"og i"',
        )
    ]

    assert sending.refused == []
    assert all(isinstance(answer, int) for answer in answers)
