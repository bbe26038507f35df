"""What a snapshot means for the stored past of its source. Pure: same input, same answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.engine.compare import Difference, difference
from reader.engine.gaps import covered_by, gap_before
from reader.engine.matching import match
from reader.engine.reach import FOREIGN, Place, in_order, newest_first, old_place, place_of, posts
from reader.engine.volatile import Motion
from reader.model.event import Change, ChangeKind, Changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.engine.matching import Matched
    from reader.model.entry import Entry
    from reader.model.event import Past, StoredEntry
    from reader.model.snapshot import Snapshot

WITHDRAWN_AFTER = 2
"""Complete snapshots in a row that must lack an entry before it counts as withdrawn."""
A_FEW = 3
"""Entries that may be missing together from a short page; from a long one a quarter of what it lists.

More than that is a page that shows another selection or another stretch, and proves nothing about any one of them.
"""

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
    snapshot withdraws nothing. What was dropped here to save space is listed, and neither new nor missing.
    """
    step = -1 if newest_first(snapshot) else 1
    entries = [entry for entry in snapshot.entries if entry.key not in past.dropped]
    matched = match(entries, past.entries)
    reworded = [(entry, stored) for entry, stored in matched.pairs if _is_reworded(entry, stored)]
    motion = Motion(reworded, past, now)
    found: list[tuple[Place, Change]] = []
    for entry, stored in matched.pairs:
        found += [(old_place(stored), change) for change in _seen_again(past, motion, entry, stored)]
    arrived = [entry for entry in matched.new if not entry.flags.deleted]
    found += [(place_of(entry, now, step), Change(ChangeKind.NEW, entry)) for entry in arrived]
    found += [(old_place(one), Change(kind, None, one)) for kind, one in _absent(past, snapshot, matched, now)]
    found.sort(key=lambda item: item[0])
    gap = gap_before(past, snapshot, matched, now)
    covered = covered_by(past, snapshot, matched, now)
    return Changes(tuple(change for _, change in found), (gap,) if gap else (), covered)


def _is_reworded(entry: Entry, stored: StoredEntry) -> bool:
    return not entry.flags.deleted and difference(stored.entry.wording, entry.wording) is Difference.TEXTUAL


def _seen_again(past: Past, motion: Motion, entry: Entry, stored: StoredEntry) -> list[Change]:
    """What it means that a known entry is listed."""
    if entry.flags.deleted:
        return [] if stored.withdrawn_at is not None else [Change(ChangeKind.WITHDRAWN, None, stored)]
    how = _compared(past, motion, entry, stored)
    if stored.withdrawn_at is None:
        return [how]
    back = Change(ChangeKind.REINSTATED, entry, stored)
    if how.kind is ChangeKind.SEEN and entry.wording != stored.entry.wording:
        how = replace(how, kind=ChangeKind.TYPOGRAPHIC)
    return [back] if how.kind is ChangeKind.SEEN else [back, how]


def _compared(past: Past, motion: Motion, entry: Entry, stored: StoredEntry) -> Change:
    """What became of the wording of an entry."""
    old, new = stored.entry.wording, entry.wording
    kind = _CHANGE[difference(old, new)]
    if kind is not ChangeKind.EDITED:
        return Change(kind, entry, stored)
    if motion.alone(stored, entry):
        return Change(ChangeKind.TYPOGRAPHIC, entry, stored)
    textual = (one.wording for one in past.wordings.get(stored.id, ()) if one.textual)
    alike = (number for number, one in enumerate(textual, 1) if motion.same(stored, one, new))
    return Change(ChangeKind.EDITED, entry, stored, reverted_to=next(alike, None))


def _absent(past: Past, snapshot: Snapshot, matched: Matched, now: int) -> list[tuple[ChangeKind, StoredEntry]]:
    """What a complete snapshot lacks that it should list, with what that means: missing, or withdrawn by now."""
    step = -1 if newest_first(snapshot) else 1
    # Where a dropped entry without a time stood is not known any more.
    listed = [one for one in posts(snapshot) if one.published is not None or one.key not in past.dropped]
    if not snapshot.complete or not listed or not in_order(listed, step):
        return []
    places = _places(listed[::-step], matched, now, step)
    oldest, newest = places[-1], max(places)
    lost = [
        one
        for one in matched.absent
        if one.withdrawn_at is None and one.entry.kind not in FOREIGN and old_place(one) > oldest
    ]
    if len(lost) > max(A_FEW, len(listed) // 4):
        return []
    return [(_how_lost(one, old_place(one) < newest), one) for one in lost]


def _places(listed: Sequence[Entry], matched: Matched, now: int, step: int) -> list[Place]:
    """Where the entries of a list, given from the newest to the oldest, stand.

    One that is new is not above the one that it is listed below, be they of one minute.
    """
    known = {entry.key: old_place(stored) for entry, stored in matched.pairs}
    places: list[Place] = []
    for entry in listed:
        place = known.get(entry.key) or place_of(entry, now, step)
        if entry.key not in known and places and places[-1][0] == place[0]:
            place = places[-1]
        places.append(place)
    return places


def _how_lost(one: StoredEntry, between: bool) -> ChangeKind:
    return ChangeKind.WITHDRAWN if between and one.missed + 1 >= WITHDRAWN_AFTER else ChangeKind.MISSING
