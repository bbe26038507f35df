"""When the entries of a live page were published: what is stated, set right; what is printed, with its day found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from reader.formats import timestamps
from reader.formats.dates import Clue, infer
from reader.formats.engine_row import Engine
from reader.formats.html_items import Draft
from reader.formats.html_time import Moment, at_day, false_zulu, localised, printed, zone_of
from reader.formats.schema_org import LiveBlog
from reader.model.entry import Basis, Entry, Precision


def true_zone(drafts: list[Draft], blog: LiveBlog, engine: Engine, base: str | None) -> list[Draft]:
    """Correct times that end in `Z` and are local ones."""
    zone = engine.zone or zone_of(base)
    pairs = [(draft.when, draft.entry.time_label) for draft in drafts]
    if not false_zulu(pairs, blog.modified, zone):
        return drafts
    return [replace(draft, when=_moved(draft.when, zone)) for draft in drafts]


def _moved(when: Moment | None, zone: str | None) -> Moment | None:
    return Moment(localised(when.at, zone), when.precision, when.trust - 1) if when else None


def dated(drafts: Sequence[Draft], engine: Engine, base: str | None, blog: LiveBlog) -> list[Entry]:
    """The entries with their times: as stated, else as printed with the day beside it, else with the day inferred."""
    zone = engine.zone or zone_of(base)
    entries = [_timed(draft, zone) for draft in drafts]
    open_at = [at for at, entry in enumerate(entries) if entry.published is None and printed(entry.time_label)]
    if not open_at:
        return entries
    clues = [_clue(entries[at]) for at in open_at]
    started = datetime.fromtimestamp(blog.coverage_start, UTC).date() if blog.coverage_start is not None else None
    rising = rises([entry.published for entry in entries if entry.published is not None])
    found = infer(clues, url=base, started=started, clock=blog.modified, oldest_first=rising)
    for at, when in zip(open_at, found.times, strict=True):
        what = printed(entries[at].time_label)
        if when is not None and what is not None:
            day = datetime.fromtimestamp(when, UTC).date()
            basis = Basis.PRINTED_INFERRED_DATE
            entries[at] = replace(
                entries[at], published=at_day(what, day, zone), precision=Precision.MINUTE, basis=basis
            )
        entries[at] = replace(entries[at], basis_reason=found.reason)
    return entries


def _timed(draft: Draft, zone: str | None) -> Entry:
    entry = draft.entry
    if draft.when is not None:
        exact = draft.when
        return replace(entry, published=exact.at, precision=exact.precision, basis=Basis.MACHINE)
    what = printed(entry.time_label)
    day = what.day if what and what.day else _written_day(draft.day)
    if what is None or day is None:
        return replace(entry, published=None, precision=Precision.NONE, basis=Basis.NONE)
    return replace(entry, published=at_day(what, day, zone), precision=Precision.MINUTE, basis=Basis.PRINTED_ZONE)


def _written_day(text: str) -> date | None:
    made = timestamps.parse(text) if text else None
    return datetime.fromtimestamp(made[0], UTC).date() if made else None


def _clue(entry: Entry) -> Clue:
    what = printed(entry.time_label)
    posted = tuple(embed.date_text for embed in entry.wording.embeds if embed.date_text)
    return Clue(what.minutes if what else 0, f"{entry.headline or ''}\n{entry.wording.text}", posted)


def rises(times: Sequence[int]) -> bool:
    """Whether a list runs from the oldest entry to the newest."""
    return len(times) > 1 and times[0] < times[-1]
