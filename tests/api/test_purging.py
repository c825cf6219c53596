"""The command that purges a shared cache loses no change, whatever is down or killed."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from cms.api.answers import answers
from cms.api.freshness import NEWS
from cms.api.purged import confirm, confirm_now_and_then, position
from cms.api.shared_cache import in_parts
from snippets.models import Theme
from tests.factories import ThemeFactory
from tests.shared_cache import NotingCache, eventually, free_port, has_confirmed

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def cache():
    noting = NotingCache()
    yield noting
    noting.close()


def rename(theme):
    """In one transaction; gives the tags."""
    Theme.objects.filter(pk=theme.pk).update(label=f"{theme.label} igjen")
    return f"theme theme-{theme.pk}"


def statement(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def changed_since(snapshot):
    with connection.cursor() as cursor:
        cursor.execute(NEWS, {"seen": snapshot})
        return cursor.fetchone()[2]


def test_a_new_cache_drops_everything_and_then_what_changes_each_twice(cache, purge_shared_cache):
    theme = ThemeFactory()

    command = purge_shared_cache(cache.url)
    eventually(lambda: cache.purged)
    renamed = rename(theme)
    seconds = eventually(lambda: renamed in cache.purged)
    eventually(lambda: has_confirmed(cache.url))

    assert seconds < 1
    assert cache.purged == ["graphql", renamed, "graphql", renamed]
    assert f"(204 No Content): theme, theme-{theme.pk}\n" in command.log()
    assert command.end() == 0


def test_a_cache_that_is_down_is_asked_again_until_it_confirms(purge_shared_cache):
    port = free_port()
    command = purge_shared_cache(f"http://user:secret@127.0.0.1:{port}")
    eventually(lambda: "Trying again in 2 s" in command.log())
    complaint = f"The shared cache at http://127.0.0.1:{port} did not purge ([Errno 111] Connection refused)"

    cache = NotingCache(port)
    eventually(lambda: has_confirmed(cache.url))
    cache.close()

    assert cache.purged == ["graphql", "graphql"]
    assert complaint in command.log()
    assert "secret" not in command.log()


def test_without_the_database_for_a_while_it_goes_on_where_it_stood(cache, purge_shared_cache):
    theme = ThemeFactory()
    command = purge_shared_cache(cache.url)
    eventually(lambda: has_confirmed(cache.url))
    cache.purged.clear()

    # The databases of tests that run beside this one stand on the same server.
    statement(
        "SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
        " WHERE locktype = 'advisory' AND datname = current_database()"
    )
    renamed = rename(theme)
    eventually(lambda: cache.purged)

    assert cache.purged == [renamed]
    assert "The database cannot be used (" in command.log()


def test_killed_it_goes_on_with_what_was_not_confirmed_and_what_changed_meanwhile(cache, purge_shared_cache):
    one, another, third = ThemeFactory(), ThemeFactory(), ThemeFactory()
    first = purge_shared_cache(cache.url)
    eventually(lambda: has_confirmed(cache.url))
    cache.purged.clear()

    renamed = rename(one)
    eventually(lambda: cache.purged == [renamed])
    first.kill()
    rename(another)
    second = purge_shared_cache(cache.url)
    eventually(lambda: has_confirmed(cache.url))
    second.kill()
    renamed_last = rename(third)
    purge_shared_cache(cache.url)
    eventually(lambda: len(cache.purged) == 4)

    both = f"theme theme-{one.pk} theme-{another.pk}"
    assert cache.purged == [renamed, both, both, renamed_last]


def test_one_at_a_time_purges_a_cache_and_the_next_takes_over(cache, purge_shared_cache):
    theme = ThemeFactory()
    first = purge_shared_cache(cache.url)
    eventually(lambda: has_confirmed(cache.url))
    second = purge_shared_cache(cache.url)
    eventually(lambda: "this one takes over when that ends" in second.log())
    cache.purged.clear()

    first.kill()
    renamed = rename(theme)
    eventually(lambda: cache.purged)

    assert cache.purged == [renamed]


def test_after_longer_than_changes_are_kept_nobody_knows_how_far_it_has_come():
    confirm("a cache", "7:7:", position("a cache").record)
    before = position("a cache").seen

    statement("UPDATE cms_api_purged SET at = at - interval '6 days'")

    assert (before, position("a cache").seen) == ("7:7:", None)


def test_a_position_that_nothing_has_changed_since_is_kept_anew_once_an_hour():
    confirm("a cache", "7:7:", position("a cache").record)

    confirm_now_and_then("a cache", "8:8:")
    before = position("a cache").seen
    statement("UPDATE cms_api_purged SET at = at - interval '61 minutes'")
    confirm_now_and_then("a cache", "8:8:")

    assert (before, position("a cache").seen) == ("7:7:", "8:8:")


def test_with_a_restored_database_nobody_knows_how_far_it_has_come():
    confirm("a cache", "7:7:", position("a cache").record)

    with transaction.atomic():
        statement("ALTER TABLE cms_api_change RENAME TO elsewhere")
        statement("CREATE TABLE cms_api_change (LIKE elsewhere INCLUDING ALL)")
        restored = position("a cache").seen
        transaction.set_rollback(True)

    assert restored is None
    assert position("a cache").seen == "7:7:"


def test_everything_can_be_dropped_by_hand():
    before = position("").now
    number = answers.freshness.now()

    call_command("purge_shared_cache", everything=True)
    answers.freshness.now()

    assert changed_since(before) == ["*"]
    assert answers.freshness.has_moved([], number)


def test_of_a_page_whose_type_nobody_knows_everything_is_dropped(home):
    with transaction.atomic():
        before = position("").now
        statement(f"UPDATE wagtailcore_page SET content_type_id = 0 WHERE id = {home.pk}")
        tags = changed_since(before)
        transaction.set_rollback(True)

    assert {"*", f"page-{home.pk}"} < set(tags)


def test_many_tags_are_sent_in_parts_that_fit_into_a_header():
    tags = {f"page-at-{number:032}" for number in range(250)}

    parts = list(in_parts(tags))

    assert sorted(tag for part in parts for tag in part) == sorted(tags)
    assert [len(part) for part in parts] == [97, 97, 56]
    assert all(len(",".join(part)) <= 4_000 for part in parts)
