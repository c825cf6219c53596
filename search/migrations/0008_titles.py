"""Keeps what titles are about as lexemes of their own (`a:`), so that an index tells who has a word in the title.

The vector of title, lead and names, which told that before, goes. Entries that are there already are written anew: a second
for each thousand.
"""

from django.db import migrations

ADD = """
    UPDATE search_entry SET words = words || array_to_tsvector(ARRAY(
        SELECT 'a' || substr(lexeme, 2) FROM unnest(words) WHERE lexeme LIKE 't:%' AND 'A' = ANY(weights)
    ))
"""


class Migration(migrations.Migration):
    dependencies = [("search", "0007_order_of_suggestions")]

    operations = [
        migrations.RunSQL(ADD, migrations.RunSQL.noop),
        migrations.RemoveField("entry", "head"),
    ]
