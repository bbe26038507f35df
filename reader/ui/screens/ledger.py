"""The screen of figures: what is counted, by whom, and how it changed; each figure leads to its sentence."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from reader.ui.commands import Place, bindings
from reader.ui.screens.found_parts import FoundScreen, Passage
from reader.ui.widgets.found_list import FoundList
from reader.ui.widgets.line_bar import LineBar
from reader.view.catch_up import Told
from reader.view.ledger import Ledger, Texts
from reader.view.lines import Line, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.ui.screens.parts import Parts
    from reader.ui.work.combing import Combing
    from reader.view.testimony import Testimony


class LedgerScreen(FoundScreen, inherit_bindings=False):
    """Enter on a figure goes to its entry."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.FIGURES), *bindings(Place.EVERYWHERE)]
    PLACE = Place.FIGURES
    TITLE_WORDS = "Figures, as worded by the source"

    def __init__(self, main: Parts, combing: Combing, numbers: Sequence[int], begin: int | None = None) -> None:
        super().__init__(main, combing, numbers)
        self._ledger = Ledger(self.desk)
        self._texts = Texts()
        self._lines = self._ledger.lines(1, self._texts)
        self._begin = begin
        """The entry of which the first figure is to be under the cursor."""
        self._moved = False
        self._turn = asyncio.Lock()
        self.listed = FoundList(self._fetch)

    def compose(self) -> ComposeResult:
        """Heading, figures, keys."""
        yield LineBar(self.heading, id="header")
        yield self.listed
        yield LineBar(self.keys_line, id="keys")

    def on_mount(self) -> None:
        """Begin to read."""
        self.set_focus(self.listed)
        self.start()

    async def take(self, testimony: Testimony) -> None:
        """Keep its figures."""
        async with self._turn:
            self._ledger.add(testimony)

    async def found(self, *, final: bool) -> None:  # noqa: ARG002  the same at any time
        """Show the figures there are by now; the cursor stays on its figure."""
        async with self._turn:
            width = max(1, self.listed.line_width - 1)
            # Of many figures the order alone takes longer than a frame may.
            self._lines = await asyncio.to_thread(self._ledger.lines, width, self._texts)
        if self.is_attached:
            self._show()

    def _show(self) -> None:
        keep = self.listed.entry if self._moved else self._first_of(self._begin)
        place = self._lines.place_of(keep) if keep is not None else None
        if self._lines:
            self.listed.put(self._lines, place)
        else:
            self.listed.put([_nothing(line) for line in self._why_empty()], None)
        self.query_one("#header", LineBar).update()

    def _first_of(self, entry: int | None) -> int | None:
        return next((item.number for item in self._ledger.items if item.testimony.entry == entry), None)

    def _fetch(self, first: int, last: int) -> None:
        """Have the texts of these lines."""
        if self.listed.entry is None and not self._lines:
            return
        missing = self._texts.missing(self._lines.shown(max(0, first), last))
        if missing:
            found = self.texts_of(missing)
            self._texts.known |= {one.entry: found.get(one.entry) for one in missing}

    def on_resize(self) -> None:
        """A new width is new lines."""
        self._moved = self._moved or (self.listed.entry is not None and self._begin is None)
        self.run_worker(self.found(final=False), group="lines", exclusive=True, exit_on_error=False)

    def heading(self, width: int) -> Line:
        """With how many figures of how many things."""
        count, dot = len(self._ledger.items), f" {self.desk.glyphs.dot} "
        words = f"{dot}{count:,} figures of {self._ledger.subjects:,} subjects" if count else ""
        return (*super().heading(width), Span(words, "muted"))

    def _why_empty(self) -> list[Line]:
        if not self._numbers:
            return self.nothing("The filter shows no entries.")
        if self.reading:
            return self.nothing("Reading the entries …" if not self.ascii else "Reading the entries ...")
        return self.nothing(
            "These entries have no number of which it could be told for certain what it counts.",
            "English sentences are read. Dates, times, ages, scores and lengths of time are left out.",
        )

    # -- moving

    def _move(self) -> None:
        self._moved = True

    def action_figures_down(self) -> None:
        """To the next figure."""
        self._move()
        self.listed.move_by(1)

    def action_figures_up(self) -> None:
        """To the figure before."""
        self._move()
        self.listed.move_by(-1)

    def action_figures_page_down(self) -> None:
        """A page down."""
        self._move()
        self.listed.move_lines(self.listed.page)

    def action_figures_page_up(self) -> None:
        """A page up."""
        self._move()
        self.listed.move_lines(-self.listed.page)

    def action_figures_first(self) -> None:
        """To the top."""
        self._move()
        self.listed.move_to_end(last=False)

    def action_figures_last(self) -> None:
        """To the end."""
        self._move()
        self.listed.move_to_end(last=True)

    def action_figures_next_subject(self) -> None:
        """To what is counted next."""
        self._to_subject(1)

    def action_figures_previous_subject(self) -> None:
        """To what is counted before."""
        self._to_subject(-1)

    def _to_subject(self, step: int) -> None:
        self._move()
        place = self._lines.subject_from(self.listed.cursor_line, step)
        if place is not None:
            self.listed.go_to(place)

    # -- out of here

    def action_figures_open(self) -> None:
        """Go to the entry, at the sentence."""
        number = self.listed.entry
        if number is None or not self._lines:
            return
        item = self._ledger.items[number]
        whole = self._texts.known.get(item.testimony.entry) or ("", "")
        text = whole[0] if item.figure.place == "headline" else whole[1]
        self.dismiss(Passage(item.testimony.entry, text[item.figure.start : item.figure.end]))

    def action_leave_figures(self) -> None:
        """Back to the entries."""
        self.dismiss(None)


def _nothing(line: Line) -> Told:
    return Told(line)
