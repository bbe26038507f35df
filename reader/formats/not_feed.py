"""Why a document is no feed, in a sentence for people, and which feeds a page names beside itself."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

from reader.formats.page import Page
from reader.formats.pages import html_refusal, vendor_embeds
from reader.formats.sniff import Shape, root
from reader.model.snapshot import Offer
from reader.text import one_line, openable

_HEAD = 200_000
_MAX_OFFERS = 50
_LINK = re.compile(r"<link\b[^>]{0,2000}>", re.I)
_ATTRIBUTE = re.compile(r"""([a-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_FEED_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
)


def explain(page: Page, offers: tuple[Offer, ...] = ()) -> str:
    """Return one sentence on what the document is, and what may be done about it."""
    if page.shape is Shape.HTML:
        return html_refusal.explain(page) + _hint(offers)
    if page.shape is Shape.JSON:
        return "The document is JSON, but neither a JSON Feed nor another format that is known here."
    if page.shape is Shape.XML:
        if root(page.text) == "opml":
            return "The document is a list of feeds (OPML): import it instead of following it."
        if root(page.text) in ("urlset", "sitemapindex"):
            return "The document is a map of a site for search engines (a sitemap), not a feed."
        return "The document is XML, but neither RSS nor Atom."
    return "The document is plain text without timed entries, not a live page."


def _hint(offers: tuple[Offer, ...]) -> str:
    embedded = vendor_embeds.sentence(offers)
    if embedded or not offers:
        return embedded
    return (
        " It names a feed that can be followed instead." if len(offers) == 1 else " It names feeds to follow instead."
    )


def offers(page: Page) -> tuple[Offer, ...]:
    """Return the feeds that an HTML page names with `<link rel="alternate">` (RSS Advisory Board, autodiscovery)."""
    if page.shape is not Shape.HTML:
        return ()
    found: dict[str, Offer] = {}
    for tag in _LINK.finditer(page.text[:_HEAD]):
        values = {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(tag.group())}
        kind = values.get("type", "").split(";")[0].strip().lower()
        if "alternate" not in values.get("rel", "").lower().split() or kind not in _FEED_TYPES:
            continue
        if kind == "application/json" and "feed" not in values.get("href", ""):
            continue
        url = _absolute(values.get("href", ""), page.url)
        if url and len(found) < _MAX_OFFERS:
            found.setdefault(url, Offer(url, one_line(values.get("title", "")) or None, kind))
    return (*vendor_embeds.find(page), *found.values())


def _absolute(href: str, base: str | None) -> str | None:
    try:
        return openable(urljoin(base or "", href.strip()))
    except ValueError:
        return None
