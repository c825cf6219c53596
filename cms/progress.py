"""Shows how far long work has come: a bar on a terminal, one plain line elsewhere."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


@contextmanager
def progress(work: str, total: int) -> Iterator[Callable[..., None]]:
    """Says what is being done, and gives a function to call whenever one of the parts, or so many, are done.

    Meanwhile Wagtail does not log each page that is stored, which would bury the bar.
    """
    console = Console()
    console.print(f"{work} …", highlight=False)
    wagtail = logging.getLogger("wagtail")
    level_before = wagtail.level
    wagtail.setLevel(logging.WARNING)
    columns = (TextColumn(" "), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            task = bar.add_task("", total=total)
            yield lambda parts=1: bar.advance(task, parts)
    finally:
        wagtail.setLevel(level_before)
