"""The words of the filter: painted where they stand, in list and text, and gone to from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.actions.hunting import Hunting
from reader.ui.filter_words import matches_of
from reader.view.status import counted

if TYPE_CHECKING:
    from reader.model.query import Term

ROLE = "match"


class Seeking(Hunting):
    """`n` goes to the words of the filter while there are some, until Escape; after a highlight that is gone to."""

    _painted: Term | None = None
    _seeks = False

    def _refresh_words(self) -> None:
        super()._refresh_words()
        term = self.listing.query.term
        if term != self._painted:
            self._painted = term
            matches = matches_of(term)
            self._seeks = matches is not None
            if matches is not None or self.timeline.look.matches is not None:
                self.timeline.reshape(matches=matches)
                self.article.use_matches(matches)
            if self.hunted is None and self.article.hunting:
                self.article.say()

    def action_next_unread(self) -> None:
        """The next place of a word of the filter, where it has words."""
        if self._seeks and self.hunted is None:
            self._to_word(1)
        else:
            super().action_next_unread()

    def action_previous_hit(self) -> None:
        """The previous one."""
        if self._seeks and self.hunted is None:
            self._to_word(-1)
        else:
            super().action_previous_hit()

    def action_end_hits(self) -> None:
        """The words stay painted, `n` goes to unread entries again."""
        self._seeks = False
        super().action_end_hits()

    def _to_word(self, step: int) -> None:
        """In the text to the next place, then to the next entry; in the list from entry to entry, for all have them."""
        place = self.article.next_hit(step, ROLE) if self.article.has_focus else None
        rows, here = self.timeline.rows, self.timeline.position
        if place is None and here is not None:
            if len(rows) > 1:
                self.timeline.select(rows.id_at((here - step) % len(rows)))
            place = self.article.next_hit(step, ROLE)
        keys = " ".join(self.key_of(name) for name in ("next_unread", "previous_hit"))
        said = counted(len(rows), "entry", "entries") + " with it"
        at = "" if place is None else f"{place[0]} of {place[1]} in this text"
        self.article.say(said, at, f"{keys} go there, {self.key_of('end_hits')} ends")
