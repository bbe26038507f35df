"""Asking only for what is new, where a page says how, and what the answer means for what is known of the page."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.model.snapshot import FeedState
from reader.net.outcome import FetchRequest
from reader.text import openable

if TYPE_CHECKING:
    from reader.model.snapshot import FeedData, Snapshot


def on_behalf_of(url: str, target: str | None) -> FetchRequest | None:
    """The request for an address that a document of the source at `url` names; None where it is not asked.

    It stands in remote text: never from https to http, and what fetches keeps it out of the reader's own network.
    """
    there = openable(target) if target else None
    if there is None or (urlsplit(url).scheme == "https" and urlsplit(there).scheme != "https"):
        return None
    return FetchRequest(there, on_behalf_of=url)


def merged(page: FeedData, delta: FeedData) -> FeedData:
    """What is known of the page after an answer that told only what is new.

    Its own cursor replaces the one of the page, and so does a state that it states; all else fills what is missing.
    """
    missing = {
        field.name: getattr(delta, field.name)
        for field in fields(page)
        if field.name not in ("order", "older_url") and getattr(page, field.name) == field.default
    }
    known = replace(page, **missing)
    if delta.state is not FeedState.UNKNOWN:
        known = replace(known, state=delta.state, state_reason=delta.state_reason)
    return replace(
        known,
        delta_url=delta.delta_url or page.delta_url,
        successor_url=delta.successor_url or page.successor_url,
        page_clock=delta.page_clock or page.page_clock,
    )


def as_delta(snapshot: Snapshot, page: FeedData) -> Snapshot:
    """The answer as a snapshot that proves nothing by what it lacks."""
    return replace(snapshot, feed=merged(page, snapshot.feed), complete=False)
