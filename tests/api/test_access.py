"""Access tokens open what their scopes say, for as long as they hold, and never by way of a kept answer."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry, PageViewRestriction

from cms.api.access import AccessToken, Scope, digest_of
from cms.api.answers import answers
from cms.api.ids import global_id
from pages.health.model import read
from snippets.models import Contact
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory

SITE = "{ site { name } }"
PAGE = "query ($path: String!) { page(path: $path) { title } route(path: $path) { ... on PageInterface { title } } }"
HEALTH = """query ($where: ContentFaultWhere) {
  contentHealth(where: $where) { totalCount nodes { kind words editUrl page { path } } }
}"""


def make(*scopes, **fields):
    """A stored token, and its text."""
    fields = {"expires_at": timezone.now() + timedelta(days=1)} | fields
    token = AccessToken(name="Bygg", scopes=list(scopes) or [Scope.DRAFTS], **fields)
    text = token.make_secret()
    token.save()
    return token, text


def send(document, text, **variables):
    body = json.dumps({"query": document, "variables": variables})
    return Client().post(
        "/graphql/", body, content_type="application/json", headers={"Authorization": f"Bearer {text}"}
    )


def get(query, **headers):
    return Client().get("/graphql/", {"query": query}, headers=headers)


@pytest.fixture
def article(home):
    """A public article with a newer draft."""
    index = ArticleIndexPageFactory(parent=home, slug="artikler")
    article = ArticlePageFactory(parent=index, slug="sak", title="Publisert")
    article.title = "Utkast"
    article.save_revision()
    return article


def test_the_database_has_the_digest_of_a_token_and_not_the_token(db):
    token, text = make()

    stored = AccessToken.objects.values().get(pk=token.pk)

    assert text.startswith("foui_")
    assert text not in str(stored)
    assert stored["digest"] == digest_of(text)


def test_a_token_for_drafts_shows_the_latest_draft(article):
    _, text = make(Scope.DRAFTS)

    shown = send(PAGE, text, path="/artikler/sak/").json()["data"]

    assert shown == {"page": {"title": "Utkast"}, "route": {"title": "Utkast"}}


def test_a_token_for_drafts_shows_a_page_that_was_never_published(article):
    _, text = make(Scope.DRAFTS)
    draft = ArticlePageFactory(parent=article.get_parent(), slug="ny", title="Ny", live=False)

    by_id = send("query ($id: ID!) { page(id: $id) { title } }", text, id=global_id(draft))

    assert by_id.json()["data"] == {"page": {"title": "Ny"}}


def test_a_draft_is_read_in_the_language_asked_for(article):
    _, text = make(Scope.DRAFTS)
    document = "query ($path: String!, $to: Locale) { page(path: $path, locale: $to) { title locale } }"

    shown = send(document, text, path="/artikler/sak/", to="NN").json()["data"]

    assert shown == {"page": {"title": "Utkast", "locale": "NB"}}


def test_a_token_for_drafts_opens_no_page_behind_a_restriction(article):
    _, text = make(Scope.DRAFTS)
    PageViewRestriction.objects.create(page=article.get_parent(), restriction_type="login")

    assert send(PAGE, text, path="/artikler/sak/").json()["data"] == {"page": None, "route": None}


def test_a_token_without_the_scope_shows_what_anyone_sees(article):
    _, text = make(Scope.HEALTH)

    assert send(PAGE, text, path="/artikler/sak/").json()["data"]["page"] == {"title": "Publisert"}


def test_a_document_may_read_several_drafts(article):
    _, text = make(Scope.DRAFTS)
    other = ArticlePageFactory(parent=article.get_parent(), slug="annen", title="Annen", live=False)
    document = "query ($a: ID!, $b: ID!) { a: page(id: $a) { title } b: page(id: $b) { title } }"

    shown = send(document, text, a=global_id(article), b=global_id(other)).json()["data"]

    assert shown == {"a": {"title": "Utkast"}, "b": {"title": "Annen"}}


def test_the_health_of_the_content_is_read_by_page_and_kind(home):
    _, text = make(Scope.HEALTH)
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, slug="artikler"), lead="Søk innen 2020.")
    read(article)

    shown = send(HEALTH, text, where={"kind": ["PAST_YEAR"]}).json()["data"]["contentHealth"]

    assert shown["totalCount"] == 1
    assert shown["nodes"][0]["page"] == {"path": f"/artikler/{article.slug}/"}
    assert shown["nodes"][0]["editUrl"].endswith(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    for other in ({"kind": ["VAGUE_LINK"]}, {"pageType": ["EVENT"]}, {"pages": [global_id(home)]}):
        assert send(HEALTH, text, where=other).json()["data"]["contentHealth"]["totalCount"] == 0


def test_the_health_of_a_page_behind_a_restriction_is_not_told(home):
    _, text = make(Scope.HEALTH)
    article = ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home, slug="artikler"), lead="Søk innen 2020.")
    read(article)
    PageViewRestriction.objects.create(page=article, restriction_type="login")

    assert send(HEALTH, text).json()["data"]["contentHealth"]["nodes"] == []


@pytest.mark.parametrize("number", [1, 20])
def test_the_health_of_many_pages_takes_as_many_statements_as_that_of_one(home, number, django_assert_num_queries):
    _, text = make(Scope.HEALTH, last_used_at=timezone.now())
    index = ArticleIndexPageFactory(parent=home, slug="artikler")
    for _ in range(number):
        read(ArticlePageFactory(parent=index, lead="Søk innen 2020."))
    send(HEALTH, text)

    with django_assert_num_queries(6):
        shown = send(HEALTH, text).json()["data"]["contentHealth"]

    assert shown["totalCount"] >= number


def test_the_health_is_forbidden_without_the_scope(home, errors):
    _, text = make(Scope.DRAFTS)

    with_another = send(HEALTH, text).json()
    anonymous = errors(HEALTH)

    message = "This needs an access token with the scope `health`."
    assert with_another["data"] == {"contentHealth": None}
    assert with_another["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert anonymous == [("FORBIDDEN", message)]


IMPORT = """mutation ($contacts: [ContactInput!]!, $dryRun: Boolean) {
  importContacts(contacts: $contacts, dryRun: $dryRun) {
    isWritten results { name outcome problems { field message } }
  }
}"""
KARI = {
    "name": "Kari Li",
    "email": "kari@example.no",
    "roles": ["FOUI_CONTACT"],
    "municipalityNumber": "5001",
    "isPublic": True,
}


def test_a_token_for_contacts_writes_new_ones_and_changes_known_ones(home):
    token, text = make(Scope.CONTACTS)

    made = send(IMPORT, text, contacts=[KARI]).json()["data"]["importContacts"]
    changed = send(IMPORT, text, contacts=[{"name": "Kari Lie", "email": "KARI@example.no"}]).json()["data"]

    contact = Contact.objects.get()
    assert made == {"isWritten": True, "results": [{"name": "Kari Li", "outcome": "CREATED", "problems": []}]}
    assert changed["importContacts"]["results"][0]["outcome"] == "UPDATED"
    assert (contact.name, contact.municipality.number, contact.live) == ("Kari Lie", "5001", True)
    assert ModelLogEntry.objects.filter(action="cms.token.import", object_id=str(token.pk)).count() == 2


def test_one_wrong_contact_keeps_all_from_being_written(home):
    _, text = make(Scope.CONTACTS)

    answer = send(IMPORT, text, contacts=[KARI, {"name": "Per", "municipalityNumber": "0000"}]).json()["data"]

    assert answer["importContacts"]["isWritten"] is False
    assert answer["importContacts"]["results"][1] == {
        "name": "Per",
        "outcome": "WRONG",
        "problems": [
            {
                "field": "Kommune",
                "message": "Ingen kommune heter «0000». Skriv navnet, eller nummeret med fire siffer.",
            }
        ],
    }
    assert not Contact.objects.exists()


def test_a_contact_without_a_name_is_wrong_and_told_like_any_other(home):
    _, text = make(Scope.CONTACTS)
    nobody = {"name": " ", "roles": ["SECRETARIAT"]}

    answer = send(IMPORT, text, contacts=[nobody, KARI]).json()["data"]["importContacts"]

    assert answer["isWritten"] is False
    assert [(one["name"], one["outcome"]) for one in answer["results"]] == [("", "WRONG"), ("Kari Li", "CREATED")]
    assert [problem["field"] for problem in answer["results"][0]["problems"]] == ["Navn"]
    assert not Contact.objects.exists()


def test_contacts_can_be_tried_without_being_written(home):
    _, text = make(Scope.CONTACTS)

    answer = send(IMPORT, text, contacts=[KARI], dryRun=True).json()["data"]["importContacts"]

    assert (answer["isWritten"], answer["results"][0]["outcome"]) == (False, "CREATED")
    assert not Contact.objects.exists()


def test_contacts_are_written_by_nobody_without_the_scope(home, errors):
    _, text = make(Scope.DRAFTS)

    refused = send(IMPORT, text, contacts=[KARI]).json()

    message = "This needs an access token with the scope `contacts`."
    assert refused["errors"][0]["message"] == message
    assert errors(IMPORT, contacts=[KARI]) == [("FORBIDDEN", message)]
    assert not Contact.objects.exists()


def test_so_many_contacts_are_too_much_for_one_request(home):
    _, text = make(Scope.CONTACTS)

    refused = send(IMPORT, text, contacts=[{"name": f"Kari {number}"} for number in range(101)]).json()

    assert refused["errors"][0]["extensions"]["code"] == "TOO_EXPENSIVE"


def expired(token):
    made = timezone.now() - timedelta(days=2)
    AccessToken.objects.filter(pk=token.pk).update(created_at=made, expires_at=made + timedelta(days=1))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (expired, "expired"),
        (AccessToken.revoke, "has been revoked"),
        (AccessToken.delete, "does not exist"),
    ],
    ids=["expired", "revoked", "deleted"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_token_that_does_not_hold_is_refused_and_never_answered_as_anybodys(home, spoil, says, method):
    token, text = make()
    get(SITE)
    spoil(token)

    refused = get(SITE, Authorization=f"Bearer {text}") if method == "get" else send(SITE, text)

    assert refused.status_code == 401
    assert refused["WWW-Authenticate"] == 'Bearer realm="graphql", error="invalid_token"'
    assert refused["Cache-Control"] == "private, no-store"
    body = refused.json()
    assert list(body) == ["errors"]
    assert body["errors"][0]["extensions"] == {"code": "FORBIDDEN"}
    assert says in body["errors"][0]["message"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Basic YTpi", "foui_x", "Bearer x\u00f8", "bearer a b"])
def test_any_other_authorization_is_refused(home, header):
    refused = get(SITE, Authorization=header)

    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (401, "FORBIDDEN")


def test_a_revoked_token_stops_at_the_next_request(article):
    token, text = make(Scope.DRAFTS)
    before = send(PAGE, text, path="/artikler/sak/")

    token.revoke()
    after = send(PAGE, text, path="/artikler/sak/")

    assert (before.status_code, after.status_code) == (200, 401)


def test_an_answer_to_a_token_is_neither_kept_nor_taken_from_what_is_kept(article):
    answers.forget()
    _, text = make(Scope.DRAFTS)
    document = '{ page(path: "/artikler/sak/") { title } }'
    anonymous = get(document).json()

    with_token = get(document, Authorization=f"Bearer {text}")

    assert anonymous["data"]["page"] == {"title": "Publisert"}
    assert with_token.json()["data"]["page"] == {"title": "Utkast"}
    assert with_token["Cache-Control"] == "private, no-store"
    assert not {"ETag", "Cache-Tag"} & set(with_token.headers)
    assert get(document).json() == anonymous


def test_answers_differ_by_authorization_and_say_so(home):
    _, text = make()

    for response in (get(SITE), get(SITE, Authorization=f"Bearer {text}"), get(SITE, Authorization="Bearer x")):
        assert response["Vary"] == "Accept, Accept-Encoding, Authorization"


def test_the_use_of_a_token_is_noted_once_a_minute(home):
    token, text = make()

    send(SITE, text)
    token.refresh_from_db()
    first = token.last_used_at
    send(SITE, text)
    token.refresh_from_db()

    assert first is not None
    assert token.last_used_at == first


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"scopes": ["everything"]}, "Velg minst én ting som nøkkelen gir lov til."),
        ({"scopes": []}, "Velg minst én ting som nøkkelen gir lov til."),
        (
            {"expires_at": timezone.now() - timedelta(days=1)},
            "Nøkkelen må gjelde til et tidspunkt som ikke har vært.",
        ),
    ],
    ids=["an unknown scope", "no scope", "a moment that was"],
)
def test_a_token_that_would_be_wrong_is_refused_by_the_database_too(db, fields, message):
    token, _ = make()
    for name, value in fields.items():
        setattr(token, name, value)

    constraints = {one.violation_error_message for one in AccessToken._meta.constraints}
    with pytest.raises(IntegrityError), transaction.atomic():
        token.save()
    assert message in constraints


@pytest.fixture
def administrator(admin_client):
    return admin_client


def test_an_administrator_makes_a_token_that_is_shown_once(administrator, article):
    made = administrator.post(
        reverse("access_tokens:add"), {"name": "Nettstedets bygg", "scopes": ["drafts"], "days": "30"}
    )
    token = AccessToken.objects.get()
    text = made.content.decode().partition('value="foui_')[2].partition('"')[0]
    listed = administrator.get(reverse("access_tokens:index")).content.decode()

    assert "no-store" in made["Cache-Control"]
    assert send(PAGE, f"foui_{text}", path="/artikler/sak/").json()["data"]["page"] == {"title": "Utkast"}
    assert token.created_by.is_superuser
    assert timedelta(days=29) < token.expires_at - timezone.now() <= timedelta(days=30)
    assert text not in listed
    assert token.beginning in listed


@pytest.mark.parametrize("left_out", ["name", "scopes", "days"])
def test_a_token_that_lacks_something_is_not_made(administrator, left_out):
    given = {"name": "Bygg", "scopes": ["drafts"], "days": "30"}
    del given[left_out]

    answer = administrator.post(reverse("access_tokens:add"), given)

    assert list(answer.context["form"].errors) == [left_out]
    assert not AccessToken.objects.exists()


def test_an_administrator_revokes_a_token_which_stays_in_the_list_and_in_the_log(administrator):
    token, text = make()

    administrator.post(reverse("access_tokens:delete", args=[token.pk]))
    listed = administrator.get(reverse("access_tokens:index")).content.decode()

    assert send(SITE, text).status_code == 401
    assert "Trukket tilbake av admin" in listed
    assert ModelLogEntry.objects.get(action="cms.token.revoke").user.is_superuser


def test_what_a_token_gives_leave_to_cannot_be_changed(administrator):
    token, _ = make(Scope.HEALTH)

    administrator.post(reverse("access_tokens:edit", args=[token.pk]), {"name": "Nytt navn", "scopes": ["drafts"]})

    token.refresh_from_db()
    assert (token.name, token.scopes) == ("Nytt navn", ["health"])


def test_who_is_no_administrator_sees_no_tokens(db):
    user = get_user_model().objects.create_user("redaktor", "redaktor@example.no", "x")
    client = Client()
    client.force_login(user)

    for address in (reverse("access_tokens:index"), reverse("access_tokens:add")):
        assert client.get(address).status_code == 302
