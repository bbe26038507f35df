"""A source as a JSON Feed 1.1 (jsonfeed.org/version/1.1).

The format knows no tombstones; what was withdrawn is named in `_dateline`, an extension such as the format allows,
which also says how exact a time is and how it is known.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.formats.answer import iso
from reader.interop.outgoing import iri
from reader.interop.wording_html import fragment
from reader.model.snapshot import FeedState
from reader.text import clean, one_line

if TYPE_CHECKING:
    from reader.interop.outgoing import Outgoing
    from reader.model.entry import Entry

VERSION = "https://jsonfeed.org/version/1.1"
_MIME = {"photo": "image/jpeg", "video": "video/mp4", "audio": "audio/mpeg"}


def write(feed: Outgoing) -> bytes:
    """Return the feed in UTF-8. An entry of which the publisher gave no headline has no title."""
    poll, source = feed.status.poll, feed.status.source
    made: dict[str, object] = {
        "version": VERSION,
        "title": one_line(feed.status.title),
        "home_page_url": iri(poll.feed.url) or iri(source.url),
        "description": one_line(poll.feed.lead[0]) if poll.feed.lead else None,
        "language": poll.feed.language,
        "expired": True if poll.feed.state is FeedState.ENDED else None,
        "items": [item_object(item.urn, item.stored.entry, item.updated) for item in feed.items],
        "_dateline": {
            "id": feed.urn,
            "updated": iso(feed.updated),
            "withdrawn": [{"id": one.urn, "when": iso(one.at)} for one in feed.gone],
        },
    }
    text = json.dumps(_stated(made), ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "replace") + b"\n"


def item_object(name: str, entry: Entry, updated: int | None, *, html: str | None = None) -> dict[str, object]:
    """Return an entry under this id; `updated` is in UTC seconds. `html` stands for its content where it is given."""
    published = entry.published
    item: dict[str, object] = {
        "id": name,
        "url": iri(entry.url),
        "title": one_line(entry.headline) if entry.headline else None,
        "content_html": fragment(entry.wording) if html is None else html,
        "date_published": iso(published),
        "date_modified": iso(updated) if updated != published else None,
        "image": next((url for url in _addresses(entry, "photo")), None),
        "authors": [{"name": one_line(author)} for author in entry.authors] or None,
        "tags": [one_line(tag) for tag in entry.tags] or None,
        "language": entry.language,
        "attachments": [
            {"url": url, "mime_type": _MIME[kind]} for kind in ("video", "audio") for url in _addresses(entry, kind)
        ]
        or None,
        "_dateline": marks(entry),
    }
    return _stated(item)


def marks(entry: Entry) -> dict[str, object]:
    """What the format has no member for."""
    return _stated(
        {
            "kind": str(entry.kind),
            "precision": str(entry.precision),
            "basis": str(entry.basis),
            "time_label": clean(entry.time_label) if entry.time_label else None,
            "key_event": entry.flags.key_event or None,
            "pinned": entry.flags.pinned or None,
        }
    )


def _addresses(entry: Entry, kind: str) -> list[str]:
    found = (iri(media.url) for media in entry.wording.media if media.kind == kind)
    return [url for url in found if url]


def _stated(members: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in members.items() if value is not None}


__all__ = ["VERSION", "item_object", "marks", "write"]
