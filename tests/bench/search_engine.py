"""Prints how long searches take without HTTP and GraphQL, each question in rounds, as milliseconds in JSON.

A process of its own, with the garbage collector set as a worker of the server has it. Questions come as JSON on
standard input, with the number of rounds.
"""

import gc
import json
import sys
import time

import django

django.setup()

from django.db.models import Q  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.api.connections import Window  # noqa: E402
from cms.api.ground import ground_at  # noqa: E402
from cms.api.snapshot import one_snapshot  # noqa: E402
from cms.api.visibility import Gate  # noqa: E402
from cms.server import GARBAGE_THRESHOLD  # noqa: E402
from search.engine import Question, Search  # noqa: E402
from search.facets import FacetName  # noqa: E402
from search.kinds import plain_loader  # noqa: E402
from search.public import Audience  # noqa: E402
from search.results import Results  # noqa: E402

HOST, PORT = "127.0.0.1", "80"
HITS = 20


def search(typed: str) -> float:
    """How long it takes to find all that the trusted document `search` asks for."""
    began = time.perf_counter()
    with one_snapshot():
        moment = timezone.now()
        question = Question(typed, Audience(Gate(ground_at(HOST, PORT, moment), moment)))
        searched = Search(question, Q(), counting=[name.value for name in FacetName])
        found = Results(question, Window(first=HITS), lambda ignored: searched, plain_loader(), lambda: None)
        told = found.total_count, found.did_you_mean, found.facet_values, [hit.excerpt for hit in found.edges]
    passed = (time.perf_counter() - began) * 1000
    assert len(told[-1]) == min(HITS, found.total_count)
    return passed


asked = json.load(sys.stdin)
gc.collect()
gc.freeze()
gc.set_threshold(GARBAGE_THRESHOLD)
json.dump([[search(typed) for typed in asked["questions"]] for _ in range(asked["rounds"])], sys.stdout)
