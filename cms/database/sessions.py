"""What sessions with PostgreSQL begin with."""

from collections.abc import Mapping
from typing import Any

FOR_SHORT_STATEMENTS = {
    # Prepared statements are planned once, for any values. PostgreSQL would plan them five times in each connection,
    # and some of the search for ever, as it takes a plan for known values for a little better; planning takes longer
    # than running them.
    "plan_cache_mode": "force_generic_plan",
    # It would compile what it takes for expensive, as a search for many words, which takes 250 ms to save some.
    "jit": "off",
}


def begin_with(database: dict[str, Any], settings: Mapping[str, str]) -> None:
    """Have sessions that are opened from now on begin with these settings; what DATABASE_URL says goes before."""
    options = database.setdefault("OPTIONS", {})
    said = " ".join(f"-c {name}={value}" for name, value in settings.items())
    options["options"] = f"{said} {options.get('options', '')}".strip()
