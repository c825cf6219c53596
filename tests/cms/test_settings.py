"""A missing or wrong setting stops the start with one clear line."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest
from django.db import connection

PROJECT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijk",
    "ALLOWED_HOSTS": "www.example.no",
}
ADDRESSES = "127.0.0.1, or 0.0.0.0 for all addresses of the machine"
FROM_ONE = "a whole number from 1 upwards"
THREADS, WORKERS = min(4, 2 * (os.cpu_count() or 1) + 1), len(os.sched_getaffinity(0))
ADDRESS = {"dbname", "user", "password", "host", "port"}


def ask(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What manage.py prints for an expression on the settings, in an environment of just these variables."""
    code = f"import manage; from django.conf import settings; print(({expression}))"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "cms.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_production_does_not_start_without_it(missing):
    environment = {name: value for name, value in PRODUCTION.items() if name != missing}

    done = manage("check", **environment)

    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"{missing} is missing: it should look like ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("DEBUG", "maybe", "DEBUG is neither yes nor no: it should look like 1 or 0"),
        ("PORT", "80 80", "PORT is not a whole number: it should look like 8000, a whole number from 1 to 65535"),
        ("PORT", "0", "PORT is out of bounds: it should look like 8000, a whole number from 1 to 65535"),
        ("BIND", "300.1.1.1", f"BIND is no IP address: it should look like {ADDRESSES}"),
        ("BIND", "localhost", f"BIND is no IP address: it should look like {ADDRESSES}"),
        ("THREADS", "abc", f"THREADS is not a whole number: it should look like {THREADS}, {FROM_ONE}"),
        ("WORKERS", "0", f"WORKERS is out of bounds: it should look like {WORKERS}, {FROM_ONE}"),
        ("RATE_LIMIT", "-1", "RATE_LIMIT is out of bounds: it should look like 300000, a whole number from 0 upwards"),
        ("SLOW_MS", "9" * 5000, f"SLOW_MS is out of bounds: it should look like 1000, {FROM_ONE}"),
        ("SECRET_KEY", "short", "SECRET_KEY is too weak: it should look like 50 or more random characters"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY is too weak: it should look like 50 or more random characters"),
        (
            "SECRET_KEY_FALLBACKS",
            "x",
            (
                "SECRET_KEY_FALLBACKS holds a key that is too weak: "
                "it should look like 50 or more random characters, several with commas between"
            ),
        ),
        *(
            (
                "ALLOWED_HOSTS",
                hosts,
                (
                    "ALLOWED_HOSTS holds something that is neither a host's name nor its IP address: "
                    "it should look like cms.example.no,www.example.no"
                ),
            )
            for hosts in ("http://x/", "www.example.no:8000", "www.example.no,to ord", ",")
        ),
        (
            "DATABASE_URL",
            "sqlite:///secret.db",
            (
                "DATABASE_URL is not the address of a PostgreSQL database: "
                "it should look like postgres://user:password@host:5432/name"
            ),
        ),
        (
            "DATABASE_URL",
            "postgres://user:secret@host",
            "DATABASE_URL names no database: it should look like postgres://user:password@host:5432/name",
        ),
        (
            "DATABASE_URL",
            "postgres://user:secret@host:port/name",
            "DATABASE_URL cannot be understood: it should look like postgres://user:password@host:5432/name",
        ),
        (
            "CACHE_URL",
            "memory",
            "CACHE_URL cannot be understood: it should look like rediscache://host:6379/0 or locmemcache://",
        ),
        (
            "CACHE_URL",
            "redis://127.0.0.1:notaport/0",
            "CACHE_URL cannot be understood: it should look like rediscache://host:6379/0 or locmemcache://",
        ),
        *(
            (
                "DEFAULT_FROM_EMAIL",
                sender,
                "DEFAULT_FROM_EMAIL is no e-mail address: it should look like FoUI <post@example.no>",
            )
            for sender in ("nonsense", "FoUI, Trøndelag <post@example.no>", "post@")
        ),
        (
            "EMAIL_URL",
            "mail://secret",
            ("EMAIL_URL cannot be understood: it should look like smtp+tls://user:password@host:587 or consolemail://"),
        ),
        (
            "FRONTEND_URL",
            "www.example.no",
            "FRONTEND_URL is not a web address: it should look like https://www.example.no",
        ),
        (
            "FRONTEND_URL",
            "https://www.example.no:port",
            "FRONTEND_URL is not a web address: it should look like https://www.example.no",
        ),
        (
            "WEBHOOK_PRIVATE_HOSTS",
            "frontend.internal,http://10.0.0.7",
            (
                "WEBHOOK_PRIVATE_HOSTS holds something that is neither a host's name nor its IP address: "
                "it should look like frontend.internal,10.0.0.7"
            ),
        ),
        ("PURGE_URL", "cache:6081", "PURGE_URL is not a web address: it should look like https://www.example.no"),
        (
            "SEARCH_URL",
            "search.example.no:9200",
            "SEARCH_URL is not a web address: it should look like https://user:password@search.example.no:9200",
        ),
        (
            "SEARCH_URL",
            "https://user:secret@search.example.no:9200/Foui_Søk",
            (
                "SEARCH_URL names no index that a server could have: "
                "it should look like https://user:password@search.example.no:9200/foui-search"
            ),
        ),
        (
            "SHARED_MAX_AGE",
            "3600",
            (
                "PURGE_URL is missing, and what SHARED_MAX_AGE lets a cache keep grows stale: "
                "it should look like http://cache.example.no:6081"
            ),
        ),
        (
            "CSRF_TRUSTED_ORIGINS",
            "https://a.example.no,b",
            (
                "CSRF_TRUSTED_ORIGINS holds something that is not a web address: "
                "it should look like https://www.example.no,https://admin.example.no"
            ),
        ),
        (
            "MEDIA_URL",
            "/media",
            "MEDIA_URL does not end with a slash: it should look like /media/ or https://files.example.no/",
        ),
        (
            "MEDIA_ROOT",
            "media",
            "MEDIA_ROOT is not an absolute path: it should look like /srv/foui/media",
        ),
        *(
            (
                "MEDIA_ROOT",
                path,
                "MEDIA_ROOT is no directory, or below what is none: it should look like /srv/foui/media",
            )
            for path in (__file__, f"{__file__}/media")
        ),
        (
            "STORAGE",
            "storages.Missing",
            (
                "STORAGE names a storage class that is not installed: "
                "it should look like storages.backends.s3.S3Storage?bucket_name=foui"
            ),
        ),
        ("METRICS_TOKEN", "secret", "METRICS_TOKEN is too short: it should look like 20 or more random characters"),
        ("LOG_FORMAT", "xml", "LOG_FORMAT is no format of log lines: it should look like line or json"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL is no log level: it should look like INFO or WARNING"),
    ],
)
def test_a_wrong_variable_is_named_in_one_line(name, value, line):
    done = ask("settings.DEBUG", **PRODUCTION | {name: value})

    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"{line}\n")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "www.example.no, .example.no, 10.0.0.7, [::1], xn--smla-5qa.no, LOCALHOST"),
        ("CACHE_URL", "rediscache://one:6379,two:6379/0"),
        ("DEFAULT_FROM_EMAIL", "post@example.no"),
        ("DEFAULT_FROM_EMAIL", "FoUI Trøndelag <post@example.no>"),
        ("MEDIA_ROOT", "/srv/is/not/there/yet"),
        ("SECRET_KEY_FALLBACKS", "0123456789-abcdefghijklmnopqrstuvwxyz-0123456789-abcdefghijk"),
    ],
)
def test_what_is_right_is_taken(name, value):
    done = ask("settings.DEBUG", **PRODUCTION | {name: value})

    assert (done.returncode, done.stdout, done.stderr) == (0, "False\n", "")


def test_production_is_closed_by_default():
    done = ask(
        "settings.DEBUG, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, "
        "settings.SECURE_SSL_REDIRECT, settings.GRAPHQL['SUGGESTIONS'], settings.GRAPHQL['INTROSPECTION']",
        **PRODUCTION,
    )

    assert (done.stdout, done.stderr) == ("(False, True, True, True, False, True)\n", "")


def test_a_laptop_needs_no_variable_but_debug():
    done = ask("settings.ALLOWED_HOSTS, settings.FRONTEND_URL", DEBUG="1", PORT="8123")

    assert (done.stdout, done.stderr) == (
        "(['localhost', '127.0.0.1', '[::1]'], 'http://127.0.0.1:8123')\n",
        "",
    )


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({}, 0),
        ({"PURGE_URL": "http://cache.example.no:6081"}, 24 * 3600),
        ({"PURGE_URL": "http://cache.example.no:6081", "SHARED_MAX_AGE": "60"}, 60),
    ],
)
def test_a_shared_cache_keeps_answers_only_when_it_is_purged(environment, seconds):
    done = ask("settings.GRAPHQL['SHARED_MAX_AGE']", **PRODUCTION | environment)

    assert (done.stdout, done.stderr) == (f"{seconds}\n", "")


def test_nothing_is_purged_without_an_address():
    done = manage("purge_shared_cache", **PRODUCTION)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "PURGE_URL is missing: it should look like http://cache.example.no:6081\n"


def test_everything_can_be_set_from_the_environment():
    done = ask(
        "settings.DATABASES['default']['HOST'], settings.CACHES['answers']['LOCATION'], "
        "settings.EMAIL_HOST, settings.STORAGES['default']['OPTIONS'], settings.MEDIA_URL, "
        "settings.FRONTEND_URL, settings.WAGTAILADMIN_BASE_URL, settings.GRAPHQL['TRUSTED_ONLY']",
        **PRODUCTION,
        DATABASE_URL="postgres://user:password@db.example.no:5432/foui",
        CACHE_URL="rediscache://cache.example.no:6379/1",
        EMAIL_URL="smtp+tls://user:password@mail.example.no:587",
        STORAGE="django.core.files.storage.InMemoryStorage?base_url=/files/",
        MEDIA_URL="https://files.example.no/",
        FRONTEND_URL="https://front.example.no/",
        GRAPHQL_TRUSTED_ONLY="1",
    )

    assert done.stderr == ""
    assert done.stdout == (
        "('db.example.no', 'redis://cache.example.no:6379/1', 'mail.example.no', {'base_url': '/files/'}, "
        "'https://files.example.no/', 'https://front.example.no', 'https://www.example.no', True)\n"
    )


@pytest.mark.parametrize("command", ["serve", "migrate"])
def test_each_command_refuses_what_the_server_could_not_start_with(command):
    done = manage(command, **PRODUCTION, WORKERS="0")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"WORKERS is out of bounds: it should look like {WORKERS}, {FROM_ONE}\n"


@pytest.mark.parametrize("foreign", ["192.0.2.1", "2001:db8::1"])
def test_an_address_of_another_machine_is_not_blamed_on_the_port(foreign):
    done = manage("serve", **PRODUCTION, BIND=foreign)

    assert done.returncode == 1
    assert done.stderr.startswith(f"CommandError: {foreign}:8000 cannot be used (")
    assert done.stderr.endswith("): BIND has to be an address of this machine\n")


@pytest.mark.parametrize("command", [("serve",), ("migrate",), ("run_local",), ("purge_shared_cache", "--everything")])
def test_a_database_that_does_not_answer_is_one_line(command):
    done = manage(*command, **PRODUCTION, PORT="8139", DATABASE_URL="postgres://user:secret@127.0.0.1:9/foui")

    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be used: ")
    assert "Connection refused" in done.stderr
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"dbname": "finnes-ikke"}, 'database "finnes-ikke" does not exist'),
        ({"user": "finnes-ikke", "password": "secret"}, '"finnes-ikke"'),
        ({"options": "-c search_path=finnes-ikke"}, "its user may not make tables in it (no schema has been selected"),
        ({"tull": "1"}, 'invalid connection option "tull"'),
    ],
)
def test_a_database_that_turns_us_away_is_one_line(db, change, reason):
    done = manage("migrate", **PRODUCTION, DATABASE_URL=database_url(**change))

    assert done.returncode == 1
    assert done.stderr.startswith("The database cannot be used: ")
    assert reason in done.stderr
    assert done.stderr.count("\n") == 1
    assert "secret" not in done.stderr


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_a_database_that_cannot_hold_all_letters_is_refused_before_anything_is_made(latin1, command):
    done = manage(command, **PRODUCTION, PORT="8139", DATABASE_URL=database_url(dbname=latin1))

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        "The database cannot be used: its encoding is LATIN1, and has to be UTF8, which it gets when it is made "
        "(createdb --encoding UTF8 --template template0)\n"
    )


@pytest.fixture
def latin1(db):
    """The name of a database in another encoding."""
    name = f"{connection.settings_dict['NAME']}_latin1"
    # Beside the test's transaction, in which no database can be made.
    with psycopg.connect(**known_address(), autocommit=True) as beside:
        beside.execute(f"CREATE DATABASE {name} ENCODING LATIN1 LOCALE 'C' TEMPLATE template0")
        yield name
        beside.execute(f"DROP DATABASE {name} WITH (FORCE)")


def known_address():
    return {name: value for name, value in connection.get_connection_params().items() if name in ADDRESS and value}


def database_url(**change):
    """The address of the test's database, as it stands but for the change."""
    address = known_address() | change
    path = f"{address.pop('user')}:{address.pop('password', '')}@/{address.pop('dbname')}"
    return f"postgresql://{path}?{urlencode(address)}"
