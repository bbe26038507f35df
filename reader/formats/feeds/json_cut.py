"""JSON whose end never came (RFC 8259): read up to the last object that is whole, in one pass."""

from __future__ import annotations

import json
import re

_MARK = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|[\[\]{}]', re.S)
_DEEPEST = 200


def up_to_the_cut(text: str) -> object:
    """Return what a document that is cut off holds up to its last whole object; None where that is nothing."""
    open_: list[str] = []
    last: tuple[int, str] | None = None
    for match in _MARK.finditer(text):
        mark = match[0]
        if mark in ("{", "["):
            open_.append("}" if mark == "{" else "]")
            if len(open_) > _DEEPEST:
                return None
        elif mark in ("}", "]"):
            if not open_ or open_.pop() != mark:
                return None
            if mark == "}" and open_ and open_[-1] == "]":
                last = match.end(), "".join(reversed(open_))
    if last is None or not open_:
        return None
    try:
        return json.loads(text[: last[0]].lstrip("\ufeff \t\r\n\0") + last[1], strict=False)
    except (ValueError, RecursionError):
        return None
