"""The last net before the terminal, and the list of actions that may be carried out at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import actions
from textual.app import App
from textual.filter import LineFilter
from textual.scrollbar import ScrollBar

from reader.text import clean
from reader.ui.commands import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual import events
    from textual.actions import ActionParseResult
    from textual.color import Color
    from textual.dom import DOMNode
    from textual.notifications import Notify, SeverityLevel

# All of these are of no width, so that taking them out moves nothing.
_RANGES = (
    (0x00, 0x1F), (0x7F, 0x9F), (0x61C, 0x61C), (0x200E, 0x200F), (0x202A, 0x202E), (0x2060, 0x2064), (0x2066, 0x206F),
    (0xFEFF, 0xFEFF), (0xE0000, 0xE007F),
)  # fmt: skip
# A blank at which no line is broken has done its work; who copies from the screen wants a plain one.
_WRITTEN: dict[int, str | None] = {
    **dict.fromkeys(code for first, last in _RANGES for code in range(first, last + 1)),
    0xA0: " ",
}

# Actions of Textual's own widgets that the screens use (text input, option lists, screens that close).
_WIDGET_ACTIONS = frozenset({
    "cursor_left", "cursor_right", "cursor_left_word", "cursor_right_word", "cursor_up", "cursor_down", "home", "end",
    "first", "last", "page_up", "page_down", "select", "submit", "cut", "copy", "paste", "select_all", "delete_left",
    "delete_right", "delete_left_word", "delete_right_word", "delete_left_all", "delete_right_all",
    "scroll_up", "scroll_down", "leave", "close", "help_filter",
    "focus_next", "focus_previous", "copy_text", "grab",
})  # fmt: skip


def allowed(action: str) -> bool:
    """Whether an action may run. Whatever text could smuggle in (screenshot, push_screen ...) is not on the list."""
    return action in ACTIONS or action in _WIDGET_ACTIONS


class GuardedApp(App[None], inherit_bindings=False):
    """Runs nothing that is not on the list, for whom it is meant, and lets no text that is clicked run anything."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what the program itself offers may run."""
        return allowed(action)

    async def run_action(
        self,
        action: str | ActionParseResult,
        default_namespace: DOMNode | None = None,
        namespaces: Mapping[str, DOMNode] | None = None,
    ) -> bool:
        """The same for what is meant for a screen or a widget: Textual asks only the one that is to carry it out."""
        try:
            _, name, _ = actions.parse(action) if isinstance(action, str) else action
        except actions.ActionError:
            return False
        return allowed(name) and await super().run_action(action, default_namespace, namespaces)

    async def _broker_event(self, event_name: str, event: events.Event, default_namespace: DOMNode) -> bool:
        # Textual runs here what the style of a clicked text names (`[@click=...]`). Nothing but scrollbars names any.
        return isinstance(default_namespace, ScrollBar) and await super()._broker_event(
            event_name, event, default_namespace
        )

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,  # noqa: ARG002  there is none in what we say
    ) -> None:
        """Say something in passing, as text."""
        super().notify(clean(message), title=clean(title), severity=severity, timeout=timeout, markup=False)

    def on_notify(self, event: Notify) -> None:
        """The answer to a key takes the place of the one before: they would pile up over what is read."""
        if event.notification.severity == "information":
            for earlier in [one for one in self._notifications if one.severity == "information"]:
                self._unnotify(earlier, refresh=False)


class ControlFilter(LineFilter):
    """Takes controls and invisible characters out of every line just before it is written."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """Return the segments without anything that a terminal could obey."""
        return [
            segment
            if segment.control or (segment.text.isascii() and segment.text.isprintable())
            else Segment(segment.text.translate(_WRITTEN), segment.style)
            for segment in segments
        ]
