"""RSS 0.9x, 1.0, 2.0, Atom 0.3 and 1.0, CDF: read by feedparser from guarded text, mapped to a Snapshot.

feedparser gets bytes in memory only: never a name that it could open or fetch.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from typing import Any

from reader.formats import body
from reader.formats.identity import keyed
from reader.formats.page import Candidate, Page, UnreadableError, evidence
from reader.formats.players import address
from reader.formats.sniff import root
from reader.formats.syndication_items import entry
from reader.formats.xml_guard import guarded
from reader.model.entry import Entry
from reader.model.snapshot import FeedData, Snapshot
from reader.text import one_line

_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_FEED_WORD = re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\b", re.I)
_LONGEST_TTL = 31536000
Parsed = Mapping[str, Any]


def read(page: Page) -> Candidate | None:
    """Read a feed; None where the XML is no feed. Raises UnreadableError for XML that must not be parsed."""
    name = root(page.text)
    match = _FEED_WORD.search(page.text)
    if not match:
        return None
    text = page.text if name in ("rss", "feed", "rdf", "channel") else page.text[match.start() :]
    text, whole = guarded(text, name)
    parsed = _parsed(text, page.url)
    items: list[Parsed] = [item for item in parsed.get("entries") or () if item]
    channel: Parsed = parsed.get("feed") or {}
    version = str(parsed.get("version") or "")
    if not version and not items and not channel:
        raise UnreadableError("The document calls itself a feed but holds nothing.")
    feed = _feed(channel, page)
    base = feed.url or page.url
    drafts = [entry(item, base, at) for at, item in enumerate(items)]
    snapshot = Snapshot(version or "feed", feed, keyed(_distinct(drafts), page.url), whole and _closed(text))
    return Candidate(snapshot, 1 + evidence(snapshot))


def _parsed(text: str, url: str | None) -> Parsed:
    import feedparser  # noqa: PLC0415 - costs 60 ms; only feeds need it

    headers = {"content-type": "application/xml; charset=utf-8"}
    if url and url.startswith(("http://", "https://")):
        headers["content-location"] = url
    stream = io.BytesIO(text.encode("utf-8", "replace"))
    return feedparser.parse(stream, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _closed(text: str) -> bool:
    """Whether the file ends as a feed does; one cut off in transfer lists only a part."""
    return bool(
        re.search(r"</(?:[\w.-]+:)?(?:rss|feed|rdf|channel)\s*>\s*(?:<!--.*?-->\s*)*$", text[-2000:], re.I | re.S)
    )


def _distinct(drafts: list[Entry]) -> list[Entry]:
    """An item listed twice over, word for word, is one."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Entry] = []
    for draft in drafts:
        same = (draft.native_id, draft.url, draft.published, draft.wording)
        if not draft.native_id or same not in seen:
            kept.append(draft)
        seen.add(same)
    return kept


def _feed(channel: Parsed, page: Page) -> FeedData:
    """The feed's own data."""
    lead = body.line(str(channel.get("subtitle") or ""))
    language = one_line(str(channel.get("language") or "")) or None
    tags = [one_line(str(tag.get("label") or tag.get("term") or "")) for tag in channel.get("tags") or ()]
    return FeedData(
        title=body.line(str(channel.get("title") or "")),
        url=address(page.url, channel.get("link")),
        language=language,
        lead=(lead,) if lead else (),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
        ttl=_ttl(channel),
        skip_hours=_skip_hours(page.text),
        skip_days=tuple(dict.fromkeys(re.findall(r"<day>\s*([A-Za-z]{6,9})\s*</day>", _part(page.text, "skipDays"))))[
            :7
        ],
    )


def _ttl(channel: Parsed) -> int | None:
    """Seconds between polls that the feed asks for: RSS `ttl` (minutes) or the syndication module's period."""
    minutes = re.match(r"\s*(\d{1,6})\s*$", str(channel.get("ttl") or ""))
    if minutes:
        return min(int(minutes[1]) * 60, _LONGEST_TTL) or None
    period = _PERIODS.get(str(channel.get("sy_updateperiod") or "").strip().lower())
    frequency = re.match(r"\s*(\d{1,6})\s*$", str(channel.get("sy_updatefrequency") or "1"))
    return period // max(1, int(frequency[1])) if period and frequency else None


def _skip_hours(text: str) -> tuple[int, ...]:
    """RSS `skipHours` 0 to 23, in GMT; 24 was midnight in RSS 0.91."""
    hours = (int(hour) % 24 for hour in re.findall(r"<hour>\s*(\d{1,2})\s*</hour>", _part(text, "skipHours")))
    return tuple(sorted(set(hours)))


def _part(text: str, name: str) -> str:
    """The inside of an element of the channel. feedparser does not hand these on."""
    start = text.find(f"<{name}>")
    end = text.find(f"</{name}>", start)
    return text[start:end] if 0 <= start < end < start + 4000 else ""
