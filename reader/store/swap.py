"""Putting a finished file in the place of a store, with the old one kept aside; a kill on the way loses neither."""

from __future__ import annotations

import os
import time
from pathlib import Path

FINISHED = {"rescued": "damaged", "restored": "replaced"}
"""By what a finished file is called: what the one that it replaces is called from then on."""
_PARTS = ("", "-wal", "-shm", "-journal")


def put(fresh: Path, database: Path, name: str) -> Path:
    """Put the database file `fresh`, which nobody has open, in the place of `database`; where the old one is now.

    `name` is one of FINISHED. Nobody may have `database` open. Raises OSError.
    """
    to_disk(fresh)
    moment = _free_moment(database, name)
    # From here on the file has a name that `finish` knows: whatever happens, it will be put in its place, and all parts
    # of the old one go to one place, since the moment is part of the name.
    finished = database.with_name(f"{database.name}.{name}-{moment}")
    fresh.replace(finished)
    to_disk(database.parent)
    return _take_its_place(finished, database)


def is_unfinished(database: Path) -> bool:
    """Whether a replacement was cut short."""
    return bool(_finished(database))


def finish(database: Path) -> None:
    """Complete a replacement that was cut short. Nobody may have `database` open. Raises OSError."""
    for finished in _finished(database):
        _take_its_place(finished, database)


def _finished(database: Path) -> list[Path]:
    # By strings: this is done at every start.
    beginnings = tuple(f"{database.name}.{name}-" for name in FINISHED)
    try:
        names = os.listdir(database.parent)  # noqa: PTH208
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []
    return sorted(database.with_name(name) for name in names if name.startswith(beginnings))


def _take_its_place(finished: Path, database: Path) -> Path:
    name, moment = finished.name.removeprefix(f"{database.name}.").split("-", 1)
    aside = _aside(database, name, moment)
    # The log goes with the database that it belongs to: beside another it would destroy that.
    for part in _PARTS:
        old = database.with_name(database.name + part)
        if old.exists():
            old.replace(aside.with_name(aside.name + part))
    finished.replace(database)
    to_disk(database.parent)
    return aside


def _aside(database: Path, name: str, moment: str) -> Path:
    return database.with_name(f"{database.name}.{FINISHED[name]}-{moment}")


def _free_moment(database: Path, name: str) -> str:
    """The time (UTC) as part of a file name that nothing beside the database has yet."""
    stem = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
    number = 1
    while True:
        moment = stem if number == 1 else f"{stem}-{number}"
        aside = _aside(database, name, moment)
        if not any(aside.with_name(aside.name + part).exists() for part in _PARTS):
            return moment
        number += 1


def to_disk(path: Path) -> None:
    """Have a file, or the names in a folder, written to the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
