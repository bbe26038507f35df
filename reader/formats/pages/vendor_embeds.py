"""Live blogs of vendors that a page of HTML embeds: where the entries are that the page itself does not hold.

Known by what the vendors' own embed codes leave in a page: Superdesk (`window.LB`), WordPress Liveblog
(`liveblog_settings`), 24liveblog, Norkon Live Center, Tickaroo, Arena, ScribbleLive.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from itertools import islice
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from reader.formats.page import Page
from reader.formats.players import address
from reader.formats.sniff import Shape
from reader.model.snapshot import Offer

_HEAD = 2_000_000
_MOST = 10
_TAG = re.compile(r"<(?:div|script|iframe|section|tickaroo-liveblog|liveblog)\b[^<>]{0,3000}>", re.I)
_ATTRIBUTE = re.compile(r"""(?<![\w:-])([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_WORDS = (
    b"liveblog.pro", b"window.lb", b"client_blogs", b"wpcom-liveblog", b"liveblog_settings", b"24liveblog",
    b"24liveplus", b"lb24_", b"norkon", b"live-center-embed", b"tickaroo", b"arena.im", b"arena-liveblog",
    b"scribblelive",
)  # fmt: skip
"""In lower case; a page without any of them embeds none of these vendors."""
_API_HOST = re.compile(r"""["']?\bapi_host["']?\s*[:=]\s*["']((?:https?:)?(?:\\?/){2}[^"'\s]{1,300})["']""")
_BLOG = re.compile(r"""["']?\bblog["']?\s*[:=]\s*\{""")
_BLOG_ID = re.compile(r"""["']?\b_id["']?\s*:\s*["']([0-9a-f]{24})["']""")
_BLOG_PATH = re.compile(r"(?:client_blogs|/blogs?|/lb-embed/blogs?)/([0-9a-f]{24})\b")
_ENDPOINT = re.compile(r"""["']endpoint_url["']\s*:\s*["']([^"'\s]{1,1000})["']""")
_POST_ID = re.compile(r"""["']post_id["']\s*:\s*["']?(\d{1,12})\b""")
_EVENT_24 = re.compile(r"24liveblog\.com/(?:[\w-]+/)*iframe/?\?(?:[^\"'\s<>]{0,200}?[&;])?id=(\d{1,25})", re.I)
_NORKON = re.compile(r"//([\w.-]{1,100})/frame/([\w-]{1,100})/(\d{1,12})(?:/|$)", re.I)
_SCRIBBLE = re.compile(
    r"scribblelive\.com/(?:[\w./-]{0,100}?/)?Embed/v\d+\.aspx\?(?:[^\"'\s<>]{0,200}?[&;])?Id=(\d{1,12})", re.I
)
_SCRIBBLE_EVENT = re.compile(r"scribblelive\.com/[Ee]vent/(?:[^\"'\s<>?]{0,200}?)(\d{3,12})\b")
_HEX = re.compile(r"[0-9a-f]{24}")
_NAME = re.compile(r"[\w.-]{1,100}")

Attributes = dict[str, str]


def find(page: Page) -> tuple[Offer, ...]:
    """Return the live blogs of vendors in a page of HTML, each with the address of its entries, and `vendor` set."""
    if page.shape is not Shape.HTML:
        return ()
    text = page.text[:_HEAD]
    lowered = text.encode("utf-8", "replace").lower()  # bytes are lowered much faster than text
    if not any(word in lowered for word in _WORDS):
        return ()
    tags = [_attributes(tag.group()) for tag in _TAG.finditer(text)]
    found: dict[str, Offer] = {}
    for vendor, seek in _VENDORS:
        for url in seek(text, tags, page.url):
            if len(found) < _MOST:
                found.setdefault(url, Offer(url, f"Live blog by {vendor}", "application/json", vendor))
    return tuple(found.values())


def sentence(offers: tuple[Offer, ...]) -> str:
    """Return what is to be said of the live blogs among some offers, with a blank before it; "" if there are none."""
    known = [offer for offer in offers if offer.vendor]
    if not known:
        return ""
    return f" It shows a live blog by {known[0].vendor}; its entries are at {known[0].url}"


def _attributes(tag: str) -> Attributes:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag)}


def _classed(tags: list[Attributes], name: str) -> Iterator[Attributes]:
    return (tag for tag in tags if name in tag.get("class", "").split())


def _superdesk(text: str, tags: list[Attributes], base: str | None) -> Iterator[str]:
    """`LB.api_host` and `LB.blog._id` (liveblog-default-theme, js/theme/viewmodel.js); else the frame's address."""
    host = _API_HOST.search(text)
    begun = (match.end() for match in islice(_BLOG.finditer(text), _MOST))
    blog = next(filter(None, (_BLOG_ID.search(text, at, at + 20_000) for at in begun)), None)
    if host and blog:
        yield from _posts(host[1].replace("\\/", "/"), blog[1], base)
        return
    for tag in tags:
        source = tag.get("src") or tag.get("data-src") or ""
        path = _BLOG_PATH.search(source)
        if path and "liveblog" in source:
            yield from _posts(source, path[1], base)


def _posts(host: str, blog: str, base: str | None) -> Iterator[str]:
    root = address(base, f"https:{host}" if host.startswith("//") else host)
    if root:
        parts = urlsplit(root)
        yield f"{parts.scheme}://{parts.netloc}/api/client_blogs/{blog}/posts"


def _wordpress(text: str, tags: list[Attributes], base: str | None) -> Iterator[str]:
    """The interface's first page. No entry is named as the last one known, so that the newest are in it."""
    if "liveblog_settings" not in text and not any(tag.get("id") == "wpcom-liveblog-container" for tag in tags):
        return
    stated = _ENDPOINT.search(text)
    post = _POST_ID.search(text)
    endpoint = stated[1].replace("\\/", "/") if stated and "liveblog" in stated[1] else None
    if endpoint is None and post:
        endpoint = f"/wp-json/liveblog/v1/{post[1]}/"
    url = address(base, urljoin(f"{endpoint.rstrip('/')}/", "get-entries/1/0-0")) if endpoint else None
    if url:
        yield url


def _live24(text: str, tags: list[Attributes], _base: str | None) -> Iterator[str]:
    events = [tag.get("data-eid", "") for tag in tags if "LB24" in tag.get("id", "") + tag.get("class", "")]
    events += _EVENT_24.findall(unescape(text) if "24liveblog" in text else "")
    for event in dict.fromkeys(event for event in events if event.isascii() and event.isdigit()):
        query = urlencode({"inverted_order": 1, "last_nid": "", "limit": 100})
        yield f"https://data.24liveplus.com/v1/retrieve_server/x/event/{event}/news/?{query}"


def _norkon(_text: str, tags: list[Attributes], _base: str | None) -> Iterator[str]:
    for tag in tags:
        source = tag.get("data-src") or tag.get("src") or ""
        match = _NORKON.search(source) if "norkon" in source or "live-center-embed" in tag.get("class", "") else None
        if match:
            yield f"https://{match[1].lower()}/BulletinFeed/{match[2]}/{match[3]}/Initial/"


def _tickaroo(text: str, tags: list[Attributes], _base: str | None) -> Iterator[str]:
    if "tickaroo" not in text.lower():
        return
    for tag in tags:
        blog = tag.get("liveblogid") or tag.get("liveblog-id") or tag.get("data-liveblog-id") or ""
        client = tag.get("clientid") or tag.get("client-id") or tag.get("data-client-id") or ""
        if _HEX.fullmatch(blog) and _HEX.fullmatch(client):
            query = urlencode({"client_id": client, "liveblogId": blog})
            yield f"https://cdn.tickaroo.com/api/embed/v4/prefetch/liveblog.json?{query}"


def _arena(_text: str, tags: list[Attributes], _base: str | None) -> Iterator[str]:
    for tag in tags:
        site, blog = tag.get("data-publisher", ""), tag.get("data-event", "")
        source = tag.get("src", "")
        if "arena.im" in source and "arenalib" in source:
            query = dict(parse_qsl(source.partition("?")[2].replace("&amp;", "&")))
            site, blog = query.get("p", ""), query.get("e", "")
        elif "arena-liveblog" not in tag.get("class", ""):
            continue
        if _NAME.fullmatch(site) and _NAME.fullmatch(blog):
            yield f"https://cached-api.arena.im/v1/liveblog/{site}/{blog}"


def _scribble(text: str, tags: list[Attributes], _base: str | None) -> Iterator[str]:
    """The interface wants a token of the publisher's besides, so that this names the event more than it opens it."""
    if "scribblelive" not in text.lower():
        return
    events = _SCRIBBLE.findall(text) + _SCRIBBLE_EVENT.findall(text)
    events += [tag["data-src"].rpartition("/")[2] for tag in _classed(tags, "scrbbl-embed") if "data-src" in tag]
    for event in dict.fromkeys(event for event in events if event.isascii() and event.isdigit()):
        yield f"https://apiv1.scribblelive.com/event/{event}/all/?format=json&Max=100&Order=desc"


_VENDORS: tuple[tuple[str, Callable[[str, list[Attributes], str | None], Iterator[str]]], ...] = (
    ("Superdesk", _superdesk),
    ("WordPress Liveblog", _wordpress),
    ("24liveblog", _live24),
    ("Norkon", _norkon),
    ("Tickaroo", _tickaroo),
    ("Arena", _arena),
    ("ScribbleLive", _scribble),
)
