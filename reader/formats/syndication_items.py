"""One item of a feed, as feedparser gives it, to an Entry."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from typing import Any

from reader.formats import body, timestamps
from reader.formats.body import Body
from reader.formats.players import address
from reader.model.entry import Basis, Entry, EntryKind, Media, Precision, Wording
from reader.text import clean, one_line

Parsed = Mapping[str, Any]
_HTML = ("text/html", "application/xhtml+xml")


def entry(item: Parsed, base: str | None, at: int) -> Entry:
    """Return a draft (without key) of one item; `base` is what its relative addresses are taken against."""
    published, precision = _time(item, ("published", "created", "updated"))
    updated, _ = _time(item, ("updated",))
    url = address(base, item.get("link"))
    said = _content(item, base)
    wording = Wording(_title(item), said.blocks, (*said.media, *_enclosed(item, base, said)), (), said.embeds)
    return Entry(
        key="",
        seq=at,
        wording=wording,
        native_id=one_line(str(item.get("id") or "")) or None,
        published=published,
        precision=precision,
        basis=Basis.MACHINE if published is not None else Basis.NONE,
        time_label=one_line(str(_own(item, "published") or _own(item, "updated") or "")) or None,
        updated=updated,
        kind=_kind(wording),
        url=url,
        authors=_authors(item),
        tags=_tags(item),
        language=_language(item),
    )


def _own(item: Parsed, name: str) -> Any:
    """What the item itself has: feedparser answers `updated` with `published` where there is none."""
    return item.get(name) if name in item else None


def _time(item: Parsed, names: tuple[str, ...]) -> tuple[int | None, Precision]:
    for name in names:
        text = _own(item, name)
        made = timestamps.parse(str(text)) if text else None
        if made:
            return made
        parts = _own(item, f"{name}_parsed")
        if parts:
            return calendar.timegm(parts), Precision.SECOND
    return None, Precision.NONE


def _title(item: Parsed) -> str | None:
    text = str(item.get("title") or "")
    detail: Parsed = item.get("title_detail") or {}
    return body.line(text) if detail.get("type") in _HTML or "&" in text else one_line(text) or None


def _content(item: Parsed, base: str | None) -> Body:
    """The fuller of content and summary."""
    parts: list[Parsed] = list(item.get("content") or ())
    detail: Parsed = item.get("summary_detail") or {}
    if item.get("summary"):
        parts.append({"value": item["summary"], "type": detail.get("type"), "base": detail.get("base")})
    if not parts:
        return Body()
    best = max(parts, key=lambda part: len(str(part.get("value") or "")))
    value = str(best.get("value") or "")
    near = address(base, str(best.get("base") or "")) or base
    if best.get("type") == "text/plain" and "<" not in value:
        return body.plain(value)
    return body.read(value, near)


def _enclosed(item: Parsed, base: str | None, said: Body) -> list[Media]:
    """Enclosures and Media RSS, each address once and none that the text shows; thumbnails if there is no picture."""
    found: dict[str, Media] = {}
    shown = {media.url for media in said.media}
    for part in (*(item.get("enclosures") or ()), *(item.get("media_content") or ())):
        url = address(base, part.get("href") or part.get("url"))
        kind = _medium(str(part.get("type") or ""), str(part.get("medium") or ""), url or "")
        if url and kind and url not in shown:
            found.setdefault(url, Media(kind, url))
    if not any(media.kind == "photo" for media in (*said.media, *found.values())):
        for part in (item.get("media_thumbnail") or ())[:1]:
            url = address(base, part.get("url"))
            if url:
                found.setdefault(url, Media("photo", url))
    return [_described(item, media) for media in found.values()]


def _described(item: Parsed, media: Media) -> Media:
    named: list[Parsed] = list(item.get("media_credit") or ())
    credit = one_line(str(named[0].get("content") or "")) if named else ""
    return Media(media.kind, media.url, None, credit or None) if credit else media


def _medium(mime: str, medium: str, url: str) -> str | None:
    """photo, video or audio, by MIME type, by Media RSS's word, else by the ending of the address."""
    name = mime.partition("/")[0].lower() or medium.lower()
    known = {"image": "photo", "video": "video", "audio": "audio"}
    ending = url.rpartition(".")[2].lower().partition("?")[0]
    endings = {"jpg": "photo", "jpeg": "photo", "png": "photo", "gif": "photo", "webp": "photo"} | {
        "mp4": "video",
        "webm": "video",
        "mp3": "audio",
        "m4a": "audio",
        "ogg": "audio",
    }
    return known.get(name) or endings.get(ending)


def _kind(wording: Wording) -> EntryKind:
    """The medium when the medium is the news: a sound or film enclosed, or a picture and no word."""
    kinds = {media.kind for media in wording.media}
    if "audio" in kinds:
        return EntryKind.AUDIO
    if "video" in kinds and not wording.body:
        return EntryKind.VIDEO
    if "photo" in kinds and not wording.body:
        return EntryKind.GALLERY if len(wording.media) > 1 else EntryKind.PHOTO
    return EntryKind.EMBED if wording.embeds and not wording.body else EntryKind.TEXT


def _authors(item: Parsed) -> tuple[str, ...]:
    """Names, without addresses of mail where there is a name."""
    people: list[Parsed] = list(item.get("authors") or ())
    names = [one_line(str(author.get("name") or author.get("email") or "")) for author in people]
    if not any(names):
        names = [one_line(str(item.get("author") or ""))]
    return tuple(dict.fromkeys(name for name in names if name))


def _tags(item: Parsed) -> tuple[str, ...]:
    terms = (body.line(str(tag.get("label") or tag.get("term") or "")) for tag in item.get("tags") or ())
    return tuple(dict.fromkeys(term for term in terms if term))


def _language(item: Parsed) -> str | None:
    for part in (*(item.get("content") or ()), item.get("summary_detail") or {}, item.get("title_detail") or {}):
        if part.get("language"):
            return clean(str(part["language"]))
    return None
