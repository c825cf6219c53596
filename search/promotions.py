"""Promoted results: pages that editors put first for what readers search for."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.admin.panels import PageChooserPanel

from search.analysis.lexemes import stem_of
from search.analysis.stop_words import STOP_WORDS
from search.analysis.tokens import clean, words_of

LAST_PLACE = 20


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
    place = models.PositiveSmallIntegerField(
        "rekkefølge",
        default=1,
        # Another version of the site may still be running, which knows no order.
        db_default=1,
        validators=[MinValueValidator(1), MaxValueValidator(LAST_PLACE)],
        help_text=(
            "Når flere sider er fremhevet for samme søk, kommer den med det laveste tallet først. "
            f"Fra 1 til {LAST_PLACE}."
        ),
    )
    # In a form for the search's own table: one key for each query.
    keys = models.JSONField(default=list, editable=False)

    panels = ["queries", PageChooserPanel("page"), "place"]

    class Meta:
        verbose_name = "fremhevet treff"
        verbose_name_plural = "fremhevede treff"
        ordering = ["queries", "place", "pk"]

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
        if self.page_id is None:
            return
        if self.page.is_root():
            raise ValidationError({"page": "Dette er roten av sidetreet, som ingen kan lese. Velg en side under den."})
        others = Promotion.objects.filter(page=self.page).exclude(pk=self.pk)
        taken = {key for other in others for key in other.keys}
        for query in self.queries.splitlines():
            if key_of(query) in taken:
                raise ValidationError({"queries": f"Siden er allerede fremhevet for «{query}»."})

    def get_queries(self) -> str:
        """The queries on one line."""
        return " · ".join(self.queries.splitlines())

    get_queries.short_description = "Søk"  # type: ignore[attr-defined]
    get_queries.admin_order_field = "queries"  # type: ignore[attr-defined]


def key_of(query: str) -> str:
    """The query's words by their stems, in one order: what two queries have in common that ask for the same."""
    words = set(words_of(clean(query)))
    return " ".join(sorted({stem_of(word) for word in words if word not in STOP_WORDS}))
