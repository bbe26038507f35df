"""Read marks and stars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.listing import RowFlag
from reader.ui import texts
from reader.view.status import counted

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.model.event import StoredEntry
    from reader.ui.screens.parts import Parts
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one


class Marks(Parts):
    """Marking the entry under the cursor, or all."""

    _resting: Timer | None = None

    def _came_to(self, stored: StoredEntry | None, *, by_reader: bool) -> None:
        """An entry on which the reader rests for a while counts as read; one that arrived by itself does not."""
        self._rest_no_more()
        delay = self.world.config.display.read_after
        if by_reader and stored is not None and not stored.read and delay > 0:
            self._resting = self.set_timer(delay, lambda: self._mark_read(stored.id))

    def _rest_no_more(self) -> None:
        if self._resting is not None:
            self._resting.stop()
            self._resting = None

    def _mark_read(self, number: int) -> None:
        stored = self.reads.entry(number)
        if stored is not None and not stored.read:
            self.marking.mark({number: (False, stored.starred)}, read=True)

    def _state_here(self) -> tuple[int, RowFlag] | None:
        number = self.timeline.cursor
        position = self.timeline.rows.position(number) if number is not None else None
        if number is None or position is None:
            self.say_no_entry()
            return None
        return number, self.timeline.rows.flags(position)

    def action_toggle_read(self) -> None:
        """Read becomes unread and the reverse."""
        here = self._state_here()
        if here:
            number, flags = here
            read = bool(flags & RowFlag.READ)
            self._rest_no_more()
            self.marking.mark({number: (read, bool(flags & RowFlag.STARRED))}, read=not read)

    def action_star(self) -> None:
        """Put a star on, or take it off."""
        here = self._state_here()
        if here:
            number, flags = here
            starred = bool(flags & RowFlag.STARRED)
            self.marking.mark({number: (bool(flags & RowFlag.READ), starred)}, starred=not starred)

    def action_mark_all_read(self) -> None:
        """Everything that the filter shows is read."""
        before = texts.unread_of(self.timeline.rows.index)
        if not before:
            self.notify("Nothing unread here", markup=False)
            return
        self.marking.mark(before, read=True)
        self.notify(f"{len(before):,} marked as read; {self.key_of('undo')} takes it back", markup=False)

    def action_mark_above_read(self) -> None:
        """Everything newer than the entry under the cursor is read."""
        if (here := self.timeline.position) is None:
            self.say_no_entry()
        else:
            self._mark_stretch(here + 1, len(self.timeline.rows), "above")

    def action_mark_below_read(self) -> None:
        """Everything older is read."""
        if (here := self.timeline.position) is None:
            self.say_no_entry()
        else:
            self._mark_stretch(0, here, "below")

    def _mark_stretch(self, first: int, last: int, where: str) -> None:
        before = texts.unread_of(self.timeline.rows.index, first, last)
        if not before:
            self.notify(f"Nothing unread {where}", markup=False)
            return
        self.marking.mark(before, read=True)
        self.notify(f"{len(before):,} {where} marked as read; {self.key_of('undo')} takes it back", markup=False)

    def action_undo(self) -> None:
        """Take the last mark back, and say so where the row under the cursor does not show it."""
        back = self.marking.undo()
        if back is None:
            self.notify("Nothing to take back", markup=False)
        elif back != {self.timeline.cursor}:
            marks = f": the marks of {counted(len(back), 'entry', 'entries')}" if back else ""
            self.notify(f"Taken back{marks}", markup=False)
