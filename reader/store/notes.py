"""Small things that are known by name, as JSON in the table `upkeep`."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from reader.store.codec import dumps


def noted(connection: sqlite3.Connection, name: str, kind: type[Any]) -> Any:
    """Return what is noted under `name`; an empty `kind` where there is nothing, or nothing of that kind."""
    row = connection.execute("SELECT value FROM upkeep WHERE name = ?", (name,)).fetchone()
    try:
        value = json.loads(row[0]) if row else None
    except ValueError:
        value = None
    return value if isinstance(value, kind) else kind()


def note(connection: sqlite3.Connection, name: str, value: object) -> None:
    """Note `value` under `name`, in place of what was noted there."""
    connection.execute("INSERT OR REPLACE INTO upkeep(name, value) VALUES (?, ?)", (name, dumps(value)))
