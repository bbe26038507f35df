"""A list of timed entries in a page whose class names are not known: found by its structure.

Entries are the items of one list, each opening with a time of day in a block of its own. The margins of news pages hold
such lists too, of other stories: there each item is nothing but a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.formats.sputnik.words import minutes_of, stamp
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MARKER = "new messages"
_MAIN = ("main", "article")


def timed_items(tree: LexborHTMLParser) -> list[LexborNode]:
    """Return the entries of the page's list, none where it has no such list."""
    marked = False
    best: list[LexborNode] = []
    for node in tree.css("button, a, div, span, p, ul, ol"):
        if node.tag not in ("ul", "ol"):
            marked = marked or _is_marker(node)
            continue
        items = [item for item in _children(node) if first_time(item) is not None]
        if items and marked and not _links_only(items):
            return items
        if len(items) > max(1, len(best)) and _in_main(node) and not _links_only(items):
            best = items
    return best


def first_time(item: LexborNode) -> LexborNode | None:
    """Return the element of the first text in an item, if that text is a time of day or a full stamp."""
    for node in item.traverse(include_text=True):
        if node.is_text_node and (node.text_content or "").strip():
            words = one_line(node.text_content or "")
            return node.parent if minutes_of(words) is not None or stamp(words) is not None else None
    return None


def _is_marker(node: LexborNode) -> bool:
    child = node.child
    if child is None or not child.is_text_node or child.next is not None:
        return False
    return fold(child.text_content or "") == _MARKER


def _children(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter() if child.tag == "li"]


def _links_only(items: list[LexborNode]) -> bool:
    """Whether no item says more than the words of one link besides its time."""
    return not any(_says_more(item) for item in items)


def _says_more(item: LexborNode) -> bool:
    time = first_time(item)
    label = one_line(time.text()) if time is not None else ""
    linked = " ".join(one_line(link.text()) for link in item.css("a"))
    words = one_line(item.text(separator=" ")).removeprefix(label).strip()
    return len(words) > len(linked) + 5


def _in_main(node: LexborNode) -> bool:
    parent = node.parent
    while parent is not None:
        values = parent.attributes if parent.is_element_node else {}
        classes = (values.get("class") or "").split()
        main = parent.tag in _MAIN or values.get("role") == "main" or values.get("itemprop") == "articleBody"
        if main or "b-article__text" in classes or "b-article" in classes:
            return True
        parent = parent.parent
    return False
