"""Escape and a key that is typed right behind it, as terminals write them: like a key with Alt."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.driver import Driver

ESCAPE = "\x1b"
WORDS = {f"{ESCAPE}f": "ctrl+right", f"{ESCAPE}b": "ctrl+left"}
"""Alt+F and Alt+B go from word to word where somebody types; elsewhere they are Escape and a letter like all others."""


class TypedFast(XTermParser):
    """Makes keys of what a terminal writes.

    Textual's own parser drops the Escape before a sign, or makes a sign of another keyboard of the two (`¡` of Escape
    and 1).
    """

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if sequence in WORDS:
            yield events.Key(f"alt+{sequence[-1]}", sequence[-1])
            return
        sign = behind_escape(sequence, alt=alt)
        if sign is None:
            yield from super()._sequence_to_key_events(sequence, alt)
            return
        yield events.Key("escape", ESCAPE)
        yield from super()._sequence_to_key_events(sign)


def behind_escape(sequence: str, *, alt: bool) -> str | None:
    """The digit, sign, blank or Enter that follows Escape (with `alt`, that is taken off already); else None.

    Letters are not among them: keys with Alt and a letter may be bound.
    """
    # Without `alt` more may follow, but for what Textual takes for a whole sequence of two.
    sign = sequence if alt else sequence[1:] if sequence.startswith(ESCAPE) and sequence in ANSI_SEQUENCES_KEYS else ""
    return sign if len(sign) == 1 and (sign == "\r" or (sign.isprintable() and not sign.isalpha())) else None


def understood(driver: type[Driver]) -> type[Driver]:
    """The driver with this parser, which Textual has no public way to choose; not every driver reads a terminal."""
    module = sys.modules[driver.__module__]
    if hasattr(module, "XTermParser"):
        module.XTermParser = TypedFast  # type: ignore[attr-defined]
    return driver
