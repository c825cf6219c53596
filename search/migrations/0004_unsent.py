"""Notes of what has changed since it was last sent to OpenSearch, for as long as there is an index there."""

from django.db import migrations, models

NOTE = """
CREATE FUNCTION search_note_unsent() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM search_indexcopy) THEN
        RETURN NULL;
    END IF;
    INSERT INTO search_unsent (entry) VALUES (coalesce(NEW.id, OLD.id));
    -- In which language a page is found depends on who may see its translations, so their documents know that, too.
    IF TG_OP <> 'UPDATE'
        OR (OLD.live, OLD.go_live_at, OLD.expire_at, OLD.path, OLD.locale_id, OLD.translation_key)
            IS DISTINCT FROM (NEW.live, NEW.go_live_at, NEW.expire_at, NEW.path, NEW.locale_id, NEW.translation_key)
    THEN
        INSERT INTO search_unsent (entry) SELECT id FROM search_entry
        WHERE translation_key IN (OLD.translation_key, NEW.translation_key) AND id <> coalesce(NEW.id, OLD.id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER search_note AFTER INSERT OR UPDATE OR DELETE ON search_entry
    FOR EACH ROW EXECUTE FUNCTION search_note_unsent();
"""
UNDO = "DROP TRIGGER search_note ON search_entry; DROP FUNCTION search_note_unsent;"


class Migration(migrations.Migration):
    dependencies = [("search", "0003_triggers")]

    operations = [
        migrations.CreateModel(
            name="IndexCopy",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.TextField()),
                ("name", models.TextField(unique=True)),
                ("is_complete", models.BooleanField(default=False)),
            ],
            options={"verbose_name": "kopi av søket"},
        ),
        migrations.CreateModel(
            name="Unsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("entry", models.BigIntegerField()),
            ],
            options={"verbose_name": "usendt endring i søket"},
        ),
        migrations.RunSQL(NOTE, UNDO),
    ]
