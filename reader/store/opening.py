"""Opening the store of a user, in whatever state it is: damaged, half replaced, on a full disk.

Only what a sound one needs is imported; `rescue.py` comes in where it is called for.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from reader.store import swap
from reader.store.ballast import Ballast
from reader.store.errors import StoreBusy, StoreCorrupt, StoreForeign, StoreFull, speaking
from reader.store.presence import Doubt
from reader.store.store import Store

Tell = Callable[[str], None]


def open_store(database: Path, *, now: int, tell: Tell) -> Store:
    """Open the store, and rescue it first if it is damaged; `tell` hears a line before something that takes long.

    What happened is in the store's `notice`. Raises StoreError as `Store.open` does, but StoreCorrupt only where
    nothing could be made in its place.
    """
    with speaking(database):
        return _in_any_state(database, now, tell)


def _in_any_state(database: Path, now: int, tell: Tell) -> Store:
    if swap.is_unfinished(database):
        from reader.store.rescue import finish  # noqa: PLC0415

        finish(database)
    if _was_emptied(database):
        with suppress(StoreBusy):  # another program is making it this very moment
            return _rescued(database, now, tell)
    try:
        store = _opened(database)
    except StoreCorrupt:
        return _rescued(database, now, tell)
    except StoreForeign:
        from reader.store.rescue import was_ours  # noqa: PLC0415

        if not was_ours(database):
            raise
        return _rescued(database, now, tell)
    if store.doubt is Doubt.DAMAGED:
        from reader.store.rescue import is_sound  # noqa: PLC0415

        tell(f"{database} could not be read when it was last open; looking through it ...")
        if not is_sound(store):
            store.close()
            return _rescued(database, now, tell)
        store.trust()
    return store


def _was_emptied(database: Path) -> bool:
    """Whether the file has nothing in it though there are copies of it, as after some ends of a machine or a disk."""
    try:
        empty = database.is_file() and database.stat().st_size == 0
    except OSError:
        return False
    if not empty:
        return False
    from reader.store import backup  # noqa: PLC0415

    return bool(backup.copies(database) or backup.marks_files(database))


def _opened(database: Path) -> Store:
    """Open it with the reserve if there is no room even for that."""
    try:
        return Store.open(database)
    except StoreFull:
        if not Ballast(database).give_back():
            raise
    store = Store.open(database)
    store.reserve_is_given()
    return store


def _rescued(database: Path, now: int, tell: Tell) -> Store:
    from reader.store.rescue import rescue  # noqa: PLC0415

    tell(f"{database} is damaged; what can be read of it is being brought over to a new file ...")
    rescued = rescue(database, now)
    store = Store.open(database)
    store.notice = rescued.in_words()
    return store
