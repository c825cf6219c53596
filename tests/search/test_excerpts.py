"""An excerpt shows why something was found, and can be put into a page as it is."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from pages.models import ArticleIndexPage, HomePage
from tests.factories import ContactFactory, DocumentFactory, MunicipalityFactory, OrganisationFactory
from tests.page_factories import ArticlePageFactory, StandardPageFactory

pytestmark = pytest.mark.usefixtures("either_engine")


@pytest.fixture
def excerpts(search: Callable[..., Any]) -> Callable[[str], list[str]]:
    return lambda words: [edge["excerpt"] for edge in search(words)["edges"]]


def test_every_form_of_the_word_is_marked_in_the_text(
    articles: ArticleIndexPage, excerpts: Callable[[str], list[str]]
) -> None:
    ArticlePageFactory(parent=articles, title="Fra fylket", lead="Kommunene møtes i en kommune i dag.")

    assert excerpts("kommuner") == ["<mark>Kommunene</mark> møtes i en <mark>kommune</mark> i dag."]


def test_a_hit_far_into_the_body_is_shown(articles: ArticleIndexPage, excerpts: Callable[[str], list[str]]) -> None:
    text = f"<p>{'Mye annet står her. ' * 50}Så kommer havbruk til slutt.</p>"
    ArticlePageFactory(parent=articles, title="Langt", body=json.dumps([{"type": "text", "value": {"text": text}}]))

    (excerpt,) = excerpts("havbruk")

    assert "Så kommer <mark>havbruk</mark> til slutt" in excerpt
    assert len(excerpt) < 400


def test_words_of_a_compound_are_marked_only_where_it_is_not_found_itself(
    home: HomePage, excerpts: Callable[[str], list[str]]
) -> None:
    OrganisationFactory(name="Statsforvalteren i Trøndelag", kind="state", municipality=None)
    StandardPageFactory(parent=home, title="Rus", search_description="Kommunen eier en bolig.")

    answers = [excerpts("statsforvalteren"), excerpts("rusbolig")]

    assert answers == [["<mark>Statsforvalteren</mark> i Trøndelag … Stat"], ["Kommunen eier en <mark>bolig</mark>."]]


def test_the_level_of_a_heading_is_no_text(articles: ArticleIndexPage, found: Callable[..., list[str]]) -> None:
    heading = [{"type": "heading", "value": {"text": "Erfaringer", "level": "2"}}]
    ArticlePageFactory(parent=articles, title="Havbruk", body=json.dumps(heading))

    assert [found("erfaringer"), found("overskrift")] == [["Havbruk"], []]


@pytest.mark.parametrize(
    ("title", "text", "left_out"),
    [
        ("Side", "Om havbruk i nord.", (False, False)),
        ("Side", "Om havbruk." + " Og mer" * 30, (False, True)),
        ("Side", "Mer om " * 30 + "havbruk.", (True, False)),
        ("Side", "Mer om " * 30 + "havbruk" + " og mer" * 30, (True, True)),
        ("Havbruk", "Om fisk." + " Og mer" * 30, (False, True)),
    ],
)
def test_an_ellipsis_says_where_the_text_goes_on(
    articles: ArticleIndexPage, excerpts: Callable[[str], list[str]], title: str, text: str, left_out: tuple[bool, bool]
) -> None:
    ArticlePageFactory(parent=articles, title=title, lead=text)

    (excerpt,) = excerpts("havbruk")

    assert (excerpt.startswith("… "), excerpt.endswith(" …")) == left_out


def test_a_hit_in_a_list_without_blanks_is_shown_and_not_all_of_the_list(
    articles: ArticleIndexPage, excerpts: Callable[[str], list[str]]
) -> None:
    text = f"Ord: {'annet,' * 300}havbruk,{'noe/' * 300} og «havbruk»."
    ArticlePageFactory(parent=articles, title="Langt", body=json.dumps([{"type": "text", "value": {"text": text}}]))

    (excerpt,) = excerpts("havbruk")

    assert ",annet,<mark>havbruk</mark>,noe/" in excerpt
    assert excerpt.endswith(" og «<mark>havbruk</mark>».")
    assert len(excerpt) < 200


def test_a_title_is_repeated_only_when_nothing_else_was_hit(
    articles: ArticleIndexPage, excerpts: Callable[[str], list[str]]
) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk i Frøya", lead="Om fisk.")

    answers = [excerpts("havbruk"), excerpts("havbruk fisk")]

    assert answers == [["<mark>Havbruk</mark> i Frøya … Om fisk."], ["Om <mark>fisk</mark>."]]


def test_people_and_organisations_are_shown_with_what_they_do(
    home: HomePage, excerpts: Callable[[str], list[str]]
) -> None:
    sintef = OrganisationFactory(name="Sintef", kind="research", municipality=MunicipalityFactory(name="Trondheim"))
    ContactFactory(name="Kari", job_title="Forsker", organisation=sintef, municipality=None, email="x@example.no")
    DocumentFactory(title="Sintef")

    answers = sorted(excerpts("sintef"))

    assert answers == [
        "<mark>Sintef</mark>",
        "<mark>Sintef</mark> … Forskning og høyere utdanning, Trondheim",
        "FoUI-kontakt, Forsker, <mark>Sintef</mark>",
    ]


@pytest.mark.parametrize(
    ("title", "excerpt"),
    [
        ("<script>alert(1)</script> havbruk", "&lt;script&gt;alert(1)&lt;/script&gt; <mark>havbruk</mark>"),
        ("<b>havbruk</b>", "&lt;b&gt;<mark>havbruk</mark>&lt;/b&gt;"),
        ("<mark>havbruk</mark>", "&lt;mark&gt;<mark>havbruk</mark>&lt;/mark&gt;"),
        (
            "</mark><img src=x onerror=alert(1)> havbruk",
            "&lt;/mark&gt;&lt;img src=x onerror=alert(1)&gt; <mark>havbruk</mark>",
        ),
        ("Fisk & \"havbruk\" 'i' <nord>", "Fisk &amp; &quot;<mark>havbruk</mark>&quot; &#x27;i&#x27; &lt;nord&gt;"),
        ("&lt;b&gt; havbruk &amp;", "&amp;lt;b&amp;gt; <mark>havbruk</mark> &amp;amp;"),
        ("\x02havbruk\x03 \x05script\x06 \x85", "<mark>havbruk</mark> script"),
    ],
)
def test_markup_in_a_title_stays_text(
    articles: ArticleIndexPage, excerpts: Callable[[str], list[str]], title: str, excerpt: str
) -> None:
    ArticlePageFactory(parent=articles, title=title, slug="side", lead="Om fisk.")

    assert excerpts("havbruk") == [f"{excerpt} … Om fisk."]


def test_markup_in_a_query_is_never_echoed(articles: ArticleIndexPage, excerpts: Callable[[str], list[str]]) -> None:
    ArticlePageFactory(parent=articles, title="Script", lead="Om fisk.")

    assert excerpts("<b>script</b>") in ([], ["<mark>Script</mark> … Om fisk."])
