"""Whether somebody is there, and up to where they have seen things. Pure but for what it calls to keep the mark.

Being there moves the mark: with every key that is pressed, everything that the list shows counts as seen, and that is
kept once a minute, so that a kill loses a minute at most. A pause of `patience` seconds ends that: what comes after the
last key has not been seen by anybody. Whoever comes back finds the mark where the last key was, and it stays there
until the reader accepts what is told since, or leaves, or pauses again. A visit of under a minute in which nobody
looked at what is told does not count as having been there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.happened import Seen

if TYPE_CHECKING:
    from collections.abc import Callable

KEEP_EVERY = 60
A_VISIT = 60
"""Seconds."""


class Attendance:
    """The mark, and what it becomes. Times are UTC seconds; a clock that is set back never looks like a pause.

    `keep(seen, final)` stores the mark; `patience` is how long a pause is, 0 for never.
    """

    def __init__(self, since: Seen | None, now: int, patience: int, keep: Callable[[Seen, bool], None]) -> None:
        self._keep = keep
        self._patience = patience
        self.since: Seen = since or Seen(0, now)
        """Up to here all was seen when the reader was last there."""
        self._known = since is not None
        self._here = self._before_break = self.since
        self._kept = since
        self._came = now
        self.shown = self.since.event
        """The list shows everything up to this event."""
        self.away = since is not None and patience > 0 and now - since.at >= patience
        """The reader was away, and has not caught up since."""
        self.looked = False

    def shows(self, event: int) -> None:
        """The list is up to date with the event, and nothing waits."""
        self.shown = max(self.shown, event)
        if not self._known:
            # Whoever comes for the first time has missed nothing.
            self._known = True
            self.since = self._here = self._before_break = Seen(self.shown, self.since.at)

    @property
    def told_since(self) -> Seen:
        """From where on to tell, for whoever asks: since they went away, else since the last break of a minute."""
        return self.since if self.away else self._before_break

    def acted(self, now: int) -> bool:
        """Somebody has done something; whether they were away before."""
        back = self._patience > 0 and now - self._here.at >= self._patience and now - self._came >= self._patience
        if back:
            self._end_visit()
            self.away, self.looked, self._came = True, False, now
            self._before_break = self.since
        else:
            if now - self._here.at >= A_VISIT:
                self._before_break = self._here
            self._here = Seen(self.shown, now)
            if not self.away:
                self._move(self._here)
        return back

    def nothing_happened(self) -> None:
        """There is nothing to catch up with after all."""
        self.away = False

    def accept(self, event: int, now: int) -> Seen:
        """The reader has taken note of everything up to `event`; return the mark as it was, for `restore`."""
        before = self.since
        self.shown = max(self.shown, event)
        self._here = self._before_break = Seen(self.shown, now)
        self.away = self.looked = False
        self._move(self._here, at_once=True)
        return before

    def restore(self, before: Seen) -> None:
        """Take `accept` back."""
        self.since, self.away = before, True
        self._kept = before
        self._keep(before, True)

    def leave(self) -> None:
        """The reader leaves the program."""
        self._end_visit()
        if self._known and self._kept != self.since:
            self._kept = self.since
            self._keep(self.since, True)

    def _end_visit(self) -> None:
        """What was shown up to the last act counts as seen, unless nobody had the time to look."""
        if not self.away or self.looked or self._here.at - self._came >= A_VISIT:
            self.since, self.away = self._here, False

    def _move(self, seen: Seen, *, at_once: bool = False) -> None:
        self.since = seen
        if self._known and (at_once or self._kept is None or not 0 <= seen.at - self._kept.at < KEEP_EVERY):
            self._kept = seen
            self._keep(seen, at_once)
