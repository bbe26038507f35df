"""Going to a time."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from reader.model.jump_times import EXAMPLES, moment_of
from reader.ui.screens.parts import Parts
from reader.ui.widgets.prompt_bar import PromptBar
from reader.view.lines import Span
from reader.view.times import stamp

if TYPE_CHECKING:
    from textual.widgets import Input

    from reader.view.lines import Line

WRONG = "no time; write 14:00, yesterday 9:00, monday, -2h"


class Jumping(Parts):
    """A question of one line in the place of the filter."""

    async def action_jump_to_time(self) -> None:
        """Ask for a time."""
        if not self.query(PromptBar):
            await self.mount(PromptBar(id="prompt"), after="FilterBar")
        self.add_class("-asking")
        self.query_one(PromptBar).ask("Go to", "", EXAMPLES)

    def _keys(self, width: int) -> Line:
        if not self.has_class("-asking"):
            return super()._keys(width)
        return (Span(" Enter", "command"), Span(" goes there"), Span(" Esc", "command"), Span(" stays"))

    def on_prompt_bar_left(self, event: PromptBar.Left) -> None:
        """Stay where the list is."""
        event.stop()
        self._asked()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say while it is typed what is understood."""
        if event.input.id != "prompt-input" or not self.has_class("-asking"):
            return
        event.stop()
        at = self._moment(event.value)
        self.query_one(PromptBar).hint(EXAMPLES if at is None else f"to {stamp(at, self.zone)}")

    def on_prompt_bar_answered(self, event: PromptBar.Answered) -> None:
        """Go there, or say what is wrong where it was typed."""
        event.stop()
        at = self._moment(event.text)
        if at is None:
            self.query_one(PromptBar).hint(WRONG, wrong=True)
            return
        self._asked()
        rows = self.timeline.rows
        position = bisect_right(rows.index.sort_at, at) - 1
        if len(rows):
            self.timeline.select(rows.id_at(max(0, position)))
        if position < 0:
            self.notify(f"Nothing here is as old as {stamp(at, self.zone)}; this is the oldest", markup=False)

    def _moment(self, text: str) -> int | None:
        sort_at = self.timeline.rows.index.sort_at
        newest = sort_at[-1] if len(sort_at) else None
        return moment_of(text, self.world.clock.now(), self.zone, newest=newest)

    def _asked(self) -> None:
        self.remove_class("-asking")
        self.set_focus(self.timeline)
