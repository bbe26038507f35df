"""JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1), read leniently: wrong types are left out, nothing raises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar, cast

from reader.formats import body
from reader.formats.body import Body
from reader.formats.feeds import feed_dates
from reader.formats.feeds.items import direction
from reader.formats.feeds.json_cut import up_to_the_cut
from reader.formats.feeds.media import file_name, medium
from reader.formats.identity import keyed
from reader.formats.page import MAX_ENTRIES, Candidate, Page, UnreadableError, evidence
from reader.formats.pages import json_ld
from reader.formats.players import address
from reader.formats.times import timestamps
from reader.model.entry import NO_FLAGS, Basis, Card, Entry, EntryKind, Flags, Media, Precision, Wording
from reader.model.snapshot import FeedData, FeedState, Snapshot
from reader.text import one_line

_VERSION = "jsonfeed.org/version"
_HEAD = 4000
"""Characters in which a feed states that it is one."""
OURS = "_dateline"
"""The extension in which a Dateline that hands a source on says what the format has no member for."""
_FLAGS = ("key_event", "pinned", "deleted")
Item = Mapping[str, Any]
Choice = TypeVar("Choice", bound=StrEnum)


def read(page: Page) -> Candidate | None:
    """Read a JSON Feed; None for JSON of another shape. Raises UnreadableError for JSON that cannot be read."""
    feed, cut = _loaded(page.text)
    if not isinstance(feed, dict) or _VERSION not in str(feed.get("version", ""))[:200]:
        return None
    feed = cast("dict[str, Any]", feed)
    items = [cast("Item", item) for item in _list(feed.get("items")) if isinstance(item, dict)]
    url = address(page.url, _text(feed.get("home_page_url")))
    authors = _authors(feed)
    language = _line(feed.get("language"))
    drafts = [_entry(item, url or page.url, authors, at) for at, item in enumerate(items[:MAX_ENTRIES])]
    lead = _line(feed.get("description"))
    data = FeedData(
        title=_line(feed.get("title")),
        url=url,
        language=language,
        direction=direction(language),
        lead=(lead,) if lead else (),
        state=FeedState.ENDED if feed.get("expired") is True else FeedState.UNKNOWN,
        older_url=address(page.url, _text(feed.get("next_url"))),
        state_reason='the feed says that it is "expired"' if feed.get("expired") is True else None,
    )
    whole = len(items) <= MAX_ENTRIES and not data.older_url and not cut
    snapshot = Snapshot("jsonfeed", data, keyed(drafts, page.url), whole)
    return Candidate(snapshot, 1 + evidence(snapshot))


def _loaded(text: str) -> tuple[object, bool]:
    """The document, and whether its end never came; of a feed that is cut off all whole items are read."""
    try:
        return load(text), False
    except UnreadableError:
        whole = (
            up_to_the_cut(text) if _VERSION in text[:_HEAD] or _VERSION in text.replace("\\/", "/")[:_HEAD] else None
        )
        if whole is None:
            raise
        return whole, True


def load(text: str) -> object:
    """Decode JSON, also with commas too many and comments.

    Raises UnreadableError, in words, for what is too deep, broken or has numbers without end.
    """
    try:
        return json.loads(text.strip("\ufeff \t\r\n\0"), strict=False, parse_int=_number)
    except RecursionError:
        raise UnreadableError("The JSON is nested too deeply to be read.") from None
    except ValueError as error:
        for value in json_ld.load(text)[:1]:
            return value
        raise UnreadableError(f"The document looks like JSON but is broken: {one_line(str(error))[:120]}.") from None


def _number(digits: str) -> float:
    return int(digits) if len(digits) < 400 else float("inf")


def _entry(item: Item, base: str | None, authors: tuple[str, ...], at: int) -> Entry:
    published = _time(item.get("date_published")) or _time(item.get("date_modified"))
    updated = _time(item.get("date_modified"))
    url = address(base, _text(item.get("url"))) or address(base, _text(item.get("external_url")))
    said = _content(item, url or base)
    media = (*said.media, *_attached(item, base, said))
    wording = Wording(_line(item.get("title")), said.blocks, media, _files(item, base), said.embeds)
    language = _line(item.get("language"))
    ours = item.get(OURS)
    marks = cast("Item", ours) if isinstance(ours, dict) else {}
    return Entry(
        key="",
        seq=at,
        wording=wording,
        native_id=_id(item.get("id")),
        published=published[0] if published else None,
        precision=_one_of(Precision, marks.get("precision"), published[1]) if published else Precision.NONE,
        basis=_one_of(Basis, marks.get("basis"), Basis.MACHINE) if published else Basis.NONE,
        time_label=_line(marks.get("time_label")) or _line(item.get("date_published")),
        updated=updated[0] if updated else None,
        kind=_one_of(EntryKind, marks.get("kind"), _kind(wording)),
        url=url,
        read_more_url=address(base, _text(item.get("external_url"))),
        authors=_authors(item) or authors,
        tags=tuple(dict.fromkeys(tag for tag in map(_line, _list(item.get("tags"))) if tag)),
        flags=Flags(**{name: True for name in _FLAGS if marks.get(name) is True}) if marks else NO_FLAGS,
        language=language,
        direction=direction(language),
    )


def _kind(wording: Wording) -> EntryKind:
    return EntryKind.AUDIO if any(media.kind == "audio" for media in wording.media) else EntryKind.TEXT


def _one_of(kinds: type[Choice], value: object, default: Choice) -> Choice:
    """The member of a closed set that is named; what is no name of one means nothing."""
    return next((kind for kind in kinds if kind.value == value), default)


def _content(item: Item, base: str | None) -> Body:
    html = _text(item.get("content_html"))
    if html:
        return body.read(html, base)
    return body.plain(_text(item.get("content_text")) or _text(item.get("summary")) or "")


def _attached(item: Item, base: str | None, said: Body) -> list[Media]:
    """Attachments and the item's picture, each address once."""
    found: dict[str, Media] = {}
    for part in _list(item.get("attachments")):
        if isinstance(part, dict):
            attachment = cast("Item", part)
            url = address(base, _text(attachment.get("url")))
            kind = medium(_text(attachment.get("mime_type")) or "", "", url or "")
            if url and kind:
                found.setdefault(url, Media(kind, url, _line(attachment.get("title"))))
    image = address(base, _text(item.get("image")) or _text(item.get("banner_image")))
    if image:
        found.setdefault(image, Media("photo", image))
    shown = {media.url for media in said.media}
    return [media for url, media in found.items() if url not in shown]


def _files(item: Item, base: str | None) -> tuple[Card, ...]:
    """Attachments that are no pictures, sounds or films."""
    found: list[Card] = []
    for part in _list(item.get("attachments")):
        if isinstance(part, dict):
            attachment = cast("Item", part)
            url = address(base, _text(attachment.get("url")))
            if url and not medium(_text(attachment.get("mime_type")) or "", "", url):
                found.append(Card(title=_line(attachment.get("title")) or file_name(url), url=url))
    return tuple(dict.fromkeys(found))


def _authors(holder: Item) -> tuple[str, ...]:
    """Names of `authors` (1.1) or `author` (1.0)."""
    people = [*_list(holder.get("authors")), holder.get("author")]
    names = [_line(cast("Item", one).get("name")) if isinstance(one, dict) else _line(one) for one in people]
    return tuple(dict.fromkeys(name for name in names if name))


def _time(value: object) -> tuple[int, Precision] | None:
    if isinstance(value, str):
        return feed_dates.parse(value)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return timestamps.from_number(value)
    return None


def _id(value: object) -> str | None:
    """An id is a string; numbers occur and are coerced, as the specification asks."""
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else str(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _line(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _line(value: object) -> str | None:
    """Text on one line. Titles are plain text in this format, yet entities occur."""
    return body.line(value) if isinstance(value, str) else None


def _list(value: object) -> list[object]:
    return cast("list[object]", value) if isinstance(value, list) else []
