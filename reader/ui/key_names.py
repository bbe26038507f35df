"""Keys as people write them, and as Textual names them."""

from __future__ import annotations

import unicodedata

from textual.keys import KEY_NAME_REPLACEMENTS, Keys

_SHOWN = {
    "question_mark": "?", "slash": "/", "pagedown": "PgDn", "pageup": "PgUp", "escape": "Esc", "enter": "Enter",
    "tab": "Tab", "shift+tab": "Shift+Tab", "home": "Home", "end": "End", "space": "Space", "up": "↑", "down": "↓",
    "left": "←", "right": "→", "f1": "F1", "delete": "Del", "less_than_sign": "<", "greater_than_sign": ">",
    "left_square_bracket": "[", "right_square_bracket": "]", "asterisk": "*",
    "minus": "-", "vertical_line": "|", "backspace": "Backspace",
    "shift+up": "Shift+↑", "shift+down": "Shift+↓", "left_curly_bracket": "{", "right_curly_bracket": "}",
    "number_sign": "#", "left_parenthesis": "(", "right_parenthesis": ")", "comma": ",", "full_stop": ".", "colon": ":",
}  # fmt: skip
_NAMES = {shown.lower(): name for name, shown in _SHOWN.items()}
_NAMED = frozenset((*(key.value for key in Keys), *KEY_NAME_REPLACEMENTS.values(), *_SHOWN))
_MODIFIERS = frozenset(("ctrl", "alt", "shift", "super", "hyper", "meta"))


def sign(key: str) -> str:
    """A key as people write it."""
    key = key.strip()
    return _SHOWN.get(key) or (f"Ctrl+{key[5:].upper()}" if key.startswith("ctrl+") else key)


def key_named(written: str) -> str | None:
    """The name of a key that is written by its name or its sign (`?`, `PgDn`, `Ctrl+X`); None where it is no key."""
    written = written.strip()
    if whole := _NAMES.get(written.lower()):
        return whole
    before, _, last = written.rpartition("+") if len(written) > 1 else ("", "", written)
    modifiers = before.lower().split("+") if before else []
    if not _MODIFIERS.issuperset(modifiers):
        return None
    name = _single(last.lower() if modifiers else last)
    return "+".join((*modifiers, name)) if name else None


def _single(written: str) -> str | None:
    if name := _NAMES.get(written.lower()):
        return name
    if len(written) == 1:
        return written if written.isalnum() else _of_sign(written)
    if written.lower() in _NAMED:
        return written.lower()
    try:
        return _single(unicodedata.lookup(written.replace("_", " ")))
    except KeyError:
        return None


def _of_sign(character: str) -> str | None:
    """As Textual makes a name of a sign: of its name in Unicode."""
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name) or None
