"""Sputnik live pages in HTML, the design of 2019/2020 and the one since 2021.

The class names come from `sputnik_selectors`; the parts that are a reconstruction are read by structure. An ordinary
article of either design has no entries and is no live page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, Candidate, Page, evidence
from reader.formats.players import address
from reader.formats.sputnik.entry import wording_of
from reader.formats.sputnik.selectors import DESIGN_2020, DESIGN_2021, Design
from reader.formats.sputnik.timed_list import first_time, timed_items
from reader.formats.sputnik.words import ZONE, is_call, kind_of, minutes_of, page_clock, stamp, unique
from reader.formats.times import timestamps
from reader.formats.times.dates import Clue, infer
from reader.model.entry import Basis, Entry, EntryKind, Flags, Precision, Wording
from reader.model.snapshot import FeedData, FeedState, Snapshot
from reader.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_UPDATING = re.compile(r">\s*being updated\s*<", re.I)
_ID = re.compile(r"^[\w.:-]{1,120}$")
_OFF = ("", "0", "false", "no")


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What an entry says of its time: as printed, UTC seconds if that is all there is to know, and how it is known."""

    label: str | None
    at: int | None = None
    basis: Basis = Basis.NONE
    precision: Precision = Precision.NONE


def read(page: Page) -> Candidate | None:
    """Read a live page; None where the document is none."""
    if "online__item" in page.text:
        design = DESIGN_2021
    elif 'class="b-' in page.text or "ew messages" in page.text:
        design = DESIGN_2020
    else:
        return None
    tree = page.tree()
    items = tree.css(design.item) if design.item else timed_items(tree)
    read_items = [(item, _entry(item, design, page, at)) for at, item in enumerate(_outermost(items)[:MAX_ENTRIES])]
    drafts = [draft for _, draft in read_items if draft.time_label or draft.published is not None]
    if not any(draft.wording.headline or draft.wording.paragraphs for draft in drafts):
        return None
    feed = _feed(tree, design, page, items)
    drafts = _dated(drafts, feed, page)
    times = [draft.published for draft in drafts if draft.published is not None]
    feed = replace(feed, order="oldest_first" if len(times) > 1 and times[0] < times[-1] else "newest_first")
    snapshot = Snapshot(design.name, feed, keyed(drafts, page.url), len(items) <= MAX_ENTRIES)
    return Candidate(snapshot, 0.5 + evidence(snapshot))


def _outermost(items: list[LexborNode]) -> list[LexborNode]:
    """Leave out an item within an item."""
    known = {item.mem_id for item in items}
    return [item for item in items if not any(parent.mem_id in known for parent in _parents(item))]


def _parents(node: LexborNode) -> list[LexborNode]:
    found: list[LexborNode] = []
    parent = node.parent
    while parent is not None:
        found.append(parent)
        parent = parent.parent
    return found


def _entry(item: LexborNode, design: Design, page: Page, at: int) -> Entry:
    top = item.css_first(design.top) if design.item else first_time(item)
    when = _stamp(item, top)
    wording = wording_of(item, top, design, page.url)
    values = item.attributes
    classes = (values.get("class") or "").split()
    card = next((card for card in wording.cards), None)
    native = values.get("data-id") or values.get("id") or ""
    return Entry(
        key="",
        seq=at,
        wording=wording,
        native_id=native if _ID.match(native) else None,
        published=when.at,
        precision=when.precision,
        basis=when.basis,
        time_label=when.label,
        kind=EntryKind.SUMMARY if _set(values, classes, "summary") else kind_of(wording),
        url=_permalink(item, top, page.url),
        read_more_url=card.url if card else None,
        read_more=card is not None,
        authors=unique([_printed(node) for node in item.css(design.author)]),
        flags=Flags(
            key_event=_set(values, classes, "key"),
            pinned=_set(values, classes, "pinned"),
            summary=_set(values, classes, "summary"),
            breaking=_set(values, classes, "breaking"),
        ),
    )


def _set(values: dict[str, str | None], classes: list[str], name: str) -> bool:
    """Whether a mark is set, as a class `m-name` or as `data-name` that does not say no."""
    stated = f"data-{name}" in values and (values[f"data-{name}"] or "true").lower() not in _OFF
    return stated or f"m-{name}" in classes


def _permalink(item: LexborNode, top: LexborNode | None, base: str | None) -> str | None:
    """The entry's own address: what its time links to, or what the entry states."""
    link = top.css_first("a[href]") if top is not None else None
    href = item.attributes.get("data-url") or (link.attributes.get("href") if link is not None else None)
    return address(base, href)


def _stamp(item: LexborNode, top: LexborNode | None) -> _Stamp:
    """Unix time first, then a stamp with its date, then `datetime` (without a zone it is GMT), then the bare time."""
    scope = top if top is not None else item
    label = next((text for text in map(_printed, [scope, *scope.css("time, a, span, div")]) if _is_time(text)), None)
    carriers = [scope, *scope.css("[data-unixtime]"), item]
    for carrier in carriers:
        unix = carrier.attributes.get("data-unixtime") or ""
        made = timestamps.from_number(int(unix)) if unix.isascii() and unix.isdigit() and len(unix) < 16 else None
        if made:
            return _Stamp(label or _printed(scope) or None, made[0], Basis.MACHINE, made[1])
    full = stamp(label) if label else None
    if full is not None:
        return _Stamp(label, full, Basis.PRINTED_ZONE, Precision.MINUTE)
    for carrier in [scope, *scope.css("time[datetime]")]:
        made = timestamps.parse(carrier.attributes.get("datetime") or "")
        if made and made[1] is not Precision.DAY:
            return _Stamp(label, made[0], Basis.MACHINE, made[1])
    return _Stamp(label)


def _printed(node: LexborNode) -> str:
    return one_line(node.text(separator=" "))


def _is_time(text: str) -> bool:
    return stamp(text) is not None or minutes_of(text) is not None


def _dated(drafts: list[Entry], feed: FeedData, page: Page) -> list[Entry]:
    """Find the days of entries that print a time of day only."""
    bare = [draft for draft in drafts if draft.published is None]
    if not bare:
        return drafts
    clues = [_clue(draft.wording, draft.time_label or "") for draft in bare]
    started = datetime.fromtimestamp(feed.coverage_start, UTC).date() if feed.coverage_start is not None else None
    dated = infer(clues, url=page.url, started=started, clock=feed.page_clock)
    times = iter(dated.times)
    return [draft if draft.published is not None else _with_day(draft, next(times), dated.reason) for draft in drafts]


def _with_day(draft: Entry, at: int | None, reason: str) -> Entry:
    if at is None:
        return replace(draft, basis_reason=reason)
    basis = Basis.PRINTED_INFERRED_DATE
    return replace(draft, published=at, precision=Precision.MINUTE, basis=basis, basis_reason=reason)


def _clue(wording: Wording, label: str) -> Clue:
    quoted = tuple(embed.date_text for embed in wording.embeds if embed.date_text)
    return Clue(minutes_of(label) or 0, "\n".join((wording.headline or "", *wording.paragraphs)), quoted)


def _feed(tree: LexborHTMLParser, design: Design, page: Page, items: list[LexborNode]) -> FeedData:
    inside = {item.mem_id for item in items}
    leads = [
        _printed(node)
        for node in tree.css(design.leads)
        if not any(parent.mem_id in inside for parent in _parents(node))
    ]
    leads = [lead for lead in dict.fromkeys(leads) if lead]
    call = leads.pop() if leads and is_call(leads[-1]) else None
    live = _UPDATING.search(page.text) is not None
    root = tree.css_first("html")
    values = root.attributes if root is not None else {}
    title = tree.css_first(design.title)
    return FeedData(
        title=(_printed(title) if title is not None else "") or _meta(tree, "og:title"),
        url=address(page.url, _canonical(tree)) or page.url,
        language=one_line(values.get("lang") or "") or None,
        direction=values.get("dir") if values.get("dir") in ("rtl", "ltr") else None,
        state=FeedState.LIVE if live else FeedState.UNKNOWN,
        state_reason='the page says "Being updated"' if live else None,
        lead=tuple(leads),
        call_to_action=call,
        tags=unique([_printed(tag) for tag in tree.css(design.tags)]),
        coverage_start=_started(tree, design),
        page_clock=_clock(tree, design),
        timezone=ZONE,
    )


def _meta(tree: LexborHTMLParser, name: str) -> str | None:
    node = tree.css_first(f'meta[property="{name}"]')
    return (one_line(node.attributes.get("content") or "") or None) if node is not None else None


def _canonical(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first("link[rel=canonical]")
    return node.attributes.get("href") if node is not None else None


def _started(tree: LexborHTMLParser, design: Design) -> int | None:
    """When the page was first published: the start of coverage."""
    for node in tree.css(design.started):
        values = node.attributes
        for text in (values.get("data-unixtime"), values.get("datetime"), values.get("content")):
            made = timestamps.parse(text) if text else None
            if made:
                return made[0]
        printed = stamp(_printed(node))
        if printed is not None:
            return printed
    return None


def _clock(tree: LexborHTMLParser, design: Design) -> int | None:
    """The header clock, when the page was made."""
    node = tree.css_first(design.clock)
    if node is None:
        return None
    match = re.search(r"\d{1,2}:\d\d\s*GMT.{0,60}?\d{4}(?!\d)", _printed(node))
    return page_clock(match.group()) if match else None
