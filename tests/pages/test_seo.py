"""What search engines and social media are told about a page."""

import datetime
import json

import pytest
from wagtail.models import Collection, CollectionViewRestriction, get_page_models

from pages.content import ContentPage
from pages.models import ArticleAuthor, ArticlePage, AttendanceMode, EventOrganiser, EventStatus
from snippets.models import SiteSettings
from tests.factories import ContactFactory, FundingSchemeFactory, ImageFactory, OrganisationFactory, VenueFactory
from tests.page_factories import (
    OSLO,
    ArticleIndexPageFactory,
    ArticlePageFactory,
    EventIndexPageFactory,
    EventPageFactory,
    ProjectIndexPageFactory,
    ProjectPageFactory,
)

SEO = """
query ($path: String!) {
  page(path: $path) { seo { title description canonicalUrl robots jsonLd shareImage { alt } } }
}
"""


@pytest.fixture
def seo(query):
    def of(path):
        return query(SEO, path=path)["page"]["seo"]

    return of


@pytest.fixture
def said(seo):
    """What the JSON-LD of the page at the path says: the page and the breadcrumbs."""

    def of(path):
        graph = json.loads(seo(path)["jsonLd"])
        assert graph["@context"] == "https://schema.org"
        return graph["@graph"]

    return of


@pytest.fixture
def article(home):
    SiteSettings.objects.create(site=home.get_site(), name="FoUI", frontend_url="https://foui.example.no/")
    return ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, slug="artikler"), slug="en", title="Én")


def test_what_the_editor_wrote_goes_before_what_the_page_says(article, seo):
    before = seo("/artikler/en/")
    article.seo_title, article.search_description = "Tittel for søk", "Beskrivelse for søk"
    article.is_hidden_from_search_engines = True
    article.save()

    after = seo("/artikler/en/")

    assert (before["title"], before["description"], before["robots"]) == ("Én", article.lead, "index, follow")
    assert before["canonicalUrl"] == "https://foui.example.no/artikler/en/"
    assert (after["title"], after["description"]) == ("Tittel for søk", "Beskrivelse for søk")
    assert after["robots"] == "noindex, follow"


def test_the_picture_for_sharing_is_its_own_then_the_main_one_then_the_sites(article, seo):
    pictures = {name: ImageFactory(description=name) for name in ("own", "main", "site")}
    SiteSettings.objects.update(share_image=pictures["site"])
    shown = []

    for changes in ({}, {"hero_image": pictures["main"]}, {"share_image": pictures["own"]}):
        for name, picture in changes.items():
            setattr(article, name, picture)
        article.save()
        shown.append(seo("/artikler/en/")["shareImage"]["alt"])

    assert shown == ["site", "main", "own"]


@pytest.mark.parametrize("model", [model for model in get_page_models() if issubclass(model, ContentPage)])
def test_the_form_speaks_of_the_main_picture_where_there_is_one(model, rf, admin_user):
    request, page = rf.get("/"), model()
    request.user = admin_user
    panel = next(one for one in panels_below(model.get_edit_handler()) if one.clean_name == "share_image")
    form = model.get_edit_handler().get_form_class()(instance=page, for_user=admin_user)

    says = panel.get_bound_panel(instance=page, request=request, form=form).help_text

    otherwise = (
        "hovedbildet, og uten det nettstedets delingsbilde" if model is ArticlePage else "nettstedets delingsbilde"
    )
    assert says == f"Vises når siden deles i sosiale medier. Uten eget bilde brukes {otherwise}."


def panels_below(panel):
    for child in getattr(panel, "children", ()):
        yield child
        yield from panels_below(child)


def test_a_private_picture_is_not_shared(article, seo):
    private = Collection.get_first_root_node().add_child(name="Privat")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    article.share_image = article.hero_image = ImageFactory(collection=private)
    article.save()

    found = seo("/artikler/en/")

    assert found["shareImage"] is None
    assert "/images/" not in found["jsonLd"]


def test_an_article_in_schema_orgs_words(article, said):
    article.authors = [ArticleAuthor(contact=ContactFactory(name="Kari")), ArticleAuthor(name="Ola")]
    article.published_on = datetime.date(2022, 11, 20)
    article.save()

    page, breadcrumbs = said("/artikler/en/")

    assert page["@type"] == "NewsArticle"
    assert (page["headline"], page["url"]) == ("Én", "https://foui.example.no/artikler/en/")
    assert (page["datePublished"], page["inLanguage"]) == ("2022-11-20", "nb")
    assert [author["name"] for author in page["author"]] == ["Kari", "Ola"]
    assert [item["name"] for item in breadcrumbs["itemListElement"]][-1] == "Én"
    assert [item["position"] for item in breadcrumbs["itemListElement"]] == [1, 2, 3]


def test_an_author_who_is_hidden_is_not_named(article, said):
    article.authors = [ArticleAuthor(contact=ContactFactory(name="Kari", live=False))]
    article.save()

    assert "author" not in said("/artikler/en/")[0]


def test_an_event_in_schema_orgs_words(home, said):
    event = EventPageFactory(
        parent=EventIndexPageFactory(parent=home, slug="arrangementer"),
        slug="samling",
        starts_at=datetime.datetime(2032, 6, 1, 9, tzinfo=OSLO),
        ends_at=datetime.datetime(2032, 6, 1, 15, 30, tzinfo=OSLO),
        status=EventStatus.CANCELLED,
        attendance_mode=AttendanceMode.MIXED,
        online_url="https://example.no/mote",
        venue=VenueFactory(name="Scandic Nidelven", place="Trondheim", postcode="7014"),
    )
    event.organisers = [EventOrganiser(organisation=OrganisationFactory(name="KS Trøndelag"))]
    event.save()

    page = said("/arrangementer/samling/")[0]

    assert page["@type"] == "Event"
    assert not {"headline", "datePublished", "dateModified"} & set(page)  # an event is no text
    assert (page["startDate"], page["endDate"]) == ("2032-06-01T09:00:00+02:00", "2032-06-01T15:30:00+02:00")
    assert page["eventStatus"] == "https://schema.org/EventCancelled"
    assert page["eventAttendanceMode"] == "https://schema.org/MixedEventAttendanceMode"
    assert [place["@type"] for place in page["location"]] == ["Place", "VirtualLocation"]
    assert page["location"][0]["address"]["addressLocality"] == "Trondheim"
    assert [one["name"] for one in page["organizer"]] == ["KS Trøndelag"]


def test_an_event_for_whole_days_has_no_times(home, said):
    EventPageFactory(
        parent=EventIndexPageFactory(parent=home, slug="arrangementer"),
        slug="dag",
        starts_at=datetime.datetime(2032, 6, 1, 0, tzinfo=OSLO),
        is_all_day=True,
    )

    assert said("/arrangementer/dag/")[0]["startDate"] == "2032-06-01"


def test_a_project_in_schema_orgs_words(home, said):
    ProjectPageFactory(
        parent=ProjectIndexPageFactory(parent=home, slug="prosjekter"),
        slug="ett",
        owner_organisation=OrganisationFactory(name="Sintef"),
        funding_scheme=FundingSchemeFactory(name="Regionale forskningsfond"),
    )

    page = said("/prosjekter/ett/")[0]

    assert page["@type"] == "ResearchProject"
    assert page["parentOrganization"]["name"] == "Sintef"
    assert page["funder"]["name"] == "Regionale forskningsfond"


def test_nothing_in_a_title_ends_the_script_element(article, seo):
    article.title = "</script><script>alert(1)</script>"
    article.save()

    json_ld = seo("/artikler/en/")["jsonLd"]

    assert "<" not in json_ld
    assert json.loads(json_ld)["@graph"][0]["name"] == article.title
