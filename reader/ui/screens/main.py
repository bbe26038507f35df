"""The main screen: its parts, and what the reader can do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.ui.actions.articles import FullArticles
from reader.ui.actions.finding import Finding
from reader.ui.actions.findings import Findings
from reader.ui.actions.jumping import Jumping
from reader.ui.actions.links import Links
from reader.ui.actions.marks import Marks
from reader.ui.actions.pictures import Pictures
from reader.ui.actions.piping import Piping
from reader.ui.actions.retagging import Retagging
from reader.ui.actions.returning import Returning
from reader.ui.actions.saving import Saving
from reader.ui.actions.seeking import Seeking
from reader.ui.actions.sources import Sources
from reader.ui.actions.wordings import Wordings
from reader.ui.commands import Place, bindings
from reader.ui.screens.common import Common
from reader.ui.screens.frames import Frames
from reader.ui.screens.parts import Parts

if TYPE_CHECKING:
    from textual.binding import BindingType
    from textual.dom import DOMNode


class MainScreen(
    Common,
    Finding,
    Findings,
    Links,
    FullArticles,
    Pictures,
    Wordings,
    Marks,
    Seeking,
    Jumping,
    Saving,
    Piping,
    Returning,
    Retagging,
    Sources,
    Frames,
    Parts,
    inherit_bindings=False,
):
    """Timeline beside text."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.MAIN), *bindings(Place.EVERYWHERE)]
    VERTICAL_BREAKPOINTS = [  # noqa: RUF012  Textual's own annotation
        (0, "-short"),
        (32, "-tall"),
    ]
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  Textual's own annotation
        (0, "-narrow"),
        (100, "-wide"),
        (150, "-broad"),
    ]

    def _after_first_paint(self) -> None:
        super()._after_first_paint()
        if not self.statuses:
            from reader.ui.screens.adding import AddingScreen  # noqa: PLC0415  seen once

            self.app.push_screen(AddingScreen(self.world, (), (), self.zone, first=True), self._add_source)
        elif any(not item.source.kept for item in self.statuses):
            self.notify("Opened, not on your list: a keeps it there", markup=False)

    @property
    def place(self) -> Place:
        """List, text, or one of the places where the filter is made."""
        made = self.filter_place()
        if made is not None:
            return made
        return Place.DETAIL if self.focused is self.article else Place.LIST

    def namespace_of(self, place: Place) -> DOMNode:
        """The pane that carries out the commands of its own; it gets the keys too."""
        pane = {Place.LIST: self.timeline, Place.DETAIL: self.article}.get(place)
        if pane is None:
            return self
        self.set_focus(pane)
        return pane

    def action_back(self) -> None:
        """One step back; from the list: quit."""
        if self.has_class("-zen"):
            self.action_zen()
        elif not self.timeline.has_focus:
            self.set_focus(self.timeline)
        else:
            self.app.exit()
