"""Stores of synthetic entries for programs that are started from outside."""

from __future__ import annotations

import compileall
import os
import sqlite3
from pathlib import Path

import reader
from reader import tagging
from reader.store import Store
from tests.store.fill import fill


def compiled() -> None:
    """See to it that there is byte code: a checkout without would compile itself at every start."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(reader.__file__).parent, quiet=1)


def home_of(folder: Path, size: int) -> Path:
    """The folder, made if it is not there, of somebody who has so many entries; nothing is fetched there."""
    home = folder / str(size)
    if not home.exists():
        (home / "data").mkdir(parents=True)
        with Store.open(home / "data" / "dateline.db") as store:
            source = fill(store, size)
            store.update_source(source.id, paused=True).result()
            _tagged(store, home / "data" / "dateline.db")
    return home


def _tagged(store: Store, file: Path) -> None:
    """Say that the tags are of the tagger that there is, or it would go over all entries behind the first screen."""
    store.retag(tagging.made_by()).result()
    connection = sqlite3.connect(file)
    connection.execute("DELETE FROM tagging_due")
    connection.commit()
    connection.close()
