"""The day as RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1, newest entry first.

The entries' ids are the same everywhere; in Atom, which demands an IRI, they stand at the end of a tag URI (RFC 4151).
"""

from __future__ import annotations

import datetime as dt
import json
from email.utils import formatdate
from html import escape
from typing import Any

from reader.demo.fragments import content
from reader.demo.shape import Day, DayEntry

TAG = "tag:example.org,2026:"


def rss(day: Day, minute: int) -> str:
    """Return the day at `minute` as RSS 2.0 with `content:encoded`, `dc:creator` and Media RSS."""
    items = "\n".join(_item(day, entry) for entry in day.newest_first(minute))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/">\n'
        f"<channel>\n<title>{escape(day.title)}</title>\n<link>{_page(day)}</link>\n"
        f"<description>{escape(day.notice)}</description>\n<language>en</language>\n"
        f"<lastBuildDate>{_rfc822(day, day.changed_at(minute))}</lastBuildDate>\n"
        f"{items}\n</channel>\n</rss>\n"
    )


def atom(day: Day, minute: int) -> str:
    """Return the day at `minute` as Atom; `updated` moves with corrections only, not with silent edits."""
    entries = "\n".join(_atom_entry(day, entry) for entry in day.newest_first(minute))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">\n'
        f"<id>{TAG}{day.slug}</id>\n<title>{escape(day.title)}</title>\n<subtitle>{escape(day.notice)}</subtitle>\n"
        f'<link rel="alternate" type="text/html" href="{_page(day)}"/>\n'
        f"<author><name>{escape(day.site)}</name></author>\n"
        f"<updated>{_iso(day, day.changed_at(minute))}</updated>\n{entries}\n</feed>\n"
    )


def json_feed(day: Day, minute: int) -> str:
    """Return the day at `minute` as JSON Feed 1.1."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": day.title,
        "home_page_url": _page(day),
        "description": day.notice,
        "language": "en",
        "expired": not day.is_live(minute),
        "items": [_json_item(day, entry) for entry in day.newest_first(minute)],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1)


def _page(day: Day) -> str:
    return f"https://example.org/live/{day.slug}"


def _iso(day: Day, minute: int) -> str:
    return dt.datetime.fromtimestamp(day.seconds(minute), dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rfc822(day: Day, minute: int) -> str:
    return formatdate(day.seconds(minute), usegmt=True)


def _item(day: Day, entry: DayEntry) -> str:
    extra = [f"<dc:creator>{escape(name)}</dc:creator>" for name in entry.authors]
    extra += [f"<category>{escape(tag)}</category>" for tag in entry.tags]
    for media in entry.wording.media:
        medium = "video" if media.kind == "video" else "image"
        caption = (
            f'<media:description type="plain">{escape(media.caption)}</media:description>' if media.caption else ""
        )
        credit = f"<media:credit>{escape(media.credit)}</media:credit>" if media.credit else ""
        extra.append(
            f'<media:content url="{escape(media.url or "")}" medium="{medium}">{caption}{credit}</media:content>'
        )
    return (
        f"<item>\n<title>{escape(entry.headline)}</title>\n<link>{_page(day)}#{escape(entry.id)}</link>\n"
        f'<guid isPermaLink="false">{escape(entry.id)}</guid>\n<pubDate>{_rfc822(day, entry.minute)}</pubDate>\n'
        f"<content:encoded>{escape(content(entry.wording))}</content:encoded>\n{''.join(extra)}\n</item>"
    )


def _atom_entry(day: Day, entry: DayEntry) -> str:
    updated = entry.minute if entry.updated is None else entry.updated
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in entry.authors)
    tags = "".join(f'<category term="{escape(tag)}"/>' for tag in entry.tags)
    return (
        f"<entry>\n<id>{TAG}{escape(entry.id)}</id>\n<title>{escape(entry.headline)}</title>\n"
        f'<link rel="alternate" href="{_page(day)}#{escape(entry.id)}"/>\n'
        f"<published>{_iso(day, entry.minute)}</published><updated>{_iso(day, updated)}</updated>\n"
        f'{authors}{tags}\n<content type="html">{escape(content(entry.wording))}</content>\n</entry>'
    )


def _json_item(day: Day, entry: DayEntry) -> dict[str, Any]:
    item: dict[str, Any] = {
        "id": entry.id,
        "url": f"{_page(day)}#{entry.id}",
        "title": entry.headline,
        "content_html": content(entry.wording),
        "date_published": _iso(day, entry.minute),
        "authors": [{"name": name} for name in entry.authors],
        "tags": list(entry.tags),
    }
    if entry.updated is not None:
        item["date_modified"] = _iso(day, entry.updated)
    photos = [media for media in entry.wording.media if media.kind == "photo"]
    if photos:
        item["image"] = photos[0].url
    return item
