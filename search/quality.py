"""How good the ranking is: nDCG@10 on judged queries (Järvelin and Kekäläinen, 2002).

The gain of a hit is 2^grade − 1, divided by the logarithm of its place; 1 is the best order there is, 0 none of what
was wanted. A query with nothing to find scores 1 when nothing is found, else 0.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

PLACES = 10


@dataclass(frozen=True)
class Judged:
    """A query with its kind, the half of the set or the judge it is of, and the grades of what answers it."""

    query: str
    kind: str
    half: str
    relevant: Mapping[str, int]


@dataclass(frozen=True)
class JudgedSet:
    """Documents, and queries for them."""

    documents: Sequence[Mapping[str, Any]]
    queries: Sequence[Judged]

    @classmethod
    def read(cls, folder: Path, queries_in: str = "queries.json") -> "JudgedSet":
        """The set in the folder's `documents.json` and its file of queries."""
        documents = json.loads((folder / "documents.json").read_text())
        queries = [Judged(**one) for one in json.loads((folder / queries_in).read_text())]
        return cls(documents, queries)


def ndcg(found: Sequence[str], relevant: Mapping[str, int]) -> float:
    """nDCG@10 of what was found, in its order."""
    if not relevant:
        return 0.0 if found else 1.0
    best = _gained(sorted(relevant.values(), reverse=True))
    return _gained([relevant.get(one, 0) for one in found]) / best


def by_kind(scores: Sequence[tuple[Judged, float]]) -> dict[str, float]:
    """The mean score of each kind of query, and `macro`, the mean of those."""
    of_kind: dict[str, list[float]] = defaultdict(list)
    for judged, score in scores:
        of_kind[judged.kind].append(score)
    means = {kind: sum(found) / len(found) for kind, found in sorted(of_kind.items())}
    return means | {"macro": sum(means.values()) / len(means)}


def _gained(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades[:PLACES]))
