"""Whether migrations are safe while the site is in use: `python -m tests.migration_safety`; squawk reads their SQL.

What a migration does in Python is not seen. Docs in docs/operations.md.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import django

SQUAWK = Path(sys.executable).with_name("squawk")
# Django writes these as it does; they make nobody wait, and no earlier version of the site fails by them.
NO_DANGER = [
    "ban-char-field",
    "prefer-bigint-over-int",
    "prefer-bigint-over-smallint",
    "prefer-identity",
    "prefer-robust-stmts",
    "prefer-text-field",
    # `manage.py migrate` sets them.
    "require-timeout-settings",
]
OLDEST_POSTGRESQL = "15"
# By migration: what squawk says of it that is accepted, and why.
ACCEPTED = {
    "pages.0001_initial": ({"adding-foreign-key-constraint"}, "makes the tables"),
    "pages.0002_search_engines": ({"ban-drop-default"}, "was there before the first installation"),
    "pages.0003_page_at_path": ({"require-concurrent-index-creation"}, "was there before the first installation"),
    "pages.0004_turns": ({"require-concurrent-index-creation"}, "was there before the first installation"),
    "pages.0005_list_order": ({"require-concurrent-index-creation"}, "was there before the first installation"),
    "pages.0009_changes_and_links": ({"ban-drop-constraint"}, "one that allows one kind more follows at once"),
    "search.0001_text_index": ({"require-concurrent-index-creation"}, "was there before the first installation"),
    "search.0006_counted_as": ({"adding-field-with-default"}, "was there before the first installation"),
    "search.0008_titles": ({"ban-drop-column"}, "was there before the first installation"),
    "webhooks.0001_initial": ({"adding-foreign-key-constraint"}, "makes the tables"),
}


def statements() -> dict[str, tuple[str, bool]]:
    """The SQL of each migration of the project by its name, and whether it runs in a transaction."""
    from django.apps import apps
    from django.conf import settings
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection, replace_migrations=False)
    ours = {app.label for app in apps.get_app_configs() if (settings.BASE_DIR / app.name.partition(".")[0]).is_dir()}
    nodes = loader.graph.nodes
    return {
        ".".join(key): ("\n".join(loader.collect_sql([(nodes[key], False)])), nodes[key].atomic)
        for key in sorted(loader.disk_migrations)
        if key[0] in ours
    }


def dangers(migrations: dict[str, tuple[str, bool]]) -> list[str]:
    """What is dangerous in these migrations, one line each, but for what is accepted."""
    found: list[str] = []
    for in_transaction in (True, False):
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for name, (text, atomic) in migrations.items():
                if atomic is in_transaction:
                    files.append(Path(folder) / f"{name}.sql")
                    files[-1].write_text(text)
            found += _said(files, in_transaction=in_transaction) if files else []
    return found


def _said(files: list[Path], *, in_transaction: bool) -> list[str]:
    done = subprocess.run(
        [
            *(SQUAWK, "--reporter", "json", "--pg-version", OLDEST_POSTGRESQL, "--exclude", ",".join(NO_DANGER)),
            *(["--assume-in-transaction"] if in_transaction else []),
            *files,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    lines = []
    for said in json.loads(done.stdout):
        name = Path(said["file"]).stem
        accepted, _ = ACCEPTED.get(name, (set(), ""))
        if said["rule_name"] not in accepted:
            lines.append(f"{name}, line {said['line'] + 1} of its SQL: {said['rule_name']}: {said['message']}")
            lines += [f"  {said['help']}"] if said.get("help") else []
    return lines


if __name__ == "__main__":
    django.setup()
    migrations = statements()
    if lines := dangers(migrations):
        sys.stdout.write("\n".join([*lines, ""]))
        sys.exit("These migrations are dangerous while the site is in use; docs/operations.md says what to do.")
    sys.stdout.write(f"{len(migrations)} migrations are safe while the site is in use.\n")
