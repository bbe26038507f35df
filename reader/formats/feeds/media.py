"""What a feed's item encloses: RSS and Atom enclosures, Media RSS (rssboard.org/media-rss), the picture of iTunes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from urllib.parse import unquote

from reader.formats import body
from reader.formats.body import Body
from reader.formats.feeds.xml_tree import Node, joined
from reader.formats.players import VIDEO, address, provider
from reader.model.entry import Card, Media
from reader.text import one_line

_GROUPS = ("media:group", "media:content")
_KINDS = {"image": "photo", "video": "video", "audio": "audio"}
_ENDINGS: dict[str, str] = {
    ending: kind
    for kind, endings in (
        ("photo", ("jpg", "jpeg", "png", "gif", "webp", "avif")),
        ("video", ("mp4", "m4v", "mov", "webm", "m3u8")),
        ("audio", ("mp3", "m4a", "ogg", "oga", "opus", "wav", "flac", "aac")),
    )
    for ending in endings
}


_MOST = 500
"""Files of one item that are looked at; the largest real gallery has some hundred."""


@dataclass(frozen=True, slots=True)
class Attached:
    """What stands beside an item's text: media, and other files as cards."""

    media: tuple[Media, ...] = ()
    cards: tuple[Card, ...] = ()


NOTHING = Attached()


def attached(item: Node, base: str | None, said: Body) -> Attached:
    """Collect media, each address once and none that the text shows; thumbnails only if there is no other picture."""
    found: dict[str, Media] = {}
    files: dict[str, Card] = {}
    shown = {media.url for media in said.media}
    for node, holder in islice(_parts(item), _MOST):
        url = _where(node, base)
        if not url or url in shown or url in found:
            continue
        kind = medium(node.attrs.get("type", ""), node.attrs.get("medium", ""), url)
        if kind:
            found.setdefault(url, _described(kind, url, node, holder, item))
        elif node.name != "media:content":
            name = one_line(node.attrs.get("title", "")) or file_name(url)
            files.setdefault(url, Card(title=name, url=url))
    if not any(media.kind == "photo" for media in (*said.media, *found.values())):
        picture = next((url for node in _pictures(item) if (url := _where(node, base))), None)
        if picture and picture not in shown:
            found.setdefault(picture, Media("photo", picture))
    return Attached(tuple(found.values()), tuple(files.values()))


def _parts(item: Node) -> Iterator[tuple[Node, Node]]:
    """Enclosures and media with the element that holds them, whose title and credit are theirs too."""
    for node in item.elements:
        linked = node.name == "link" and node.attrs.get("rel") == "enclosure"
        if linked or node.name in ("enclosure", "media:content"):
            yield node, item
        elif node.name == "media:group":
            for inner in node.all("media:content"):
                yield inner, node


def _pictures(item: Node) -> Iterator[Node]:
    for holder in (item, *item.all(*_GROUPS)):
        yield from holder.all("media:thumbnail")
        for inner in holder.all(*_GROUPS):
            yield from inner.all("media:thumbnail")
    yield from item.all("itunes:image")


def _where(node: Node, base: str | None) -> str | None:
    attrs = node.attrs
    href = attrs.get("url") or attrs.get("href") or attrs.get("uri") or node.text
    return address(base, joined(node.base, href) if node.base else href)


def _described(kind: str, url: str, node: Node, holder: Node, item: Node) -> Media:
    """Caption and credit: the nearest of the medium's own, its group's and the item's."""
    credit = next((text for near in (node, holder, item) if (text := _text(near.first("media:credit")))), None)
    own = (near for near in (node, holder) if near is not item)
    caption = next((text for near in own if (text := _text(near.first("media:description")))), None)
    return Media(kind, url, caption, credit)


def _text(node: Node | None) -> str | None:
    return body.line(node.text) if node is not None else None


def file_name(url: str) -> str:
    """What a file is called where nobody named it: the end of its address."""
    return one_line(unquote(url.partition("?")[0].rpartition("/")[2])) or url


def medium(mime: str, word: str, url: str) -> str | None:
    """photo, video or audio, by MIME type, by Media RSS's word, else by the ending of the address."""
    name = mime.partition("/")[0].lower() or word.lower()
    ending = url.partition("?")[0].rpartition(".")[2].lower()
    return _KINDS.get(name) or _ENDINGS.get(ending) or ("video" if provider(url) in VIDEO else None)
