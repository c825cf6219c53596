"""Indexes for the next moment at which a page appears or expires: asked for with every answer, known for few pages."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pages", "0003_page_at_path"), ("wagtailcore", "0001_initial")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX pages_page_{column} ON wagtailcore_page ({column}) WHERE {column} IS NOT NULL",
            f"DROP INDEX pages_page_{column}",
        )
        for column in ("expire_at", "go_live_at")
    ]
