"""The facet pane: actors and topics of what the filter shows, with counts; Enter filters by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from reader.text import one_line
from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.binding import BindingType

    from reader.model.listing import FacetCount

HEADINGS = {"actor": "Actors", "topic": "Topics"}


class FacetPane(KeyOrder, OptionList):
    """Counts by actor and topic."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "down", show=False),
        Binding("k", "cursor_up", "up", show=False),
        Binding("g", "first", "first", show=False),
        Binding("G", "last", "last", show=False),
        Binding("space", "select", "filter by it", show=False),
        Binding("escape,f", "leave", "close", show=False),
    ]

    class Chosen(Message):
        """The reader chose a facet."""

        def __init__(self, field: str, value: str) -> None:
            super().__init__()
            self.field = field
            self.value = value

    class Left(Message):
        """The reader is done with the pane."""

    def __init__(self) -> None:
        super().__init__(id="facets", markup=False)
        self._facets: dict[str, FacetCount] = {}

    def show(self, facets: Sequence[FacetCount], chosen: set[tuple[str, str]]) -> None:
        """Fill the pane; `chosen` are the (field, value) pairs in the filter. The cursor stays on its facet."""
        under = self.highlighted_option
        self._facets = {f"{facet.field}:{facet.value}": facet for facet in facets}
        self.clear_options()
        field = ""
        for key, facet in self._facets.items():
            if facet.field != field:
                field = facet.field
                self.add_option(Option(Content.styled(HEADINGS.get(field, field), "bold"), disabled=True))
            self.add_option(Option(self._line(facet, (facet.field, facet.value) in chosen), id=key))
        if under is not None and under.id in self._facets:
            self.highlighted = self.get_option_index(under.id)
        else:
            self.action_first()

    @staticmethod
    def _line(facet: FacetCount, chosen: bool) -> Content:
        mark = "▪ " if chosen else "  "
        return Content.assemble(mark, (f"{facet.count:>4} ", "dim"), one_line(facet.value))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Tell the screen."""
        event.stop()
        facet = self._facets.get(event.option.id or "")
        if facet is not None:
            self.post_message(self.Chosen(facet.field, facet.value))

    def action_leave(self) -> None:
        """Close the pane."""
        self.post_message(self.Left())
