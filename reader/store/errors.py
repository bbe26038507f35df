"""What can go wrong with the store, each as one sentence for people; and SQLite's codes made into it.

Codes: sqlite.org/rescode.html. No raw `sqlite3` error, and no OSError, leaves this room.
"""

# ruff: noqa: N818 - named for what happened; StoreError is the one to catch

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from reader.patterns import pattern


class StoreError(Exception):
    """Something is wrong with the store; the message is one sentence that says what and what to do."""


class StoreTooNew(StoreError):
    """The file was written by a newer version; it has not been touched."""

    exit_code = 2


class StoreForeign(StoreError):
    """The file is a database, but not one of ours; it has not been touched."""


class StoreCorrupt(StoreError):
    """The file is damaged."""


class StoreDoubtful(StoreError):
    """The database is not laid out as we left it, which damage (or a fault of ours) has brought about."""


class StoreReadOnly(StoreError):
    """The file or its folder may not be written."""


class StoreMissing(StoreError):
    """The file or its folder is not there, or may not be opened."""


class StoreFull(StoreError):
    """The disk takes no more; nothing of the last act was written."""


class StoreBusy(StoreError):
    """Another program held the store for longer than we wait."""


class StoreClosed(StoreError):
    """The store was closed before the act could be done."""


class StoreRefused(StoreError):
    """A value cannot be stored: text that is not Unicode, or a number beyond 64 bits."""


class UnknownSource(StoreError):
    """There is no source with this id."""


class QueryInterrupted(StoreError):
    """`Reads.interrupt` ended the query."""


class FilterTooSlow(StoreError):
    """A `/pattern/` of a filter took too long."""


class FilterUnreadable(StoreError):
    """A `/pattern/` of a filter is not a regular expression."""


_NO_SUCH = pattern("^no such |has no column named|^malformed ")


def translated(error: sqlite3.Error | sqlite3.Warning, path: Path) -> StoreError:
    """Return the `StoreError` that says what `error` means for the store at `path`."""
    code = getattr(error, "sqlite_errorcode", None)
    if path.is_dir():
        return StoreMissing(f"{path} is a folder where the database should be; move it away or choose another --home.")
    match code & 0xFF if isinstance(code, int) else None:
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return StoreFull(
                f"The disk is full or failing: {path} could not be written or read; make room and try again."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return StoreReadOnly(f"{path} or its folder is read-only; change its permissions or choose another --home.")
        case sqlite3.SQLITE_CANTOPEN:
            return StoreMissing(f"{path} cannot be opened; check that its folder exists and that you may write there.")
        case sqlite3.SQLITE_CORRUPT:
            return StoreCorrupt(_damaged(path))
        case sqlite3.SQLITE_NOTADB:
            return StoreCorrupt(f"What is stored is damaged; start Dateline again to put it in order: {path}.")
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return StoreBusy(f"{path} is held by another program; close that program or try again.")
        case sqlite3.SQLITE_INTERRUPT:
            return QueryInterrupted("The query was ended before it was done.")
        case sqlite3.SQLITE_CONSTRAINT:
            return StoreDoubtful(f"{path}: the database refused what should have fitted: {error}.")
        case None if isinstance(error, sqlite3.OperationalError) and str(error).startswith("Could not decode"):
            return StoreCorrupt(_damaged(path))  # Python's own, for text that is not UTF-8
        case sqlite3.SQLITE_ERROR if _NO_SUCH.search(str(error)):
            return StoreDoubtful(f"{path}: the database is not laid out as it should be: {error}.")
        case _:
            return StoreError(f"{path}: the database answered: {error}")


def of_the_system(error: OSError, path: Path) -> StoreError:
    """Return the `StoreError` for what the system refused outside the database: a look at a folder, a lock, a copy."""
    words = error.strerror or type(error).__name__
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
        return StoreFull(f"The disk is full or failing ({words}): {path}; make room and try again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return StoreReadOnly(f"{path} or its folder may not be used ({words}); choose another --home.")
    return StoreMissing(f"{path} cannot be opened ({words}); check its folder, or choose another --home.")


def _damaged(path: Path) -> str:
    return f"What is stored is damaged; start Dateline again, and all that can be read is put in order: {path}."


class DamagedError(Exception):
    """What a row holds cannot be read."""


@contextmanager
def intact() -> Generator[None]:
    """Take whatever goes wrong in a block that decodes rows for damage to the file. Good as a decorator."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError) as error:
        if isinstance(error, OverflowError) and "SQLite" in str(error):
            raise  # not what was read is too large, but what was asked for
        raise DamagedError from error


@contextmanager
def speaking(path: Path, heard: Callable[[StoreError], None] | None = None) -> Generator[None]:
    """Let no error of SQLite's or of the system's out of the block but as a `StoreError` about `path`.

    `heard` is told of it first.
    """
    try:
        yield
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise _told(translated(error, path), heard) from error
    except OSError as error:
        raise _told(of_the_system(error, path), heard) from error
    except (UnicodeDecodeError, DamagedError) as error:
        raise _told(StoreCorrupt(_damaged(path)), heard) from error
    except (UnicodeEncodeError, OverflowError) as error:
        raise StoreRefused(f"{path}: a value cannot be stored: {error}") from error


def _told(error: StoreError, heard: Callable[[StoreError], None] | None) -> StoreError:
    if heard is not None:
        heard(error)
    return error
