"""Puts a highlight into the user's settings, because the user asked for it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader import config

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model.highlight import Highlight


def with_highlight(text: str, highlight: Highlight) -> str:
    """The settings with one highlight more at their end; whatever else is in them stays as it is written."""
    lines = ["[[highlight]]", f"pattern = {_string(highlight.pattern)}", f"style = {_string(highlight.style)}"]
    lines += ["regex = true"] if highlight.regex else []
    before = f"{text.rstrip()}\n\n" if text.strip() else ""
    return before + "\n".join(lines) + "\n"


def _string(text: str) -> str:
    """A TOML basic string; JSON's escapes are among TOML's, but for the delete character."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def keep_highlight(file: Path | None, highlight: Highlight) -> str:
    """Write it; return one line that says what came of it. Nothing is written that could not be read again."""
    if file is None:
        return "There is no file of settings here; the highlight lasts until you quit"
    try:
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        if any((h.pattern, h.regex) == (highlight.pattern, highlight.regex) for h in config.parse(before).highlight):
            return f"Already in {file}"
        config.save(file, with_highlight(before, highlight))
    except (OSError, UnicodeDecodeError, config.ConfigError) as error:
        return f"Not kept: {error}"
    return f"Kept in {file}"
