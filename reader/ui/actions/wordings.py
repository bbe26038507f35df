"""The wordings of the entry that is shown: what changed, one after the other, and what came while it was read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.model.event import EventKind
from reader.store.readings import read_again
from reader.view.wordings import PLAIN, Stand, listed, silenced, stepped

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.model.event import Event, Revision, StoredEntry
    from reader.ui.screens.parts import Parts
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one

TOLD = (EventKind.EDITED, EventKind.WITHDRAWN, EventKind.REINSTATED)


class Wordings(Parts):
    """Earlier wordings and differences; notes which wording was read."""

    _renewing: Timer | None = None

    async def _arrived(self, events: list[Event]) -> None:
        await super()._arrived(events)
        here = self.article.stored
        if here is not None and any(e.kind in TOLD and e.entry is not None and e.entry.id == here.id for e in events):
            shown = self.shown_of(self.reads.entry(here.id))
            if shown is not None:
                self.article.tell_newer(shown)

    def _came_to(self, stored: StoredEntry | None, *, by_reader: bool) -> None:
        """Resting on an entry that was read in an earlier wording reads it again."""
        super()._came_to(stored, by_reader=by_reader)
        if self._renewing is not None:
            self._renewing.stop()
            self._renewing = None
        delay, shown = self.world.config.display.read_after, self.article.shown
        if by_reader and shown is not None and delay > 0 and self._is_behind(shown.known.read_at):
            self._renewing = self.set_timer(delay, lambda: self._read_again(shown.stored.id))

    def _is_behind(self, read_at: int | None) -> bool:
        revisions = self._revisions
        return read_at is not None and bool(revisions) and read_at < revisions[-1].first_seen

    def _read_again(self, number: int) -> None:
        read_again(self.world.store, number, self.world.clock.now())

    @property
    def _revisions(self) -> tuple[Revision, ...]:
        return self.article.newest.known.revisions if self.article.newest else ()

    def action_diff(self) -> None:
        """What changed, and the text again. What came meanwhile is shown with its difference first."""
        stand = self.article.stand
        if self.article.has_newer or not stand.diff:
            every = listed(self._revisions, silent=stand.silent)
            if len(every) < 2:
                self._say_only_one()
                return
            if self.article.has_newer and self.article.stored is not None:
                self._read_again(self.article.stored.id)
                stand = replace(stand, step=None)
            self.article.turn(replace(stand, diff=True))
        else:
            self.article.turn(replace(stand, diff=False))

    def action_older_wording(self) -> None:
        """One wording back."""
        self._step(-1)

    def action_newer_wording(self) -> None:
        """One wording on; from the newest, back to the text as it is."""
        self._step(1)

    def _step(self, by: int) -> None:
        stand, revisions = self.article.stand, self._revisions
        if len(listed(revisions, silent=stand.silent)) < 2:
            self._say_only_one()
            return
        further = stepped(stand, revisions, by)
        if further is not None:
            self.article.turn(further)
        elif by > 0 and stand.step is not None:
            self.article.turn(replace(stand, step=None))
        else:
            self.notify("This is the newest wording" if by > 0 else "This is the first wording", markup=False)

    def action_silent_changes(self) -> None:
        """Tell typography and what moves by itself too, or no longer."""
        stand, revisions = self.article.stand, self._revisions
        if len(revisions) < 2:
            self._say_only_one()
            return
        now = silenced(stand, revisions)
        if not now.silent and len(listed(revisions, silent=False)) < 2:
            now = PLAIN
        elif stand == PLAIN:
            now = Stand(diff=True, silent=True)
        self.article.turn(now)
        self.notify("Silent changes are told too" if now.silent else "Silent changes are left out", markup=False)

    def _say_only_one(self) -> None:
        if self.article.stored is None:
            self.say_no_entry()
            return
        silent = len(self._revisions) > 1
        key = self.key_of("silent_changes")
        words = f"Only typography has changed; {key} shows it" if silent else "There is only one wording"
        self.notify(words, markup=False)
