"""Rows of entries that belong to watch rules, in the colours of those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model.filter_language import parse_filter
from reader.store import StoreError

if TYPE_CHECKING:
    from datetime import tzinfo

    from reader.clock import Clock
    from reader.model.listing import Row
    from reader.model.watch_rule import WatchRule
    from reader.store import Reads


def coloured_rows(
    reads: Reads, rules: Sequence[WatchRule], clock: Clock, zone: tzinfo
) -> Callable[[Sequence[int]], list[Row]]:
    """Read rows as `reads.rows` does, each with the colour of the first rule whose filter finds its entry.

    A rule that has no filter, or whose filter cannot be answered, colours nothing. Raises StoreError for the rows.
    """
    queries = [(query, rule.colour) for rule in rules if rule.colour and (query := parse_filter(rule.filter)).term]

    def fetch(ids: Sequence[int]) -> list[Row]:
        rows = reads.rows(ids)
        colours: dict[int, str] = {}
        for query, colour in queries:
            try:
                found = reads.matching(query, ids, now=clock.now(), zone=zone)
            except StoreError:
                continue
            colours = dict.fromkeys(found, colour) | colours
        return [replace(row, colour=colours[row.id]) if row.id in colours else row for row in rows]

    return fetch
