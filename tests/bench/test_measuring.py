"""Figures are only taken from loads that went well, and are compared round by round."""

import pytest

from tests.bench.asking import Request, WrongAnswer
from tests.bench.load import LoadFailed, NothingFinished, Seen, read, require_wrk, script
from tests.bench.rounds import middle, ratio

PRINTED = """Running 4s test @ http://127.0.0.1:8000/graphql/
  1 threads and 8 connections

{"requests": %d, "microseconds": 4000000, "p50": 20500.0, "p99": 91000.0, "refused": %d, "lost": %d}
"""


def per_second(*values):
    return [Seen(value, p50=1.0, p99=2.0) for value in values]


def test_what_wrk_prints_becomes_requests_a_second_and_milliseconds():
    assert read(PRINTED % (1000, 0, 0)) == Seen(per_second=250.0, p50=20.5, p99=91.0)


@pytest.mark.parametrize(("answered", "refused", "lost"), [(1000, 1, 0), (1000, 0, 1), (0, 1, 0)])
def test_a_load_with_failed_requests_counts_for_nothing(answered, refused, lost):
    with pytest.raises(LoadFailed, match=f"Of {answered} requests {refused} were refused and {lost} lost"):
        read(PRINTED % (answered, refused, lost))


def test_a_load_too_short_for_one_answer_is_told_from_one_that_failed():
    with pytest.raises(NothingFinished):
        read(PRINTED % (0, 0, 0))


def test_a_document_reaches_wrk_whatever_is_in_it():
    sent = script(Request("/graphql/", ("a",), document='query { a(b: "]=]") }\n'))

    assert 'wrk.body = [==[\n{"query": "query { a(b: \\"]=]\\") }\\n", "variables": {}}]==]' in sent


def test_a_ceiling_is_asked_for_by_get():
    assert "POST" not in script(Request("/c/bytes", ("articles",)))


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"errors": [{"message": "No."}], "data": None}, "answers with errors"),
        ({"data": {"articles": {"nodes": [1, 2]}}}, "gives 2 of articles.nodes, not 3"),
        ({"data": {"articles": {"nodes": None}}}, "gives 0 of articles.nodes"),
    ],
)
def test_an_answer_with_errors_or_too_little_is_not_measured(answer, said):
    with pytest.raises(WrongAnswer, match=said):
        Request("/graphql/", ("articles", "nodes"), 3).check(answer)


def test_a_slow_round_does_not_move_the_median():
    rounds = [Seen(100, 10, 20), Seen(1, 1000, 2000), Seen(110, 9, 21)]

    assert middle(rounds) == Seen(100, 10, 21)


def test_ratios_are_taken_within_a_round():
    # The machine was at half its speed in the second round, for both.
    assert ratio(per_second(100, 50, 110), per_second(10, 5, 10)) == 10


def test_one_line_says_what_to_install_when_wrk_is_missing(monkeypatch):
    monkeypatch.setenv("PATH", "")

    with pytest.raises(SystemExit, match="apt-get install wrk"):
        require_wrk()
