"""Moving between entries and panes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.listing import RowFlag
from reader.view.rhythm import burst_start

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.ui.screens.parts import Parts
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one

LANDMARKS = RowFlag.KEY_EVENT | RowFlag.PINNED


def unread(flags: int) -> bool:
    """Whether these are the flags of an entry that is not read."""
    return not flags & RowFlag.READ


def landmark(flags: int) -> bool:
    """Whether these are the flags of a key event or a pinned entry."""
    return bool(flags & LANDMARKS)


class Moving(Parts):
    """Where the reader looks."""

    def action_next_unread(self) -> None:
        """Down to the next unread entry."""
        self.to_unread(older_first=True)

    def action_previous_unread(self) -> None:
        """Up to the previous unread entry."""
        self.to_unread(older_first=False)

    def to_unread(self, *, older_first: bool) -> None:
        """To the nearest unread entry on one side, or the farthest on the other."""
        self._to(unread, older_first=older_first, nothing="No unread entry here")

    def action_newer_key_event(self) -> None:
        """Up to a key event."""
        self._to(landmark, older_first=False, around=False, nothing="No key event above")

    def action_older_key_event(self) -> None:
        """Down to a key event."""
        self._to(landmark, older_first=True, around=False, nothing="No key event below")

    def _to(self, wanted: Callable[[int], bool], *, older_first: bool, nothing: str, around: bool = True) -> None:
        position = self.timeline.find(wanted, older_first=older_first, around=around)
        if position is None:
            self.notify(nothing, markup=False)
        else:
            self.timeline.select(self.timeline.rows.id_at(position))

    def action_newer_burst(self) -> None:
        """Up to where a burst began."""
        self._to_burst(older=False)

    def action_older_burst(self) -> None:
        """Down to where a burst began."""
        self._to_burst(older=True)

    def _to_burst(self, *, older: bool) -> None:
        rows, here = self.timeline.rows, self.timeline.position
        position = None if here is None else burst_start(rows.index.sort_at, here, older=older)
        if position is None:
            self.notify(f"No burst of entries begins {'below' if older else 'above'}", markup=False)
        else:
            self.timeline.select(rows.id_at(position))

    def action_switch_pane(self) -> None:
        """List or text."""
        self.set_focus(self.timeline if self.article.has_focus else self.article)

    def action_detail_down(self) -> None:
        """Scroll the text from the list."""
        self.article.scroll_by(self.article.size.height // 2)

    def action_detail_up(self) -> None:
        """Scroll the text from the list."""
        self.article.scroll_by(-(self.article.size.height // 2))

    def action_zen(self) -> None:
        """Only the text."""
        self.toggle_class("-zen")
        self.set_focus(self.article if self.has_class("-zen") else self.timeline)
