"""The line in which a filter is typed, and beside it what the filter shows and hides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from reader.model.filter_completion import FROM_STORE, Offer, Slot, accept, known, slot
from reader.model.filter_language import parse_filter
from reader.ui.plain import plain
from reader.ui.widgets.filter_input import FilterInput
from reader.view.clusters import cells
from reader.view.filter_lines import Marked, marked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from reader.model.query import Query
    from reader.model.saved_filter import SavedFilter
    from reader.ui.widgets.filter_help import FilterHelp


class FilterBar(Horizontal):
    """Filter input and its outcome in words; always one line, so that nothing moves when it is used.

    What is wrong and what may stand there hangs below it, over the panes. `saved` are the filters with names.
    """

    class Changed(Message):
        """The filter is now `query`."""

        def __init__(self, query: Query) -> None:
            super().__init__()
            self.query = query

        def can_replace(self, message: Message) -> bool:
            """Only what was typed last matters."""
            return isinstance(message, FilterBar.Changed)

    class Entered(Message):
        """The reader begins to type."""

    class ValuesWanted(Message):
        """What may stand in a slot of the text is for the store to say: `offer` it."""

        def __init__(self, text: str, place: Slot) -> None:
            super().__init__()
            self.text = text
            self.place = place

        def can_replace(self, message: Message) -> bool:
            """Only what is typed now matters."""
            return isinstance(message, FilterBar.ValuesWanted)

    class Finished(Message):
        """The reader has left the line; `text` is what stands there, with a last word `typed` just now or whole."""

        def __init__(self, text: str, *, typed: bool) -> None:
            super().__init__()
            self.text = text
            self.typed = typed

    class Named(Message):
        """The filter `text` is to be kept under `name`; no name: not any longer."""

        def __init__(self, text: str, name: str) -> None:
            super().__init__()
            self.text = text
            self.name = name

    class Pressed(Message):
        """The mouse was pressed on what waits."""

    def __init__(self, *, ascii: bool = False) -> None:  # noqa: A002
        super().__init__()
        self._ascii = ascii
        self._help: FilterHelp | None = None
        self._place: Slot | None = None
        self._offers: Sequence[Offer] = ()
        self._chosen = 0
        self._moved = False
        self._shut = False
        self._typed = False
        self._given: str | None = None
        self._is_left = True
        self._outcome = self._shown_outcome = "", False
        self.saved: Sequence[SavedFilter] = ()

    def compose(self) -> ComposeResult:
        """Input left, outcome right."""
        yield FilterInput(self)
        yield Static("", id="outcome")

    @property
    def input(self) -> FilterInput:
        """The input."""
        return self.query_one(FilterInput)

    @property
    def text(self) -> str:
        """The filter as it stands there."""
        return self.input.value

    @property
    def offers(self) -> Sequence[Offer]:
        """What is offered now."""
        return self._offers

    @property
    def problem(self) -> Marked | None:
        """What is marked now."""
        return self._help.problem if self._help is not None and self._help.display else None

    def set_text(self, text: str) -> None:
        """Change the filter from outside; says so as if it had been typed, but for that the last word is whole."""
        self._given = text if text != self.input.value else None
        self.input.value = text
        self.input.cursor_position = len(text)

    def on_click(self, event: events.Click) -> None:
        """What waits names a key; the mouse does the same there."""
        if event.widget is not None and event.widget.id == "outcome" and self._shown_outcome[1]:
            event.stop()
            self.post_message(self.Pressed())

    def outcome(self, text: str, *, urgent: bool = False) -> None:
        """Show what the filter does, or what waits, once the turn is over: what is said last in it counts."""
        waits = self._outcome != self._shown_outcome
        self._outcome = text, urgent
        if not self._shown_outcome[0]:
            self._show_outcome()  # with the first paint
        elif not waits:
            self.call_later(self._show_outcome)

    def _show_outcome(self) -> None:
        """What stands there already is not painted again; only another width lays the screen out anew."""
        before, self._shown_outcome = self._shown_outcome, self._outcome
        if self._outcome == before:
            return
        text, urgent = self._outcome
        label = self.query_one("#outcome", Static)
        label.set_class(urgent, "-urgent")
        if cells(text) == cells(before[0]):
            label.update(plain(text), layout=False)
        else:
            label.update(plain(text))

    # -- typing

    async def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Somebody begins to type: what hangs below is made ready, once."""
        if event.widget is not self.input:
            return
        self._is_left = False
        self.post_message(self.Entered())
        if self._help is None:
            from reader.ui.widgets.filter_help import FilterHelp  # noqa: PLC0415  not needed for the first screen

            self._help = FilterHelp(ascii=self._ascii)
            self._help.display = False
            await self.screen.mount(self._help)
            self._look()

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """What was typed is whole now."""
        if event.widget is not self.input:
            self.remove_class("-naming")
        elif not self._is_left:
            self._is_left = True
            self.input.forget_place()
            self._offers, self._place = (), None
            self._show()
            self.post_message(self.Finished(self.text, typed=self._typed))

    def on_input_changed(self, event: Input.Changed) -> None:
        """Every keystroke is a filter."""
        event.stop()
        if event.input is not self.input:
            return
        given, self._given = self._given == event.value, None
        recalled, self.input.recalled = self.input.recalled == event.value, None
        if not given and not recalled:
            self.input.forget_place()
        # Whether it still has the focus does not matter: Enter may have been typed in the same breath.
        typing = not given and not recalled
        self._typed, self._shut = typing, not typing
        self.post_message(self.Changed(parse_filter(event.value, typing=typing)))
        self._look()

    def enter(self) -> None:
        """Take what was chosen; where nothing was, leave."""
        if self._offers and self._moved:
            self.take(self._chosen)
        else:
            self.leave()

    def leave(self) -> None:
        """Give the focus back to the list."""
        self.screen.set_focus(self.screen.query_one("#timeline"))

    # -- what may stand there

    def _look(self) -> None:
        """See what is being typed, and what may stand there."""
        text = self.text
        place = slot(text, self.input.cursor_position) if self.input.has_focus and not self._shut else None
        self._chosen, self._moved = 0, False
        before, self._place = self._place, place
        if place is None:
            self._offers = ()
        elif place.field in FROM_STORE:
            # What was offered for less stands until the store has answered, so that nothing flickers.
            same = before is not None and (before.field, before.start) == (place.field, place.start)
            self._offers = self._offers if same else ()
            self.post_message(self.ValuesWanted(text, place))
        else:
            self._offers = known(place, self.saved)
        self._show()

    def offer(self, place: Slot, offers: Sequence[Offer]) -> None:
        """Offer what the store knows, if that is still what is being typed."""
        if place == self._place:
            written = self.text[place.start : place.end]
            self._offers = [item for item in offers if item.written != written]
            self._chosen = min(self._chosen, max(0, len(self._offers) - 1))
            self._show()

    def choose(self, step: int) -> None:
        """Choose another offer, going round at the ends."""
        self._chosen = (self._chosen + step) % len(self._offers)
        self._moved = True
        self._show()

    def close_offers(self) -> None:
        """Offer nothing more until something else is typed."""
        self._offers, self._shut = (), True
        self._show()

    def take_chosen(self) -> None:
        """Put the chosen offer into the text."""
        self.take(self._chosen)

    def take(self, number: int) -> None:
        """Take an offer by its place in the list."""
        if self._place is None or number >= len(self._offers):
            return
        text, cursor = accept(self.text, self._place, self._offers[number])
        self._offers = ()
        self.input.value = text
        self.input.cursor_position = cursor

    def _show(self) -> None:
        if self._help is None:
            return
        typed = self.input
        problem: Marked | None = None
        column = 0
        if typed.has_focus:
            offset = typed.content_region.x - round(typed.scroll_x)
            problems = parse_filter(self.text, typing=self._typed).problems
            problem = marked(self.text, problems, typed.cursor_position, offset=offset)
            if problem is not None and problem.pending and self._offers:
                problem = None  # what is offered says what is wanted
            column = offset + cells(self.text[: self._place.start]) if self._place else offset
        self._help.show(problem, self._offers, self._chosen, column - 3)

    # -- names

    async def ask_name(self) -> None:
        """Ask for a name in the place of the outcome."""
        here = self.text.strip()
        if not here:
            self.notify("There is no filter to keep", markup=False)
            return
        if not self.query("#filter-name"):
            from reader.ui.widgets.filter_name import FilterName  # noqa: PLC0415  for those who keep one

            await self.mount(Static("name:", id="filter-asks"), FilterName(self._named))
        name = self.query_one("#filter-name", Input)
        name.value = next((item.name for item in self.saved if item.query.strip() == here), "")
        self.add_class("-naming")
        self.screen.set_focus(name)

    def _named(self, name: str | None) -> None:
        self.remove_class("-naming")
        if name is None:
            self.screen.set_focus(self.input)
            return
        self.post_message(self.Named(self.text.strip(), " ".join(name.split())))
        self.leave()
