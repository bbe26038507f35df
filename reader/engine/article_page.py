"""Which page stands behind an entry, and how it may be asked for. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from reader.engine.deltas import on_behalf_of
from reader.text import openable

if TYPE_CHECKING:
    from reader.model.entry import Entry
    from reader.net.outcome import FetchRequest


def page_of(entry: Entry, source_url: str, feed_url: str | None = None) -> str | None:
    """The address of the article behind an entry; None where there is no page but the one that lists it.

    What the entry says to be its longer version comes first, then the article that its card shows, then its own page.
    """
    lists = {_bare(url) for url in (source_url, feed_url) if url}
    cards = (card.url for card in entry.wording.cards)
    for url in (entry.read_more_url, *cards, entry.url):
        there = openable(url) if url else None
        if there is not None and _bare(there) not in lists:
            return there
    return None


def request_for(url: str, source_url: str) -> FetchRequest | None:
    """The request for a page that a source names; None where it may not be asked.

    A source that came over TLS gets its pages over TLS, too: many old links say http and mean both.
    """
    if urlsplit(source_url).scheme == "https" and url.startswith("http:") and urlsplit(url).port is None:
        url = f"https:{url.removeprefix('http:')}"
    return on_behalf_of(source_url, url)


def _bare(url: str) -> str:
    """An address as it is compared: without fragment, scheme and last slash."""
    return urldefrag(url)[0].partition("://")[2].rstrip("/").lower()
