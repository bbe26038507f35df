"""The event log of a live blog (Financial-Times/ft-live-blog-shim, `?action=catchup`): messages, edits, deletions.

The log is replayed: an edit replaces the words of its message, a deletion ends it, the title is the last one saved.
"""

from __future__ import annotations

from dataclasses import replace

from reader.formats import body
from reader.formats.json_live import drafts
from reader.formats.json_live.values import Node, first_line, instant, items, line, native, node, seconds, text
from reader.formats.page import Page
from reader.model.entry import Entry, Flags
from reader.model.snapshot import FeedData, Snapshot

_LONGEST = 20_000
_SAID = ("msg", "editmsg")
_IDS = frozenset({"mid", "messageid"})
_WORDS = frozenset({"textrendered", "text", "emb"})


def read(place: object, page: Page) -> Snapshot | None:
    """Read a log; None for another shape."""
    log = [node(one) for one in items(place)[:_LONGEST]]
    if not log or not all(isinstance(one.get("event"), str) and isinstance(one.get("data"), dict) for one in log):
        return None
    said = [node(one["data"]) for one in log if one["event"] in _SAID]
    if not any(_IDS & data.keys() and _WORDS & data.keys() for data in said):
        return None
    found: dict[str, Entry] = {}
    title, lead = None, None
    for at, one in enumerate(log):
        event, data = text(one["event"]), node(one["data"])
        key = native(data.get("mid"), data.get("messageid"))
        if event == "postSaved":
            title = first_line(data.get("title"), title)
            lead = first_line(data.get("excerpt"), lead)
        elif event in _SAID:
            _say(found, key or f"at {at}", _entry(data, key, page.url))
        elif event == "delete" and key:
            gone = found.get(key) or drafts.entry(body.Body(), native=key, published=None)
            found[key] = replace(gone, flags=Flags(deleted=True))
    feed = FeedData(title=title, lead=(lead,) if lead else (), order="oldest_first")
    return drafts.snapshot("ft-live-blog", feed, list(found.values()), page, complete=True)


def _say(found: dict[str, Entry], key: str, said: Entry) -> None:
    before = found.get(key)
    if before is None:
        found[key] = said
    elif not before.flags.deleted:
        found[key] = replace(said, published=before.published or said.published)


def _entry(data: Node, key: str | None, base: str | None) -> Entry:
    short = text(data.get("authornamestyle")) == "initials"
    people = (data.get("author"), data.get("authordisplayname"))
    author = first_line(*(people if short else people[::-1]))
    modified = seconds(data.get("datemodified"))
    return drafts.entry(
        body.read(text(data.get("textrendered")) or text(data.get("text")), base),
        native=key,
        published=instant(data.get("emb"), data.get("datecreated"), data.get("datemodified")),
        headline=line(data.get("title")),
        updated=modified,
        authors=(author,) if author else (),
    )
