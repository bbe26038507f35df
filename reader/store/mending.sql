-- What makes a whole of rows that were read from a damaged store (mending.py). :now is UTC seconds; :first and :last
-- are the years 1 and 9999, beyond which a number is no time.

DELETE FROM poll_state WHERE source_id NOT IN (SELECT id FROM source);
DELETE FROM entry WHERE source_id NOT IN (SELECT id FROM source);
DELETE FROM entry_key WHERE source_id NOT IN (SELECT id FROM source);
DELETE FROM gap WHERE source_id NOT IN (SELECT id FROM source);
DELETE FROM dropped WHERE source_id NOT IN (SELECT id FROM source);
DELETE FROM pending_mark WHERE source_id NOT IN (SELECT id FROM source);
DELETE FROM poll WHERE source_id NOT IN (SELECT id FROM source);
DELETE FROM feed_memory WHERE source_id NOT IN (SELECT id FROM source);
INSERT INTO poll_state(source_id) SELECT id FROM source WHERE id NOT IN (SELECT source_id FROM poll_state);

-- The marks of entries without any wording wait for them to come back.
INSERT OR IGNORE INTO pending_mark(source_id, key, read_at, starred_at)
    SELECT source_id, key, read_at, starred_at FROM entry
    WHERE coalesce(read_at, starred_at) IS NOT NULL AND id NOT IN (SELECT entry_id FROM revision);
DELETE FROM entry WHERE id NOT IN (SELECT entry_id FROM revision);
DELETE FROM revision WHERE entry_id NOT IN (SELECT id FROM entry);
DELETE FROM entry_key WHERE entry_id NOT IN (SELECT id FROM entry);
DELETE FROM entry_tagging WHERE entry_id NOT IN (SELECT id FROM entry);
DELETE FROM tagging_due WHERE entry_id NOT IN (SELECT id FROM entry);
DELETE FROM article WHERE entry_id NOT IN (SELECT id FROM entry);
DELETE FROM event WHERE source_id NOT IN (SELECT id FROM source)
    OR (entry_id IS NOT NULL AND entry_id NOT IN (SELECT id FROM entry))
    OR (poll_id IS NOT NULL AND poll_id NOT IN (SELECT id FROM poll))
    OR (kind = 'gap' AND detail IS NULL);
UPDATE entry SET wording = (SELECT max(number) FROM revision r WHERE r.entry_id = entry.id)
    WHERE wording NOT IN (SELECT number FROM revision r WHERE r.entry_id = entry.id);

UPDATE entry SET published = NULL, precision = 'none', basis = 'none' WHERE published NOT BETWEEN :first AND :last;
UPDATE entry SET updated = NULL WHERE updated NOT BETWEEN :first AND :last;
UPDATE entry SET first_seen = :now WHERE first_seen NOT BETWEEN :first AND :last;
UPDATE entry SET last_seen = :now WHERE last_seen NOT BETWEEN :first AND :last;
UPDATE entry SET sort_at = min(coalesce(published, first_seen), first_seen)
    WHERE sort_at NOT BETWEEN :first AND :last;
UPDATE entry SET edited_at = first_seen WHERE edited_at NOT BETWEEN :first AND :last;
UPDATE entry SET withdrawn_at = last_seen WHERE withdrawn_at NOT BETWEEN :first AND :last;
UPDATE revision SET first_seen = :now WHERE first_seen NOT BETWEEN :first AND :last;
UPDATE source SET added_at = :now WHERE added_at NOT BETWEEN :first AND :last;
DELETE FROM gap WHERE starts_at NOT BETWEEN :first AND :last OR ends_at NOT BETWEEN :first AND :last;
DELETE FROM event WHERE at NOT BETWEEN :first AND :last;
UPDATE poll SET next_poll_at = NULL WHERE next_poll_at NOT BETWEEN :first AND :last;
UPDATE poll_state SET next_poll_at = NULL WHERE next_poll_at NOT BETWEEN :first AND :last;
UPDATE poll_state SET last_poll_at = NULL WHERE last_poll_at NOT BETWEEN :first AND :last;
UPDATE poll_state SET last_success_at = NULL WHERE last_success_at NOT BETWEEN :first AND :last;

-- What was lost must come again, so nobody may answer that nothing has changed.
UPDATE poll_state SET etag = NULL, last_modified = NULL, body_hash = NULL;
INSERT OR IGNORE INTO upkeep(name, value) VALUES ('lineage', lower(hex(randomblob(8))));
UPDATE source SET
    entries = (SELECT count(*) FROM entry e WHERE e.source_id = source.id),
    unread = (SELECT count(*) FROM entry e WHERE e.source_id = source.id AND e.read_at IS NULL);
