"""What the elements of a row's entries state beside their texts: ids, marks, and which of them are copies.

Nothing is known of the engine, so names are read by what they end in, and the row decides: an attribute is an id if
(nearly) every entry has one of its own, and a mark if some have it and some have not.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from reader.formats.nesting import tags
from reader.formats.pages.html_marks import is_summary, label_mark, marks
from reader.formats.pages.segment import Segment
from reader.model.entry import Entry, EntryKind, Flags, Wording
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_ID = re.compile(r"^[\w.:/=-]{1,120}$")
_MADE = re.compile(r"^(?:«?:?r[0-9a-z]{0,3}:?»?|(?:radix|react|headlessui|mui|ember|yui|ext-gen|ui-id)[\W_\d].*)$")
"""Ids that a library gives anew with each view of a page."""
_ID_NAME = re.compile(
    r"^data-(?:[\w-]*[-_])?(?:id|uid|uuid|urn|guid|key|anchor|hash)$|^data-(?:post|entry|item|update)$"
)
_OF_OTHERS = re.compile(
    r"[-_](?:author|user|avatar|category|section|parent|(?:live-?)?blog|channel|image|img|photo|video|media|player|"
    r"tracking|session|ad|slot|react|test|testid|widget|component|theme|site|page|topic|tag)[-_]?\w{1,6}$"
)
"""Names in which the word before "id" is that of another thing."""
_INSIDE = tags("p figure img picture iframe svg ul ol table blockquote video audio button input form script style")
_DEPTH = 3
_MOST = 30
_BADGE = 40
"""Characters that a badge ("Key event") may have."""


def drafts(cut: Sequence[Segment], url: str | None) -> list[Entry]:
    """Return the entries of a row as far as their elements tell, without times."""
    own = _idents(cut, url)
    told = _told([_marks(segment) for segment in cut])
    return [
        _entry(segment, at, native, set_marks)
        for at, (segment, native, set_marks) in enumerate(zip(cut, own, told, strict=True))
    ]


def once(entries: Sequence[Entry]) -> list[Entry]:
    """Leave out copies: what says the same at the same time is one entry, in its place, pinned if a copy is on top."""
    kept: dict[tuple[object, ...], Entry] = {}
    for at, entry in enumerate(entries):
        said = fold(f"{entry.headline or ''} {entry.wording.text[:200]}")
        ident = (entry.native_id, entry.published, entry.time_label, said)
        first = kept.pop(ident, None)
        pinned = first is not None and first.seq == 0 and at > 1
        kept[ident] = replace(entry, flags=replace(entry.flags, pinned=True)) if pinned else entry
    return list(kept.values())


def _entry(segment: Segment, at: int, native: str | None, set_marks: frozenset[str]) -> Entry:
    wording = Wording(
        headline=segment.headline,
        body=tuple(segment.blocks),
        media=tuple(segment.media),
        embeds=tuple(segment.embeds),
    )
    summary = "summary" in set_marks or bool(segment.headline and is_summary(fold(segment.headline)))
    return Entry(
        key="",
        seq=at,
        wording=wording,
        native_id=native,
        time_label=segment.opener.label or None,
        kind=EntryKind.AD if "sponsored" in set_marks else EntryKind.SUMMARY if summary else _kind(wording),
        url=segment.url,
        authors=segment.authors,
        flags=Flags(
            key_event="key_event" in set_marks,
            pinned="pinned" in set_marks,
            summary=summary,
            breaking="breaking" in set_marks,
            deleted="deleted" in set_marks,
        ),
    )


def _kind(wording: Wording) -> EntryKind:
    if wording.body or wording.headline:
        return EntryKind.TEXT
    if wording.embeds:
        return EntryKind.EMBED
    kinds = [item.kind for item in wording.media]
    if not kinds:
        return EntryKind.TEXT
    return EntryKind.VIDEO if "video" in kinds else EntryKind.GALLERY if len(kinds) > 1 else EntryKind.PHOTO


def _idents(cut: Sequence[Segment], url: str | None) -> list[str | None]:
    """An id for each entry: of the attribute that (nearly) all have with values of their own, the outermost first."""
    stated = [_stated(segment, url) for segment in cut]
    places: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for values in stated:
        for name, found in values.items():
            places[name].append(found)
    best: tuple[float, int, str] | None = None
    for name, found in places.items():
        distinct = len({value for _, value in found})
        if len(found) >= 0.8 * len(cut) and distinct >= 0.9 * len(found) - 1:
            rank = (median(depth for depth, _ in found), ("data-", "id", "name", "#").index(_sort(name)), name)
            best = rank if best is None else min(best, rank)
    if best is None:
        return [None] * len(cut)
    return [values[best[2]][1] if best[2] in values else None for values in stated]


def _sort(name: str) -> str:
    return name if name in ("id", "name", "#") else "data-"


def _stated(segment: Segment, url: str | None) -> dict[str, tuple[int, str]]:
    """The ids in an entry: for each name of an attribute the first one, with its depth."""
    found: dict[str, tuple[int, str]] = {}
    for depth, node in _heads(segment):
        for name, value in node.attributes.items():
            if value and _names_id(name, node) and _ID.match(value) and not _MADE.match(value):
                found.setdefault(name, (depth, value))
    for fragment in _fragments(segment, url):
        found.setdefault("#", (_DEPTH + 1, fragment))
        break
    return found


def _names_id(name: str, node: LexborNode) -> bool:
    """Whether an attribute is an id by its name, or is called as the element's class is (`.card[data-card]`)."""
    if "-" in (node.tag or "") and not name.startswith("data-") and name != "id":
        name = f"data-{name}"
    if name in ("id", "name"):
        return name == "id" or node.tag == "a"
    if not name.startswith("data-"):
        return False
    if name[5:] in (node.attributes.get("class") or "").lower().split():
        return True
    return _ID_NAME.match(name) is not None and not _OF_OTHERS.search(name)


def _fragments(segment: Segment, url: str | None) -> Iterator[str]:
    """The places in this page that an entry links to: its own, in a link for sharing."""
    here = (url or "").partition("#")[0]
    for node in segment.nodes[:3] if segment.item is None else [segment.item]:
        links = node.css('a[href*="#"]')[:10] if node.is_element_node else []
        for link in links:
            page, _, fragment = (link.attributes.get("href") or "").partition("#")
            if (not page or page == here or (page.startswith("/") and here.endswith(page))) and _ID.match(fragment):
                yield fragment


def _heads(segment: Segment) -> list[tuple[int, LexborNode]]:
    """The elements in which an entry states its own, from the outside in: not those of its text."""
    first = segment.item if segment.item is not None else next((n for n in segment.nodes if n.is_element_node), None)
    found: list[tuple[int, LexborNode]] = [(0, first)] if first is not None else []
    for depth, node in found:
        if depth >= _DEPTH or len(found) >= _MOST:
            break
        child = node.child
        while child is not None and len(found) < _MOST:
            if child.is_element_node and child.tag not in _INSIDE:
                found.append((depth + 1, child))
            child = child.next
    return found


def _marks(segment: Segment) -> frozenset[str]:
    """The marks of an entry: of its own element, of badges in it, and of lines that are a mark's name (taken out)."""
    found: set[str] = set()
    whole = -1
    for depth, node in _heads(segment):
        own = marks(node.attributes)
        if depth == 0:
            found |= own
            whole = len(node.text() or "")
        elif own:
            size = len(node.text() or "")
            if size >= 0.9 * whole or len(one_line(node.text() or "")) <= _BADGE:
                found |= own
    kept = [(block, label_mark(block.text)) for block in segment.blocks]
    found |= {mark for _, mark in kept if mark}
    segment.blocks = [block for block, mark in kept if not mark]
    return frozenset(found)


def _told(found: Sequence[frozenset[str]]) -> list[frozenset[str]]:
    """The marks that tell entries apart: what (nearly) all have is no mark."""
    counts = Counter(mark for one in found for mark in one)
    common = {mark for mark, count in counts.items() if count > 0.8 * len(found)}
    return [one - common for one in found]
