"""The input in which a filter gets its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.widgets import Input

from reader.ui.widgets.key_order import KeyOrder

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.binding import BindingType

LONGEST = 40


class FilterName(KeyOrder, Input):
    """Calls `answered` in the turn of the key: with what is typed at Enter, with None at Escape."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "leave", show=False)]

    def __init__(self, answered: Callable[[str | None], None]) -> None:
        super().__init__(
            id="filter-name",
            compact=True,
            placeholder="Enter keeps; empty: no longer",
            max_length=LONGEST,
            select_on_focus=False,
        )
        self._answered = answered

    async def action_submit(self) -> None:
        """Keep the filter under this name."""
        self._answered(self.value)

    def action_leave(self) -> None:
        """Keep nothing."""
        self._answered(None)
