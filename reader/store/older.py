"""A store of an older version where nothing may be written: read from a copy that is brought up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from reader.store.connect import open_probe
from reader.store.migrate import VERSION, inspect, migrate


def up_to_date(path: Path, folder: Callable[[], Path]) -> Path:
    """Where an older database can be read as this version lays it out: a copy in `folder`, since it may not be changed.

    Raises sqlite3.Error and OSError.
    """
    old = open_probe(path)
    try:
        if inspect(old, path) in (0, VERSION):
            return path
        copy = folder() / f"{path.name}.read"
        new = sqlite3.connect(copy, isolation_level=None)
        try:
            old.backup(new)
            migrate(new, copy, keep=False)
        finally:
            new.close()
    finally:
        old.close()
    return copy
