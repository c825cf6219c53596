"""`make recovery`: backs the local site up, restores it into an empty database and directory, and compares."""

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from rich.console import Console

from cms.database import embedded, embedded_url


def compare() -> bool:
    """Whether both sites are the same; says so, and where they are not."""
    from django.conf import settings

    say = Console(soft_wrap=True).print
    with embedded.throwaway_server() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        backup = folder / "site.zip"
        media = folder / "media"
        here = {**os.environ, "LOG_LEVEL": "WARNING"}
        there = {**here, "DATABASE_URL": embedded_url(server), "MEDIA_ROOT": str(media)}
        _manage(["backup", str(backup)], here)
        _manage(["restore", str(backup)], there)
        say("Asking both sites for everything …")
        ours, theirs = _answers(folder / "ours.json", here), _answers(folder / "theirs.json", there)
        our_files, their_files = _checksums(Path(settings.MEDIA_ROOT)), _checksums(media)
    different = sorted(asked for asked in ours.keys() | theirs.keys() if ours.get(asked) != theirs.get(asked))
    files = sorted(
        file for file in our_files.keys() | their_files.keys() if our_files.get(file) != their_files.get(file)
    )
    say(f"{len(ours)} answers of {len({asked.split()[0] for asked in ours})} documents, {len(different)} different")
    say(f"{len(our_files)} files, {len(files)} different")
    say("\n".join([*different[:20], *files[:20]]))
    return not different and not files


def _manage(arguments: list[str], environment: dict[str, str]) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], env=environment, check=True)


def _answers(file: Path, environment: dict[str, str]) -> dict[str, object]:
    subprocess.run([sys.executable, "-m", "tests.recovery.answers", file], env=environment, check=True)
    answers: dict[str, object] = json.loads(file.read_text())
    return answers


def _checksums(folder: Path) -> dict[str, str]:
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file()
    }


if __name__ == "__main__":
    django.setup()
    sys.exit(0 if compare() else 1)
