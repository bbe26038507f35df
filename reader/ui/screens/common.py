"""What can be done on every screen: help, any command by its name, quitting."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.ui.commands import BY_NAME, Place
from reader.ui.screens.quitting import Quitting

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from reader.ui.world import World


class Common(Quitting):
    """Carries out the commands that work everywhere."""

    IS_BOX = False
    PLACE: ClassVar[Place] = Place.MAIN

    @property
    def keymap(self) -> dict[str, str]:
        """The reader's keys where they differ from the table."""
        return getattr(self.app, "keymap", {})

    @property
    def _draws_ascii(self) -> bool:
        world: World | None = getattr(self.app, "world", None)
        return world is not None and world.config.display.ascii

    @property
    def place(self) -> Place:
        """Where the reader is."""
        return self.PLACE

    def namespace_of(self, place: Place) -> DOMNode:  # noqa: ARG002  only screens with several places tell them apart
        """What carries out the commands of a place."""
        return self

    def action_help(self) -> None:
        """All keys."""
        from reader.ui.screens.help import HelpScreen  # noqa: PLC0415  for those who ask

        self.app.push_screen(HelpScreen(self.keymap, self.place, ascii=self._draws_ascii))

    def action_command_line(self) -> None:
        """All commands, to choose one by its name."""
        from reader.ui.screens.command_line import CommandLine  # noqa: PLC0415  for those who ask

        self.app.push_screen(CommandLine(self.keymap, self.place), self._carry_out)

    def _carry_out(self, name: str | None) -> None:
        command = BY_NAME.get(name or "")
        if command is not None:
            where = self.namespace_of(command.place)
            # Only once the list of commands is gone has the screen its focus again.
            self.call_after_refresh(lambda: self.app.run_action(command.name, default_namespace=where))
