"""What belongs to each entry of a row of time-led blocks: its label, headline, body, media and authors.

Two shapes of page. Either each entry is an element of its own (a list item, a section): what stands between two of
them is no entry's. Or a time-led paragraph or heading opens an entry and all that follows, to the next opener,
belongs to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.formats import body
from reader.formats.nesting import tags
from reader.formats.pages.elsewhere import is_elsewhere
from reader.formats.pages.html_marks import label_mark
from reader.formats.pages.live_lines import BY, counters, is_stamp, take_authors
from reader.formats.pages.live_list import Row, is_play
from reader.formats.pages.live_parts import authors, holds, is_answerable, is_own, is_sharing, link_around, stated
from reader.formats.pages.openers import MAX_RUN
from reader.formats.pages.segment import Segment, with_untimed
from reader.formats.players import address
from reader.formats.times.clock_text import printed_date
from reader.formats.times.play_clock import opening
from reader.model.entry import BlockKind, Link
from reader.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_OWN = tags("li article section tr")
_WHOLE = tags("p div section article li ul ol td th tr dd dt dl h1 h2 h3 h4 h5 h6 header main body")
_INLINE = tags("a abbr b bdi big br cite code em font i ins kbd mark q s small span strong sub sup time u var wbr")
_HEADINGS = tags("h1 h2 h3 h4 h5 h6")
_TITLE = (
    "h1, h2, h3, h4, h5, h6, [itemprop=headline], [class*=headline], [class*=title], [class*=heading], [class*=ttl], "
    "[class*=titulo], [class*=titre], [class*=titel], [class*=titolo], [class*=rubrik], [class*=baslik], "
    "[class*=nadpis]"
)
_BOXES = "[class*=related], [class*=recommend], [class*=newsletter], [class*=promo], [class*=advert], [class*=popular]"
"""Boxes within entries that may be the page's own."""
_END = tags("hr aside footer nav form section")
_MARKS = re.compile(r"^[\s+:|–—-]+|[\s+|]+$")
_LONGEST_TITLE = 300
_LONGEST_HEADLINE = 160
_SENTENCE_ENDS = re.compile(r"[.!?…।。؟:;][\"'”’»)\]]*$")
_LETTERS = re.compile(r"[\W_]+")
_BY = re.compile(rf"{BY.pattern}(?P<name>[^\W\d_][^\n.!?:]{{2,60}})$")


def segments(row: Row, root: LexborNode, base: str | None) -> list[Segment]:
    """Return the entries of a row, in document order."""
    container = _by_id(row, root)
    if container is None:
        return []
    items = _items(row)
    own = _are_own(row, items)
    cut = _cut_own(row, items) if own else _cut_flat(row, container)
    if own and is_play(row.openers[0]):
        cut = with_untimed(cut)
    return _without_furniture([_read(segment, base) for segment in cut])


def _without_furniture(cut: list[Segment]) -> list[Segment]:
    """Take out the short lines that most entries repeat: share bars, labels, the name of the one reporter."""
    signed = take_authors(cut)
    counts = Counter(text for segment in cut for text in {block.text for block in segment.blocks} if len(text) <= 60)
    repeated = {text for text, count in counts.items() if count >= max(3, 0.5 * len(cut))}
    repeated |= counters(cut)
    for segment in cut:
        segment.blocks = [block for block in segment.blocks if block.text not in repeated]
        if repeated or signed:
            _take_headline(segment)
    _head_alike(cut)
    return cut


def _head_alike(cut: list[Segment]) -> None:
    """Take the first lines for headlines, where (nearly) all entries open with a short one that is no sentence."""
    first = [segment.blocks[0].text for segment in cut if not segment.headline and len(segment.blocks) > 1]
    short = [text for text in first if 8 <= _width(text) <= _LONGEST_HEADLINE and not _SENTENCE_ENDS.search(text)]
    long = sum(bool(_SENTENCE_ENDS.search(segment.blocks[1].text)) for segment in cut if len(segment.blocks) > 1)
    if len(short) < max(3, 0.9 * len(cut)) or len(set(short)) < len(short) or long < 0.8 * len(cut):
        return
    for segment in cut:
        if segment.blocks and segment.blocks[0].text in short and len(segment.blocks) > 1:
            segment.headline = segment.blocks[0].text
            segment.blocks = segment.blocks[1:]


def _width(text: str) -> int:
    """The length of a line; a letter that is a word's, or a syllable's, counts for two."""
    return len(text) + sum("\u3000" < char < "\uffa0" or "\uac00" <= char < "\ud7a4" for char in text)


def _by_id(row: Row, root: LexborNode) -> LexborNode | None:
    node: LexborNode | None = row.openers[0].block
    while node is not None and node.mem_id != row.container:
        node = node.parent
    return node or root


def _items(row: Row) -> list[LexborNode]:
    """For each opener the largest element that holds no other opener of the row."""
    counts: dict[int, int] = {}
    for opener in row.openers:
        for mem in opener.parents:
            counts[mem] = counts.get(mem, 0) + 1
    items: list[LexborNode] = []
    for opener in row.openers:
        node = opener.block
        while node.parent is not None and counts.get(node.parent.mem_id, 0) == 1:
            node = node.parent
        items.append(node)
    return items


def _are_own(row: Row, items: Sequence[LexborNode]) -> bool:
    """Whether the entries are elements of their own: items by their tag, or saying more than their opener's block."""
    rich = 0
    for opener, item in zip(row.openers, items, strict=True):
        if item.tag in _OWN:
            rich += 1
        elif item.mem_id != opener.block.mem_id and item.tag != "dt":
            rich += len(one_line(item.text(separator=" "))) > len(one_line(opener.block.text(separator=" "))) + 20
        else:
            whole = opener.whole and not _is_label(item)
            holds = any(inner.mem_id != item.mem_id for inner in item.css("p, h2, h3, h4, h5, div, ul")[:2])
            rich += not opener.leads or whole or holds
    return rich >= 0.7 * len(items)


def _cut_own(row: Row, items: Sequence[LexborNode]) -> list[Segment]:
    return [Segment(opener, item, [item]) for opener, item in zip(row.openers, items, strict=True)]


def _cut_flat(row: Row, container: LexborNode) -> list[Segment]:
    """Give each opener what follows it in document order; the last one what follows within its own parent."""
    starts = {node.mem_id: opener for opener, node in zip(row.openers, _beginnings(row), strict=True)}
    above = {mem for opener in row.openers for mem in opener.parents[:-1]}
    last = row.openers[-1]
    after_last = {last.parents[-2]} if len(last.parents) > 1 else set[int]()
    found: list[Segment] = []
    stack = [container]
    done = False
    while stack and not done:
        node = stack.pop()
        if node.mem_id in starts:
            found.append(Segment(starts[node.mem_id], None, [node]))
            continue
        if node.mem_id in above:
            child = node.last_child
            while child is not None:
                stack.append(child)
                child = child.prev
            continue
        if not found or (
            node.is_element_node and is_elsewhere(node) and node.tag not in ("blockquote", "pre", "iframe")
        ):
            continue
        if len(found) == len(starts):
            inside = node.parent is not None and node.parent.mem_id in after_last
            headed = (node.tag or "") in _HEADINGS and not any(n.is_element_node for n in found[-1].nodes[1:])
            done = not inside or (node.tag or "") in _END or (_is_foreign(node) and not headed)
        if not done:
            found[-1].nodes.append(node)
    return found


def _beginnings(row: Row) -> list[LexborNode]:
    """Where the openers' entries begin: at their blocks, or at the headings right above if (nearly) all have one."""
    above = [_heading_above(opener.block) for opener in row.openers]
    if sum(node is not None for node in above) < 0.8 * len(above):
        return [opener.block for opener in row.openers]
    return [node or opener.block for opener, node in zip(row.openers, above, strict=True)]


def _heading_above(block: LexborNode) -> LexborNode | None:
    node = block.prev
    while node is not None and not node.is_element_node:
        if node.is_text_node and (node.text_content or "").strip():
            return None
        node = node.prev
    return node if node is not None and node.tag in _HEADINGS and node.tag != "h1" and _is_label(block) else None


def _is_foreign(node: LexborNode) -> bool:
    """Whether an element behind the last entry is the page's own again: a heading, or a list of links."""
    tag = node.tag or ""
    if tag in _HEADINGS:
        return True
    if tag not in ("div", "ul", "ol", "table"):
        return False
    words = one_line(node.text(separator=" "))
    linked = sum(len(one_line(link.text(separator=" "))) for link in node.css("a")[:200])
    return len(words) > 0 and linked > 0.6 * len(words)


def _read(segment: Segment, base: str | None) -> Segment:
    segment.answerable = is_answerable(segment)
    skip = _take_parts(segment, base)
    line: list[LexborNode] = []
    for node in segment.nodes:
        if node.is_text_node or (node.is_element_node and node.tag in _INLINE):
            line.append(node)
            continue
        _append_line(segment, line, base, skip)
        line = []
        _append(segment, node, base, frozenset(skip))
    _append_line(segment, line, base, skip)
    label = segment.opener.label_node
    link = label if label.tag == "a" else label.css_first("a[href]")
    link = link or (label.parent if label.parent is not None and label.parent.tag == "a" else None)
    segment.url = address(base, link.attributes.get("href")) if link is not None and segment.opener.label else None
    if segment.opener.leads:
        _strip_label(segment)
    segment.blocks = [block for block in segment.blocks if block.text and not is_stamp(block.text)]
    last = segment.blocks[-1] if len(segment.blocks) > 1 else None
    if last and last.links and last.links[0].end - last.links[0].start >= 0.8 * len(last.text) and not is_own(last):
        segment.more_link = last.links[0].url
    if segment.item is not None and not segment.headline and segment.opener.label:
        words = one_line(segment.item.text(separator=" "))[:MAX_RUN]
        segment.signed = not words.startswith(segment.opener.label[:4])
        segment.signature = words.partition(segment.opener.label)[0].strip() if segment.signed else ""
    _take_headline(segment)
    return segment


def _take_parts(segment: Segment, base: str | None) -> set[int]:
    """Read the time, headline and authors that have elements of their own, and say which elements are taken."""
    opener, item = segment.opener, segment.item
    skip: set[int] = set()
    label = opener.label_node
    if not opener.leads:
        skip.add(label.mem_id)
    elif _is_label(opener.block) or opener.block.tag == "footer":
        skip.add(opener.block.mem_id)
    if item is None:
        return skip
    skip |= {node.mem_id for node in item.css(_BOXES)[:60] if is_elsewhere(node) and not holds(node, label)}
    segment.authors = authors(item, label, skip)
    if item.mem_id == label.mem_id:  # an element that states all in attributes, and holds its text
        skip.discard(label.mem_id)
        segment.authors = segment.authors or stated(item, "author", "byline", "reporter")
        segment.headline = next(iter(stated(item, "headline", "title", "heading")), None)
    skip |= {node.mem_id for node in item.css("a, button")[:60] if is_sharing(node) and not holds(node, label)}
    for title in item.css(_TITLE)[:4]:
        words = one_line(title.text(separator=" ")) if title.mem_id != item.mem_id and title.tag != "img" else ""
        if not words or len(words) > _LONGEST_TITLE or holds(title, label) or printed_date(words):
            continue
        segment.headline = _MARKS.sub("", words) or None
        link = title.css_first("a[href]") or link_around(title, item)
        segment.title_link = address(base, link.attributes.get("href")) if link is not None else None
        skip.add(title.mem_id)
        break
    return skip


def _append_line(segment: Segment, nodes: Sequence[LexborNode], base: str | None, skip: set[int]) -> None:
    """Read inline nodes that stand side by side as one text."""
    markup = "".join(node.html or "" for node in nodes if node.mem_id not in skip)
    if markup.strip():
        part = body.read(markup, base)
        segment.blocks += part.blocks
        segment.media += part.media
        segment.embeds += part.embeds


def _append(segment: Segment, node: LexborNode, base: str | None, skip: frozenset[int]) -> None:
    if node.mem_id in skip:
        return
    if not node.is_element_node:
        return
    if node.tag in _WHOLE or "-" in (node.tag or ""):
        part = body.read_node(node, base, skip)
        kind = BlockKind.SUBHEAD if node.tag in _HEADINGS else None
    else:
        part, kind = body.read(node.html or "", base), None
    segment.blocks += [replace(block, kind=kind) for block in part.blocks] if kind else part.blocks
    segment.media += part.media
    segment.embeds += part.embeds


def _strip_label(segment: Segment) -> None:
    """Take the time off the beginning of the text."""
    if not segment.blocks or segment.opener.printed is None or _is_label(segment.opener.block):
        return
    first = segment.blocks[0]
    printed, label = opening(first.text), segment.opener.label
    cut = printed.end if printed else 0
    if cut < len(label) and first.text.startswith(label):
        cut = len(label)
    segment.blocks[0] = replace(first, text=first.text[cut:], links=_moved(first.links, cut))


def _is_label(node: LexborNode) -> bool:
    """Whether an element holds a time and nothing else."""
    words = one_line(node.text(separator=" "))
    return len(words) <= MAX_RUN and (printed := opening(words)) is not None and printed.end >= len(words)


def _take_headline(segment: Segment) -> None:
    """Find authors and headline where they have no element of their own.

    A headline is the opening heading, or a first line that is wholly bold or a link, before more text or a picture.
    """
    place = 1 if segment.blocks and label_mark(segment.blocks[0].text) else 0
    if len(segment.blocks) > place + 1 and (by := _BY.match(segment.blocks[place].text)):
        segment.authors = segment.authors or (by["name"],)
        segment.blocks = [*segment.blocks[:place], *segment.blocks[place + 1 :]]
    if segment.headline or not segment.blocks:
        return
    first = segment.blocks[0]
    line, _, rest = first.text.partition("\n")
    heading = first.kind is BlockKind.SUBHEAD and not rest
    more = bool(rest) or len(segment.blocks) + len(segment.media) + len(segment.embeds) > 1
    if not line or len(line) > _LONGEST_TITLE or not (heading or (more and _stands_out(segment, line))):
        return
    segment.headline = _MARKS.sub("", one_line(line)) or None
    segment.title_link = next((link.url for link in first.links if link.end - link.start >= 0.8 * len(line)), None)
    kept = replace(first, text=rest, links=_moved(first.links, len(line) + 1)) if rest else None
    segment.blocks = [*([kept] if kept else []), *segment.blocks[1:]]


def _moved(links: tuple[Link, ...], cut: int) -> tuple[Link, ...]:
    """Move links to a text that lost its first characters."""
    return tuple(Link(link.url, max(0, link.start - cut), link.end - cut) for link in links if link.end > cut)


def _stands_out(segment: Segment, line: str) -> bool:
    """Whether a first line is one element that stands out from the text: bold, or a link."""
    wanted = _LETTERS.sub("", line)
    for node in segment.nodes[:2]:
        if not node.is_element_node:
            continue
        for mark in node.css("strong, b, a")[:4]:
            words = one_line(mark.text(separator=" "))
            printed = opening(words)
            if wanted and _LETTERS.sub("", words[printed.end :] if printed else words) == wanted:
                return True
    return False
