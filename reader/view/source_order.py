"""In which order the sources are listed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING

from reader.text import fold

if TYPE_CHECKING:
    from reader.model.source import SourceStatus


class Sorting(StrEnum):
    """The orders there are; the value is what the screen says."""

    OWN = "your order"
    TITLE = "title"
    UNREAD = "most unread"
    NEXT = "next poll"
    TROUBLE = "trouble first"


def sorting(name: str) -> Sorting:
    """The order of that name; the reader's own for a name that is unknown."""
    try:
        return Sorting(name)
    except ValueError:
        return Sorting.OWN


def following(one: Sorting) -> Sorting:
    """The order after this one, going round at the end."""
    every = list(Sorting)
    return every[(every.index(one) + 1) % len(every)]


def own_order(ids: Iterable[int], order: Sequence[int]) -> list[int]:
    """The `ids` in the reader's own order; those that it does not name come last, as they came in."""
    places = {number: place for place, number in enumerate(order)}
    return sorted(ids, key=lambda number: places.get(number, len(places)))


def moved(ids: Sequence[int], number: int, step: int) -> tuple[int, ...]:
    """The same with one of them `step` places further down (up if negative), as far as there is room."""
    if number not in ids:
        return tuple(ids)
    rest = [other for other in ids if other != number]
    place = max(0, min(len(rest), ids.index(number) + step))
    return (*rest[:place], number, *rest[place:])


def arranged(statuses: Iterable[SourceStatus], by: Sorting, order: Sequence[int]) -> list[SourceStatus]:
    """The sources in an order; equal ones, and all where it is the reader's own, as `order` has them."""
    every = {status.source.id: status for status in statuses}
    own = [every[number] for number in own_order(every, order)]
    match by:
        case Sorting.OWN:
            return own
        case Sorting.TITLE:
            return sorted(own, key=lambda status: fold(status.title))
        case Sorting.UNREAD:
            return sorted(own, key=lambda status: -status.unread)
        case Sorting.NEXT:
            return sorted(own, key=_next)
        case Sorting.TROUBLE:
            return sorted(own, key=lambda status: -status.poll.failures)


def _next(status: SourceStatus) -> tuple[bool, int]:
    at = None if status.source.paused else status.poll.next_poll_at
    never_asked = status.poll.last_poll_at is None and not status.source.paused
    return (at is None and not never_asked, at or 0)
