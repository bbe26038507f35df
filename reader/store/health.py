"""What can be said of a store file from outside, whatever state it is in; nothing is changed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from reader.frozen import dataclass
from reader.model.source import SourceStatus
from reader.store import mending
from reader.store.connect import open_probe, open_reader, open_writer
from reader.store.errors import StoreError, speaking
from reader.store.migrate import VERSION, inspect
from reader.store.presence import Doubt, Presence
from reader.store.reads import Reads

SQLITE_VERSION = sqlite3.sqlite_version


@dataclass(frozen=True, slots=True)
class Health:
    """A store file: the version of its schema, its bytes, and what is wrong with it, in words."""

    version: int
    bytes: int
    problems: tuple[str, ...] = ()
    unclean: bool = False
    """The last program that had it open did not get to close it."""
    sources: tuple[SourceStatus, ...] = ()
    """What is followed, as far as it can be read and the schema is that of this program."""

    @property
    def is_current(self) -> bool:
        """Whether the schema is that of this program."""
        return self.version == VERSION


def health_of(database: Path) -> Health:
    """Read everything in a store file. Takes seconds. Raises StoreError only for what is no store of ours, or newer."""
    size = sum(
        part.stat().st_size for end in ("", "-wal") if (part := database.with_name(database.name + end)).exists()
    )
    with speaking(database), closing(open_probe(database)) as connection:
        version = inspect(connection, database)
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(10)") if row[0] != "ok"]
    sources: list[SourceStatus] = []
    if version == VERSION and not found:
        found = _deeper(database, sources)
    presence = Presence(database)
    presence.enter(create=False)
    unclean = presence.doubt is Doubt.UNCLEAN
    presence.leave()
    return Health(version, size, tuple(found), unclean, tuple(sources))


def _deeper(database: Path, sources: list[SourceStatus]) -> list[str]:
    if found := mending.faults(database):
        return found
    try:
        with speaking(database):
            with Reads(open_reader(database), database) as reads:
                sources += reads.sources()
            # A connection that may write comes last: it takes what SQLite puts beside the file away with it.
            if not mending.is_laid_out_as_ours(database):
                return ["tables, indexes or triggers are not as they should be"]
            with closing(open_writer(database)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                sound = mending.search_is_sound(connection)
                connection.execute("ROLLBACK")
            return [] if sound else ["the search index does not agree with the texts"]
    except StoreError:
        return []  # that it may not be written, or is in use, is no fault of the file
