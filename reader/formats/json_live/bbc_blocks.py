"""The BBC's block model (bbc/simorgh): nested `{type, model: {text, blocks}}` to text, pictures, players and posts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from reader.formats import body
from reader.formats.body import Body
from reader.formats.json_live.values import Node, dig, first_line, line, node, nodes, text, url
from reader.formats.players import provider
from reader.model.entry import Block, BlockKind, Embed, Link, Media

_DEEPEST = 30
_BLANKS = re.compile(r"[ \t\n\u00a0]+")
_PICTURES = "https://ichef.bbci.co.uk/news/1024/"
_VIDEO = ("video", "aresMedia", "clipMedia", "media", "liveMedia", "legacyMedia")
_KINDS = {
    "subheadline": BlockKind.SUBHEAD,
    "heading": BlockKind.SUBHEAD,
    "crosshead": BlockKind.SUBHEAD,
    "listItem": BlockKind.LIST_ITEM,
    "quote": BlockKind.QUOTE,
    "blockquote": BlockKind.QUOTE,
    "pullQuote": BlockKind.QUOTE,
}
_LEFT_OUT = frozenset({"altText", "advertisement", "mpu", "links", "relatedContent", "timestamp", "visuallyHidden"})


@dataclass(slots=True)
class _Found:
    blocks: list[Block] = field(default_factory=list[Block])
    media: list[Media] = field(default_factory=list[Media])
    embeds: list[Embed] = field(default_factory=list[Embed])


def children(block: Node) -> list[Node]:
    """The blocks inside a block."""
    return nodes(dig(block, "model", "blocks"))


def read(blocks: list[Node], base: str | None) -> Body:
    """Read blocks in their order; what is nested beyond all reason is left out."""
    found = _Found()
    _walk(blocks, base, BlockKind.PARAGRAPH, found, 0)
    return Body(tuple(found.blocks), tuple(found.media), tuple(dict.fromkeys(found.embeds)))


def words(block: Node) -> str | None:
    """All text in a block as one line."""
    return body.one_line(" ".join(part.text for part in read([block], None).blocks)) or line(
        dig(block, "model", "text")
    )


def _walk(blocks: list[Node], base: str | None, kind: BlockKind, found: _Found, depth: int) -> None:
    if depth > _DEEPEST:
        return
    for block in blocks:
        name = text(block.get("type"))
        model = node(block.get("model"))
        if name in _LEFT_OUT:
            continue
        if name == "image":
            found.media += _image(block, base)
        elif name in _VIDEO or name == "audio":
            found.media.append(_player(block, name, base))
        elif name in ("social", "embed", "oEmbed", "aresOEmbed", "include"):
            _embed(block, base, found)
        elif name in ("paragraph", "fragment", "urlLink"):
            _close(_pieces([block], base, None, 0), kind, found)
        elif name in _KINDS and not children(block):
            _close([(text(model.get("text")), None)], _KINDS[name], found)
        else:
            _walk(children(block), base, _KINDS.get(name, kind), found, depth + 1)


def _pieces(blocks: list[Node], base: str | None, link: str | None, depth: int) -> Iterator[tuple[str, str | None]]:
    """The words of a paragraph, each with the address that it links to."""
    for block in blocks:
        model = node(block.get("model"))
        inner = children(block)
        here = url(base, model.get("locator"), model.get("href")) if block.get("type") == "urlLink" else link
        if inner and depth < _DEEPEST:
            yield from _pieces(inner, base, here or link, depth + 1)
        else:
            yield text(model.get("text")), here or link


def _close(
    pieces: Iterator[tuple[str, str | None]] | list[tuple[str, str | None]], kind: BlockKind, found: _Found
) -> None:
    """Join pieces with the offsets of their links; a piece is cleaned by itself so that the offsets hold."""
    out = ""
    links: list[Link] = []
    for raw, link in pieces:
        piece = _BLANKS.sub(" ", body.clean(raw))
        piece = piece.lstrip(" ") if not out or out.endswith(" ") else piece
        start = len(out) + len(piece) - len(piece.lstrip(" "))
        out += piece
        end = len(out.rstrip(" "))
        if link and start < end:
            links.append(Link(link, start, end))
    out = out.rstrip(" ")
    if out:
        found.blocks.append(Block(kind, out, tuple(one for one in links if one.end <= len(out))))


def _image(block: Node, base: str | None) -> list[Media]:
    parts = {text(part.get("type")): part for part in children(block)}
    raw = node(node(parts.get("rawImage")).get("model"))
    locator, origin = text(raw.get("locator")), text(raw.get("originCode"))
    made = f"{_PICTURES}{origin}/{locator.lstrip('/')}" if origin and locator and "//" not in locator else None
    link = url(base, made, locator if "//" in locator else None, raw.get("url"), dig(block, "model", "url"))
    caption = words(node(parts["caption"])) if "caption" in parts else None
    alt = next(filter(None, map(words, children(parts.get("altText", {})))), None) or line(raw.get("altText"))
    credit = first_line(raw.get("copyrightHolder"), raw.get("copyright"))
    return [Media("photo", link, caption, credit, alt)] if link else []


def _player(block: Node, name: str, base: str | None) -> Media:
    """A clip: its title or caption, and its page, since the sound and picture themselves have no lasting address."""
    parts = {text(part.get("type")): part for part in children(block)}
    clip = next((node(part.get("model")) for kind, part in parts.items() if "edia" in kind), node(block.get("model")))
    inner = node(nodes(clip.get("blocks"))[0].get("model")) if nodes(clip.get("blocks")) else {}
    title = first_line(
        dig(clip, "video", "title"),
        dig(clip, "audio", "title"),
        dig(clip, "headlines", "primaryHeadline"),
        clip.get("title"),
        inner.get("title"),
    )
    caption = words(node(parts["caption"])) if "caption" in parts else None
    link = url(base, dig(clip, "link", "url"), dig(clip, "link", "path"), inner.get("embedUrl"))
    kind = "audio" if name == "audio" or clip.get("type") == "audio" or inner.get("format") == "audio" else "video"
    return Media(kind, link, caption or title, None, title if caption and title != caption else None)


def _embed(block: Node, base: str | None, found: _Found) -> None:
    """A post of another network by the code that embeds it, else by its address."""
    model = node(block.get("model"))
    codes = [node(model.get("oembed")), *(_oembeds(block))]
    for code in codes:
        said = body.read(text(code.get("html")), base)
        if said.embeds or said.media:
            found.embeds += [_completed(embed, code, model, base) for embed in said.embeds]
            found.media += said.media
            return
    code = next((one for one in codes if one), {})
    link = url(base, model.get("source"), model.get("href"), model.get("url"), code.get("url"))
    said = body.read(text(model.get("html")), base)
    shown = "\n\n".join(part.text for part in said.blocks) or None
    if link or shown or code:
        found.embeds.append(Embed(_network(code, link), line(code.get("author_name")), shown, None, link))
    found.media += said.media


def _oembeds(block: Node) -> list[Node]:
    inner = [one for part in children(block) for one in (part, *children(part))]
    return [node(dig(one, "model", "oembed")) for one in inner if isinstance(dig(one, "model", "oembed"), dict)]


def _completed(embed: Embed, code: Node, model: Node, base: str | None) -> Embed:
    """The words "View original content on ..." are the publisher's, not the post's."""
    link = embed.url or url(base, code.get("url"), model.get("source"))
    shown = None if (embed.text or "").startswith("View original") else embed.text
    author = embed.author or line(code.get("author_name"))
    return Embed(embed.provider or _network(code, link), author, shown, embed.date_text, link)


def _network(code: Node, link: str | None) -> str | None:
    return provider(link) or line(code.get("provider_name"))
