"""The app: theme, safety nets, the first screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.filter import Monochrome, NoColor

from reader.ui import commands, safety, themes
from reader.ui.screens.main import MainScreen

if TYPE_CHECKING:
    from textual.binding import BindingType

    from reader.ui.world import World

STYLES = Path(__file__).parent / "styles"


class DatelineApp(App[None], inherit_bindings=False):
    """Follow live news in the terminal."""

    TITLE = "Dateline"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = [  # noqa: RUF012  Textual's own annotation
        STYLES / "main.tcss",
        STYLES / "theme.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        for theme in themes.THEMES.values():
            self.register_theme(theme)
        self.theme = themes.theme_name(world.config.display.theme)
        # Textual has no public way to add a filter for the whole app, and with NO_COLOR it chooses one for the theme
        # that it starts with, which is not ours.
        self._filters = [NoColor() if isinstance(net, Monochrome) else net for net in self._filters]
        self._filters.append(safety.ControlFilter())
        self.keymap, self.key_problems = commands.keymap(world.config.keys)
        self.set_keymap(self.keymap)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """The colours of our roles, for the moment before a theme of ours is set."""
        return dict(themes.TERMINAL.variables)

    def get_default_screen(self) -> MainScreen:
        """The timeline beside the text."""
        return MainScreen(self.world)

    def on_mount(self) -> None:
        """Say what is wrong with the key settings; come back whole from a suspend."""
        for problem in self.key_problems:
            self.notify(problem, title="Settings", severity="warning", markup=False)
        self.app_resume_signal.subscribe(self, self._resumed)

    def _resumed(self, _app: App[None]) -> None:
        # After Ctrl+Z and fg the terminal is blank until everything is painted anew.
        self.screen.refresh(layout=True)
        self.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002
        """Only what the program itself offers may run, whatever a text asks for."""
        return safety.allowed(action)
