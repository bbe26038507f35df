"""The inside of one entry of a Sputnik live page in HTML: headline, text, pictures, players, cards and posts apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.formats import body
from reader.formats.players import address, picture, source
from reader.formats.sputnik.selectors import Design
from reader.formats.sputnik.words import READ_MORE, card_title
from reader.model.entry import Block, BlockKind, Card, Media, Wording
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode


def wording_of(item: LexborNode, top: LexborNode | None, design: Design, base: str | None) -> Wording:
    """Return what an entry says. `top` is the element of its time, which is no text; `base` the page's address."""
    taken: set[int] = {top.mem_id} if top is not None else set()
    taken |= {node.mem_id for node in item.css(design.author)}
    cards = _cards(item, design, base, taken)
    media = [*_photos(item, design, base, taken), *_videos(item, design, base, taken)]
    title = _headline(item, design, taken)
    headline = one_line(title.text(separator=" ")) if title is not None else None
    kinds = {node.mem_id: BlockKind.QUOTE for node in item.css(design.quote)}
    said = body.read_node(item, base, frozenset(taken), kinds)
    blocks = said.blocks
    if not headline and blocks and blocks[0].kind in (BlockKind.PARAGRAPH, BlockKind.SUBHEAD) and not design.item:
        headline, blocks = one_line(blocks[0].text), blocks[1:]
    blocks = tuple(block for block in blocks if not _is_control(block))
    titled = tuple(Card(card_title(c.title, headline), c.text, c.url, c.caption, c.credit) for c in cards)
    return Wording(headline or None, blocks, (*media, *said.media), titled, said.embeds)


def _is_control(block: Block) -> bool:
    return bool(READ_MORE.fullmatch(fold(block.text)))


def _inside(node: LexborNode, taken: set[int]) -> bool:
    """Whether an element, or one around it, has been read already."""
    current: LexborNode | None = node
    while current is not None:
        if current.mem_id in taken:
            return True
        current = current.parent
    return False


def _headline(item: LexborNode, design: Design, taken: set[int]) -> LexborNode | None:
    """The entry's title element: by its class, else the first heading, else words in bold that open it."""
    for node in item.css(design.headline):
        if not _inside(node, taken) and one_line(node.text()):
            taken.add(node.mem_id)
            return node
    return _bold_opening(item, taken)


def _bold_opening(item: LexborNode, taken: set[int]) -> LexborNode | None:
    """Words in bold that fill the first paragraph."""
    bold = next((node for node in item.css("strong, b") if not _inside(node, taken) and one_line(node.text())), None)
    parent = bold.parent if bold is not None else None
    if bold is None or parent is None or parent.mem_id == item.mem_id:
        return None
    if one_line(parent.text()) != one_line(bold.text()) or _text_before(item, parent, taken):
        return None
    taken.add(parent.mem_id)
    return parent


def _text_before(item: LexborNode, node: LexborNode, taken: set[int]) -> bool:
    """Whether anything is said in an item before an element."""
    for other in item.traverse(include_text=True):
        if other.mem_id == node.mem_id:
            return False
        if other.is_text_node and (other.text_content or "").strip() and not _inside(other, taken):
            return True
    return False


def _cards(item: LexborNode, design: Design, base: str | None, taken: set[int]) -> list[Card]:
    found: list[Card] = []
    for node in item.css(design.card):
        if _inside(node, taken):
            continue
        taken.add(node.mem_id)
        title = node.css_first(design.card_title)
        text = node.css_first(design.card_text)
        image = node.css_first("img[alt], [alt]")
        links = [title, *(title.css("a[href]") if title is not None else ()), *node.css("a[href]")]
        url = next(
            (url for link in links if link is not None for url in [address(base, link.attributes.get("href"))] if url),
            None,
        )
        found.append(Card(_words(title), _words(text), url, _alt(image), _words(node.css_first(design.credit))))
    return found


def _alt(image: LexborNode | None) -> str | None:
    return one_line(image.attributes.get("alt") or "") or None if image is not None else None


def _words(node: LexborNode | None) -> str | None:
    return one_line(node.text(separator=" ")) or None if node is not None else None


def _photos(item: LexborNode, design: Design, base: str | None, taken: set[int]) -> list[Media]:
    """Pictures with caption and credit; a box around a single one belongs to it."""
    found: list[Media] = []
    photos = [node for node in item.css(design.photo) if not _inside(node, taken)]
    for node in photos:
        if _inside(node, taken):
            continue
        box = _box(node, item, photos, design)
        taken.add(box.mem_id)
        caption = _words(box.css_first(design.caption)) or one_line(node.attributes.get("data-sub-html") or "") or None
        credit = _words(box.css_first(design.credit))
        image = picture(node, base, caption, credit)
        url = address(base, node.attributes.get("data-src")) or (image.url if image else None)
        alt = image.alt if image and image.alt != caption else None
        found.append(Media("photo", url, caption, credit, alt))
    return found


def _box(node: LexborNode, item: LexborNode, photos: list[LexborNode], design: Design) -> LexborNode:
    """The innermost box around a picture, unless it holds other pictures or running text too."""
    boxes = {box.mem_id for box in item.css(design.photo_box)}
    current = node.parent
    while current is not None and current.mem_id != item.mem_id:
        if current.mem_id in boxes:
            inside = {photo.mem_id for photo in current.css(design.photo)} & {photo.mem_id for photo in photos}
            alone = len(inside) == 1 and current.css_first("p, .article__text") is None
            return current if alone else node
        current = current.parent
    return node


def _videos(item: LexborNode, design: Design, base: str | None, taken: set[int]) -> list[Media]:
    """Players. Their box holds nothing but the player and its caption."""
    found: list[Media] = []
    for node in item.css(design.video):
        if _inside(node, taken):
            continue
        box = node
        parent = node.parent
        if parent is not None and parent.attributes.get("data-type") in ("media", "video", "videoembed"):
            box = parent
        taken.add(box.mem_id)
        stated = (node.attributes.get(name) for name in ("data-src", "data-url", "data-video-url", "data-href"))
        frame = node.css_first("iframe, video, source")
        url = next((url for text in stated for url in [address(base, text)] if url), None)
        url = url or (source(frame, base) if frame is not None else None)
        caption, credit = _words(box.css_first(design.caption)), _words(box.css_first(design.credit))
        found.append(Media("video", url, caption, credit))
    return found
