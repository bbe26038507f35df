"""The filters that the reader has used and those that were given a name; kept in the table `upkeep`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from reader.model.saved_filter import SavedFilter
from reader.store.notes import note, noted

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from reader.store.store import Store

HISTORY, SAVED = "filter history", "saved filters"
HISTORY_LIMIT = 50
SAVED_LIMIT = 50


def history(connection: sqlite3.Connection) -> list[str]:
    """Return the filters that were used last, the newest first, each once."""
    return [item for item in noted(connection, HISTORY, list) if isinstance(item, str)][:HISTORY_LIMIT]


def saved(connection: sqlite3.Connection) -> list[SavedFilter]:
    """Return the filters with names, in the order in which they were saved."""
    pairs = [item for item in noted(connection, SAVED, list) if isinstance(item, list) and len(item) == 2]
    return [SavedFilter(*pair) for pair in pairs if all(isinstance(part, str) for part in pair)]


def remember_filter(store: Store, text: str) -> Future[None]:
    """Put a filter at the head of the history; blanks at its ends say nothing, and nothing is not remembered."""
    wanted = text.strip()

    def work(connection: sqlite3.Connection) -> None:
        before = history(connection)
        if wanted and before[:1] != [wanted]:
            others = [item for item in before if item != wanted]
            note(connection, HISTORY, [wanted, *others][:HISTORY_LIMIT])

    return _write(store, work)


def save_filter(store: Store, name: str, query: str) -> Future[None]:
    """Keep a filter under a name; one of this name (in any case of letters) is replaced where it stands."""

    def work(connection: sqlite3.Connection) -> None:
        kept = saved(connection)
        new = SavedFilter(name, query)
        place = next((at for at, item in enumerate(kept) if item.name.casefold() == name.casefold()), None)
        if place is None:
            kept = [*kept[: SAVED_LIMIT - 1], new]
        else:
            kept[place] = new
        note(connection, SAVED, [[item.name, item.query] for item in kept])

    return _write(store, work)


def forget_filter(store: Store, name: str) -> Future[None]:
    """Take a filter off the list by its name."""

    def work(connection: sqlite3.Connection) -> None:
        kept = [item for item in saved(connection) if item.name.casefold() != name.casefold()]
        note(connection, SAVED, [[item.name, item.query] for item in kept])

    return _write(store, work)


def _write(store: Store, work: Callable[[sqlite3.Connection], None]) -> Future[None]:
    # The queue is the store's own, and these acts are the store's own: they are apart only to keep it readable.
    return store._submit(work, durable=True)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
