"""An index for what the engine asks; Wagtail indexes titles and texts only apart, which words from both do not use."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX search_title_and_body ON wagtailsearch_indexentry USING gin ((title || body))",
            "DROP INDEX search_title_and_body",
        )
    ]
