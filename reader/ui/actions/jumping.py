"""Going to a time."""

from __future__ import annotations

from bisect import bisect_right

from reader.model.jump_times import EXAMPLES, moment_of
from reader.ui.actions.asking import Asking, Question
from reader.view.times import stamp

WRONG = "no time; write 14:00, yesterday 9:00, monday, -2h"


class Jumping(Asking):
    """Asks for a time and goes to the entry that stood there."""

    async def action_jump_to_time(self) -> None:
        """Ask for a time."""
        await self.ask(Question("Go to", "", EXAMPLES, "goes there", self._meant, self._go_to, "stays"))

    def _meant(self, text: str) -> str:
        at = self._moment(text)
        return EXAMPLES if at is None else f"to {stamp(at, self.zone)}"

    def _go_to(self, text: str) -> str | None:
        """Go there; what is wrong with the text if that is no time."""
        at = self._moment(text)
        if at is None:
            return WRONG
        rows = self.timeline.rows
        position = bisect_right(rows.index.sort_at, at) - 1
        if len(rows):
            self.timeline.select(rows.id_at(max(0, position)))
        if position < 0:
            self.notify(f"Nothing here is as old as {stamp(at, self.zone)}; this is the oldest", markup=False)
        return None

    def _moment(self, text: str) -> int | None:
        sort_at = self.timeline.rows.index.sort_at
        newest = sort_at[-1] if len(sort_at) else None
        return moment_of(text, self.world.clock.now(), self.zone, newest=newest)
