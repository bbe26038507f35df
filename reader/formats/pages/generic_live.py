"""A live page of a kind that nobody has described: read by its structure alone, as the last resort.

Entries are blocks that begin with a printed time (or hold an element made for times): at least five of them, in the
order of time, each with text of its own that is longer than a link's title, in the main column or on a page that
says that it is live. What only resembles this is refused: `refusal` names each kind. The evidence of this adapter
is low, so that any adapter that knows the page wins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, tzinfo
from itertools import pairwise
from statistics import median

from reader.formats.addresses import parts_of
from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, Candidate, Page
from reader.formats.pages.live_days import Timed, days
from reader.formats.pages.live_list import Row, is_dated, rows
from reader.formats.pages.live_segments import Segment, segments
from reader.formats.pages.openers import Mark, Opener, Openers, find
from reader.formats.pages.page_stamps import Facts, Stamp, facts
from reader.formats.pages.timed_sequence import LEAST, is_counter, is_recording, is_round
from reader.formats.times import zones
from reader.model.entry import Basis, Entry, EntryKind, Precision, Wording
from reader.model.snapshot import FeedData, FeedState, Snapshot

EVIDENCE = 1.4
"""Less than that of any adapter with an entry, more than that of one without."""
_MOST_ROWS = 12
_OWN_TEXT = 40
"""Characters of its own that an entry must have to count as one; a link's title has none of its own."""
_MUCH = 400
_SHORT = 90
_SENTENCE = re.compile(r"[.!?…।。؟](?:\W|$)")
_NICK = re.compile(r"^[<\[]?[^\s:<>\[\]]{1,24}[>\]:]\s")
_ID = re.compile(r"^[\w.:-]{1,120}$")


@dataclass(frozen=True, slots=True)
class _Found:
    row: Row
    segments: list[Segment]


@dataclass(frozen=True, slots=True)
class _Looked:
    about: Facts
    seen: Openers
    best: _Found | None
    reasons: list[str]


def read(page: Page) -> Candidate | None:
    """Read a live page by its structure; None where the page is none."""
    looked = _look(page)
    return _candidate(looked.best, looked.seen, looked.about) if looked and looked.best else None


def why_not(page: Page) -> str | None:
    """Say in words what the time-led blocks of a page are that is no live page; None where it has none."""
    looked = _look(page)
    return looked.reasons[0] if looked and looked.reasons and not looked.best else None


def _look(page: Page) -> _Looked | None:
    if len(page.text) < 400 or not re.search(r"\d", page.text):
        return None
    tree = page.tree()
    if tree.body is None:
        return None
    about = facts(tree, page.url)
    seen = find(tree.body, month_first=(about.language or "").lower() in ("en-us", "en_us"))
    best: tuple[float, _Found] | None = None
    reasons: list[str] = []
    for row in rows(seen.openers)[:_MOST_ROWS]:
        cut = segments(row, tree.body, page.url)
        reason = refusal(row, cut, about)
        if reason:
            reasons.append(reason)
        elif best is None or _worth(row, cut) > best[0]:
            best = (_worth(row, cut), _Found(row, cut))
    return _Looked(about, seen, best[1] if best else None, reasons)


def _worth(row: Row, cut: Sequence[Segment]) -> float:
    """What a row says, less for each break of its order: an index of the entries repeats them and says little."""
    said = [min(segment.own, _MUCH) for segment in cut]
    worth = sum(said) - 3 * (row.order.days + row.order.inversions) * median(said)
    return worth * (1 - 0.7 * _behind(row))


def refusal(row: Row, cut: Sequence[Segment], about: Facts) -> str | None:
    """Say in words what a row of time-led blocks is, if it is no live page; None where it is one."""
    unlike = _unlike_entries(cut, about)
    if unlike:
        return unlike
    minutes = [at % (24 * 60) for at in row.minutes]
    if is_counter(row.minutes) and all(opener.printed and not opener.printed.relative for opener in row.openers):
        return "numbered lines"
    if row.order.oldest_first:
        if is_recording(minutes):
            return "the transcript of a recording"
        if not about.live:
            return "a chronology or programme"
    if is_round(minutes) and (row.order.oldest_first or (len(cut) >= 8 and (about.scheduled or not about.live))):
        return "a programme"
    if about.scheduled and not about.live:
        return "a programme or timetable"
    if not about.live and max(_behind(row), sum(segment.signed for segment in cut) / len(cut)) >= 0.6:
        return "signed and dated by its authors, as comments are"
    if not about.live and _far_apart(row):
        return "a list of posts of many days"
    inside = sum(opener.main for opener in row.openers) >= 0.8 * len(row.openers)
    if not inside and not about.live:
        return "a list outside of the page's main column"
    return None


def _unlike_entries(cut: Sequence[Segment], about: Facts) -> str | None:
    """Say what the texts are, if they are no entries."""
    said = [segment for segment in cut if segment.own >= _OWN_TEXT or segment.embeds]
    if len(cut) < LEAST or len(said) < 0.6 * len(cut) or median(segment.own for segment in cut) < _OWN_TEXT:
        return "a list of links or short lines"
    if median(segment.own for segment in cut) < _SHORT and not _speaks(cut):
        return "a list of links or short lines"
    if _leads_away(cut, about):
        return "a list of other pages"
    if _is_talk(cut):
        return "readers' comments or a chat"
    return None


def _behind(row: Row) -> float:
    """The share of entries whose time stands behind other words: behind a name, as in comments."""
    return sum(opener.behind for opener in row.openers) / len(row.openers)


def _speaks(cut: Sequence[Segment]) -> bool:
    """Whether short entries are sentences, and not cells of a table."""
    return sum(bool(_SENTENCE.search(segment.text)) for segment in cut) >= 0.4 * len(cut)


def _far_apart(row: Row) -> bool:
    """Whether full dates are known and most entries are half a day or more apart."""
    if not all(opener.machine is not None or is_dated(opener) for opener in row.openers):
        return False
    return median(abs(a - b) for a, b in pairwise(row.minutes)) >= 12 * 60


def _leads_away(cut: Sequence[Segment], about: Facts) -> bool:
    """Whether the entries are teasers: their headlines, or first words, link to other pages."""
    more = [segment.more_link for segment in cut if _is_away(segment.more_link, about)]
    if len(set(more)) >= 0.8 * len(cut):
        return True
    away = [segment for segment in cut if _is_away(_lead_link(segment), about)]
    return len(away) >= 0.6 * len(cut) and median(segment.own for segment in away) < 400


def _lead_link(segment: Segment) -> str | None:
    if segment.title_link:
        return segment.title_link
    if segment.opener.linked and segment.url:
        return segment.url
    first = segment.blocks[0] if segment.blocks else None
    if first and first.links and first.links[0].start == 0 and first.links[0].end >= min(40, 0.8 * len(first.text)):
        return first.links[0].url
    return None


def _is_away(link: str | None, about: Facts) -> bool:
    if link is None:
        return False
    here = parts_of(about.canonical or about.url)
    there = parts_of(link)
    same = (there.hostname or "") == (here.hostname or "") or not here.hostname
    path = re.sub(r"\.\w{2,5}$", "", here.path).rstrip("/")
    return not (same and (not there.path.strip("/") or (bool(path) and there.path.startswith(path))))


def _is_talk(cut: Sequence[Segment]) -> bool:
    """Whether people talk: most entries end with an invitation to answer, or open with one of a few names."""
    if sum(segment.answerable for segment in cut) >= 0.5 * len(cut):
        return True
    nicks = [match.group() for match in (_NICK.match(segment.text) for segment in cut) if match]
    few = len(set(nicks)) <= max(2, len(nicks) // 2)
    return len(nicks) >= 0.8 * len(cut) and few and median(len(segment.text) for segment in cut) < _SHORT


def _candidate(found: _Found, seen: Openers, about: Facts) -> Candidate:
    cut = found.segments[:MAX_ENTRIES]
    where = zones.place(about.url, about.language)
    zone, said = _zone(cut, seen, where, about)
    entries = _timed(found.row, cut, seen, about, zone=zone, said=said)
    order = "oldest_first" if found.row.order.oldest_first else "newest_first"
    starts = [stamp.at for stamp in about.stamps if stamp.kind == "published" and stamp.precision is not Precision.DAY]
    feed = FeedData(
        title=about.title,
        url=about.canonical or about.url,
        language=about.language,
        direction=about.direction,
        state=FeedState.ENDED if about.ended else FeedState.UNKNOWN,
        state_reason=f'the title says "{about.ended}"' if about.ended else None,
        coverage_start=min(starts, default=None),
        timezone=said,
        order=order,
    )
    snapshot = Snapshot("live-page", feed, keyed(entries, about.url), len(found.segments) <= MAX_ENTRIES)
    return Candidate(snapshot, EVIDENCE)


def _zone(cut: Sequence[Segment], seen: Openers, where: zones.Place, about: Facts) -> tuple[tzinfo | None, str | None]:
    """The zone of labels without a zone word: of the page's place, its printed stamp, or its machine stamps."""
    local = any(segment.opener.printed and segment.opener.printed.local for segment in cut)
    zone = where.zone
    if zone is not None:
        return zone, where.zone_name
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


def _timed(
    row: Row, cut: Sequence[Segment], seen: Openers, about: Facts, *, zone: tzinfo | None, said: str | None
) -> list[Entry]:
    where = zones.place(about.url, about.language)
    pairs = [
        (segment.opener.machine_text, segment.opener.printed.minutes)
        for segment in cut
        if segment.opener.machine is not None and segment.opener.printed and not segment.opener.printed.zone
    ]
    false = zones.false_z_page(pairs, zone)
    marked = _marked(row, seen.marks, about)
    bare = [segment for segment in cut if _minutes(segment) is not None and segment.opener.machine is None]
    stamps = [*about.stamps, *_printed_stamps(seen, where, zone)]
    year = _year(stamps)
    timed = [
        Timed(_minutes(segment) or 0, _day(segment, marked, year), f"{segment.headline or ''}\n{segment.text}")
        for segment in bare
    ]
    dated = days(timed, stamps, zone or UTC, url=about.url, oldest_first=row.order.oldest_first)
    known = {segment.opener.order: day for segment, day in zip(bare, dated.days, strict=True)}
    reason = dated.reason + (f" Zone: {said}." if said else " No zone is stated; the times are taken for UTC.")
    entries: list[Entry] = []
    for at, segment in enumerate(cut):
        entry = _entry(segment, at)
        opener = segment.opener
        if opener.machine is not None:
            seconds = opener.machine - (_shift(opener.machine, zone) if false and zone else 0)
            entry = replace(entry, published=seconds, basis=Basis.MACHINE, precision=_exact(opener))
        elif opener.order in known:
            entry = _with_day(entry, segment, known[opener.order], zones.resolve(_word(opener), where) or zone, reason)
        entries.append(entry)
    return entries


def _shift(seconds: int, zone: tzinfo) -> int:
    shift = datetime.fromtimestamp(seconds, UTC).replace(tzinfo=zone).utcoffset()
    return int(shift.total_seconds()) if shift else 0


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
        return {}
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


def _year(stamps: Sequence[Stamp]) -> int | None:
    return max((datetime.fromtimestamp(stamp.at, UTC).year for stamp in stamps), default=None)


def _day(segment: Segment, marked: dict[int, date], year: int | None) -> date | None:
    printed = segment.opener.printed
    return (printed.date_in(year) if printed else None) or marked.get(segment.opener.order)


def _printed_stamps(seen: Openers, where: zones.Place, zone: tzinfo | None) -> list[Stamp]:
    """Full stamps that stand before or among the entries: of the page, whether published or changed is not known."""
    found: list[Stamp] = []
    for mark in seen.marks[:20]:
        day = mark.printed.date_in()
        if day is None or mark.printed.minutes is None:
            continue
        at = zones.to_utc(day, mark.printed.minutes, zones.resolve(mark.printed.zone, where) or zone or UTC)
        found.append(Stamp("other", at, Precision.MINUTE, "Z"))
    return found


def _entry(segment: Segment, at: int) -> Entry:
    wording = Wording(
        headline=segment.headline,
        body=tuple(segment.blocks),
        media=tuple(segment.media),
        embeds=tuple(segment.embeds),
    )
    native = _native(segment)
    return Entry(
        key="",
        seq=at,
        wording=wording,
        native_id=native,
        time_label=segment.opener.label or None,
        kind=_kind(wording),
        url=segment.url,
        authors=segment.authors,
    )


def _native(segment: Segment) -> str | None:
    for node in (segment.item, segment.opener.block):
        values = node.attributes if node is not None else {}
        native = values.get("data-post-id") or values.get("data-id") or values.get("id") or ""
        if _ID.match(native):
            return native
    return None


def _kind(wording: Wording) -> EntryKind:
    if wording.body or wording.headline:
        return EntryKind.TEXT
    if wording.embeds:
        return EntryKind.EMBED
    kinds = [item.kind for item in wording.media]
    if not kinds:
        return EntryKind.TEXT
    return EntryKind.VIDEO if "video" in kinds else EntryKind.GALLERY if len(kinds) > 1 else EntryKind.PHOTO
