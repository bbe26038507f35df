"""The store for commands that show what is there and change nothing: without a writer where it is as it should be."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader.cli import rooms, tagged

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from reader.model.query import Query
    from reader.paths import Paths
    from reader.store import Reads


@contextmanager
def answers(where: Paths, asked: Callable[[], Query | None] | None = None) -> Generator[Reads]:
    """What answers for the store, with tags that are up to date if the answer to what is `asked` depends on them.

    `asked` gives None where it does in any case; without it none are needed. What is out of the ordinary is told on
    stderr, and put in order by opening the store in full. Raises store.StoreError and CommandError.
    """
    from reader.store.looking import look_into  # noqa: PLC0415  sqlite3 only for those who ask

    look = look_into(where.database)
    due = False
    if look is not None:
        with look:
            due = asked is not None and tagged.are_due(look, where, asked())
            if not due:
                yield look
                return
    with rooms.opened_store(where) as store:
        if due:
            tagged.make(store)
        elif asked is not None:
            tagged.bring_up_to_date(store, where, asked())
        with store.reads() as reads:
            yield reads
