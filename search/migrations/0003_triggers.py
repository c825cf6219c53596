"""Keeps in step what decides on who may see an entry, whatever way a change takes; and what belongs to an entry."""

from django.db import migrations

FOLLOW = """
CREATE FUNCTION search_follow_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE search_entry SET live = NEW.live, go_live_at = NEW.go_live_at, expire_at = NEW.expire_at, path = NEW.path,
        locale_id = NEW.locale_id, translation_key = NEW.translation_key
    WHERE page_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_follow AFTER UPDATE ON wagtailcore_page FOR EACH ROW
    WHEN ((OLD.live, OLD.go_live_at, OLD.expire_at, OLD.path, OLD.locale_id, OLD.translation_key)
        IS DISTINCT FROM (NEW.live, NEW.go_live_at, NEW.expire_at, NEW.path, NEW.locale_id, NEW.translation_key))
    EXECUTE FUNCTION search_follow_page();

CREATE FUNCTION search_follow_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE search_entry SET live = NEW.live, go_live_at = NEW.go_live_at, expire_at = NEW.expire_at
    WHERE contact_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_follow AFTER UPDATE ON snippets_contact FOR EACH ROW
    WHEN ((OLD.live, OLD.go_live_at, OLD.expire_at) IS DISTINCT FROM (NEW.live, NEW.go_live_at, NEW.expire_at))
    EXECUTE FUNCTION search_follow_contact();

CREATE FUNCTION search_follow_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE search_entry SET collection_id = NEW.collection_id WHERE document_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_follow AFTER UPDATE ON snippets_document FOR EACH ROW
    WHEN (OLD.collection_id IS DISTINCT FROM NEW.collection_id) EXECUTE FUNCTION search_follow_document();

CREATE FUNCTION search_forget_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_suggestionkey WHERE entry_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_forget AFTER DELETE ON search_entry FOR EACH ROW EXECUTE FUNCTION search_forget_keys();
"""
FORGET = """
CREATE FUNCTION search_forget_{thing}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM search_entry WHERE {thing}_id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER search_forget AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION search_forget_{thing}();
"""
TABLES = {
    "page": "wagtailcore_page",
    "contact": "snippets_contact",
    "organisation": "snippets_organisation",
    "document": "snippets_document",
}
UNDO = """
DROP TRIGGER search_follow ON wagtailcore_page; DROP FUNCTION search_follow_page;
DROP TRIGGER search_follow ON snippets_contact; DROP FUNCTION search_follow_contact;
DROP TRIGGER search_follow ON snippets_document; DROP FUNCTION search_follow_document;
DROP TRIGGER search_forget ON search_entry; DROP FUNCTION search_forget_keys;
"""
UNDO_FORGET = "DROP TRIGGER search_forget ON {table}; DROP FUNCTION search_forget_{thing};"


class Migration(migrations.Migration):
    dependencies = [("search", "0002_entries")]

    operations = [
        migrations.RunSQL(FOLLOW, UNDO),
        *(
            migrations.RunSQL(FORGET.format(thing=thing, table=table), UNDO_FORGET.format(thing=thing, table=table))
            for thing, table in TABLES.items()
        ),
    ]
