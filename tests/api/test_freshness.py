"""What has changed is asked for as often as needed, and no more."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from cms.api.freshness import Freshness
from tests.shared_cache import eventually


class Turn:
    """A lock that counts who has come for it."""

    def __init__(self):
        self.came = 0
        self._lock = threading.Lock()

    def __enter__(self):
        self.came += 1
        self._lock.acquire()

    def __exit__(self, *fault):
        self._lock.release()


class Asked(Freshness):
    """Asks nobody, and waits until it is told to go on."""

    def __init__(self):
        super().__init__()
        self._turn = Turn()
        self.times = 0
        self.may_go_on = threading.Event()

    def _ask(self):
        self.times += 1
        self._number = self.times
        assert self.may_go_on.wait(10)
        return self._number != 4

    def by_four(self):
        """What four threads are told, of which three come while the first one asks."""
        self.may_go_on.clear()
        before = self.times, self._turn.came
        with ThreadPoolExecutor(4) as threads:
            told = [threads.submit(self.now)]
            eventually(lambda: self.times == before[0] + 1)
            told += [threads.submit(self.now) for _ in range(3)]
            eventually(lambda: self._turn.came == before[1] + 4)
            self.may_go_on.set()
            return [one.result() for one in told]


@pytest.fixture
def asked():
    return Asked()


def test_who_comes_while_one_asks_has_the_answer_of_the_next(asked):
    assert asked.by_four()[1:] == [2, 2, 2]
    assert asked.times == 2


def test_when_the_next_cannot_say_nobody_who_waits_for_it_can(asked):
    asked.by_four()

    assert asked.by_four()[1:] == [None, None, None]
    assert asked.times == 4


def test_nobody_can_say_within_a_transaction(asked, db):
    assert connection.in_atomic_block
    assert asked.now() is None
    assert asked.times == 0
