"""How far a page reaches: which of its entries stand in their place, in which order, and where each stands. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reader.model.entry import EntryKind
from reader.model.event import sort_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model.entry import Entry
    from reader.model.event import StoredEntry
    from reader.model.snapshot import Snapshot

AHEAD = 25 * 3600
"""Seconds by which a stated time may lie ahead of our clock and still count: it may be our clock that is wrong."""

Place = tuple[int, int, int, int]
"""Where an entry stands, the greater the newer: its time; among those of one time what is known before what is
new; then the order that the store has settled, or that of the document."""

FOREIGN = (EntryKind.PROMO, EntryKind.AD)
"""Kinds of entry that come and go as the publisher sells them."""


def posts(snapshot: Snapshot) -> list[Entry]:
    """The entries whose places tell how far the page reaches, in document order.

    Pinned and foreign things stand anywhere. An old entry on top of a list that begins with the newest is pinned too,
    whether the page says so or not.
    """
    listed = [entry for entry in snapshot.entries if is_post(entry)]
    if newest_first(snapshot):
        times = [entry.published for entry in listed]
        last = times[-1] if times else None
        top = 0
        while last is not None and top < len(listed) - 2 and (at := times[top]) is not None and at < last:
            top += 1
        return listed[top:]
    return listed


def is_post(entry: Entry) -> bool:
    """Whether an entry is one of the list: not pinned, not the publisher's note of a deletion, no advertisement."""
    return not (entry.flags.deleted or entry.flags.pinned or entry.flags.summary or entry.kind in FOREIGN)


def newest_first(snapshot: Snapshot) -> bool:
    """Whether the document begins with its newest entry; where it does not say, its times decide."""
    if snapshot.feed.order in ("newest_first", "oldest_first"):
        return snapshot.feed.order == "newest_first"
    falls, rises = _steps(snapshot.entries)
    return falls >= rises


def in_order(entries: Sequence[Entry], step: int) -> bool:
    """Whether a list is in order of time but for a few: a list of the most read, say, lacks what it likes.

    `step` is -1 where the newest comes first, else 1.
    """
    falls, rises = _steps(entries)
    wrong, right = (rises, falls) if step == -1 else (falls, rises)
    return wrong * 5 <= wrong + right


def place_of(entry: Entry, now: int, step: int) -> Place:
    """Where an entry of a snapshot taken at `now` stands that the store does not know."""
    return time_of(entry.published, now), 1, step * entry.seq, 0


def old_place(stored: StoredEntry) -> Place:
    """Where a stored entry stands."""
    return time_of(stored.entry.published, stored.first_seen), 0, stored.tie, stored.id


def time_of(published: int | None, first_seen: int) -> int:
    """The time by which an entry stands on its page: as stated, since the page knows nothing of our clock.

    A clock of ours that was a day behind must not put what came in that time below all that is older. Only what is
    stated to be farther in the future counts as of when it came.
    """
    near = published is not None and published - first_seen <= AHEAD
    return published if near and published is not None else sort_time(published, first_seen)


def _steps(entries: Sequence[Entry]) -> tuple[int, int]:
    """How often time falls and rises from one entry to the next."""
    times = [entry.published for entry in entries if entry.published is not None]
    pairs = list(pairwise(times))
    return sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)
