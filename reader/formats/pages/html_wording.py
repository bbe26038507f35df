"""The inside of one entry of a live page: headline, text, pictures, players and quoted posts apart."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from reader.formats import body
from reader.formats.body import Body
from reader.formats.pages.engine_row import Engine
from reader.formats.players import address, caption_of, source
from reader.model.entry import Block, Embed, EntryKind, Media, Wording
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_TEXTS = "p, h1, h2, h3, h4, blockquote"
_CREDIT = re.compile(
    r"(?P<caption>.*?)\s*\b(?:Photograph|Photography|Photo|Foto|Fotografia|Picture|Image credit|Credit|Crédits? photo)"
    r"\s*:\s*(?P<credit>[^:]{2,120})$",
    re.S,
)
_ASSET = re.compile(r"(?:assetId|videoId|youtubeId)(?:&quot;|\")\s*:\s*(?:&quot;|\")([\w-]{11})(?:&quot;|\")")
_MEDIA_TITLE = re.compile(r"mediaTitle&quot;:&quot;(.{1,300}?)&quot;")
_READ_MORE = re.compile(
    r"(?:read (?:more|full story|the full story)(?: here)?|full story|continue reading|leggi (?:anche|tutto)|"
    r"lire (?:aussi|la suite)|weiterlesen|mehr lesen|leer más|show more|read less|copy link|link copied|"
    r"share|share this(?: post)?)\W*"
)


def wording_of(node: LexborNode, engine: Engine, base: str | None, stops: set[int]) -> Wording:
    """Return what an entry's element says. `stops` are the elements of all entries, `base` the page's address."""
    skip = _beside(node, engine)
    title = _headline(node, engine)
    headline = one_line(title.text(separator=" ")) if title is not None else None
    if title is not None:
        skip.add(title.mem_id)
    players = node.css(engine.video) if engine.video else []
    skip |= {player.mem_id for player in players}
    parts = [body.read_node(part, base, frozenset(skip)) for part in _parts(node, engine, stops)]
    said = _joined([*parts, _amp(node, base)] if engine.name.startswith("amp") else parts)
    blocks = tuple(block for block in said.blocks if not _is_control(block))
    media = (*map(_credited, said.media), *(_player(player, base) for player in players))
    return Wording(headline or None, blocks, media, (), said.embeds)


def _credited(media: Media) -> Media:
    """Part the credit from a caption that ends in it: "The harbour at dusk. Photograph: A. Name/Agency"."""
    match = _CREDIT.match(media.caption[:3000]) if media.caption and media.credit is None else None
    if match is None:
        return media
    return replace(media, caption=match["caption"].strip() or None, credit=match["credit"].strip())


def _player(node: LexborNode, base: str | None) -> Media:
    """A player that a script fills: its video if the markup names one, with the caption."""
    markup = (node.html or "")[:200_000]
    asset = _ASSET.search(markup)
    url = address(None, f"https://www.youtube.com/watch?v={asset[1]}") if asset else source(node, base)
    caption, credit = caption_of(node.css_first("figcaption"))
    title = _MEDIA_TITLE.search(markup)
    stated = one_line(unescape(title[1])) if title else one_line(node.attributes.get("data-headline") or "")
    return _credited(Media("video", url, caption or stated or None, credit))


def _beside(node: LexborNode, engine: Engine) -> set[int]:
    """The elements of an entry that hold no text of it: what the engine names, and furniture that is short."""
    skip: set[int] = set()
    for selector in (engine.author, engine.drop, engine.day):
        if selector:
            skip |= {inner.mem_id for inner in node.css(selector) if inner.mem_id != node.mem_id}
    for selector in (*(spec.partition("@")[0] for spec in engine.labels), engine.furniture):
        if selector:
            skip |= {inner.mem_id for inner in node.css(selector) if inner.mem_id != node.mem_id and _is_short(inner)}
    return skip


def _is_short(node: LexborNode) -> bool:
    return len(node.text()) < 200


def _headline(node: LexborNode, engine: Engine) -> LexborNode | None:
    """The entry's title: a heading that stands before the text, not one in the middle of it."""
    for found in node.css(engine.headline) if engine.headline else ():
        if "articleBody" in (found.attributes.get("itemprop") or ""):
            continue
        if found.mem_id != node.mem_id and (text := one_line(found.text())):
            generic = found.tag in ("h2", "h3", "h4") and not found.attributes.get("class")
            return None if (generic and _text_before(node, found)) or len(text) > 500 else found
    return None


def _text_before(node: LexborNode, title: LexborNode) -> bool:
    """Whether a paragraph stands before an element within an entry."""
    first = node.css_first(_TEXTS)
    if first is not None and first.mem_id == title.mem_id:
        return False
    for found in node.css(_TEXTS):
        if found.mem_id == title.mem_id:
            return False
        if found.tag in ("p", "blockquote") and len(one_line(found.text())) > 60:
            return True
    return False


def _parts(node: LexborNode, engine: Engine, stops: set[int]) -> list[LexborNode]:
    """The elements that hold the text: those of the engine, each once, else the entry's own."""
    if engine.follows:
        return [node, *_following(node, stops)]
    found = (
        [part for part in node.css(engine.body) if part.mem_id != node.mem_id and part.tag != "meta"]
        if engine.body
        else []
    )
    known = {part.mem_id for part in found}
    outer = [part for part in found if not _within(part, known, node.mem_id)]
    return outer or [node]


def _within(part: LexborNode, known: set[int], top: int) -> bool:
    parent = part.parent
    while parent is not None and parent.mem_id != top:
        if parent.mem_id in known:
            return True
        parent = parent.parent
    return False


def _following(node: LexborNode, stops: set[int]) -> list[LexborNode]:
    """The elements behind an entry's own, up to the next entry."""
    found: list[LexborNode] = []
    after = node.next
    while after is not None and after.mem_id not in stops and len(found) < 200:
        if after.is_element_node:
            if after.tag in ("nav", "aside", "footer", "section") or any(
                inner.mem_id in stops for inner in after.css("[id]")
            ):
                break
            found.append(after)
        after = after.next
    return found


def _is_control(block: Block) -> bool:
    return len(block.text) < 60 and _READ_MORE.fullmatch(fold(block.text)) is not None


def _joined(parts: list[Body]) -> Body:
    if len(parts) == 1:
        return parts[0]
    return Body(
        tuple(block for part in parts for block in part.blocks),
        tuple(media for part in parts for media in part.media),
        tuple(embed for part in parts for embed in part.embeds),
    )


def _amp(node: LexborNode, base: str | None) -> Body:
    """Pictures and players of AMP, which has elements of its own for them (amp.dev, components)."""
    media = [
        Media("photo", url, None, None, one_line(image.attributes.get("alt") or "") or None)
        for image in node.css("amp-img[src]")
        if (url := address(base, image.attributes.get("src")))
    ]
    for video in node.css("amp-youtube[data-videoid]"):
        ident = one_line(video.attributes.get("data-videoid") or "")
        url = address(None, f"https://www.youtube.com/watch?v={ident}")
        media += [Media("video", url)] if url else []
    posts = [post.attributes.get("data-tweetid") or "" for post in node.css("amp-twitter[data-tweetid]")]
    embeds = tuple(Embed("Twitter", url=f"https://twitter.com/i/status/{ident}") for ident in posts if ident.isdigit())
    return Body((), tuple(media), embeds)


def kind_of(wording: Wording) -> EntryKind:
    """The medium where the medium is the news: an entry without a text of its own."""
    if wording.body:
        return EntryKind.TEXT
    if wording.embeds:
        return EntryKind.EMBED
    kinds = {media.kind for media in wording.media}
    if "video" in kinds:
        return EntryKind.VIDEO
    if "audio" in kinds:
        return EntryKind.AUDIO
    if wording.media:
        return EntryKind.GALLERY if len(wording.media) > 1 else EntryKind.PHOTO
    return EntryKind.CARD if wording.cards else EntryKind.TEXT
