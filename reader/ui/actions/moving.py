"""Moving between entries and panes."""

from __future__ import annotations

from reader.model.listing import RowFlag
from reader.ui.screens.parts import Parts


class Moving(Parts):
    """Where the reader looks."""

    def action_next_unread(self) -> None:
        """Down to the next unread entry."""
        self._to_unread(older_first=True)

    def action_previous_unread(self) -> None:
        """Up to the previous unread entry."""
        self._to_unread(older_first=False)

    def _to_unread(self, *, older_first: bool) -> None:
        position = self.timeline.find(older_first=older_first, flag_unset=RowFlag.READ)
        if position is None:
            self.notify("No unread entry here", markup=False)
        else:
            self.timeline.select(self.timeline.rows.id_at(position))

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
