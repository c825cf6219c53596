"""What the search keeps: an entry for each thing that can be found, the words there are, and what editors add."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast, Coalesce, ExtractYear

from search.promotions import Promotion
from search.synonyms import Synonym
from search.unanswered import UnansweredQuery

__all__ = ["Entry", "IndexCopy", "Promotion", "SuggestionKey", "Synonym", "Term", "UnansweredQuery", "Unsent"]


def _hash(column: str | models.Func, seed: int, function: str = "hash_array_extended") -> models.Func:
    return models.Func(column, seed, function=function)


# A hash of 64 bits over all that facets count an entry by; each with a seed of its own, which tells them apart.
COUNTED_AS = models.Func(
    _hash("kind", 1, "hashtextextended"),
    _hash("themes", 2),
    _hash("municipalities", 3),
    _hash("organisations", 4),
    _hash(Coalesce(Cast(ExtractYear("day"), models.BigIntegerField()), 0), 5, "hashint8extended"),
    template="%(expressions)s",
    arg_joiner=" # ",
)

# Behind any other in the order of bytes, in which terms and keys are kept.
LAST_CHARACTER = "\U0010ffff"


class Entry(models.Model):
    """A page, contact, organisation or document as the search sees it; written in the transaction that changes it.

    Triggers keep in step what decides on who may see it (`live` and the columns after it), and delete the entry with
    the thing: see `search/migrations/0003_triggers.py`.
    """

    # One of these has the primary key of the thing.
    page = models.OneToOneField("wagtailcore.Page", models.DO_NOTHING, null=True, related_name="+", db_constraint=False)
    contact = models.OneToOneField(
        "snippets.Contact", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    organisation = models.OneToOneField(
        "snippets.Organisation", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    document = models.OneToOneField(
        "snippets.Document", models.DO_NOTHING, null=True, related_name="+", db_constraint=False
    )
    kind = models.TextField()
    title = models.TextField()
    # What excerpts are cut from.
    text = models.TextField()
    day = models.DateField(null=True)
    # Slugs, numbers and primary keys: what it is counted by.
    themes = ArrayField(models.TextField())
    municipalities = ArrayField(models.TextField())
    organisations = ArrayField(models.BigIntegerField())
    # The same for entries that facets count alike: one look at each of these tells as much as one at each entry.
    counted_as = models.GeneratedField(expression=COUNTED_AS, output_field=models.BigIntegerField(), db_persist=True)
    # Tags (`cms.api.tags`) of the other objects whose words are in here.
    sources = ArrayField(models.TextField())
    # Its lexemes (`search.analysis.lexemes`).
    words = SearchVectorField()

    live = models.BooleanField()
    go_live_at = models.DateTimeField(null=True)
    expire_at = models.DateTimeField(null=True)
    path = models.TextField(null=True, db_collation="C")
    locale_id = models.IntegerField(null=True)
    translation_key = models.UUIDField(null=True)
    collection_id = models.IntegerField(null=True)

    class Meta:
        verbose_name = "oppføring i søket"
        indexes = [
            GinIndex(fields=["words"], name="search_entry_words", fastupdate=False),
            GinIndex(fields=["sources"], name="search_entry_sources", fastupdate=False),
            models.Index(fields=["translation_key", "locale_id"], name="search_entry_translation"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(page__isnull=False, contact=None, organisation=None, document=None)
                    | Q(page=None, contact__isnull=False, organisation=None, document=None)
                    | Q(page=None, contact=None, organisation__isnull=False, document=None)
                    | Q(page=None, contact=None, organisation=None, document__isnull=False)
                ),
                name="search_entry_is_about_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Term(models.Model):
    """A word or lexeme that entries have, public or not: what the words of a query are looked up in.

    A lexeme has a colon (`search.analysis.lexemes`), a word has none.
    """

    term = models.TextField(primary_key=True, db_collation="C")
    # About how many entries have it: counted exactly when the index is rebuilt, and from then on only upwards.
    entries = models.IntegerField(default=1)

    class Meta:
        verbose_name = "ord i søket"
        indexes = [
            GinIndex(
                OpClass("term", name="gin_trgm_ops"),
                name="search_term_trigrams",
                fastupdate=False,
                condition=~Q(term__contains=":"),
            ),
        ]

    def __str__(self) -> str:
        return self.term


class SuggestionKey(models.Model):
    """A title or name from one of its words on, as a reader may type it; for suggestions."""

    entry = models.ForeignKey(Entry, models.DO_NOTHING, related_name="+", db_constraint=False)
    # Whether it begins within the title.
    is_inner = models.BooleanField()
    key = models.TextField(db_collation="C")

    class Meta:
        verbose_name = "begynnelse i søket"
        indexes = [models.Index(fields=["is_inner", "key", "entry"], name="search_suggestion_order")]

    def __str__(self) -> str:
        return self.key


class IndexCopy(models.Model):
    """An index in OpenSearch that gets whatever changes; while there is none, a trigger notes no changes for any."""

    # Without a login.
    address = models.TextField()
    name = models.TextField(unique=True)
    # Whether all that was there before it has been written to it: from then on it answers readers.
    is_complete = models.BooleanField(default=False)

    class Meta:
        verbose_name = "kopi av søket"

    def __str__(self) -> str:
        return self.name


class Unsent(models.Model):
    """A note that an entry has changed, or gone, and is not yet so in each copy; see `search.opensearch.sending`."""

    entry = models.BigIntegerField()

    class Meta:
        verbose_name = "usendt endring i søket"

    def __str__(self) -> str:
        return str(self.entry)
