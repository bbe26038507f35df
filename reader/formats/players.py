"""Pictures, players and quoted posts in HTML: elements that stand beside the text and are read by their own rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from reader.formats.nesting import tags
from reader.model.entry import Embed, Media
from reader.text import one_line, openable

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

DROPPED = tags(
    "script style template noscript head title meta link svg canvas form input button select option textarea nav "
    "dialog base param map"
)
"""Elements that hold no text of the entry."""
BAR = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|sharebar|sharedaddy|social-likes|addtoany|addthis|feedflare)(?:$|[\s_-])", re.I
)
"""Classes of share bars."""
_PROVIDERS = (
    ("YouTube", re.compile(r"(?:^|\.)(?:youtube(?:-nocookie)?\.com|youtu\.be)$")),
    ("Vimeo", re.compile(r"(?:^|\.)vimeo\.com$")),
    ("Dailymotion", re.compile(r"(?:^|\.)dailymotion\.com$")),
    ("Twitter", re.compile(r"(?:^|\.)(?:twitter\.com|x\.com)$")),
    ("Facebook", re.compile(r"(?:^|\.)facebook\.com$")),
    ("Instagram", re.compile(r"(?:^|\.)instagram\.com$")),
    ("TikTok", re.compile(r"(?:^|\.)tiktok\.com$")),
    ("Telegram", re.compile(r"(?:^|\.)(?:t\.me|telegram\.org)$")),
    ("Spotify", re.compile(r"(?:^|\.)spotify\.com$")),
    ("SoundCloud", re.compile(r"(?:^|\.)soundcloud\.com$")),
    ("VK", re.compile(r"(?:^|\.)vk\.com$")),
)
VIDEO = ("YouTube", "Vimeo", "Dailymotion")
_POSTS = re.compile(
    r"\b(?:twitter-(?:tweet|video)|nojs-tweet|instagram-media|tiktok-embed|fb-(?:post|video)|bluesky-embed|mastodon-embed)\b"
)
_CREDIT_CLASS = re.compile(r"credit|copyright|__copy\b|photographer|attribution|\bsource\b", re.I)
_CREDIT_TEXT = re.compile(r"^(?:©|\(c\)|photo(?:graph)?\s*:|credit\s*:|image\s*:)", re.I)
_PLAIN = re.compile(
    r"https?://(?!-)(?:[a-z0-9-]+\.)+[a-z]{2,}/(?!/)(?:[\w~!$()*+,:@%-]++|[/.;=](?![/.]))*+"
    r"(?:\?[\w~!$()*+,:@%./;=&-]++)?+(?:#[\w~!$()*+,:@%./;=-]++)?+",
    re.A,
)
"""Addresses that resolving and checking leave as they are, which are most."""
_LAZY = ("data-src", "data-lazy-src", "data-original", "data-url")
_AUTHOR = re.compile(r"[—–]\s*(?P<author>[^—–]{1,120}?\(@\w{1,30}\))")


def address(base: str | None, href: str | None) -> str | None:
    """Return an address as it may be opened, None if it may not be."""
    if href and _PLAIN.fullmatch(href):
        return href
    try:
        return openable(urljoin(base or "", (href or "").strip())) if href else None
    except ValueError:
        return None


def provider(url: str | None) -> str | None:
    """Return the network or player that an address belongs to, else its host."""
    host = urlsplit(url).hostname if url else None
    return next((name for name, pattern in _PROVIDERS if host and pattern.search(host)), host)


def source(node: LexborNode, base: str | None) -> str | None:
    """Return the address of a picture or player, lazy loading and `srcset` included."""
    values = node.attributes
    for name in (*_LAZY, "src"):
        url = address(base, values.get(name))
        if url:
            return url
    for name in ("srcset", "data-srcset"):
        first = (values.get(name) or "").split(",")[0].split()
        url = address(base, first[0]) if first else None
        if url:
            return url
    inner = node.css_first("source[src], source[srcset], img[src], img[data-src]") if node.tag != "img" else None
    return source(inner, base) if inner is not None and inner.mem_id != node.mem_id else None


def picture(node: LexborNode, base: str | None, caption: str | None = None, credit: str | None = None) -> Media | None:
    """Read an `<img>` or `<picture>`; None for tracking pixels and for pictures without an address."""
    image = node if node.tag == "img" else node.css_first("img")
    values = image.attributes if image is not None else {}
    return photo(values, source(node, base), caption, credit)


def photo(
    values: Mapping[str, str | None], url: str | None, caption: str | None = None, credit: str | None = None
) -> Media | None:
    """Make a picture of the attributes of an `<img>`; None for tracking pixels and without an address."""
    if not url or any((values.get(side) or "").rstrip("px") in ("0", "1", "2") for side in ("width", "height")):
        return None
    return Media("photo", url, caption, credit, one_line(values.get("alt") or "") or None)


def media_of(node: LexborNode, base: str | None) -> tuple[list[Media], Embed | None]:
    """Read what an element of pictures, video or sound shows: media, or a post of another site in a frame."""
    tag = node.tag
    if tag == "figure":
        return _figure(node, base)
    if tag in ("img", "picture"):
        media = picture(node, base)
        return ([media] if media else []), None
    if tag in ("video", "audio"):
        url = source(node, base)
        return ([Media(str(tag), url)] if url or tag == "video" else []), None
    url = address(base, node.attributes.get("data") if tag == "object" else node.attributes.get("src")) or source(
        node, base
    )
    name = provider(url)
    if not url:
        return [], None
    if name in VIDEO:
        return [Media("video", url, None, None, one_line(node.attributes.get("title") or "") or None)], None
    return [], Embed(name, None, None, None, url) if tag == "iframe" else None


def _figure(node: LexborNode, base: str | None) -> tuple[list[Media], Embed | None]:
    caption, credit = caption_of(node.css_first("figcaption"))
    player = node.css_first("video, audio, iframe")
    if player is not None:
        found, post = media_of(player, base)
        return [Media(item.kind, item.url, caption, credit, item.alt) for item in found], post
    pictures = [picture(image, base, caption, credit) for image in node.css("img")]
    quoted = node.css_first("blockquote")
    if quoted is not None and is_post(quoted):
        return [item for item in pictures if item], embed_of(quoted, base)
    return [item for item in pictures if item], None


def caption_of(node: LexborNode | None) -> tuple[str | None, str | None]:
    """Return the caption and the credit of a `figcaption`, apart."""
    if node is None:
        return None, None
    whole = one_line(node.text(separator=" "))
    part = next(
        (inner for inner in node.css("[class], cite, small") if _is_credit(inner) and inner.mem_id != node.mem_id), None
    )
    if part is not None:
        credit = one_line(part.text(separator=" "))
        return (one_line(whole.replace(credit, " ", 1)) or None) if credit else whole or None, credit or None
    return caption_and_credit(whole)


def caption_and_credit(text: str) -> tuple[str | None, str | None]:
    """Tell whether a caption without parts is one, or only a credit ("Photo: ...")."""
    whole = one_line(text)
    return (None, whole) if _CREDIT_TEXT.match(whole) else (whole or None, None)


def _is_credit(node: LexborNode) -> bool:
    return node.tag in ("cite", "small") or bool(_CREDIT_CLASS.search(node.attributes.get("class") or ""))


def is_post(node: LexborNode) -> bool:
    """Whether an element is a post of a social network as its own embed code gives it."""
    return bool(_POSTS.search(node.attributes.get("class") or ""))


def embed_of(node: LexborNode, base: str | None) -> Embed:
    """Read a quoted post: text, author and date as printed, its address."""
    links = [(link, address(base, link.attributes.get("href"))) for link in node.css("a[href]")]
    values = node.attributes
    stated = next(
        (values.get(name) for name in ("cite", "data-instgrm-permalink", "data-href") if values.get(name)), None
    )
    last_link, last_url = next(((link, url) for link, url in reversed(links) if url), (None, None))
    url = address(base, stated) or last_url
    paragraphs = [one_line(part.text(separator=" ")) for part in node.css("p")]
    whole = one_line(node.text(separator=" "))
    author = _AUTHOR.search(whole)
    date_text = one_line(last_link.text(separator=" ")) if last_link is not None and author else ""
    text = "\n\n".join(filter(None, paragraphs)) or whole
    return Embed(
        _network(values.get("class") or "") or provider(url),
        author["author"].strip() if author else None,
        text or None,
        date_text if any(char.isdigit() for char in date_text) else None,
        url,
    )


def _network(classes: str) -> str | None:
    names = {"twitter": "Twitter", "instagram": "Instagram", "tiktok": "TikTok", "fb-": "Facebook"}
    return next((name for part, name in names.items() if part in classes), None)
