"""The facet pane: actors, topics, speakers and sources of what the filter shows, with counts, to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.message import Message

from reader.model.filter_edit import NONE, Choice, same
from reader.ui.commands import Place, bindings
from reader.ui.widgets.line_view import LineView
from reader.view.facet_lines import (
    SECTIONS,
    Facet,
    about_line,
    facet_line,
    narrowed,
    state_of,
    tabs_line,
    with_chosen,
)
from reader.view.lines import EMPTY, Span

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from textual import events
    from textual.binding import BindingType
    from textual.strip import Strip

    from reader.view.lines import Line

HEAD = 2
"""Lines above the list: the sections, and how several values are combined."""
FIELDS = tuple(SECTIONS)
NOTHING = " Nothing here carries any."


class FacetPane(LineView, inherit_bindings=False):
    """One section at a time. What is chosen is the filter's, and told by `show`; the pane only asks for changes.

    `chosen` is called in the turn of the key, so that keys of one breath act in order: the filter is to ask this of a
    field. The cursor is held by its value, so that counts may change under it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.FACETS)]

    class Turned(Message):
        """The reader looks at another section."""

    class Left(Message):
        """The reader is done with the pane."""

    def __init__(self, chosen: Callable[[str, Choice], None], *, ascii: bool = False) -> None:  # noqa: A002
        super().__init__((), id="facets")
        self._chosen = chosen
        self._ascii = ascii
        self.field = FIELDS[0]
        self._facets: Sequence[Facet] = ()
        self._choices: Mapping[str, Choice] = {}
        self._every: dict[str, bool] = {}
        self._cursors: dict[str, str] = {}
        self._known: set[str] = set()
        self.rows: Sequence[Facet] = ()
        """What is listed."""
        self.position: int | None = None
        """Where the cursor is; None in an empty list."""
        self.typed: str | None = None
        """What narrows the list, None where nothing does."""
        self.typing = False

    # -- what the screen asks and tells

    @property
    def choice(self) -> Choice:
        """What the filter asks of the section's field."""
        return self._choices.get(self.field, NONE)

    @property
    def every(self) -> bool:
        """Whether several values of this section are to be there together."""
        choice = self.choice
        return choice.every if len(choice.included) > 1 else self._every.get(self.field, False)

    def agree(self, choices: Mapping[str, Choice]) -> None:
        """Show what the filter asks of each field now."""
        self._choices = choices
        for field, choice in choices.items():
            if len(choice.included) > 1:
                self._every[field] = choice.every
        self._relist()

    def show(self, field: str, facets: Sequence[Facet]) -> None:
        """Show the values of a field, if it is still the one that is looked at."""
        if field == self.field:
            self._facets = facets
            self._known.add(field)
            self._relist()

    # -- painting

    def on_resize(self) -> None:
        """The place is kept as far as there is room."""
        self._keep_cursor()

    def on_focus(self) -> None:
        """The cursor is drawn otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor is drawn otherwise."""
        self.typing = False
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line: the head stays, the list scrolls under it."""
        base, width = self.rich_style, self.line_width or self.size.width
        over = None
        if y < HEAD:
            line = self._head_line(y, width)
        else:
            rows = self.rows
            at = int(self.scroll_y) + y - HEAD
            line = EMPTY
            if at < len(rows):
                line = facet_line(rows[at], state_of(rows[at].value, self.choice), width, ascii=self._ascii)
                if at == self.position:
                    over = self.palette.style("cursor" if self.has_focus else "cursor-blurred", self.app)
            elif not rows and y == HEAD and self.field in self._known:
                line = (Span(NOTHING if self.typed is None else " No such name.", "muted"),)
        return self.palette.strip(line, base, self.app, over=over).adjust_cell_length(self.size.width, base)

    def _head_line(self, y: int, width: int) -> Line:
        if y == 0:
            chosen = [field for field, choice in self._choices.items() if choice.included or choice.excluded]
            return tabs_line(self.field, chosen, width)
        return about_line(len(self.rows), self.typed, width, every=self.every, ascii=self._ascii)

    # -- the cursor

    def _relist(self) -> None:
        """Make the list anew, with the cursor on its value."""
        self.rows = narrowed(with_chosen(self._facets, self.choice), self.typed or "")
        value = self._cursors.get(self.field)
        found = next((at for at, item in enumerate(self.rows) if item.value == value), 0)
        self.position = found if self.rows else None
        if self.rows:
            self._cursors.setdefault(self.field, self.rows[found].value)
        self._keep_cursor()

    def _keep_cursor(self) -> None:
        room, top = max(1, self.size.height - HEAD), int(self.scroll_y)
        if self.position is not None:
            top = max(self.position - room + 1, min(top, self.position))
        self.place_at(top, len(self.rows) + HEAD)

    def _move_to(self, position: int) -> None:
        if self.rows:
            self.position = max(0, min(position, len(self.rows) - 1))
            self._cursors[self.field] = self.rows[self.position].value
            self._keep_cursor()

    def _move_by(self, rows: int) -> None:
        if self.position is not None:
            self._move_to(self.position + rows)

    def on_click(self, event: events.Click) -> None:
        """A section, or a value: the first click goes there, the next one takes it in or out."""
        if event.y == 0:
            self._click_tab(event.x)
        elif event.y >= HEAD:
            position = int(self.scroll_y) + event.y - HEAD
            if position == self.position:
                self.action_facet_toggle()
            else:
                self._move_to(position)

    def _click_tab(self, x: int) -> None:
        edge = 0
        for field, span in zip(FIELDS, tabs_line(self.field, (), 1000), strict=False):
            edge += len(span.text)
            if x < edge:
                self._turn_to(field)
                return

    # -- keys

    async def on_key(self, event: events.Key) -> None:
        """While the list is narrowed letters are letters."""
        if not self.typing or self.app.focused is not self:
            return
        if event.key in ("backspace", "escape", "enter", "down") or (event.is_printable and event.character):
            event.stop()
            event.prevent_default()
            self._type(event.key, event.character or "")

    def _type(self, key: str, character: str) -> None:
        typed = self.typed or ""
        if key == "escape":
            self.typed, self.typing = None, False
        elif key in ("enter", "down"):
            self.typing = False
            self.typed = self.typed or None
        elif key == "backspace":
            self.typed, self.typing = (typed[:-1], True) if typed else (None, False)
        else:
            self.typed = typed + character
        self._cursors.pop(self.field, None)
        self._relist()

    def action_facet_narrow(self) -> None:
        """Letters narrow the list from now on."""
        self.typed, self.typing = self.typed or "", True
        self.refresh()

    def action_facet_down(self) -> None:
        """To the next value."""
        self._move_by(1)

    def action_facet_up(self) -> None:
        """To the previous value."""
        self._move_by(-1)

    def action_facet_page_down(self) -> None:
        """A page down."""
        self._move_by(max(1, self.size.height - HEAD - 1))

    def action_facet_page_up(self) -> None:
        """A page up."""
        self._move_by(-max(1, self.size.height - HEAD - 1))

    def action_facet_first(self) -> None:
        """To the commonest."""
        self._move_to(0)

    def action_facet_last(self) -> None:
        """To the rarest."""
        self._move_to(len(self.rows) - 1)

    def action_facet_next_section(self) -> None:
        """The next section."""
        self._turn_to(FIELDS[(FIELDS.index(self.field) + 1) % len(FIELDS)])

    def action_facet_previous_section(self) -> None:
        """The previous section."""
        self._turn_to(FIELDS[FIELDS.index(self.field) - 1])

    def _turn_to(self, field: str) -> None:
        if field != self.field:
            self.field, self._facets, self.typed, self.typing = field, (), None, False
            self._known.discard(field)
            self._relist()
            self.post_message(self.Turned())

    # -- choosing

    def _here(self) -> str | None:
        position = self.position
        return self.rows[position].value if position is not None else None

    def _ask(self, included: Sequence[str], excluded: Sequence[str], *, every: bool | None = None) -> None:
        wanted = self.every if every is None else every
        self._chosen(self.field, Choice(tuple(included), tuple(excluded), wanted))

    def action_facet_only(self) -> None:
        """This value and no other of the section; once more: none."""
        value, choice = self._here(), self.choice
        if value is not None:
            alone = choice.has(value) and len(choice.included) == 1 and not choice.excluded
            self._ask(() if alone else (value,), ())

    def action_facet_toggle(self) -> None:
        """This value with the others, or no longer."""
        value, choice = self._here(), self.choice
        if value is not None:
            included = [name for name in choice.included if not same(name, value)]
            excluded = [name for name in choice.excluded if not same(name, value)]
            self._ask(included if choice.has(value) else [*included, value], excluded)

    def action_facet_exclude(self) -> None:
        """Nothing that has this value, or no longer."""
        value, choice = self._here(), self.choice
        if value is not None:
            included = [name for name in choice.included if not same(name, value)]
            excluded = [name for name in choice.excluded if not same(name, value)]
            self._ask(included, excluded if choice.bars(value) else [*excluded, value])

    def action_facet_combine(self) -> None:
        """Any of the chosen, or all of them."""
        if self.field == "source":
            return  # an entry has one source
        every = not self.every
        self._every[self.field] = every
        if len(self.choice.included) > 1:
            self._ask(self.choice.included, self.choice.excluded, every=every)
        else:
            self.post_message(self.Turned())
        self.refresh()

    def action_facet_clear(self) -> None:
        """Nothing of this section in the filter."""
        if self.choice != NONE:
            self._ask((), ())

    def action_leave_facets(self) -> None:
        """Close the pane; where the list is narrowed, show it whole again first."""
        if self.typed is not None:
            self.typed = None
            self._relist()
        else:
            self.post_message(self.Left())
