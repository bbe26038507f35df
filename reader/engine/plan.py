"""Which source is due when: the schedule of all sources as one engine holds it. No I/O; the time is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.engine.hosts import Hosts, site_of
from reader.engine.schedule import FEED_FLOOR, Decision, Pace, due_at, is_live_page, waits_for_network
from reader.net.address import is_local
from reader.net.outcome import OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from reader.model.event import PollReport
    from reader.model.source import SourceStatus

SPREAD = 30
"""Seconds over which polls are spread that were missed in a suspend or without a network."""
UNSEEN_AFTER = 600
"""Seconds for which a source that has left the screen still counts as watched."""
ORPHAN_AFTER, KEPT_ORPHAN_AFTER = 15, 60
"""Seconds after which a source that another process should have polled is taken for one that it does not poll: one that
was only opened, which that process may not know of, and one that is kept."""
SETBACK = 60
SETBACK_LONGEST = 3600


@dataclass(slots=True)
class _Line:
    """A source, when it is due and why, when it was polled and asked last, and how often that could not be stored."""

    status: SourceStatus
    due: int | None
    polled_at: int = 0
    reason: str | None = None
    setbacks: int = 0
    asked_at: int = 0


class Plan:
    """The sources that one engine follows, when each is due, and which hosts are to be left alone until when."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lines: dict[int, _Line] = {}
        self._watched: set[int] = set()
        self._left: dict[int, int] = {}
        self.hosts = Hosts()

    @property
    def watched(self) -> frozenset[int]:
        """The sources on screen."""
        return frozenset(self._watched)

    def watch(self, sources: Iterable[int], now: int) -> None:
        """Take note of what is on screen from `now` on."""
        watched = set(sources)
        self._left |= dict.fromkeys(self._watched - watched, now)
        for source_id in watched:
            self._left.pop(source_id, None)
        self._watched = watched

    def is_watched(self, source_id: int, now: int) -> bool:
        """Whether a source is on screen, or was until a short while ago."""
        return source_id in self._watched or now - self._left.get(source_id, -UNSEEN_AFTER) < UNSEEN_AFTER

    def knows(self, source_id: int) -> bool:
        """Whether a source is followed."""
        return source_id in self._lines

    def load(self, statuses: Collection[SourceStatus], now: int, only: Collection[int] | None = None) -> None:
        """Take over what is stored: of `only` these sources, or of those that are kept or watched."""
        before, self._lines = self._lines, {}
        for status in statuses:
            source_id = status.source.id
            if source_id in only if only is not None else status.source.kept or source_id in self._watched:
                self._lines[source_id] = self._line(status, now, before.get(source_id))
        self.hosts.load(statuses, now)

    def _line(self, status: SourceStatus, now: int, before: _Line | None) -> _Line:
        poll, watched = status.poll, self.is_watched(status.source.id, now)
        due = due_at(now, status.source, poll, watched=watched, pace=self._pace)
        if before is not None and self._holds(before, status, now, due):
            before.status = status
            return before
        return _Line(status, due, poll.last_poll_at or 0, poll.next_poll_reason)

    @staticmethod
    def _holds(before: _Line, status: SourceStatus, now: int, due: int | None) -> bool:
        """Whether we know better than what is stored: after `before`, nothing has been stored by anybody."""
        polled_at = status.poll.last_poll_at or 0
        if polled_at < before.polled_at <= now:
            return True  # read before our last poll was written
        if polled_at != before.polled_at or before.status.source != status.source or before.due is None:
            return False
        # What was stored by a clock that was ahead says nothing; or it has been set back, spread or put forward.
        ours = polled_at > now + 60 or before.setbacks > 0 or before.due < now + SPREAD
        return ours or (due is not None and before.due < due)

    def still_due(self, status: SourceStatus, now: int) -> bool:
        """Whether a source that was due is so by what is stored now: another process may have polled it meanwhile."""
        line = self._lines.get(status.source.id)
        if line is None or status.poll.last_poll_at is None or status.poll.last_poll_at <= line.polled_at:
            return True
        fresh = self._lines[status.source.id] = self._line(status, now, None)
        return fresh.due is not None and fresh.due <= now

    def decided(self, status: SourceStatus, decision: Decision, polled_at: int) -> None:
        """Take over what a poll at `polled_at` has led to."""
        if decision.whole_host and decision.at is not None:
            self.hosts.decided(status.source.url, decision.at, polled_at)
        line = self._lines.get(status.source.id)
        if line is not None:
            line.due, line.polled_at, line.reason, line.setbacks = decision.at, polled_at, decision.reason, 0

    def heard(self, report: PollReport, now: int) -> None:
        """Take over what another process says of a poll of its own."""
        line = self._lines.get(report.source_id)
        if line is not None and line.polled_at <= report.at <= now + 60:
            line.due, line.polled_at, line.setbacks = report.next_poll_at, report.at, 0
            line.reason = report.next_poll_reason
            url = line.status.source.url
            self.hosts.asked(url, report.at)
            if report.outcome == OutcomeKind.RATE_LIMITED and report.next_poll_at is not None:
                self.hosts.rest(url, report.next_poll_at, report.at)

    def started(self, source_id: int, now: int) -> None:
        """A poll begins."""
        line = self._lines.get(source_id)
        if line is not None:
            self.hosts.asked(line.status.source.url, now)

    def put_off(self, source_id: int, until: int | None) -> None:
        """Leave a source alone until then; None: do not come back to it by ourselves."""
        line = self._lines.get(source_id)
        if line is not None and line.due is not None:
            line.due = None if until is None else max(line.due, until)

    def set_back(self, source_id: int, now: int) -> None:
        """A poll came to nothing that could be recorded: wait longer and longer, and no less than its server is due."""
        line = self._lines.get(source_id)
        if line is not None:
            line.setbacks, line.asked_at = line.setbacks + 1, now
            line.due = now + min(_floor(line) * 2 ** min(line.setbacks - 1, 6), SETBACK_LONGEST)

    def recovered(self, now: int, chance: Callable[[], float]) -> None:
        """Polls are recorded again: what could not be stored is asked for soon, no sooner than its server is due."""
        for line in self._lines.values():
            if line.setbacks and line.due is not None:
                soon = max(line.asked_at + _floor(line), now + round(SPREAD * abs(chance())))
                line.due = min(line.due, soon)

    def network_back(self, now: int, chance: Callable[[], float]) -> None:
        """The network works again: what waits for nothing else is due within half a minute."""
        for line in self._lines.values():
            if line.due is not None and waits_for_network(line.reason):
                line.due = min(line.due, now + round(SPREAD * abs(chance())))

    def spread(self, now: int, chance: Callable[[], float]) -> None:
        """After a jump of the clock (the machine slept, as a rule): do not ask for all that was missed at once.

        What is on screen is due at once, the rest within half a minute. `chance` gives -1 to 1.
        """
        for source_id, line in self._lines.items():
            if line.due is not None and line.due <= now and source_id not in self._watched:
                line.due = now + round(SPREAD * abs(chance()))

    def clock_set_back(self, seconds: int) -> None:
        """The wall clock was set back by so much: waits last as long as they were to last."""
        for line in self._lines.values():
            line.due = None if line.due is None else line.due - seconds
        self.hosts.set_back(seconds)

    def due(self, now: int, busy: Collection[int] = ()) -> list[int]:
        """The sources that are due, the longest waiting first, watched ones before all, none of those in `busy`.

        Of a host that is asked for one feed a minute, one.
        """
        waiting = [
            (source_id not in self._watched, line.due, source_id)
            for source_id, line in self._lines.items()
            if source_id not in busy and line.due is not None and (self._when(line, now) or 0) <= now
        ]
        first: dict[str, tuple[int, int]] = {}
        for _, due, source_id in waiting:
            site = site_of(self._lines[source_id].status.source.url)
            first[site] = min(first.get(site, (due, source_id)), (due, source_id))
        return [source_id for _, due, source_id in sorted(waiting) if self._goes(source_id, now, first, due)]

    def _goes(self, source_id: int, now: int, first: dict[str, tuple[int, int]], due: int) -> bool:
        """Whether its host may be asked for this one, too; else for the one that has waited longest."""
        url = self._lines[source_id].status.source.url
        return not self.hosts.is_spaced(url, now) or first[site_of(url)] == (due, source_id)

    def orphans(self, now: int, wanted: Collection[int], busy: Collection[int] = ()) -> list[int]:
        """Those of `wanted` sources that are overdue though another process polls: it does not know of them.

        One that nobody has asked for yet and that is not kept is ours alone.
        """
        found = (source_id for source_id in self.due(now, busy) if source_id in wanted)
        return [source_id for source_id in found if self._is_orphan(self._lines[source_id], now)]

    @staticmethod
    def _is_orphan(line: _Line, now: int) -> bool:
        kept = line.status.source.kept
        ours = not kept and line.polled_at == 0
        late = KEPT_ORPHAN_AFTER if kept else ORPHAN_AFTER
        return ours or (line.due is not None and line.due <= now - late)

    def next_due(self, now: int, busy: Collection[int] = ()) -> int | None:
        """When after `now` the next source is due, those in `busy` left aside; None if none ever is."""
        times = (self._when(line, now) for source_id, line in self._lines.items() if source_id not in busy)
        return min((at for at in times if at is not None and at > now), default=None)

    def _when(self, line: _Line, now: int) -> int | None:
        return None if line.due is None else max(line.due, self.hosts.free_at(line.status.source.url, now))


def _floor(line: _Line) -> int:
    """Seconds that a server may expect between two requests, whatever goes wrong here."""
    source, poll = line.status.source, line.status.poll
    live = poll.format is None or is_live_page(poll.format)
    return SETBACK if live or is_local(source.url) else FEED_FLOOR
