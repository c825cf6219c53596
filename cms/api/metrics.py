"""What is counted of the API, in Prometheus' words; `/metrics` shows it for all workers of a server together.

Every metric has labels, and every label a bounded set of values: an operation counts under its name only when its
document is one of the trusted, since anybody may name their own as they like.
"""

import threading
from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable

from prometheus_client import Counter, Histogram

BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
# What is not one trusted operation counts under one of these.
OTHER, BATCH, NONE = "other", "batch", "none"
# Answers from memory are so fast that counting each on its own would show: they are counted together.
SECONDS_TOGETHER = 0.25


class Durations(Histogram):
    """A histogram that takes many observations at once."""

    def observe_all(self, durations: Iterable[float]) -> None:
        """What `observe` does for each of them, in no more steps than there are buckets."""
        counts: dict[int, int] = defaultdict(int)
        total = 0.0
        for seconds in durations:
            counts[bisect_left(self._upper_bounds, seconds)] += 1
            total += seconds
        self._sum.inc(total)
        for place, count in counts.items():
            self._buckets[place].inc(count)


operation_seconds = Durations(
    "foui_graphql_seconds",
    "Seconds to answer a GraphQL request, by operation and by where the answer came from (kept, made).",
    ["operation", "answer"],
    buckets=BUCKETS,
)
operation_statements = Counter(
    "foui_graphql_sql_statements", "SQL statements run to make answers, by operation.", ["operation"]
)
errors_told = Counter("foui_graphql_errors", "Errors in GraphQL answers, by code.", ["code"])


class Together:
    """Durations of answers from memory, taken in at next to no cost and observed together a little later."""

    def __init__(self) -> None:
        # Threads put in and take out of it without a lock: each of that is one step for the interpreter.
        self._waiting: deque[tuple[str, float]] = deque()
        self._is_due = False

    def observe(self, operation: str, seconds: float) -> None:
        """Note one answer."""
        self._waiting.append((operation, seconds))
        if not self._is_due:
            self._is_due = True
            timer = threading.Timer(SECONDS_TOGETHER, self.flush)
            timer.daemon = True
            timer.start()

    def flush(self) -> None:
        """Have all that was noted so far in the histogram."""
        # First: what is noted from here on is either taken out below, or has another timer.
        self._is_due = False
        by_operation: dict[str, list[float]] = defaultdict(list)
        while self._waiting:
            try:
                operation, seconds = self._waiting.popleft()
            except IndexError:
                break
            by_operation[operation].append(seconds)
        for operation, durations in by_operation.items():
            operation_seconds.labels(operation, "kept").observe_all(durations)


kept_answers = Together()
