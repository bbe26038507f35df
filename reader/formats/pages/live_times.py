"""When the entries of a live page of an unknown kind were published: zone, days, and what the page states.

The labels are printed for people: their zone is that of the page's place, its stamps or its zone words, and their day
that of the headings between them, or the one that the page's own stamps speak for (`live_days`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo

from reader.formats.pages.html_time import localised
from reader.formats.pages.live_days import Timed, days
from reader.formats.pages.live_list import Row
from reader.formats.pages.openers import Mark, Opener, Openers
from reader.formats.pages.page_stamps import Facts, Stamp
from reader.formats.pages.segment import Segment
from reader.formats.times import zones
from reader.model.entry import Basis, Entry, Precision

_UNIVERSAL = frozenset(("z", "utc", "gmt"))
_BARE = re.compile(r"\s*\d{4}-?\d\d-?\d\d[T ]?\d\d:?\d\d(?::?\d\d(?:[.,]\d+)?)?\s*$")
"""A machine time that states no zone."""


def zone_of(
    cut: Sequence[Segment], seen: Openers, where: zones.Place, about: Facts
) -> tuple[tzinfo | None, str | None]:
    """The zone of labels without a zone word: of the page's place, its printed stamp, or its machine stamps."""
    local = any(segment.opener.printed and segment.opener.printed.local for segment in cut)
    noted = zones.resolve(seen.zone, where) if seen.zone else None
    if noted is not None and seen.zone:
        return noted, seen.zone.upper()
    words = [word for mark in seen.marks if (word := mark.printed.zone) and word not in _UNIVERSAL]
    for word in words:  # the page's own stamps know better than its language
        told = zones.resolve(word, where)
        if told is not None:
            return told, word.upper()
    if where.zone is not None:
        return where.zone, where.zone_name
    words = [mark.printed.zone for mark in seen.marks if mark.printed.zone]
    words += [segment.opener.printed.zone for segment in cut if segment.opener.printed and segment.opener.printed.zone]
    for word in words:
        zone = zones.resolve(word, where)
        if zone is not None:
            return zone, word.upper()
    if about.offset is not None:
        return about.offset, str(about.offset)
    zone = zones.resolve(None, where, local=local)
    return zone, str(zone) if zone else None


def timed(
    row: Row,
    cut: Sequence[Segment],
    drafts: Sequence[Entry],
    seen: Openers,
    about: Facts,
    *,
    zone: tzinfo | None,
    said: str | None,
) -> list[Entry]:
    """Return the entries of a row, given without times, with them. `zone` and `said` are those of `zone_of`."""
    where = zones.place(about.url, about.language)
    pairs = [
        (segment.opener.machine_text, segment.opener.printed.minutes)
        for segment in cut
        if segment.opener.machine is not None and segment.opener.printed and not segment.opener.printed.zone
    ]
    false = zones.false_z_page(pairs, zone)
    local = zone is not None and _are_local(cut)
    marked = _marked(row, seen.marks, about)
    bare = [segment for segment in cut if _minutes(segment) is not None and segment.opener.machine is None]
    stamps = [*about.stamps, *_printed_stamps(seen, row.openers[0].order, row.openers[-1].order, where, zone)]
    year = _year(stamps)
    bare_times = [
        Timed(_minutes(segment) or 0, _day(segment, marked, year), f"{segment.headline or ''}\n{segment.text}")
        for segment in bare
    ]
    dated = days(bare_times, stamps, zone or UTC, url=about.url, oldest_first=row.order.oldest_first)
    known = {segment.opener.order: day for segment, day in zip(bare, dated.days, strict=True)}
    reason = dated.reason + (f" Zone: {said}." if said else " No zone is stated; the times are taken for UTC.")
    entries: list[Entry] = []
    for entry, segment in zip(drafts, cut, strict=True):
        opener = segment.opener
        if opener.machine is not None:
            wrong = false or (local and _BARE.match(opener.machine_text))
            seconds = localised(opener.machine, zone) if wrong else opener.machine
            entries.append(replace(entry, published=seconds, basis=Basis.MACHINE, precision=_exact(opener)))
            continue
        if opener.order in known:
            there = (zones.resolve(word, where) if (word := _word(opener)) else None) or zone
            entries.append(_with_day(entry, segment, known[opener.order], there, reason))
            continue
        entries.append(entry)
    return entries


def _are_local(cut: Sequence[Segment]) -> bool:
    """Whether machine times without a zone are local: they are, unless the printed ones are other times of day."""
    told = [
        (segment.opener.machine // 60 % (24 * 60), segment.opener.printed.minutes)
        for segment in cut
        if segment.opener.machine is not None and segment.opener.printed and _BARE.match(segment.opener.machine_text)
    ]
    printed = [(stated, shown) for stated, shown in told if shown is not None]
    return sum(stated == shown for stated, shown in printed) >= 0.8 * len(printed)


def _exact(opener: Opener) -> Precision:
    return Precision.SECOND if (opener.machine or 0) % 60 or ":00:" in opener.machine_text[-12:] else Precision.MINUTE


def _word(opener: Opener) -> str | None:
    return opener.printed.zone if opener.printed else None


def _minutes(segment: Segment) -> int | None:
    return segment.opener.printed.minutes if segment.opener.printed else None


def _with_day(entry: Entry, segment: Segment, day: date | None, zone: tzinfo | None, reason: str) -> Entry:
    minutes = _minutes(segment)
    if day is None or minutes is None:
        return replace(entry, basis_reason=reason)
    printed = segment.opener.printed
    full = printed is not None and printed.date_in() is not None and printed.zone is not None
    second = (printed.second if printed else None) or 0
    try:
        at = zones.to_utc(day, minutes, zone or UTC) + second
    except (ValueError, OverflowError):
        return entry
    basis = Basis.PRINTED_ZONE if full else Basis.PRINTED_INFERRED_DATE
    return replace(entry, published=at, basis=basis, basis_reason=None if full else reason, precision=Precision.MINUTE)


def _marked(row: Row, marks: Sequence[Mark], about: Facts) -> dict[int, date]:
    """The days that headings between the entries give them: to those below, or to those above where headings follow."""
    inside = [mark for mark in marks if mark.printed.minutes is None and mark.printed.day is not None]
    first, last = row.openers[0].order, row.openers[-1].order
    year = _year(about.stamps)
    dated = [(mark.order, day) for mark in inside if (day := mark.printed.date_in(year))]
    between = [mark for mark in dated if first < mark[0] < last]
    if not between:
        heads = [day for mark, day in zip(inside, (day for _, day in dated), strict=False) if _heads(mark, row)]
        return {row.openers[0].order: heads[-1]} if heads and len(dated) == len(inside) else {}
    above = [mark for mark in dated if mark[0] <= first]
    below = [mark for mark in dated if mark[0] >= last]
    follow = not above and bool(below)
    found: dict[int, date] = {}
    for opener in row.openers:
        if follow:
            day = next((day for order, day in dated if order >= opener.order), None)
        else:
            day = next((day for order, day in reversed(dated) if order <= opener.order), None)
        if day:
            found[opener.order] = day
    return found


def _heads(mark: Mark, row: Row) -> bool:
    """Whether a date stands above all entries, in the element that holds them."""
    node = mark.node if mark.order < row.openers[0].order else None
    while node is not None and node.mem_id != row.container:
        node = node.parent
    return node is not None and node.tag not in ("body", "main", "html")


def _year(stamps: Sequence[Stamp]) -> int | None:
    return max((datetime.fromtimestamp(stamp.at, UTC).year for stamp in stamps), default=None)


def _day(segment: Segment, marked: dict[int, date], year: int | None) -> date | None:
    printed = segment.opener.printed
    return (printed.date_in(year) if printed else None) or marked.get(segment.opener.order)


def _is_the_pages(mark: Mark, first: int, last: int) -> bool:
    """Whether a stamp is the page's: no word names it, or it stands above the entries, or says below them "updated"."""
    return mark.kind == "other" or mark.order < first or (mark.kind == "changed" and mark.order > last)


def _printed_stamps(seen: Openers, first: int, last: int, where: zones.Place, zone: tzinfo | None) -> list[Stamp]:
    """Full stamps that stand before or among the entries: of the page, whether published or changed is not known."""
    found: list[Stamp] = []
    for mark in seen.marks[:20]:
        day = mark.printed.date_in()
        if day and mark.printed.minutes is None and (mark.main or mark.kind != "other") and mark.order < first:
            kind = "published" if mark.kind == "other" else mark.kind
            found.append(Stamp(kind, zones.to_utc(day, 0, UTC), Precision.DAY, str(day)))
        if day is None or mark.printed.minutes is None or not _is_the_pages(mark, first, last):
            continue
        at = zones.to_utc(day, mark.printed.minutes, zones.resolve(mark.printed.zone, where) or zone or UTC)
        found.append(Stamp(mark.kind, at, Precision.MINUTE, "Z"))
    return found
