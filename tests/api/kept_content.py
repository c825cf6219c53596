"""A small site, what is asked of it, and whether an answer came from memory."""

import datetime
import json

from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from cms.api.ids import global_id
from pages.models import ArticleAuthor, EventOrganiser, ProgrammeItem
from snippets.models import SiteSettings
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


def send(asked, host="testserver"):
    name, variables = asked
    parameters = {"variables": variables} | ({"query": name} if "{" in name else {"documentId": name})
    return Client().post("/graphql/", json.dumps(parameters), content_type="application/json", headers={"Host": host})


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


def left_alone(asked):
    return {name for name, question in asked.items() if is_kept(send(question))}


def save(thing, **fields):
    for name, value in fields.items():
        setattr(thing, name, value)
    thing.save()


def by_hand(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
