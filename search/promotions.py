"""Promoted results: pages that editors put first for what readers search for."""

from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import PageChooserPanel

from search.analysis.lexemes import stem_of
from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import clean, words_of


class Promotion(models.Model):
    """A page that comes first when readers search for these words."""

    queries = models.TextField(
        "søk",
        max_length=1_000,
        help_text=(
            "Ett søk på hver linje, for eksempel «søke midler». Bøyning og rekkefølge har ingenting å si, men alle "
            "ordene må være med, og ingen andre."
        ),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="side",
        on_delete=models.CASCADE,
        related_name="+",
        help_text="Kommer øverst i treffene så lenge siden er publisert.",
    )
    # In a form for the search's own table: one key for each query.
    keys = models.JSONField(default=list, editable=False)

    panels = ["queries", PageChooserPanel("page")]

    class Meta:
        verbose_name = "fremhevet treff"
        verbose_name_plural = "fremhevede treff"
        ordering = ["queries", "pk"]

    def __str__(self) -> str:
        return self.queries.partition("\n")[0]

    def save(self, *args: object, **kwargs: object) -> None:
        self.keys = sorted({key_of(query) for query in self.queries.splitlines()})
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def clean(self) -> None:
        super().clean()
        self.queries = "\n".join(filter(None, map(clean, self.queries.splitlines())))
        for query in self.queries.splitlines():
            if not key_of(query):
                raise ValidationError({"queries": f"«{query}» har ingen ord som søket bryr seg om. Skriv minst ett."})

    def get_queries(self) -> str:
        """The queries on one line."""
        return " · ".join(self.queries.splitlines())

    get_queries.short_description = "Søk"  # type: ignore[attr-defined]
    get_queries.admin_order_field = "queries"  # type: ignore[attr-defined]


def key_of(query: str) -> str:
    """The query's words by their stems, in one order: what two queries have in common that ask for the same."""
    words = set(words_of(clean(query)))
    return " ".join(sorted({stem_of(word) for word in words if word not in STOP_WORDS}))
