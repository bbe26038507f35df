"""Values of decoded JSON read leniently: a wrong type is as good as a missing key, and nothing raises."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from reader.formats import body
from reader.formats.page import MAX_ENTRIES
from reader.formats.players import address
from reader.formats.times import timestamps
from reader.model.entry import Precision

Node = Mapping[str, Any]
"""A JSON object."""
Instant = tuple[int, Precision]
"""UTC seconds and how exact they are."""
LONGEST_ID = 2048
MOST = MAX_ENTRIES + 1
"""As many as show that there are too many."""
_DEEPEST = 8
_MOST_NODES = 4000
_MOST_SIBLINGS = 40
_SURROGATES = re.compile("[\ud800-\udfff]")
_WCF = re.compile(r"^/Date\((-?\d{1,16})(?:[+-]\d{4})?\)/$")
_MICROSECONDS = 10**14
_YES = frozenset({"true", "1", "yes", "y", "on"})


def places(data: object) -> Iterator[object]:
    """Yield the objects and lists of a document, the outermost first, each once; not all of what is huge or deep."""
    level: list[object] = [data] if isinstance(data, (dict, list)) else []
    seen: set[int] = set()
    for _ in range(_DEEPEST):
        below: list[object] = []
        for node in level:
            if id(node) in seen:
                continue
            seen.add(id(node))
            if len(seen) > _MOST_NODES:
                return
            yield node
            children = list(node.values()) if isinstance(node, dict) else cast("list[object]", node)[:_MOST_SIBLINGS]
            below += [child for child in children if isinstance(child, (dict, list))]
        level = below


def node(value: object) -> Node:
    """Return an object as it is, anything else as an empty one."""
    return cast("Node", value) if isinstance(value, dict) else {}


def items(value: object) -> list[object]:
    """Return a list as it is, anything else as an empty one."""
    return cast("list[object]", value) if isinstance(value, list) else []


def nodes(value: object) -> list[Node]:
    """Return the first `MOST` objects in a list; a lone object as a list of one (a frequent habit of generators)."""
    if isinstance(value, dict):
        return [cast("Node", value)]
    return [cast("Node", item) for item in items(value)[:MOST] if isinstance(item, dict)]


def dig(value: object, *path: str) -> object:
    """Follow keys into nested objects; None where one is missing."""
    for key in path:
        value = node(value).get(key)
    return value


def text(value: object) -> str:
    """Return a string without lone surrogates, which no parser takes; "" for anything else."""
    return _SURROGATES.sub("\ufffd", value) if isinstance(value, str) else ""


def cut(value: object, most: int) -> object:
    """Return a string cut off at a length, anything else as it is."""
    return value[:most] if isinstance(value, str) else value


def line(value: object) -> str | None:
    """Return a title or name as one line, markup and entities read; None where it says nothing."""
    return body.line(text(value))


def first_line(*values: object) -> str | None:
    """Return the first of some values that says something, as one line."""
    return next((found for found in map(line, values) if found), None)


def native(*values: object) -> str | None:
    """Return the first value that can serve as an id: a string or a whole number, as text."""
    for value in values:
        if isinstance(value, bool):
            continue
        if isinstance(value, (int, float)):
            whole = int(value) if isinstance(value, int) or value.is_integer() else None
            return str(whole) if whole is not None and whole.bit_length() < 4096 else None
        found = body.one_line(text(value))[:LONGEST_ID]
        if found:
            return found
    return None


def number(value: object) -> int | None:
    """Return a whole number that may come as text; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**63 else None
    if isinstance(value, int):
        return value if value.bit_length() < 64 else None
    digits = text(value).strip()
    return int(digits) if re.fullmatch(r"-?[0-9]{1,18}", digits) else None


def flag(value: object) -> bool:
    """Whether a mark is set: true, 1, "1", "true", "yes"."""
    if isinstance(value, str):
        return value.strip().lower() in _YES
    return value is True or (isinstance(value, (int, float)) and value == 1)


def instant(*values: object) -> Instant | None:
    """Return the first value that is a time.

    Unix seconds, milliseconds or microseconds as a number or as text; ISO 8601 and the like, UTC where no zone is
    named; the `/Date(ms)/` of older .NET services; objects that hold one of these (`dateTime`, `iso8601`, `$date`).
    """
    for value in values:
        found = _instant(value)
        if found:
            return found
    return None


def _instant(value: object) -> Instant | None:
    if isinstance(value, dict):
        inner = cast("Node", value)
        return instant(
            *(
                inner[key]
                for key in ("dateTime", "iso8601", "$date")
                if not isinstance(inner.get(key), dict) and key in inner
            )
        )
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return timestamps.from_number(value / 1000 if abs(value) > _MICROSECONDS else value)
    said = text(value).strip()
    wcf = _WCF.match(said)
    if wcf or re.fullmatch(r"[0-9]{9,16}", said):
        return _instant(int(wcf[1] if wcf else said))
    return timestamps.parse(said) if said else None


def seconds(*values: object) -> int | None:
    """Return the first value that is a time, as UTC seconds."""
    found = instant(*values)
    return found[0] if found else None


def url(base: str | None, *values: object) -> str | None:
    """Return the first value that is an address which may be opened, relative ones resolved."""
    return next((found for found in (address(base, text(value)) for value in values) if found), None)


def names(value: object, *keys: str) -> tuple[str, ...]:
    """Return the names of people: strings, or objects with a name under one of `keys` ("name" if none is given)."""
    people = items(value) if isinstance(value, list) else [value]
    found = (
        first_line(*(node(one).get(key) for key in keys or ("name",))) if isinstance(one, dict) else line(one)
        for one in people
    )
    return tuple(dict.fromkeys(name for name in found if name))


def query(base: str | None) -> dict[str, str]:
    """Return the parameters of an address; {} for one that is none."""
    try:
        return dict(parse_qsl(urlsplit(base).query, keep_blank_values=True)) if base else {}
    except ValueError:
        return {}


def asked_with(base: str | None, **changed: str) -> str | None:
    """Return an address with some of its parameters set anew; None if it may not be opened."""
    try:
        return address(None, urlunsplit(urlsplit(base or "")._replace(query=urlencode(query(base) | changed))))
    except ValueError:
        return None
