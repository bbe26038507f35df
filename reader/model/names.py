"""How names are compared: as whole words of the folded text, or by the start of one."""

from __future__ import annotations

import re

from reader.text import fold

_WORD = re.compile(r"\w+")


def words_of(*texts: str | None) -> str:
    """Return the folded words of `texts` with a blank round each, as they are stored for comparison."""
    words = _WORD.findall(fold(" ".join(text for text in texts if text)))
    return f" {' '.join(words)} " if words else ""


def needle(value: str, *, prefix: bool = False) -> str | None:
    """Return what must occur in `words_of` a name for `value` to mean it; None if `value` has no word.

    `prefix` lets the last word be unfinished.
    """
    words = words_of(value)
    return (words[:-1] if prefix else words) or None
