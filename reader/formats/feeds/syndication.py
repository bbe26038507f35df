"""RSS 0.9x, 1.0, 2.0, Atom 0.3 and 1.0, CDF: guarded text to a tree, the tree to a Snapshot.

Well-formed feeds go through expat; only the others through the lenient reader. Both make the same tree, and one piece
of code reads it, so that a feed means the same on either way.
"""

from __future__ import annotations

import re
from dataclasses import replace

from reader.formats.feeds.feed import feed_data, version
from reader.formats.feeds.items import entries, people
from reader.formats.feeds.xml_guard import guarded
from reader.formats.feeds.xml_lenient import lenient
from reader.formats.feeds.xml_tree import ITEMS, Node, Tree, joined, strict
from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, Candidate, Page, UnreadableError, evidence
from reader.formats.sniff import root
from reader.model.entry import Entry
from reader.model.snapshot import Snapshot

_ROOTS = ("rss", "feed", "rdf", "channel")
_FEED_WORD = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\b", re.I)
_ATOM = "http://www.w3.org/2005/Atom"
_ENTRY = re.compile(r"<(?:[\w.-]+:)?entry\b")
_HEAD = 4096
_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>\s*(?:<!--.*?-->\s*)*$", re.I | re.S)


def read(page: Page) -> Candidate | None:
    """Read a feed; None where the XML is no feed. Raises UnreadableError for XML that must not be parsed."""
    alone = _alone(page.text)
    match = None if alone else _FEED_WORD.search(page.text)
    if not alone and not match:
        return None
    text = page.text if alone or root(page.text) in _ROOTS else page.text[match.start() if match else 0 :]
    tree = _tree(guarded(alone or text))
    feed = _root(tree.root)
    if feed is None:
        return None
    snapshot = _snapshot(tree, feed, page.url)
    if alone:
        snapshot = replace(snapshot, complete=False)
    return Candidate(snapshot, 1 + evidence(snapshot))


def _alone(text: str) -> str | None:
    """An entry of Atom that is a document of its own (RFC 4287, section 2), as the feed of this one entry."""
    if root(text) != "entry":
        return None
    start = _ENTRY.search(text)
    return f'<feed xmlns="{_ATOM}">{text[start.start() :]}</feed>' if start and _ATOM in text[:_HEAD] else None


def _tree(text: str) -> Tree:
    """The tree of the text; one that breaks off is not whole, and the item in which it does is left out.

    Half an item would pass for a new wording of it. Only where there is no other is it better than nothing.
    """
    made = strict(text)
    if made:
        return made
    mended = lenient(text)
    if _CLOSED.search(text[-2000:]):
        return mended
    items = [item for item in mended.items if item is not mended.unfinished]
    return replace(mended, items=items or mended.items, whole=False)


def _root(root: Node) -> Node | None:
    """The first element that can be a feed, at whatever depth."""
    stack = [root]
    while stack:
        node = stack.pop()
        if node.name in _ROOTS or (node.local in _ROOTS and node.name.startswith("rdf:")):
            return node
        stack += reversed(node.elements)
    return None


def _snapshot(tree: Tree, feed: Node, url: str | None) -> Snapshot:
    named = version(feed)
    channel = feed if feed.name in ("feed", "channel") else feed.first("channel", "feed") or feed
    items = [item for item in tree.items if not _empty(item)]
    if not named and not items and not channel.elements:
        raise UnreadableError("The document calls itself a feed but holds nothing.")
    data = feed_data(feed, channel, url)
    stated = channel.base or feed.base
    base = joined(url, stated) if stated else data.url or url
    atom = named.startswith("atom")
    authors = people(channel.all("author")) if atom else ()
    drafts = entries(items[:MAX_ENTRIES], base, atom=atom, authors=authors)
    whole = tree.whole and len(items) <= MAX_ENTRIES and not data.older_url
    return Snapshot(named or "feed", data, keyed(_distinct(drafts), url), whole)


def _empty(item: Node) -> bool:
    """An item that says nothing, or only wraps another."""
    if not item.parts and not item.attrs:
        return True
    return bool(item.elements) and all(node.name in ITEMS for node in item.elements)


def _distinct(drafts: list[Entry]) -> list[Entry]:
    """An item listed twice over, word for word, is one."""
    if len({draft.native_id for draft in drafts}) == len(drafts):
        return drafts
    seen: set[tuple[object, ...]] = set()
    kept: list[Entry] = []
    for draft in drafts:
        same = (draft.native_id, draft.url, draft.published, draft.wording)
        if not draft.native_id or same not in seen:
            kept.append(draft)
        seen.add(same)
    return kept
