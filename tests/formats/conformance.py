"""How the expectations of other parsers' test suites are compared with what we read: which fields meet, and how.

Text is compared as it is seen: tags taken out of the expectation, entities decoded, white space folded, and what
`reader.text.clean` takes out of every text taken out of it too. What the two models do not share is counted apart.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from reader.formats import parse
from reader.model.entry import Entry
from reader.model.snapshot import Document, FeedData, Snapshot
from reader.text import clean

_SUMMARY = ("summary", "description")
_ACTIVE = re.compile(r"<\s*(?:script|object|embed|applet|iframe)\b|javascript:", re.I)


class NotMappedError(Exception):
    """The model has no such field; the argument says which."""


@dataclass
class Score:
    """Checks met and made by group, what was not mapped, and what failed."""

    met: Counter[str] = field(default_factory=Counter[str])
    made: Counter[str] = field(default_factory=Counter[str])
    unmapped: Counter[str] = field(default_factory=Counter[str])
    failures: list[str] = field(default_factory=list[str])

    def count(self, group: str, where: str, check: Callable[[], tuple[object, object, bool]]) -> None:
        try:
            want, got, good = check()
        except NotMappedError as reason:
            self.unmapped[str(reason)] += 1
            return
        self.made[group] += 1
        self.met[group] += good
        if not good:
            self.failures.append(f"{where}: want {str(want)[:70]!r}, got {str(got)[:70]!r}")

    def share(self, *groups: str) -> float:
        chosen = groups or tuple(self.made)
        return sum(self.met[group] for group in chosen) / max(1, sum(self.made[group] for group in chosen))

    def report(self, title: str) -> str:
        lines = [f"{title}: {sum(self.met.values())} of {sum(self.made.values())} = {self.share():.2%}"]
        lines += [f"  {group}: {self.met[group]}/{made}" for group, made in sorted(self.made.items())]
        lines += [f"  not mapped: {reason} ({count})" for reason, count in self.unmapped.most_common()]
        return "\n".join(lines + [f"  FAILED {failure}" for failure in self.failures])


def cases(path: Path) -> Iterator[dict[str, Any]]:
    for row in path.read_text().splitlines():
        yield json.loads(row)


def snapshot_of(case: Mapping[str, Any]) -> Snapshot | None:
    """Read a case with its HTTP headers: Content-Location is resolved against the address, as RFC 9110 8.7 has it."""
    headers = {name.lower(): value for name, value in (case.get("http_headers") or {}).items()}
    url = urljoin(case.get("base_url") or "", headers.get("content-location", ""))
    return parse(Document(base64.b64decode(case["data_b64"]), url or None, headers.get("content-type"))).snapshot


def seen(markup: object, gap: str = " ") -> str:
    """What a reader sees of HTML."""
    text = re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", str(markup or ""))
    return folded(unescape(re.sub(r"<[^>]*>", gap, text)))


def folded(text: object) -> str:
    return " ".join(clean(str(text or "")).casefold().split())


def same_text(want: object, got: str | None) -> bool:
    ours = folded(got)
    figures = re.sub(r"(?is)<figure\b.*?</figure>", " ", str(want or ""))
    return ours in (seen(want), seen(want, ""), folded(unescape(str(want or ""))), folded(want), seen(figures))


def instant(parts: object) -> int | None:
    if isinstance(parts, list):
        return int(datetime(*parts[:6], tzinfo=UTC).timestamp())
    return int(datetime.fromisoformat(str(parts).replace("Z", "+00:00")).timestamp()) if parts else None


def feedparser_checks(path: Path) -> Score:
    """Score the cases of the feedparser suite."""
    score = Score()
    for case in cases(path):
        found = snapshot_of(case)
        group = case["group"]
        for check in case["checks"]:
            where = f"{case['name']} {check['path']}"
            score.count(group, where, lambda check=check, found=found, case=case: _feedparser(check, found, case))
        if "sanitize" in group:
            shown = json.dumps([_shown(entry) for entry in found.entries]) if found else ""
            score.count("script", case["name"], lambda shown=shown: ("no script", shown, not _ACTIVE.search(shown)))
    return score


def _shown(entry: Entry) -> list[object]:
    """What of an entry could act: addresses. (Its texts are text, whatever they look like.)"""
    return [entry.url, entry.wording.links, [media.url for media in entry.wording.media]]


def _feedparser(
    check: Mapping[str, Any], found: Snapshot | None, case: Mapping[str, Any]
) -> tuple[object, object, bool]:
    path, want = check["path"], check["value"]
    feed, entries = (found.feed, found.entries) if found else (FeedData(), ())
    if path[0] == "bozo":
        raise NotMappedError("bozo: whether the XML was well-formed")
    if path[0] == "feed":
        return _of_feed(path[1:], want, feed)
    if path[0] != "entries":
        raise NotMappedError(f"{path[0]}: of the document, not of its content")
    if len(path) == 1:
        return want, len(entries), len(entries) == want
    entry = entries[path[1]] if path[1] < len(entries) else None
    if entry is None:
        return want, "no such entry", False
    return _of_entry(path[2:], want, entry, case)


def _of_feed(path: list[Any], want: Any, feed: FeedData) -> tuple[object, object, bool]:
    if path == ["title"]:
        return want, feed.title, same_text(want, feed.title)
    if path == ["link"]:
        return want, feed.url, (feed.url or "") == want
    if path == ["language"]:
        if path and case_insensitive(want) != case_insensitive(feed.language) and feed.language is None:
            raise NotMappedError("feed/language from the Content-Language header") if want == "en" else KeyError(want)
        return want, feed.language, case_insensitive(want) == case_insensitive(feed.language)
    if path[0] in ("tagline", "subtitle", "description"):
        return want, feed.lead, same_text(want, " ".join(feed.lead))
    if path[0] == "tags" and path[-1] in ("term", "label"):
        return want, feed.tags, want in feed.tags
    raise NotMappedError(f"feed/{path[0]}" + (f"/{path[-1]}" if len(path) > 2 else ""))


def case_insensitive(text: str | None) -> str:
    return (text or "").lower().replace("_", "-")


def _of_entry(path: list[Any], want: Any, entry: Entry, case: Mapping[str, Any]) -> tuple[object, object, bool]:
    name, last = path[0], path[-1]
    if str(want).startswith("<svg"):
        raise NotMappedError("a drawing (SVG) is no text")
    if path == ["title"]:
        return want, entry.headline, same_text(want, entry.headline)
    if path == ["link"]:
        return want, entry.url, (entry.url or "") == want
    if path in (["id"], ["guid"]):
        return want, entry.native_id, (entry.native_id or "") == want
    if path[-1] in _SUMMARY and len(path) == 1:
        if any(other["path"][2:3] == ["content"] for other in case["checks"]) or case["name"].endswith(
            "_and_summary.xml"
        ):
            raise NotMappedError("summary beside content: we keep the fuller of the two")
        return want, entry.wording.text, same_text(want, entry.wording.text)
    if name == "content" and last == "value":
        return want, entry.wording.text, same_text(want, entry.wording.text)
    if path == ["author"]:
        return want, entry.authors, re.sub(r" \(\S+@\S+\)$", "", want) == ", ".join(entry.authors)
    if name == "tags" and last in ("term", "label"):
        if last == "term" and want not in entry.tags and b"label=" in base64.b64decode(case["data_b64"]):
            raise NotMappedError("tags/term where there is a label: we show the label")
        return want, entry.tags, want in entry.tags
    if name in ("published_parsed", "updated_parsed") and len(path) == 1:
        got = entry.published if name.startswith("published") else entry.updated
        return want, got, got == instant(want)
    if name == "enclosures" and last in ("href", "url"):
        urls = [media.url for media in entry.wording.media] + [card.url for card in entry.wording.cards]
        return want, urls, want in urls
    if last == "language":
        return want, entry.language, case_insensitive(want) == case_insensitive(entry.language)
    raise NotMappedError(f"entry/{name}" + (f"/{last}" if len(path) > 1 else ""))


def other_checks(path: Path) -> Score:
    """Score the cases of gofeed (universal model) and feed-rs."""
    score = Score()
    for case in cases(path):
        found = snapshot_of(case)
        suite, expected = case["suite"], case["expected"]
        for where, want, got in (_gofeed if suite.startswith("gofeed") else _feed_rs)(expected, found):
            score.count(suite, f"{case['name']} {where}", lambda want=want, got=got: (want, got, _same(want, got)))
        score.unmapped += Counter(f"{suite}: {name}" for name in _left_out(expected))
    return score


def _same(want: object, got: object) -> bool:
    if isinstance(want, int) or want is None or isinstance(got, (int, tuple)):
        return want == got
    if isinstance(got, list):
        return want in got
    return str(want).rstrip("/") == str(got or "").rstrip("/") or same_text(want, str(got or ""))


_MAPPED = ("title", "link", "links", "description", "language", "categories", "items", "entries")
_FORMAT = ("feedType", "feedVersion", "feed_type")


def _left_out(expected: Mapping[str, Any]) -> list[str]:
    return [name for name, value in expected.items() if name not in (*_MAPPED, *_FORMAT) and value]


def _gofeed(expected: Mapping[str, Any], found: Snapshot | None) -> Iterator[tuple[str, object, object]]:
    feed, entries = (found.feed, found.entries) if found else (FeedData(), ())
    for name, got in (("title", feed.title), ("link", feed.url), ("language", feed.language)):
        if expected.get(name):
            yield name, expected[name], got
    if expected.get("description"):
        yield "description", expected["description"], " ".join(feed.lead)
    for tag in expected.get("categories") or ():
        yield "categories", tag, list(feed.tags)
    items = expected.get("items") or []
    yield "items", len(items), len(entries)
    for item, entry in zip(items, entries, strict=False):
        yield from _gofeed_item(item, entry)


def _gofeed_item(item: Mapping[str, Any], entry: Entry) -> Iterator[tuple[str, object, object]]:
    for name, got in (("title", entry.headline), ("link", entry.url), ("guid", entry.native_id)):
        if item.get(name):
            yield f"items/{name}", item[name], got
    text = item.get("content") or item.get("description")
    if text:
        yield "items/text", text, entry.wording.text
    for name, got in (("publishedParsed", entry.published), ("updatedParsed", entry.updated)):
        if item.get(name):
            yield f"items/{name}", instant(item[name]), got
    for author in item.get("authors") or ():
        if author.get("name") or author.get("email"):
            yield "items/authors", author.get("name") or author["email"], list(entry.authors)
    for tag in item.get("categories") or ():
        yield "items/categories", tag, list(entry.tags)
    urls: list[object] = [media.url for media in entry.wording.media] + [card.url for card in entry.wording.cards]
    for enclosure in item.get("enclosures") or ():
        yield "items/enclosures", enclosure["url"], urls


def _feed_rs(expected: Mapping[str, Any], found: Snapshot | None) -> Iterator[tuple[str, object, object]]:
    feed, entries = (found.feed, found.entries) if found else (FeedData(), ())
    if expected.get("title"):
        yield "title", expected["title"]["content"], feed.title
    if expected.get("description") and expected["description"]["content"]:
        yield "description", expected["description"]["content"], " ".join(feed.lead)
    if expected.get("language"):
        yield "language", expected["language"], feed.language
    for tag in expected.get("categories") or ():
        yield "categories", tag["label"] or tag["term"], list(feed.tags)
    items = expected.get("entries") or []
    yield "entries", len(items), len(entries)
    for item, entry in zip(items, entries, strict=False):
        yield from _feed_rs_item(item, entry)


def _feed_rs_item(item: Mapping[str, Any], entry: Entry) -> Iterator[tuple[str, object, object]]:
    if item["title"] and item["title"]["content"]:
        yield "entries/title", item["title"]["content"], entry.headline
    pages = [link["href"] for link in item["links"] if link["rel"] in (None, "alternate")]
    if pages:
        yield "entries/links", entry.url, [urljoin(entry.url or "", page) for page in pages]
    content = (item["content"] or {}).get("body") or (item["summary"] or {}).get("content")
    if content:
        fuller = max(content, (item["summary"] or {}).get("content") or "", key=len)
        yield "entries/text", fuller, entry.wording.text
    for name, got in (("published", entry.published), ("updated", entry.updated)):
        if item[name] and not (name == "updated" and got is None and item[name] == item["published"]):
            yield f"entries/{name}", instant(item[name]), got
    for author in item["authors"]:
        if author["name"] == "author":  # a placeholder of that suite's where there is only an address of mail
            continue
        yield "entries/authors", author["name"] or author["email"], list(entry.authors)
    for tag in item["categories"]:
        yield "entries/categories", tag["label"] or tag["term"], list(entry.tags)
    urls: list[object] = [media.url for media in entry.wording.media]
    for media in item["media"]:
        for content in media["content"]:
            if content["url"]:
                yield "entries/media", content["url"], urls
