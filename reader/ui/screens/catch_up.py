"""The screen of what happened while nobody was there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.screen import Screen

from reader.frozen import dataclass
from reader.model.listing import RowFlag
from reader.store import StoreError
from reader.ui import texts
from reader.ui.commands import Place, bindings, first_key
from reader.ui.screens.common import Common
from reader.ui.widgets.line_bar import LineBar
from reader.ui.widgets.told_list import ToldList
from reader.view.catch_up import Told, heading, new_line, page_for, told
from reader.view.lines import EMPTY, Line, Span
from reader.view.source_lines import Sight

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.model.happened import Happened, Seen
    from reader.model.listing import Row
    from reader.store import Reads
    from reader.ui.screens.parts import Parts
    from reader.view.catch_up import Page


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the reader made of it: everything `accepted` as seen, or reading on from `entry`."""

    happened: Happened
    accepted: bool = False
    entry: int | None = None


class CatchUpScreen(Common, Screen[Verdict | None], inherit_bindings=False):
    """Counts, changes, then the new entries in the order in which they are read. Changes nothing by itself."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.CATCH_UP), *bindings(Place.EVERYWHERE)]
    PLACE = Place.CATCH_UP

    def __init__(self, main: Parts, since: Seen, *, away: bool) -> None:
        super().__init__()
        self._main = main
        self._since = since
        self._away = away
        self._sight = Sight(main.world.clock.now(), main.zone, main.world.config.display.ascii)
        self._happened: Happened | None = None
        self._rows: Mapping[int, Row] = {}
        self._start: int | None = None
        self._page: Page | None = None
        self.listed = ToldList(self._lines)

    def compose(self) -> ComposeResult:
        """Heading, list, keys."""
        yield LineBar(self._heading, id="header")
        yield self.listed
        yield LineBar(self._keys, id="keys")

    def on_mount(self) -> None:
        """Read the log in the thread of queries."""
        self.set_focus(self.listed)
        self.run_worker(self._read(), group="happened", exit_on_error=False)

    async def _read(self) -> None:
        since, scope = self._since, self._main.scope()

        def question(reads: Reads) -> tuple[Happened, int | None, dict[int, Row]]:
            happened = reads.happened(since, sources=scope)
            unread = (n for n, flags in zip(happened.new, happened.flags, strict=True) if not flags & RowFlag.READ)
            start = next(unread, None)
            wanted = {*happened.marked, *happened.withdrawn, *happened.reinstated, *(() if start is None else (start,))}
            return happened, start, {row.id: row for row in reads.rows(wanted)}

        try:
            answer = await self._main.queries.ask("happened", question)
        except StoreError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        if answer is not None and self.is_attached:
            self._happened, self._start, self._rows = answer
            self.listed.show(self._told(), self._happened.new)
            self.query_one("#header", LineBar).update()

    def on_resize(self) -> None:
        """A new width is new lines."""
        if self._happened is not None:
            self.call_after_refresh(lambda: self.listed.remake(self._told()))

    # -- words

    def _heading(self, width: int) -> Line:  # noqa: ARG002  it is cut to its width anyway
        return (Span(" "), *heading(self._happened, self._since.at, self._sight, away=self._away))

    def _keys(self, width: int) -> Line:
        return texts.keys(Place.CATCH_UP, self.keymap, width)

    def _told(self) -> Sequence[Told]:
        if self._happened is None:
            return ()
        names = {item.source.id: item.title for item in self._main.statuses}
        width = max(1, self.listed.line_width - 1)
        self._page = page_for(self._happened, self._rows.values(), names, self._sight, width)
        key = first_key(texts.keys_of("read_from", self.keymap))
        return told(self._happened, self._rows, self._page, self._start, key)

    def _lines(self, numbers: Sequence[int]) -> Mapping[int, Line]:
        """Lines of new entries, for the list."""
        page = self._page
        rows = {row.id: row for row in self._main.reads.rows(numbers)}
        return {n: new_line(rows[n], page) if page is not None and n in rows else EMPTY for n in numbers}

    # -- moving

    def action_told_down(self) -> None:
        """To the next entry."""
        self.listed.move_by(1)

    def action_told_up(self) -> None:
        """To the previous entry."""
        self.listed.move_by(-1)

    def action_told_page_down(self) -> None:
        """A page down."""
        self.listed.move_lines(self.listed.page)

    def action_told_page_up(self) -> None:
        """A page up."""
        self.listed.move_lines(-self.listed.page)

    def action_told_first(self) -> None:
        """To the top."""
        self.listed.move_to_end(last=False)

    def action_told_last(self) -> None:
        """To the newest entry."""
        self.listed.move_to_end(last=True)

    # -- out of here

    def action_read_from(self) -> None:
        """Go to this entry in the timeline."""
        if self._happened is not None and self.listed.entry is not None:
            self.dismiss(Verdict(self._happened, entry=self.listed.entry))

    def action_accept(self) -> None:
        """Everything here was seen."""
        if self._happened is not None:
            self.dismiss(Verdict(self._happened, accepted=True))

    def action_leave_catch_up(self) -> None:
        """Back; the next look shows the same."""
        self.dismiss(None)
