"""Which of two entries of the same moment is the newer one: settled when an entry is first seen, never changed.

Within a minute the order of the document decides, and a later poll puts its arrivals between, above or below those
that the document already held, as it shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from reader.model.event import sort_time
from reader.model.snapshot import Snapshot

SPACING = 1 << 20


def oldest_first(snapshot: Snapshot) -> bool:
    """Whether the document begins with its oldest entry; where it does not say, its times decide."""
    if snapshot.feed.order in ("oldest_first", "newest_first"):
        return snapshot.feed.order == "oldest_first"
    times = [entry.published for entry in snapshot.entries if entry.published is not None]
    pairs = list(pairwise(times))
    return sum(a < b for a, b in pairs) > sum(a > b for a, b in pairs)


def settle(known: Sequence[int | None], top: int | None = None, low: int | None = None) -> list[int]:
    """Return a tie for every entry of one moment.

    `known` has, oldest first as the document orders them, the ties settled before and None for arrivals. `top` is the
    greatest tie of that moment which the store holds, `low` the greatest under the first of those in `known`: what the
    document lists no more is older than its oldest entries, and what arrives on top is newer than all.
    """
    ties: list[int] = []
    start = 0
    below: int | None = None
    for place in range(len(known) + 1):
        if place < len(known) and known[place] is None:
            continue
        above = known[place] if place < len(known) else None
        if above is None and below is not None and top is not None:
            below = max(below, top)
        ties += _between(low if below is None and above is not None else below, above, place - start, top)
        if above is not None:
            ties.append(above)
            below = above
        start = place + 1
    return ties


def _between(below: int | None, above: int | None, count: int, top: int | None) -> list[int]:
    if below is None and above is None:
        first = 0 if top is None else top + SPACING
        return [first + SPACING * n for n in range(count)]
    if below is None and above is not None:
        return [above - SPACING * (count - n) for n in range(count)]
    assert below is not None  # noqa: S101
    if above is None or above <= below:
        return [below + SPACING * (n + 1) for n in range(count)]
    return [below + (above - below) * (n + 1) // (count + 1) for n in range(count)]


def ties_of(
    snapshot: Snapshot,
    at: int,
    known: dict[str, tuple[int, int]],
    greatest: Callable[[int, int | None], int | None],
) -> dict[str, int]:
    """Return, by key, ties for the entries of `snapshot` that are not in `known`.

    `known` gives (sort time, tie) by key; `greatest` the greatest tie that the source has at a sort time, of all or of
    those under a tie; `at` is now.
    """
    entries = snapshot.entries if oldest_first(snapshot) else snapshot.entries[::-1]
    # What is pinned stands on top whatever its place is, and is no measure for that of others.
    placed = [entry for entry in entries if not entry.flags.pinned]
    pinned = [entry for entry in entries if entry.flags.pinned and entry.key not in known]
    moments: dict[int, list[str]] = {}
    for entry in (*placed, *pinned):
        moment = known[entry.key][0] if entry.key in known else sort_time(entry.published, at)
        moments.setdefault(moment, []).append(entry.key)
    found: dict[str, int] = {}
    for moment, keys in moments.items():
        before = [known[key][1] if key in known else None for key in keys]
        if None not in before:
            continue
        first = next((tie for tie in before if tie is not None), None)
        low = greatest(moment, first) if first is not None and before[0] is None else None
        ties = settle(before, greatest(moment, None), low)
        found.update((key, tie) for key, tie, was in zip(keys, ties, before, strict=True) if was is None)
    return found
