"""Under which address a source was first handed on to other readers: names made from it outlast a move."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from reader.store.notes import note, noted

if TYPE_CHECKING:
    from reader.model.source import Source
    from reader.store.reads import Reads
    from reader.store.store import Store

HANDED_ON = "handed on"
"""The row of `upkeep` with the addresses by the numbers of the sources, as JSON."""


def first_address(store: Store, reads: Reads, source: Source) -> str:
    """Return that address; the present one where it was never handed on, which is remembered if the store may be
    written. Raises StoreError.
    """
    number = str(source.id)
    with reads._asking() as connection:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        known: dict[str, str] = noted(connection, HANDED_ON, dict)
    if isinstance(found := known.get(number), str):
        return found
    if store.read_only:
        return source.url

    def work(connection: sqlite3.Connection) -> str:
        # Another process may have been faster.
        now: dict[str, str] = noted(connection, HANDED_ON, dict)
        address = now.setdefault(number, source.url)
        note(connection, HANDED_ON, now)
        return address

    # The writer's queue is the store's own; what is kept in it beside entries has a module of its own.
    return store._submit(work).result()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
