"""What editors do for the search in the admin, and what they see of it."""

from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import admin_menu
from wagtail.models import Page, PageViewRestriction

from cms.roles import EDITORS, MODERATORS, set_up_roles
from pages.models import ArticleIndexPage, HomePage
from search.models import Promotion, Synonym, UnansweredQuery
from tests.factories import ContactFactory, ThemeFactory
from tests.page_factories import ArticlePageFactory

Found = Callable[..., list[str]]
LogIn = Callable[[str], Client]

REPORT, WHY = "/admin/search/unanswered/", "/admin/search/why/"


def address(model: Any, view: str, *args: Any) -> str:
    return reverse(model.snippet_viewset.get_url_name(view), args=args)


PAGES = [
    address(Promotion, "list"),
    address(Promotion, "add"),
    address(Synonym, "list"),
    address(Synonym, "add"),
    REPORT,
    f"{REPORT}results/",
    WHY,
]


@pytest.fixture
def log_in(home: HomePage, django_user_model: Any) -> LogIn:
    """Gives a client of somebody in the group."""
    set_up_roles([home])

    def logged_in(group: str) -> Client:
        user = django_user_model.objects.create_user(group)
        user.groups.add(Group.objects.get(name=group))
        client = Client()
        client.force_login(user)
        return client

    return logged_in


@pytest.fixture
def editor(log_in: LogIn) -> Client:
    return log_in(EDITORS)


def in_menu(client: Client) -> list[str]:
    """Which of the search's entries the menu has."""
    request = client.get(reverse("wagtailadmin_home")).wsgi_request
    items = admin_menu.menu_items_for_request(request)
    group = next((item for item in items if item.name == "readers-search"), None)
    return [item.label for item in group.menu.menu_items_for_request(request)] if group else []


def missed(words: str, times: int = 1, days: int = 0) -> None:
    UnansweredQuery.objects.create(words=words, times=times, day=timezone.localdate() - timedelta(days=days))


def reported(client: Client, **arguments: str) -> list[tuple[str, int]]:
    rows = client.get(REPORT, arguments).context["object_list"]
    return [(row["words"], row["sum"]) for row in rows]


class Why:
    """What the page «Hvorfor dette treffet?» says of a query."""

    def __init__(self, client: Client, words: str) -> None:
        response = client.get(WHY, {"q": words})
        assert response.status_code == 200
        self.html = response.content.decode()
        self.context = response.context

    @property
    def words(self) -> dict[str, str]:
        return {word.said: word.outcome for word, _ in self.context["words"]}

    @property
    def titles(self) -> list[str]:
        return [hit.title for hit, _ in self.context["hits"]]

    def reasons(self, place: int = 0) -> dict[str, str]:
        hit, _ = self.context["hits"][place]
        return {reason.said: reason.how for reason in hit.reasons}


@pytest.mark.parametrize("group", [EDITORS, MODERATORS])
def test_editors_and_moderators_meet_all_of_it_in_the_menu(log_in: LogIn, group: str) -> None:
    client = log_in(group)

    assert in_menu(client) == ["Fremhevede treff", "Synonymer", "Søk uten treff", "Hvorfor dette treffet?"]
    assert {page: client.get(page).status_code for page in PAGES} == dict.fromkeys(PAGES, 200)


def test_who_has_no_right_to_it_meets_none_of_it(home: HomePage, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user("gjest")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)

    assert in_menu(client) == []
    # Wagtail leads back to its front page, with a message.
    assert {client.get(page).status_code for page in PAGES} == {302}


def test_nobody_meets_it_without_logging_in(home: HomePage) -> None:
    assert {Client().get(page)["Location"].partition("?")[0] for page in PAGES} == {"/admin/login/"}


def test_the_right_to_see_what_was_not_found_can_be_given_to_a_group(admin_client: Client) -> None:
    page = admin_client.get(reverse("wagtailusers_groups:add")).content.decode()

    assert str(Permission.objects.get(codename="view_unansweredquery").pk) in page
    assert "søk uten treff" in page.lower()


def test_a_promotion_that_an_editor_saves_is_there_for_the_next_reader(
    editor: Client, articles: ArticleIndexPage, found: Found
) -> None:
    page = ArticlePageFactory(parent=articles, title="Utlysninger")
    before = found("støtte")

    response = editor.post(
        address(Promotion, "add"), {"queries": "Støtte\n\n søke  midler ", "page": page.pk, "place": "1"}
    )

    assert response.status_code == 302
    assert Promotion.objects.get().queries == "Støtte\nsøke midler"
    assert (before, found("støtte"), found("midler søke")) == ([], ["Utlysninger"], ["Utlysninger"])


def test_a_promotion_is_changed_and_deleted(editor: Client, articles: ArticleIndexPage, found: Found) -> None:
    promotion = Promotion.objects.create(
        queries="støtte", page=ArticlePageFactory(parent=articles, title="Utlysninger")
    )

    editor.post(
        address(Promotion, "edit", promotion.pk), {"queries": "tilskudd", "page": promotion.page_id, "place": "1"}
    )
    changed = (found("støtte"), found("tilskudd"))
    editor.post(address(Promotion, "delete", promotion.pk))

    assert changed == ([], ["Utlysninger"])
    assert found("tilskudd") == []


@pytest.mark.parametrize(
    ("queries", "message"),
    [
        ("søke midler\nog", "«og» har ingen ord som søket bryr seg om. Skriv minst ett."),
        ("?", "«?» har ingen ord som søket bryr seg om. Skriv minst ett."),
        ("  ", "Dette feltet er påkrevet."),
    ],
)
def test_a_wrong_promotion_is_told_beside_the_field(editor: Client, home: HomePage, queries: str, message: str) -> None:
    response = editor.post(address(Promotion, "add"), {"queries": queries, "page": home.pk, "place": "1"})

    assert response.context["form"].errors == {"queries": [message]}
    assert not Promotion.objects.exists()


def test_a_promotion_needs_a_page(editor: Client) -> None:
    response = editor.post(address(Promotion, "add"), {"queries": "støtte", "place": "1"})

    assert response.context["form"].errors == {"page": ["Dette feltet er påkrevet."]}


def test_promotions_are_listed_found_and_filtered_with_their_pages(editor: Client, articles: ArticleIndexPage) -> None:
    shown = ArticlePageFactory(parent=articles, title="Utlysninger")
    hidden = ArticlePageFactory(parent=articles, title="Arkiv", live=False)
    Promotion.objects.create(queries="støtte\ntilskudd", page=shown)
    Promotion.objects.create(queries="gammelt", page=hidden)

    def listed(**arguments: str) -> list[str]:
        return [str(one) for one in editor.get(address(Promotion, "list"), arguments).context["object_list"]]

    page = editor.get(address(Promotion, "list")).content.decode()

    assert "støtte · tilskudd" in page
    assert "Utlysninger" in page
    assert listed() == ["gammelt", "støtte"]
    assert listed(q="TILSK") == ["støtte"]
    assert listed(q="arkiv") == ["gammelt"]
    assert (listed(visible="true"), listed(visible="false")) == (["støtte"], ["gammelt"])


def test_a_promotion_says_whether_readers_see_its_page_now(editor: Client, articles: ArticleIndexPage) -> None:
    just = timezone.now() - timedelta(seconds=1)
    closed = ArticlePageFactory(parent=articles, title="Lukket")
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    pages = {
        "synlig": ArticlePageFactory(parent=articles, title="Synlig"),
        "kladd": ArticlePageFactory(parent=articles, title="Kladd", live=False),
        # Nothing has unpublished it yet.
        "utløpt": ArticlePageFactory(parent=articles, title="Utløpt", expire_at=just),
        "lukket": closed,
    }
    for queries, page in pages.items():
        Promotion.objects.create(queries=queries, page=page)

    listed = {
        visible: editor.get(address(Promotion, "list"), {"visible": visible}) for visible in ("", "true", "false")
    }

    assert {visible: [one.queries for one in page.context["object_list"]] for visible, page in listed.items()} == {
        "": ["kladd", "lukket", "synlig", "utløpt"],
        "true": ["synlig"],
        "false": ["kladd", "lukket", "utløpt"],
    }
    assert [page.content.decode().count("ikke synlig") for page in listed.values()] == [3, 0, 3]


def test_a_page_is_promoted_once_for_what_is_searched_for(editor: Client, articles: ArticleIndexPage) -> None:
    page = ArticlePageFactory(parent=articles, title="Utlysninger")
    other = ArticlePageFactory(parent=articles, title="Tilskudd")
    promotion = Promotion.objects.create(queries="støtte\nsøke midler", page=page)

    def posted(view: str, page: Any, queries: str, *args: Any) -> Any:
        response = editor.post(address(Promotion, view, *args), {"queries": queries, "page": page.pk, "place": "1"})
        return response.context["form"].errors if response.status_code == 200 else {}

    assert posted("add", page, "penger\nMidlene søkes") == {
        "queries": ["Siden er allerede fremhevet for «Midlene søkes»."]
    }
    assert posted("add", page, "penger") == {}
    assert posted("add", other, "søke midler") == {}
    assert posted("edit", page, "søke midler", promotion.pk) == {}


def test_the_root_of_all_pages_cannot_be_promoted(editor: Client) -> None:
    root = Page.get_first_root_node()

    response = editor.post(address(Promotion, "add"), {"queries": "støtte", "page": root.pk, "place": "1"})

    assert response.context["form"].errors == {
        "page": ["Dette er roten av sidetreet, som ingen kan lese. Velg en side under den."]
    }
    assert not Promotion.objects.exists()


@pytest.mark.parametrize("place", ["0", "21", "-1", "første"])
def test_a_place_that_is_none_is_told_beside_the_field(editor: Client, home: HomePage, place: str) -> None:
    response = editor.post(address(Promotion, "add"), {"queries": "støtte", "page": home.pk, "place": place})

    assert list(response.context["form"].errors) == ["place"]


def test_the_list_of_promotions_costs_the_same_for_one_as_for_twenty(
    editor: Client, articles: ArticleIndexPage
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as statements:
            editor.get(address(Promotion, "list"))
        return len(statements)

    def add(number: int) -> None:
        Promotion.objects.create(queries=f"søk {number}", page=ArticlePageFactory(parent=articles))

    add(0)
    cost()
    one = cost()
    for number in range(1, 20):
        add(number)

    assert cost() == one


def test_a_synonym_that_an_editor_saves_is_there_for_the_next_reader(
    editor: Client, articles: ArticleIndexPage, found: Found
) -> None:
    ArticlePageFactory(parent=articles, title="Et kjøretøy for alle")
    before = found("elbil")

    response = editor.post(address(Synonym, "add"), {"words": "Elbil ,kjøretøy,, elbil,  fire   hjul "})

    assert response.status_code == 302
    assert Synonym.objects.get().words == "Elbil, kjøretøy, fire hjul"
    assert (before, found("elbil")) == ([], ["Et kjøretøy for alle"])


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "Dette feltet er påkrevet."),
        ("elbil", "Skriv minst to ord, med komma mellom."),
        ("elbil, ELBIL", "Skriv minst to ord, med komma mellom."),
        (
            "elbil, en to tre fire fem seks",
            "«en to tre fire fem seks» er for langt. Skriv høyst 5 ord mellom hvert komma.",
        ),
        ("elbil, ?", "«?» har ingen ord som søket bryr seg om. Ta det bort."),
        ("og, i", "«og» har ingen ord som søket bryr seg om. Ta det bort."),
        ("grønn, -grong", "Skriv «-grong» uten minus foran og uten anførselstegn."),
        ('KI, "kunstig intelligens"', 'Skriv «"kunstig intelligens"» uten minus foran og uten anførselstegn.'),
        ("bil eller buss, kjøretøy", "Skriv komma i stedet for «eller» i «bil eller buss»."),
        (
            "samling, samlinger",
            "Søket finner alt dette uten synonym: «samling, samlinger» er former av det samme.",
        ),
        (",".join(f"ord{number}" for number in range(21)), "Skriv høyst 20 ord; del dem på flere synonymer."),
        (
            ",".join(chr(97 + number) * 14 for number in range(20)),
            "Skriv høyst 300 tegn; del ordene på flere synonymer.",
        ),
    ],
)
def test_a_wrong_synonym_is_told_beside_the_field(editor: Client, words: str, message: str) -> None:
    response = editor.post(address(Synonym, "add"), {"words": words})

    assert response.context["form"].errors == {"words": [message]}
    assert not Synonym.objects.exists()


@pytest.mark.parametrize("words", ["kunstig intelligens, KI", "ki, ai", "AI, kunstige intelligensen, KI"])
def test_a_synonym_that_another_has_already_is_told_with_the_other(editor: Client, words: str) -> None:
    Synonym.objects.create(words="elbil, kjøretøy")
    Synonym.objects.create(words="KI, kunstig intelligens, AI")

    response = editor.post(address(Synonym, "add"), {"words": words})

    assert response.context["form"].errors == {
        "words": ["Dette står allerede i synonymet «KI, kunstig intelligens, AI»."]
    }
    assert Synonym.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "shared"), [("KI, AI", "ki"), ("Roboter, Kunstige  intelligensen", "kunstige intelligensen")]
)
def test_two_synonyms_do_not_share_a_word_in_any_form(editor: Client, words: str, shared: str) -> None:
    Synonym.objects.create(words="elbil, kjøretøy")
    Synonym.objects.create(words="KI, kunstig intelligens")

    response = editor.post(address(Synonym, "add"), {"words": words})

    said = f"«{shared}» står også i synonymet «KI, kunstig intelligens». Skriv alt som betyr det samme, i ett synonym."
    assert response.context["form"].errors == {"words": [said]}


def test_a_synonym_is_not_in_its_own_way(editor: Client) -> None:
    synonym = Synonym.objects.create(words="KI, kunstig intelligens, AI")

    for words in ("KI, kunstig intelligens, AI", "KI, AI", "KI, AI, maskinlæring"):
        assert editor.post(address(Synonym, "edit", synonym.pk), {"words": words}).status_code == 302


def test_synonyms_are_listed_and_found(editor: Client) -> None:
    Synonym.objects.create(words="elbil, kjøretøy")
    Synonym.objects.create(words="lege, doktor")

    def listed(**arguments: str) -> list[str]:
        return [str(one) for one in editor.get(address(Synonym, "list"), arguments).context["object_list"]]

    assert listed() == ["elbil, kjøretøy", "lege, doktor"]
    assert listed(q="dokt") == ["lege, doktor"]


def test_the_report_sums_the_days_the_most_frequent_first(editor: Client) -> None:
    missed("havbruk", times=2, days=40)
    missed("havbruk", times=1, days=3)
    missed("romskip", times=9, days=20)
    missed("måneferd", times=2, days=0)

    answers = {days: reported(editor, days=days) for days in ("", "30", "7")}

    assert answers == {
        "": [("romskip", 9), ("havbruk", 3), ("måneferd", 2)],
        "30": [("romskip", 9), ("måneferd", 2), ("havbruk", 1)],
        "7": [("måneferd", 2), ("havbruk", 1)],
    }


def test_the_last_day_of_a_week_is_the_seventh(editor: Client) -> None:
    missed("havbruk", days=6)
    missed("romskip", days=7)

    assert reported(editor, days="7") == [("havbruk", 1)]


def test_the_report_is_searched_paged_and_exported(editor: Client) -> None:
    for number in range(60):
        missed(f"ord {number}", times=100 - number)

    second = reported(editor, p="2")
    export = b"".join(editor.get(REPORT, {"export": "csv"}).streaming_content).decode().splitlines()

    assert second == [(f"ord {number}", 100 - number) for number in range(50, 60)]
    assert reported(editor, q="ORD 59") == [("ord 59", 41)]
    assert (len(export), export[0], export[1].rpartition(",")[0]) == (61, "Søkeord,Ganger,Sist søkt", "ord 0,100")


def test_a_link_begins_the_form_with_what_was_not_found(editor: Client) -> None:
    missed("romskip")
    missed("romskip til månen")
    missed("hvordan får jeg romskip til månen")
    missed("romskip, måne")

    page = unescape(editor.get(REPORT).content.decode())

    promotion = f"{address(Promotion, 'add')}?queries=romskip"
    synonym = f"{address(Synonym, 'add')}?words=romskip%2C+"
    assert [link in page for link in (promotion, f"{promotion}+til+m%C3%A5nen", synonym)] == [True] * 3
    # Synonyms are words, or a few side by side.
    assert f"{address(Synonym, 'add')}?words=romskip+til+m%C3%A5nen%2C+" in page
    assert page.count(address(Synonym, "add")) == 2
    assert editor.get(promotion).context["form"]["queries"].value() == "romskip"
    assert editor.get(synonym).context["form"]["words"].value() == "romskip, "


def test_an_empty_report_says_so(editor: Client) -> None:
    assert "Ingen har søkt uten å finne noe" in editor.get(REPORT).content.decode()


def test_what_readers_miss_arrives_in_the_report(editor: Client, home: HomePage, found: Found) -> None:
    found("romskip")
    found("romskip")

    assert reported(editor) == [("romskip", 2)]


def test_the_page_asks_for_a_query_first(editor: Client) -> None:
    page = editor.get(WHY).content.decode()

    assert "Hva leserne søker etter" in page
    assert "Ordene i søket" not in page


@pytest.mark.parametrize("words", ["", " ", "a" * 201])
def test_a_wrong_query_is_told_beside_the_field(editor: Client, words: str) -> None:
    response = editor.get(WHY, {"q": words})

    assert list(response.context["form"].errors) == ["q"]
    assert 'class="error-message"' in response.content.decode()


def test_hits_come_in_the_readers_order_with_their_scores(
    editor: Client, articles: ArticleIndexPage, search: Any
) -> None:
    ArticlePageFactory(parent=articles, title="Om noe annet", lead="Her står det om havbruk.")
    ArticlePageFactory(parent=articles, title="Havbruk")
    ContactFactory(name="Kari Havbruk")

    hits = Why(editor, "havbruk").context["hits"]

    read = [(edge["node"].get("title") or edge["node"]["name"], edge["score"]) for edge in search("havbruk")["edges"]]
    assert [(hit.title, hit.score) for hit, _ in hits] == read
    assert {hit.kind for hit, _ in hits} == {"Artikkel", "Kontaktperson"}


def test_the_parts_of_a_score_are_all_of_it(editor: Client, articles: ArticleIndexPage) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk", lead="Her står det om kommunen.")
    chosen = ArticlePageFactory(parent=articles, title="Havbruk i kommunene")
    Promotion.objects.create(queries="havbruk kommune romskip", page=chosen, place=3)

    hits = Why(editor, "havbruk kommune romskip").context["hits"]

    assert len(hits) == 2
    for hit, _ in hits:
        assert sum(reason.worth or 0 for reason in hit.reasons) == pytest.approx(hit.score, abs=1e-4)


def test_only_the_first_twenty_are_explained(editor: Client, articles: ArticleIndexPage) -> None:
    for number in range(22):
        ArticlePageFactory(parent=articles, title=f"Havbruk {number}")

    why = Why(editor, "havbruk")

    assert len(why.titles) == 20
    assert "De 20 første av 22 treff" in why.html


def test_the_page_costs_about_the_same_for_one_hit_as_for_twenty(editor: Client, articles: ArticleIndexPage) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as statements:
            Why(editor, "havbruk")
        return len(statements)

    ArticlePageFactory(parent=articles, title="Havbruk")
    cost()
    one = cost()
    for number in range(1, 20):
        ArticlePageFactory(parent=articles, title=f"Havbruk {number}")

    assert cost() == one


@pytest.mark.parametrize(
    ("typed", "title", "how"),
    [
        ("havbruk", "Havbruk", "akkurat dette ordet, i tittelen"),
        ("kommuner", "Kommunene våre", "en bøyning av ordet («kommunene»), i tittelen"),
        ("sorbyen", "Sørbyen", "skrevet uten æ, ø og å («sørbyen»), i tittelen"),
        ("teknologi", "Velferdsteknologi", "sisteleddet i et sammensatt ord («velferdsteknologi»), i tittelen"),
        ("velferd", "Velferdsteknologi", "del av et sammensatt ord («velferdsteknologi»), i tittelen"),
        ("velferdstekn", "Velferdsteknologi", "ordet er uferdig («velferdsteknologi»), i tittelen"),
        ("velferdsteknolgoi", "Velferdsteknologi", "rettet skrivefeil («velferdsteknologi»), i tittelen"),
        ("realisering", "Å realisere noe", "avledet av samme ord («realisere»), i tittelen"),
        ("elbil", "Kjøretøy", "synonym («kjøretøy»), i tittelen"),
        ("fou", "All forskning og utvikling", "synonym («forskning og utvikling»), i tittelen"),
        ('"grønn omstilling"', "Grønn omstilling nå", "ordene står sammen, i tittelen"),
    ],
)
def test_it_says_how_a_word_was_found(
    editor: Client, articles: ArticleIndexPage, typed: str, title: str, how: str
) -> None:
    ArticlePageFactory(parent=articles, title=title)
    Synonym.objects.create(words="elbil, kjøretøy")
    Synonym.objects.create(words="FoU, forskning og utvikling")

    assert Why(editor, typed).reasons()[typed] == how


def test_it_says_where_a_word_was_found(editor: Client, articles: ArticleIndexPage) -> None:
    page = ArticlePageFactory(parent=articles, title="Noe annet", lead="Her står det om havbruk.")
    page.themes = [ThemeFactory(label="Romfart")]
    page.save()

    reasons = Why(editor, "havbruk romfart").reasons()

    assert reasons["havbruk"] == "akkurat dette ordet, i teksten"
    assert reasons["romfart"] == "akkurat dette ordet, i et navn, et tema eller en kommune som hører til"


def test_it_says_what_became_of_each_word(editor: Client, articles: ArticleIndexPage) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk i kommunene")
    ArticlePageFactory(parent=articles, title="Romfart", live=False)
    ArticlePageFactory(parent=articles, title="Fiskeri")

    words = Why(editor, "hva er havbruk kommune romfart fiskeri -oppdrett").words

    assert words == {
        "havbruk": "Funnet: akkurat dette ordet. Mangler i noen av treffene.",
        "kommune": "Funnet: en bøyning av ordet.",
        "romfart": "Ikke funnet i noe som er publisert.",
        "fiskeri": "Funnet: akkurat dette ordet. Mangler i noen av treffene.",
        "oppdrett": "Utelatt: treff med dette vises ikke.",
        "hva": "Ikke søkt etter: ordet sier for lite alene.",
        "er": "Ikke søkt etter: ordet sier for lite alene.",
    }


def test_a_word_that_is_there_without_the_others_is_told_apart_from_one_that_is_nowhere(
    editor: Client, articles: ArticleIndexPage
) -> None:
    for number in range(6):
        ArticlePageFactory(parent=articles, title=f"Havbruk og romfart {number}")
    ArticlePageFactory(parent=articles, title="Fiskeri")

    words = Why(editor, "havbruk romfart fiskeri måneferd").words

    assert words["fiskeri"] == "Finnes, men ikke i treffene: ingen av dem har alle ordene."
    assert words["måneferd"] == "Ikke funnet i noe som er publisert."


def test_an_unknown_word_can_be_given_a_synonym_and_the_query_a_page(editor: Client, home: HomePage) -> None:
    page = unescape(Why(editor, "romskip").html)

    assert f"{address(Synonym, 'add')}?words=romskip%2C+" in page
    assert f"{address(Promotion, 'add')}?queries=romskip" in page
    assert "Leserne finner ingenting med dette søket." in page


def test_neither_a_phrase_nor_a_choice_can_be_given_a_synonym(editor: Client, home: HomePage) -> None:
    page = Why(editor, '"romskip til månen" sommerhus eller hytte').html

    assert address(Synonym, "add") not in page


def test_words_beyond_the_twelfth_are_told_not_to_count(editor: Client, home: HomePage) -> None:
    typed = [f"ord{letter}" for letter in "abcdefghijklmn"]

    words = Why(editor, " ".join(typed)).words

    ignored = [
        word for word, outcome in words.items() if outcome == "Ikke søkt etter: bare de første 12 ordene teller."
    ]
    assert ignored == typed[12:]


def test_a_query_of_words_that_say_too_little_finds_nothing_and_says_why(editor: Client, home: HomePage) -> None:
    why = Why(editor, "hva er det")

    assert set(why.words.values()) == {"Ikke søkt etter: ordet sier for lite alene."}
    assert why.titles == []


def test_it_shows_what_readers_are_asked_whether_they_meant(editor: Client, articles: ArticleIndexPage) -> None:
    ArticlePageFactory(parent=articles, title="Velferdsteknologi")

    why = Why(editor, "velferdsteknolgoi")

    assert "Mente du" in why.html
    assert why.context["better_url"] == f"{WHY}?q=velferdsteknologi"


def test_it_shows_what_is_promoted(editor: Client, articles: ArticleIndexPage) -> None:
    ArticlePageFactory(parent=articles, title="Støtte")
    Promotion.objects.create(queries="støtte", page=ArticlePageFactory(parent=articles, title="Utlysninger"))

    why = Why(editor, "støtte")

    assert why.titles == ["Utlysninger", "Støtte"]
    assert why.reasons()["støtte"] == "ikke funnet her, det trekker ned"
    assert why.reasons()["Fremhevet"] == "av en redaktør for dette søket"
    assert "Fremhevet" not in why.reasons(1)


def test_it_shows_nothing_that_readers_may_not_see(editor: Client, articles: ArticleIndexPage) -> None:
    ArticlePageFactory(parent=articles, title="Havbruk", live=False)

    assert Why(editor, "havbruk").titles == []


def test_looking_at_it_counts_nothing(editor: Client, home: HomePage) -> None:
    Why(editor, "romskip")

    assert not UnansweredQuery.objects.exists()


def test_what_is_typed_is_shown_as_text(editor: Client, home: HomePage) -> None:
    assert "<script>alert" not in Why(editor, "<script>alert(1)</script>").html
