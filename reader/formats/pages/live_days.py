"""On which days the entries of a live page with times of day are: from day headings, the labels, the page's own stamps.

Pure. Every piece of evidence speaks for a day of the oldest entry with a weight; the heaviest day wins, and the
reason says which evidence carried it. Where the page says nothing, its address and the texts are asked
(`dates.infer`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from reader.formats.pages.page_stamps import Stamp
from reader.formats.times.calendar_words import MONTH_NAMES
from reader.formats.times.dates import Clue, day_offsets, infer, url_date

_NEAR = 6 * 60
_LATE = 10
"""Minutes by which an entry may be later than the stamp of the page that shows it."""


@dataclass(frozen=True, slots=True)
class Timed:
    """An entry as far as its day matters: the minute, a day if one is printed with it or above it, and its text."""

    minutes: int
    day: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Days:
    """The answer: a day for each entry, None where it stays open, and the reason in words."""

    days: tuple[date | None, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Vote:
    day: date
    weight: float
    words: str


def days(
    entries: Sequence[Timed], stamps: Sequence[Stamp], zone: tzinfo, *, url: str | None, oldest_first: bool
) -> Days:
    """Find the days of entries in document order."""
    if not entries:
        return Days((), "There are no entries.")
    rising = list(entries) if oldest_first else list(reversed(entries))
    offsets = day_offsets([entry.minutes for entry in rising])
    stated = [(entry.day - timedelta(days=at)) for entry, at in zip(rising, offsets, strict=True) if entry.day]
    if stated:
        found = _around(rising, offsets)
        return Days(tuple(found if oldest_first else reversed(found)), "The day is printed with the entries.")
    votes = _votes(rising[0].minutes, rising[-1].minutes, offsets[-1], stamps, zone)
    started = url_date(url)
    if started:
        votes.append(_Vote(started, 2.5, f"the address is dated {_words(started)}"))
    if not votes:
        return _from_texts(entries, url=url, oldest_first=oldest_first)
    weights: dict[date, float] = {}
    for vote in votes:
        weights[vote.day] = weights.get(vote.day, 0.0) + vote.weight
    best = max(weights, key=lambda day: (weights[day], day))
    grounds = list(dict.fromkeys(vote.words for vote in votes if vote.day == best))[:3]
    found = [best + timedelta(days=at) for at in offsets]
    more = " for the oldest entry, a day more at each midnight" if offsets[-1] else ""
    return Days(tuple(found if oldest_first else reversed(found)), f"{_words(best)}{more}: {' and '.join(grounds)}.")


def _around(rising: Sequence[Timed], offsets: Sequence[int]) -> list[date | None]:
    """Give entries without a printed day the day of a neighbour, with the midnights between them."""
    known = [at for at, entry in enumerate(rising) if entry.day]
    found: list[date | None] = []
    place = 0
    for at, entry in enumerate(rising):
        while place + 1 < len(known) and abs(known[place + 1] - at) <= abs(known[place] - at):
            place += 1
        near = known[place]
        base = rising[near].day
        found.append(entry.day or (base + timedelta(days=offsets[at] - offsets[near]) if base else None))
    return found


def _votes(oldest: int, newest: int, span: int, stamps: Sequence[Stamp], zone: tzinfo) -> list[_Vote]:
    votes: list[_Vote] = []
    for stamp in dict.fromkeys(stamps):
        local = stamp.local(zone)
        timed = _minute(stamp, local)
        if stamp.kind in ("changed", "other"):
            votes.append(_changed(stamp, local, timed, newest, span))
        if stamp.kind in ("published", "other"):
            votes.append(_published(stamp, local, timed, oldest))
        if stamp.kind == "published" and timed is not None and abs(timed - newest) <= _LATE:
            votes.append(_changed(stamp, local, timed, newest, span))
    return votes


def _minute(stamp: Stamp, local: datetime) -> int | None:
    return None if stamp.precision == "day" else local.hour * 60 + local.minute


def _changed(stamp: Stamp, local: datetime, timed: int | None, newest: int, span: int) -> _Vote:
    """The page was changed then: its newest entry is of that day, or of the day before if it is later in the day."""
    day = local.date()
    words = f"the page was changed on {_words(day)}"
    if timed is None:
        return _Vote(day - timedelta(days=span), 3.0, words)
    if newest > timed + _LATE:
        day -= timedelta(days=1)
    gap = (timed - newest) % (24 * 60)
    close = gap <= _NEAR or gap >= 24 * 60 - _LATE
    weight = 5.0 if gap <= 3 or gap >= 24 * 60 - 3 else 4.0 if close else 2.0
    return _Vote(day - timedelta(days=span), weight - (0.5 if stamp.kind == "other" else 0.0), words)


def _published(stamp: Stamp, local: datetime, timed: int | None, oldest: int) -> _Vote:
    """The page was published then: its oldest entry is of that day, if the list is whole."""
    day = local.date()
    words = f"the page was published on {_words(day)}"
    if timed is None:
        return _Vote(day, 1.5, words)
    if timed - oldest > 12 * 60:
        return _Vote(day + timedelta(days=1), 1.0, words)
    weight = 3.5 if abs(oldest - timed) <= 60 else 3.0 if -30 <= oldest - timed <= 3 * 60 else 1.5
    return _Vote(day, weight - (0.5 if stamp.kind == "other" else 0.0), words)


def _from_texts(entries: Sequence[Timed], *, url: str | None, oldest_first: bool) -> Days:
    dated = infer([Clue(entry.minutes, entry.text) for entry in entries], url=url, oldest_first=oldest_first)
    found = tuple(None if at is None else (datetime(1970, 1, 1) + timedelta(seconds=at)).date() for at in dated.times)
    return Days(found, dated.reason)


def _words(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"
