"""Gaps: for which stretch entries may be missing, why, and what of it a later snapshot fills. Pure.

A gap is certain where a page lists nothing of what it listed when we last saw it: between the newest entry known and
the oldest one listed now there may have been others. One entry of the list in common proves that there is none. A
pinned entry proves nothing: it is listed for days. The reason is told in words and in durations, since it is stored and
read in any time zone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.engine.reach import in_order, is_post, newest_first, posts, time_of
from reader.engine.waits import in_words
from reader.model.event import Gap
from reader.net.outcome import CONNECTIVITY, GOOD, OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.engine.matching import Matched
    from reader.model.entry import Entry
    from reader.model.event import Past, StoredEntry
    from reader.model.snapshot import Snapshot
    from reader.model.source import PollState

LATE = 120
"""Seconds by which a poll may come after its time before that is worth a word."""

_DENIED = (OutcomeKind.AUTH, OutcomeKind.NOT_FOUND, OutcomeKind.REFUSED, OutcomeKind.GONE)


def gap_before(past: Past, snapshot: Snapshot, matched: Matched, now: int) -> Gap | None:
    """The stretch between what was last listed and a snapshot, taken at `now`, that begins only after it.

    An answer that holds only what is new has no need to reach back.
    """
    if past.poll.last_success_at is None or _is_delta(past, snapshot):
        return None
    listed = posts(snapshot)
    keys = {entry.key for entry in listed}
    if keys & past.dropped or any(entry.key in keys for entry, _ in matched.pairs):
        return None
    # What is listed on both sides is pinned or foreign here: only what stood in the list tells where it ended.
    known = [_stored_time(one) for one in matched.absent if one.withdrawn_at is None and is_post(one.entry)]
    here = [time_of(entry.published, now) for entry in listed if entry.published is not None]
    if not known or not here or min(here) <= max(known):
        return None
    return Gap(max(known), min(here), reason(past.poll, snapshot, listed, now))


def covered_by(past: Past, snapshot: Snapshot, matched: Matched, now: int) -> tuple[int, int] | None:
    """The stretch that a snapshot taken at `now` lists without a hole: from its oldest entry to its newest.

    An older page of a paged list reaches up to the oldest entry known that is newer than all of its own, since what
    stands between two pages of one list is nothing. None for a list without order, and for one of what is new only.
    """
    listed = posts(snapshot)
    step = -1 if newest_first(snapshot) else 1
    if not listed or not in_order(listed, step) or not (snapshot.complete or snapshot.feed.older_url):
        return None
    known = {entry.key: _stored_time(stored) for entry, stored in matched.pairs}
    times = [known.get(entry.key, time_of(entry.published, now)) for entry in listed]
    start, end = times[-1 if step == -1 else 0], max(times)
    if not snapshot.complete:
        above = [at for one in past.entries.values() if (at := _stored_time(one)) > end and is_post(one.entry)]
        end = min(above, default=end)
    return start, end


def _stored_time(stored: StoredEntry) -> int:
    return time_of(stored.entry.published, stored.first_seen)


def reason(poll: PollState, snapshot: Snapshot, listed: Sequence[Entry], now: int) -> str:
    """Why what lay between the last look and this one may be missing. `poll` is how the polls before it went."""
    count = f"{len(listed)} entries" if len(listed) != 1 else "1 entry"
    reach = f"shows only its last {count} at once" if snapshot.feed.older_url else f"lists only its last {count}"
    causes = _causes(poll, now)
    if causes:
        return f"{' and then '.join(causes)}, and the page {reach}"
    away = in_words(max(0, now - (poll.last_success_at or now)))
    return f"the page {reach}, and more came in the {away} since the last look"


def _causes(poll: PollState, now: int) -> list[str]:
    """What kept us from looking: failures first, then the time in which nobody looked at all."""
    due = poll.next_poll_at
    late = now - due if due is not None else 0
    causes: list[str] = []
    if poll.failures and poll.outcome not in GOOD:
        until = now if late <= LATE else poll.last_poll_at or now
        causes.append(f"{_trouble(poll.outcome)} for {in_words(max(0, until - (poll.last_success_at or until)))}")
    if late > LATE:
        causes.append(f"Dateline was not running (or paused, or the machine asleep) for {in_words(late)}")
    elif due is None and not causes:
        causes.append(f"nobody looked for {in_words(max(0, now - (poll.last_success_at or now)))}")
    return causes


def _trouble(outcome: str | None) -> str:
    if outcome == OutcomeKind.CAPTIVE:
        return "a login page was in the way"
    if outcome in CONNECTIVITY:
        return "there was no network"
    if outcome == OutcomeKind.RATE_LIMITED:
        return "the server asked to wait"
    return "the page was refused to us" if outcome in _DENIED else "the server was in trouble"


def _is_delta(past: Past, snapshot: Snapshot) -> bool:
    """Whether a snapshot holds only what is new: a source that offers that, and no page of a list."""
    offered = past.poll.feed.delta_url or snapshot.feed.delta_url
    return not snapshot.complete and bool(offered) and not snapshot.feed.older_url
