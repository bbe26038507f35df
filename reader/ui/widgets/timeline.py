"""The timeline: every entry of a query, newest on top, of which only what shows is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message
from textual.strip import Strip

from reader.frozen import replace
from reader.model.listing import RowFlag
from reader.ui.commands import Place, bindings
from reader.ui.widgets.line_view import LineView
from reader.view.anchor import Anchor, capture, older, restore
from reader.view.lines import EMPTY

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Sequence

    from rich.style import Style
    from textual import events
    from textual.binding import BindingType
    from textual.geometry import Region, Size

    from reader.model.event import Gap
    from reader.model.highlight import Highlight
    from reader.model.listing import Index
    from reader.view.lines import Line
    from reader.view.rows import Look, Rows

A_SCREEN = 100
"""Entries beyond which it is quicker to paint everything than one by one."""


class Timeline(LineView, inherit_bindings=False):
    """Rows of differing height on the line API.

    `moved(entry_id, by_reader)` is called in the same turn as the cursor moves, so that list and text are painted in
    one frame; `by_reader` is False where the list itself moved it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.LIST)]

    class FilterWanted(Message):
        """The reader has pressed a key of the command that shows what a filter with a name shows."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(
        self,
        rows: Rows,
        moved: Callable[[int | None, bool], None],
        reveal: Callable[[], bool],
        highlights: Sequence[Highlight] = (),
    ) -> None:
        super().__init__(highlights, id="timeline")
        self.rows = rows
        self._moved = moved
        self._reveal = reveal
        self._cursor: int | None = None
        self._before: Anchor | None = None
        """The reader's place at the size that the list had before."""
        self.empty_text: Sequence[Line] = ()
        if len(rows):
            self._cursor = rows.id_at(len(rows) - 1)

    # -- what the screen asks and tells

    @property
    def cursor(self) -> int | None:
        """The entry under the cursor; None in an empty list."""
        return self._cursor

    @property
    def at_newest(self) -> bool:
        """Whether the cursor is on the newest entry and that is in view: then arrivals are followed."""
        return not len(self.rows) or (self._cursor == self.rows.id_at(len(self.rows) - 1) and self.scroll_y <= 1)

    def show(
        self,
        index: Index,
        *,
        changed: Iterable[int] = (),
        follow: bool = False,
        gaps: tuple[Gap, ...] = (),
        home: Anchor | None = None,
    ) -> None:
        """Show another index with nothing moving on the screen; with `follow` go to the newest.

        `changed` are entries whose texts must be read anew. If the entry under the cursor is gone, the next older one
        takes its place. `home` is where the reader was before lists came that did not have it: the cursor goes there.
        """
        anchor = home or self.place()
        here = self.rows.position(self._cursor) if self._cursor is not None else None
        fallback = home or (Anchor(self._cursor or 0, 0, self.rows.index.sort_at[here]) if here is not None else None)
        self.rows.invalidate(changed)
        self.rows.replace(index)
        if gaps != self.rows.look.gaps:
            self.rows.reshape(replace(self.rows.look, gaps=gaps))
        if follow or fallback is None:
            self._cursor = self.rows.id_at(len(self.rows) - 1) if len(self.rows) else None
            self._go_to(0)
        else:
            if self.rows.position(fallback.entry_id) is not None:
                self._cursor = fallback.entry_id
            else:
                nearest = max(0, older(self.rows.index, fallback))
                self._cursor = self.rows.id_at(nearest) if len(self.rows) else None
            self._go_to(restore(self.rows, anchor))
            self._keep_cursor_in_view()
        self._moved(self._cursor, False)

    def restate(self, entry_ids: Collection[int], *, read: bool | None = None, starred: bool | None = None) -> None:
        """Show another reading state of some entries at once."""
        if len(entry_ids) > A_SCREEN:
            self.rows.restate_many(entry_ids, read=read, starred=starred)
            self.refresh()
            return
        for entry_id in entry_ids:
            self.rows.restate(entry_id, read=read, starred=starred)
            self._repaint(entry_id)

    def retag(self, changed: Collection[int], tagged: Collection[int]) -> None:
        """Show other tags of the entries `changed`, of which those in `tagged` have some, with nothing moving."""
        index, anchor = self.rows.index, self.place()
        flags, wanted, bit = index.flags[:], frozenset(changed), int(RowFlag.TAGGED)
        for position, entry_id in enumerate(index.ids):
            if entry_id in wanted:
                flags[position] = flags[position] | bit if entry_id in tagged else flags[position] & ~bit
        self.rows.invalidate(wanted)
        self.rows.replace(replace(index, flags=flags))
        self._go_to(restore(self.rows, anchor))
        self._keep_cursor_in_view()

    def reshape(self, **changes: object) -> None:
        """Show the same entries otherwise (a field of `Look`), with the reader's place kept."""
        anchor = self.place()
        self.rows.reshape(replace(self.rows.look, **changes))  # type: ignore[arg-type]
        self._go_to(restore(self.rows, anchor))

    @property
    def look(self) -> Look:
        """What the lines are made for."""
        return self.rows.look

    def select(self, entry_id: int) -> None:
        """Put the cursor on an entry, scrolling as little as possible."""
        position = self.rows.position(entry_id)
        if position is not None:
            self._move_to(position)

    def find(self, wanted: Callable[[int], bool], *, older_first: bool, around: bool = True) -> int | None:
        """The nearest position below (`older_first`) or above the cursor whose flags are `wanted`.

        With `around` the search goes on at the other end.
        """
        here = self.position
        if here is None:
            return None
        flags, table = self.rows.index.flags, bytes(1 if wanted(value) else 0 for value in range(256))
        found = flags.tobytes().translate(table)
        below, above = found[:here], found[here + 1 :]
        if older_first:
            position = below.rfind(1)
            beyond = above.rfind(1)
            return position if position >= 0 else here + 1 + beyond if around and beyond >= 0 else None
        position, beyond = above.find(1), below.find(1)
        return here + 1 + position if position >= 0 else beyond if around and beyond >= 0 else None

    # -- painting

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # Textual scrolls what is short now to its end before it tells of another size: this is the time to look.
        if size != self._size and self._before is None:
            self._before = self.place()
        return super()._size_updated(size, virtual_size, container_size, layout)

    def fit(self) -> None:
        """A new width is new heights; the entry under the cursor stays on its row, or as near to it as it can be."""
        anchor, self._before = self._before or self.place(), None
        width = self.line_width - 1  # a blank before the scrollbar
        if width > 0 and width != self.rows.look.width:
            self.rows.reshape(replace(self.rows.look, width=width))
        self._go_to(restore(self.rows, anchor))
        self._keep_cursor_in_view()

    def on_focus(self) -> None:
        """The cursor is drawn otherwise."""
        self._repaint(self._cursor)

    def on_blur(self) -> None:
        """The cursor is drawn otherwise."""
        self._repaint(self._cursor)

    def render_line(self, y: int) -> Strip:
        """One line of what shows."""
        base, width = self.base, self.size.width
        shown = self.rows.visible(int(self.scroll_y) + y, 1)
        if not shown:
            line = self.empty_text[y] if not len(self.rows) and y < len(self.empty_text) else EMPTY
            return self.palette.strip(line, base, self.app).adjust_cell_length(width, base)
        entry = shown[0]
        over = self._cursor_style(entry.position, entry.within) if entry.entry_id == self._cursor else None
        return self.palette.strip(entry.line, base, self.app, over=over).adjust_cell_length(width, base)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Read the texts of a whole screen in one question before its lines are made."""
        self.rows.visible(int(self.scroll_y) + crop.y, crop.height)
        return super().render_lines(crop)

    def _cursor_style(self, position: int, within: int) -> Style | None:
        """The cursor covers the entry but neither the rules above it nor the blank below."""
        heights = self.rows.heights
        first = heights.rules(position)
        last = heights.height(position) - (0 if self.rows.look.density == "compact" else 1)
        if not first <= within < last:
            return None
        return self.palette.style("cursor" if self.has_focus else "cursor-blurred", self.app)

    def _repaint(self, entry_id: int | None) -> None:
        position = self.rows.position(entry_id) if entry_id is not None else None
        if position is not None:
            heights = self.rows.heights
            self.refresh_lines(heights.top(position), heights.height(position))

    # -- moving

    def place(self) -> Anchor | None:
        """What must not move: the entry under the cursor where it shows, else the line on top."""
        position = self.position
        top = int(self.scroll_y)
        if position is not None:
            line = self.rows.heights.top(position) + self.rows.heights.rules(position)
            if top <= line < top + self.size.height:
                sort_at = self.rows.index.sort_at[position]
                return Anchor(self.rows.id_at(position), top - line, sort_at)
        return capture(self.rows, top)

    @property
    def position(self) -> int | None:
        """Where the cursor is, counted from the oldest entry; None in an empty list."""
        return self.rows.position(self._cursor) if self._cursor is not None else None

    def _go_to(self, line: int) -> None:
        self.place_at(line, self.rows.total)

    def _keep_cursor_in_view(self) -> None:
        position = self.position
        if position is None or not self.size.height:
            return
        heights, room = self.rows.heights, self.size.height
        top = heights.top(position)
        headline, bottom = top + heights.rules(position), top + heights.height(position)
        # A day rule belongs to its entry: at the top of the list it is shown with it. Where there is no room for both,
        # or for the whole entry, its headline is what is seen.
        if top < self.scroll_y:
            self._go_to(max(top, headline + 1 - room))
        elif bottom > self.scroll_y + room:
            self._go_to(min(bottom - room, headline))

    def _move_to(self, position: int) -> None:
        before = self._cursor
        self._cursor = self.rows.id_at(position)
        self._repaint(before)
        self._repaint(self._cursor)
        self._keep_cursor_in_view()
        self._moved(self._cursor, True)

    def _move_by(self, entries: int) -> None:
        position = self.position
        if position is not None:
            self._move_to(max(0, min(position + entries, len(self.rows) - 1)))

    def _page(self, lines: int) -> None:
        position = self.position
        if position is None:
            return
        line = self.rows.heights.top(position) + self.rows.heights.rules(position) + lines
        target, _ = self.rows.heights.locate(max(0, min(line, self.rows.total - 1)))
        if target == position:
            target += -1 if lines > 0 else 1
        self._go_to(int(self.scroll_y) + lines)
        self._move_to(max(0, min(target, len(self.rows) - 1)))

    def on_click(self, event: events.Click) -> None:
        """The cursor goes to where the mouse points."""
        shown = self.rows.visible(int(self.scroll_y) + event.y, 1)
        if shown:
            self._move_to(shown[0].position)

    def action_down(self) -> None:
        """To the next older entry."""
        self._move_by(-1)

    def action_up(self) -> None:
        """To the next newer entry."""
        self._move_by(1)

    def action_page_down(self) -> None:
        """A page towards the older entries."""
        self._page(max(1, self.size.height - 2))

    def action_page_up(self) -> None:
        """A page towards the newer entries."""
        self._page(-max(1, self.size.height - 2))

    def action_newest(self) -> None:
        """Show what waits, and go to the newest entry."""
        if not self._reveal() and len(self.rows):
            self._move_to(len(self.rows) - 1)

    def action_oldest(self) -> None:
        """Show what waits; where nothing does, go to the oldest entry."""
        if not self._reveal():
            self.action_end()

    def action_end(self) -> None:
        """Go to the oldest entry."""
        if len(self.rows):
            self._move_to(0)

    def action_saved_filter(self) -> None:
        """Show what a filter with a name shows; which one, the key says."""
        self.post_message(self.FilterWanted(self.pressed))

    def action_open_detail(self) -> None:
        """Give the focus to the text."""
        self.screen.set_focus(self.screen.query_one("#article"))

    def action_end_hits(self) -> None:
        """No more hits."""
        self.post_message(self.HitsEnded())
