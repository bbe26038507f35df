"""How much room things take: sources by the lengths of their texts, the file by its pages. Bytes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import NamedTuple

from reader.model.upkeep import Sizes, SourceSize

# Bytes in the file, measured with dbstat over 100,000 entries: the current wording is there once as it is and once
# folded, and is indexed; older ones are there once. Everything else of an entry is about the same for each.
ENTRY, POLL, KEY = 750, 260, 28
WORDING = "length(CAST(r.wording AS BLOB)) * iif(r.number = e.wording, 3.1, 1.2)"
"""SQL for the bytes that a wording `r` of the entry `e` takes."""

_TEXTS = f"SELECT e.source_id, sum({WORDING}) FROM entry e CROSS JOIN revision r ON r.entry_id = e.id"  # noqa: S608
_POLLS = "SELECT source_id, count(*) FROM poll"
_KEYS = f"SELECT source_id, sum(length(key) + {KEY}), count(*) FROM dropped"  # noqa: S608 - a number


class Pages(NamedTuple):
    """The pages of the file, how many of them are free, the bytes of each, and whether free ones can be given back."""

    all: int
    free: int
    size: int
    stepwise: bool


def all_sizes(connection: sqlite3.Connection) -> Sizes:
    """Return what every source and the file take. Looks at every wording: a third of a second for 100,000 entries."""
    texts: dict[int, float] = dict(connection.execute(f"{_TEXTS} GROUP BY e.source_id"))
    polls: dict[int, int] = dict(connection.execute(f"{_POLLS} GROUP BY source_id"))
    keys = {row[0]: row[1:] for row in connection.execute(f"{_KEYS} GROUP BY source_id")}
    found: list[SourceSize] = []
    for source_id, entries in connection.execute("SELECT id, entries FROM source ORDER BY id"):
        key_bytes, dropped = keys.get(source_id, (0, 0))
        logged = polls.get(source_id, 0)
        size = int(texts.get(source_id, 0)) + entries * ENTRY + logged * POLL + key_bytes
        found.append(SourceSize(source_id, entries, size, logged, dropped))
    pages = pages_of(connection)
    return Sizes(tuple(found), pages.all * pages.size, pages.free * pages.size, log_bytes(connection))


def entries_and_beside(connection: sqlite3.Connection, source_id: int) -> tuple[int, int]:
    """Return the bytes of the entries of a source, and of its log of polls and the keys of what was dropped."""
    entries = connection.execute("SELECT entries FROM source WHERE id = ?", (source_id,)).fetchone()[0]
    texts = connection.execute(f"{_TEXTS} WHERE e.source_id = ?", (source_id,)).fetchone()[1]
    polls = connection.execute(f"{_POLLS} WHERE source_id = ?", (source_id,)).fetchone()[1]
    keys = connection.execute(f"{_KEYS} WHERE source_id = ?", (source_id,)).fetchone()[1]
    return int(texts or 0) + entries * ENTRY, polls * POLL + (keys or 0)


def pages_of(connection: sqlite3.Connection) -> Pages:
    """Return the pages of the file."""
    names = ("page_count", "freelist_count", "page_size", "auto_vacuum")
    values: list[int] = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    return Pages(*values[:3], stepwise=values[3] == 2)  # INCREMENTAL


def log_bytes(connection: sqlite3.Connection) -> int:
    """Return the length of the write-ahead log."""
    try:
        return Path(f"{_file_of(connection)}-wal").stat().st_size
    except OSError:
        return 0


def room(connection: sqlite3.Connection) -> int:
    """Return the room that is left on the disk, 0 where that cannot be known."""
    import shutil  # noqa: PLC0415 - slow to import, and needed once in a long while

    try:
        return shutil.disk_usage(Path(_file_of(connection)).parent).free
    except OSError:
        return 0


def _file_of(connection: sqlite3.Connection) -> str:
    return connection.execute("PRAGMA database_list").fetchone()[2]
