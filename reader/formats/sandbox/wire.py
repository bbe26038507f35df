"""How a Reading crosses the pipe from the worker process: lines of JSON (RFC 8259), checked against the model's types.

JSON and not pickle or marshal: the worker parses hostile bytes, so what it sends is as little to be trusted as they
are. Unpickling runs what the sender chooses, even a restricted unpickler builds objects of the wrong shape, and marshal
promises nothing on hostile input. Here every value is checked against the annotation of the field that it goes into.

One line for the reading without its entries, then one an entry, so that no single step holds the interpreter for long.
A dataclass is the list of its fields.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from reader.model.entry import Entry
from reader.model.snapshot import Reading
from reader.patterns import pattern

Decoder = Callable[[Any], Any]
Record = TypeVar("Record")

_LARGEST = 2**62
_HASH = pattern("[0-9a-f]{32}")


class MalformedError(ValueError):
    """What was sent is no Reading."""


def encode(reading: Reading) -> Iterator[bytes]:
    """Yield the lines of a reading, without line ends: JSON has none of its own."""
    snapshot = reading.snapshot
    if snapshot is None:
        yield line(reading)
        return
    yield line(replace(reading, snapshot=replace(snapshot, entries=())))
    yield from map(line, snapshot.entries)


def decode(lines: Sequence[bytes]) -> Reading:
    """Return the reading that `encode` made these lines of. Raises MalformedError for anything else."""
    try:
        reading: Reading = decoder(Reading)(json.loads(lines[0].decode()))
        entry = decoder(Entry)
        entries = tuple(entry(json.loads(one.decode())) for one in lines[1:])
    except (ValueError, TypeError, IndexError, RecursionError) as error:
        raise MalformedError(str(error)) from error
    if reading.content is not None and not _HASH.fullmatch(reading.content):
        raise MalformedError("no hash")
    if reading.snapshot is None:
        if entries:
            raise MalformedError("entries without a snapshot")
        return reading
    return replace(reading, snapshot=replace(reading.snapshot, entries=entries))


def decode_one(kind: type[Record], lines: Sequence[bytes]) -> Record:
    """Return the record of this dataclass of which `line` made the only line. Raises MalformedError else."""
    try:
        (only,) = lines
        return decoder(kind)(json.loads(only.decode()))
    except (ValueError, TypeError, RecursionError) as error:
        raise MalformedError(str(error)) from error


def line(value: object) -> bytes:
    """One record as one line."""
    return _encoder.encode(value).encode("utf-8", "replace")


def _values(value: object) -> tuple[object, ...]:
    return _getter(type(value))(value)


@lru_cache(maxsize=64)
def _getter(kind: Any) -> Callable[[object], tuple[object, ...]]:
    """What takes all fields of a value at once. Every record has more than one, so that they come as a tuple."""
    return attrgetter(*_names(kind))


_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_values, check_circular=False)


def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@lru_cache(maxsize=64)
def decoder(hint: Any) -> Decoder:
    """Return what makes a value of the type `hint` from JSON, and raises ValueError where it does not fit."""
    if hint in (str, int, bool, types.NoneType):
        return _plain(hint)
    if get_origin(hint) is tuple:
        return _tuple(decoder(get_args(hint)[0]))
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (decoder(arg) for arg in get_args(hint) if arg is not types.NoneType)
        return lambda value: None if value is None else inner(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _enum(hint)
    if is_dataclass(hint):
        return _record(hint)
    raise TypeError(f"no way to send {hint}")


def _plain(kind: type) -> Decoder:
    def plain(value: Any) -> Any:
        # By the very type: True is no number here.
        if type(value) is not kind or (kind is int and abs(value) > _LARGEST):
            raise ValueError(f"{type(value).__name__} where {kind.__name__} belongs")
        return value

    return plain


def _tuple(inner: Decoder) -> Decoder:
    def items(value: Any) -> Any:
        if type(value) is not list:
            raise ValueError(f"{type(value).__name__} where a list belongs")
        return tuple(map(inner, cast("list[Any]", value))) if value else ()

    return items


def _enum(kind: type[StrEnum]) -> Decoder:
    members = {member.value: member for member in kind}

    def enum(value: Any) -> StrEnum:
        if type(value) is not str or value not in members:
            raise ValueError(f"no {kind.__name__}")
        return members[value]

    return enum


def _record(kind: Any) -> Decoder:
    names, hints = _names(kind), get_type_hints(kind)
    # What is nothing but a string, a flag or absent is checked here: a call a value is what decoding costs.
    plain = [(place, kinds) for place, name in enumerate(names) if (kinds := _kinds(hints[name]))]
    others = [(place, decoder(hints[name])) for place, name in enumerate(names) if not _kinds(hints[name])]
    length = len(names)

    def record(value: Any) -> Any:
        if type(value) is not list or len(cast("list[Any]", value)) != length:
            raise ValueError(f"no {kind.__name__}")
        for place, kinds in plain:
            if type(value[place]) not in kinds:
                raise ValueError(f"{type(value[place]).__name__} in {kind.__name__}")
        for place, one in others:
            value[place] = one(value[place])
        return kind(*value)

    return record


def _kinds(hint: Any) -> frozenset[type]:
    """The types of which a value must be one, if that is all there is to check; else none."""
    kinds = frozenset(get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,))
    return kinds if kinds <= {str, bool, types.NoneType} else frozenset()
