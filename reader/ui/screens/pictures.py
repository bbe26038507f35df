"""The pictures of an entry or article, one at a time, each fetched when it is come to."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import Container
from textual.screen import Screen
from textual.widgets import Static

from reader.text import one_line
from reader.ui import pictures, texts
from reader.ui.commands import Place, bindings
from reader.ui.plain import plain
from reader.ui.screens.common import Common
from reader.ui.widgets.line_bar import LineBar
from reader.view.lines import Line, Span

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.model.entry import Media
    from reader.model.picture import PictureReading

    Look = Callable[[str], Awaitable[PictureReading]]

FETCHING = "Fetching the picture ..."


class PictureScreen(Common, Screen[None], inherit_bindings=False):
    """Caption, picture, keys. `look` fetches the picture at an address."""

    DEFAULT_CSS = """
    PictureScreen { layout: vertical; }
    PictureScreen #picture { height: 1fr; align: center middle; }
    PictureScreen #picture > * { width: auto; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.PICTURES), *bindings(Place.EVERYWHERE)]
    PLACE = Place.PICTURES

    def __init__(self, photos: Sequence[Media], look: Look) -> None:
        super().__init__()
        self._photos = photos
        self._look = look
        self._at = 0

    def compose(self) -> ComposeResult:
        """Caption, picture, keys."""
        yield LineBar(self._caption, id="header")
        yield Container(id="picture")
        yield LineBar(self._keys, id="keys")

    def on_mount(self) -> None:
        """The first."""
        self._show()

    @property
    def photo(self) -> Media:
        """The one that is shown."""
        return self._photos[self._at]

    def _show(self) -> None:
        self.query_one("#header", LineBar).update()
        # One at a time: who goes on does not wait for the one before.
        self.run_worker(self._fetched(self.photo), group="picture", exclusive=True, exit_on_error=False)

    async def _fetched(self, photo: Media) -> None:
        room = self.query_one("#picture", Container)
        await room.remove_children()
        await room.mount(Static(plain(FETCHING)))
        found = await self._look(photo.url or "")
        shown = pictures.widget_of(found.picture) if found.picture is not None else None
        await room.remove_children()
        await room.mount(shown or Static(plain(found.reason or "It is no picture.")))

    def _caption(self, width: int) -> Line:  # noqa: ARG002  it is cut to its width anyway
        photo = self.photo
        said = " ".join(one_line(part) for part in (photo.caption or photo.alt, photo.credit) if part)
        count = f"Picture {self._at + 1} of {len(self._photos)}" if len(self._photos) > 1 else "Picture"
        return (Span(f" {count}: " if said else f" {count}", "label"), Span(said, "caption"))

    def _keys(self, width: int) -> Line:
        return texts.keys(Place.PICTURES, self.keymap, width)

    def _turn(self, by: int) -> None:
        at = min(max(self._at + by, 0), len(self._photos) - 1)
        if at != self._at:
            self._at = at
            self._show()

    def action_next_picture(self) -> None:
        """The next one."""
        self._turn(1)

    def action_previous_picture(self) -> None:
        """The one before."""
        self._turn(-1)

    def action_leave_pictures(self) -> None:
        """Back to the text."""
        self.dismiss(None)
