"""Elements of Guardian blocks by their `_type` (guardian/dotcom-rendering, src/types/content.ts)."""

from __future__ import annotations

from dataclasses import replace

from reader.formats import body
from reader.formats.body import Body
from reader.formats.json_live import drafts
from reader.formats.json_live.values import Node, dig, first_line, line, node, nodes, number, text, url
from reader.formats.players import provider
from reader.model.entry import Block, BlockKind, Card, Embed, Media

_DEEPEST = 4
_LEFT_OUT = ("AdPlaceholder", "NewsletterSignup", "Callout", "Divider", "Disclaimer", "StarRating")
_QUOTED = ("Tweet", "Instagram", "Embed", "Interactive", "Map", "Document", "Spotify", "Soundcloud", "Vine", "Audio")
_VIDEO = ("Youtube", "Video", "MediaAtom", "Vimeo")
_NESTED = ("items", "events", "sections", "keyTakeaways", "qAndAExplainers")
_INNER = ("body", "elements", "main")
_KINDS = {
    "Subheading": BlockKind.SUBHEAD,
    "NumberedTitle": BlockKind.SUBHEAD,
    "Blockquote": BlockKind.QUOTE,
    "Pullquote": BlockKind.QUOTE,
}


def read(elements: list[Node], base: str | None, depth: int = 0) -> tuple[Body, tuple[Card, ...]]:
    """Read the elements of a block in order: text, pictures, players, quoted posts, and links to other articles."""
    said: list[Body] = []
    cards: list[Card] = []
    for element in elements:
        name = text(element.get("_type")).rpartition(".")[2].removesuffix("BlockElement")
        if name.startswith(_LEFT_OUT):
            continue
        if name == "RichLink":
            cards.append(Card(line(element.get("text")), None, url(base, element.get("url"))))
            continue
        said.append(_element(name, element, base))
        if depth < _DEEPEST:
            inner, more = _nested(element, base, depth)
            said.append(inner)
            cards += more
    return drafts.joined(said), tuple(cards)


def _element(name: str, element: Node, base: str | None) -> Body:
    if name == "Image":
        found = _image(element, base)
        return Body(media=(found,) if found else ())
    if name == "MultiImage":
        pictures = (_image(one, base) for one in nodes(element.get("images")))
        return Body(media=tuple(found for found in pictures if found))
    if any(word in name for word in _VIDEO):
        return _video(element, base)
    if name == "Comment":
        return _comment(element, base)
    if name.startswith(_QUOTED):
        return _quoted(element, base)
    said = body.read(text(element.get("html")), base)
    kind = _KINDS.get(name)
    return replace(said, blocks=tuple(replace(block, kind=kind) for block in said.blocks)) if kind else said


def _nested(element: Node, base: str | None, depth: int) -> tuple[Body, tuple[Card, ...]]:
    """Timelines, lists of questions and the like: titles with elements below them."""
    said: list[Body] = []
    cards: list[Card] = []
    for one in (one for key in _NESTED for one in nodes(element.get(key))):
        title = first_line(one.get("title"), one.get("date"))
        said.append(Body((Block(BlockKind.SUBHEAD, title),) if title else ()))
        if isinstance(one.get("body"), str):
            said.append(body.read(text(one["body"]), base))
        inner, more = read([part for key in _INNER for part in nodes(one.get(key))], base, depth + 1)
        deeper, last = _nested(one, base, depth + 1) if depth < _DEEPEST else (Body(), ())
        said += [inner, deeper]
        cards += [*more, *last]
    return drafts.joined(said), tuple(cards)


def _image(element: Node, base: str | None) -> Media | None:
    """The largest picture, with what is said of it."""
    found = sorted(nodes(dig(element, "media", "allImages")), key=_width, reverse=True)
    sources = (one.get("src") for source in nodes(element.get("imageSources")) for one in nodes(source.get("srcSet")))
    link = url(base, *(one.get("url") for one in found), *sources)
    data = node(element.get("data"))
    if not link:
        return None
    return Media("photo", link, line(data.get("caption")), line(data.get("credit")), line(data.get("alt")))


def _width(picture: Node) -> int:
    return number(dig(picture, "fields", "width")) or 0


def _video(element: Node, base: str | None) -> Body:
    asset = text(element.get("assetId"))
    watch = f"https://www.youtube.com/watch?v={asset}" if asset.replace("-", "").replace("_", "").isalnum() else None
    link = url(
        base,
        watch,
        element.get("originalUrl"),
        element.get("url"),
        element.get("embedUrl"),
        *(one.get("url") for one in nodes(element.get("assets"))),
    )
    caption = first_line(element.get("caption"), element.get("mediaTitle"), element.get("title"))
    if not link and not caption:
        return body.read(text(element.get("html")), base)
    return Body(media=(Media("video", link, caption, line(element.get("credit")), line(element.get("altText"))),))


def _quoted(element: Node, base: str | None) -> Body:
    """A post of another network or a player: as its embed code says, else by its address."""
    said = body.read(text(element.get("html")), base)
    if said.embeds or said.media:
        return replace(said, blocks=())
    link = url(base, element.get("url"), element.get("originalUrl"), element.get("embedUrl"))
    words = "\n\n".join(block.text for block in said.blocks) or first_line(
        element.get("caption"), element.get("title"), element.get("alt")
    )
    if not words and not link:
        return Body()
    return Body(embeds=(Embed(line(element.get("source")) or provider(link), None, words, None, link),))


def _comment(element: Node, base: str | None) -> Body:
    words = "\n\n".join(block.text for block in body.read(text(element.get("body")), base).blocks)
    name, when = line(element.get("profileName")), line(element.get("dateTime"))
    return Body(embeds=(Embed("comment", name, words or None, when, url(base, element.get("permalink"))),))
