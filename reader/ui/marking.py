"""Read marks and stars, saved at once, with undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from reader.clock import Clock
    from reader.store import Store
    from reader.ui.widgets.timeline import Timeline

UNDO_STEPS = 100
FRESH = 10
"""Seconds for which a mark may be missing from a list that was being read while it was saved."""

Before = dict[int, tuple[bool, bool]]


@dataclass(frozen=True, slots=True)
class Step:
    """What can be taken back: how the marks were, and what else there is to do then."""

    before: Before
    back: Callable[[], None] | None = None


class Marking:
    """Sets marks in the list at once and in the store behind it; remembers what was before.

    `saved` is called in the writer's thread once they are kept, with None, or with what went wrong in words.
    """

    def __init__(self, store: Store, timeline: Timeline, clock: Clock, saved: Callable[[str | None], None]) -> None:
        self._store = store
        self._timeline = timeline
        self._clock = clock
        self._saved = saved
        self._undo: list[Step] = []
        self._fresh: dict[int, tuple[float, bool | None, bool | None]] = {}

    def mark(
        self,
        before: Before,
        *,
        read: bool | None = None,
        starred: bool | None = None,
        back: Callable[[], None] | None = None,
    ) -> None:
        """Set the marks of entries; `before` holds the (read, starred) that each has now.

        `back` is called when this is taken back.
        """
        if before or back is not None:
            self._undo = [*self._undo[-UNDO_STEPS + 1 :], Step(before, back)]
        self._timeline.restate(before, read=read, starred=starred)
        self._save(list(before), read, starred)

    def undo(self) -> set[int] | None:
        """Take the last step back; return the ids of the entries that it concerned, None where there is none."""
        if not self._undo:
            return None
        step = self._undo.pop()
        if step.back is not None:
            step.back()
        for read in (True, False):
            for starred in (True, False):
                numbers = [number for number, state in step.before.items() if state == (read, starred)]
                self._timeline.restate(numbers, read=read, starred=starred)
                self._save(numbers, read, starred)
        return set(step.before)

    def reapply(self) -> None:
        """Set the marks of the last seconds again, in a list that may have been read before they were saved."""
        oldest = self._clock.steady() - FRESH
        alike: dict[tuple[bool | None, bool | None], list[int]] = {}
        for number, (at, read, starred) in self._fresh.items():
            if at >= oldest:
                alike.setdefault((read, starred), []).append(number)
        for (read, starred), numbers in alike.items():
            self._timeline.restate(numbers, read=read, starred=starred)

    def _save(self, numbers: Sequence[int], read: bool | None, starred: bool | None) -> None:
        if not numbers:
            return
        at = self._clock.steady()
        self._fresh = {number: mark for number, mark in self._fresh.items() if at - mark[0] < FRESH}
        self._fresh |= dict.fromkeys(numbers, (at, read, starred))
        future = self._store.mark(numbers, read=read, starred=starred, now=self._clock.now())
        future.add_done_callback(self._tell)

    def _tell(self, future: Future[Before]) -> None:
        error = future.exception()
        self._saved(None if error is None else f"The mark could not be saved: {error}")
