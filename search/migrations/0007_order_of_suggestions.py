"""Lets suggestions come in their order from an index, however many titles end alike."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("search", "0006_counted_as")]

    operations = [
        AddIndexConcurrently(
            "suggestionkey", models.Index(fields=["is_inner", "key", "entry"], name="search_suggestion_order")
        ),
        RemoveIndexConcurrently("suggestionkey", "search_suggestion_key"),
    ]
