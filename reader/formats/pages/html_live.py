"""Live pages in HTML: the elements by the row of their engine, the schema.org markup after its checks, and both as one.

A page is a live page when it states a live blog, or when it has the elements of an engine that is known to have no
other use. One tree serves all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.formats.addresses import parts_of
from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, Candidate, Page, evidence
from reader.formats.pages import generic_live, html_items, schema_org
from reader.formats.pages.engine_row import Engine
from reader.formats.pages.engines import ENGINES, SCHEMA
from reader.formats.pages.html_dated import dated, true_zone
from reader.formats.pages.html_feed import attribute, feed_data, meta, title_of
from reader.formats.pages.html_items import Draft
from reader.formats.pages.html_merge import matched, merged, norm
from reader.formats.pages.html_time import moment
from reader.formats.pages.paging import paging
from reader.formats.pages.schema_checks import Checked, check
from reader.formats.pages.schema_org import WORDS, LiveBlog, Update
from reader.formats.players import address
from reader.formats.times.zones import Place, place
from reader.model.entry import Entry, KeyKind
from reader.model.snapshot import Snapshot
from reader.text import fold

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_EMPTY = LiveBlog("none")
_LABELS = re.compile(r">[^<>\d]{0,16}\d[^<>]{0,24}<")
_SCANT = 80
"""Characters of an update on average, below which its text is taken to be cut."""


def read(page: Page) -> Candidate | None:
    """Read a live page; None where the document is none."""
    rows = [engine for engine in ENGINES if any(sign in page.text for sign in engine.signs)]
    if not rows and not any(word in page.text for word in WORDS):
        return None
    tree = page.tree()
    base = address(page.url, attribute(tree, "link[rel=canonical]", "href")) or page.url
    stated = schema_org.blogs(tree, page.text, base)
    blog = _the_pages(stated, page, base)
    title = title_of(tree, rows[0] if rows else SCHEMA, blog or _EMPTY)
    checked = check(blog or _EMPTY, (title, meta(tree, "og:title")))
    engine, drafts = _shown(tree, rows, checked, base)
    if not drafts and not checked.blog.updates and not _is_waiting(engine, blog):
        return None
    namesake = _namesake(tree, engine, drafts, page) if not checked.blog.updates else None
    if namesake:
        return namesake
    where = _where(tree, engine, base)
    seen = _by_structure(page, checked) if engine is SCHEMA else []
    whole = _by_state(page, checked) if engine is SCHEMA and not drafts and not seen else None
    if whole:
        return whole
    drafts = true_zone(seen or drafts, checked.blog, where)
    drafts = merged(drafts, checked, base, sure=engine.sure or bool(seen))[:MAX_ENTRIES]
    entries = keyed(dated(drafts, where, base, checked.blog), base)
    entries = tuple(_without_place(entry) for entry in entries)
    parts = paging(tree, page.url, base, words=engine is SCHEMA)
    feed = feed_data(tree, page, engine, blog or _EMPTY, entries, parts)
    whole = checked.blog.stated <= MAX_ENTRIES and feed.older_url is None and not parts.parted
    snapshot = Snapshot(
        f"{engine.name}-html" if engine is not SCHEMA else f"schema-{checked.blog.syntax}", feed, entries, whole
    )
    return Candidate(snapshot, 1 + evidence(snapshot))


def _the_pages(stated: Sequence[LiveBlog], page: Page, base: str | None) -> LiveBlog | None:
    """The live blog that the page is about: of its address, else the one with most updates.

    Of several none of which is of this address the page is a list. One without updates must be the only one, and of
    this address, if addresses are known.
    """
    here = {_place(url) for url in (page.url, base) if url}
    own = [blog for blog in stated if blog.url and _place(blog.url) in here]
    fullest = next(iter(own or stated), None)
    if fullest is None or (fullest.updates and (own or len({blog.url for blog in stated}) < 3)):
        return fullest
    lonely = len({blog.url for blog in stated}) == 1 and (bool(own) or fullest.url is None or not here)
    return fullest if lonely else None


def _place(url: str) -> str:
    parts = parts_of(url)
    return f"{(parts.hostname or '').removeprefix('www.').removeprefix('amp.')}{parts.path.rstrip('/')}"


def _where(tree: LexborHTMLParser, engine: Engine, base: str | None) -> Place:
    """Where the page is published: the engine's zone, else that of the host or language."""
    told = place(base, attribute(tree, "html", "lang"))
    return replace(told, zone_name=engine.zone) if engine.zone else told


def _namesake(tree: LexborHTMLParser, engine: Engine, drafts: Sequence[Draft], page: Page) -> Candidate | None:
    """The page by its structure, where its entries have an engine's name but none of the parts of its entries."""
    parts = [selector for selector in (engine.body, engine.headline) if selector]
    if not drafts or not engine.body or any(tree.css_first(selector) is not None for selector in parts):
        return None
    found = generic_live.read(page)
    return found if found and len(found.snapshot.entries) >= len(drafts) else None


def _is_waiting(engine: Engine, blog: LiveBlog | None) -> bool:
    """Whether a page without entries is a live page on which nothing has happened yet."""
    return blog is not None or engine is not SCHEMA


def _shown(
    tree: LexborHTMLParser, rows: Sequence[Engine], checked: Checked, base: str | None
) -> tuple[Engine, list[Draft]]:
    """The engine that fits best and the entries that its elements show, pinned ones and key events marked."""
    there = (row for row in rows if row.sure and row.scope and tree.css_first(row.scope) is not None)
    best: tuple[Engine, list[Draft]] = (next(there, SCHEMA), [])
    for engine in rows:
        nodes = html_items.elements(tree, engine)
        if nodes and (engine.sure or checked.blog.updates):
            drafts = html_items.read(tree, nodes, engine, base)
            if len(drafts) > len(best[1]):
                best = engine, drafts
    pointed_at = [] if best[1] else _pointed_at(tree, checked)
    if pointed_at:
        best = SCHEMA, html_items.read(tree, pointed_at, SCHEMA, base)
    engine, drafts = best
    drafts = _once(drafts)
    known = {draft.entry.native_id for draft in drafts if draft.entry.native_id}
    return engine, html_items.with_pins(drafts, *html_items.named(tree, engine, known))


def _by_structure(page: Page, checked: Checked) -> list[Draft]:
    """The entries that a page of an unknown engine shows, where it states but a part of them, or of their texts."""
    updates = checked.blog.updates
    untimed = len(updates) > 2 and not checked.times
    if not updates or not (untimed or _shows_more(page.text, updates)):
        return []
    found = generic_live.drafts_of(page)
    whole = sum(len(draft.entry.wording.text) for draft in found)
    part = untimed or len(found) > len(updates) or sum(len(update.body) for update in updates) < 0.5 * whole
    return found if part and len(matched(found, updates)) * 2 >= len(updates) else []


def _by_state(page: Page, checked: Checked) -> Candidate | None:
    """The live blog in the data that a page carries for its scripts, where it states but the newest of its entries."""
    from reader.formats.pages import state_live  # noqa: PLC0415 - it reads postings in JSON with this module

    found = state_live.read(page) if checked.blog.updates else None
    if found is None or len(found.snapshot.entries) <= len(checked.blog.updates):
        return None
    held = [Draft(entry, None) for entry in found.snapshot.entries]
    return found if len(matched(held, checked.blog.updates)) * 2 >= len(checked.blog.updates) else None


def _shows_more(markup: str, updates: Sequence[Update]) -> bool:
    """Whether a page may show more than it states: it has more labels with figures, or states hardly any text."""
    stated = sum(len(update.body) for update in updates)
    return stated < _SCANT * len(updates) or sum(1 for _ in _LABELS.finditer(markup)) > len(updates)


def _once(drafts: Sequence[Draft]) -> list[Draft]:
    """Leave out copies: an id that occurs twice is one entry, pinned if the first stands out of line."""
    kept: dict[str, Draft] = {}
    for at, draft in enumerate(drafts):
        key = draft.entry.native_id or f" {at}"
        first = kept.get(key)
        if first is None:
            kept[key] = draft
        elif _fold(first.entry) == _fold(draft.entry):
            pinned = replace(draft.entry.flags, pinned=True)
            del kept[key]
            kept[key] = replace(draft, entry=replace(draft.entry, flags=pinned))
        else:
            kept[f"{key} {at}"] = draft
    return list(kept.values())


def _fold(entry: Entry) -> str:
    return fold(f"{entry.headline or ''} {entry.wording.text[:80]}")


def _pointed_at(tree: LexborHTMLParser, checked: Checked) -> list[LexborNode]:
    """The elements that the markup names: items of microdata, or elements with the ids of the updates."""
    updates = checked.blog.updates
    nodes = [update.node for update in updates if update.node is not None]
    if nodes or not updates:
        return nodes
    found = _by_id(tree, updates) or by_time(tree, updates)
    stops = {node.mem_id for node in found}
    nested = [node for node in found if node.parent is not None and node.parent.mem_id in stops]
    return found if len(found) * 5 >= len(updates) * 4 and not nested else []


def _by_id(tree: LexborHTMLParser, updates: Sequence[Update]) -> list[LexborNode]:
    """The elements that have the ids of updates."""
    wanted = {norm(update.ident) for update in updates if update.ident}
    found: dict[str, LexborNode] = {}
    for node in tree.css("[id]") if wanted else []:
        ident = norm(node.attributes.get("id"))
        if ident in wanted:
            found.setdefault(ident, node)
    return list(found.values())


def by_time(tree: LexborHTMLParser, updates: Sequence[Update]) -> list[LexborNode]:
    """The elements around machine times that are those of updates, each as far out as it is the only one in there."""
    wanted = {update.published.at for update in updates if update.published}
    if len(wanted) < max(2, len(updates) - len(updates) // 5):
        return []
    stamps: dict[int, LexborNode] = {}
    for node in tree.css("time[datetime]"):
        when = moment(node.attributes.get("datetime") or "")
        if when and when.at in wanted:
            if when.at in stamps:
                return []
            stamps[when.at] = node
    around: Counter[int] = Counter(parent.mem_id for node in stamps.values() for parent in parents(node))
    outer: list[LexborNode] = []
    for node in stamps.values():
        alone = [parent for parent in parents(node) if around[parent.mem_id] == 1]
        outer += alone[-1:]
    return outer


def parents(node: LexborNode) -> list[LexborNode]:
    """The elements around one, from the inside out."""
    found: list[LexborNode] = []
    parent = node.parent
    while parent is not None and len(found) < 600:
        found.append(parent)
        parent = parent.parent
    return found


def _without_place(entry: Entry) -> Entry:
    """Take away an address that names but a place in the list (`#post1`), which is another entry's tomorrow."""
    if entry.key_kind is not KeyKind.DERIVED or entry.url is None or "#" not in entry.url:
        return entry
    return replace(entry, url=None)
