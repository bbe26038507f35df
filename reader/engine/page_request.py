"""How what a source names may be asked for: the page behind an entry, a picture. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.engine.deltas import on_behalf_of

if TYPE_CHECKING:
    from reader.net.outcome import FetchRequest


def request_for(url: str, source_url: str) -> FetchRequest | None:
    """The request for a page that a source names; None where it may not be asked.

    A source that came over TLS gets its pages over TLS, too: many old links say http and mean both.
    """
    if urlsplit(source_url).scheme == "https" and url.startswith("http:") and urlsplit(url).port is None:
        url = f"https:{url.removeprefix('http:')}"
    return on_behalf_of(source_url, url)
