"""The judge of `make stress` names what was never true: otherwise its zero would say nothing."""

import pytest

from tests.stress.load import Judgement, State, _judge
from tests.stress.reading import Fault, Read, digest

STATES = [
    State(began=0, truths={"list": "old"}, change="at first"),
    State(began=10, answered=11, truths={"list": "new"}, change="publish"),
    State(began=20, answered=21, truths={"list": "newest"}, change="publish"),
]


@pytest.mark.parametrize(
    ("began", "ended", "seen", "is_true"),
    [
        (1, 2, "old", True),
        (1, 2, "new", False),
        (9, 10.5, "old", True),
        (9, 10.5, "new", True),
        (10.5, 10.6, "old", True),
        (11.1, 11.2, "old", False),
        (11.1, 11.2, "new", True),
        (11.1, 20.5, "newest", True),
        (11.1, 30, "old", False),
        (21.1, 22, "new", False),
        (21.1, 22, "half of this and half of that", False),
    ],
)
def test_an_answer_is_true_if_it_was_so_at_some_moment_while_it_was_asked(began, ended, seen, is_true):
    judgement = Judgement()

    _judge(judgement, [Read("list", began, ended, seen, was_kept=True)], STATES)

    assert judgement.reads == 1
    assert (judgement.untrue == []) is is_true


@pytest.mark.parametrize("answer", [b'{"errors":[{"message":"x"}],"data":null}', b"", b"<html>"])
def test_an_answer_with_errors_is_no_answer(answer):
    with pytest.raises(Fault):
        digest(answer)
