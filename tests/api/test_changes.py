"""Changes are noted by whatever way they come, and move the answers that are made of what has changed, no others."""

import io

import PIL.Image
import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, Locale, Page, PageViewRestriction, Site

from cms.api import changes as changes_noted
from cms.api.answers import answers
from cms.api.freshness import NO_NEWS
from cms.api.tags import tracked
from pages.models import ArticleAuthor, ArticlePage
from search.models import Promotion, Synonym
from snippets.models import Contact, Notice, SiteSettings
from tests.api.kept_content import body_of, by_hand, in_days, is_kept, left_alone, questions, remembered, save, send

# Only what is committed can be kept. What the migrations made is put back when a test has emptied the tables.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def changes(content):
    """What editors do, each by the way the admin does it; and a few things that others do to the database."""

    def publish(page, **fields):
        for name, value in fields.items():
            setattr(page, name, value)
        page.save_revision().publish()

    yield "an article is published again", lambda: publish(content.article, title="Ny tittel")
    yield "its author changes", lambda: publish(content.article, authors=[ArticleAuthor(contact=content.bystander)])
    yield "its themes change", lambda: publish(content.article, themes=[content.other_theme])
    new = content.new_article("ny", live=False, themes=[content.theme])
    yield "a draft is published", lambda: publish(new)
    yield "it is hidden", lambda: ArticlePage.objects.get(pk=new.pk).unpublish()
    yield "it is shown", lambda: publish(new)
    yield "it moves", lambda: Page.objects.get(pk=new.pk).move(content.projects, pos="last-child")
    yield "its address changes", lambda: publish(ArticlePage.objects.get(pk=new.pk), slug="nyere")
    yield "it is deleted", lambda: ArticlePage.objects.get(pk=new.pk).delete()
    nynorsk = Locale.objects.create(language_code="nn")
    yield "the front page gets a translation", lambda: publish(content.home.copy_for_translation(nynorsk))
    yield "the project is renamed", lambda: publish(content.project, title="Omdøpt prosjekt")
    yield "the project is hidden", content.project.unpublish
    yield "the event is moved in time", lambda: publish(content.event, starts_at=in_days(-3), ends_at=in_days(-2))
    yield "the index is hidden", content.articles.unpublish
    yield "the index is shown", lambda: publish(content.articles)
    yield (
        "the tree is ordered anew",
        lambda: Page.objects.get(pk=content.other_article.pk).move(Page.objects.get(pk=content.article.pk), pos="left"),
    )
    yield (
        "pages become private",
        lambda: PageViewRestriction.objects.create(
            page=Page.objects.get(pk=content.articles.pk), restriction_type="login"
        ),
    )
    yield "they become public", PageViewRestriction.objects.all().delete
    yield "an organisation is renamed", lambda: save(content.organisation, name="Omdøpt")
    yield "a contact is published", lambda: publish(content.contact, name="Kari Omdøpt")
    yield "a contact is hidden", lambda: Contact.objects.get(pk=content.contact.pk).unpublish()
    yield "a contact is deleted", lambda: Contact.objects.get(pk=content.bystander.pk).delete()
    yield "a theme is renamed", lambda: save(content.theme, label="Omdøpt tema")
    yield "a venue is renamed", lambda: save(content.venue, name="Omdøpt sted")
    yield "an image is replaced", lambda: replace(content.image)
    yield "images become private", lambda: hide_collection(content)
    yield "they become public again", CollectionViewRestriction.objects.all().delete
    yield "a document is renamed", lambda: save(content.document, title="Omdøpt dokument")
    yield "the settings change", lambda: save(SiteSettings.objects.get(), name="Nytt navn")
    yield "a notice goes up", lambda: Notice.objects.create(text="<p>Stengt</p>", starts_at=in_days(-1))
    yield (
        "a redirect is made",
        lambda: Redirect.objects.create(old_path="/artikler/ny", redirect_link="/", site=Site.objects.get()),
    )
    yield "a synonym is made", lambda: Synonym.objects.create(words="artikkel, arrangement")
    yield "a page is promoted", lambda: Promotion.objects.create(queries="artikler", page=content.event)
    yield "many rows change at once", lambda: ArticlePage.objects.update(lead="Alle på én gang")
    yield "rows change by hand", lambda: by_hand("UPDATE snippets_organisation SET name = 'For hånd'")
    yield "a page expires by command", lambda: expire(content.other_article)


def replace(image):
    red = io.BytesIO()
    PIL.Image.new("RGB", (32, 24), "red").save(red, "PNG")
    save(image, file=ContentFile(red.getvalue(), "annet.png"), description="Et annet bilde")


def hide_collection(content):
    hidden = Collection.get_first_root_node().add_child(name="Skjult")
    CollectionViewRestriction.objects.create(collection=hidden, restriction_type="login")
    save(content.image, collection=hidden)


def expire(page):
    Page.objects.filter(pk=page.pk).update(expire_at=in_days(-1))
    call_command("publish_scheduled")


def test_whatever_changes_the_next_answer_knows_of_it(content):
    asked = remembered(content)
    stale, untold = {}, []
    before = {question: body_of(asked[question]) for question in asked}

    for name, change in changes(content):
        change()
        served = {question: body_of(asked[question]) for question in asked}
        answers.forget()
        true = {question: body_of(asked[question]) for question in asked}
        stale |= {(name, question): served[question] for question in asked if served[question] != true[question]}
        untold += [name] if before == true else []
        before = true

    assert stale == {}
    assert untold == [], "these changes change no answer, and so test nothing"


def test_publishing_an_article_leaves_alone_what_cannot_contain_it(content):
    asked = remembered(content)

    content.article.title = "Ny tittel"
    content.article.save_revision().publish()

    touched = {
        "front page",
        "articles",
        "articles as pages",
        "articles on the theme",
        "articles by the contact",
        "article a",
        "by id",
        "event",
        "search",
        "suggest",
        "sitemap",
        "sizes",
        "tree",
    }
    assert left_alone(asked) == set(asked) - touched


def test_an_article_of_one_theme_is_made_anew_when_another_gets_that_theme(content):
    remembered(content)
    b = questions(content)["article b"]

    content.article.themes = [content.other_theme]
    content.article.save_revision().publish()
    with_the_theme = send(b)
    send(b)
    content.article.themes = [content.theme]
    content.article.save_revision().publish()
    without_it = send(b)

    assert not is_kept(with_the_theme)
    assert [one["title"] for one in with_the_theme.json()["data"]["route"]["related"]] == ["Artikkel a"]
    assert not is_kept(without_it)
    assert without_it.json()["data"]["route"]["related"] == []


def test_publishing_a_contact_leaves_alone_what_does_not_name_it(content):
    asked = remembered(content)

    content.bystander.save_revision().publish()

    # Which contacts one may filter by depends on which are public.
    touched = {"contacts", "directory", "sizes", "articles by the contact"}
    assert left_alone(asked) == set(asked) - touched


def test_a_draft_changes_nothing_that_is_read(content):
    asked = remembered(content)

    content.article.title = "Bare et utkast"
    content.article.save_revision()
    content.event.save_revision()
    content.contact.save_revision()

    assert left_alone(asked) == set(asked)


def test_each_table_that_answers_are_made_of_notes_its_changes(content):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'cms_api_note%'")
        noting = set(cursor.fetchall())

    events = {"cms_api_note_insert", "cms_api_note_update", "cms_api_note_delete", "cms_api_note_truncate"}
    planned = {("wagtailcore_revision", "cms_api_note_planned")}
    assert noting == planned | {(one.table, event) for one in tracked() for event in events}


def test_however_much_has_changed_only_the_end_of_an_index_is_read(content):
    by_hand("INSERT INTO cms_api_change (tags) SELECT '{theme}' FROM generate_series(1, 20000)")
    by_hand("ANALYZE cms_api_change")

    with connection.cursor() as cursor:
        cursor.execute("PREPARE no_news AS " + NO_NEWS.format(horizon="$1", server="$2"))
        cursor.execute("SET plan_cache_mode = force_generic_plan")
        cursor.execute("EXPLAIN EXECUTE no_news ('1', '')")
        plan = "\n".join(row[0] for row in cursor.fetchall())
        cursor.execute("RESET plan_cache_mode")
        cursor.execute("DEALLOCATE no_news")

    assert "cms_api_change_transaction" in plan
    assert "Seq Scan" not in plan


def test_changes_noted_in_a_database_that_was_restored_here_are_forgotten(content):
    by_hand("INSERT INTO cms_api_change (transaction, tags) VALUES ('999999999999', '{theme}')")
    question = ("{ themes { slug } }", {})
    before = [is_kept(send(question)) for _ in range(2)]

    changes_noted.install(using="default")

    assert before == [False, False]
    assert is_kept(send(question))


def test_old_changes_are_cleared_away_by_new_ones(content):
    def old_changes():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cms_api_change WHERE at < now() - interval '7 days'")
            return cursor.fetchone()[0]

    by_hand("UPDATE cms_api_change SET at = now() - interval '8 days'")
    before = old_changes()
    save(content.theme, label="Ny etikett")

    assert old_changes() <= max(0, before - 100)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE wagtailredirects_redirect SET old_path = old_path || 'x'",
        "DELETE FROM wagtailredirects_redirect",
    ],
)
def test_a_statement_over_very_many_rows_moves_everything(statement, content):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO wagtailredirects_redirect (old_path, is_permanent, redirect_link, redirect_page_route_path,"
            " automatically_created) SELECT '/' || n, true, '/', '', false FROM generate_series(1, 10001) n"
        )
    asked = remembered(content)

    with connection.cursor() as cursor:
        cursor.execute(statement)

    assert left_alone(asked) == set()
