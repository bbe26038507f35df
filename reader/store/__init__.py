"""Everything that is kept, in one SQLite file: entries, every wording, marks, polls, search.

`Store` writes, by one thread and one transaction an act; `Reads` answers. Only here is `sqlite3` imported.
"""

from __future__ import annotations

from reader.store.errors import (
    FilterTooSlow,
    FilterUnreadable,
    QueryInterrupted,
    StoreBusy,
    StoreClosed,
    StoreCorrupt,
    StoreError,
    StoreForeign,
    StoreFull,
    StoreMissing,
    StoreReadOnly,
    StoreRefused,
    StoreTooNew,
    UnknownSource,
)
from reader.store.reads import Reads
from reader.store.store import Store

__all__ = [
    "FilterTooSlow",
    "FilterUnreadable",
    "QueryInterrupted",
    "Reads",
    "Store",
    "StoreBusy",
    "StoreClosed",
    "StoreCorrupt",
    "StoreError",
    "StoreForeign",
    "StoreFull",
    "StoreMissing",
    "StoreReadOnly",
    "StoreRefused",
    "StoreTooNew",
    "UnknownSource",
]
