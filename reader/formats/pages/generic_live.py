"""A live page of a kind that nobody has described: read by its structure alone, as the last resort.

Entries are blocks that begin with a printed time (or hold an element made for times): at least five of them, in the
order of time, each with text of its own that is longer than a link's title, in the main column or on a page that
says that it is live. What only resembles this is refused: `refusal` names each kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from reader.formats.addresses import parts_of
from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, Candidate, Page, evidence
from reader.formats.pages.closing_words import over_title
from reader.formats.pages.elsewhere import is_hidden
from reader.formats.pages.html_items import Draft
from reader.formats.pages.html_marks import marks
from reader.formats.pages.html_state import parted
from reader.formats.pages.html_time import OFFSET, Moment
from reader.formats.pages.live_items import drafts, once
from reader.formats.pages.live_list import NAMED_LIVE, Row, is_dated, is_named_live, is_play, rows
from reader.formats.pages.live_segments import segments
from reader.formats.pages.live_times import timed, zone_of
from reader.formats.pages.openers import Opener, Openers, find
from reader.formats.pages.page_stamps import Facts, facts
from reader.formats.pages.paging import Paging, paging
from reader.formats.pages.segment import Segment
from reader.formats.pages.timed_sequence import FEW, LEAST, is_counter, is_recording, is_round
from reader.formats.times import zones
from reader.formats.times.play_clock import SCALE
from reader.model.entry import Basis, Entry, Precision
from reader.model.snapshot import FeedData, FeedState, Snapshot
from reader.text import fold, letters

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_MOST_ROWS = 12
_OWN_TEXT = 40
"""Characters of its own that an entry must have to count as one; a link's title has none of its own."""
_MUCH = 400
_SHORT = 90
_MOST_PINNED = 3
_NAME = 40
"""Characters that a name before a time may have."""
_HALF_DAY = 12 * 60
_PROSE = 6
"""Words without a capital that a line without a full stop has if it is a sentence."""
_SENTENCE = re.compile(r"[.!?…।。؟](?:\W|$)")
_PROGRAMME = re.compile(r"\b(?:programm?[eao]?|line-?up|what's on|spielplan|ablauf|deroule|cartelera|agenda)\b")
"""Words in the title of what is announced, if its times rise."""
_PLAYED = re.compile(r"['’′´]|^\d+(?:\.|e|re|er|ère|º|ª|th)(?=\s\w|$)|^\D")
"""A label that is a minute of play in its form, not an amount of time."""
_ALIKE = 60
"""Letters by which two entries are told apart."""
_UNSEEN = 0.9
"""What a row that a page hides counts, if it shows another."""
_RUNNING = re.compile(r"\d{1,3}:\d\d")
_NICK = re.compile(r"^[<\[]?[^\s:<>\[\]]{1,24}[>\]:]\s")


@dataclass(frozen=True, slots=True)
class _Found:
    row: Row
    segments: list[Segment]
    pinned: Sequence[Opener] = ()
    """What opens the first segments, and is not of the row: entries pinned above the list."""


@dataclass(frozen=True, slots=True)
class _Looked:
    about: Facts
    seen: Openers
    best: _Found | None
    reasons: list[str]


def read(page: Page) -> Candidate | None:
    """Read a live page by its structure; None where the page is none."""
    looked = _look(page)
    if not looked or not looked.best:
        return None
    parts = paging(page.tree(), page.url, looked.about.canonical, words=True)
    return _candidate(looked.best, looked.seen, looked.about, parts)


def drafts_of(page: Page) -> list[Draft]:
    """Return the entries of a live page as its structure shows them, for one that states some of them besides."""
    looked = _look(page)
    if not looked or not looked.best:
        return []
    found: list[Draft] = []
    for entry in _entries(looked.best, looked.seen, looked.about)[0]:
        stated = entry.published if entry.basis is Basis.MACHINE else None
        found.append(Draft(entry, None if stated is None else Moment(stated, entry.precision, OFFSET)))
    return found


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
    best, reasons = _best(tree.body, page.url, about, seen, few=False)
    if best is None and (about.live or NAMED_LIVE.search(page.text)):
        best, more = _best(tree.body, page.url, about, seen, few=True)
        reasons += more
    return _Looked(about, seen, best, reasons)


def _best(
    body: LexborNode, url: str | None, about: Facts, seen: Openers, *, few: bool
) -> tuple[_Found | None, list[str]]:
    """The row that says most, None where all are refused; and why they are."""
    best: tuple[float, _Found] | None = None
    reasons: list[str] = []
    for row in rows(seen.openers, few=few)[:_MOST_ROWS]:
        live = about.live or is_named_live(row)
        if few and not live:
            continue
        cut = segments(row, body, url)
        reason = refusal(row, cut, about if about.live else replace(about, live=live))
        if reason:
            reasons.append(reason)
        elif best is None or _worth(row, cut) > best[0]:
            best = (_worth(row, cut), _Found(row, cut))
    return (_with_pinned(best[1], seen, body, url) if best else None), reasons


def _with_pinned(found: _Found, seen: Openers, body: LexborNode, url: str | None) -> _Found:
    """Add the entries that are pinned in a list of their own above the others, and look like these."""
    first = found.row.openers[0]
    alike = [o for o in seen.openers if o.order < first.order and o.path == first.path and is_play(o) == is_play(first)]
    apart = [opener for opener in alike if _is_pinned(opener, set(first.parents))][:_MOST_PINNED]
    if not apart:
        return found
    row = Row((*apart, *found.row.openers), found.row.minutes, found.row.order)
    return _Found(found.row, segments(row, body, url), apart)


def _is_pinned(opener: Opener, around: set[int]) -> bool:
    node: LexborNode | None = opener.block
    while node is not None and node.mem_id not in around:
        if "pinned" in marks(node.attributes):
            return True
        node = node.parent
    return False


def _worth(row: Row, cut: Sequence[Segment]) -> float:
    """What a row says, less for each break of its order: an index of the entries repeats them and says little."""
    said = [min(segment.own, _MUCH) for segment in cut]
    told = {letters(f"{segment.headline or ''}{segment.text[:200]}")[:_ALIKE]: at for at, segment in enumerate(cut)}
    worth = sum(said[at] for at in told.values()) - 3 * (row.order.days + row.order.inversions) * median(said)
    hidden = sum(is_hidden(opener.block) for opener in row.openers) > 0.5 * len(row.openers)
    return worth * (1 - 0.7 * _behind(row)) * (_UNSEEN if hidden else 1)


def refusal(row: Row, cut: Sequence[Segment], about: Facts) -> str | None:
    """Say in words what a row of time-led blocks is, if it is no live page; None where it is one."""
    unlike = _unlike_entries(cut, about)
    if unlike:
        return unlike
    if is_play(row.openers[0]):
        return None if _is_match(row, live=about.live) else "a list with minutes"
    minutes = [at % (24 * 60) for at in row.minutes]
    if len(cut) < LEAST and not _is_sure(row, cut, minutes):
        return "too short a list to tell"
    if is_counter(row.minutes) and all(opener.printed and not opener.printed.relative for opener in row.openers):
        return "numbered lines"
    rising = _rising(minutes, about) if row.order.oldest_first else None
    if rising:
        return rising
    if is_round(minutes) and (row.order.oldest_first or (len(cut) >= 8 and (about.scheduled or not about.live))):
        return "a programme"
    if about.scheduled and not about.live:
        return "a programme or timetable"
    if (not about.live or len(cut) < LEAST) and max(
        _behind(row), sum(segment.signed for segment in cut) / len(cut)
    ) >= 0.6:
        return "signed and dated by its authors, as comments are"
    if _apart(row) >= 4 * _HALF_DAY:
        return "a list of posts of many days"
    if _apart(row) >= _HALF_DAY and (
        not about.live or sum(bool(segment.title_link) for segment in cut) >= 0.8 * len(cut)
    ):
        return "a list of posts of many days"
    inside = sum(opener.main for opener in row.openers) >= 0.8 * len(row.openers)
    if not inside and not (len(cut) >= LEAST and _beside_title(row)) and (not about.live or len(cut) < LEAST):
        return "a list outside of the page's main column"
    return None


def _beside_title(row: Row) -> bool:
    """Whether an element that is no frame of the whole page, with menus and margins, holds the entries and a title."""
    node: LexborNode | None = row.openers[0].block
    while node is not None and node.mem_id != row.container:
        node = node.parent
    while node is not None and node.tag not in ("body", "html"):
        if node.css_first("h1") is not None:
            return node.css_first("nav, aside, footer, form") is None
        node = node.parent
    return False


def _rising(minutes: Sequence[int], about: Facts) -> str | None:
    """Say what a row whose times rise is, if it is no live page."""
    if about.scheduled or _PROGRAMME.search(fold(about.title or "")):
        return "a programme"
    if is_recording(minutes):
        return "the transcript of a recording"
    return None if about.live else "a chronology or programme"


def _is_match(row: Row, *, live: bool) -> bool:
    """Whether minutes are those of a match: some are of stoppage time, or they are no mere amounts ("5 min")."""
    if all(_RUNNING.fullmatch(opener.label) for opener in row.openers):
        return live and not (row.order.oldest_first and row.minutes[0] <= 3 * SCALE)
    if any(at % SCALE for at in row.minutes):
        return True
    return live and sum(bool(_PLAYED.search(opener.label)) for opener in row.openers) >= 0.8 * len(row.openers)


def _is_sure(row: Row, cut: Sequence[Segment], minutes: Sequence[int]) -> bool:
    """Whether few entries are entries: with machine times, or each longer than a line and the newest strictly first."""
    if all(opener.machine is not None for opener in row.openers):
        return True
    falling = not row.order.oldest_first and not row.order.inversions and not is_round(minutes)
    return falling and all(segment.own >= 2 * _OWN_TEXT for segment in cut)


def _unlike_entries(cut: Sequence[Segment], about: Facts) -> str | None:
    """Say what the texts are, if they are no entries."""
    said = [segment for segment in cut if segment.own >= _OWN_TEXT or segment.embeds]
    if (
        len(cut) < (FEW if about.live else LEAST)
        or len(said) < 0.6 * len(cut)
        or median(segment.own for segment in cut) < _OWN_TEXT
    ):
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
    """Whether short entries are sentences, and not cells of a table: they end as such, or are words, not names."""
    return sum(bool(_SENTENCE.search(segment.text) or _is_prose(segment.text)) for segment in cut) >= 0.4 * len(cut)


def _is_prose(text: str) -> bool:
    return sum(word[0].isalpha() and not word[0].isupper() for word in text[:400].split()) >= _PROSE


def _apart(row: Row) -> float:
    """How many minutes most entries are apart, 0 if their full dates are not known."""
    if not all(opener.machine is not None or is_dated(opener) for opener in row.openers):
        return 0
    return median(abs(a - b) for a, b in pairwise(row.minutes))


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
    """Whether people talk.

    Most entries end with an invitation to answer, or are signed by somebody else each, or open with one of a few names.
    """
    if sum(segment.answerable for segment in cut) >= 0.5 * len(cut):
        return True
    names = [segment.signature for segment in cut if 0 < len(segment.signature) <= _NAME]
    if len(names) >= 0.8 * len(cut) and len(set(names)) > 0.6 * len(cut):
        return True
    nicks = [match.group() for match in (_NICK.match(segment.text) for segment in cut) if match]
    few = len(set(nicks)) <= max(2, len(nicks) // 2)
    return len(nicks) >= 0.8 * len(cut) and few and median(len(segment.text) for segment in cut) < _SHORT


def _entries(found: _Found, seen: Openers, about: Facts) -> tuple[list[Entry], str | None]:
    """The entries of a row with their times, and the zone of these in words."""
    cut = found.segments[:MAX_ENTRIES]
    zone, said = zone_of(cut, seen, zones.place(about.url, about.language), about)
    made = drafts(cut, about.url)
    entries: list[Entry] = []
    for at, opener in enumerate(found.pinned):
        alone = Row((opener,), (0,), found.row.order)
        told = timed(alone, cut[at : at + 1], made[at : at + 1], seen, about, zone=zone, said=said)
        entries += [replace(entry, flags=replace(entry.flags, pinned=True)) for entry in told]
    at = len(found.pinned)
    return once(entries + timed(found.row, cut[at:], made[at:], seen, about, zone=zone, said=said)), said


def _state(found: _Found, entries: Sequence[Entry], seen: Openers, about: Facts) -> tuple[FeedState, str | None]:
    """Whether the page says that it is over: in its title, in a line above or below the entries, in the newest one."""
    title = over_title(fold(about.title or "")[:1000]) or about.ended
    if title:
        return FeedState.ENDED, f'the title says "{title}"'
    first, last = found.row.openers[0].order, found.row.openers[-1].order
    said = next((words for at, words in seen.closing if at < first or at > last), None)
    if said:
        return FeedState.ENDED, f'the page says "{said}"'
    return parted(entries, max((entry.published for entry in entries if entry.published is not None), default=None))


def _candidate(found: _Found, seen: Openers, about: Facts, parts: Paging) -> Candidate:
    entries, said = _entries(found, seen, about)
    order = "oldest_first" if found.row.order.oldest_first else "newest_first"
    state, reason = _state(found, entries, seen, about)
    starts = [stamp.at for stamp in about.stamps if stamp.kind == "published" and stamp.precision is not Precision.DAY]
    feed = FeedData(
        title=about.title,
        url=about.canonical or about.url,
        language=about.language,
        direction=about.direction,
        state=state,
        state_reason=reason,
        coverage_start=min(starts, default=None),
        timezone=said,
        order=order,
        older_url=parts.older,
    )
    whole = len(found.segments) <= MAX_ENTRIES and not parts.parted
    snapshot = Snapshot("live-page", feed, keyed(entries, about.url), whole)
    return Candidate(snapshot, 1 + evidence(snapshot))
