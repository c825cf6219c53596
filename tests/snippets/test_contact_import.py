"""Contact persons go out in a spreadsheet and come in again, all of them or none."""

import csv
import datetime
import io

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from openpyxl import Workbook

from cms.roles import EDITORS, MODERATORS, set_up_roles
from snippets.contact_columns import COLUMNS
from snippets.contact_import import MOST_ROWS
from snippets.models import Contact, ContactRole, Municipality
from tests.factories import ContactFactory, OrganisationFactory

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_snippets_contact:list"


def csv_of(*rows, delimiter=","):
    """The rows as a file; where they say nothing of a role, it is that of the secretariat."""
    rows = [{"Roller": "Sekretariat", **row} for row in rows]
    headings = list(dict.fromkeys(heading for row in rows for heading in row))
    written = io.StringIO()
    writer = csv.DictWriter(written, headings, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


@pytest.fixture
def read(tmp_path, capsys):
    """Imports a file by the command; gives what it printed."""

    def run(content, *options, name="kontakter.csv"):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        call_command("import_contacts", str(file), *options)
        return capsys.readouterr().out

    return run


def exported(client, kind="csv"):
    return b"".join(client.get(reverse(LIST), {"export": kind}).streaming_content)


def everything():
    names = ["name", "roles", "municipality_id", "organisation_id", "job_title", "email", "email_is_public", "phone"]
    return list(Contact.objects.order_by("pk").values(*names, "phone_is_public", "appointed_on", "live"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_in_again_unchanged(admin_client, read, kind):
    sintef = OrganisationFactory(name="Sintef, avdeling «A»")
    ContactFactory(name="=Åse; Ø", email="ase@example.no", organisation=sintef, email_is_public=True)
    ContactFactory(
        name="Kari",
        roles=[ContactRole.SECRETARIAT, ContactRole.COMPETENCE_BROKER],
        municipality=Municipality.objects.get(name="Åfjord"),
        phone="+47 74 17 40 00",
        appointed_on="2024-02-29",
        live=False,
    )
    before, file = everything(), exported(admin_client, kind)

    unchanged = read(file, name=f"kontakter.{kind}")
    Contact.objects.all().delete()
    created = read(file, name=f"kontakter.{kind}")

    assert "0 created, 0 updated, 2 unchanged, 0 wrong. Written." in unchanged
    assert "2 created, 0 updated, 0 unchanged, 0 wrong. Written." in created
    assert sorted(everything(), key=lambda one: one["name"]) == sorted(before, key=lambda one: one["name"])
    assert exported(admin_client, "csv").decode().count("'=Åse; Ø") == 1


@pytest.mark.long
def test_one_wrong_row_in_five_hundred_keeps_all_from_being_written(read):
    rows = [{"Navn": f"Person {number}", "E-post": f"{number}@example.no"} for number in range(500)]
    rows[371]["E-post"] = "ikke en adresse"

    with pytest.raises(CommandError, match="Wrong rows: 1"):
        read(csv_of(*rows))
    assert not Contact.objects.exists()

    said = read(csv_of(*rows[360:400]), "--partial")

    assert "Row 13, E-post: " in said
    assert "39 created, 0 updated, 0 unchanged, 1 wrong. Written." in said
    assert Contact.objects.count() == 39


def test_a_dry_run_tells_and_writes_nothing(read):
    known = ContactFactory(name="Kari", email="kari@example.no")

    said = read(csv_of({"Navn": "Kari N", "E-post": "KARI@example.no"}, {"Navn": "Ny", "E-post": ""}), "--dry-run")

    assert "1 created, 1 updated, 0 unchanged, 0 wrong. Nothing was written." in said
    assert [one.name for one in Contact.objects.all()] == [known.name]


def test_a_row_is_about_the_contact_with_its_address_or_else_of_its_name_and_municipality(read):
    by_address = ContactFactory(name="Kari", email="kari@example.no", job_title="rådgiver")
    by_name = ContactFactory(name="Ola", municipality=Municipality.objects.get(number="5001"))
    rows = [
        {"Navn": "Kari Nordmann", "E-post": "kari@example.no", "Kommune": "Malvik", "Telefon": ""},
        {"Navn": "ola", "E-post": "", "Kommune": "5001", "Telefon": "74 17 40 00"},
    ]

    read(csv_of(*rows, delimiter=";"))

    by_address.refresh_from_db()
    by_name.refresh_from_db()
    assert (by_address.name, by_address.municipality.name, by_address.job_title) == (
        "Kari Nordmann",
        "Malvik",
        "rådgiver",
    )
    assert (by_name.phone, Contact.objects.count()) == ("74 17 40 00", 2)
    assert by_address.live


def test_a_draft_that_waits_for_approval_is_neither_published_nor_lost(read, admin_client):
    contact = ContactFactory(name="Kari", email="kari@example.no", job_title="rådgiver")
    contact.job_title = "leder"
    contact.save_revision()

    unchanged = read(exported(admin_client))
    said = read(csv_of({"Navn": "Kari N", "E-post": "kari@example.no"}), "--dry-run")

    contact.refresh_from_db()
    assert "0 created, 0 updated, 1 unchanged, 0 wrong" in unchanged
    assert "Row 2, Navn: Kontakten har et utkast som ikke er publisert." in said
    assert (contact.job_title, contact.get_latest_revision_as_object().job_title) == ("rådgiver", "leder")


def test_what_is_imported_is_public_when_the_file_says_so(read, query):
    read(csv_of({"Navn": "Synlig", "Publisert": "ja"}, {"Navn": "Usynlig", "Publisert": "nei"}))
    first = query("{ contacts { nodes { name } } }")
    read(csv_of({"Navn": "Synlig", "Publisert": "nei"}))

    assert first == {"contacts": {"nodes": [{"name": "Synlig"}]}}
    assert query("{ contacts { nodes { name } } }") == {"contacts": {"nodes": []}}


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"Navn": ""}, "Row 2, Navn: "),
        ({"Roller": "konge"}, "Row 2, Roller: «konge» er ingen rolle."),
        ({"Kommune": "Oslo"}, "Row 2, Kommune: Ingen kommune heter «Oslo»."),
        ({"Organisasjon": "Ukjent"}, "Row 2, Organisasjon: Organisasjonen «Ukjent» finnes ikke."),
        ({"Oppnevnt": "i fjor"}, "Row 2, Oppnevnt: «i fjor» er ingen dato."),
        ({"Oppnevnt": "31.02.2026"}, "Row 2, Oppnevnt: «31.02.2026» er ingen dato."),
        ({"E-post vises": "kanskje"}, "Row 2, E-post vises: Skriv «ja» eller «nei», ikke «kanskje»."),
        ({"Telefon": "ring meg"}, "Row 2, Telefon: "),
        ({"Roller": "FoUI-kontakt"}, "Row 2, Kommune: En FoUI-kontakt er kommunens kontakt."),
        ({"Oppnevnt": "1.2.2026", "Oppnevnt til og med": "1.1.2026"}, "Row 2, Oppnevnt til og med: "),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(read, cells, said):
    assert said in read(csv_of({"Navn": "Kari", "E-post": "", **cells, "Stillingstittel": "x"}), "--dry-run")


def test_all_that_is_wrong_in_a_row_is_told_at_once(read):
    said = read(csv_of({"Navn": "Per", "Roller": "Sjef", "Kommune": "Atlantis", "E-post": "per-at-snasa"}), "--dry-run")

    assert [heading for heading in ("Roller", "Kommune", "E-post") if f"Row 2, {heading}: " in said] == [
        "Roller",
        "Kommune",
        "E-post",
    ]


def test_the_same_person_twice_is_told(read):
    rows = [{"Navn": "Kari", "E-post": "kari@example.no"}, {"Navn": "Kari N", "E-post": "KARI@example.no"}]

    assert "Row 3, E-post: Står også i rad 2." in read(csv_of(*rows), "--dry-run")


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        (b"", "tom.csv", "mangler kolonnen «Navn»"),
        (b"Fornavn\nKari", "feil.csv", "Ukjent kolonne: «Fornavn»"),
        (b"\x00\x01\x02", "bilde.csv", "verken CSV eller Excel"),
        (b"ikke et regneark", "feil.xlsx", "kan ikke leses som Excel"),
        (b"Navn\n" + b"x\n" * (MOST_ROWS + 1), "stor.csv", "mer enn 10000 rader"),
    ],
)
def test_a_file_that_is_no_list_of_contacts_says_why(read, content, name, message):
    with pytest.raises(CommandError, match=message):
        read(content, name=name)


def test_letters_of_windows_are_read(read):
    read("Navn;Roller\nBjørn Åsen;Sekretariat".encode("cp1252"))

    assert Contact.objects.get().name == "Bjørn Åsen"


def test_days_of_excel_are_read(read, tmp_path):
    book = Workbook()
    book.active.append(["Navn", "Roller", "Oppnevnt"])
    book.active.append(["Kari", "Sekretariat", datetime.date(2026, 3, 1)])
    book.save(tmp_path / "bok.xlsx")

    read((tmp_path / "bok.xlsx").read_bytes(), name="bok.xlsx")

    assert str(Contact.objects.get().appointed_on) == "2026-03-01"


def upload(client, content, **fields):
    file = SimpleUploadedFile("kontakter.csv", content.encode())
    return client.post(reverse("import_contacts"), {"file": file, **fields})


def test_a_moderator_tries_a_file_and_then_writes_it(client, django_user_model, home):
    set_up_roles([home])
    user = django_user_model.objects.create_user("moderator")
    user.groups.add(Group.objects.get(name=MODERATORS))
    client.force_login(user)
    content = csv_of({"Navn": "Kari", "E-post": "kari@example.no", "Publisert": "ja"})

    listing = client.get(reverse(LIST)).content.decode()
    tried = upload(client, content, dry_run="on").content.decode()
    nothing = Contact.objects.count()
    written = upload(client, content).content.decode()
    wrong = upload(client, "Fornavn\nKari").content.decode()

    assert reverse("import_contacts") in listing
    assert "Ingenting er lagret" in tried
    assert nothing == 0
    assert "Lagret" in written
    assert Contact.objects.get().latest_revision.user == user
    assert "Ukjent kolonne: «Fornavn»" in wrong


def test_an_editor_who_may_not_publish_may_not_import(client, django_user_model, home):
    set_up_roles([home])
    user = django_user_model.objects.create_user("redaktor")
    user.groups.add(Group.objects.get(name=EDITORS))
    client.force_login(user)

    assert reverse("import_contacts") not in client.get(reverse(LIST)).content.decode()
    assert upload(client, csv_of({"Navn": "Kari"})).status_code == 302
    assert not Contact.objects.exists()


def test_every_column_of_a_contact_that_is_written_can_be_read():
    contact = ContactFactory(municipality=Municipality.objects.get(number="5001"), roles=[ContactRole.FOUI_CONTACT])

    for name, column in COLUMNS.items():
        assert column.read(str(column.write(contact))) == getattr(contact, name)
