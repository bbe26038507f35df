"""What a feed says of itself: title, link, language, how often to come back, whether it is one page of many."""

from __future__ import annotations

import re

from reader.formats.feeds.items import categories, direction
from reader.formats.feeds.text import line, said
from reader.formats.feeds.xml_tree import Node, joined
from reader.formats.players import address
from reader.model.snapshot import FeedData
from reader.text import one_line

_VERSIONS = {"0.9": "rss090", "0.90": "rss090", "0.91": "rss091u", "0.92": "rss092", "0.93": "rss093", "0.94": "rss094"}
_ATOMS = {"0.1": "atom01", "0.2": "atom02", "0.3": "atom03"}
_PERIODS = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
_LONGEST_TTL = 31536000
_HTML = ("text/html", "html", "application/xhtml+xml", "xhtml")


def version(feed: Node) -> str:
    """Name the dialect by its root element: "rss20", "rss10", "atom10", "cdf" ...; "" where nothing tells."""
    stated = feed.attrs.get("version", "").strip()
    if feed.name == "rss":
        return _VERSIONS.get(stated) or ("rss20" if stated.startswith("2.") else "rss")
    if feed.name == "feed":
        return _ATOMS.get(stated, "atom10")
    if feed.name == "channel":
        return "cdf" if any(node.attrs.get("href") for node in feed.all("item")) or "href" in feed.attrs else ""
    return "rss10"


def feed_data(feed: Node, channel: Node, url: str | None) -> FeedData:
    """Return the feed's own data; `feed` is the root element, `channel` the one that describes it."""
    atom = feed.name == "feed"
    stated = channel.first("language", "dc:language")
    language = one_line((stated.text if stated is not None else "") or channel.lang or feed.lang or "") or None
    lead = _line(channel, "text/plain", "subtitle", "tagline", "itunes:subtitle", atom=atom) or _line(
        channel, "text/html", "description", "dc:description", "abstract", "itunes:summary", atom=False
    )
    return FeedData(
        title=_line(channel, "text/plain", "title", "dc:title", "media:title", atom=atom),
        url=_link(channel, url),
        language=language,
        direction=direction(language, channel),
        lead=(lead,) if lead else (),
        tags=categories(channel),
        ttl=_ttl(channel),
        skip_hours=_skip_hours(channel),
        skip_days=_skip_days(channel),
        older_url=older(channel, url),
    )


def _line(channel: Node, default: str, *names: str, atom: bool) -> str | None:
    for name in names:
        for node in channel.all(name):
            text = line(said(node, default, atom=atom))
            if text:
                return text
    return None


def _link(channel: Node, url: str | None) -> str | None:
    """The feed's page, not the feed: an alternate in HTML, or the text of RSS's `link`."""
    others: list[str] = []
    for node in channel.all("link"):
        attrs = node.attrs
        if attrs.get("rel", "alternate").rpartition("/")[2] != "alternate":
            continue
        href = attrs.get("href") or attrs.get("url") or attrs.get("uri") or node.text.replace("&amp;", "&")
        found = address(url, joined(node.base, href) if node.base else href)
        if found and attrs.get("type", "text/html") in _HTML:
            return found
        others += [found] if found else []
    if "href" in channel.attrs:
        return address(url, joined(channel.base, channel.attrs["href"]))
    return others[0] if others else None


def _number(channel: Node, name: str) -> int | None:
    node = channel.first(name)
    digits = re.fullmatch(r"\d{1,6}", node.text) if node is not None else None
    return int(digits.group()) if digits else None


def _ttl(channel: Node) -> int | None:
    """Seconds between polls that the feed asks for: RSS `ttl` (minutes) or the syndication module's period."""
    minutes = _number(channel, "ttl")
    if minutes is not None:
        return min(minutes * 60, _LONGEST_TTL) or None
    period = channel.first("sy:updateperiod")
    seconds = _PERIODS.get(period.text.lower()) if period is not None else None
    if not seconds:
        return None
    times = _number(channel, "sy:updatefrequency")
    return seconds // max(1, times if times is not None else 1)


def _skip_hours(channel: Node) -> tuple[int, ...]:
    """RSS `skipHours` 0 to 23, in GMT; 24 was midnight in RSS 0.91."""
    texts = [hour.text for node in channel.all("skiphours") for hour in node.all("hour")]
    return tuple(sorted({int(text) % 24 for text in texts if re.fullmatch(r"\d{1,2}", text)}))


def _skip_days(channel: Node) -> tuple[str, ...]:
    texts = [day.text for node in channel.all("skipdays") for day in node.all("day")]
    return tuple(dict.fromkeys(text for text in texts if re.fullmatch(r"[A-Za-z]{6,9}", text)))[:7]


def older(channel: Node, url: str | None) -> str | None:
    """The address at which the feed says that it goes on (RFC 5005: `next`, `prev-archive`)."""
    for node in channel.all("link"):
        if node.attrs.get("rel") in ("next", "prev-archive"):
            href = node.attrs.get("href", "")
            return address(url, joined(node.base, href) if node.base else href)
    return None
