"""What the user wants to see at a glance."""

from __future__ import annotations

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Highlight:
    """What to colour. Case, accents and kinds of apostrophe make no difference."""

    pattern: str
    """Words, or a regular expression."""
    style: str = "bold yellow"
    """A colour in Rich's words: `bold green`, `#ff8800`, `black on yellow`."""
    regex: bool = False
    """The pattern is a regular expression (run with a time limit)."""
    whole_word: bool = True
    """Words do not match inside longer ones."""
