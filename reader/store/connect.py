"""Connections to the store: one that writes, any number that only read.

Pragmas: sqlite.org/pragma.html. WAL with `synchronous=NORMAL` survives every crash of ours and stays consistent through
a power cut; acts of the user are written under FULL (`writer.py`), because they cannot be fetched again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

BUSY_SECONDS = 5.0
_NOTHING_BESIDE = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
"""What SQLite answers where it cannot make the files that it wants beside a database."""
JOURNAL_LIMIT = 64 * 1024 * 1024


def _uri(path: Path, options: str) -> str:
    return f"{path.absolute().as_uri()}?{options}"


def open_writer(path: Path) -> sqlite3.Connection:
    """Open `path` for writing, creating it where it is missing. Nothing in it is changed yet.

    Transactions are begun and ended by hand. Raises sqlite3.Error.
    """
    connection = sqlite3.connect(
        _uri(path, "mode=rwc"), uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    # Triggers fill the full-text index; some builds of SQLite distrust that unless told so.
    connection.execute("PRAGMA trusted_schema=ON")
    connection.execute("PRAGMA foreign_keys=ON")
    return connection


def settle_writer(connection: sqlite3.Connection, *, log: bool = True) -> None:
    """Set how a connection writes, once the file is known to be a store of ours. Raises sqlite3.Error.

    Without `log` there is no write-ahead log: on a network file system it would not work.
    """
    wanted = "wal" if log else "delete"
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != wanted:
        connection.execute(f"PRAGMA journal_mode={wanted}")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA journal_size_limit={JOURNAL_LIMIT}")


def open_reader(path: Path) -> sqlite3.Connection:
    """Open `path` so that nothing can be written. Raises sqlite3.Error.

    A database with a write-ahead log wants to make files beside it even for reading. Where the folder or the disk does
    not allow that, and the log is empty, the file is read as one that nobody can change (sqlite.org/wal.html, 5).
    """
    connection = _connect_reader(path, "mode=ro")
    try:
        connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if error.sqlite_errorcode & 0xFF not in _NOTHING_BESIDE or _has_log(path):
            raise
        connection = _connect_reader(path, "mode=ro&immutable=1")
    return connection


def open_looker(path: Path) -> sqlite3.Connection:
    """Open `path`, which must be there and may be written, to read it. Raises sqlite3.Error.

    Nothing is changed but by SQLite itself, which moves the log into the file as the last one closes it: a connection
    that may not write would leave an empty log behind.
    """
    return _connect_reader(path, "mode=rw")


def open_copier(path: Path) -> sqlite3.Connection:
    """Open `path` to copy it, which a connection that may write to no file would refuse. Raises sqlite3.Error."""
    connection = open_reader(path)
    connection.execute("PRAGMA query_only=OFF")
    return connection


def readable(path: Path, folder: Callable[[], Path]) -> Path:
    """Return where the database at `path` can be read: there, or from a copy in a `folder` that is made for it.

    A folder that may not be written, with a write-ahead log in it that nobody has open, cannot be read where it is:
    SQLite wants to write beside it, and without the log the newest entries would be missing. Raises sqlite3.Error and
    OSError.
    """
    try:
        open_reader(path).close()
    except sqlite3.OperationalError:
        log = _log_of(path)
        if not log.exists() or path.with_name(f"{path.name}-shm").exists():
            raise
        copy = folder() / path.name
        for here, there in ((path, copy), (log, _log_of(copy))):
            there.write_bytes(here.read_bytes())
        open_reader(copy).close()
        return copy
    return path


def open_probe(path: Path) -> sqlite3.Connection:
    """Open `path` for a look that leaves nothing beside it where there is no write-ahead log. Raises sqlite3.Error."""
    return open_reader(path) if _log_of(path).exists() else _connect_reader(path, "mode=ro&immutable=1")


def _connect_reader(path: Path, options: str) -> sqlite3.Connection:
    connection = sqlite3.connect(
        _uri(path, options), uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA query_only=ON")
    return connection


def _has_log(path: Path) -> bool:
    log = _log_of(path)
    return log.exists() and log.stat().st_size > 0


def _log_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")
