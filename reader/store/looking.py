"""A look into the store of a user without a writer: one connection, and nothing done to a file that is as it should be.

For those who show what is there and go. Whatever is not as it should be is left to `opening`, which puts it in order or
says what is wrong with it.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from reader.store.connect import open_looker
from reader.store.errors import StoreBusy, StoreCorrupt, StoreDoubtful, StoreError, speaking
from reader.store.migrate import VERSION, inspect
from reader.store.mounts import network_type_of
from reader.store.presence import Doubt, Presence
from reader.store.reads import Reads
from reader.store.swap import is_unfinished


class Look(Reads):
    """Answers of a store that this process does not write to; it is open for others to see until `close`."""

    def __init__(self, connection: sqlite3.Connection, path: Path, presence: Presence) -> None:
        super().__init__(connection, path, self._met)
        self._presence = presence

    def close(self) -> None:
        """Give the connection back, and say that the store was closed."""
        super().close()
        self._presence.leave()

    def _met(self, error: StoreError) -> None:
        """Remember damage for whoever opens the file next."""
        if isinstance(error, StoreCorrupt | StoreDoubtful):
            self._presence.note(Doubt.DAMAGED)


def look_into(path: Path) -> Look | None:
    """Return what answers for the store at `path`; None where it must be opened in full.

    That is so where it is missing, of another version, not ours, half replaced, damaged or found so before, where it
    may not be written (those who read a write-ahead log write beside it), and on a network, of which those who open it
    are told. Raises StoreBusy.
    """
    if not _is_ordinary(path):
        return None
    presence = Presence(path)
    presence.enter()
    connection = None
    try:
        with speaking(path):
            connection = _connected(path) if presence.doubt is not Doubt.DAMAGED else None
    except StoreBusy:
        raise  # opening it in full would wait just as long, and for nothing
    except StoreError:
        return None
    finally:
        if connection is None:
            presence.leave()
    return None if connection is None else Look(connection, path, presence)


def _is_ordinary(path: Path) -> bool:
    """Whether this is a file like any store, in a place like any, by all that is to be seen from outside."""
    try:
        size = path.stat().st_size
    except OSError:
        return False
    may = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return size > 0 and may and not is_unfinished(path) and network_type_of(path) is None


def _connected(path: Path) -> sqlite3.Connection | None:
    connection = open_looker(path)
    try:
        if inspect(connection, path) == VERSION:
            return connection
    except BaseException:
        connection.close()
        raise
    connection.close()
    return None
