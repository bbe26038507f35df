"""The input in which a filter gets its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input

from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from textual.binding import BindingType

LONGEST = 40


class FilterName(KeyOrder, Input):
    """Enter keeps, Escape does not."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]

    class Left(Message):
        """The reader keeps nothing."""

    def __init__(self) -> None:
        super().__init__(
            id="filter-name",
            compact=True,
            placeholder="Enter keeps; empty: no longer",
            max_length=LONGEST,
            select_on_focus=False,
        )

    def action_leave(self) -> None:
        """Keep nothing."""
        self.post_message(self.Left())
