-- The tags of a live page, as `cms.api.tags` names them. cms_api_shared_tags is made from the models' `listed_by`.
CREATE OR REPLACE FUNCTION cms_api_page_tags(page jsonb) RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT unnest(ARRAY[
        'page',
        -- Everything moves when nobody can say of what type the page is, as while a backup is loaded.
        coalesce((SELECT model FROM django_content_type WHERE id = (page->>'content_type_id')::int), '*'),
        'page-' || (page->>'id'),
        'page-at-' || md5(page->>'url_path'),
        'page-of-' || (page->>'translation_key'),
        'page-in-' || left(page->>'path', -4)
    ])
    UNION ALL SELECT cms_api_shared_tags((page->>'id')::int)
$$;

-- Notes what the statement has changed. Its arguments say how a row of the table is named: what kind of thing it is,
-- the tag of its model, and the column with its key, or with that of the page it is a part of. For rows that say what a
-- page shares with others, two more: what the tag of those who share it begins with, and the column that says it.
CREATE OR REPLACE FUNCTION cms_api_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    kind text := TG_ARGV[0];
    name text := TG_ARGV[1];
    key text := TG_ARGV[2];
    -- No public answer is made of these: editors saving drafts, and treebeard counting children, change nothing.
    quiet text[] := ARRAY[
        'draft_title', 'has_unpublished_changes', 'latest_revision_created_at', 'latest_revision_id',
        'live_revision_id', 'locked', 'locked_at', 'locked_by_id', 'numchild', 'owner_id'
    ];
    -- Beyond so many rows in one statement nothing is listed: everything may have changed. Texts of a hundred thousand
    -- would be more than one array can hold.
    most constant int := 10000;
    many boolean := false;
    changed jsonb[];
    noted text[];
    places text[];
BEGIN
    IF TG_OP = 'DELETE' THEN
        many := (SELECT count(*) FROM old_rows) > most;
    ELSIF TG_OP <> 'TRUNCATE' THEN
        many := (SELECT count(*) FROM new_rows) > most;
    END IF;
    IF many OR TG_OP = 'TRUNCATE' THEN
        noted := ARRAY['*'];
    ELSIF TG_OP = 'INSERT' THEN
        changed := ARRAY(SELECT to_jsonb(fresh) FROM new_rows fresh);
    ELSIF TG_OP = 'DELETE' THEN
        changed := ARRAY(SELECT to_jsonb(former) FROM old_rows former);
    ELSE
        -- Rows as they were and as they are, where the two differ in anything that is read.
        changed := ARRAY(
            (SELECT to_jsonb(former) - quiet FROM old_rows former EXCEPT SELECT to_jsonb(fresh) - quiet FROM new_rows fresh)
            UNION ALL
            (SELECT to_jsonb(fresh) - quiet FROM new_rows fresh EXCEPT SELECT to_jsonb(former) - quiet FROM old_rows former)
        );
    END IF;
    IF kind = 'page' AND noted IS NULL THEN
        SELECT array_agg(DISTINCT tag) INTO noted FROM unnest(changed) page, cms_api_page_tags(page) tag
        WHERE (page->>'live')::boolean;
        -- A page appears in two versions when it has moved, and in one when it is new or gone.
        SELECT array_agg(DISTINCT 'place-' || place.key) INTO places FROM (
            SELECT page->>'translation_key' AS key FROM unnest(changed) page
            GROUP BY page->>'id', 1
            HAVING count(DISTINCT (page->>'path', page->>'url_path', page->>'locale_id')) > 1
                OR count(*) = 1
        ) place;
        IF places IS NOT NULL THEN
            noted := coalesce(noted, '{}') || places || ARRAY['place'];
        END IF;
    ELSIF kind = 'part of page' AND noted IS NULL THEN
        SELECT array_agg(DISTINCT tag) INTO noted FROM wagtailcore_page page, cms_api_page_tags(to_jsonb(page)) tag
        WHERE page.live AND page.id IN (SELECT (part->>key)::int FROM unnest(changed) part);
        IF TG_NARGS = 5 THEN
            -- What is no longer shared, too.
            SELECT noted || array_agg(DISTINCT TG_ARGV[3] || (part->>TG_ARGV[4])) INTO noted
            FROM unnest(changed) part JOIN wagtailcore_page page ON page.id = (part->>key)::int AND page.live;
        END IF;
    ELSIF noted IS NULL THEN
        SELECT array_agg(DISTINCT tag) INTO noted FROM unnest(changed) thing,
            unnest(ARRAY[name, name || '-' || (thing->>key)]) tag
        WHERE coalesce((thing->>'live')::boolean, true);
    END IF;
    IF noted IS NOT NULL THEN
        INSERT INTO cms_api_change (tags) VALUES (noted);
        PERFORM pg_notify('cms_api_change', '');
        -- What another transaction is clearing away just now is left to it: nobody waits.
        DELETE FROM cms_api_change WHERE id IN (
            SELECT id FROM cms_api_change WHERE at < now() - interval '7 days' LIMIT 100 FOR UPDATE SKIP LOCKED
        );
    END IF;
    RETURN NULL;
END
$$;

-- Notes that a publication is planned: no answer depends on it, but everybody looks anew when the next one is due.
CREATE OR REPLACE FUNCTION cms_api_note_planned() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO cms_api_change (tags) VALUES (ARRAY['planned']);
    PERFORM pg_notify('cms_api_change', '');
    RETURN NULL;
END
$$;
