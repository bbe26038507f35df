"""What the user wants to see at a glance."""

from __future__ import annotations

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Highlight:
    """What to colour: `pattern` is words, or a regular expression if `regex`; `style` a colour in Rich's words.

    `whole_word` keeps words from matching inside longer ones. Case, accents and kinds of apostrophe make no difference.
    """

    pattern: str
    style: str = "bold yellow"
    regex: bool = False
    whole_word: bool = True
