"""The reader's own order of the sources, and removals that can still be taken back; kept in the table `upkeep`.

A source that is removed is first set aside: neither kept nor polled, with all its entries, and with a note of how it
was. The note is written in the same transaction, so a kill between removing and deleting leaves a removal that can be
taken back at the next start. Only `delete_for_good` deletes, and marks the removal as final before it begins.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar, cast

from reader.frozen import replace
from reader.model.figures import Arrangement, SetAside
from reader.model.source import Source
from reader.store import sources
from reader.store.errors import UnknownSource
from reader.store.notes import note, noted

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.store.store import Store

T = TypeVar("T")
ORDER, SORTING, REMOVED = "source order", "source sorting", "removed sources"


def arrangement(connection: sqlite3.Connection) -> Arrangement:
    """Return how the sources are arranged. A removed source that is followed again by other ways is not removed."""
    order = tuple(item for item in noted(connection, ORDER, list) if isinstance(item, int))
    sorting = str((noted(connection, SORTING, list) or [""])[0])
    return Arrangement(order, sorting, _removed(connection))


def keep_order(store: Store, order: Iterable[int]) -> Future[None]:
    """Keep the reader's own order: ids of sources, the first one first."""
    listed = list(order)
    return _write(store, lambda connection: note(connection, ORDER, listed))


def keep_sorting(store: Store, name: str) -> Future[None]:
    """Keep the name of the order in which the sources are shown."""
    return _write(store, lambda connection: note(connection, SORTING, [name]))


def set_aside(store: Store, source_id: int, now: int) -> Future[None]:
    """Remove a source in a way that `put_back` can undo. The future may raise UnknownSource."""

    def work(connection: sqlite3.Connection) -> None:
        removed = _removed(connection)
        if source_id in removed:
            return
        source = sources.get(connection, source_id).source
        removed[source_id] = SetAside(source.kept, source.paused, now)
        _note_removed(connection, removed)
        sources.update(connection, source_id, {"kept": False, "paused": True})

    return _write(store, work)


def put_back(store: Store, source_id: int) -> Future[Source]:
    """Undo `set_aside`. The future raises UnknownSource where the source is being deleted, or gone."""

    def work(connection: sqlite3.Connection) -> Source:
        removed = _removed(connection)
        before = removed.pop(source_id, None)
        if before is None:
            return sources.get(connection, source_id).source
        if before.final:
            raise UnknownSource(f"Source {source_id} is being deleted and cannot be put back.")
        _note_removed(connection, removed)
        return sources.update(connection, source_id, {"kept": before.kept, "paused": before.paused})

    return _write(store, work)


def delete_for_good(store: Store, source_ids: Iterable[int]) -> list[Future[None]]:
    """Delete sources that were set aside, with all their entries; there is no way back from here.

    Those that were put back meanwhile stay: who asks may not know of it yet.
    The futures are those of the deletions. One that is cut short is found by `arrangement` as a final removal, and may
    be asked for again.
    """
    wanted = list(source_ids)
    if not wanted:
        return []

    def work(connection: sqlite3.Connection) -> None:
        removed = _removed(connection)
        removed |= {number: replace(removed[number], final=True) for number in wanted if number in removed}
        _note_removed(connection, removed)

    def removal(number: int) -> Callable[[sqlite3.Connection], object]:
        def work(connection: sqlite3.Connection) -> object:
            aside = _removed(connection).get(number)
            return sources.remove(connection, number) if aside is not None and aside.final else None

        return work

    deletions = (cast("Future[None]", _write(store, removal(number))) for number in wanted)
    return [_write(store, work), *deletions]


def _write(store: Store, work: Callable[[sqlite3.Connection], T]) -> Future[T]:
    # The queue is the store's own, and these acts are the store's own: they are apart only to keep it readable.
    return store._submit(work, durable=True)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]


def _removed(connection: sqlite3.Connection) -> dict[int, SetAside]:
    before = noted(connection, REMOVED, dict)
    if not before:
        return {}
    gone = {row[0] for row in connection.execute("SELECT id FROM source WHERE NOT kept")}
    return {
        int(number): SetAside(bool(item["kept"]), bool(item["paused"]), int(item["at"]), bool(item.get("final")))
        for number, item in before.items()
        if number.isdecimal() and int(number) in gone
    }


def _note_removed(connection: sqlite3.Connection, removed: dict[int, SetAside]) -> None:
    from dataclasses import asdict  # noqa: PLC0415  slow to import, and sources are seldom removed

    note(connection, REMOVED, {str(number): asdict(item) for number, item in removed.items()})
