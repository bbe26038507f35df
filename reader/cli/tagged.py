"""Tags that are up to date before a command shows them or filters by them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from reader.cli import output
from reader.model.query import asks_for_tags

if TYPE_CHECKING:
    from reader.model.query import Query
    from reader.model.tagging_due import TaggingProgress
    from reader.paths import Paths
    from reader.store import Reads, Store

SOON = 300
"""Entries from which on the progress is told: fewer are tagged before anybody asks."""
MOST = 2000
"""Entries for whose new tags a question waits: a few seconds. More keep the tags that they have for the time being."""


def prepare(where: Paths) -> None:
    """Say where compiled tables and the user's rules are."""
    from reader import tagging  # noqa: PLC0415

    tagging.prepare(where.tables_cache, where.rules_file)


def bring_up_to_date(store: Store, where: Paths, query: Query | None = None) -> None:
    """Tag what waits for its tags, if the answer to `query` depends on them; None: it does in any case.

    Tells the progress on stderr where that is a terminal, and in one line what is wrong with the user's rules. Raises
    StoreError.
    """
    if store.read_only:
        return
    with store.reads() as reads:
        due = are_due(reads, where, query)
    if due:
        make(store)


def are_due(reads: Reads, where: Paths, query: Query | None = None) -> bool:
    """Whether the answer to `query` depends on tags that are still to be made; None: on tags in any case.

    Tells in one line what is wrong with the user's rules. Raises StoreError.
    """
    if query is not None and not asks_for_tags(query.term):
        return False
    from reader import tagging  # noqa: PLC0415  few commands need it

    prepare(where)
    if problem := tagging.rules_problem():
        output.complain(f"{problem}; the shipped tables work without it")
    return bool(reads.tagging_waiting()) or reads.tagged_by() != tagging.made_by()


def make(store: Store) -> None:
    """Make the tags that are due, by the rules that `are_due` has looked at; none where nothing may be written.

    Where that are more than `MOST`, entries that have older tags keep them, and that is said. Raises StoreError.
    """
    if store.read_only:
        return
    left = _made(store, MOST)
    if left:
        output.tell(
            f"{left:,} entries have tags by earlier rules, and this goes by them; the app and follow make new ones by"
            " and by, dateline tag --stored makes them now"
        )


def make_all(store: Store) -> None:
    """Make all tags that are due, however long it takes; tells the progress. Raises StoreError."""
    _made(store, None)


def _made(store: Store, most: int | None) -> int:
    """Make tags; how many are left for another time."""
    from reader import tagging  # noqa: PLC0415  few commands need it
    from reader.cli import logs  # noqa: PLC0415
    from reader.engine.taggings import ensure_tagged  # noqa: PLC0415  brings asyncio in

    logs.quiet()
    line = _Line()
    try:
        ensure_tagged(store, tagging.load, line.told, made_by=tagging.made_by, most=most)
    finally:
        line.end()
    with store.reads() as reads:
        return reads.tagging_waiting()


class _Line:
    """One line on a terminal that tells how far it is, and is gone in the end; elsewhere a line if it takes long."""

    def __init__(self) -> None:
        self._shown = False
        self._said = False

    def told(self, progress: TaggingProgress) -> None:
        """Show the progress."""
        if progress.of < SOON:
            return
        if not sys.stderr.isatty():
            if progress.of > MOST and not self._said:
                self._said = True
                output.tell(f"tagging {progress.of:,} entries; where you end it, it goes on the next time")
            return
        from reader.view.status import tagging_words  # noqa: PLC0415  hardly ever needed

        self._shown = True
        sys.stderr.write(f"\r{tagging_words(progress)}\x1b[K")
        sys.stderr.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
