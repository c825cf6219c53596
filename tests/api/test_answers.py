"""Kept answers: never stale whatever changes, by whatever way; and left alone by what does not touch them."""

import datetime
import io
import json

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from cms.api.answers import answers
from cms.api.ids import global_id
from pages.models import ArticleAuthor, ArticlePage, EventOrganiser, ProgrammeItem
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
