"""What a snapshot means for the stored past of its source. Pure: same input, same answer."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from reader.engine.compare import Difference, difference
from reader.engine.matching import match
from reader.model.entry import EntryKind
from reader.model.event import Change, ChangeKind, Changes, Gap, sort_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.engine.matching import Matched
    from reader.model.entry import Entry
    from reader.model.event import Past, StoredEntry
    from reader.model.snapshot import Snapshot

WITHDRAWN_AFTER = 2
"""Complete snapshots in a row that must lack an entry before it counts as withdrawn."""
A_FEW = 3
"""Entries that may be missing together without further question; more only if as many are still there."""

Place = tuple[int, int, int]
"""Where an entry stands, the greater the newer: its sort time; among those of one time what is known before what is
new; then the order in which the store came to know them (oldest first), or that of the document."""

_FOREIGN = (EntryKind.PROMO, EntryKind.AD)
_CHANGE = {
    Difference.NONE: ChangeKind.SEEN,
    Difference.TYPOGRAPHIC: ChangeKind.TYPOGRAPHIC,
    Difference.TEXTUAL: ChangeKind.EDITED,
}


def reconcile(past: Past, snapshot: Snapshot, now: int) -> Changes:
    """Return what `snapshot`, taken at `now` (UTC seconds), changes, oldest first.

    One change an entry, but for one that comes back in other words: reinstated, then edited. An entry of a derived key
    that was edited keeps its stored identity: the change names both. Withdrawn is what the publisher marks as deleted,
    and what is missing from two complete snapshots in a row and lies between entries that are still listed. Missing at
    the old end is scrolling; missing at the new end may be a stale copy and is only counted. An empty or incomplete
    snapshot withdraws nothing.
    """
    step = -1 if _newest_first(snapshot) else 1
    matched = match(snapshot.entries, past.entries)
    found: list[tuple[Place, Change]] = []
    for entry, stored in matched.pairs:
        found += [(_old_place(stored), change) for change in _seen_again(entry, stored)]
    found += [
        (_place(entry, now, step), Change(ChangeKind.NEW, entry)) for entry in matched.new if not entry.flags.deleted
    ]
    found += [(_old_place(one), Change(kind, None, one)) for kind, one in _absent(snapshot, matched, now, step)]
    found.sort(key=lambda item: item[0])
    gap = _gap(past, snapshot, matched, now)
    return Changes(tuple(change for _, change in found), (gap,) if gap else ())


def _seen_again(entry: Entry, stored: StoredEntry) -> list[Change]:
    if entry.flags.deleted:
        return [] if stored.withdrawn_at is not None else [Change(ChangeKind.WITHDRAWN, None, stored)]
    how = Change(_CHANGE[difference(stored.entry.wording, entry.wording)], entry, stored)
    if stored.withdrawn_at is None:
        return [how]
    back = Change(ChangeKind.REINSTATED, entry, stored)
    return [back] if how.kind is ChangeKind.SEEN else [back, how]


def _absent(snapshot: Snapshot, matched: Matched, now: int, step: int) -> list[tuple[ChangeKind, StoredEntry]]:
    """What a complete snapshot lacks that it should list, with what that means: missing, or withdrawn by now."""
    listed = [entry for entry in snapshot.entries if _is_post(entry)]
    if not snapshot.complete or not listed or not _in_order(listed, step):
        return []
    before = {entry.key: stored for entry, stored in matched.pairs}
    places = [_old_place(before[entry.key]) if entry.key in before else _place(entry, now, step) for entry in listed]
    oldest, newest = places[-1 if step == -1 else 0], max(places)
    lost = [
        one
        for one in matched.absent
        if one.withdrawn_at is None and one.entry.kind not in _FOREIGN and _old_place(one) > oldest
    ]
    if len(lost) > max(A_FEW, len(matched.pairs)):
        return []
    return [(_how_lost(one, _old_place(one) < newest), one) for one in lost]


def _how_lost(one: StoredEntry, between: bool) -> ChangeKind:
    return ChangeKind.WITHDRAWN if between and one.missed + 1 >= WITHDRAWN_AFTER else ChangeKind.MISSING


def _is_post(entry: Entry) -> bool:
    """Whether the place of an entry tells how far the page reaches. Pinned and foreign things stand anywhere."""
    return not (entry.flags.deleted or entry.flags.pinned or entry.flags.summary or entry.kind in _FOREIGN)


def _place(entry: Entry, now: int, step: int) -> Place:
    return sort_time(entry.published, now), 1, step * entry.seq


def _old_place(stored: StoredEntry) -> Place:
    return stored.sort_at, 0, stored.id


def _newest_first(snapshot: Snapshot) -> bool:
    if snapshot.feed.order in ("newest_first", "oldest_first"):
        return snapshot.feed.order == "newest_first"
    falls, rises = _steps(snapshot.entries)
    return falls >= rises


def _in_order(entries: Sequence[Entry], step: int) -> bool:
    """Whether a list is in order of time but for a few: a list of the most read, say, lacks what it likes."""
    falls, rises = _steps(entries)
    wrong, right = (rises, falls) if step == -1 else (falls, rises)
    return wrong * 5 <= wrong + right


def _steps(entries: Sequence[Entry]) -> tuple[int, int]:
    """How often time falls and rises from one entry to the next."""
    times = [entry.published for entry in entries if entry.published is not None]
    pairs = list(pairwise(times))
    return sum(a > b for a, b in pairs), sum(a < b for a, b in pairs)


def _gap(past: Past, snapshot: Snapshot, matched: Matched, now: int) -> Gap | None:
    """The stretch between what was last listed and a snapshot that begins only after it."""
    known = [one.sort_at for one in matched.absent if one.withdrawn_at is None]
    here = [sort_time(e.published, now) for e in snapshot.entries if e.published is not None and _is_post(e)]
    if matched.pairs or not known or not here or past.poll.last_success_at is None or min(here) <= max(known):
        return None
    return Gap(
        max(known), min(here), f"the page lists {len(here)} entries and no longer reaches back to the last one seen"
    )
