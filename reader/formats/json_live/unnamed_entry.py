"""One object of a list in JSON of an unknown shape, to an entry: names are read by what they mean, not by their style.

`publishedAt`, `published_at` and `PUBLISHED-AT` are one name. What an interface marks as a draft is no entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import islice
from typing import cast

from reader.formats import body
from reader.formats.json_live import drafts, rich_text
from reader.formats.json_live import unnamed_names as called
from reader.formats.json_live.values import (
    Instant,
    Node,
    cut,
    flag,
    instant,
    items,
    line,
    native,
    node,
    nodes,
    text,
    url,
)
from reader.model.entry import Entry, EntryKind, Flags, Media

Refs = Node
"""Objects by name, to which `{"__ref": name}` points (Apollo's cache)."""
_ID_ENDS = re.compile(r"^(?!.*(?:author|user|parent|blog|categor|section|image|media|video|tag|channel|site|type))"
                      r".{1,20}(?:id|uuid|guid|urn)$")  # fmt: skip
_UNSEEN = frozenset(("draft", "scheduled", "unpublished", "pending", "private", "hidden", "future"))
_GONE = frozenset(("deleted", "trash", "trashed", "removed", "withdrawn", "retracted"))
_SUMMARY = re.compile(r"^(?:summary|recap|key.?points|zusammenfassung|resume|resumen)$", re.I)
_LONGEST = 2000
"""Characters of a headline, name or address that are looked at."""
_LONGEST_NAME = 80
_KEPT = frozenset(("_id", "_key", "_source", "_links", "__typename"))
_STYLE = re.compile(r"[-_ ]")
_MOST = 120
"""Names of one object that are looked at."""


def plain_name(name: str) -> str:
    """A name as it is compared: without case and joints; those that begin with "_" for a reason keep that."""
    return _plain(name) if len(name) <= _LONGEST_NAME else name


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return name if name in _KEPT else _STYLE.sub("", name).lower()


def opened(one: object, refs: Refs) -> Node:
    """An item as an object: pointed at, or wrapped as `node`, `attributes` and the like; names made plain."""
    found = node(one)
    pointed = found.get("__ref")
    if isinstance(pointed, str):
        found = node(refs.get(pointed))
    plain = {plain_name(str(key)): value for key, value in islice(found.items(), _MOST)}
    for name in called.HOLDERS:
        inner = plain.get(name)
        if isinstance(inner, dict) and not any(plain.get(time) for time in called.TIMES if time != name):
            inner = {plain_name(str(key)): value for key, value in islice(cast("Node", inner).items(), _MOST)}
            if any(inner.get(time) for time in called.TIMES):
                plain = {**inner, **{key: value for key, value in plain.items() if key != name}}
    if not says(plain):
        for name in called.WRAPS:
            inner = plain.get(name)
            if isinstance(inner, dict):
                inside = opened(cast("object", inner), refs) if name == "node" else {
                    plain_name(str(key)): value for key, value in islice(cast("Node", inner).items(), _MOST)
                }  # fmt: skip
                if says(inside):
                    return {**plain, **inside}
    return plain


def says(plain: Node) -> bool:
    """Whether an object has a time and a text or headline, by its names."""
    timed = any(plain.get(name) for name in called.TIMES)
    return timed and any(plain.get(name) for name in (*called.BODIES, *called.HEADS, *called.SHORT))


def time_of(plain: Node) -> Instant | None:
    """When it was published."""
    return instant(*(cut(plain[name], 100) for name in called.TIMES if plain.get(name)))


def has_body(plain: Node) -> bool:
    """Whether there is a whole text: under a name for one, or under one for teasers where nothing leads on."""
    if any(isinstance(plain.get(name), (str, list, dict)) and plain[name] for name in called.BODIES):
        return True
    return any(plain.get(name) for name in called.SHORT) and not leads_on(plain)


def leads_on(plain: Node) -> bool:
    """Whether it has an address of its own, which is no place in a page."""
    return any(word(plain.get(name)) and "#" not in word(plain[name]) for name in (*called.LINKS, "slug", "path"))


def id_names(items: Sequence[Node]) -> str | None:
    """The name under which (nearly) all have an id of their own."""
    names = [name for name in called.IDS if any(name in item for item in items)]
    names += sorted({name for item in items[:5] for name in item if name not in called.IDS and _ID_ENDS.match(name)})
    for name in names[:20]:
        values = [found for item in items if (found := ident(item, name))]
        if len(values) >= 0.8 * len(items) and len(set(values)) >= 0.9 * len(values):
            return name
    return None


def ident(item: Node, name: str) -> str | None:
    """The id under a name; Contentful keeps it within `sys`."""
    value = item.get(name)
    inner = node(value).get("id") or node(value).get("$oid") if isinstance(value, dict) else value
    return native(cut(inner, _LONGEST))


def is_draft(plain: Node) -> bool:
    """Whether the interface says that it is not, or not yet, published."""
    stated = [word(plain.get(name)).lower() for name in called.STATES]
    return any(one in _UNSEEN for one in stated) or plain.get("published") is False or plain.get("ispublished") is False


def entry(plain: Node, base: str | None, id_name: str | None, refs: Refs, budget: rich_text.Budget) -> Entry:
    """Read an entry; `id_name` is that of `id_names`, `budget` that of the document."""
    headline = _headline(plain)
    said = _body(plain, base, budget)
    known = {media.url for media in said.media}
    media = [*said.media, *(one for one in _media(plain, base) if one.url not in known)]
    said = drafts.behead(body.Body(said.blocks, tuple(media), said.embeds), headline)
    stated = [word(plain.get(name)).lower() for name in called.STATES]
    summary = any(_SUMMARY.match(word) for word in _kinds(plain)) or _set(plain, ("issummary", "summarypost"))
    updated = instant(*(cut(plain[name], 100) for name in called.UPDATES if plain.get(name)))
    published = time_of(plain)
    return drafts.entry(
        said,
        native=ident(plain, id_name) if id_name else None,
        published=published,
        headline=headline,
        time_label=next((said for name in called.LABELS if (said := _line(plain.get(name)))), None),
        updated=updated[0] if updated and (not published or updated[0] > published[0]) else None,
        url=url(base, *(word(plain[name]) for name in called.LINKS if word(plain.get(name)))),
        authors=_authors(plain, refs),
        flags=Flags(
            key_event=_set(plain, called.KEY),
            pinned=_set(plain, called.PINNED),
            summary=summary,
            breaking=_set(plain, called.BREAKING),
            deleted=_set(plain, called.DELETED) or any(one in _GONE for one in stated),
        ),
        kind=EntryKind.SUMMARY if summary else None,
    )


def word(value: object) -> str:
    """A string that is a word or an address, cut where it is longer than these are; "" for anything else."""
    return text(cut(value, _LONGEST))


def _line(value: object) -> str | None:
    return line(cut(value, _LONGEST))


def _set(plain: Node, names: Iterable[str]) -> bool:
    return any(flag(plain.get(name)) for name in names)


def _kinds(plain: Node) -> list[str]:
    values = (plain.get(name) for name in called.KINDS)
    return [word(one) for value in values for one in (items(value)[:20] if isinstance(value, list) else [value])]


def _headline(plain: Node) -> str | None:
    for name in called.HEADS:
        value = plain.get(name)
        if isinstance(value, list):
            value = next(iter(cast("list[object]", value)), None)
        if isinstance(value, dict):
            inner = cast("Node", value)
            keys = ("basic", "rendered", "default", "text", "value", "title", "html", "main")
            value = next((inner[key] for key in keys if isinstance(inner.get(key), str)), None)
        found = _line(value)
        if found:
            return found
    return None


def _body(plain: Node, base: str | None, budget: rich_text.Budget) -> body.Body:
    names = (*called.BODIES, *called.SHORT)
    for name in names:
        if plain.get(name) and isinstance(plain[name], (str, list, dict)):
            said = rich_text.read(plain[name], base, budget)
            if said.blocks or said.embeds:
                return said
    return body.Body()


def _media(plain: Node, base: str | None) -> tuple[Media, ...]:
    photos = [rich_text.pictures(plain[name], base) for name in called.PICTURES if plain.get(name)]
    films = [rich_text.pictures(plain[name], base, "video") for name in called.FILMS if plain.get(name)]
    found = {media.url: media for some in (*photos, *films) for media in some}
    return tuple(found.values())


def _authors(plain: Node, refs: Refs) -> tuple[str, ...]:
    for name in called.AUTHORS:
        value = plain.get(name)
        if isinstance(value, dict) and isinstance(cast("Node", value).get("by"), list):
            value = cast("Node", value)["by"]
        if isinstance(value, str):
            found = [_line(re.sub(r"^(?:By|Von|Par|Por|Di)\s+", "", word(value)))]
        else:
            people = (
                [node(refs.get(word(one.get("__ref")))) or node(one.get("node")) or one for one in nodes(value)[:20]]
                if value
                else []
            )
            keys = ("name", "displayName", "display_name", "fullName", "full_name", "title", "byline")
            found = [next((_line(one[key]) for key in keys if _line(one.get(key))), None) for one in people]
            if not people and isinstance(value, list):
                found = [_line(one) for one in items(value)[:20]]
        names = tuple(dict.fromkeys(one for one in found if one))
        if names:
            return names
    return ()
