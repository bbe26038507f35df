"""The data that React Router and Remix stream into a page, put together: every value is a place in one list.

Lines of `streamController.enqueue("...")`: the first is the list, later ones (`P12:[...]`) append to it what a promise
came to. Names of an object are places too (`{"_3": 4}`); lists that begin with a letter are dates and the like.
"""

from __future__ import annotations

import json
import re
from typing import cast

MOST = 500_000
"""Values that are put together."""
_PROMISE = re.compile(r"P(\d{1,9}):(?=\[)")


def value(stream: str) -> object:
    """Return what a stream says; None where it is none."""
    flat: list[object] = []
    promised: dict[int, int] = {}
    for line in stream.splitlines():
        promise = _PROMISE.match(line)
        try:
            part = json.loads(line[promise.end() :] if promise else line, strict=False)
        except (ValueError, RecursionError):
            continue
        if not isinstance(part, list):
            continue
        if promise:
            promised[int(promise[1])] = len(flat)
        flat += cast("list[object]", part)
        if len(flat) > MOST:
            return None
    return _joined(flat, promised) if flat else None


def _joined(flat: list[object], promised: dict[int, int]) -> object:
    made = [_shell(one) for one in flat]
    for one, shell in zip(flat, made, strict=True):
        if isinstance(one, dict) and isinstance(shell, dict):
            for name, place in cast("dict[str, object]", one).items():
                key = _at(flat, int(name[1:]) if name[1:].isdecimal() else None)
                if isinstance(key, str):
                    cast("dict[str, object]", shell)[key] = _placed(flat, made, promised, place)
        elif isinstance(one, list) and isinstance(shell, list):
            cast("list[object]", shell).extend(
                _placed(flat, made, promised, place) for place in cast("list[object]", one)
            )
    return made[0]


def _shell(one: object) -> object:
    """An empty thing of the same sort, to be filled; a date as its number."""
    if isinstance(one, dict):
        return dict[str, object]()
    if isinstance(one, list):
        parts = cast("list[object]", one)
        if parts and isinstance(parts[0], str):
            return parts[1] if parts[0] == "D" and len(parts) == 2 else None
        return list[object]()
    return one


def _at(values: list[object], place: object) -> object:
    known = isinstance(place, int) and not isinstance(place, bool) and 0 <= place < len(values)
    return values[place] if known and isinstance(place, int) else None


def _placed(flat: list[object], made: list[object], promised: dict[int, int], place: object) -> object:
    one = _at(flat, place)
    parts = cast("list[object]", one) if isinstance(one, list) else []
    if len(parts) == 2 and parts[0] == "P" and isinstance(parts[1], int):
        return _at(made, promised.get(parts[1]))
    return _at(made, place)
