"""What ages, leads nowhere or is hard to use on a public page is found, and gone when it is mended."""

import datetime
import json
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from cms import scheduled
from cms.roles import EDITORS, set_up_roles
from pages.health.model import HealthCheck, read
from pages.health.wording import Kind, faults_in, lix
from pages.models import PageFault
from snippets.link_texts import is_vague
from tests.factories import ImageFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, StandardPageFactory

PARTNERSHIP = (Path(__file__).parent / "partnership-nb.txt").read_text()
TODAY = datetime.date(2026, 11, 25)


def kinds(text):
    return [fault.kind for fault in faults_in(text, TODAY)]


def test_the_partnerships_own_text_has_just_these_faults():
    found = [(fault.kind, fault.words) for fault in faults_in(PARTNERSHIP, TODAY)]

    assert found == [
        (Kind.PAST_YEAR, "I 2025 har"),
        (Kind.PAST_YEAR, "I 2025 har"),
        (Kind.RELATIVE_TIME, "Høstens"),
        (Kind.NO_YEAR, "16. november"),
        (Kind.NO_YEAR, "2. mars"),
        (Kind.VAGUE_LINK, "Les mer om samlingen i denne artikkelen"),
        (Kind.VAGUE_LINK, "Les mer om FoUI-verkstedet her"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Innen 2025 skal alle ha en kontakt.", [Kind.PAST_YEAR]),
        ("Innen 2030 skal alle ha en kontakt.", []),
        ("I 2026 har vi mål.", []),
        ("I 2022 hadde vi samling.", []),
        ("Samlingen var 16. november 2022.", []),
        ("Samlingen er 16. november.", [Kind.NO_YEAR]),
        ("Årets samling blir i høst.", [Kind.RELATIVE_TIME, Kind.RELATIVE_TIME]),
        ("Det gjelder i vår kommune.", []),
        ("Vi møtes i vår.", [Kind.RELATIVE_TIME]),
        ("Vi var der i fjor", [Kind.RELATIVE_TIME]),
        ("Høstenstid er ikke et ord.", []),
        ("Klikk her.", [Kind.VAGUE_LINK]),
        ("Her kan du lese mer om prosjektet.", []),
        ("Se programmet for samlingen.", []),
    ],
)
def test_words_are_found_that_age_or_say_too_little(text, expected):
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "link", ["her", "Her.", "les mer", "Klikk her", "denne artikkelen", "i denne artikkelen", "Se her »"]
)
def test_a_link_that_says_nothing_is_vague(link):
    assert is_vague(link)


@pytest.mark.parametrize("link", ["Les mer om samlingen", "herredet", "Søknadsskjema", "mer enn du tror"])
def test_a_link_that_says_where_it_leads_is_not(link):
    assert not is_vague(link)


def test_the_readability_index_counts_as_its_author_did():
    # 10 words in 2 sentences, 3 of them of more than six letters: 5 + 30.
    assert lix("Kommunene samarbeider om forskning. Det er bra for folk flest.") == 35
    assert lix("") == 0


@pytest.fixture
def index(home):
    return ArticleIndexPageFactory(parent=home, slug="artikler")


def article_of(index, html, **fields):
    body = json.dumps([{"type": "text", "value": {"text": html}}])
    return ArticlePageFactory(**{"parent": index, "lead": "Ingressen.", "body": body} | fields)


def faults(page):
    return [(one.kind, one.words) for one in PageFault.objects.filter(page=page)]


def test_publishing_finds_what_is_wrong_and_mending_it_removes_it(index):
    gone = ArticlePageFactory(parent=index, live=False)
    article = article_of(
        index,
        f'<p>Høstens samling. Les mer <a linktype="page" id="{gone.pk}">her</a>.</p>'
        f'<p><a linktype="page" id="{index.pk}">Les mer om alle artiklene i denne artikkelen</a></p>',
    )
    article.save_revision().publish()
    found = faults(article)

    article.body = json.dumps([{"type": "text", "value": {"text": "<p>Samlingen høsten 2022.</p>"}}])
    article.save_revision().publish()

    assert found == [("relative_time", "Høstens"), ("vague_link", "her"), ("broken_link", "her")]
    assert faults(article) == []


def test_links_that_are_blocks_are_read_for_what_they_say(index):
    def link(text):
        return {"text": text, "page": None, "url": "https://example.org/"}

    texts = ("Les mer", "Forskningsrådet", "her", "Les mer om det her")
    links = [{"type": "item", "id": text, "value": link(text)} for text in texts]
    body = [
        {"type": "link_list", "value": {"heading": "Les mer", "links": links}},
        {"type": "call_to_action", "value": {"heading": "Bli med", "text": "", "link": link("Klikk her")}},
    ]
    article = ArticlePageFactory(parent=index, lead="Ingressen.", body=json.dumps(body))

    found = [(fault.kind, fault.words) for fault in read(article)]

    assert found == [("vague_link", "Les mer"), ("vague_link", "her"), ("vague_link", "Klikk her")]


def test_a_page_that_cannot_be_read_is_published_all_the_same(index, monkeypatch, caplog):
    def fails(page):
        raise ValueError("nei")

    monkeypatch.setattr("pages.health.model.faults_of", fails)
    article = article_of(index, "<p>Kort.</p>", live=False)

    article.save_revision().publish()

    article.refresh_from_db()
    assert article.live
    assert HealthCheck.objects.filter(page=article).exists()
    assert f"Page {article.pk} could not be read for faults" in caplog.text


def test_a_page_that_is_hidden_has_no_faults(index):
    article = article_of(index, "<p>Høstens samling.</p>")
    article.save_revision().publish()
    assert faults(article)

    article.unpublish()

    assert faults(article) == []


def test_a_missing_lead_and_alternative_text_are_found(index):
    image = ImageFactory(title="Uten tekst")
    type(image).objects.filter(pk=image.pk).update(description="x", is_decorative=False)
    image.refresh_from_db()
    image.description = ""
    article = article_of(index, "<p>Kort.</p>", lead=" ")
    article.hero_image = image

    found = [(fault.kind, fault.words) for fault in read(article)]

    assert found == [("no_lead", ""), ("no_alt", "Uten tekst")]


def test_a_page_nobody_has_changed_for_long_and_a_heavy_text_are_found(home):
    heavy = "Tverrfaglige forskningssamarbeidsordninger forutsetter organisasjonsutviklingskompetanse " * 30
    page = StandardPageFactory(
        parent=home, lead="Ingress.", body=json.dumps([{"type": "text", "value": {"text": f"<p>{heavy}</p>"}}])
    )
    Page.objects.filter(pk=page.pk).update(last_published_at=timezone.now() - datetime.timedelta(days=731))
    page.refresh_from_db()

    assert [fault.kind for fault in read(page)] == ["stale", "hard_to_read"]


def test_the_scheduler_reads_each_page_once_a_day(index, monkeypatch):
    article = article_of(index, "<p>Vi møtes 2. mars.</p>")

    scheduled.run_scheduled()
    first = HealthCheck.objects.get(page=article).read_at
    scheduled.run_scheduled()
    same = HealthCheck.objects.get(page=article).read_at
    HealthCheck.objects.filter(page=article).update(read_at=timezone.now() - datetime.timedelta(days=2))
    scheduled.run_scheduled()

    assert faults(article) == [("no_year", "2. mars")]
    assert first == same
    assert HealthCheck.objects.get(page=article).read_at > first


def test_an_editor_sees_the_report_filters_it_and_takes_it_along(client, django_user_model, index, home):
    set_up_roles([home])
    user = django_user_model.objects.create_user("redaktor")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)
    article = article_of(index, "<p>Høstens samling 2. mars.</p>", title="Samlingen")
    read(article)

    report = client.get(reverse("content_health"))
    filtered = client.get(reverse("content_health"), {"kind": "no_year"}).content.decode()
    exported = b"".join(client.get(reverse("content_health"), {"export": "csv"}).streaming_content).decode()

    assert "Tid som eldes: 1 · Dato uten år: 1." in " ".join(report.content.decode().split())
    assert reverse("wagtailadmin_pages:edit", args=[article.pk]) in report.content.decode()
    assert ("2. mars" in filtered, ">Høstens<" in filtered) == (True, False)
    assert exported.splitlines()[0] == "Side,Hva,Ordene det gjelder,Sist publisert"
    assert reverse("content_health") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_nobody_sees_faults_of_pages_that_are_not_theirs(client, django_user_model, index):
    read(article_of(index, "<p>Høstens samling.</p>"))
    user = django_user_model.objects.create_user("fremmed")
    client.force_login(user)

    assert client.get(reverse("content_health")).status_code == 302
