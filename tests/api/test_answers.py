"""Kept answers: never stale whatever changes, by whatever way; and left alone by what does not touch them."""

import datetime
import gzip
import io
import json
import threading
import time

import PIL.Image
import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, connections
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from cms.api import changes as changes_noted
from cms.api import keeping, view
from cms.api.answers import Answers, Kept, answers
from cms.api.freshness import NO_NEWS
from cms.api.ids import global_id
from cms.api.tags import tracked
from pages.models import ArticleAuthor, ArticlePage, EventOrganiser, ProgrammeItem
from search.models import Promotion, Synonym
from snippets import queries
from snippets.models import Contact, Notice, SiteSettings
from tests.factories import (
    ContactFactory,
    DocumentFactory,
    ImageFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ThemeFactory,
    VenueFactory,
)
from tests.page_factories import (
    OSLO,
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    HomePageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
)

# Only what is committed can be kept. What the migrations made is put back when a test has emptied the tables.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


class Content:
    """A small site, committed."""

    def __init__(self):
        self.home = HomePageFactory(title="Forside", slug="forside")
        Site.objects.update(hostname="testserver", root_page=self.home)
        SiteSettings.objects.create(site=Site.objects.get(), name="FoUI")
        self.theme, self.other_theme = ThemeFactory(), ThemeFactory()
        self.municipality = MunicipalityFactory()
        self.organisation, self.image, self.venue = OrganisationFactory(), ImageFactory(), VenueFactory()
        self.document = DocumentFactory()
        self.contact = ContactFactory(
            name="Kari Kontakt", organisation=self.organisation, municipality=self.municipality, photo=self.image
        )
        self.bystander = ContactFactory(name="Per Annen")
        self.projects = ProjectIndexPageFactory(parent=self.home, slug="prosjekter")
        self.project = ProjectPageFactory(parent=self.projects, owner_organisation=self.organisation)
        self.articles = ArticleIndexPageFactory(parent=self.home, slug="artikler")
        self.article = self.new_article("a", themes=[self.theme], authors=[ArticleAuthor(contact=self.contact)])
        self.other_article = self.new_article("b", themes=[self.other_theme])
        self.events = EventIndexPageFactory(parent=self.home, slug="arrangementer")
        self.event = EventPageFactory(parent=self.events, slug="samling", venue=self.venue, starts_at=in_days(30))
        self.event.programme = [ProgrammeItem(title="Post", organisation=self.organisation, project=self.project)]
        self.event.organisers = [EventOrganiser(organisation=self.organisation)]
        self.event.save_revision().publish()

    def new_article(self, slug, *, live=True, **fields):
        article = ArticlePageFactory(
            parent=self.articles, slug=slug, title=f"Artikkel {slug}", hero_image=self.image, live=live
        )
        for name, value in fields.items():
            setattr(article, name, value)
        article.body = json.dumps(
            [
                {"type": "text", "value": {"text": f'<p><a linktype="page" id="{self.project.pk}">se</a></p>'}},
                {"type": "contacts", "value": {"heading": "", "contacts": []}},
            ][:1]
        )
        article.save()
        return article


def in_days(days):
    return timezone.now() + datetime.timedelta(days=days)


@pytest.fixture
def content():
    answers.forget()
    yield Content()
    answers.forget()


def send(asked):
    name, variables = asked
    parameters = {"variables": variables} | ({"query": name} if "{" in name else {"documentId": name})
    return Client().post("/graphql/", json.dumps(parameters), content_type="application/json")


def is_kept(response):
    return response["Server-Timing"].endswith("answer;desc=kept")


def questions(content):
    ids = [global_id(thing) for thing in (content.article, content.contact, content.image, content.document)]
    return {
        "front page": ("front-page", {}),
        "articles": ("articles", {}),
        "articles on the theme": ("articles", {"where": {"themes": [content.theme.slug]}}),
        "articles on another theme": ("articles", {"where": {"themes": [content.other_theme.slug]}}),
        "articles by the contact": ("articles", {"where": {"authors": [global_id(content.contact)]}}),
        "article a": ("article", {"path": "/artikler/a/"}),
        "article b": ("article", {"path": "/artikler/b/"}),
        "article b in nynorsk": ("article", {"path": "/artikler/b/", "locale": "NN"}),
        "article to come": ("article", {"path": "/artikler/ny/"}),
        "events": ("events", {}),
        "upcoming events": ("events", {"where": {"when": ["UPCOMING"]}}),
        "event": ("event", {"path": "/arrangementer/samling/"}),
        "contacts": ("contacts", {}),
        "directory": ("contact-directory", {"path": "/kontakter/"}),
        "projects": ("projects", {}),
        "search": ("search", {"query": "artikkel"}),
        "suggest": ("suggest", {"prefix": "art"}),
        "site": ("site", {}),
        "sitemap": ("sitemap", {}),
        "by id": ("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {"ids": ids}),
        "media": ("{ images { nodes { id alt url } } documents { nodes { id title } } }", {}),
        "shared": ("{ themes { slug label } organisations { nodes { name } } municipalities { name } }", {}),
        "tree": ('{ page(path: "/artikler/") { title children { nodes { title path } } parent { title } } }', {}),
        "of two types": ("{ pages(where: { types: [EVENT, CONTACT_DIRECTORY] }) { totalCount nodes { title } } }", {}),
        "articles as pages": ("{ pages(where: { types: [ARTICLE] }) { totalCount nodes { title path } } }", {}),
        "sizes": ("{ pages { totalCount } articles { totalCount } contacts { totalCount } }", {}),
    }


def body_of(asked):
    response = send(asked).json()
    assert "errors" not in response, response["errors"]
    return response


def remembered(content):
    """All questions asked twice: the second time each is answered from memory."""
    asked = questions(content)
    for question in asked.values():
        send(question)
    forgotten = [name for name, question in asked.items() if not is_kept(send(question))]
    assert forgotten == []
    return asked


def changes(content):
    """What editors do, each by the way the admin does it; and a few things that others do to the database."""

    def publish(page, **fields):
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()

    yield "an article is published again", lambda: publish(content.article, title="Ny tittel")
    yield "its author changes", lambda: publish(content.article, authors=[ArticleAuthor(contact=content.bystander)])
    yield "its themes change", lambda: publish(content.article, themes=[content.other_theme])
    new = content.new_article("ny", live=False, themes=[content.theme])
    yield "a draft is published", lambda: publish(new)
    yield "it is hidden", lambda: ArticlePage.objects.get(pk=new.pk).unpublish()
    yield "it is shown", lambda: publish(new)
    yield "it moves", lambda: Page.objects.get(pk=new.pk).move(content.projects, pos="last-child")
    yield "its address changes", lambda: publish(ArticlePage.objects.get(pk=new.pk), slug="nyere")
    yield "it is deleted", lambda: ArticlePage.objects.get(pk=new.pk).delete()
    nynorsk = Locale.objects.create(language_code="nn")
    yield "the front page gets a translation", lambda: publish(content.home.copy_for_translation(nynorsk))
    yield "the project is renamed", lambda: publish(content.project, title="Omdøpt prosjekt")
    yield "the project is hidden", content.project.unpublish
    yield "the event is moved in time", lambda: publish(content.event, starts_at=in_days(-3), ends_at=in_days(-2))
    yield "the index is hidden", content.articles.unpublish
    yield "the index is shown", lambda: publish(content.articles)
    yield (
        "the tree is ordered anew",
        lambda: Page.objects.get(pk=content.other_article.pk).move(Page.objects.get(pk=content.article.pk), pos="left"),
    )
    yield (
        "pages become private",
        lambda: PageViewRestriction.objects.create(
            page=Page.objects.get(pk=content.articles.pk), restriction_type="login"
        ),
    )
    yield "they become public", PageViewRestriction.objects.all().delete
    yield "an organisation is renamed", lambda: save(content.organisation, name="Omdøpt")
    yield "a contact is published", lambda: publish(content.contact, name="Kari Omdøpt")
    yield "a contact is hidden", lambda: Contact.objects.get(pk=content.contact.pk).unpublish()
    yield "a contact is deleted", lambda: Contact.objects.get(pk=content.bystander.pk).delete()
    yield "a theme is renamed", lambda: save(content.theme, label="Omdøpt tema")
    yield "a venue is renamed", lambda: save(content.venue, name="Omdøpt sted")
    yield "an image is replaced", lambda: replace(content.image)
    yield "images become private", lambda: hide_collection(content)
    yield "they become public again", CollectionViewRestriction.objects.all().delete
    yield "a document is renamed", lambda: save(content.document, title="Omdøpt dokument")
    yield "the settings change", lambda: save(SiteSettings.objects.get(), name="Nytt navn")
    yield "a notice goes up", lambda: Notice.objects.create(text="<p>Stengt</p>", starts_at=in_days(-1))
    yield (
        "a redirect is made",
        lambda: Redirect.objects.create(old_path="/artikler/ny", redirect_link="/", site=Site.objects.get()),
    )
    yield "a synonym is made", lambda: Synonym.objects.create(words="artikkel, arrangement")
    yield "a page is promoted", lambda: Promotion.objects.create(queries="artikler", page=content.event)
    yield "many rows change at once", lambda: ArticlePage.objects.update(lead="Alle på én gang")
    yield "rows change by hand", lambda: by_hand("UPDATE snippets_organisation SET name = 'For hånd'")
    yield "a page expires by command", lambda: expire(content.other_article)


def save(thing, **fields):
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def replace(image):
    red = io.BytesIO()
    PIL.Image.new("RGB", (32, 24), "red").save(red, "PNG")
    save(image, file=ContentFile(red.getvalue(), "annet.png"), description="Et annet bilde")


def hide_collection(content):
    hidden = Collection.get_first_root_node().add_child(name="Skjult")
    CollectionViewRestriction.objects.create(collection=hidden, restriction_type="login")
    save(content.image, collection=hidden)


def by_hand(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def expire(page):
    Page.objects.filter(pk=page.pk).update(expire_at=in_days(-1))
    call_command("publish_scheduled")


def test_whatever_changes_the_next_answer_knows_of_it(content):
    asked = remembered(content)
    stale, untold = {}, []
    before = {question: body_of(asked[question]) for question in asked}

    for name, change in changes(content):
        change()
        served = {question: body_of(asked[question]) for question in asked}
        answers.forget()
        true = {question: body_of(asked[question]) for question in asked}
        stale |= {(name, question): served[question] for question in asked if served[question] != true[question]}
        untold += [name] if before == true else []
        before = true

    assert stale == {}
    assert untold == [], "these changes change no answer, and so test nothing"


def left_alone(asked):
    return {name for name, question in asked.items() if is_kept(send(question))}


def test_publishing_an_article_leaves_alone_what_cannot_contain_it(content):
    asked = remembered(content)

    content.article.title = "Ny tittel"
    content.article.save_revision().publish()

    touched = {
        "front page",
        "articles",
        "articles as pages",
        "articles on the theme",
        "articles by the contact",
        "article a",
        "by id",
        "event",
        "search",
        "suggest",
        "sitemap",
        "sizes",
        "tree",
    }
    assert left_alone(asked) == set(asked) - touched


def test_an_article_of_one_theme_is_made_anew_when_another_gets_that_theme(content):
    remembered(content)
    b = questions(content)["article b"]

    content.article.themes = [content.other_theme]
    content.article.save_revision().publish()
    with_the_theme = send(b)
    send(b)
    content.article.themes = [content.theme]
    content.article.save_revision().publish()
    without_it = send(b)

    assert not is_kept(with_the_theme)
    assert [one["title"] for one in with_the_theme.json()["data"]["route"]["related"]] == ["Artikkel a"]
    assert not is_kept(without_it)
    assert without_it.json()["data"]["route"]["related"] == []


def test_publishing_a_contact_leaves_alone_what_does_not_name_it(content):
    asked = remembered(content)

    content.bystander.save_revision().publish()

    # Which contacts one may filter by depends on which are public.
    touched = {"contacts", "directory", "sizes", "articles by the contact"}
    assert left_alone(asked) == set(asked) - touched


def test_a_draft_changes_nothing_that_is_read(content):
    asked = remembered(content)

    content.article.title = "Bare et utkast"
    content.article.save_revision()
    content.event.save_revision()
    content.contact.save_revision()

    assert left_alone(asked) == set(asked)


@pytest.mark.parametrize(
    "asked",
    [
        ("{ nothing }", {}),
        ("{", {}),
        ('{ node(id: "nothing of ours") { id } }', {}),
        ('{ page(path: "/", preview: "wrong") { id } }', {}),
    ],
)
def test_neither_errors_nor_previews_are_kept(content, asked):
    assert not any(is_kept(send(asked)) for _ in range(2))


def test_an_answer_is_kept_for_its_own_host_only(content, settings):
    settings.ALLOWED_HOSTS = ["testserver", "annet.example.no"]
    Site.objects.create(hostname="annet.example.no", root_page=HomePageFactory(title="Annet", slug="annet"))
    question = {"query": "{ site { home { title } } }"}

    def ask(host):
        return Client(headers={"host": host}).post("/graphql/", json.dumps(question), content_type="application/json")

    titles = [ask(host).json()["data"]["site"]["home"]["title"] for host in ("testserver", "annet.example.no") * 2]

    assert titles == ["Forside", "Annet"] * 2


def test_the_clock_ends_an_answer_at_the_moment_an_event_starts(content, monkeypatch):
    starts_at = datetime.datetime(2027, 3, 28, 10, tzinfo=OSLO)
    content.event.starts_at, content.event.ends_at = starts_at, starts_at + datetime.timedelta(hours=2)
    content.event.save_revision().publish()
    question = ("events", {"where": {"when": ["UPCOMING"]}})

    def titles_at(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment.astimezone(datetime.UTC))
        response = send(question)
        return is_kept(response), [node["path"] for node in response.json()["data"]["events"]["nodes"]]

    second = datetime.timedelta(seconds=1)
    path = "/arrangementer/samling/"
    assert titles_at(starts_at - 2 * second) == (False, [path])
    assert titles_at(starts_at - second) == (True, [path])
    assert titles_at(starts_at) == (False, [])
    assert titles_at(starts_at + second) == (True, [])
    assert titles_at(starts_at + 3 * 3600 * second) == (False, []), "when it was over, another turn had passed"


@pytest.mark.parametrize("day", [(2026, 10, 25), (2027, 3, 28), (2027, 6, 1)])
@pytest.mark.parametrize("hour", [0, 2, 3, 10])
def test_an_event_is_upcoming_until_it_starts_on_every_kind_of_day(content, monkeypatch, day, hour):
    starts_at = datetime.datetime(*day, hour, tzinfo=OSLO).astimezone(datetime.UTC)
    content.event.starts_at, content.event.ends_at = starts_at, starts_at + datetime.timedelta(hours=8)
    content.event.save_revision().publish()
    document = """{
      upcoming: events(where: { when: [UPCOMING] }) { totalCount }
      ongoing: events(where: { when: [ONGOING] }) { totalCount }
      coming: events(where: { when: [UPCOMING, ONGOING] }) { totalCount }
      past: events(where: { when: [PAST] }) { totalCount }
    }"""

    def counts(seconds):
        moment = starts_at + datetime.timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: moment)
        return [field["totalCount"] for field in send((document, {})).json()["data"].values()]

    assert [counts(-1), counts(0), counts(1)] == [[1, 0, 1, 0], [0, 1, 1, 0], [0, 1, 1, 0]]
    assert [counts(8 * 3600 - 1), counts(8 * 3600 + 1)] == [[0, 1, 1, 0], [0, 0, 0, 1]]


def test_a_shared_cache_may_keep_an_answer_no_longer_than_the_clock_leaves_it_true(content, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"SHARED_MAX_AGE": 3600}
    content.article.expire_at = timezone.now() + datetime.timedelta(seconds=100)
    content.article.save_revision().publish()

    def shared_max_age(document):
        value = Client().get("/graphql/", {"query": document})["Cache-Control"].rpartition("s-maxage=")[2]
        return int(value)

    assert 90 <= shared_max_age("{ articles { nodes { title } } }") <= 100
    assert shared_max_age("{ contacts { nodes { name } } }") == 3600


def test_an_answer_that_has_expired_is_not_served_before_the_command_has_run(content):
    content.article.expire_at = timezone.now() + datetime.timedelta(seconds=1)
    content.article.save_revision().publish()
    question = questions(content)["article a"]
    assert send(question).json()["data"]["route"]

    time.sleep(1.1)

    assert send(question).json()["data"]["route"] is None


def test_many_who_ask_the_same_at_once_wait_for_one_answer(content):
    question = ("search", {"query": "artikkel"})
    kept = []
    start = threading.Barrier(8)

    def ask():
        start.wait()
        kept.append(is_kept(send(question)))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(kept) == [False] + [True] * 7


def test_what_is_published_while_an_answer_is_made_is_not_missed(content, monkeypatch):
    question = ("{ articles { nodes { title } } }", {})
    published = []

    def publish_elsewhere(*args, **kwargs):
        if not published:
            published.append(True)
            thread = threading.Thread(target=rename, args=(content.article, "Publisert imens"))
            thread.start()
            thread.join()
        return made(*args, **kwargs)

    def rename(article, title):
        article.title = title
        article.save_revision().publish()
        connections.close_all()

    made = view.run
    monkeypatch.setattr(view, "run", publish_elsewhere)
    send(question)

    titles = [node["title"] for node in send(question).json()["data"]["articles"]["nodes"]]
    assert "Publisert imens" in titles


def test_all_of_an_answer_is_of_one_moment(content, monkeypatch):
    """Between two statements of one answer somebody publishes: the answer has neither half of it."""
    document = "{ before: articles { nodes { title } } themes { slug } after: articles { nodes { title } } }"

    def publish_elsewhere(*args):
        def rename():
            content.article.title = "Publisert imens"
            content.article.save_revision().publish()
            connections.close_all()

        thread = threading.Thread(target=rename)
        thread.start()
        thread.join()
        return themes(*args)

    themes = queries.themes
    monkeypatch.setattr(queries, "themes", publish_elsewhere)

    data = send((document, {})).json()["data"]

    assert data["before"] == data["after"]


def test_an_answer_left_for_other_processes_is_served_while_it_is_true(content, monkeypatch):
    """Two processes with a cache between them, here in one: each has its own memory and its own news."""
    between = LocMemCache("between processes", {})
    question = ("{ contacts { nodes { name } } }", {})

    def ask(process):
        monkeypatch.setattr(keeping, "answers", process)
        response = send(question)
        return is_kept(response), {node["name"] for node in response.json()["data"]["contacts"]["nodes"]}

    first, second = (Answers(10_000_000, between) for _ in range(2))
    names = {"Kari Kontakt", "Per Annen"}
    assert [ask(first), ask(second)] == [(False, names), (True, names)]

    content.bystander.name = "Per Omdøpt"
    content.bystander.save_revision().publish()

    third = Answers(10_000_000, between)
    renamed = {"Kari Kontakt", "Per Omdøpt"}
    assert [ask(third), ask(second), ask(first)] == [(False, renamed), (True, renamed), (True, renamed)]


def test_a_shared_cache_that_fails_costs_no_answer(content, monkeypatch, caplog):
    class Broken(LocMemCache):
        def get(self, *args, **kwargs):
            raise ConnectionError

        set = get

    monkeypatch.setattr(keeping, "answers", Answers(10_000_000, Broken("broken", {})))

    assert send(("{ contacts { nodes { name } } }", {})).json()["data"]["contacts"]["nodes"]
    assert "The shared cache cannot be read" in caplog.text


def test_the_memory_for_answers_is_bounded(content):
    limited = Answers(most_bytes=20_000)
    for number in range(100):
        limited.keep(number, Kept("value", length=1_000, tags=frozenset(), until=None, number=1), "")

    held = [number for number in range(100) if limited.fresh(number, 1)]

    assert 0 < len(held) <= 8
    assert held[-1] == 99, "the latest stays"


def test_each_table_that_answers_are_made_of_notes_its_changes(content):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'cms_api_note%'")
        noting = set(cursor.fetchall())

    events = {"cms_api_note_insert", "cms_api_note_update", "cms_api_note_delete", "cms_api_note_truncate"}
    planned = {("wagtailcore_revision", "cms_api_note_planned")}
    assert noting == planned | {(one.table, event) for one in tracked() for event in events}


def test_however_much_has_changed_only_the_end_of_an_index_is_read(content):
    by_hand("INSERT INTO cms_api_change (tags) SELECT '{theme}' FROM generate_series(1, 20000)")
    by_hand("ANALYZE cms_api_change")

    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE no_news AS {NO_NEWS.decode()}")
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute("EXPLAIN EXECUTE no_news ('1', '')")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("RESET plan_cache_mode")
        cursor.execute("DEALLOCATE no_news")

    assert "cms_api_change_transaction" in plan
    assert "Seq Scan" not in plan


def test_changes_noted_in_a_database_that_was_restored_here_are_forgotten(content):
    by_hand("INSERT INTO cms_api_change (transaction, tags) VALUES ('999999999999', '{theme}')")
    question = ("{ themes { slug } }", {})
    before = [is_kept(send(question)) for _ in range(2)]

    changes_noted.install(using="default")

    assert before == [False, False]
    assert is_kept(send(question))


def test_old_changes_are_cleared_away_by_new_ones(content):
    def old_changes():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cms_api_change WHERE at < now() - interval '7 days'")
            return cursor.fetchone()[0]

    by_hand("UPDATE cms_api_change SET at = now() - interval '8 days'")
    before = old_changes()
    save(content.theme, label="Ny etikett")

    assert old_changes() <= max(0, before - 100)


@pytest.mark.parametrize("encoding", ["", "gzip", "br", "zstd"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_kept_answer_has_the_headers_that_it_had_at_first(content, encoding, method):
    """It passes no other middleware, so what those add has to be on it all the same."""
    asked = {"documentId": "articles"}
    body = asked if method == "get" else json.dumps(asked)
    ask = getattr(Client(), method)

    first = ask("/graphql/", body, content_type="application/json", headers={"accept-encoding": encoding})
    again = [
        ask("/graphql/", body, content_type="application/json", headers={"accept-encoding": encoding}) for _ in range(3)
    ]

    assert not is_kept(first)
    assert all(is_kept(one) for one in again)
    for one in again:
        assert one.content == first.content
        assert own_headers(one) == own_headers(first)
        assert {"X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"} <= set(one.headers)


def own_headers(response):
    of_this_one = {"Server-Timing", "X-Request-ID"}
    return {name: value for name, value in response.items() if name not in of_this_one}


def test_what_was_made_for_another_encoding_is_encoded_from_memory(content):
    ask = ("/graphql/", {"documentId": "articles"})
    plain = Client().get(*ask)
    packed = Client().get(*ask, headers={"accept-encoding": "gzip"})

    assert is_kept(packed)
    assert gzip.decompress(packed.content) == plain.content
    assert packed["Content-Length"] == str(len(packed.content))


def test_a_kept_answer_is_validated_with_all_of_its_headers(content):
    ask = ("/graphql/", {"documentId": "articles"})
    first = Client().get(*ask)
    again = Client().get(*ask, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, is_kept(again)) == (304, True)
    expected = {name: value for name, value in own_headers(first).items() if not name.startswith("Content-")}
    assert {name: value for name, value in own_headers(again).items() if name != "Content-Length"} == expected


def test_what_was_asked_over_https_does_not_answer_plain_http(content, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ask = ("/graphql/", {"documentId": "articles"})
    over_https = [Client().get(*ask, headers={"x-forwarded-proto": "https"}) for _ in range(2)]

    assert is_kept(over_https[1])
    assert Client().get(*ask).status_code == 301


def test_a_host_that_is_not_ours_gets_no_kept_answer(content, settings):
    ask = ("/graphql/", {"documentId": "articles"})
    Client().get(*ask)

    assert Client().get(*ask, headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wagtailredirects_redirect SET old_path = old_path || 'x'",
        "DELETE FROM wagtailredirects_redirect",
    ],
)
def test_a_statement_over_very_many_rows_moves_everything(statement, content):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailredirects_redirect (old_path, is_permanent, redirect_link, redirect_page_route_path,"
            " automatically_created) SELECT '/' || n, true, '/', '', false FROM generate_series(1, 10001) n"
        )
    asked = remembered(content)

    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert left_alone(asked) == set()
