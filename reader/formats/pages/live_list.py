"""Which of a page's time-led blocks may be the entries of a live page: rows that run in the order of time.

Rows are formed by likeness of position (the path of tags), by common parent and by parts of the page. The text
tests are the caller's; here the times, the number and the place are judged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.formats.pages.openers import Opener
from reader.formats.pages.timed_sequence import DAY, FEW, LEAST, Order, order

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_DEPTH = 3
_LEVELS = 3
_NAMES = 12
NAMED_LIVE = re.compile(
    r"""["'\s](?:[a-z0-9]+[-_]{1,2}){0,3}(?:live[-_]?(?:blog|ticker|updates?|entr(?:y|ies)|coverage|reporting|text|desk)|"""
    r"""minute[-_]by[-_]minute|minut[oe][-_][ap]a?r?[-_]minut[oe])s?(?:[-_]{1,2}(?:posts?|entr(?:y|ies)|items?|list|"""
    r"""container|wrap(?:per)?|content|body|main|updates?|timeline|feed|stream|events?|messages?))*["'\s]""",
    re.I,
)
"""Classes and ids that name a live blog, or its entries."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC).toordinal()


@dataclass(frozen=True, slots=True)
class Row:
    """Openers in document order whose times run one way; `minutes` are those that were compared."""

    openers: tuple[Opener, ...]
    minutes: tuple[int, ...]
    order: Order

    @property
    def container(self) -> int:
        """The `mem_id` of the innermost element that holds all of them."""
        return common(self.openers)[-1]


def rows(openers: Sequence[Opener], *, few: bool = False) -> list[Row]:
    """Return the rows of openers in the order of time, the longest first.

    They are at least five, or three with machine times; or three of any, if `few` will do.
    """
    found: dict[tuple[int, ...], Row] = {}
    for group in _groups(openers, few=few):
        for row in _ordered(group, _DEPTH, few=few):
            grown = _grown(row, openers)
            found.setdefault(tuple(opener.order for opener in grown.openers), grown)
    return sorted(found.values(), key=lambda row: (-len(row.openers), row.openers[0].order))


def is_named_live(row: Row) -> bool:
    """Whether an element that holds all the entries, or one of them, is named for a live blog by its class or id."""
    node: LexborNode | None = row.openers[0].block
    for _ in range(_NAMES):
        if node is None or node.tag in ("body", "html"):
            return False
        values = node.attributes
        if any(NAMED_LIVE.search(f'"{values.get(name) or ""}"') for name in ("class", "id")):
            return True
        node = node.parent
    return False


def common(openers: Sequence[Opener]) -> tuple[int, ...]:
    """Return the `mem_id` of the elements that hold all openers, outermost first."""
    first, *rest = (opener.parents[:-1] or opener.parents for opener in openers)
    shared = len(first)
    for parents in rest:
        shared = min(shared, len(parents))
        while parents[:shared] != first[:shared]:
            shared -= 1
    return first[: max(1, shared)]


def _groups(openers: Sequence[Opener], *, few: bool) -> Iterator[list[Opener]]:
    by_path: dict[tuple[object, ...], list[Opener]] = defaultdict(list)
    by_parent: dict[tuple[object, ...], list[Opener]] = defaultdict(list)
    for opener in openers:
        by_path[(opener.path, is_dated(opener), is_play(opener))].append(opener)
        for level in range(2, 2 + _LEVELS):
            if len(opener.parents) >= level:
                by_parent[(opener.parents[-level], opener.leads, is_dated(opener), is_play(opener))].append(opener)
    for group in (*by_path.values(), *by_parent.values()):
        if _are_enough(group, few=few):
            yield group


def _are_enough(group: Sequence[Opener], *, few: bool) -> bool:
    return len(group) >= LEAST or (len(group) >= FEW and (few or all(opener.machine is not None for opener in group)))


def _ordered(group: Sequence[Opener], depth: int, *, few: bool) -> Iterator[Row]:
    """The group if its times run one way; else its parts, by the children of the element that holds them all."""
    if not _are_enough(group, few=few):
        return
    minutes = times_of(group)
    way = _way(group, minutes) if minutes else None
    if way and minutes and not (way.days and is_play(group[0])):
        yield Row(tuple(group), minutes, way)
        return
    if not depth:
        return
    level = len(common(group))
    parts: dict[int, list[Opener]] = defaultdict(list)
    for opener in group:
        parts[opener.parents[min(level, len(opener.parents) - 1)]].append(opener)
    if len(parts) > 1:
        for part in parts.values():
            yield from _ordered(part, depth - 1, few=few)


def _way(group: Sequence[Opener], minutes: Sequence[int]) -> Order | None:
    """How times run; the first of instants may be out of line, as a pinned entry is."""
    way = order(minutes)
    if way and way.days + way.inversions == 1 and minutes[0] < minutes[1] and all(o.machine is not None for o in group):
        return order(minutes[1:]) or way
    return way


def is_dated(opener: Opener) -> bool:
    """Whether a full date is printed with the time: a stamp of the page rather than one of entries without dates."""
    return opener.printed is not None and opener.printed.year is not None


def is_play(opener: Opener) -> bool:
    """Whether a minute of play is printed, and no time."""
    return opener.printed is not None and opener.printed.play is not None and opener.machine is None


def _kind(opener: Opener) -> tuple[object, ...]:
    return opener.block.tag, opener.leads, is_dated(opener), is_play(opener), opener.machine is not None


def times_of(group: Sequence[Opener]) -> tuple[int, ...] | None:
    """Return comparable minutes of all openers: instants where all have them, else times of day, else distances."""
    if all(opener.machine is not None for opener in group):
        return tuple((opener.machine or 0) // 60 for opener in group)
    days = [opener.printed.date_in() if opener.printed else None for opener in group]
    printed = [opener.printed for opener in group]
    if all(days) and all(time and time.minutes is not None for time in printed):
        return tuple(
            ((day.toordinal() if day else 0) - _EPOCH) * DAY + ((time.minutes if time else 0) or 0)
            for day, time in zip(days, printed, strict=True)
        )
    if all(time and time.minutes is not None for time in printed):
        return tuple((time.minutes if time else 0) or 0 for time in printed)
    if all(time and time.play is not None for time in printed):
        return tuple((time.play if time else 0) or 0 for time in printed)
    if all(time and time.ago is not None for time in printed):
        return tuple(-((time.ago if time else 0) or 0) // 60 for time in printed)
    return None


def _grown(row: Row, openers: Sequence[Opener]) -> Row:
    """Take in openers of the same kind within the row's element that stand at another depth and fit in time.

    What prints a time of the row once more within the same child of that element is none.
    """
    kinds = {_kind(opener) for opener in row.openers}
    known = {opener.order for opener in row.openers}
    inside = row.container
    more = [
        opener
        for opener in openers
        if opener.order not in known and inside in opener.parents and _kind(opener) in kinds
    ]
    depth = row.openers[0].parents.index(inside) + 1
    printed = {(opener.label, opener.parents[depth : depth + 1]) for opener in row.openers}
    more = [opener for opener in more if (opener.label, opener.parents[depth : depth + 1]) not in printed]
    best = row
    for opener in more[:200]:
        group = sorted((*best.openers, opener), key=lambda one: one.order)
        minutes = times_of(group)
        way = order(minutes) if minutes else None
        if way and minutes and (way.inversions, way.days) <= (best.order.inversions, best.order.days):
            best = Row(tuple(group), minutes, way)
    return best
