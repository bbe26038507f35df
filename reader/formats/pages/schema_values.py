"""Values of schema.org properties as publishers give them: one or many, text or object, of any type."""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import parse_qsl

from reader.formats.addresses import parts_of
from reader.formats.pages.html_time import Moment, moment
from reader.formats.pages.json_ld import Object
from reader.formats.pages.schema_text import headline_of
from reader.formats.players import address
from reader.model.entry import Card, Media
from reader.text import one_line

_ID_FIELDS = frozenset(
    ("post-id", "post_id", "postid", "pinned_post_locator", "pinned_post_asset_id", "entry", "update")
)
_WITH = re.compile(r"^with:(.+)$")


def own_id(url: str | None) -> str | None:
    """What an address says of the place in its page: the fragment, or a field that names a post."""
    if not url:
        return None
    fragment = url.partition("#")[2]
    if fragment:
        return fragment if len(fragment) <= 200 else None
    for name, value in parse_qsl(parts_of(url).query)[:20] if "?" in url else ():
        pinned = _WITH.match(value) if name == "page" else None
        if pinned or (name.lower() in _ID_FIELDS and value):
            return pinned[1] if pinned else value
    return None


def ident_of(node: Object) -> str | None:
    """What a node is called, by `@id` or `identifier`."""
    for name in ("@id", "identifier"):
        value = one_line(text_of(node.get(name)))
        if value and len(value) <= 500:
            return value
    return None


def listed(value: object) -> list[object]:
    """A value as a list: many, one or none."""
    if value is None:
        return []
    return cast("list[object]", value) if isinstance(value, list) else [value]


def text_of(value: object) -> str:
    """The text of a value: a string, a number, a text object, or the first of a list that has one."""
    if isinstance(value, str):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        inner = cast("Object", value)
        return next(
            (text for name in ("@value", "value", "text", "name", "@id") if (text := text_of(inner.get(name)))), ""
        )
    if isinstance(value, list):
        texts = [item for item in cast("list[object]", value) if isinstance(item, str)]
        return (
            "\n\n".join(texts)
            if texts
            else next((text for item in cast("list[object]", value)[:5] if (text := text_of(item))), "")
        )
    return ""


def moment_of(value: object) -> Moment | None:
    """A time as stated, None where there is none."""
    return moment(one_line(text_of(value))) if value is not None else None


def seconds_of(value: object) -> int | None:
    """A time as UTC seconds."""
    made = moment_of(value)
    return made.at if made else None


def names_of(value: object) -> tuple[str, ...]:
    """The names of people or organisations."""
    if value is None:
        return ()
    names = (
        one_line(text_of(item if isinstance(item, str) else cast("Object", item).get("name")))
        for item in listed(value)
        if isinstance(item, str | dict)
    )
    return tuple(dict.fromkeys(name[:200] for name in names if name and "//" not in name))


def keywords_of(value: object) -> tuple[str, ...]:
    """Keywords, of a list or parted by commas."""
    if value is None:
        return ()
    words = (one_line(word) for item in listed(value) for word in text_of(item).split(","))
    return tuple(dict.fromkeys(word for word in words if word))[:100]


def address_of(value: object, base: str | None) -> str | None:
    """The address that a property names: a string, or an object with one."""
    for item in listed(value)[:5]:
        if isinstance(item, str):
            found = address(base, item)
        elif isinstance(item, dict):
            inner = cast("Object", item)
            found = next(
                (
                    url
                    for name in ("contentUrl", "embedUrl", "url", "@id")
                    if (url := address_of(inner.get(name), base))
                ),
                None,
            )
        else:
            found = None
        if found:
            return found
    return None


def media_of(value: object, kind: str, base: str | None) -> tuple[Media, ...]:
    """Pictures, videos or sounds, with caption and credit."""
    if value is None:
        return ()
    found: list[Media] = []
    for item in listed(value)[:50]:
        inner = cast("Object", item) if isinstance(item, dict) else cast("Object", {})
        url = address_of(item, base)
        if url or (inner and kind == "video"):
            caption = headline_of(text_of(inner.get("caption")) or text_of(inner.get("description")))
            credit = one_line(text_of(inner.get("creditText")) or text_of(inner.get("copyrightNotice"))) or None
            found.append(Media(kind, url, caption, credit))
    return tuple(found)


def cards_of(value: object, base: str | None) -> tuple[Card, ...]:
    """What an update shares of other pages, as cards."""
    cards: list[Card] = []
    for item in listed(value)[:20]:
        if isinstance(item, dict):
            inner = cast("Object", item)
            title = headline_of(text_of(inner.get("headline")) or text_of(inner.get("name")))
            url = address_of(inner.get("url"), base)
            if title or url:
                cards.append(Card(title, headline_of(text_of(inner.get("description"))), url))
    return tuple(cards)
