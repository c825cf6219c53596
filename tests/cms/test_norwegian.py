"""The admin speaks Norwegian, also where Wagtail's own translation does not reach."""

import ast
import itertools
import re
from datetime import timedelta
from gettext import GNUTranslations
from pathlib import Path

import django
import pytest
import wagtail
from django.apps import apps
from django.conf import settings
from django.contrib import humanize
from django.contrib.auth.models import Permission
from django.contrib.humanize.templatetags.humanize import naturaltime
from django.utils import timezone
from django.utils.translation.trans_real import DjangoTranslation
from wagtail.models import Page

from cms.norwegian import TEMPLATES
from tests.factories import ThemeFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory, ContactDirectoryPageFactory

OURS = Path(settings.LOCALE_PATHS[0]) / "nb" / "LC_MESSAGES"
# Wagtail's names for its own tables and parts, which no editor meets.
LEFT_IN_ENGLISH = {
    "A human-readable label to identify this token.",
    "The log action '%(action_name)s' has not been registered.",
    "There may only be one in progress or needs changes workflow state per page/snippet.",
    "Wagtail API v2",
    "Wagtail API v3",
    "Wagtail frontend cache",
    "Wagtail locales",
    "Wagtail routablepage",
    "Wagtail sitemaps",
    "current task state",
    "for content type",
    "group site permission",
    "group site permissions",
    "last used at",
    "object id",
    "revoked at",
    "timestamp (UTC)",
    "workflow page",
    "workflow pages",
    "workflow task order",
    "workflow task orders",
    "workflow_tasks",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def entries(file: Path) -> list[dict[str, str]]:
    """What the text of a catalogue holds: `msgid`, `msgid_plural` and each `msgstr`."""
    found = []
    for paragraph in file.read_text(encoding="utf-8").split("\n\n")[1:]:
        entry: dict[str, str] = {}
        keyword = ""
        for line in paragraph.splitlines():
            if match := re.fullmatch(r"(msg\S+) (\".*\")", line):
                keyword = match[1]
                entry[keyword] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                entry[keyword] += ast.literal_eval(line)
        if entry:
            found.append(entry)
    return found


def texts_of_wagtail(domain: str) -> set[str]:
    """Every text that the installed parts of Wagtail ask to have translated."""
    folders = [Path(app.path) for app in apps.get_app_configs() if app.name.split(".")[0] == wagtail.__name__]
    files = [folder / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po" for folder in folders]
    return {entry["msgid"] for file in files if file.exists() for entry in entries(file)}


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_text_of_wagtails_is_left_in_english(domain):
    # Where Django keeps the forms for one and for several, it adds their number to the text.
    known = DjangoTranslation("nb", domain=domain)._catalog

    untranslated = {text for text in texts_of_wagtail(domain) if text not in known and (text, 0) not in known}

    assert untranslated - LEFT_IN_ENGLISH == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_wagtail_or_django_still_says_each_text_that_is_translated_here(domain):
    # With `humanize` Wagtail says how long ago something was.
    djangos = [Path(django.__file__).parent / "conf", Path(humanize.__file__).parent]
    texts = itertools.chain(*(entries(one / "locale" / "en" / "LC_MESSAGES" / "django.po") for one in djangos))
    said = texts_of_wagtail(domain) | {entry["msgid"] for entry in texts}

    assert {entry["msgid"] for entry in entries(OURS / f"{domain}.po")} - said == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_the_compiled_catalogue_is_that_of_the_text(domain):
    with (OURS / f"{domain}.mo").open("rb") as file:
        compiled = GNUTranslations(file)

    for entry in entries(OURS / f"{domain}.po"):
        if "msgid_plural" in entry:
            forms = [compiled.ngettext(entry["msgid"], entry["msgid_plural"], number) for number in (1, 2)]
            assert forms == [entry["msgstr[0]"], entry["msgstr[1]"]]
        else:
            assert compiled.gettext(entry["msgid"]) == entry["msgstr"]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_translation_asks_for_a_value_that_is_not_given(domain):
    for entry in entries(OURS / f"{domain}.po"):
        given = PLACEHOLDER.findall(entry["msgid"] + entry.get("msgid_plural", ""))
        ours = " ".join(text for keyword, text in entry.items() if keyword.startswith("msgstr"))

        assert set(PLACEHOLDER.findall(ours)) <= set(given), entry["msgid"]


def test_the_login_asks_in_norwegian(client, db):
    page = client.get("/admin/login/").content.decode()

    assert "Passord" in page
    assert "Password" not in page


def test_the_admins_scripts_speak_norwegian(admin_client):
    assert "Sett inn en blokk" in admin_client.get("/admin/jsi18n/").content.decode()


@pytest.mark.parametrize(
    ("dialog", "labels"),
    [
        ("external-link", ["URL", "Lenketekst"]),
        ("anchor-link", ["Anker", "Lenketekst"]),
        ("email-link", ["E-postadresse", "Lenketekst", "Emne", "Tekst"]),
        ("phone-link", ["Telefonnummer", "Lenketekst"]),
    ],
)
def test_the_dialogs_for_links_ask_in_norwegian(admin_client, dialog, labels):
    html = admin_client.get(f"/admin/choose-{dialog}/").json()["html"]

    asked = re.findall(r'<label class="w-field__label" for="[^"]*"[^>]*>\s*([^<\s][^<]*?)\s*<', html)

    assert asked == labels


def test_languages_are_counted_and_permitted_by_their_name(admin_client):
    counted = admin_client.get("/admin/locales/").content.decode()
    permitted = admin_client.get("/admin/groups/new/").content.decode()

    assert re.search(r"\d+ språk\b", counted)
    assert "<h3>Språk</h3>" in permitted
    assert "Kan legge til språk" in permitted


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("/admin/articles/", r"\b1 artikkel\s+$"),
        ("/admin/reports/site-history/", r"\d+ hendelser?\s"),
    ],
)
def test_what_a_list_has_counted_is_written_as_in_a_sentence(home, admin_client, address, counted):
    ArticlePageFactory(parent=ArticleIndexPageFactory(parent=home))

    assert re.search(counted, re.sub(r"<[^>]*>", "", admin_client.get(address).content.decode()), re.MULTILINE)


def test_the_report_on_types_writes_their_names_as_they_are(home, admin_client):
    ContactDirectoryPageFactory(parent=home)

    read = admin_client.get("/admin/reports/page-types-usage/").content.decode()

    assert "FoUI-kontakter" in read
    assert "Foui-Kontakter" not in read


def test_whoever_deletes_shared_content_is_asked_in_a_sentence(admin_client):
    themes = ThemeFactory.create_batch(2)
    bulk = f"/admin/bulk/snippets/theme/delete/?{'&'.join(f'id={theme.pk}' for theme in themes)}"

    one = admin_client.get(f"/admin/snippets/snippets/theme/delete/{themes[0].pk}/").content.decode()
    two = admin_client.get(bulk).content.decode()

    assert "Er du sikker på at du vil slette dette?" in one
    assert "Er du sikker på at du vil slette 2 temaer?" in two
    assert "Temaer" not in re.search(r"<h1.*?</h1>", two, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "nå"), (1, "for et sekund siden"), (120, "for 2\xa0minutter siden"), (7200, "for 2\xa0timer siden")],
)
def test_how_long_ago_is_said_in_a_sentence(seconds, said):
    assert naturaltime(timezone.now() - timedelta(seconds=seconds)) == said


def test_the_admin_is_offered_in_the_only_language_that_it_has(admin_client):
    account = admin_client.get("/admin/account/").content.decode()

    assert "English" not in account
    assert "Nynorsk" not in account


def test_the_search_for_pages_counts_pages(home, admin_client):
    found = admin_client.get("/admin/pages/search/", {"q": home.title}).content.decode()

    assert re.search(r"1–1 av 1 side\s", found)


@pytest.mark.parametrize("name", TEMPLATES)
def test_wagtails_templates_still_hold_what_is_put_into_norwegian(name):
    [theirs] = Path(wagtail.__file__).parent.glob(f"*/templates/{name}")

    for english in TEMPLATES[name]:
        assert english in theirs.read_text(encoding="utf-8")


def test_permissions_and_the_root_of_all_pages_have_norwegian_names(db):
    english = Permission.objects.filter(name__regex=r"^(Can|Add|Delete|Edit|Lock|Publish|Unlock)\y")

    assert [str(one) for one in english] == []
    assert Permission.objects.get(codename="add_contact").name == "Kan legge til kontaktperson"
    assert Page.get_first_root_node().title == "Rot"


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_one_thing_has_one_word(domain):
    glossary = (Path(settings.BASE_DIR) / "docs" / "glossary.md").read_text(encoding="utf-8")
    rows = [row.strip("|").split("|") for row in glossary.splitlines() if row.count("|") == 4]
    unwanted = {word.strip() for row in rows[2:] for word in row[2].split(",") if word.strip()} - {"event", "live"}
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(unwanted)))})", re.IGNORECASE)
    catalogue = DjangoTranslation("nb", domain=domain)._catalog

    # Where there are forms for one and for several, a text is known by its form, too.
    texts = texts_of_wagtail(domain)
    known = {key for one in catalogue._catalogs for key in one if (key[0] if isinstance(key, tuple) else key) in texts}
    said = {key: catalogue[key] for key in known}

    fields = {f"{field}": str(field.verbose_name) for model in apps.get_models() for field in model._meta.fields}
    fields |= {f"{field}": str(field.verbose_name) for model in apps.get_models() for field in model._meta.many_to_many}
    said |= fields

    assert len(unwanted) > 10
    assert {key: words for key, words in said.items() if pattern.search(words)} == {}
