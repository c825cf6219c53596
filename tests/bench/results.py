"""What a run has found, as it is written down."""

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.bench.in_front import InFront
from tests.bench.rounds import Figures, Pace
from tests.bench.searching import Searched
from tests.bench.servers import Memory


@dataclass
class Growth:
    """How long answers take at one size of the site."""

    articles: int
    events: int
    figures: Figures
    searched: Searched
    # How long it took to make the index of the search anew; None where that was not measured.
    build_seconds: float | None = None


@dataclass
class Results:
    """Everything that the tables and plots are made of; keys are `subject/side`, as `run` names them."""

    command: str
    date: str
    commit: str
    machine: dict[str, str]
    versions: dict[str, str]
    # Whether the product has a cache of answers at all; without it "cached" is the same as "cold".
    keeps_answers: bool
    has_comparator: bool
    pace: Pace
    alone: Pace
    titles: dict[str, str]
    growth_titles: dict[str, str]
    figures: Figures = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    memory: dict[str, list[Memory]] = field(default_factory=dict)
    in_front: InFront | None = None
    growth: list[Growth] = field(default_factory=list)

    def write(self, file: Path) -> None:
        """Every figure of every round, as JSON."""
        file.write_text(json.dumps(_rounded(dataclasses.asdict(self)), indent=1, ensure_ascii=False) + "\n")


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {name: _rounded(one) for name, one in value.items()}
    return [_rounded(one) for one in value] if isinstance(value, list) else value
