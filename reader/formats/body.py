"""HTML to blocks: what a fragment says as plain text with links, and its pictures, players and quoted posts apart.

Nothing of the markup survives: scripts, styles, forms and share bars are dropped, links keep their address only if it
may be opened. Trees are walked with a stack of our own, since hostile ones are deeper than Python's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

from reader.formats.nesting import bomb, tags
from reader.formats.players import BAR, DROPPED, address, caption_and_credit, embed_of, is_post, media_of, photo
from reader.formats.simple_html import LONGEST, Piece, Step, chunks, figure, image, steps
from reader.model.entry import Block, BlockKind, Embed, Link, Media
from reader.text import clean, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

MAX_BLOCKS = 5000
_KINDS = {
    "blockquote": BlockKind.QUOTE,
    "li": BlockKind.LIST_ITEM,
    "dt": BlockKind.SUBHEAD,
    "summary": BlockKind.SUBHEAD,
    "dd": BlockKind.PARAGRAPH,
    "pre": BlockKind.PREFORMATTED,
} | {f"h{level}": BlockKind.SUBHEAD for level in range(1, 7)}
_BREAKING = _KINDS.keys() | tags(
    "p div section article header footer main aside ul ol dl hr figure figcaption table tr td th tbody address center "
    "fieldset details summary body html"
)
_MEDIA = tags("figure img picture video audio iframe embed object")
_BLANKS = re.compile(r"[ \t\n\r\f\u00a0]+")
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_MARKED_UP = re.compile(r"<[a-zA-Z!/]|&[#a-zA-Z]")


@dataclass(frozen=True, slots=True)
class Body:
    """A fragment read: its text in blocks, and what stands beside it."""

    blocks: tuple[Block, ...] = ()
    media: tuple[Media, ...] = ()
    embeds: tuple[Embed, ...] = ()


def plain(text: str) -> Body:
    """Read plain text: blank lines part its paragraphs."""
    parts = (clean(part).strip() for part in re.split(r"\n[ \t\r]*\n", text.replace("\r\n", "\n")))
    return Body(tuple(Block(BlockKind.PARAGRAPH, part) for part in parts if part)[:MAX_BLOCKS])


def read(html: str, base: str | None = None) -> Body:
    """Read a fragment of HTML. What is built to stall a parser is read as text without its tags."""
    if not _MARKED_UP.search(html):
        return Body(tuple(Block(BlockKind.PARAGRAPH, text) for text in [one_line(html)] if text))
    simple = _simple(html, base)
    if simple is not None:
        return simple
    return _parsed(html, base)


def _simple(html: str, base: str | None) -> Body | None:
    """Read a fragment without a tree where that makes no difference, else None."""
    if len(html) > LONGEST or "<!" in html or "\0" in html:
        return None
    builder = _Builder(base)
    for pieces, start, end in chunks(html):
        if pieces is not None:
            builder.paragraph(pieces)
            continue
        told = steps(html[start:end])
        if told is None:
            # A paragraph may stand in a quotation: what is before is told, so the rest is a fragment of its own.
            rest = steps(html[start:])
            return builder.done() if rest is not None and _told(rest, builder) else None
        if not _told(told, builder):
            return None
    return builder.done()


def _told(told: list[Step], builder: _Builder) -> bool:
    for what, value in told:
        if what == "text":
            builder.add(value)
        elif what == "break":
            builder.add("\n", literal=True)
        elif what == "link":
            builder.link(address(builder.base, value))
        elif what == "beside":
            if not _beside(value, builder):
                return False
        else:
            builder.flush()
            kind = _KINDS.get(value)
            if kind:
                builder.nest(kind, entering=what == "enter")
    builder.flush()
    return True


def _beside(html: str, builder: _Builder) -> bool:
    """Read a picture or figure that stands beside the text; False for a figure that holds text of its own."""
    plain_figure = figure(html)
    values = plain_figure[0] if plain_figure else image(html)
    if values is not None:
        caption, credit = caption_and_credit(plain_figure[1] or "") if plain_figure else (None, None)
        media = photo(values, address(builder.base, values.get("src")), caption, credit)
        builder.media += [media] if media else []
        return media is not None or plain_figure is None
    beside = _parsed(html, builder.base)
    builder.media += beside.media
    builder.embeds += beside.embeds
    return not beside.blocks and bool(beside.media or beside.embeds or html.startswith("<img"))


def _parsed(html: str, base: str | None) -> Body:
    if bomb(html):
        return plain(re.sub(r"<[^<>]*>", " ", html))
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only documents with markup need it

    tree = LexborHTMLParser(html)
    return read_node(tree.body, base) if tree.body is not None else Body()


def line(html: str) -> str | None:
    """Read a title that may hold markup or entities as one line; None where it says nothing."""
    if not _MARKED_UP.search(html):
        return one_line(html) or None
    text = one_line(" ".join(block.text for block in read(html).blocks))
    return text or (None if _TAG.search(html) else one_line(html) or None)


def read_node(
    root: LexborNode,
    base: str | None = None,
    skip: frozenset[int] = frozenset(),
    kinds: Mapping[int, BlockKind] = MappingProxyType({}),
) -> Body:
    """Read a parsed element.

    `skip` holds the `mem_id` of elements below it that were read otherwise, `kinds` what text the page's own markup
    makes of elements that HTML gives no meaning.
    """
    builder = _Builder(base)
    for node, tag, entering in _walk(root, skip, builder):
        if tag == "-text":
            builder.add(node.text_content or "")
        elif tag == "br":
            if entering:
                builder.add("\n", literal=True)
        elif tag == "a":
            builder.link(address(base, node.attributes.get("href")) if entering else None)
        elif tag in _BREAKING:
            builder.flush()
            kind = (kinds.get(node.mem_id) if kinds else None) or _KINDS.get(tag)
            if kind and node.mem_id != root.mem_id:
                builder.nest(kind, entering=entering)
    return builder.done()


def _distinct(media: list[Media]) -> Iterator[Media]:
    seen: set[str] = set()
    for item in media:
        if item.url is None or item.url not in seen:
            yield item
        if item.url:
            seen.add(item.url)


def _walk(root: LexborNode, skip: frozenset[int], builder: _Builder) -> Iterator[tuple[LexborNode, str, bool]]:
    """Walk in document order, with tags: each element twice (entering, leaving), texts once, taken ones never."""
    opened = [(root, root.tag or "")]
    yield *opened[0], True
    node = root.first_child
    while opened:
        if node is None:
            left, tag = opened.pop()
            yield left, tag, False
            node = left.next if opened else None
            continue
        tag = node.tag or ""
        if node.is_element_node and not _taken(node, tag, skip, builder):
            yield node, tag, True
            opened.append((node, tag))
            node = node.first_child
            continue
        if node.is_text_node:
            yield node, tag, True
        node = node.next


def _taken(node: LexborNode, tag: str, skip: frozenset[int], builder: _Builder) -> bool:
    """Whether an element is no running text: dropped, skipped, or read as media, post or table."""
    if tag in DROPPED or node.mem_id in skip:
        return True
    classes = node.attributes.get("class")
    if classes and BAR.search(classes):
        return True
    if tag in _MEDIA:
        return builder.take_media(node)
    if tag == "blockquote" and is_post(node):
        builder.embeds.append(embed_of(node, builder.base))
        return True
    if tag == "table":
        text = _table(node)
        if text:
            builder.flush()
            builder.blocks.append(Block(BlockKind.TABLE, text))
        return bool(text)
    return False


def _table(node: LexborNode) -> str | None:
    """Return a table of data as lines of cells; None for a table that only lays out the page."""
    if any(inner.mem_id != node.mem_id for inner in node.css("table")) or node.css_first("p, div, ul, blockquote, img"):
        return None
    rows = [[one_line(cell.text(separator=" ")) for cell in row.css("td, th")] for row in node.css("tr")]
    rows = [row for row in rows if any(row)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    return "\n".join(" | ".join(row) for row in rows)


@dataclass(slots=True)
class _Builder:
    """Collects text until a block ends, and keeps where its links begin and end."""

    base: str | None
    blocks: list[Block] = field(default_factory=list[Block])
    media: list[Media] = field(default_factory=list[Media])
    embeds: list[Embed] = field(default_factory=list[Embed])
    kinds: list[BlockKind] = field(default_factory=list[BlockKind])
    pieces: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, str | None]])
    href: str | None = None

    @property
    def kind(self) -> BlockKind:
        """What the innermost element around the text makes of it."""
        return self.kinds[-1] if self.kinds else BlockKind.PARAGRAPH

    def nest(self, kind: BlockKind, *, entering: bool) -> None:
        """Enter or leave an element that gives its text a kind."""
        if entering:
            self.kinds.append(kind)
        elif self.kinds:
            self.kinds.pop()

    def link(self, href: str | None) -> None:
        """From here on text belongs to a link, or to none."""
        self.href = href

    def add(self, text: str, *, literal: bool = False) -> None:
        """Add text; `literal` keeps its line break (`<br>`)."""
        if not literal and self.kind is not BlockKind.PREFORMATTED:
            text = _blanked(text)
        self.pieces.append((text, self.href))

    def take_media(self, node: LexborNode) -> bool:
        """Read a picture or player; False where the element holds text besides and must be walked."""
        found, post = media_of(node, self.base)
        self.media += found
        self.embeds += [post] if post else []
        if node.tag != "figure":
            return node.tag != "object"
        return bool(found) or post is not None

    def paragraph(self, pieces: list[Piece]) -> None:
        """A paragraph of its own: running text, some of which are links to addresses as written."""
        if self.pieces:
            self.flush()
        if len(pieces) == 1:
            text, links = _tidy(pieces[0][0]), ()
        else:
            resolved = [(words, href and address(self.base, href)) for words, href in pieces]
            text, links = _plainly_joined(resolved) or _joined(resolved)
        if text and len(self.blocks) < MAX_BLOCKS:
            self.blocks.append(Block(self.kind, text, links))

    def done(self) -> Body:
        """End the last block and return what was found."""
        self.flush()
        media = tuple(_distinct(self.media)) if self.media else ()
        return Body(tuple(self.blocks[:MAX_BLOCKS]), media, tuple(self.embeds))

    def flush(self) -> None:
        """End the block: put its pieces together, two line breaks in a row make two blocks."""
        if not self.pieces:
            return
        pieces, self.pieces = self.pieces, []
        if len(pieces) == 1 and pieces[0][1] is None and self.kind is not BlockKind.PREFORMATTED:
            self.paragraph(pieces)
            return
        if not any(text.strip() for text, _ in pieces) or len(self.blocks) >= MAX_BLOCKS:
            return
        if self.kind is BlockKind.PREFORMATTED:
            text = clean("".join(text for text, _ in pieces)).strip("\n")
            self.blocks.append(Block(self.kind, text))
            return
        part: list[tuple[str, str | None]] = []
        for text, href in pieces:
            if text == "\n" and part and _ends_with_break(part):
                self._close(part)
                part = []
            else:
                part.append((text, href))
        self._close(part)

    def _close(self, pieces: list[tuple[str, str | None]]) -> None:
        text, links = _plainly_joined(pieces) or _joined(pieces)
        if text:
            self.blocks.append(Block(self.kind, text, links))


def _tidy(text: str) -> str:
    """Running text cleaned, with single blanks and none at its ends."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _blanked(clean(text)).strip()


def _blanked(text: str) -> str:
    """White space as single blanks."""
    return text if text.isprintable() and "  " not in text else _BLANKS.sub(" ", text)


def _ends_with_break(pieces: list[tuple[str, str | None]]) -> bool:
    for text, _ in reversed(pieces):
        if text.strip(" ") or not text:
            return text == "\n"
    return False


def _plainly_joined(pieces: list[tuple[str, str | None]]) -> tuple[str, tuple[Link, ...]] | None:
    """As `_joined`, for pieces in which there is nothing to clean and no blank to take out; None for others."""
    text = "".join([words for words, _ in pieces])
    if not text.isprintable() or "  " in text or clean(text) is not text:
        return None
    at = len(text.lstrip()) - len(text)
    links: list[Link] = []
    for words, href in pieces:
        if href:
            label = words.strip()
            start = max(0, at + (len(words) - len(words.lstrip())))
            if label:
                links.append(Link(href, start, start + len(label)))
        at += len(words)
    if any(before.url == after.url for before, after in pairwise(links)):
        return None
    return text.strip(), tuple(links)


def _joined(pieces: list[tuple[str, str | None]]) -> tuple[str, tuple[Link, ...]]:
    """Join pieces with single blanks and keep the offsets of the links; a line break swallows the blanks around it."""
    if not any(href is not None or raw == "\n" for raw, href in pieces):
        return _tidy("".join([raw for raw, _ in pieces])), ()
    out = ""
    parts: list[str] = []
    links: list[Link] = []
    length = 0
    for raw, href in pieces:
        text = "\n" if raw == "\n" else _blanked(clean(raw))
        if not length or out[-1:] in (" ", "\n"):
            text = text.lstrip(" \n") if not length else text.lstrip(" ")
        if not text:
            continue
        start = length + len(text) - len(text.lstrip(" "))
        parts.append(text)
        out = text
        length += len(text)
        end = start + len(text.strip(" "))
        if href and end > start:
            if links and links[-1].url == href and links[-1].end >= start - 1:
                links[-1] = Link(href, links[-1].start, end)
            else:
                links.append(Link(href, start, end))
    text = "".join(parts)
    tidy = re.sub(r" ?\n ?", "\n", text).rstrip() if "\n" in text else text.rstrip()
    if tidy == text.rstrip() and clean(tidy) == tidy:
        return tidy, tuple(link for link in links if link.start < link.end <= len(tidy))
    return _refitted(clean(tidy).strip(), text, links)


def _refitted(tidy: str, text: str, links: list[Link]) -> tuple[str, tuple[Link, ...]]:
    """Find the links again in a text that lost characters: each by its words, from the end of the one before."""
    found: list[Link] = []
    at = 0
    for link in links:
        words = text[link.start : link.end]
        start = tidy.find(words, at)
        if words and start >= 0:
            at = start + len(words)
            found.append(Link(link.url, start, at))
    return tidy, tuple(found)
