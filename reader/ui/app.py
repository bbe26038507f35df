"""The app: theme, safety nets, the first screen."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.css.query import NoMatches
from textual.filter import Monochrome, NoColor
from textual.widgets import Input

from reader.store import StoreError
from reader.ui import commands, safety, themes
from reader.ui.screens.main import MainScreen
from reader.ui.terminal_title import TerminalTitle, wanted
from reader.ui.typed_fast import WORDS, understood

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.binding import BindingType
    from textual.driver import Driver
    from textual.theme import Theme

    from reader.ui.world import World

ACTS = (
    events.Key, events.Paste, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp,
    events.AppFocus, events.AppBlur,
)  # fmt: skip
"""What shows that somebody is there."""
STYLES = Path(__file__).parent / "styles"
TURN = 0.0005
"""Seconds for which a thread may keep the interpreter while others wait. With Python's own 5 ms, every look for input
costs the screen that much while entries are parsed, compared and written behind it; and what is to be seen, the first
screen too, is written by a thread."""


class DatelineApp(safety.GuardedApp, inherit_bindings=False):
    """Follow live news in the terminal."""

    TITLE = "Dateline"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [  # noqa: RUF012  Textual's own annotation
        STYLES / "main.tcss",
        STYLES / "theme.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = []
    _main: MainScreen | None = None

    def __init__(self, world: World) -> None:
        super().__init__()
        sys.setswitchinterval(TURN)
        self.world = world
        self.failure: str | None = None
        """What of the store ended the app, in a sentence."""
        self.crash: Exception | None = None
        """What of our own ended it."""
        # There are none, and Textual has no public way to leave out the widget that shows them.
        self._disable_tooltips = True
        self.animation_level = "none"  # nothing moves by itself, for anybody
        self._terminal_title = TerminalTitle(self._to_terminal)
        for theme in themes.THEMES.values():
            self.register_theme(theme)
        self.theme = themes.theme_name(world.config.display.theme)
        # Textual has no public way to add a filter for the whole app, and with NO_COLOR it chooses one for the theme
        # that it starts with, which is not ours.
        self._filters = [NoColor() if isinstance(net, Monochrome) else net for net in self._filters]
        self._filters.append(safety.ControlFilter())
        if world.config.display.ascii:
            from reader.ui.ascii import AsciiFilter  # noqa: PLC0415  for those who ask for it

            self._filters.append(AsciiFilter())
        self.keymap, self.key_problems = commands.keymap(world.config.keys)
        self.set_keymap(self.keymap)

    def get_driver_class(self) -> type[Driver]:
        """The terminal's, which loses no Escape."""
        return understood(super().get_driver_class())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of our roles, for the moment before a theme of ours is set."""
        return dict(themes.TERMINAL.variables)

    def get_theme(self, theme_name: str) -> Theme | None:
        """One of ours, without a list of all there are: every line that is painted asks for it."""
        return themes.BY_NAME.get(theme_name) or super().get_theme(theme_name)

    def get_default_screen(self) -> MainScreen:
        """The timeline beside the text."""
        self._main = MainScreen(self.world)
        return self._main

    def refresh_css(self, animate: bool = True) -> None:
        """Style everything anew; before there is a screen, only note the colours, or all would be read twice."""
        if self._main is None:
            self.stylesheet.set_variables(self.get_css_variables())
        else:
            super().refresh_css(animate)

    def on_mount(self) -> None:
        """Say what is wrong with the key settings; come back whole from a suspend."""
        for problem in self.key_problems:
            self.notify(problem, title="Settings", severity="warning", markup=False)
        self.app_suspend_signal.subscribe(self, self._suspended)
        self.app_resume_signal.subscribe(self, self._resumed)

    def on_unmount(self) -> None:
        """The terminal is as it was."""
        self._terminal_title.give_back()

    async def on_event(self, event: events.Event) -> None:
        """Whatever somebody does shows that they are there, on whichever screen."""
        if isinstance(event, ACTS) and not event.is_forwarded and self._main is not None and self._main.is_running:
            self._main.acted()
        if isinstance(event, events.Key) and not event.is_forwarded and (letter := self._after_escape(event)):
            if isinstance(self.focused, Input) and (word := WORDS.get(f"\x1b{letter}")):
                event = events.Key(word, None)
            else:
                await super().on_event(events.Key("escape", "\x1b"))
                event = events.Key(letter, letter)
        await super().on_event(event)

    def _after_escape(self, event: events.Key) -> str | None:
        """The letter of a key with Alt that is nobody's: terminals write it as Escape and the letter, typed fast."""
        letter = event.character
        if not event.key.startswith("alt+") or letter is None or not letter.isalpha():
            return None
        wanted = {key.strip() for keys in self.keymap.values() for key in keys.split(",")}
        return None if event.key in wanted else letter

    def watch_title(self, title: str) -> None:
        """The terminal's title says the same, where somebody may see it who does not see the screen."""
        if self._main is None or self.is_headless:
            return  # Textual sets a title before there is anything to be titled
        if wanted(self.world.config.display.terminal_title):
            self._terminal_title.show(title)

    def ring(self, sequence: str) -> None:
        """Write a notice of a watch rule to the terminal, between two frames. From any thread."""
        self._on_loop(self._to_terminal, sequence)

    def warn(self, message: str) -> None:
        """Say in a corner of the screen what went wrong beside it. From any thread."""
        self._on_loop(self._warn, message)

    def _on_loop(self, act: Callable[[str], None], text: str) -> None:
        if self._loop is not None and self.is_running:
            with suppress(RuntimeError):  # the loop ends just now
                self._loop.call_soon_threadsafe(act, text)

    def _warn(self, message: str) -> None:
        self.notify(message, title="Watch rules", severity="warning", markup=False)

    def _to_terminal(self, sequence: str) -> None:
        if self._driver is not None:
            self._driver.write(sequence)

    def _suspended(self, _app: App[None]) -> None:
        self._terminal_title.give_back()

    def _resumed(self, _app: App[None]) -> None:
        # After Ctrl+Z and fg the terminal is blank until everything is painted anew.
        self.watch_title(self.title)
        self.screen.refresh(layout=True)
        self.refresh()

    def _handle_exception(self, error: Exception) -> None:
        # A store that fails under the screen (a damaged file, a disk that went away) is one line, not a traceback.
        if isinstance(error, StoreError):
            self.failure = str(error)
            self.exit(return_code=1)
        elif not (self.return_code is not None and isinstance(error, NoMatches)):
            # A screen that opens while the app ends has no parts any more, and looks for them in vain.
            self.crash = self.crash or error
            super()._handle_exception(error)

    def _fatal_error(self) -> None:
        # Textual would print the traceback, with the values of all variables, into the reader's terminal.
        self._close_messages_no_wait()
