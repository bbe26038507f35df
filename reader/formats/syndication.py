"""RSS 0.9x, 1.0, 2.0, Atom 0.3 and 1.0, CDF: guarded text to a tree, the tree to a Snapshot.

Well-formed feeds go through expat; only the others through the lenient reader. Both make the same tree, and one piece
of code reads it, so that a feed means the same on either way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.formats import body
from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, Candidate, Page, UnreadableError, evidence
from reader.formats.sniff import root
from reader.formats.syndication_feed import feed_data, partial, version
from reader.formats.syndication_items import entry, people
from reader.formats.xml_guard import guarded
from reader.formats.xml_lenient import lenient
from reader.formats.xml_tree import ITEMS, Node, joined, strict
from reader.model.entry import Entry
from reader.model.snapshot import Snapshot

_ROOTS = ("rss", "feed", "rdf", "channel")
_FEED_WORD = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\b", re.I)
_CLOSED = re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>\s*(?:<!--.*?-->\s*)*$", re.I | re.S)
_LISTED = (*ITEMS, "at:deleted-entry")


def read(page: Page) -> Candidate | None:
    """Read a feed; None where the XML is no feed. Raises UnreadableError for XML that must not be parsed."""
    match = _FEED_WORD.search(page.text)
    if not match:
        return None
    text = page.text if root(page.text) in _ROOTS else page.text[match.start() :]
    tree, whole = _tree(guarded(text))
    feed = next(_inside(tree, _ROOTS), None)
    if feed is None:
        return None
    snapshot = _snapshot(feed, page.url, whole)
    return Candidate(snapshot, 1 + evidence(snapshot))


def _tree(text: str) -> tuple[Node, bool]:
    """The tree, and whether it holds all of the feed."""
    made = strict(text)
    if made:
        return made
    tree, whole = lenient(text)
    return tree, whole and bool(_CLOSED.search(text[-2000:]))


def _snapshot(feed: Node, url: str | None, whole: bool) -> Snapshot:
    named = version(feed)
    channel = feed if feed.name in ("feed", "channel") else feed.first("channel", "feed") or feed
    items = list(_items(feed))
    if not named and not items and not any(True for _ in channel.children()):
        raise UnreadableError("The document calls itself a feed but holds nothing.")
    data = feed_data(feed, channel, url)
    stated = channel.base or feed.base
    base = joined(url, stated) if stated else data.url or url
    atom = named.startswith("atom")
    authors = people(channel.all("author")) if atom else ()
    drafts = [entry(item, base, at, atom=atom, authors=authors) for at, item in enumerate(items[:MAX_ENTRIES])]
    whole = whole and len(items) <= MAX_ENTRIES and not partial(channel)
    return Snapshot(named or "feed", data, keyed(_distinct(drafts), url), whole)


def _inside(node: Node, names: tuple[str, ...]) -> Iterator[Node]:
    """The outermost elements of these names, in document order."""
    stack = [node]
    while stack:
        node = stack.pop()
        if node.name in names or node.local in names and node.name.startswith("rdf:"):
            yield node
        else:
            stack += reversed(list(node.children()))


def _items(feed: Node) -> Iterator[Node]:
    """Every item, wherever the dialect puts it; of items within an item each, and the outer if it says something."""
    for item in _inside(feed, _LISTED):
        inner = [node for child in item.children() for node in _inside(child, ITEMS)] if item.name in ITEMS else []
        if not inner or any(node.name not in ITEMS for node in item.children()):
            if item.parts or item.attrs:
                yield item
        yield from inner


def _distinct(drafts: list[Entry]) -> list[Entry]:
    """An item listed twice over, word for word, is one."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Entry] = []
    for draft in drafts:
        same = (draft.native_id, draft.url, draft.published, draft.wording)
        if not draft.native_id or same not in seen:
            kept.append(draft)
        seen.add(same)
    return kept
