"""The entries of a live page as its elements show them, read by the row of its engine."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import tzinfo
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.formats.page import MAX_ENTRIES
from reader.formats.pages.engine_row import Engine
from reader.formats.pages.html_marks import is_summary, marks
from reader.formats.pages.html_time import Moment, moment
from reader.formats.pages.html_wording import kind_of, wording_of
from reader.formats.players import address
from reader.formats.times.zones import named as named_zone
from reader.model.entry import Basis, Entry, EntryKind, Flags, KeyKind, Precision, Wording
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NATIVE = re.compile(r"^[^\s\x00-\x1f\x7f]{1,300}$")
_FIELDS = re.compile(r"[?&](?:post-id|post_id|pinned_post_locator|page=with%3A|page=with:)=?([^&#]+)")
_LONGEST_LABEL = 120
_LISTS = ("ident", "times", "changed", "labels", "permalink")
_MARKS = ("key", "pinned", "summary", "breaking", "deleted", "sponsored")
_SELECTORS = ("day", "headline", "body", "drop", "furniture", "author", "video", *_MARKS)
"""The columns of an engine that are looked for in every entry."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry as far as the elements of the page tell, and how far its time may be believed."""

    entry: Entry
    when: Moment | None
    day: str = ""
    """The day as printed apart from the time, if it is."""
    mem: int = 0
    """Which element it was read from."""


def elements(tree: LexborHTMLParser, engine: Engine) -> list[LexborNode]:
    """Return the elements of the entries, in order: none within another, none in a box of copies or a template."""
    if not engine.item:
        return []
    found = tree.css(engine.item)[: 2 * MAX_ENTRIES]
    known = {node.mem_id for node in found}
    boxes = {node.mem_id for node in tree.css(engine.copies)} if engine.copies else set[int]()
    kept: dict[int, LexborNode] = {}
    for node in found:
        parent = node.parent
        while (
            parent is not None
            and parent.mem_id not in known
            and parent.mem_id not in boxes
            and parent.tag != "template"
        ):
            parent = parent.parent
        if parent is None:
            kept.setdefault(node.mem_id, node)
    return list(kept.values())


def read(tree: LexborHTMLParser, nodes: list[LexborNode], engine: Engine, base: str | None) -> list[Draft]:
    """Read the entries of elements. What says nothing at all is left out, unless the page marks it as withdrawn."""
    engine = _occurring(engine, tree)
    stops = {node.mem_id for node in nodes}
    drafts = (_draft(node, engine, base, seq, stops) for seq, node in enumerate(nodes[:MAX_ENTRIES]))
    return [draft for draft in drafts if _says_something(draft.entry)]


def _occurring(engine: Engine, tree: LexborHTMLParser) -> Engine:
    """A row without the selectors that find nothing in the whole page, so that no entry is searched for them."""

    def occurs(selector: str) -> bool:
        return not selector or tree.css_first(selector) is not None

    lists = {name: tuple(s for s in getattr(engine, name) if occurs(s.partition("@")[0])) for name in _LISTS}
    single = {name: "" for name in _SELECTORS if not occurs(getattr(engine, name))}
    return replace(engine, **lists, **single)


def _says_something(entry: Entry) -> bool:
    wording = entry.wording
    return bool(wording.headline or wording.body or wording.media or wording.embeds or entry.flags.deleted)


def values(node: LexborNode, specs: Iterable[str]) -> Iterable[str]:
    """Yield what `selector@attribute` finds, for each spec in turn; see `engines`."""
    for spec in specs:
        selector, _, attribute = spec.partition("@")
        attribute, place = (attribute[:-1], True) if attribute.endswith("#") else (attribute, False)
        for found in node.css(selector) if selector else (node,):
            value = (found.attributes.get(attribute) or "") if attribute else one_line(found.text(separator=" "))
            value = own_id(value) or "" if place else value
            if value.strip():
                yield value.strip()


def own_id(url: str) -> str | None:
    """What an address says of a place in its page: the fragment, else the field that names a post."""
    try:
        fragment = urlsplit(url).fragment
    except ValueError:
        return None
    match = _FIELDS.search(url)
    return fragment or (match[1] if match else None)


def _draft(node: LexborNode, engine: Engine, base: str | None, seq: int, stops: set[int]) -> Draft:
    native = next(iter(values(node, engine.ident)), "")
    when = next((made for text in values(node, engine.times) if (made := _moment(text, engine))), None)
    changed = next((made for text in values(node, engine.changed) if (made := _moment(text, engine))), None)
    label = next((text for text in values(node, engine.labels) if len(text) <= _LONGEST_LABEL), None)
    permalink = next((url for href in values(node, engine.permalink) if (url := address(base, href))), None)
    authors = tuple(dict.fromkeys(name[:200] for name in values(node, [engine.author]))) if engine.author else ()
    wording = wording_of(node, engine, base, stops)
    set_marks = _marks(node, engine, wording.headline)
    updated = changed.at if changed and (when is None or changed.at > when.at) else None
    entry = Entry(
        key="",
        seq=seq,
        wording=wording,
        key_kind=KeyKind.DERIVED,
        native_id=native if _NATIVE.match(native) else None,
        published=when.at if when else None,
        precision=when.precision if when else Precision.NONE,
        basis=Basis.MACHINE if when else Basis.NONE,
        time_label=label,
        updated=updated,
        kind=_kind(wording, set_marks),
        url=permalink,
        authors=authors,
        flags=Flags(
            key_event="key_event" in set_marks,
            pinned="pinned" in set_marks,
            summary="summary" in set_marks,
            breaking="breaking" in set_marks,
            deleted="deleted" in set_marks,
        ),
    )
    return Draft(entry, when, next(iter(values(node, [engine.day])), "") if engine.day else "", node.mem_id)


def _moment(text: str, engine: Engine) -> Moment | None:
    return moment(text, zone_of(engine), zulu_is_local=engine.zulu_is_local)


def zone_of(engine: Engine) -> tzinfo | None:
    """The zone of an engine's pages, where it has one."""
    return named_zone(engine.zone) if engine.zone else None


def _marks(node: LexborNode, engine: Engine, headline: str | None) -> frozenset[str]:
    found = set(marks(node.attributes))
    for name in _MARKS:
        selector: str = getattr(engine, name)
        if selector and node.css_first(selector) is not None:
            found.add("key_event" if name == "key" else name)
    if headline and is_summary(fold(headline)):
        found.add("summary")
    return frozenset(found)


def _kind(wording: Wording, set_marks: frozenset[str]) -> EntryKind:
    if "sponsored" in set_marks:
        return EntryKind.AD
    if "promo" in set_marks:
        return EntryKind.PROMO
    if "summary" in set_marks:
        return EntryKind.SUMMARY
    return kind_of(wording)


def with_pins(drafts: list[Draft], pinned: set[str], keys: set[str]) -> list[Draft]:
    """Mark the entries that a box of pinned posts or a list of key events names by their ids."""
    if not pinned and not keys:
        return drafts
    marked: list[Draft] = []
    for draft in drafts:
        entry = draft.entry
        flags = replace(
            entry.flags,
            pinned=entry.flags.pinned or entry.native_id in pinned,
            key_event=entry.flags.key_event or entry.native_id in keys,
        )
        marked.append(draft if flags == entry.flags else replace(draft, entry=replace(entry, flags=flags)))
    return marked


def named(tree: LexborHTMLParser, engine: Engine, known: set[str]) -> tuple[set[str], set[str]]:
    """Return the ids of the entries that the page repeats as pinned, and of those it lists as key events."""
    boxes = tree.css(engine.copies) if engine.copies else []
    pinned = {ident for box in boxes for ident in _ids(box, known)[:1]}
    keys = {ident for link in (tree.css(engine.key_links) if engine.key_links else []) for ident in _ids(link, known)}
    return pinned, keys


def _ids(box: LexborNode, known: set[str]) -> list[str]:
    """The ids of entries in a box, in order: as fragments of links, as ids, as `data-id`."""
    found: list[str] = []
    for node in box.css("a[href], [id], [data-id], [data-block-id], [data-post-id]"):
        values_here = node.attributes
        stated = [values_here.get(name) or "" for name in ("id", "data-id", "data-block-id", "data-post-id")]
        href = values_here.get("href") or ""
        match = _FIELDS.search(href)
        stated += [_fragment(href), match[1] if match else ""]
        found += [ident for ident in stated if ident in known]
    return found


def _fragment(url: str) -> str:
    """The fragment of an address, however broken the rest of it is."""
    return url.partition("#")[2]
