"""A store that is damaged: what can still be read of it, and what its copies have, becomes a new one.

The damaged file is kept aside. What is taken, in this order, each adding what is missing: the rows of the damaged file
that can be read, which are the newest; the newest sound whole copy; the newest readable small one. If what comes of
that is not sound, the damaged file is left out, then the whole copy too.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from reader.frozen import dataclass
from reader.store import backup, mending, portable, salvage, swap
from reader.store.connect import open_copier, open_probe, open_reader, open_writer
from reader.store.errors import (
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
    speaking,
)
from reader.store.migrate import inspect, migrate
from reader.store.presence import Doubt, Presence
from reader.store.store import Store

_OUR_TABLES = {"source", "poll_state", "entry", "revision"}


@dataclass(frozen=True, slots=True)
class Restored:
    """A store that was put in the place of another: where that is now (None: there was none), and what the new has."""

    database: Path
    aside: Path | None
    sources: int
    entries: int
    starred: int

    def in_words(self) -> str:
        """What the new one has, and where the old one is."""
        held = f"{self.sources} source(s), {self.entries} entries, {self.starred} starred"
        return f"{self.database} has {held} now" + (f"; the old file is {self.aside}." if self.aside else ".")


@dataclass(frozen=True, slots=True)
class Rescued(Restored):
    """A store that was rescued; `used` names what it was made of."""

    used: tuple[str, ...]

    def in_words(self) -> str:
        """One line that says what happened."""
        made_of = " and ".join(self.used) or "nothing: there was no copy"
        held = f"{self.sources} source(s), {self.entries} entries, {self.starred} starred"
        return (
            f"{self.database.name} was damaged and has been made anew from {made_of}: {held}. Kept aside: {self.aside}"
        )


def finish(database: Path) -> None:
    """Complete the replacement of a store that was cut short. Raises StoreBusy where it is open elsewhere."""
    if swap.is_unfinished(database):
        with _alone(database):
            swap.finish(database)


def is_sound(store: Store) -> bool:
    """Read all of a store in which damage was met; whether it is sound after all, as after a fault of the memory."""
    try:
        with speaking(store.path):
            sound = not mending.faults(store.path) and mending.is_laid_out_as_ours(store.path)
        return sound and store.has_sound_search()
    except StoreError:
        return False


def was_ours(database: Path) -> bool:
    """Whether a database that does not say so in its first bytes is a store nevertheless."""
    try:
        with closing(open_probe(database)) as connection:
            names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    except (sqlite3.Error, UnicodeDecodeError):
        return False
    return names >= _OUR_TABLES


def rescue(database: Path, now: int) -> Rescued:
    """Make a new store of the damaged one and its copies. Raises StoreBusy where it is open elsewhere, StoreError."""
    with _alone(database), _building(database) as fresh:
        used = _build(fresh, database, now)
        sources, entries, starred = _counts(fresh)
        return Rescued(database, swap.put(fresh, database, "rescued"), sources, entries, starred, tuple(used))


def restore(database: Path, file: Path, now: int) -> Restored:
    """Put a whole or a small copy in the place of the store, which is kept aside.

    A small one brings back sources, marks and what is starred; other entries come when they are fetched again, with
    their marks. Raises StoreMissing where there is no such file, StoreCorrupt, StoreForeign or StoreTooNew where it is
    no copy of ours, StoreBusy where the store is open elsewhere; nothing has been changed then.
    """
    try:
        if not file.is_file():
            raise StoreMissing(f"{file} is not there, or no file.")
        if database.exists() and file.samefile(database):
            raise StoreError(f"{file} is the store itself; choose one of its copies.")
        data = _document(file)
    except OSError as error:
        raise StoreMissing(f"{file} cannot be read ({error.strerror}).") from error
    if not os.access(database.parent, os.W_OK | os.X_OK):
        raise StoreReadOnly(f"{database.parent} may not be written; change its permissions or choose another --home.")
    finish(database)
    with _alone(database), _building(database) as fresh:
        if data is not None:
            _from_marks(fresh, data, now)
        else:
            _from_copy(fresh, file)
        counts = _counts(fresh)
        existed = database.exists()
        aside = swap.put(fresh, database, "restored")
        return Restored(database, aside if existed else None, *counts)


# -- taking the place


@contextmanager
def _alone(database: Path) -> Generator[None]:
    presence = Presence(database)
    try:
        with presence.alone():
            yield
            presence.note(Doubt.NONE)
    except OSError as error:
        raise StoreFull(f"{database} could not be put in order ({error.strerror}); it is as it was.") from error


@contextmanager
def _building(database: Path) -> Generator[Path]:
    """Hand out a name beside the store for a file that is being made; what is left of it goes."""
    fresh = database.with_name(f"{database.name}.making")
    _remove(fresh)
    try:
        with speaking(fresh):
            yield fresh
    finally:
        _remove(fresh)


def _remove(fresh: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm", ".spare", ".spare-wal", ".spare-shm"):
        with suppress(OSError):
            fresh.with_name(fresh.name + end).unlink(missing_ok=True)


# -- making a file


def _build(fresh: Path, database: Path, now: int) -> list[str]:
    """Make the best store that can be had at `fresh`; what it was made of, in words."""
    copy = next((path for path in backup.copies(database) if _is_usable(path)), None)
    marks = next((found for path in backup.marks_files(database) if (found := _readable(path)) is not None), None)
    for damaged, whole in ((database, copy), (None, copy), (None, None)):
        _remove(fresh)
        try:
            used = _made(fresh, damaged, whole, marks, now)
        except (sqlite3.DatabaseError, *mending.UNREADABLE) as error:
            if isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in _NO_ROOM:
                raise
            continue
        if not mending.faults(fresh):
            return used
    raise StoreCorrupt(f"{database} is damaged, and no other could be made beside it; move it away to start afresh.")


def _is_usable(copy: Path) -> bool:
    """Whether a copy is laid out soundly; what is in its rows is judged when they are poured."""
    try:
        with speaking(copy), closing(open_probe(copy)) as connection:
            return inspect(connection, copy) > 0 and connection.execute("PRAGMA quick_check(1)").fetchone() == ("ok",)
    except StoreError:
        return False


_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)


def _made(
    fresh: Path, damaged: Path | None, copy: Path | None, marks: tuple[str, dict[str, Any]] | None, now: int
) -> list[str]:
    used: list[str] = []
    spare = fresh.with_name(f"{fresh.name}.spare")
    with closing(_empty(fresh)) as connection:
        connection.execute("DELETE FROM upkeep")
        for path, word in ((damaged, "what could be read"), (copy, f"the copy {copy.name}" if copy else "")):
            if path is not None and _related(connection, path):
                before = connection.total_changes
                salvage.pour(connection, path, spare)
                used += [word] if connection.total_changes > before else []
        if marks is not None:
            # Twice: sources are wanted before what hangs on nothing goes, starred entries when that has gone.
            used.append(f"the marks in {marks[0]}")
            _put_back(connection, marks[1])
        mending.mend(connection, now)
        if marks is not None:
            _put_back(connection, marks[1])
    return used


def _empty(fresh: Path) -> sqlite3.Connection:
    """A new store that nobody else sees yet: it is brought to the disk as a whole, in the end."""
    connection = open_writer(fresh)
    connection.execute("PRAGMA journal_mode=MEMORY")
    connection.execute("PRAGMA synchronous=OFF")
    migrate(connection, fresh)
    connection.execute("PRAGMA foreign_keys=OFF")
    return connection


def _related(connection: sqlite3.Connection, path: Path) -> bool:
    """Whether the rows of `path` can be added by their numbers: there are none yet, or both descend from one store."""
    if connection.execute("SELECT NOT EXISTS (SELECT 1 FROM source) AND NOT EXISTS (SELECT 1 FROM entry)").fetchone()[
        0
    ]:
        return True
    with closing(open_reader(path)) as other:
        own = portable.lineage(connection)
        return own is not None and own == portable.lineage(other)


def _put_back(connection: sqlite3.Connection, data: dict[str, Any]) -> None:
    connection.execute("BEGIN IMMEDIATE")
    portable.put_back(connection, data)
    connection.execute("COMMIT")


def _from_marks(fresh: Path, data: dict[str, Any], now: int) -> None:
    with closing(_empty(fresh)) as connection:
        _put_back(connection, data)
        mending.mend(connection, now)
    if found := mending.faults(fresh):
        raise StoreCorrupt(f"What came of the copy is not sound ({found[0]}); nothing has been changed.")


def _from_copy(fresh: Path, file: Path) -> None:
    try:
        with speaking(file):
            with closing(open_probe(file)) as connection:
                if inspect(connection, file) == 0:
                    raise StoreForeign(f"{file} is empty; nothing has been changed.")
            with closing(open_copier(file)) as connection:
                connection.execute("VACUUM INTO ?", (str(fresh),))
    except StoreCorrupt as error:
        raise StoreCorrupt(f"{file} is no copy of the store, or a damaged one; nothing has been changed.") from error
    with closing(open_writer(fresh)) as connection:
        migrate(connection, fresh, keep=False)
    if found := mending.faults(fresh):
        raise StoreCorrupt(f"{file} is damaged ({found[0]}); nothing has been changed.")


def _document(file: Path) -> dict[str, Any] | None:
    """The content of a small copy; None for a whole one."""
    with file.open("rb") as opened:
        if opened.read(1) != b"{":
            return None
    found = _readable(file)
    if found is None:
        raise StoreCorrupt(f"{file} is neither a copy of the marks nor one of the store; nothing has been changed.")
    return found[1]


def _readable(file: Path) -> tuple[str, dict[str, Any]] | None:
    with suppress(OSError, ValueError, RecursionError):
        data = json.loads(file.read_bytes())
        return (file.name, data) if portable.is_document(data) else None
    return None


def _counts(fresh: Path) -> tuple[int, int, int]:
    sql = (
        "SELECT (SELECT count(*) FROM source), (SELECT count(*) FROM entry),"
        " (SELECT count(*) FROM entry WHERE starred_at IS NOT NULL)"
    )
    with closing(open_reader(fresh)) as connection:
        return connection.execute(sql).fetchone()
