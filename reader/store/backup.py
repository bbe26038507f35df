"""Copies of the store in the folder `backups` beside it: whole ones, and small ones of what cannot be fetched again.

A whole copy is a database, made by VACUUM INTO while others read and write: one moment of the store, compact. A small
one is JSON (`portable.py`). Both appear under their final name when they are on the disk, or not at all.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

from reader.store import portable
from reader.store.connect import open_copier, open_reader
from reader.store.errors import StoreError, StoreFull, StoreReadOnly, speaking
from reader.store.swap import to_disk

FOLDER = "backups"
COPIES_KEPT = 3
MARKS_KEPT = 7
EVERY = 24 * 3600
"""Seconds between the small copies that are made without being asked for."""
BACKED_UP = "backed up"
"""The row of `upkeep` that says when that was done last, in UTC seconds."""

_NAME = re.compile(r"dateline-\d{8}-\d{6}\.(db|json)")


def folder_of(database: Path) -> Path:
    """Return the folder in which the copies of a store are kept."""
    return database.parent / FOLDER


def copies(database: Path) -> list[Path]:
    """Return the whole copies of a store, the newest first."""
    return _kept(database, ".db")


def marks_files(database: Path) -> list[Path]:
    """Return the small copies of a store, the newest first."""
    return _kept(database, ".json")


def back_up(database: Path, place: Path, *, now: int, target: Path | None = None) -> Path:
    """Make a whole copy of the store `database`, which is read at `place`, and a small one beside the others.

    The copy goes to `target` if that is given: a folder, or a file that is not there yet. Otherwise it is kept with the
    others, of which the oldest are removed. Takes about a second for 200 MB. Raises StoreError.
    """
    own = folder_of(database) / f"{_stem(now)}.db"
    wanted = target / own.name if target is not None and target.is_dir() else target or own
    if wanted.exists() and wanted != own:
        raise StoreError(f"{wanted} is there already; choose another name.")
    with _writing(wanted) as unfinished, speaking(database):
        connection = open_copier(place)
        try:
            connection.execute("VACUUM INTO ?", (str(unfinished),))
        finally:
            connection.close()
    if target is None:
        write_marks(database, place, now=now)
        _thin_out(copies(database), COPIES_KEPT)
    return wanted


def write_marks(database: Path, place: Path, *, now: int) -> Path:
    """Make a small copy; the file. Raises StoreError."""
    with speaking(database):
        connection = open_reader(place)
        try:
            document = portable.document(connection, now)
        finally:
            connection.close()
    wanted = folder_of(database) / f"{_stem(now)}.json"
    with _writing(wanted) as unfinished:
        unfinished.write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    _thin_out(marks_files(database), MARKS_KEPT)
    return wanted


def claim(connection: sqlite3.Connection, now: int) -> str | None:
    """Note that the daily copy is made now; return what was noted before, None where it is not due or nothing is there.

    To be called within a transaction: of two programs, one makes the copy. A time in the future counts as none.
    """
    row = connection.execute("SELECT value FROM upkeep WHERE name = ?", (BACKED_UP,)).fetchone()
    before = row[0] if row else ""
    if before.isdecimal() and 0 <= now - int(before) < EVERY:
        return None
    if connection.execute("SELECT 1 FROM source LIMIT 1").fetchone() is None:
        return None
    note(connection, str(now))
    return before


def note(connection: sqlite3.Connection, value: str) -> None:
    """Note when the daily copy was made."""
    connection.execute("INSERT OR REPLACE INTO upkeep(name, value) VALUES (?, ?)", (BACKED_UP, value))


def _stem(now: int) -> str:
    return time.strftime("dateline-%Y%m%d-%H%M%S", time.gmtime(now))


def _kept(database: Path, end: str) -> list[Path]:
    with suppress(OSError):
        found = [path for path in folder_of(database).iterdir() if _NAME.fullmatch(path.name) and path.suffix == end]
        return sorted(found, key=lambda path: path.name, reverse=True)
    return []


def _thin_out(files: list[Path], number: int) -> None:
    for path in files[number:]:
        with suppress(OSError):
            path.unlink()
    # What a kill has left unfinished, long ago.
    for path in files[:1]:
        with suppress(OSError):
            for left in path.parent.glob(".dateline-*"):
                if left.stat().st_mtime < time.time() - EVERY:
                    left.unlink()


@contextmanager
def _writing(wanted: Path) -> Generator[Path]:
    """Hand out a name to write under; then bring the file to the disk and give it the name that is wanted."""
    unfinished = wanted.with_name(f".{wanted.name}.{os.getpid()}")
    try:
        wanted.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished.unlink(missing_ok=True)
        unfinished.touch(mode=0o600)  # SQLite fills an empty file; what is private is so from its first byte on
        yield unfinished
        to_disk(unfinished)
        unfinished.replace(wanted)
        to_disk(wanted.parent)
    except OSError as error:
        kind = StoreReadOnly if isinstance(error, PermissionError) else StoreFull
        raise kind(f"{wanted} cannot be written ({error.strerror}).") from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
