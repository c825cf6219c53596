"""What an operation costs, and that one which costs too much never runs."""

import pytest
from graphql import parse

from cms.api.costs import Cost, Costs, _Reckoning, declare_costs
from cms.api.documents import graphql_schema
from cms.api.errors import TooExpensive


def cost(text, **variables):
    return costs_of(text, variables)[0]


def costs_of(text, *asked):
    """What the document costs with each of these variables, asked for one after the other."""
    tree, costs = parse(text), Costs()
    return [costs.of(graphql_schema(), tree, tree.definitions[0], variables) for variables in asked]


@pytest.mark.parametrize(
    ("text", "variables", "figure"),
    [
        ("{ site { name } }", {}, 1),
        ("{ themes { slug } }", {}, 3),
        ("{ articles { nodes { title } } }", {}, 1 + 20),
        ("{ articles(first: 5) { nodes { title } } }", {}, 1 + 5),
        ("{ articles(last: 5) { nodes { title } } }", {}, 1 + 5),
        ("{ articles(first: 5) { edges { cursor node { title } } } }", {}, 1 + 5),
        ("{ articles(first: 5) { nodes { heroImage { alt } themes { slug } } } }", {}, 1 + 5 * (1 + 1 + 3)),
        ("query ($n: Int) { articles(first: $n) { nodes { title } } }", {"n": 7}, 1 + 7),
        ("query ($n: Int = 7) { articles(first: $n) { nodes { title } } }", {}, 1 + 7),
        ("query ($n: Int) { articles(first: $n) { nodes { title } } }", {"n": None}, 1 + 20),
        ("query ($n: Int) { articles(first: $n) { nodes { title } } }", {"n": "seven"}, 1 + 20),
        ("{ articles(first: 0) { totalCount } }", {}, 1 + 2),
        # A list that takes `first` without being a connection multiplies like one.
        ('{ suggest(prefix: "a", first: 8) { text } }', {}, 8),
        (
            "{ articles(first: 100) { nodes { related(first: 10) { related(first: 10) { title } } } } }",
            {},
            1 + 100 * (1 + 10 * (1 + 10)),
        ),
        ('{ nodes(ids: ["a", "b"]) { id } }', {}, 2),
        ("query ($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["a"] * 40}, 40),
        ('query ($ids: [ID!]! = ["a", "b", "c"]) { nodes(ids: $ids) { id } }', {}, 3),
        ('query ($ids: [ID!]! = ["a", "b", "c"]) { nodes(ids: $ids) { id } }', {"ids": ["a"]}, 1),
        # A thing is of one type: the dearest counts, once.
        (
            '{ page(path: "/") { ... on ArticlePage { themes { slug } } ... on EventPage { venue { name } } } }',
            {},
            1 + 3,
        ),
        ("{ pages(first: 10) { nodes { children(first: 10) { nodes { title } } } } }", {}, 1 + 10 * (1 + 1 + 10)),
        ("{ __schema { types { fields { name } } } }", {}, 0),
    ],
)
def test_an_operation_costs_about_one_for_each_object(text, variables, figure):
    assert cost(text, **variables) == figure


def test_a_document_asked_for_again_costs_what_its_variables_say():
    text = """
        query ($n: Int = 7, $title: String, $where: ArticleWhere) {
            articles(first: $n, where: $where) { nodes { title related(first: 2) { title } } }
        }
    """
    none = {"where": {"themes": []}}

    figures = costs_of(text, {}, {"n": 3}, {"n": None}, {"title": "a"}, none, {"n": 3} | none, {"n": 2**70}, {"n": 3})

    assert figures == [22, 10, 61, 22, 22, 10, 61, 10]


def test_an_operation_with_other_wrong_variables_says_nothing_of_what_the_right_ones_cost():
    text = "query ($n: Int, $path: String!) { page(path: $path) { id } articles(first: $n) { nodes { id } } }"
    tree, costs = parse(text), Costs()

    def asked(**variables):
        return costs.of(graphql_schema(), tree, tree.definitions[0], variables)

    assert asked(n=5, path="/") == 7
    asked(n=101, path=5)
    with pytest.raises(TooExpensive):
        asked(n=101, path="/")
    with pytest.raises(TooExpensive):
        asked(n=101, path="/")


def test_an_operation_is_reckoned_once_whatever_its_other_variables_are(monkeypatch):
    reckoned = []

    class Counted(_Reckoning):
        def __init__(self, *given):
            reckoned.append(given)
            super().__init__(*given)

    monkeypatch.setattr("cms.api.costs._Reckoning", Counted)
    text = "query ($q: String!, $n: Int) { search(query: $q, first: $n) { nodes { __typename } } }"

    figures = costs_of(text, {"q": "a", "n": 5}, {"q": "b", "n": 5}, {"q": "c", "n": 5}, {"q": "c", "n": 6})

    assert len(set(figures[:3])) == 1
    assert figures[3] > figures[2]
    assert len(reckoned) == 2


def test_what_cannot_be_read_of_one_request_is_not_taken_for_the_next():
    text = 'query ($q: String = "a", $n: Int) { search(query: $q, first: $n) { nodes { __typename } } }'
    tree, costs = parse(text), Costs()

    # `query` must not be null, which is told when the field is executed.
    costs.of(graphql_schema(), tree, tree.definitions[0], {"q": None, "n": 101})

    with pytest.raises(TooExpensive):
        costs.of(graphql_schema(), tree, tree.definitions[0], {"q": "a", "n": 101})


def test_each_operation_of_a_document_has_its_own_cost():
    tree, costs = parse("query A { site { name } } query B { articles { nodes { id } } }"), Costs()
    figures = [costs.of(graphql_schema(), tree, one, {}) for one in (*tree.definitions, *tree.definitions)]

    assert figures == [1, 21, 1, 21]


def test_fragments_that_spread_each_other_twice_are_weighed_once():
    """Sixty of them would else take 2^60 steps."""
    fragments = " ".join(
        f"fragment F{n} on PageInterface {{ parent {{ ...F{n + 1} }} translations {{ ...F{n + 1} }} }}"
        for n in range(60)
    )

    figure = cost('{ page(path: "/") { ...F0 } } ' + fragments + " fragment F60 on PageInterface { id }")

    assert figure > 10**30


@pytest.mark.parametrize(
    ("text", "variables"),
    [
        ("{ pages(first: 100) { nodes { children(first: 100) { nodes { title } } } } }", {}),
        ("query ($n: Int) { pages(first: $n) { nodes { children(first: $n) { nodes { title } } } } }", {"n": 100}),
    ],
)
def test_what_costs_too_much_is_refused_with_the_figures_and_runs_nothing(
    db, ask, django_assert_num_queries, text, variables
):
    with django_assert_num_queries(0):
        answer = ask(text, **variables)

    assert answer.json()["errors"] == [
        {
            "message": "The request has 10201 points of cost; 5000 are allowed.",
            "extensions": {"code": "TOO_EXPENSIVE", "limit": 5000, "figure": 10201},
        }
    ]


def test_a_figure_that_no_machine_counts_to_is_told_all_the_same(db, ask, settings):
    settings.GRAPHQL = settings.GRAPHQL | {"MAX_PAGE_SIZE": 2**31}
    below = "id"
    for _ in range(3):
        below = f"children(first: 2147483647) {{ nodes {{ {below} }} }}"

    [error] = ask(f'{{ page(path: "/") {{ {below} }} }}').json()["errors"]

    assert error["extensions"]["code"] == "TOO_EXPENSIVE"
    assert error["extensions"]["figure"] > 2**64


def test_a_cost_for_what_the_schema_does_not_have_stops_the_start():
    with pytest.raises(LookupError, match="Query\\.nothing"):
        declare_costs(graphql_schema(), {"Query.nothing": Cost()})
