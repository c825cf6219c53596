"""How far shared caches have been purged; `cms.api.purged` reads and writes it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms_api", "0001_changes")]

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE cms_api_purged (
                cache text PRIMARY KEY,
                -- The changes that this snapshot sees are purged.
                seen pg_snapshot NOT NULL,
                -- The record whose transactions the snapshot counts.
                record text NOT NULL,
                at timestamptz NOT NULL DEFAULT clock_timestamp()
            )
            """,
            "DROP TABLE cms_api_purged",
        )
    ]
