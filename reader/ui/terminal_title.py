"""The title of the terminal's window: OSC 0, and the stack of titles (xterm ctlseqs, `CSI 22;0t` and `CSI 23;0t`)."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.text import one_line
from reader.view.wrap import truncate

if TYPE_CHECKING:
    from collections.abc import Callable

PUSH, POP = "\x1b[22;0t", "\x1b[23;0t"
CELLS = 60
"""A title is cut beyond this; what a source is called is for its publisher to say."""


def titled(text: str) -> str:
    """The sequence that sets the title: one line of what can be printed, so that nothing in it ends the sequence."""
    words = "".join(char for char in one_line(text) if char.isprintable())
    return f"\x1b]0;{truncate(words, CELLS)}\x1b\\"


def wanted(setting: bool) -> bool:
    """Whether to set a title: if the user lets us, in a terminal that has one."""
    return setting and os.environ.get("TERM") not in (None, "", "dumb", "linux")


class TerminalTitle:
    """Writes the title when it changes, and gives back the one that was there."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._shown: str | None = None

    def show(self, text: str) -> None:
        """Set the title."""
        sequence = titled(text)
        if sequence != self._shown:
            self._write(f"{PUSH if self._shown is None else ''}{sequence}")
            self._shown = sequence

    def give_back(self) -> None:
        """Put the title back that the terminal had before."""
        if self._shown is not None:
            self._write(POP)
            self._shown = None
