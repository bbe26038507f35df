"""From no file, or an older one, to the schema of today: numbered steps, one transaction each.

`application_id` says that a database is ours, `user_version` which step it has reached (sqlite.org/fileformat2.html).
A step and its number are committed together, so a kill leaves the old schema or the new one.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from reader.store.errors import StoreForeign, StoreTooNew

APPLICATION_ID = 0x444C_4E31  # "DLN1"

KEEP_COPY_SECONDS = 24 * 3600
"""How long a copy of the older schema is kept at least: a bad upgrade shows in use."""

_STATED = ("application_id", "user_version")

Step = Callable[[sqlite3.Connection], None]


def statements(script: str) -> Iterator[str]:
    """Yield the statements of an SQL script; a trigger is one. (`executescript` would commit before it runs.)"""
    start = 0
    for end, char in enumerate(script, start=1):
        if char == ";" and sqlite3.complete_statement(script[start:end]):
            yield script[start:end].strip()
            start = end


def first_schema(connection: sqlite3.Connection) -> None:
    """Step 1: every table of `schema.sql`, in an empty database."""
    from importlib.resources import files  # noqa: PLC0415 - slow to import, needed once in the life of a file

    for statement in statements(files("reader.store").joinpath("schema.sql").read_text(encoding="utf-8")):
        connection.execute(statement)


def second_schema(connection: sqlite3.Connection) -> None:
    """Step 2: what the engine remembers between polls, retention, and what is known of the file itself."""
    for statement in _SECOND:
        connection.execute(statement)


_SECOND = (
    "ALTER TABLE poll_state ADD COLUMN progress TEXT",  # Progress as JSON; NULL: nothing yet
    "ALTER TABLE poll_state ADD COLUMN unconfirmed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE source ADD COLUMN retention TEXT",  # Retention as JSON; NULL: as the settings say
    "ALTER TABLE event ADD COLUMN reverted_to INTEGER",
    # Entries that were dropped to save space: should their source list them again, they are not new.
    "CREATE TABLE dropped (source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, key TEXT NOT NULL,"
    " dropped_at INTEGER NOT NULL, PRIMARY KEY (source_id, key)) STRICT, WITHOUT ROWID",
    # What is known of the file as a whole: when it was last copied, compacted, closed.
    "CREATE TABLE upkeep (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
)


def third_schema(connection: sqlite3.Connection) -> None:
    """Step 3: marks that wait for their entries, and a name by which copies of one store know each other."""
    for statement in _THIRD:
        connection.execute(statement)


_THIRD = (
    # Marks that came back from a backup while their entries did not: put on when the source lists the entry again.
    "CREATE TABLE pending_mark (source_id INTEGER NOT NULL REFERENCES source ON DELETE CASCADE, key TEXT NOT NULL,"
    " read_at INTEGER, starred_at INTEGER, PRIMARY KEY (source_id, key)) STRICT, WITHOUT ROWID",
    "CREATE TRIGGER entry_awaited AFTER INSERT ON entry"
    " WHEN EXISTS (SELECT 1 FROM pending_mark WHERE source_id = new.source_id AND key = new.key) BEGIN"
    " UPDATE entry SET (read_at, starred_at) = (SELECT coalesce(new.read_at, p.read_at),"
    " coalesce(new.starred_at, p.starred_at) FROM pending_mark p"
    " WHERE p.source_id = new.source_id AND p.key = new.key) WHERE id = new.id;"
    " DELETE FROM pending_mark WHERE source_id = new.source_id AND key = new.key; END",
    # Rows of two files may be put together by id only where both descend from one.
    "INSERT INTO upkeep(name, value) VALUES ('lineage', lower(hex(randomblob(8))))",
)


def fourth_schema(connection: sqlite3.Connection) -> None:
    """Step 4: entries whose tags are to be made, what tagging remembers of a source, full articles."""
    for statement in _FOURTH:
        connection.execute(statement)


_FOURTH = (
    # Entries whose tags are missing or made by older rules: the newest are tagged first, behind the polls.
    "CREATE TABLE tagging_due (entry_id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE) STRICT",
    # Full names, bodies and roles that the entries of a source have named, as JSON.
    "CREATE TABLE feed_memory (source_id INTEGER PRIMARY KEY REFERENCES source ON DELETE CASCADE,"
    " memory TEXT NOT NULL) STRICT",
    # The page behind an entry, as it was read; `article` is NULL where there was none, and `message` says why.
    "CREATE TABLE article (entry_id INTEGER PRIMARY KEY REFERENCES entry ON DELETE CASCADE, url TEXT NOT NULL,"
    " fetched_at INTEGER NOT NULL, outcome TEXT NOT NULL, message TEXT NOT NULL, article TEXT) STRICT",
    "ALTER TABLE source ADD COLUMN full_articles INTEGER NOT NULL DEFAULT 0",
)


def fifth_schema(connection: sqlite3.Connection) -> None:
    """Step 5: lighter triggers."""
    for statement in _FIFTH:
        connection.execute(statement)


_FLAGS = (
    "((new.read_at IS NOT NULL) + 2 * (new.starred_at IS NOT NULL) + 4 * (new.edited_at IS NOT NULL)"
    " + 8 * (new.withdrawn_at IS NOT NULL) + 16 * (new.key_event <> 0) + 32 * (new.pinned <> 0)"
    " + 64 * (new.tagged <> 0))"
)

_FIFTH = (
    # Within a trigger each row would make FTS5 write out what it holds, at thrice the cost: see `add_searched`.
    "DROP TRIGGER folded_added",
    # An entry that comes with its flags is not written a second time.
    "DROP TRIGGER entry_added",
    "CREATE TRIGGER entry_added AFTER INSERT ON entry BEGIN UPDATE source SET entries = entries + 1,"
    " unread = unread + (new.read_at IS NULL) WHERE id = new.source_id; END",
    "CREATE TRIGGER entry_flagged AFTER INSERT ON entry WHEN new.flags <> FLAGS BEGIN"
    " UPDATE entry SET flags = FLAGS WHERE id = new.id; END".replace("FLAGS", _FLAGS),
)

STEPS: tuple[Step, ...] = (first_schema, second_schema, third_schema, fourth_schema, fifth_schema)
VERSION = len(STEPS)


def inspect(connection: sqlite3.Connection, path: Path, steps: Sequence[Step] = STEPS) -> int:
    """Return the version of the database, 0 for an empty one; changes nothing.

    Raises StoreTooNew for a newer one, StoreForeign for one that is not ours.
    """
    application, version, anything = _stated(connection)
    if application == APPLICATION_ID and version <= len(steps):
        return version
    if application == APPLICATION_ID:
        raise StoreTooNew(
            f"{path} was written by a newer Dateline (schema {version}, this one knows {len(steps)}); "
            "update Dateline or choose another --home. The file has not been touched."
        )
    if application or version or anything:
        raise StoreForeign(f"{path} is a database, but not one of Dateline's; choose another --home.")
    return 0


def _stated(connection: sqlite3.Connection) -> tuple[int, int, bool]:
    """Whose the database says it is, its version, and whether there is anything in it: all of one moment.

    Read one by one, a new file could be nobody's and of a version at the same time, where another program makes it.
    """
    alone = not connection.in_transaction
    if alone:
        connection.execute("BEGIN")
    try:
        application, version = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in _STATED)
        return application, version, connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone() is not None
    finally:
        if alone and connection.in_transaction:
            connection.execute("COMMIT")


def migrate(connection: sqlite3.Connection, path: Path, steps: Sequence[Step] = STEPS, *, keep: bool = True) -> None:
    """Bring the database to the version of `steps`; before the first step on an older one, `keep` a copy beside it.

    Raises what `inspect` raises, and sqlite3.Error.
    """
    version = inspect(connection, path, steps)
    if keep and 0 < version < len(steps):
        _keep_copy(connection, path, version)
    while version < len(steps):
        connection.execute("BEGIN IMMEDIATE")
        try:
            version = inspect(connection, path, steps)  # another process may have been faster
            if version < len(steps):
                steps[version](connection)
                version += 1
                connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
                connection.execute(f"PRAGMA user_version={version}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def drop_copies(path: Path) -> None:
    """Remove the copies that were kept before earlier steps, a day and a clean end ago: for a start after one."""
    for version in range(1, VERSION):
        copy = path.with_name(f"{path.name}.v{version}")
        with suppress(OSError):
            if copy.stat().st_mtime < time.time() - KEEP_COPY_SECONDS:
                copy.unlink()


def drop_unfinished(path: Path) -> None:
    """Remove copies that a kill has left unfinished; for when nobody else has the store open."""
    begin = f"{path.name}.v"
    with suppress(OSError):
        for name in os.listdir(path.parent):  # noqa: PTH208  a pattern would be made, and the module for that loaded
            if name.startswith(begin) and "." in name.removeprefix(begin):
                path.with_name(name).unlink(missing_ok=True)


def _keep_copy(connection: sqlite3.Connection, path: Path, version: int) -> None:
    # Several programs may be at it at the same time, and each may be killed: the copy appears whole or not at all.
    import threading  # noqa: PLC0415 - hardly ever needed

    target = path.with_name(f"{path.name}.v{version}")
    unfinished = target.with_name(f"{target.name}.{os.getpid()}{threading.get_ident()}")
    try:
        unfinished.unlink(missing_ok=True)
        connection.execute("VACUUM INTO ?", (str(unfinished),))
        if _brought_to_disk(unfinished) == version:  # else another program was faster, and has kept its copy
            unfinished.replace(target)
    finally:
        unfinished.unlink(missing_ok=True)


def _brought_to_disk(copy: Path) -> int:
    """Sync a database that nobody has open; its version, from its header (sqlite.org/fileformat2.html section 1.3)."""
    with copy.open("rb") as opened:
        os.fsync(opened.fileno())
        return int.from_bytes(opened.read(64)[60:], "big")
