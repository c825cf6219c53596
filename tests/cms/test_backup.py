"""A backup brings everything back, and nothing by halves."""

import hashlib
import json
import stat
import zipfile
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from cms.demo.logins import make_logins
from cms.roles import set_up_roles
from pages.models import ArticlePage, HomePage
from snippets.models import Contact, Image
from tests.factories import ContactFactory, ImageFactory
from tests.page_factories import ArticleIndexPageFactory, ArticlePageFactory
from tests.recovery.answers import all_answers


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def site(home: HomePage):
    articles = ArticleIndexPageFactory(parent=home, slug="artikler")
    ArticlePageFactory(parent=articles, title="Innovasjon i\tNamsos\\\n", slug="innovasjon", hero_image=ImageFactory())
    ContactFactory(name="Åse Øyås")
    return home


@pytest.fixture
def backup(site, tmp_path):
    call_command("backup", str(tmp_path / "site.zip"))
    return tmp_path / "site.zip"


def checksums(folder: Path):
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


def rewritten(backup: Path, name: str, change) -> Path:
    """The same backup, with the content of one file in it changed."""
    other = backup.with_name("other.zip")
    with zipfile.ZipFile(backup) as old, zipfile.ZipFile(other, "w") as new:
        for member in old.namelist():
            content = old.read(member)
            new.writestr(member, change(content) if member == name else content)
    return other


def test_every_answer_and_every_file_comes_back(site, backup, media):
    answers, files = all_answers(["NB"]), checksums(media)
    ArticlePage.objects.get().delete()
    Contact.objects.update(name="En annen")
    next(media.rglob("*.*")).unlink()
    (media / "new.txt").write_text("written after the backup")

    call_command("restore", str(backup), replace=True)

    assert all_answers(["NB"]) == answers
    assert checksums(media) == files
    assert not list(media.glob(".*"))


def test_afterwards_everything_goes_on(site, backup):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O'")
        firing = cursor.fetchone()
    former = ContactFactory().pk

    call_command("restore", str(backup), replace=True)

    kept = Contact.objects.get()
    Contact.objects.update(name="En annen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'O'")
        assert cursor.fetchone() == firing
        # No answer from before is kept, and changes are noted again.
        cursor.execute("SELECT tags FROM cms_api_change ORDER BY id DESC LIMIT 2")
        assert cursor.fetchall() == [(["contact", f"contact-{kept.pk}"],), (["*"],)]
    # A number that is no longer taken is not given to somebody else.
    assert ContactFactory().pk > former


def test_it_is_closed_to_others_and_holds_no_log_in(site, tmp_path):
    Session.objects.create(session_key="secret-session", session_data="x", expire_date=timezone.now())

    call_command("backup", str(tmp_path / "site.zip"))

    assert stat.S_IMODE((tmp_path / "site.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "site.zip") as file:
        assert "tables/django_session.copy" not in file.namelist()
        assert not any(b"secret-session" in file.read(name) for name in file.namelist())


def test_no_file_is_written_over(backup):
    before = backup.read_bytes()

    with pytest.raises(CommandError, match="is there already: choose another name"):
        call_command("backup", str(backup))

    assert backup.read_bytes() == before
    assert not list(backup.parent.glob(".*"))


def test_what_is_to_be_a_directory_does_not_become_a_file(site, tmp_path):
    with pytest.raises(CommandError, match=r"there is no directory .*/new/, make it first"):
        call_command("backup", f"{tmp_path}/new/")

    assert not (tmp_path / "new").exists()


def test_an_existing_site_is_not_replaced_unasked(site, backup, media):
    for file in media.rglob("*.*"):
        file.unlink()
    get_user_model().objects.create_user("kari")

    with pytest.raises(CommandError, match="it holds user accounts and pages and contacts and pictures: restore into"):
        call_command("restore", str(backup))

    assert get_user_model().objects.count() == 1


def test_restoring_names_the_accounts_that_have_the_demos_password(site, tmp_path, capsys):
    set_up_roles([site])
    make_logins()
    get_user_model().objects.get(username="redaktor").delete()
    call_command("backup", str(tmp_path / "site.zip"))

    call_command("restore", str(tmp_path / "site.zip"), replace=True)

    assert capsys.readouterr().err.splitlines()[-1] == (
        "The demo's password opens nothing here, and admin, moderator still have it: remove them in the admin, "
        "or give each another one by `manage.py changepassword NAME`."
    )


def test_existing_files_are_not_replaced_unasked(backup, media):
    with pytest.raises(CommandError, match=f"there are files in {media} already"):
        call_command("restore", str(backup))


def test_a_database_alone_can_be_saved(site, tmp_path, media):
    call_command("backup", str(tmp_path / "site.zip"), no_media=True)
    files = checksums(media)
    Image.objects.all().delete()

    call_command("restore", str(tmp_path / "site.zip"), replace=True)

    assert Image.objects.count() == 1
    assert checksums(media) == files


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-100]), "is no backup, or was cut off"),
        (lambda path: path.write_bytes(b"x"), "is no backup, or was cut off"),
        (lambda path: path.unlink(), "is not there"),
    ],
)
def test_a_damaged_file_is_refused(backup, change, reason):
    change(backup)

    with pytest.raises(CommandError, match=reason):
        call_command("restore", str(backup), replace=True)


def test_a_changed_row_is_found_before_anything_is_touched(backup):
    other = rewritten(backup, "tables/snippets_contact.copy", lambda rows: rows.replace("Åse".encode(), b"Ola"))

    with pytest.raises(CommandError, match=r"damaged: tables/snippets_contact.copy has another checksum"):
        call_command("restore", str(other), replace=True)

    assert Contact.objects.get().name == "Åse Øyås"


def test_a_backup_of_another_version_says_which_version_to_use(backup):
    def older(content):
        manifest = json.loads(content)
        manifest["migrations"].remove(["snippets", "0001_initial"])
        return json.dumps(manifest | {"version": "4c7e94c0123456789"}).encode()

    other = rewritten(backup, "manifest.json", older)

    with pytest.raises(
        CommandError, match=r"older than the migration snippets.0001_initial: check out version 4c7e94c"
    ):
        call_command("restore", str(other), replace=True)


def test_what_the_database_refuses_leaves_everything_as_it_is(backup, media):
    """A backup that somebody has put together, checksums and all, with an article of a page that it lacks."""
    name = "tables/wagtailcore_page.copy"

    def without_the_article(rows):
        return b"".join(row for row in rows.splitlines(keepends=True) if b"\tinnovasjon\t" not in row)

    kept = rewritten(backup, name, without_the_article)
    with zipfile.ZipFile(kept) as file:
        rows = file.read(name)

    def fitting(content):
        manifest = json.loads(content)
        [table] = [table for table in manifest["tables"] if table["name"] == "wagtailcore_page"]
        table["rows"] -= 1
        table["member"] |= {"length": len(rows), "sha256": hashlib.sha256(rows).hexdigest()}
        return json.dumps(manifest).encode()

    kept.replace(backup.with_name("kept.zip"))
    other = rewritten(backup.with_name("kept.zip"), "manifest.json", fitting)
    Contact.objects.update(name="En annen")
    files = checksums(media)

    with pytest.raises(CommandError, match="the database refused what the backup holds"):
        call_command("restore", str(other), replace=True)

    assert Contact.objects.get().name == "En annen"
    assert checksums(media) == files


def test_a_full_disk_leaves_no_half_a_backup(site, tmp_path, monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda path: type("Usage", (), {"free": 10})())

    with pytest.raises(CommandError, match=r"has no room: 0 MB are needed, 0 MB are free"):
        call_command("backup", str(tmp_path / "site.zip"))

    assert not list(tmp_path.glob("*.zip*"))
