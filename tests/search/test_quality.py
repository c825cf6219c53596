"""The ranking on judged queries: `tests/search/judged/README.md` says how they were made."""

import io
import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from search import judged_index
from search.management.commands.search_quality import OWN, SET, STRANGERS, hits
from search.models import Entry
from search.quality import JudgedSet, by_kind, ndcg

JUDGED, BY_STRANGERS = JudgedSet.read(SET, OWN), JudgedSet.read(SET, STRANGERS)


@pytest.fixture
def names(db):
    return judged_index.build(JUDGED.documents, lambda: None)


@pytest.mark.parametrize("queries", [JUDGED.queries, BY_STRANGERS.queries], ids=["own", "strangers"])
def test_every_kind_of_query_is_answered_well(names, queries):
    scores = by_kind([(one, ndcg([names[entry] for entry in hits(one.query)], one.relevant)) for one in queries])

    assert scores["macro"] >= 0.9, scores
    assert min(score for kind, score in scores.items() if kind != "english") >= 0.8, scores
    assert scores["nothing"] == 1


def test_without_the_parts_of_compounds_and_corrected_spelling_it_is_worse(names):
    """Otherwise the set would not tell a good search from a bad one."""
    queries = [one for one in JUDGED.queries if one.kind in ("typo", "split-compound", "compound-part")]
    ways = frozenset({"spelling", "head", "part", "apart", "compound", "joined"})

    poor = by_kind([(one, ndcg([names[entry] for entry in hits(one.query, ways)], one.relevant)) for one in queries])

    assert poor["macro"] < 0.5


def test_the_judged_set_is_sound():
    kinds = Counter(one.kind for one in JUDGED.queries)
    halves = Counter(one.half for one in JUDGED.queries)
    ids = {document["id"] for document in JUDGED.documents}

    assert len(ids) == len(JUDGED.documents) >= 400
    assert len(JUDGED.queries) >= 150
    assert len(kinds) == 15
    assert halves["tuned"] == halves["held-out"]
    assert set(Counter(one.kind for one in BY_STRANGERS.queries)) == set(kinds)
    for one in [*JUDGED.queries, *BY_STRANGERS.queries]:
        assert set(one.relevant) <= ids
        assert bool(one.relevant) != (one.kind == "nothing")


@pytest.mark.parametrize(
    ("found", "score"),
    [(["best", "good"], 1.0), (["good", "best"], 0.79), (["other", "best"], 0.57), (["other"], 0.0), ([], 0.0)],
)
def test_ndcg_is_one_for_the_best_order(found, score):
    assert ndcg(found, {"best": 3, "good": 2}) == pytest.approx(score, abs=0.08)


def test_nothing_to_find_is_right_when_nothing_is_found():
    assert (ndcg([], {}), ndcg(["x"], {})) == (1.0, 0.0)


def test_the_command_prints_a_table_and_leaves_the_index_alone(articles, tmp_path):
    before = list(Entry.objects.values_list("pk", "title"))
    nothing = {name: [] for name in ("themes", "municipalities", "people", "organisations")}
    document = {"id": "a", "kind": "ARTICLE", "locale": "nb", "title": "Havbruk", "lead": "", "body": "", "date": ""}
    judged = {"query": "havbruk", "kind": "exact", "half": "tuned", "relevant": {"a": 3}}
    (tmp_path / "documents.json").write_text(json.dumps([document | nothing]))
    (tmp_path / "queries.json").write_text(json.dumps([judged]))
    out = io.StringIO()

    call_command("search_quality", judged=tmp_path, stdout=out)

    assert "macro" in out.getvalue()
    assert "1.000" in out.getvalue()
    assert list(Entry.objects.values_list("pk", "title")) == before


def test_the_command_says_where_a_judged_set_is_missing(tmp_path):
    with pytest.raises(CommandError, match="has no judged set"):
        call_command("search_quality", judged=tmp_path)
