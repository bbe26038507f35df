"""What every form says of an entry beside its words: its time, its state, its addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.entry import Precision
from reader.text import openable
from reader.view.times import short_day, stamp, stated

if TYPE_CHECKING:
    from datetime import tzinfo

    from reader.model.event import StoredEntry
    from reader.view.exports.forms import Exported


def when(stored: StoredEntry, tz: tzinfo) -> str:
    """The stated time with its zone, else when it was first seen; an inferred date says so."""
    if stored.entry.published is None:
        return f"first seen {stamp(stored.first_seen, tz)}"
    if stored.entry.precision is Precision.DAY:
        return short_day(stored.entry.published, tz)
    if stored.entry.basis_reason:
        return stated(stored, tz)
    return stamp(stored.entry.published, tz)


def states(stored: StoredEntry) -> list[str]:
    """What has become of it, and how the publisher marks it."""
    flags = stored.entry.flags
    edits = stored.revision - 1
    found = {
        "key event": flags.key_event,
        "pinned": flags.pinned,
        f"edited {edits}x": edits > 0,
        "withdrawn": stored.withdrawn_at is not None,
    }
    return [words for words, holds in found.items() if holds]


def address(item: Exported) -> str | None:
    """Where the entry can be read: at an address of its own, else on the page of its source."""
    page = item.source.poll.feed.url if item.source else None
    return openable(item.stored.entry.url or "") or openable(page or "") or openable(item.source_url or "")


def addresses(item: Exported) -> list[str]:
    """Its own address first, then every one that it links to, each once."""
    entry = item.stored.entry
    links = (openable(url or "") for url in (entry.read_more_url, *entry.wording.links))
    return list(dict.fromkeys(url for url in (address(item), *links) if url))
