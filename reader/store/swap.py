"""Putting a finished file in the place of a store, with the old one kept aside; a kill on the way loses neither."""

from __future__ import annotations

import os
import time
from pathlib import Path

FINISHED = {".rescued": "damaged", ".restored": "replaced"}
"""By the ending of a finished file: what the one that it replaces is called from then on."""
_PARTS = ("", "-wal", "-shm", "-journal")


def put(fresh: Path, database: Path, ending: str) -> Path:
    """Put the database file `fresh`, which nobody has open, in the place of `database`; where the old one is now.

    `ending` is one of FINISHED. Nobody may have `database` open. Raises OSError.
    """
    to_disk(fresh)
    # From here on the file has a name that `finish` knows: whatever happens, it will be put in its place.
    fresh.replace(database.with_name(database.name + ending))
    to_disk(database.parent)
    aside = _aside(database, FINISHED[ending])
    _take_its_place(database, ending, aside)
    return aside


def is_unfinished(database: Path) -> bool:
    """Whether a replacement was cut short."""
    return any(database.with_name(database.name + ending).exists() for ending in FINISHED)


def finish(database: Path) -> None:
    """Complete a replacement that was cut short. Nobody may have `database` open. Raises OSError."""
    for ending, word in FINISHED.items():
        if database.with_name(database.name + ending).exists():
            _take_its_place(database, ending, _aside(database, word))


def _take_its_place(database: Path, ending: str, aside: Path) -> None:
    # The log goes with the database that it belongs to: beside another it would destroy that.
    for part in _PARTS:
        old = database.with_name(database.name + part)
        if old.exists():
            old.replace(aside.with_name(aside.name + part))
    database.with_name(database.name + ending).replace(database)
    to_disk(database.parent)


def _aside(database: Path, word: str) -> Path:
    """A name beside the database that is free, with the time in it (UTC)."""
    stem = f"{database.name}.{word}-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}"
    names = [stem, *(f"{stem}-{number}" for number in range(2, 100))]
    free = (database.with_name(name) for name in names)
    return next(path for path in free if not any(path.with_name(path.name + part).exists() for part in _PARTS))


def to_disk(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
