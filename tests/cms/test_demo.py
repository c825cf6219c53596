"""The demo content: the partnership's own words in their places, loaded once."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Model
from django.test import RequestFactory
from graphql import GraphQLList, GraphQLObjectType, execute, get_nullable_type, parse
from wagtail.contrib.redirects.models import Redirect
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, get_page_models

from cms.api.access import AccessToken, Scope
from cms.api.context import Context
from cms.api.documents import graphql_schema
from cms.demo.logins import make_logins
from pages.blocks import BodyStreamBlock
from pages.models import ArticleIndexPage
from snippets.models import Contact
from tests.recovery.answers import all_answers
from tests.schema_walk import documents_that_reach_everything

# The partnership's page as it stands. Its "Les mer om FoUI-verkstedet her" lost the "her", which no link should say.
TEXT = """
Trøndelag som region, skal være ledende i Norge, til å ta i bruk forskning og innovasjon i offentlig sektor.
I 2025 har offentlig sektor i hele Trøndelag en forsknings- og innovasjonskultur som er preget av godt samarbeid, \
høg innovasjonstakt og en region som i stor grad tar i bruk forskning.
I 2025 har kommunene i hele Trøndelag en tydelig innsats på næringsutvikling og eget utviklingsarbeid.
Organisasjonene i partnerskapet bidrar til gjensidig utveksling av informasjon, kunnskap om pågående tiltak og \
erfaringer, som grunnlag for å diskutere hvordan vi kan innrette og samordne innsatsen og strategier knyttet til \
forskning, utviklingsarbeid og innovasjon i offentlig sektor i Trøndelag.
Organisasjonene vil bidra til å mobilisere offentlig sektor til økt bruk av forskning, utvikling og innovasjon.
Partnerskap
Partnerskapet består av representanter fra Statsforvalteren i Trøndelag, Trøndelag fylkeskommune, \
Forskningsrådet region Trøndelag og KS Trøndelag.
Oppfølging av verdiskapingsstrategien med tilhørende handlingsplan (Trøndelag fylkeskommune), er den viktigste \
oppgaven for partnerskapet.
Erfaringsdeling
Partnerskapet legger også til rette for møteplasser og arenaer i Trøndelag knyttet til tematikk innenfor innovasjon, \
utvikling og forskning.
Høstens samling var lagt til Scandic Nidelven, 16. november.
Den hadde fokus på «Mobilisering av unge som ressurs i kommunene» samt innovasjonskultur og utviklingskraft.
Les mer om samlingen i denne artikkelen.
I digital samling 2. mars var det erfaringsdeling via presentasjon av flere kommune-prosjekter som har fått tildeling \
fra RFF:
«Samstyring for en inkluderende frivillighet for barn og unge i Inderøy kommune» v/ Inderøy kommune
«Nærnettverk for yngre personer med demenssykdom» v/ Sintef digital
«New working spaces i distriktskommuner» v/ Grong kommune
Les mer om FoUI-verkstedet
Forsknings- og innovasjonsverksted
Workshop om forskningssamarbeid
Digitalt møte for kommunale FoUI-kontakter og kompetansemeglere og Namsos kommune
Webinar – Veikart for tjenesteinnovasjon
Forsknings- og innovasjonskontaktene i kommunene i Trøndelag
Mandatet for arbeidet i Trøndelag
Alle kommuner i Trøndelag er velkommen til å oppnevne FoUI-kontakter
"""
FOUR_PARTNERS = [
    "Statsforvalteren i Trøndelag",
    "Trøndelag fylkeskommune",
    "Forskningsrådet region Trøndelag",
    "KS Trøndelag",
]


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """The demo content, loaded once for all tests here and gone after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", "--in-production")
        make_logins()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded, db) -> None:
    """The demo site; what a test changes is undone after it."""


def rows() -> dict[str, int]:
    return {model._meta.label: model.objects.count() for model in apps.get_models()}


def texts_in(answer: Any) -> Iterator[str]:
    """All texts of an answer, without their tags."""
    if isinstance(answer, dict):
        for value in answer.values():
            yield from texts_in(value)
    elif isinstance(answer, list):
        for value in answer:
            yield from texts_in(value)
    elif isinstance(answer, str):
        yield re.sub(r"<[^>]+>", "", answer)


def test_loading_twice_changes_nothing(demo, capsys):
    before, last_revision = rows(), Revision.objects.latest("pk").pk

    call_command("load_demo", "--in-production")

    assert (rows(), Revision.objects.latest("pk").pk) == (before, last_revision)
    assert "nothing loaded" in capsys.readouterr().out


def test_every_line_of_the_partnerships_text_stands_on_its_page(demo, query):
    data = query(
        """
        { route(path: "/partnerskap/") { ... on PartnershipPage {
            title vision introduction
            body {
                ... on HeadingBlock { text }
                ... on RichTextBlock { text }
                ... on EventListBlock { events { title } }
                ... on LinkListBlock { links { text page { title } } }
            }
        } } }
        """
    )

    page = "\n".join(texts_in(data))
    assert [line for line in TEXT.strip().splitlines() if line not in page] == []


def test_the_partnership_has_its_four_partners_and_the_strategy_it_follows_up(demo, query):
    data = query(
        """
        { route(path: "/partnerskap/") { ... on PartnershipPage {
            targetYear vision tasks { title text }
            partners { organisation { name } representative { roles organisation { name } } }
            strategiesFollowed { strategy { title ownerOrganisation { name } document { title } actions { title } } }
        } } }
        """
    )

    partnership = data["route"]
    assert partnership["targetYear"] == 2025
    assert partnership["vision"].startswith("<p>Trøndelag som region, skal være ledende i Norge, til å ta i bruk")
    assert [partner["organisation"]["name"] for partner in partnership["partners"]] == FOUR_PARTNERS
    for partner in partnership["partners"]:
        assert "PARTNER_REPRESENTATIVE" in partner["representative"]["roles"]
        assert partner["representative"]["organisation"] == partner["organisation"]
    assert partnership["tasks"][0]["title"] == "Følge opp verdiskapingsstrategien"
    strategy = partnership["strategiesFollowed"][0]["strategy"]
    assert strategy["title"] == "Verdiskapingsstrategien"
    assert strategy["ownerOrganisation"] == {"name": "Trøndelag fylkeskommune"}
    assert strategy["document"] == {"title": "Handlingsplan"}
    assert strategy["actions"]


def test_the_mandate_restates_the_page_and_says_that_it_is_a_demonstration(demo, query):
    data = query(
        """
        { route(path: "/mandat/") { ... on MandatePage {
            title isDemonstration signatories { organisation { name } } document { title }
            clauses { ... on ClauseBlock { heading text } }
        } } }
        """
    )

    mandate = data["route"]
    assert mandate["title"] == "Mandatet for arbeidet i Trøndelag"
    assert mandate["isDemonstration"]
    assert [one["organisation"]["name"] for one in mandate["signatories"]] == FOUR_PARTNERS
    assert [clause["heading"] for clause in mandate["clauses"]] == ["Formål", "Parter", "Hovedoppgave"]
    assert all(
        sentence in TEXT.replace("\n", " ") for clause in mandate["clauses"] for sentence in texts_in(clause["text"])
    )
    assert mandate["document"]


def test_the_autumn_gathering_keeps_the_words_of_the_text_and_leads_to_its_recap(demo, query):
    data = query(
        """
        { route(path: "/arrangementer/hostens-samling/") { ... on EventPage {
            title kind startsAt dateNote focus attendanceMode venue { name municipality { name } }
            recapArticle { kind lead event { title } }
        } } }
        """
    )

    gathering = data["route"]
    assert gathering.pop("startsAt").startswith("2022-11-16T09:00:00")
    assert gathering == {
        "title": "Høstens samling",
        "kind": "GATHERING",
        "dateNote": "Året er antatt",
        "focus": "«Mobilisering av unge som ressurs i kommunene» samt innovasjonskultur og utviklingskraft",
        "attendanceMode": "IN_PERSON",
        "venue": {"name": "Scandic Nidelven", "municipality": {"name": "Trondheim"}},
        "recapArticle": {
            "kind": "REPORT",
            "lead": "Samlingen på Scandic Nidelven handlet om å mobilisere unge som ressurs i kommunene.",
            "event": {"title": "Høstens samling"},
        },
    }


def test_the_digital_gathering_says_who_presented_which_project_with_whose_money(demo, query):
    data = query(
        """
        { events(where: { when: PAST, startsAt: { from: "2023-03-01T00:00:00Z", to: "2023-03-03T00:00:00Z" } }) {
            nodes { title dateNote attendanceMode programme {
                title titleLanguage presenter
                project { ownerOrganisation { name kind } municipalities { name } fundingScheme { name abbreviation } }
            } }
        } }
        """
    )

    rff = {"name": "Regionale forskningsfond", "abbreviation": "RFF"}
    assert data["events"]["nodes"] == [
        {
            "title": "Digital samling",
            "dateNote": "Året er antatt",
            "attendanceMode": "ONLINE",
            "programme": [
                {
                    "title": "Samstyring for en inkluderende frivillighet for barn og unge i Inderøy kommune",
                    "titleLanguage": None,
                    "presenter": "Inderøy kommune",
                    "project": {
                        "ownerOrganisation": {"name": "Inderøy kommune", "kind": "MUNICIPALITY"},
                        "municipalities": [{"name": "Inderøy"}],
                        "fundingScheme": rff,
                    },
                },
                {
                    "title": "Nærnettverk for yngre personer med demenssykdom",
                    "titleLanguage": None,
                    "presenter": "Sintef digital",
                    "project": {
                        "ownerOrganisation": {"name": "Sintef digital", "kind": "RESEARCH"},
                        "municipalities": [],
                        "fundingScheme": rff,
                    },
                },
                {
                    "title": "New working spaces i distriktskommuner",
                    "titleLanguage": "EN",
                    "presenter": "Grong kommune",
                    "project": {
                        "ownerOrganisation": {"name": "Grong kommune", "kind": "MUNICIPALITY"},
                        "municipalities": [{"name": "Grong"}],
                        "fundingScheme": rff,
                    },
                },
            ],
        }
    ]


def test_the_events_that_the_text_only_names_say_that_their_days_are_assumed(demo, query):
    data = query(
        """
        { events(where: { when: PAST }, orderBy: STARTS_AT_ASC) {
            nodes { title kind dateNote municipalities { name } audiences { label } }
        } }
        """
    )

    named = [
        (event["title"], event["kind"]) for event in data["events"]["nodes"] if event["dateNote"] == "Datoen er antatt"
    ]
    assert named == [
        ("Workshop om forskningssamarbeid", "WORKSHOP"),
        ("Forsknings- og innovasjonsverksted", "INNOVATION_WORKSHOP"),
        ("Webinar – Veikart for tjenesteinnovasjon", "WEBINAR"),
        ("FoUI-verkstedet", "INNOVATION_WORKSHOP"),
        ("Digitalt møte for kommunale FoUI-kontakter og kompetansemeglere og Namsos kommune", "DIGITAL_MEETING"),
    ]
    meeting = data["events"]["nodes"][-1]
    assert meeting["municipalities"] == [{"name": "Namsos"}]
    assert [one["label"] for one in meeting["audiences"]] == ["Kommunale FoUI-kontakter", "Kompetansemeglere"]


def test_the_directory_holds_the_standing_invitation_to_all_38_municipalities(demo, query):
    data = query(
        """
        { route(path: "/foui-kontakter/") { ... on ContactDirectoryPage { title invitation nominationIsOpen } }
          coverage { total withContact missing { name } }
          municipalities { name }
          contacts(where: { roles: FOUI_CONTACT }) { totalCount } }
        """
    )

    assert data["route"] == {
        "title": "Forsknings- og innovasjonskontaktene i kommunene i Trøndelag",
        "invitation": "<p>Alle kommuner i Trøndelag er velkommen til å oppnevne FoUI-kontakter</p>",
        "nominationIsOpen": True,
    }
    assert (data["coverage"]["total"], len(data["municipalities"])) == (38, 38)
    assert data["coverage"]["withContact"] == data["contacts"]["totalCount"] == 38 - len(data["coverage"]["missing"])


def test_contacts_share_no_name(demo):
    names = Contact.objects.values_list("name", flat=True)

    words = [word for name in names for word in name.split()]

    assert len(words) == len(set(words)) == 2 * len(names)


def test_events_stand_before_now_around_it_and_after(demo, query):
    data = query(
        """
        { next: events(where: { when: UPCOMING }) { totalCount }
          now: events(where: { when: ONGOING }) { nodes { title } }
          past: events(where: { when: PAST }) { totalCount } }
        """
    )

    assert data == {
        "next": {"totalCount": 4},
        "now": {"nodes": [{"title": "Idédugnad: hva trenger kommunene forskning på?"}]},
        "past": {"totalCount": 7},
    }


@pytest.mark.parametrize(
    ("locale", "article", "events", "partnership"),
    [
        (
            "NN",
            "Unge som ressurs: oppsummering av haustsamlinga",
            ["Vårsamlinga", "Haustsamlinga"],
            ("/nn/partnarskap/", "Følgje opp verdiskapingsstrategien"),
        ),
        (
            "EN",
            "Young people as a resource: what came of the autumn gathering",
            ["The spring gathering", "The autumn gathering"],
            ("/en/partnership/", "Follow up the strategy for value creation"),
        ),
    ],
)
def test_another_language_has_pages_of_its_own_and_falls_back_for_the_rest(
    demo, query, locale, article, events, partnership
):
    data = query(
        """
        query ($locale: Locale!) {
          articles(locale: $locale, strictLocale: true) { nodes { title event { title } themes { label } } }
          events(locale: $locale, strictLocale: true) { nodes { title } }
          page(path: "/partnerskap/", locale: $locale) { path ... on PartnershipPage { tasks { title } } }
          mandate: page(path: "/mandat/", locale: $locale) { locale }
          allArticles: articles(locale: $locale) { nodes { locale } }
          allEvents: events(locale: $locale) { nodes { locale } }
          themes(locale: $locale) { slug }
          audiences(locale: $locale) { slug }
          site { locales menus(locale: $locale) { kind items { ... on NavigationItemBlock { page { locale } } } }
                 home(locale: $locale) { locale ... on HomePage { highlights { page { locale } } } } }
        }
        """,
        locale=locale,
    )

    assert [one["title"] for one in data["articles"]["nodes"]] == [article]
    assert data["articles"]["nodes"][0]["event"] == {"title": events[1]}
    assert [one["title"] for one in data["events"]["nodes"]] == events
    assert (data["page"]["path"], data["page"]["tasks"][0]["title"]) == partnership
    assert data["mandate"] == {"locale": "NB"}
    assert sorted(one["locale"] for one in data["allArticles"]["nodes"]) == sorted(["NB"] * 8 + [locale])
    assert sorted(one["locale"] for one in data["allEvents"]["nodes"]) == sorted(["NB"] * 10 + [locale] * 2)
    assert (len(data["themes"]), len(data["audiences"])) == (6, 4)
    assert data["site"]["locales"] == ["NB", "NN", "EN"]
    assert data["site"]["home"] == {"locale": locale, "highlights": [{"page": {"locale": locale}}] * 2}
    menus = {menu["kind"]: menu["items"] for menu in data["site"]["menus"]}
    assert menus["MAIN"] == [{"page": {"locale": locale}}] * 3
    assert menus["FOOTER"] == [{"page": {"locale": "NB"}}] * 2


def test_every_block_of_a_body_is_shown_somewhere(demo):
    pages = Page.objects.live().specific()

    shown = {
        block.block_type
        for page in pages
        for field in page._meta.get_fields()
        if isinstance(field, StreamField)
        for block in getattr(page, field.name)
    }

    assert set(BodyStreamBlock().child_blocks) - shown == set()


def test_every_type_and_every_list_of_the_schema_has_something_in_it(demo):
    schema = graphql_schema()
    types, lists = set(), set()

    given = {"last": "100", "query": '"kommune"', "prefix": '"for"', "token": '"1:x"'}
    for text in documents_that_reach_everything(schema, **given):
        token = AccessToken(scopes=[Scope.HEALTH])
        context = Context(RequestFactory().get("/graphql/", SERVER_NAME="localhost"), token=token)
        gather({"__typename": "Query"} | (execute(schema, parse(text), context_value=context).data or {}), types, lists)

    known = {
        name: kind
        for name, kind in schema.type_map.items()
        if isinstance(kind, GraphQLObjectType) and not name.startswith("__")
    }
    pages = {model.__name__ for model in get_page_models()}
    answers_to_what_is_sent = {name for name in known if name.endswith("Payload")}
    # These have tests of their own, and a new type of page need not be in the demo.
    assert set(known) - types - pages - answers_to_what_is_sent == {
        "ContactProblem",
        "ContactReceipt",
        "ContactResult",
        "EventRegistrationReceipt",
        "InputProblem",
        "Mutation",
        "Redirect",
    }
    empty = {
        (name, field_name)
        for name, kind in known.items()
        for field_name, field in kind.fields.items()
        if isinstance(get_nullable_type(field.type), GraphQLList) and name in types
    } - lists
    # What falls back to bokmål has no translation; the front page has nothing above it, and the mandate no successor.
    untranslated = {one for one in empty if one[1] == "translations"}
    assert empty - untranslated == {("HomePage", "ancestors"), ("MandatePage", "replacedBy"), ("Query", "nodes")}


def gather(answer: Any, types: set[str], lists: set[tuple[str, str]]) -> None:
    """The types in the answer, and the lists that have something in them."""
    if isinstance(answer, list):
        for one in answer:
            gather(one, types, lists)
    elif isinstance(answer, dict):
        kind = answer["__typename"]
        types.add(kind)
        for key, value in answer.items():
            if isinstance(value, list) and value:
                lists.add((kind, key.removeprefix(f"{kind}_")))
            gather(value, types, lists)


def test_an_old_address_leads_on_and_no_other_does(demo, query):
    data = query('{ route(path: "/partnerskapet/") { ... on Redirect { location permanent } } }')

    assert data == {"route": {"location": "/partnerskap/", "permanent": True}}
    assert Redirect.objects.count() == 1


def test_the_tree_is_sound(demo):
    assert Page.find_problems() == ([], [], [], [], [])


def test_an_editor_could_save_every_page_as_it_is(demo):
    for page in Page.objects.live().exclude(depth=1).specific():
        page.full_clean()
        for field in page._meta.get_fields():
            if isinstance(field, StreamField):
                value = getattr(page, field.name)
                value.stream_block.clean(value)
        assert page.slug.isascii()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_editors_write_and_moderators_publish_in_every_language(demo, language):
    users = get_user_model().objects
    articles = ArticleIndexPage.objects.get(locale__language_code=language)

    editor = articles.permissions_for_user(users.get(username="redaktor"))
    moderator = articles.permissions_for_user(users.get(username="moderator"))

    assert (editor.can_add_subpage(), editor.can_publish_subpage()) == (True, False)
    assert (moderator.can_add_subpage(), moderator.can_publish_subpage()) == (True, True)
    assert articles.get_workflow().name == "Godkjenning"


@pytest.mark.parametrize("command", [["load_demo"], ["grow_demo", "20"]])
def test_nothing_made_up_comes_to_production_unasked(db, command):
    before = rows()

    with pytest.raises(CommandError, match="Say --in-production if that is meant"):
        call_command(*command)

    assert rows() == before


def test_growing_to_the_same_number_twice_changes_nothing(demo, capsys):
    call_command("grow_demo", "20", "--in-production")
    before = rows()

    call_command("grow_demo", "20", "--in-production")

    assert rows() == before
    assert "20 articles" in capsys.readouterr().out


def test_no_column_is_read_for_one_object_alone(demo, monkeypatch):
    alone = Counter()
    read = Model.refresh_from_db

    def count(thing, *arguments, **options):
        alone[type(thing).__name__, *(options.get("fields") or ())] += 1
        return read(thing, *arguments, **options)

    monkeypatch.setattr(Model, "refresh_from_db", count)

    assert all_answers(["NB"])
    assert alone == {}
