"""Who says what and which figures are given, in what the filter shows; and the way from there to an entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.ui.screens.found_parts import Passage
    from reader.ui.screens.matrix import Stand
    from reader.ui.screens.parts import Parts
    from reader.ui.work.combing import Combing
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one


class Findings(Parts):
    """Opens the screens of claims and figures."""

    _combing: Combing | None = None
    _matrix_stand: Stand | None = None

    @property
    def combing(self) -> Combing:
        """Looks through entries; remembers what it found."""
        if self._combing is None:
            from reader.ui.work.combing import Combing  # noqa: PLC0415  not needed for the first screen

            self._combing = Combing(self.world.store)
        return self._combing

    def _newest_first(self) -> list[int]:
        return list(self.timeline.rows.index.ids)[::-1]

    def action_matrix(self) -> None:
        """Who calls on, accuses, denies, confirms, offers and reports."""
        from reader.ui.screens.matrix import MatrixScreen  # noqa: PLC0415  not needed for the first screen

        screen = MatrixScreen(self, self.combing, self._newest_first(), self._matrix_stand)
        self._matrix_stand = screen.stand
        self.app.push_screen(screen, self._go_to_passage)

    def action_figures(self) -> None:
        """Which figures are given; from the text, with the cursor at those of its entry."""
        from reader.ui.screens.ledger import LedgerScreen  # noqa: PLC0415  not needed for the first screen

        begin = self.timeline.cursor if self.focused is self.article else None
        self.app.push_screen(LedgerScreen(self, self.combing, self._newest_first(), begin), self._go_to_passage)

    def _go_to_passage(self, passage: Passage | None) -> None:
        if passage is None:
            return
        if self.timeline.rows.position(passage.entry) is None:
            self.notify("That entry is not in the list any more", markup=False)
            return
        self.timeline.select(passage.entry)
        self.set_focus(self.article)
        self.call_after_refresh(lambda: self.article.show_passage(passage.words))
