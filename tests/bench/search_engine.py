"""Prints how long searches take without HTTP and GraphQL, each question in rounds, as milliseconds in JSON.

A process of its own, with sessions and the garbage collector set as a worker of the server has them. Questions come as
JSON on standard input, with the number of rounds.
"""

import gc
import json
import sys
import time

import cms.wsgi  # noqa: F401 — sets up Django, and sessions that plan a statement once

# isort: split

from django.db.models import Q
from django.utils import timezone

from cms.api.connections import Window
from cms.api.ground import ground_at
from cms.api.snapshot import one_snapshot
from cms.api.visibility import Gate
from cms.server import GARBAGE_THRESHOLD
from search.engine import Question, Search
from search.facets import FacetName
from search.kinds import plain_loader
from search.public import Audience
from search.results import Results

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
