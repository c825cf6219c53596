"""Runs the site under granian, its WSGI server."""

import ctypes
import errno
import gc
import os
import shutil
import signal
import socket
import sys
from importlib import import_module
from itertools import islice
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import CommandError
from django.db import connections
from granian import Granian
from granian.constants import Interfaces

from cms import environment
from cms.api.documents import graphql_schema
from cms.handing_over import hand_over_on_signal
from cms.prometheus import METRICS_DIRECTORY, share_between_workers
from cms.reloading import reload_on_signal
from cms.scheduled import start_scheduler
from search.analysis.frequencies import bokmal
from search.analysis.lexemes import lexemes_of

# So many each worker holds open. Granian takes in no others until one of them is closed, and clients keep theirs open:
# with 64, of 500 clients some 370 never got a single answer.
CONNECTIONS = 1024

# An answer makes some ten thousand objects and drops them again; Python would look for circles after every 700.
GARBAGE_THRESHOLD = 20_000

# What texts are mostly made of: taken apart beforehand, in one second and 10 MB, so that the first searches need not.
COMMONEST_WORDS = 20_000

SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 — a name of its own is made in it

# A request that has not ended by then, when the server is told to stop, never will.
SECONDS_TO_FINISH = 30


def refuse_taken_port(host: str, port: int) -> None:
    """Say in one line that something else listens there, before anything is prepared for it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            # The address is of another machine, or of a kind that this one does not have.
            is_foreign = error.errno in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}
            way_out = "BIND has to be an address of this machine" if is_foreign else f"try PORT={port + 1}"
            raise CommandError(f"{host}:{port} cannot be used ({error.strerror}): {way_out}") from error


def refuse_missing_static_files() -> None:
    """Say in one line that no page could name its style sheet, which fails each of them."""
    if isinstance(staticfiles_storage, ManifestFilesMixin) and not staticfiles_storage.hashed_files:
        raise CommandError("The static files are not gathered: run `manage.py collectstatic --no-input` first")


def refuse_unwritable_media() -> None:
    """Say in one line that no upload could be kept, where files are kept on a disk of this machine."""
    if not isinstance(default_storage, FileSystemStorage):
        return
    try:
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        problem = None if os.access(settings.MEDIA_ROOT, os.W_OK | os.X_OK) else "this user may not write there"
    except OSError as error:
        problem = error.strerror
    if problem:
        environment.refuse(
            "MEDIA_ROOT", f"cannot be written ({problem})", "a directory of the user who serves the site"
        )


def serve(*, host: str, port: int, workers: int, threads: int) -> None:
    """Answer requests until the process is told to stop (SIGTERM); those that run then are finished."""
    # A new version of this process goes on where the former one had counted to.
    metrics = Path(os.environ.get(METRICS_DIRECTORY) or mkdtemp(prefix="foui-metrics-", dir=_shared_memory()))
    share_between_workers(metrics)
    try:
        _serve(host, port, workers, threads)
    finally:
        shutil.rmtree(metrics, ignore_errors=True)


def _serve(host: str, port: int, workers: int, threads: int) -> None:
    # Before the workers are forked, so that they share the memory of it, and a mistake shows once.
    import_module(settings.ROOT_URLCONF)
    graphql_schema()
    for word in islice(bokmal(), COMMONEST_WORDS):
        lexemes_of(word)
    os.register_at_fork(after_in_child=_end_with_parent)
    os.register_at_fork(after_in_child=hand_over_on_signal)
    # What is loaded by now stays for good: the garbage collector need not look at it again, nor write to its memory.
    gc.collect()
    gc.freeze()
    gc.set_threshold(GARBAGE_THRESHOLD)
    # A connection must not be shared by two processes.
    connections.close_all()
    if settings.SCHEDULER:
        start_scheduler()
    server = Granian(
        "cms.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        websockets=False,
        workers=workers,
        blocking_threads=threads,
        backpressure=CONNECTIONS,
        respawn_failed_workers=not settings.DEBUG,
        workers_kill_timeout=SECONDS_TO_FINISH,
        log_dictconfig=settings.LOGGING,
    )
    if not settings.DEBUG:
        reload_on_signal(server)
    server.serve()


def _shared_memory() -> str | None:
    """Where files are that no disk has to have room for; None where there is no such place.

    Workers count in files that are mapped into memory: when the disk below is full, counting ends a worker (SIGBUS).
    """
    return str(SHARED_MEMORY) if os.access(SHARED_MEMORY, os.W_OK) else None


def _end_with_parent() -> None:
    """Ask Linux to end this child when its parent is gone, killed perhaps: a worker would keep the port."""
    if sys.platform == "linux":
        set_parent_death_signal = 1
        ctypes.CDLL(None).prctl(set_parent_death_signal, signal.SIGTERM)
