"""Rows of React's server components ("Flight"), as Next.js writes them into a page: `5:{...}`, `6:T1a2,text`.

A row is a number in hexadecimals, a colon and JSON, or `T`, a length in bytes and a text of that length. Texts point at
other rows (`$5`, `$L5`, `$5:props:posts`); dates are `$D` and the date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import cast

_ROW = re.compile(r"(?P<id>[0-9a-f]{1,6}):(?P<sort>[A-Z]{0,2})(?P<length>(?<=:T)[0-9a-f]{1,8},)?")
_POINTER = re.compile(r"^\$[L@]?(?P<id>[0-9a-f]{1,6})(?P<way>(?::[\w$-]{1,60}){0,12})$")
MOST = 5000
"""Rows that are read."""
_MOST_NODES = 400_000


def rows(stream: str) -> dict[str, object]:
    """Return the rows of a stream by their numbers, with what they point at put in its place."""
    found: dict[str, object] = {}
    at = 0
    while len(found) < MOST and (row := _ROW.match(stream, at)):
        if row["length"]:
            value, at = _text(stream, row.end(), int(row["length"][:-1], 16))
        else:
            end = stream.find("\n", row.end())
            end = len(stream) if end < 0 else end
            value, at = (None if row["sort"] else _decoded(stream[row.end() : end])), end + 1
        found[row["id"]] = value
    _resolve(found)
    return {f"${name}": value for name, value in found.items()}


def _text(stream: str, at: int, length: int) -> tuple[str, int]:
    """The text of so many bytes in UTF-8 from a place on, and where it ends."""
    words = stream[at : at + length].encode("utf-8", "replace")[:length].decode("utf-8", "ignore")
    return words, at + len(words)


def _decoded(text: str) -> object:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _resolve(found: dict[str, object]) -> None:
    """Put values in the place of what points at them, in all rows; shared values stay shared."""
    stack = [value for value in found.values() if isinstance(value, (dict, list))]
    seen = 0
    while stack and seen < _MOST_NODES:
        node = stack.pop()
        pairs = node.items() if isinstance(node, dict) else enumerate(cast("list[object]", node))
        for key, value in list(cast("Iterator[tuple[str, object]]", pairs)):
            seen += 1
            if isinstance(value, (dict, list)):
                stack.append(cast("object", value))  # type: ignore[arg-type]
            elif isinstance(value, str) and value[:1] == "$" and len(value) < 800:
                cast("dict[str, object]", node)[key] = _pointed(value, found)


def _pointed(value: str, found: dict[str, object]) -> object:
    if value.startswith("$$"):
        return value[1:]
    if value.startswith("$D"):
        return value[2:]
    pointer = _POINTER.match(value)
    if pointer is None or pointer["id"] not in found:
        return value
    target = found[pointer["id"]]
    for step in pointer["way"].split(":")[1:]:
        if isinstance(target, dict):
            target = cast("dict[str, object]", target).get(step)
        elif isinstance(target, list) and step.isdigit() and int(step) < len(cast("list[object]", target)):
            target = cast("list[object]", target)[int(step)]
        elif isinstance(target, list) and step == "props" and len(cast("list[object]", target)) > 3:
            target = cast("list[object]", target)[3]
        else:
            return value
    return target
