"""The page of results says what was compared, and what was not."""

import pytest

from tests.bench import ceilings, questions
from tests.bench.in_front import InFront
from tests.bench.load import Seen
from tests.bench.report import markdown
from tests.bench.results import Growth, Results
from tests.bench.rounds import Pace
from tests.bench.searching import Searched
from tests.bench.servers import Memory


def seen(per_second):
    return [Seen(per_second, p50=1000 / per_second, p99=2000 / per_second)] * 3


def results(*, has_comparator=True, keeps_answers=True, growth=()):
    figures = {
        **{f"{one.name}/cold": seen(50) for one in questions.ALL},
        **{f"{one.name}/warm": seen(2000) for one in questions.ALL},
        **{f"ceiling/{one.key}": seen(100) for one in ceilings.OURS},
    }
    if has_comparator:
        figures |= {f"{one.name}/comparator": seen(10) for one in questions.ALL}
        figures |= {f"ceiling/{one.key}": seen(40) for one in ceilings.THEIRS}
    return Results(
        command="make bench",
        date="2026-11-25",
        commit="0123456789",
        machine={"processor": "2 cores"},
        versions={"python": "3.11"},
        keeps_answers=keeps_answers,
        has_comparator=has_comparator,
        pace=Pace(3, 4, 8),
        alone=Pace(3, 2, 1),
        titles={},
        growth_titles={},
        figures=figures,
        statements=dict.fromkeys(figures, 2),
        bytes=dict.fromkeys(figures, 20_500),
        memory={"cold": [Memory(rss=140.4, pss=100.2)] * 2},
        growth=list(growth),
    )


def row(page, *cells):
    """The first row that begins with these cells."""
    return next(line for line in page.splitlines() if line.startswith("| " + " | ".join(cells)))


def test_each_question_has_its_ratio_to_the_comparator():
    page = markdown(results())

    assert row(page, "**20 events with programme**") == (
        "| **20 events with programme** | plain grapple | 10 | 100 | 200 | 2 | 20.5 | 1 |"
    )
    assert row(page, "", "ours, cold") == "|  | ours, cold | 50 | 20 | 40 | 2 | 20.5 | **5 ×** |"
    assert row(page, "", "ours, warm") == "|  | ours, warm | 2,000 | 0.5 | 1 | 2 | 20.5 | **200 ×** |"


def test_each_ceiling_says_how_much_of_it_is_reached():
    page = markdown(results())

    assert row(page, "listing as one SQL statement").endswith("| 50 % | 2,000 % |")
    assert row(page, "its listing as one SQL statement").endswith("| 25 % |")


def test_without_the_comparator_the_page_says_so():
    page = markdown(results(has_comparator=False))

    assert "**The comparator was not there: no ratios.**" in page
    assert row(page, "**100 contacts**", "ours, cold").endswith("| not there |")


@pytest.mark.parametrize(
    ("keeps_answers", "said"), [(True, "`ANSWERS_BYTES=0`"), (False, "the same program, measured twice")]
)
def test_the_page_says_what_warm_means(keeps_answers, said):
    assert said in markdown(results(keeps_answers=keeps_answers))


def test_growth_is_told_in_milliseconds_and_in_times_of_the_smallest_site():
    keys = [
        *(f"{one.name}/{side}" for one in questions.GROWING for side in ("cold", "warm")),
        f"ceiling/{ceilings.CONTROL.key}",
    ]
    seven, five, three = (dict.fromkeys(("p50", "p95", "most"), value) for value in (7.0, 5.0, 3.0))
    growth = [
        Growth(
            articles,
            articles // 5,
            {key: seen(speed) for key in keys},
            Searched(articles, 12.5, search=seven, engine=five, suggest=three),
            built,
        )
        for articles, speed, built in [(1_000, 100, 4.5), (10_000, 50, None)]
    ]

    page = markdown(results(growth=growth))

    assert "| 1,000 articles, 200 events | 10,000 articles, 2,000 events |" in page
    assert row(page, "listing of 20 articles, ours, cold").endswith("| 10 (1 ×) | 20 (2 ×) |")
    assert row(page, "1,000 entries").endswith("| 7 | 7 | 7 | 5 | 5 | 5 | 3 | 3 | 3 | 12.5 | 4.5 |")
    assert row(page, "10,000 entries").endswith("| 7 | 7 | 7 | 5 | 5 | 5 | 3 | 3 | 3 | 12.5 |  |")


def test_what_a_shared_cache_answers_by_itself_is_told_with_what_was_published_meanwhile():
    found = results()
    found.in_front = InFront(105, 20, hits=99_000, misses=1_000, seen=seen(9000)[0], without=seen(1500)[0])

    page = markdown(found)

    assert "Varnish answered 99.0 % by itself (99,000 of 100,000)" in page
    assert row(page, "through Varnish") == "| through Varnish | 9,000 | 0.111 | 0.222 |"
    assert row(page, "straight, warm") == "| straight, warm | 1,500 | 0.667 | 1.33 |"


def test_the_workers_are_told_with_all_their_memory_in_use():
    found = results()
    found.memory["full"] = [Memory(rss=290.2, pss=201.4)]

    assert row(markdown(found), "ours, warm, all memory") == (
        "| ours, warm, all memory for kept answers in use | 201 | 290 |"
    )
