"""A `Query` as an SQL condition on `entry e`, its values always apart from it.

What the fields mean: names are compared folded, by whole words (`actor:turkey` is "Turkey" and "Turkey: Defence
Ministry"); `source:` by the start of words of title, address and tags; `is:new` is unread and first seen in the last
hour; `until:` includes the minute or day that it names. Words are looked up in the full-text index; what that index
cannot find (scripts written without blanks or with joined articles, symbols) is looked for letter by letter. FTS5's own
syntax never gets through: each phrase is quoted (sqlite.org/fts5.html section 3).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import tzinfo

from reader.frozen import dataclass
from reader.model.entry import EntryKind
from reader.model.filter_times import stretch
from reader.model.listing import RowFlag
from reader.model.names import needle, words_of
from reader.model.query import All, Any, Field, Not, Pattern, Query, Term, Words
from reader.store.phrases import (
    bindable,
    either,
    folded,
    indexed,
    quoted,
    sorted_out,
    spelled,
    symbols,
    together,
)
from reader.store.titles import HAS_IMAGE, HAS_LINK, HAS_VIDEO
from reader.text import fold

NEW_SECONDS = 3600
NOTHING = "0"

_HAS = {"image": HAS_IMAGE, "video": HAS_VIDEO, "link": HAS_LINK}
_STATES = {
    "read": RowFlag.READ,
    "starred": RowFlag.STARRED,
    "edited": RowFlag.EDITED,
    "withdrawn": RowFlag.WITHDRAWN,
    "key": RowFlag.KEY_EVENT,
    "pinned": RowFlag.PINNED,
}
_NAMED = {
    "actor": "e.id IN (SELECT entry_id FROM entry_actor WHERE actor IN (SELECT id FROM actor WHERE instr(words, ?))",
    "topic": "e.id IN (SELECT entry_id FROM entry_topic WHERE topic IN (SELECT id FROM topic WHERE instr(words, ?))",
    "speaker": "e.id IN (SELECT entry_id FROM entry_tagging WHERE speaker IS NOT NULL AND instr(speaker, ?)",
    "side": "e.id IN (SELECT entry_id FROM entry_tagging WHERE side IS NOT NULL AND instr(side, ?)",
    "source": "e.source_id IN (SELECT id FROM source WHERE instr(words, ?)",
}
"""Each to be closed with a parenthesis, behind what limits it to a window."""
_SORTED = ("actor", "topic")
"""The fields whose tables are in the order of time."""


@dataclass(frozen=True, slots=True)
class Condition:
    """An SQL expression over `entry e` and the values of its question marks, in order."""

    sql: str = "1"
    values: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """The newest entries, as far as they come after the second `after`: their ids lie between two others."""

    first_id: int
    last_id: int
    after: int


@dataclass(frozen=True, slots=True)
class _Frame:
    """What a term means depends on: the time, the zone of the reader, the span of ids in question.

    Every entry in question comes after the second `after`, where that is given.
    """

    now: int
    zone: tzinfo | None
    span: tuple[int, int] | None
    after: int | None


def condition(
    query: Query,
    *,
    now: int,
    zone: tzinfo | None = None,
    sources: Sequence[int] | None = None,
    ids: Sequence[int] | None = None,
    window: Window | None = None,
) -> Condition:
    """Return the condition for the entries of `query`, in `sources`, among `ids` and in a `window` where given.

    `now` is UTC seconds; days and times of day are those of `zone`, None for the local one.
    """
    found: list[Condition] = []
    if ids is not None:
        found.append(Condition("e.id IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),)))
    if sources is not None:
        found.append(_of_sources(sources))
    span = (min(ids), max(ids)) if ids else None
    if window is not None:
        found.append(Condition("e.sort_at > ?", (window.after,)))
        span = (window.first_id, window.last_id)
    frame = _Frame(now, zone, span, window.after if window is not None else None)
    if query.term is not None and (term := _term(query.term, frame)) is not None:
        found.append(term)
    return _joined(found, " AND ") if found else Condition()


def _of_sources(sources: Sequence[int]) -> Condition:
    if len(sources) == 1:  # then the index of that source has the entries in order
        return Condition("e.source_id = ?", (sources[0],))
    return Condition("e.source_id IN (SELECT value FROM json_each(?))", (json.dumps(list(sources)),))


def _joined(parts: Sequence[Condition], word: str) -> Condition:
    if len(parts) == 1:
        return parts[0]
    return Condition(f"({word.join(part.sql for part in parts)})", tuple(v for part in parts for v in part.values))


def _term(term: Term, frame: _Frame) -> Condition | None:
    """Return the condition for a term; None where it says nothing."""
    match term:
        case Words():
            return _words(term, frame)
        case Field():
            return _field(term, frame)
        case Pattern(source):
            return Condition(
                "EXISTS (SELECT 1 FROM revision r WHERE r.entry_id = e.id AND r.number = e.wording"
                " AND pattern_found(?, r.wording))",
                (bindable(source),),
            )
        case Not(inner):
            part = _term(inner, frame)
            return Condition(f"NOT ({part.sql})", part.values) if part else None
        case All(terms):
            found, left_out, rest = sorted_out(terms)
            parts = [_found(together(found, left_out), frame)] if found else []
            if left_out and not found:
                part = _found(either(left_out), frame)
                parts.append(Condition(f"NOT ({part.sql})", part.values))
            return _of_parts(parts, rest, " AND ", frame)
        case Any(terms):
            found = [expression for inner in terms if (expression := indexed(inner)) is not None]
            rest = [inner for inner in terms if indexed(inner) is None]
            return _of_parts([_found(either(found), frame)] if found else [], rest, " OR ", frame)


def _of_parts(parts: list[Condition], rest: Iterable[Term], word: str, frame: _Frame) -> Condition | None:
    """The conditions that there are and those of other terms; None where none of them says anything."""
    every = [*parts, *(part for inner in rest if (part := _term(inner, frame)) is not None)]
    return _joined(every, word) if every else None


def _words(term: Words, frame: _Frame) -> Condition | None:
    text = folded(term)
    if not text:
        return None
    by_letter = spelled(text)
    parts = [] if by_letter else [_found(quoted(text, prefix=term.prefix), frame)]
    if by_letter or symbols(text):
        parts.append(
            Condition(
                "EXISTS (SELECT 1 FROM folded f WHERE f.entry_id = e.id"
                " AND (instr(f.headline, ?) OR instr(f.text, ?)))",
                (text, text),
            )
        )
    return _joined(parts, " AND ")


def _found(expression: str, frame: _Frame) -> Condition:
    """What the full-text index has for an expression."""
    span = " AND rowid BETWEEN ? AND ?" if frame.span else ""
    sql = f"e.id IN (SELECT rowid FROM search WHERE search MATCH ?{span})"  # noqa: S608 - a constant
    return Condition(sql, (expression, *(frame.span or ())))


def _field(term: Field, frame: _Frame) -> Condition | None:
    value = bindable(term.value)
    match term.name:
        case "is":
            return _state(fold(value), frame)
        case "has":
            bit = _HAS.get(fold(value))
            return Condition("(e.has & ?) <> 0", (bit,)) if bit else Condition(NOTHING)
        case "kind":
            wanted = needle(value, prefix=term.prefix)
            kinds = [kind.value for kind in EntryKind if wanted and wanted in words_of(kind.value)]
            return Condition("e.kind IN (SELECT value FROM json_each(?))", (json.dumps(kinds),))
        case "since" | "until" | "on":
            return _time(term.name, value, frame)
        case name if name in _NAMED:
            wanted = needle(value, prefix=term.prefix or name == "source")
            return _named(name, wanted, frame) if wanted else Condition(NOTHING)
        case name:
            return _words(Words(f"{name}:{value}", prefix=term.prefix), frame)


def _named(name: str, wanted: str, frame: _Frame) -> Condition:
    if frame.after is not None and name in _SORTED:
        return Condition(f"{_NAMED[name]} AND sort_at > ?)", (wanted, frame.after))
    if frame.after is not None and frame.span is not None and name != "source":
        return Condition(f"{_NAMED[name]} AND entry_id BETWEEN ? AND ?)", (wanted, *frame.span))
    return Condition(f"{_NAMED[name]})", (wanted,))


def _state(state: str, frame: _Frame) -> Condition:
    if state == "unread":
        return Condition("(e.flags & 1) = 0")
    if state == "new":
        return Condition("((e.flags & 1) = 0 AND e.first_seen >= ?)", (frame.now - NEW_SECONDS,))
    if state in _STATES:
        return Condition("(e.flags & ?) <> 0", (int(_STATES[state]),))
    return Condition(NOTHING)


def _time(name: str, value: str, frame: _Frame) -> Condition:
    found = stretch(value, frame.now, frame.zone, past=name != "until")
    if found is None:
        return Condition(NOTHING)
    start, end = found
    if name == "since":
        return Condition("e.sort_at >= ?", (start,))
    if name == "until":
        return Condition("e.sort_at < ?", (end,))
    return Condition("(e.sort_at >= ? AND e.sort_at < ?)", (start, end))
