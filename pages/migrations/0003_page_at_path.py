"""An index for the way from a path to its page; Wagtail itself walks there by slugs and has none.

By hash, since a deep page's path may be longer than a B-tree takes.
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_search_engines"), ("wagtailcore", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX pages_page_url_path ON wagtailcore_page USING hash (url_path)",
            "DROP INDEX pages_page_url_path",
        )
    ]
