-- The store, version 1. Times are UTC seconds. Lists and wordings are JSON (codec.py).

CREATE TABLE source (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    url TEXT NOT NULL UNIQUE,
    title TEXT,
    kept INTEGER NOT NULL,
    interval INTEGER,
    paused INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '[]',
    added_at INTEGER NOT NULL,
    words TEXT NOT NULL,                    -- what `source:` is compared with
    entries INTEGER NOT NULL DEFAULT 0,     -- both counts are kept by triggers
    unread INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE poll_state (
    source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,
    etag TEXT,
    last_modified TEXT,
    body_hash TEXT,
    format TEXT,
    feed TEXT,
    next_poll_at INTEGER,
    next_poll_reason TEXT,
    last_poll_at INTEGER,
    last_success_at INTEGER,
    outcome TEXT,
    message TEXT,
    failures INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE poll (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    message TEXT NOT NULL,
    status INTEGER,
    bytes INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    new INTEGER NOT NULL,
    edited INTEGER NOT NULL,
    ok INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    next_poll_at INTEGER,
    next_poll_reason TEXT
) STRICT;
CREATE INDEX poll_of_source ON poll(source_id, at);

CREATE TABLE entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    key TEXT NOT NULL,
    key_kind TEXT NOT NULL,
    native_id TEXT,
    seq INTEGER NOT NULL,
    published INTEGER,
    precision TEXT NOT NULL,
    basis TEXT NOT NULL,
    basis_reason TEXT,
    time_label TEXT,
    updated INTEGER,
    kind TEXT NOT NULL,
    url TEXT,
    read_more_url TEXT,
    read_more INTEGER NOT NULL,
    authors TEXT NOT NULL,
    tags TEXT NOT NULL,
    key_event INTEGER NOT NULL,
    pinned INTEGER NOT NULL,
    summary INTEGER NOT NULL,
    breaking INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    language TEXT,
    direction TEXT,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    sort_at INTEGER NOT NULL,
    tie INTEGER NOT NULL,                   -- order within sort_at, settled at first sight
    title TEXT NOT NULL,
    title_cells INTEGER NOT NULL,
    has INTEGER NOT NULL,                   -- 1 image, 2 video, 4 link
    wording INTEGER NOT NULL DEFAULT 1,     -- number of the current revision
    revision INTEGER NOT NULL DEFAULT 1,    -- textual wordings so far
    edited_at INTEGER,
    withdrawn_at INTEGER,
    missed INTEGER NOT NULL DEFAULT 0,
    listed INTEGER NOT NULL DEFAULT 1,      -- in the last complete snapshot, or missed since and not yet withdrawn
    tagged INTEGER NOT NULL DEFAULT 0,
    read_at INTEGER,
    starred_at INTEGER,
    flags INTEGER NOT NULL DEFAULT 0,       -- RowFlag bits, kept by triggers
    UNIQUE (source_id, key)
) STRICT;
CREATE INDEX entry_order ON entry(sort_at, tie, id, title_cells, flags, source_id);
CREATE INDEX entry_of_source ON entry(source_id, sort_at, tie, id, title_cells, flags);
CREATE INDEX entry_arrival ON entry(first_seen);
CREATE INDEX entry_listed ON entry(source_id) WHERE listed = 1;

CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN
    UPDATE entry SET flags = (read_at IS NOT NULL) + 2 * (starred_at IS NOT NULL) + 4 * (edited_at IS NOT NULL)
        + 8 * (withdrawn_at IS NOT NULL) + 16 * (key_event <> 0) + 32 * (pinned <> 0) + 64 * (tagged <> 0)
        WHERE id = new.id;
    UPDATE source SET entries = entries + 1, unread = unread + (new.read_at IS NULL) WHERE id = new.source_id;
END;
CREATE TRIGGER entry_changed
AFTER UPDATE OF read_at, starred_at, edited_at, withdrawn_at, key_event, pinned, tagged ON entry BEGIN
    UPDATE entry SET flags = (read_at IS NOT NULL) + 2 * (starred_at IS NOT NULL) + 4 * (edited_at IS NOT NULL)
        + 8 * (withdrawn_at IS NOT NULL) + 16 * (key_event <> 0) + 32 * (pinned <> 0) + 64 * (tagged <> 0)
        WHERE id = new.id;
END;
CREATE TRIGGER entry_marked AFTER UPDATE OF read_at ON entry
WHEN (old.read_at IS NULL) <> (new.read_at IS NULL) BEGIN
    UPDATE source SET unread = unread + (new.read_at IS NULL) - (old.read_at IS NULL) WHERE id = new.source_id;
END;
CREATE TRIGGER entry_removed AFTER DELETE ON entry BEGIN
    UPDATE source SET entries = entries - 1, unread = unread - (old.read_at IS NULL) WHERE id = old.source_id;
END;

-- Further names by which a source has called an entry (a derived key changes with the wording).
CREATE TABLE entry_key (
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    key TEXT NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    PRIMARY KEY (source_id, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX keys_of_entry ON entry_key(entry_id);

CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    entry_id INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    number INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    textual INTEGER NOT NULL,
    wording TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (entry_id, number)
) STRICT;

CREATE TABLE actor (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    words TEXT NOT NULL                     -- what `actor:` is compared with
) STRICT;
CREATE TABLE topic (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL
) STRICT;
CREATE TABLE entry_actor (
    actor INTEGER NOT NULL REFERENCES actor,
    sort_at INTEGER NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    rank INTEGER NOT NULL,                  -- place in the entry, those of the headline first
    PRIMARY KEY (actor, sort_at, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX actors_of_entry ON entry_actor(entry_id, rank);
CREATE TABLE entry_topic (
    topic INTEGER NOT NULL REFERENCES topic,
    sort_at INTEGER NOT NULL,
    entry_id INTEGER NOT NULL REFERENCES entry ON DELETE CASCADE,
    rank INTEGER NOT NULL,
    PRIMARY KEY (topic, sort_at, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX topics_of_entry ON entry_topic(entry_id, rank);
CREATE TABLE entry_tagging (
    entry_id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    tagging TEXT NOT NULL,
    speaker TEXT,                           -- what `speaker:` and `side:` are compared with
    side TEXT
) STRICT;
CREATE INDEX entry_speaker ON entry_tagging(speaker) WHERE speaker IS NOT NULL;
CREATE INDEX entry_side ON entry_tagging(side) WHERE side IS NOT NULL;

CREATE TABLE gap (
    id INTEGER PRIMARY KEY,
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    reason TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    UNIQUE (source_id, starts_at, ends_at)
) STRICT;

CREATE TABLE event (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE,
    entry_id INTEGER REFERENCES entry ON DELETE CASCADE,
    revision INTEGER,                       -- number of the wording it speaks of
    was INTEGER,                            -- number of the wording before an edit
    poll_id INTEGER REFERENCES poll ON DELETE CASCADE,
    detail TEXT
) STRICT;
CREATE INDEX event_of_source ON event(source_id);
CREATE INDEX event_of_entry ON event(entry_id) WHERE entry_id IS NOT NULL;
CREATE INDEX event_of_poll ON event(poll_id) WHERE poll_id IS NOT NULL;

-- Headline and text as they are compared (reader.text.fold), and the full-text index over them.
CREATE TABLE folded (
    entry_id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE,
    headline TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search USING fts5(
    headline, text, content='folded', content_rowid='entry_id', prefix='2 3', tokenize='unicode61'
);
CREATE TRIGGER folded_added AFTER INSERT ON folded BEGIN
    INSERT INTO search(rowid, headline, text) VALUES (new.entry_id, new.headline, new.text);
END;
CREATE TRIGGER folded_removed AFTER DELETE ON folded BEGIN
    INSERT INTO search(search, rowid, headline, text)
        VALUES ('delete', old.entry_id, old.headline, old.text);
END;
CREATE TRIGGER folded_changed AFTER UPDATE ON folded BEGIN
    INSERT INTO search(search, rowid, headline, text)
        VALUES ('delete', old.entry_id, old.headline, old.text);
    INSERT INTO search(rowid, headline, text) VALUES (new.entry_id, new.headline, new.text);
END;
