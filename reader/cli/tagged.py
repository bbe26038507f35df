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

    Raises StoreError.
    """
    if store.read_only:
        return
    from reader import tagging  # noqa: PLC0415  few commands need it
    from reader.cli import logs  # noqa: PLC0415
    from reader.engine.taggings import ensure_tagged  # noqa: PLC0415  brings asyncio in

    logs.quiet()
    line = _Line()
    try:
        ensure_tagged(store, tagging.load, line.told, made_by=tagging.made_by)
    finally:
        line.end()


class _Line:
    """One line on a terminal that tells how far it is, and is gone in the end."""

    def __init__(self) -> None:
        self._shown = False

    def told(self, progress: TaggingProgress) -> None:
        """Show the progress."""
        if progress.of < SOON or not sys.stderr.isatty():
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
