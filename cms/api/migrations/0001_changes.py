"""The record of what changed, which kept answers are checked against; `cms.api.changes` writes it by triggers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []

    operations = [
        migrations.RunSQL(
            """
            CREATE TABLE cms_api_change (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
                at timestamptz NOT NULL DEFAULT clock_timestamp(),
                tags text[] NOT NULL
            );
            CREATE INDEX cms_api_change_transaction ON cms_api_change (transaction);
            CREATE INDEX cms_api_change_at ON cms_api_change (at);
            """,
            "DROP TABLE cms_api_change",
        )
    ]
