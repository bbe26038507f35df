"""The posts of a story as the document that a server sends: RSS, Atom, JSON Feed, or a live page with schema.org data."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import formatdate
from html import escape

from tests.simulation.stories import Post

CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml",
    "json": "application/feed+json",
    "live": "text/html; charset=utf-8",
}
FEEDS = ("rss", "atom", "json")


@dataclass(frozen=True)
class Wishes:
    """What a feed says in itself about when to come back: minutes, hours from 0 to 23, names of days, a period."""

    ttl: int | None = None
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[str, ...] = ()
    period: str | None = None


def render(
    kind: str, title: str, url: str, posts: Sequence[Post], *, wishes: Wishes, ended: int | None = None
) -> bytes:
    """Return the document of `kind` that lists `posts`. `ended` is when the coverage did."""
    if kind == "rss":
        return _rss(title, url, posts, wishes).encode()
    if kind == "atom":
        return _atom(title, url, posts).encode()
    if kind == "json":
        return _json_feed(title, url, posts).encode()
    return _live(title, url, posts, ended).encode()


def _iso(moment: int) -> str:
    return dt.datetime.fromtimestamp(moment, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _rss(title: str, url: str, posts: Sequence[Post], wishes: Wishes) -> str:
    said = [f"<ttl>{wishes.ttl}</ttl>"] if wishes.ttl else []
    said += [f"<sy:updatePeriod>{wishes.period}</sy:updatePeriod>"] if wishes.period else []
    if wishes.skip_hours:
        said.append("<skipHours>" + "".join(f"<hour>{hour}</hour>" for hour in wishes.skip_hours) + "</skipHours>")
    if wishes.skip_days:
        said.append("<skipDays>" + "".join(f"<day>{day}</day>" for day in wishes.skip_days) + "</skipDays>")
    items = "".join(
        f'<item><title>{escape(post.headline)}</title><guid isPermaLink="false">{post.ident}</guid>'
        f"<pubDate>{formatdate(post.published, usegmt=True)}</pubDate>"
        f"<description>{escape(post.text)}</description></item>\n"
        for post in posts
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel>'
        f"<title>{escape(title)}</title><link>{escape(url)}</link><description>Made up.</description>"
        f"{''.join(said)}\n{items}</channel></rss>\n"
    )


def _atom(title: str, url: str, posts: Sequence[Post]) -> str:
    entries = "".join(
        f"<entry><id>{post.ident}</id><title>{escape(post.headline)}</title>"
        f"<published>{_iso(post.published)}</published><updated>{_iso(post.published)}</updated>"
        f"<content>{escape(post.text)}</content></entry>\n"
        for post in posts
    )
    updated = _iso(max((post.published for post in posts), default=0))
    return (
        '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>{escape(url)}</id><title>{escape(title)}</title><updated>{updated}</updated>\n{entries}</feed>\n"
    )


def _json_feed(title: str, url: str, posts: Sequence[Post]) -> str:
    items = [
        {"id": post.ident, "title": post.headline, "content_text": post.text, "date_published": _iso(post.published)}
        for post in posts
    ]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "home_page_url": url, "items": items}
    return json.dumps(feed, ensure_ascii=False)


def _linked(post: Post) -> str:
    return post.text.replace("here", f'<a href="{escape(post.link)}">here</a>') if post.link else post.text


def _live(title: str, url: str, posts: Sequence[Post], ended: int | None) -> str:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": post.headline,
            "articleBody": _linked(post),
            "datePublished": _iso(post.published),
            "url": f"{url}#{post.ident}",
        }
        for post in posts
    ]
    blog: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "url": url,
        "liveBlogUpdate": updates,
    }
    if ended is not None:
        title = f"{title}, as it happened"
        blog["coverageEndTime"] = _iso(ended)
    blog["headline"] = title
    return (
        f"<!doctype html><html lang='en'><head><title>{escape(title)}</title>"
        f'<script type="application/ld+json">{json.dumps(blog)}</script></head><body><h1>{escape(title)}</h1></body></html>'
    )
