"""`manage.py search_quality`: how well the search ranks, by kind of query, and what each ingredient is worth."""

from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import Q
from rich.console import Console
from rich.table import Table

from cms.progress import progress
from search import judged_index
from search.engine import Question, Search
from search.quality import Judged, JudgedSet, by_kind, ndcg

SET = settings.BASE_DIR / "tests" / "search" / "judged"
OWN, STRANGERS = "queries.json", "strangers.json"
# Ways to find a word (`search.understanding`) that make up an ingredient.
INGREDIENTS = {
    "parts of compounds": {"head", "part", "apart", "compound", "joined"},
    "misspelt words": {"spelling"},
    "unfinished words": {"beginning"},
    "letters typed in ASCII": {"folded"},
    "nouns made of verbs": {"derived"},
    "English stems": {"english"},
}


class Command(BaseCommand):
    help = "Scores the ranking on the judged queries (nDCG@10), without touching the site's own index."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--judged", type=Path, default=SET, help="the folder of the judged set")
        parser.add_argument(
            "--strangers",
            action="store_const",
            dest="queries_in",
            const=STRANGERS,
            default=OWN,
            help="queries of judges who did not know the search",
        )
        parser.add_argument("--half", choices=["tuned", "held-out"], help="only this half of the queries")
        parser.add_argument("--ingredients", action="store_true", help="also what each ingredient is worth")
        parser.add_argument("--worst", type=int, default=0, help="also the queries with the lowest scores")

    def handle(
        self,
        *args: Any,
        judged: Path,
        queries_in: str,
        half: str | None,
        ingredients: bool,
        worst: int,
        **options: Any,
    ) -> None:
        if not (judged / queries_in).exists():
            raise CommandError(f"{judged} has no judged set: there should be documents.json and {queries_in}.")
        chosen = JudgedSet.read(judged, queries_in)
        queries = [one for one in chosen.queries if half in (None, one.half)]
        console = Console(file=cast("IO[str]", self.stdout))
        with transaction.atomic():
            with progress(f"Indexing {len(chosen.documents)} documents", len(chosen.documents)) as advance:
                names = judged_index.build(chosen.documents, advance)
            scores = _scores(queries, names, frozenset())
            columns = {"all": by_kind(scores)}
            if ingredients:
                for name, ways in INGREDIENTS.items():
                    columns[f"without {name}"] = by_kind(_scores(queries, names, frozenset(ways)))
            transaction.set_rollback(True)
        console.print(_table(columns, f"nDCG@10 of {len(queries)} queries"))
        for one, score in sorted(scores, key=lambda pair: pair[1])[:worst]:
            console.print(f"{score:.2f} {one.kind}: {one.query}", highlight=False, markup=False)


def _scores(queries: Sequence[Judged], names: dict[int, str], without: frozenset[str]) -> list[tuple[Judged, float]]:
    return [(one, ndcg([names[entry] for entry in hits(one.query, without)], one.relevant)) for one in queries]


def hits(query: str, without: frozenset[str] = frozenset()) -> list[int]:
    """The entries found, the best first; without those ways to find a word."""
    question = Question(query, judged_index.audience())
    terms = question.understood
    groups = [replace(group, ways=[way for way in group.ways if way.name not in without]) for group in terms.groups]
    question.__dict__["understood"] = replace(terms, groups=groups)
    return [one.entry for one in Search(question, Q()).ranked]


def _table(columns: dict[str, dict[str, float]], title: str) -> Table:
    table = Table(title=title)
    table.add_column("kind")
    for name in columns:
        table.add_column(name, justify="right")
    for kind in columns["all"]:
        table.add_row(kind, *(f"{scores[kind]:.3f}" for scores in columns.values()))
    return table
