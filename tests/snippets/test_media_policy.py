"""An editor deletes a file of their own that nothing uses; a moderator deletes any."""

import json

import pytest
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.urls import reverse

from cms.roles import EDITORS, MODERATORS, set_up_roles
from tests.factories import DocumentFactory, ImageFactory
from tests.page_factories import StandardPageFactory


@pytest.fixture
def as_one_of(home, client, django_user_model):
    """Logs in somebody of the group."""
    set_up_roles([home])

    def log_in(group):
        user = django_user_model.objects.create_user("noen")
        user.groups.add(Group.objects.get(name=group))
        client.force_login(user)
        return user

    return log_in


def use(home, file):
    """A public page with the file on it."""
    if file._meta.model_name == "image":
        block = {"type": "image", "value": {"image": file.pk, "alt_text": "", "is_decorative": True, "caption": ""}}
    else:
        block = {
            "type": "document_list",
            "value": {"heading": "", "documents": [{"type": "item", "id": "1", "value": file.pk}]},
        }
    StandardPageFactory(parent=home, title="Om oss", body=json.dumps([block]))


def single(file):
    name = "wagtailimages:delete" if file._meta.model_name == "image" else "wagtaildocs:delete"
    return reverse(name, args=[file.pk])


def bulk(file):
    address = reverse("wagtail_bulk_action", args=["snippets", file._meta.model_name, "delete"])
    return f"{address}?id={file.pk}"


def after_uploading(file):
    name = "wagtailimages:delete_multiple" if file._meta.model_name == "image" else "wagtaildocs:delete_multiple"
    return reverse(name, args=[file.pk])


def said(response):
    return [str(message).strip() for message in get_messages(response.wsgi_request)]


def is_there(file):
    return type(file).objects.filter(pk=file.pk).exists()


files = pytest.mark.parametrize("factory", [ImageFactory, DocumentFactory])
ways = pytest.mark.parametrize("way", [single, bulk, after_uploading])


@files
@ways
@pytest.mark.parametrize(("is_own", "is_used"), [(True, True), (False, True), (False, False)])
def test_an_editor_does_not_delete_what_is_in_use_or_somebody_elses(
    home, as_one_of, client, factory, way, is_own, is_used
):
    user = as_one_of(EDITORS)
    file = factory(uploaded_by_user=user if is_own else None)
    if is_used:
        use(home, file)

    client.post(way(file))

    assert is_there(file)


@files
@ways
def test_an_editor_deletes_what_is_their_own_and_unused(as_one_of, client, factory, way):
    file = factory(uploaded_by_user=as_one_of(EDITORS))

    client.post(way(file))

    assert not is_there(file)


@files
@ways
def test_a_moderator_deletes_what_is_in_use(home, as_one_of, client, factory, way):
    as_one_of(MODERATORS)
    file = factory()
    use(home, file)

    client.post(way(file))

    assert not is_there(file)


@files
@pytest.mark.parametrize("way", [single, bulk])
def test_an_editor_is_told_where_it_is_used(home, as_one_of, client, factory, way):
    file = factory(title="Logo", uploaded_by_user=as_one_of(EDITORS))
    use(home, file)

    response = client.get(way(file))

    advice = "Bytt den ut der først, eller be en moderator om å slette den."
    assert said(response) == [f"«Logo» brukes av «Om oss». Bare moderatorer kan slette filer i bruk. {advice}"]


@files
def test_an_editor_is_told_that_it_is_somebody_elses(as_one_of, client, factory):
    as_one_of(EDITORS)

    response = client.get(single(factory(title="Logo")))

    assert said(response) == ["«Logo» er lastet opp av noen andre. Be en moderator om å slette filen."]


@files
def test_an_editor_still_changes_what_is_in_use(home, as_one_of, client, factory):
    as_one_of(EDITORS)
    file = factory()
    use(home, file)
    name = "wagtailimages:edit" if factory is ImageFactory else "wagtaildocs:edit"

    assert client.get(reverse(name, args=[file.pk])).status_code == 200
