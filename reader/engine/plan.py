"""Which source is due when: the schedule of all sources as one engine holds it. No I/O; the time is handed in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.engine.schedule import Decision, Pace, due_at
from reader.engine.waits import DAY
from reader.net.address import host_of
from reader.net.outcome import OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from reader.model.source import SourceStatus

RESUME_SPREAD = 30
"""Seconds over which the polls that were missed in a suspend are spread."""
UNSEEN_AFTER = 600
"""Seconds for which a source that has left the screen still counts as watched."""


@dataclass(slots=True)
class _Line:
    status: SourceStatus
    due: int | None
    polled_at: int = 0


class Plan:
    """The sources that one engine follows, when each is due, and which hosts are to be left alone until when."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._lines: dict[int, _Line] = {}
        self._resting: dict[str, int] = {}
        self._watched: set[int] = set()
        self._left: dict[int, int] = {}

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

    def load(self, statuses: Iterable[SourceStatus], now: int, only: Collection[int] | None = None) -> None:
        """Take over what is stored: of `only` these sources, or of those that are kept or watched."""
        before, self._lines = self._lines, {}
        for status in statuses:
            source_id = status.source.id
            if source_id in only if only is not None else status.source.kept or source_id in self._watched:
                self._lines[source_id] = self._line(status, now, before.get(source_id))
            poll = status.poll
            if poll.outcome == OutcomeKind.RATE_LIMITED and poll.next_poll_at is not None:
                self._rest(status.source.url, min(poll.next_poll_at, now + DAY))

    def _line(self, status: SourceStatus, now: int, before: _Line | None) -> _Line:
        polled_at = status.poll.last_poll_at or 0
        if before is not None and polled_at < before.polled_at <= now:
            return _Line(status, before.due, before.polled_at)  # read before our last poll was written
        watched = self.is_watched(status.source.id, now)
        return _Line(status, due_at(now, status.source, status.poll, watched=watched, pace=self._pace), polled_at)

    def decided(self, status: SourceStatus, decision: Decision, polled_at: int) -> None:
        """Take over what a poll at `polled_at` has led to."""
        if decision.whole_host and decision.at is not None:
            self._rest(status.source.url, decision.at)
        line = self._lines.get(status.source.id)
        if line is not None:
            line.due, line.polled_at = decision.at, polled_at

    def decided_later(self, source_id: int, at: int) -> None:
        """Look at a source again at `at`, since its poll came to nothing that could be recorded."""
        line = self._lines.get(source_id)
        if line is not None:
            line.due = at

    def postpone(self, source_id: int, until: int) -> None:
        """Leave a source alone until then."""
        line = self._lines.get(source_id)
        if line is not None and line.due is not None:
            line.due = max(line.due, until)

    def resting_until(self, url: str) -> int:
        """Until when the host of an address wants to be left alone; 0 where it does not."""
        return self._resting.get(host_of(url), 0)

    def due(self, now: int) -> list[int]:
        """The sources that are due, the longest waiting first, watched ones before all."""
        waiting = [
            (source_id not in self._watched, at, source_id)
            for source_id, line in self._lines.items()
            if (at := self._when(line)) is not None and at <= now
        ]
        return [source_id for _, _, source_id in sorted(waiting)]

    def next_due(self, busy: Collection[int] = ()) -> int | None:
        """When the next source is due, those in `busy` left aside; None if none ever is."""
        times = (self._when(line) for source_id, line in self._lines.items() if source_id not in busy)
        return min((at for at in times if at is not None), default=None)

    def spread(self, now: int, chance: Callable[[], float]) -> None:
        """After a jump of the clock (the machine slept, as a rule): do not ask for all that was missed at once.

        What is on screen is due at once, the rest within half a minute. `chance` gives -1 to 1.
        """
        for source_id, line in self._lines.items():
            if line.due is not None and line.due <= now and source_id not in self._watched:
                line.due = now + round(RESUME_SPREAD * abs(chance()))

    def _when(self, line: _Line) -> int | None:
        return None if line.due is None else max(line.due, self.resting_until(line.status.source.url))

    def _rest(self, url: str, until: int) -> None:
        host = host_of(url)
        if host:
            self._resting[host] = max(until, self._resting.get(host, 0))
