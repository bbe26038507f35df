"""What the user wants to see at a glance."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Highlight:
    """A word, phrase or regular expression to be shown in `style` (a colour name, with bold, underline or reverse)."""

    pattern: str
    style: str = "bold yellow"
    regex: bool = False
    whole_word: bool = True
