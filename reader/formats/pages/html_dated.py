"""When the entries of a live page were published: what is stated, set right; what is printed, with its day found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from reader.formats.pages.html_items import Draft
from reader.formats.pages.html_time import LOCAL, UNSTATED, ZULU, Moment, false_zulu, localised, printed
from reader.formats.pages.schema_org import LiveBlog
from reader.formats.times import clock_text, zones
from reader.formats.times.clock_text import PrintedTime
from reader.formats.times.dates import Clue, infer
from reader.formats.times.zones import Place
from reader.model.entry import Basis, Entry, Precision


def true_zone(drafts: list[Draft], blog: LiveBlog, where: Place) -> list[Draft]:
    """Correct times that end in `Z` and are local ones."""
    pairs = [(draft.when, draft.entry.time_label) for draft in drafts]
    if not false_zulu(pairs, blog.modified, where.zone):
        return drafts
    return [replace(draft, when=_moved(draft.when, where)) for draft in drafts]


def _moved(when: Moment | None, where: Place) -> Moment | None:
    if when is None or when.trust not in (ZULU, UNSTATED):
        return when
    return Moment(localised(when.at, where.zone), when.precision, LOCAL)


def dated(drafts: Sequence[Draft], where: Place, base: str | None, blog: LiveBlog) -> list[Entry]:
    """The entries with their times: as stated, else as printed with the day beside it, else with the day inferred."""
    entries = [_timed(draft, where) for draft in drafts]
    open_at = [at for at, entry in enumerate(entries) if entry.published is None and printed(entry.time_label)]
    if not open_at:
        return entries
    clues = [_clue(entries[at]) for at in open_at]
    started = datetime.fromtimestamp(blog.coverage_start, UTC).date() if blog.coverage_start is not None else None
    rising = rises([entry.published for entry in entries if entry.published is not None])
    found = infer(clues, url=base, started=started, clock=blog.modified, oldest_first=rising)
    for at, when in zip(open_at, found.times, strict=True):
        what = printed(entries[at].time_label)
        inferred = None
        if when is not None and what is not None:
            inferred = _on_day(what, datetime.fromtimestamp(when, UTC).date(), where)
        basis = Basis.PRINTED_INFERRED_DATE if inferred is not None else Basis.NONE
        precision = Precision.MINUTE if inferred is not None else Precision.NONE
        entries[at] = replace(
            entries[at], published=inferred, precision=precision, basis=basis, basis_reason=found.reason
        )
    return entries


def _timed(draft: Draft, where: Place) -> Entry:
    entry = draft.entry
    if draft.when is not None:
        told = (entry.published, entry.precision, entry.basis)
        exact = _moved(draft.when, where) if draft.when.trust == UNSTATED and where.zone else draft.when
        exact = exact or draft.when
        stated = (exact.at, exact.precision, Basis.MACHINE)
        if stated == told:
            return entry
        return replace(entry, published=exact.at, precision=exact.precision, basis=Basis.MACHINE)
    if entry.published is not None:
        return entry
    what = printed(entry.time_label)
    day = (what.date_in() if what else None) or _written_day(draft.day)
    at = _on_day(what, day, where) if what is not None and day is not None else None
    if at is None:
        return replace(entry, published=None, precision=Precision.NONE, basis=Basis.NONE)
    return replace(entry, published=at, precision=Precision.MINUTE, basis=Basis.PRINTED_ZONE)


def _on_day(what: PrintedTime, day: date, where: Place) -> int | None:
    """The instant of a printed time on a day: in the zone that it names, else in the page's, else in UTC."""
    zone = zones.resolve(what.zone, where, local=what.local) or where.zone or UTC
    try:
        return zones.to_utc(day, (what.minutes or 0) % 1440, zone)
    except (ValueError, OverflowError, OSError):
        return None


def _written_day(text: str) -> date | None:
    found = clock_text.printed_date(text) if text else None
    return found.date_in() if found else None


def _clue(entry: Entry) -> Clue:
    what = printed(entry.time_label)
    posted = tuple(embed.date_text for embed in entry.wording.embeds if embed.date_text)
    minutes = (what.minutes or 0) % 1440 if what else 0
    return Clue(minutes, f"{entry.headline or ''}\n{entry.wording.text}", posted)


def rises(times: Sequence[int]) -> bool:
    """Whether a list runs from the oldest entry to the newest."""
    return len(times) > 1 and times[0] < times[-1]
