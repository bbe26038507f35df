"""One frame for another size of the terminal, and none of the whole for another focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import Reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from textual import events
    from textual._compositor import CompositorMap
    from textual.geometry import Size
    from textual.screen import Screen

    Base = Screen[None]
else:
    # Not a screen itself: Textual takes styles and bindings from the first base that is one.
    Base = object


class Frames(Base):
    """Lays out once where Textual would do it three times, and paints what has changed."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """The panes that gain and lose the focus paint themselves; Textual would paint the whole screen with them."""
    _laid_out: CompositorMap | None = None
    """Where everything stood after the last layout."""

    async def _on_resize(self, event: events.Resize) -> None:
        """Say first how much room there is, then lay out for that, once."""
        event.stop()
        event.prevent_default()
        # Textual's own way is to lay out and paint, then to do so again for the event which that makes of it, and only
        # then to set the classes that say how wide and high it is, by which everything stands elsewhere.
        sides = ((event.size.width, self.HORIZONTAL_BREAKPOINTS), (event.size.height, self.VERTICAL_BREAKPOINTS))
        room = {name: False for _, named in sides for _, name in named or ()}
        for length, named in sides:
            room |= dict.fromkeys(self._get_breakpoint_classes(length, named or []), True)
        before = self.classes
        self.update_classes(room, animate=False)
        if event.size != self._compositor.size:
            self._lay_out(event.size, otherwise=self.classes != before)
            for screen in self.app._background_screens:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
                screen._screen_resized(event.size)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    def _lay_out(self, size: Size, *, otherwise: bool) -> None:
        """Lay out for a size, in which things stand `otherwise` than they did, and paint all of that."""
        if otherwise:
            for widget in self.walk_children(Widget, with_self=True):
                widget._clear_arrangement_cache()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        self._screen_resized(size)
        if self.is_current and not self.app._batch_count:  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
            for widget, _ in self._compositor.layers:  # all of them have just been painted
                widget._repaint_required = False  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    def _refresh_layout(self, size: Size | None = None, scroll: bool = False) -> None:
        """Paint what stands elsewhere than it was laid out before.

        Textual compares with where it saw things last, and it looks whenever it is asked for one: what had moved by
        then would be painted nowhere.
        """
        compositor, only_scrolled = self._compositor, scroll and not self._layout_widgets
        if self._laid_out is not None and not only_scrolled:
            compositor._full_map = self._laid_out  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        super()._refresh_layout(size, scroll)
        if not only_scrolled:
            self._laid_out = compositor._full_map  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:  # noqa: ARG002
        # Another size is what this layout is for: it asks for no further one.
        return super()._size_updated(size, virtual_size, container_size, layout=False)
