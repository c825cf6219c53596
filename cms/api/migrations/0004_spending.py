"""What each client has spent in a minute; `cms.api.rate_limit` reads and writes it."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cms_api", "0003_access_tokens")]

    operations = [
        migrations.RunSQL(
            """
            -- Unlogged: what a crash forgets is a minute's count, and nothing waits for the disk.
            CREATE UNLOGGED TABLE cms_api_spending (
                -- A digest of the client's address.
                client text PRIMARY KEY,
                minute timestamptz NOT NULL,
                points bigint NOT NULL
            )
            """,
            "DROP TABLE cms_api_spending",
        )
    ]
