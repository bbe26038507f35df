"""Everything that is kept, in one SQLite file: entries, every wording, marks, polls, search.

`Store` writes, by one thread and one transaction an act; `Reads` answers. Only here is `sqlite3` imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
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


def __getattr__(name: str) -> object:
    """Load what writes, with its thread and its queue, for those who ask for it: most commands only look."""
    if name == "Store":
        from reader.store.store import Store  # noqa: PLC0415

        globals()[name] = Store
        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
