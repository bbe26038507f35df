"""Machine times that a page states in attributes, whatever these are called: of a label, or of a whole entry.

An engine that prints "2 hours ago" mostly states the moment beside it: as `datetime`, or as Unix time or ISO 8601 in a
`data-` attribute of the label or of the entry's own element. The latter counts only on elements that repeat.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from reader.formats.times import timestamps
from reader.formats.times.clock_text import PrintedTime
from reader.model.entry import Precision

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NAME = re.compile(
    r"^data-(?:[a-z0-9_]+-){0,4}(?:unix|epoch|utc|posted|published|created|pub)?_?"
    r"(?:time|timestamp|datetime|date|unixtime|unix|epoch|ts|stamp|livestamp|timeago|moment|ago|when|published|created|posted)"
    r"(?:[-_]?(?:time|stamp|date|ms|utc|gmt|iso|unix|at|on|published|created|posted|value))*$"
)
_NOT_ITS_OWN = re.compile(r"updat|modif|edit|chang|expir|start|end|live(?!stamp)|poll|refresh|server|now|fetch|load")
"""Names of other moments than that of publication."""
_IN_JSON = re.compile(
    r'"(?:ts|time|timestamp|date|datetime|(?:published|created|posted)(?:[_-]?at|[_-]?on|date)?)"\s*:\s*"?(?P<at>[\w:.+-]{9,35})"?',
    re.I,
)
"""A time among what an element states as JSON for its own script."""
_LONGEST = 2000
_DIGIT = re.compile(r"\d")
_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_COMPACT = 14
"""Digits of a stamp without separators (20310304142210): as Unix time in milliseconds it would be the year 2611."""
_OTHERS = 3
_UP = 5
"""How many elements out from its label an entry's own element is looked for."""


class _Timed(Protocol):
    """An opener of `openers`, as far as it matters here."""

    label_node: LexborNode
    printed: PrintedTime | None
    machine: int | None
    machine_text: str


def machine_time(node: LexborNode) -> tuple[int, str] | None:
    """Return the machine time that an element states, in UTC seconds, with its text; dates alone do not count.

    Elements of a page's own making (their names have a hyphen) state it under names without "data-", too.
    """
    values = node.attributes
    made_up = "-" in (node.tag or "")
    for name, text in values.items():
        if not text or not (made_up or name.startswith("data-")) or _NOT_ITS_OWN.search(name):
            continue
        if _NAME.match(name if name.startswith("data-") else f"data-{name}"):
            made = _read(text)
            if made:
                return made
        if text[0] == "{" and (inner := _IN_JSON.search(text[:_LONGEST])) and (made := _read(inner["at"])):
            return made
    text = values.get("datetime") or ""
    return _stamp(text)


def titled(node: LexborNode) -> tuple[int, str] | None:
    """Return the machine time that an element gives as its tooltip."""
    text = (node.attributes.get("title") or "")[:60].strip()
    return _stamp(text) if _ISO.match(text) else None


def of_entries(openers: Sequence[_Timed], stop: LexborNode) -> None:
    """Give openers without a machine time that of the element around them, if its neighbour states one as well."""
    stated: dict[int, tuple[int, str] | None] = {}
    bare = [opener for opener in openers if opener.machine is None]
    holders: list[tuple[_Timed, int]] = []
    held: Counter[int] = Counter()
    for opener in bare:
        for node in _around(opener.label_node, stop):
            if node.mem_id not in stated:
                stated[node.mem_id] = _of_repeated(node)
            if stated[node.mem_id]:
                holders.append((opener, node.mem_id))
                held[node.mem_id] += 1
                break
    given: set[int] = set()
    for opener, mem in holders:
        made = stated[mem]
        if made and held[mem] <= 2 and mem not in given:
            given.add(mem)
            opener.machine, opener.machine_text = made


def without_the_pages(openers: Sequence[_Timed]) -> None:
    """Take away a machine time that is given to several labels that print other times each: it is the page's."""
    labels: dict[int, set[int | None]] = {}
    for opener in openers:
        if opener.machine is not None and opener.printed is not None:
            labels.setdefault(opener.machine, set()).add(opener.printed.minutes)
    wrong = {at for at, printed in labels.items() if len(printed - {None}) >= _OTHERS}
    for opener in openers if wrong else ():
        if opener.machine in wrong:
            opener.machine, opener.machine_text = None, ""


def _around(node: LexborNode, stop: LexborNode) -> Iterator[LexborNode]:
    at = node.parent
    for _ in range(_UP):
        if at is None or at.mem_id == stop.mem_id:
            return
        yield at
        at = at.parent


def _of_repeated(node: LexborNode) -> tuple[int, str] | None:
    made = machine_time(node)
    return made if made and any(_is_like(other, node) for other in _neighbours(node)) else None


def _is_like(other: LexborNode, node: LexborNode) -> bool:
    return other.tag == node.tag and machine_time(other) is not None


def _neighbours(node: LexborNode) -> Iterator[LexborNode]:
    for forward in (True, False):
        at = node.next if forward else node.prev
        for _ in range(6):
            if at is None:
                break
            if at.is_element_node:
                yield at
            at = at.next if forward else at.prev


def _read(text: str) -> tuple[int, str] | None:
    if text.isascii() and text.isdigit() and len(text) != _COMPACT:
        made = timestamps.from_number(int(text)) if 9 <= len(text) <= 14 else None
        return (made[0], text) if made else None
    return _stamp(text) if len(text) <= 60 else None


def _stamp(text: str) -> tuple[int, str] | None:
    made = timestamps.parse(text) if _DIGIT.search(text) else None
    return (made[0], text) if made and made[1] not in (Precision.DAY, Precision.NONE) else None
