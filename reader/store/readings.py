"""When the reader has read an entry: by that it is known which of its wordings was read last."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.store.store import Store


def read_at(connection: sqlite3.Connection, entry_id: int) -> int | None:
    """Return when an entry was marked as read (UTC seconds), None if it is not read or not there."""
    row = connection.execute("SELECT read_at FROM entry WHERE id = ?", (entry_id,)).fetchone()
    return row[0] if row else None


def read_again(store: Store, entry_id: int, now: int) -> Future[None]:
    """Note that an entry that was read has been read again, in its present wording; one that is unread stays so."""

    def work(connection: sqlite3.Connection) -> None:
        connection.execute(
            "UPDATE entry SET read_at = max(read_at, ?) WHERE id = ? AND read_at IS NOT NULL", (now, entry_id)
        )

    # The writer's queue is the store's own; what is kept in it beside entries has a module of its own.
    return store._submit(work)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
