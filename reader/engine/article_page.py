"""Which page stands behind an entry. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from reader.text import openable

if TYPE_CHECKING:
    from reader.model.entry import Entry


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


def _bare(url: str) -> str:
    """An address as it is compared: without fragment, scheme and last slash."""
    return urldefrag(url)[0].partition("://")[2].rstrip("/").lower()
