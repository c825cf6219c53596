"""The embedded PostgreSQL starts, is shared, and survives what happens to it."""

import os
import pwd
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg
import pytest

from cms.database import embedded, embedded_url

PROJECT = Path(__file__).resolve().parents[2]
START_AND_WAIT = """
import sys
from pathlib import Path
from cms.database import embedded
embedded.ensure_running(Path(sys.argv[1]))
print("started", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def directory() -> Iterator[Path]:
    # Not pytest's own: it closes its folders to others whenever another run begins, and when root runs the tests,
    # the server is another.
    with tempfile.TemporaryDirectory(prefix="foui-test-") as name:
        Path(name).chmod(0o711)
        directory = Path(name) / "postgres"
        yield directory
        embedded.release(directory)


@contextmanager
def another_process(directory: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that has started the server and goes on using it."""
    with subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(directory)],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        yield process


def server_version(directory: Path) -> int:
    with psycopg.connect(embedded_url(directory)) as connection:
        return connection.info.server_version // 10_000


def server_process(directory: Path) -> psutil.Process:
    return psutil.Process(int((directory / "postmaster.pid").read_text().split()[0]))


def has_ended(process: psutil.Process) -> bool:
    # Where nobody collects orphans, as in many a container, one stays behind as a zombie.
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@contextmanager
def ordinary_user() -> Iterator[pwd.struct_passwd]:
    """Whoever runs the tests, or `nobody` for a while if that is root."""
    if os.geteuid() != 0:
        yield pwd.getpwuid(os.geteuid())
        return
    nobody = pwd.getpwnam("nobody")
    os.setegid(nobody.pw_gid)
    os.seteuid(nobody.pw_uid)
    try:
        yield nobody
    finally:
        os.seteuid(0)
        os.setegid(0)


def run_once_as_ordinary_user(directory: Path) -> None:
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                nobody = pwd.getpwnam("nobody")
                os.setgroups([])
                os.setgid(nobody.pw_gid)
                os.setuid(nobody.pw_uid)
            embedded.ensure_running(directory)
            embedded.release(directory)
        except BaseException:  # noqa: BLE001 - a fork of pytest must not go on as pytest
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0


def test_it_starts_from_nothing(directory):
    embedded.ensure_running(directory)

    assert server_version(directory) == 18


def test_it_sorts_the_same_on_every_machine(directory):
    embedded.ensure_running(directory)

    with psycopg.connect(embedded_url(directory)) as connection:
        found = connection.execute("select datlocprovider, datlocale, lower('ÆØÅ') from pg_database").fetchone()

    assert found == ("b", "C.UTF-8", "æøå")


def test_it_listens_to_no_network(directory):
    embedded.ensure_running(directory)

    with psycopg.connect(embedded_url(directory)) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)


def test_it_stops_with_its_last_user(directory):
    embedded.ensure_running(directory)
    with another_process(directory) as other:
        embedded.release(directory)
        assert server_version(directory) == 18
        other.communicate("")

    assert not (directory / "postmaster.pid").exists()


def test_two_processes_that_start_at_once_share_it(directory):
    with another_process(directory), another_process(directory):
        embedded.ensure_running(directory)

        assert server_version(directory) == 18


def test_a_stale_pid_file_is_survived(directory):
    embedded.ensure_running(directory)
    embedded.release(directory)
    # The number of a living process of the server's own user, as after a reboot: PostgreSQL would refuse.
    owner = pwd.getpwuid(directory.stat().st_uid)
    identity = {"user": owner.pw_uid} if os.geteuid() == 0 else {}
    with subprocess.Popen(["sleep", "60"], **identity) as bystander:
        (directory / "postmaster.pid").write_text(f"{bystander.pid}\n{directory}\n1\n5432\n\n\n\n\n")

        embedded.ensure_running(directory)
        bystander.kill()

    assert server_version(directory) == 18


def test_an_empty_pid_file_is_survived(directory):
    embedded.ensure_running(directory)
    embedded.release(directory)
    (directory / "postmaster.pid").touch()

    embedded.ensure_running(directory)

    assert server_version(directory) == 18


def test_a_killed_server_is_started_again(directory):
    embedded.ensure_running(directory)
    server = server_process(directory)
    server.send_signal(signal.SIGKILL)
    until = time.monotonic() + 10
    while not has_ended(server) and time.monotonic() < until:
        time.sleep(0.01)

    embedded.ensure_running(directory)

    assert server_version(directory) == 18


def test_the_server_of_a_killed_process_is_taken_over(directory):
    with another_process(directory) as other:
        other.kill()
    orphan = server_process(directory)

    embedded.ensure_running(directory)
    shared = server_process(directory)
    embedded.release(directory)

    assert shared == orphan
    assert has_ended(orphan)


def test_an_interrupted_creation_is_begun_again(directory):
    unfinished = directory.with_name("postgres.unfinished")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    embedded.ensure_running(directory)

    assert server_version(directory) == 18
    assert not unfinished.exists()


def test_a_path_too_long_for_a_socket_is_served_all_the_same(directory):
    deep = directory.with_name("a rather long name, with spaces; commas and $signs, as people have them" * 2)

    embedded.ensure_running(deep)
    version = server_version(deep)
    embedded.release(deep)

    assert version == 18
    assert not embedded.socket_directory(deep).exists()


def test_a_directory_with_something_else_in_it_is_left_alone(directory):
    directory.mkdir()
    (directory / "letter.txt").write_text("Kjære deg")

    with pytest.raises(embedded.DatabaseUnavailable) as refusal:
        embedded.ensure_running(directory)

    assert str(refusal.value) == (
        f"{directory} is not a PostgreSQL data directory, and not empty: "
        "give it to this user, remove it, or set DATABASE_URL to a PostgreSQL server"
    )
    assert (directory / "letter.txt").read_text() == "Kjære deg"


def test_a_server_that_cannot_start_says_why(directory):
    embedded.ensure_running(directory)
    embedded.release(directory)
    (directory / "PG_VERSION").write_text("17\n")

    with pytest.raises(embedded.DatabaseUnavailable, match="database files are incompatible with server"):
        embedded.ensure_running(directory)


def test_a_foreign_directory_is_explained_to_an_ordinary_user(directory):
    directory.mkdir(mode=0o755)
    if os.geteuid() == 0:
        os.chown(directory, 0, 0)
        directory.parent.chmod(0o777)
    else:
        pytest.skip("only root can make a directory of another's")

    with ordinary_user() as user, pytest.raises(embedded.DatabaseUnavailable) as refusal:
        embedded.ensure_running(directory)

    assert str(refusal.value).startswith(f"{directory} belongs to another user than '{user.pw_name}': ")


def test_a_closed_directory_is_explained_to_an_ordinary_user(directory):
    directory.parent.chmod(0o555)

    with ordinary_user(), pytest.raises(embedded.DatabaseUnavailable) as refusal:
        embedded.ensure_running(directory)

    assert "cannot be used by this user (Permission denied: " in str(refusal.value)
    assert "set DATABASE_URL to a PostgreSQL server" in str(refusal.value)


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_an_ordinary_user_can_run_it(directory):
    directory.parent.chmod(0o777)

    run_once_as_ordinary_user(directory)

    assert directory.stat().st_uid != 0
    assert not (directory / "postmaster.pid").exists()


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_root_runs_the_server_of_an_ordinary_user_as_that_user(directory):
    directory.parent.chmod(0o777)
    run_once_as_ordinary_user(directory)

    embedded.ensure_running(directory)

    assert server_version(directory) == 18
    assert server_process(directory).uids().real == directory.stat().st_uid


def test_a_server_that_runs_is_used_as_it_is(directory):
    embedded.ensure_running(directory)
    first = server_process(directory)
    embedded.ensure_running(directory)

    # Of a process, equality compares the moment of its creation, too.
    assert server_process(directory) == first


def test_a_throwaway_server_leaves_nothing_behind():
    with embedded.throwaway_server() as directory:
        assert server_version(directory) == 18

    assert not directory.parent.exists()


def test_the_throwaway_server_of_a_killed_run_is_swept_up():
    code = (
        "import os; from cms.database.embedded import throwaway_server\n"
        "with throwaway_server() as directory: print(directory, flush=True); os.kill(os.getpid(), 9)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=False)
    killed = Path(done.stdout.strip())
    orphan = server_process(killed)

    with embedded.throwaway_server():
        pass

    assert not killed.parent.exists()
    assert has_ended(orphan)
