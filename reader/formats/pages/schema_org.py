"""schema.org LiveBlogPosting, however a page states it: JSON-LD, microdata or RDFa.

Fields as in schema.org 28: `liveBlogUpdate` (one or many BlogPosting), `coverageStartTime`, `coverageEndTime`; AP has
`blogPosts` besides, Tickaroo `sharedContent` in updates. What is read here is what the page says; whether it may be
believed is decided in `schema_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from reader.formats.page import MAX_ENTRIES
from reader.formats.pages import json_ld, microdata
from reader.formats.pages.html_time import Moment
from reader.formats.pages.json_ld import Object
from reader.formats.pages.schema_text import headline_of, prose
from reader.formats.pages.schema_values import (
    address_of,
    cards_of,
    ident_of,
    keywords_of,
    listed,
    media_of,
    moment_of,
    names_of,
    own_id,
    seconds_of,
    text_of,
)
from reader.formats.players import address
from reader.model.entry import Card, Media
from reader.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

WORDS = ("LiveBlogPosting", "liveBlogUpdate")
"""A page that has none of these states no live blog."""
_UPDATES = ("liveBlogUpdate", "blogPosts")


@dataclass(frozen=True, slots=True)
class Update:
    """One update as stated. `body` may hold markup; `node` is its element where the page shows it as microdata."""

    ident: str | None = None
    url: str | None = None
    headline: str | None = None
    body: str = ""
    published: Moment | None = None
    updated: int | None = None
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    cards: tuple[Card, ...] = ()
    node: LexborNode | None = field(default=None, compare=False)
    body_node: LexborNode | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class LiveBlog:
    """A live blog as stated; `updates` in the order of the page. Times are UTC seconds."""

    syntax: str
    updates: tuple[Update, ...] = ()
    headline: str | None = None
    description: str | None = None
    url: str | None = None
    language: str | None = None
    published: int | None = None
    modified: int | None = None
    coverage_start: int | None = None
    coverage_end: int | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    images: frozenset[str] = frozenset()
    stated: int = 0
    """How many updates the page states, those included that were too many to be read."""


def blogs(tree: LexborHTMLParser, markup: str, base: str | None) -> list[LiveBlog]:
    """Return the live blogs that a page states, the one with most updates first. Nothing raises."""
    if not any(word in markup for word in WORDS):
        return []
    found = [_blog(node, "json-ld", base) for node in _live_nodes(markup)]
    if WORDS[0] in markup:
        for syntax in (microdata.MICRODATA, microdata.RDFA):
            if f"{syntax.kind}=" in markup:
                found += [_blog(item, syntax.name, base) for item in microdata.items(tree, syntax, WORDS[0])]
    return sorted(found, key=lambda blog: -len(blog.updates))


def _live_nodes(markup: str) -> Iterator[Object]:
    for script in json_ld.scripts(markup):
        if any(word in script for word in WORDS):
            stated = list(json_ld.nodes(json_ld.load(script)))
            named = {str(node["@id"]): node for node in stated if "@id" in node and len(node) > 2}
            pointing = _pointing(stated)
            for node in stated:
                if WORDS[0] in _types(node) or "liveBlogUpdate" in node:
                    found = {name: _resolved(node[name], named) for name in _UPDATES if name in node}
                    parts = [] if found else pointing.pop(str(node.get("@id")), [])
                    yield {**node, **found, **({_UPDATES[0]: parts} if parts else {})}


def _pointing(stated: list[Object]) -> dict[str, list[object]]:
    """The nodes that point at another as what they are part of, instead of standing in it, by its id."""
    found: dict[str, list[object]] = {}
    for node in stated:
        for one in listed(node.get("isPartOf"))[:5]:
            if isinstance(one, dict) and isinstance(ident := cast("Object", one).get("@id"), str):
                found.setdefault(ident, []).append(node)
    return found


def _resolved(value: object, named: dict[str, Object]) -> list[object]:
    """Updates as a list: numbered ones in their order, those that are but pointed at from where they stand."""
    if isinstance(value, dict) and "@type" not in value and value and all(str(key).isdigit() for key in value):
        value = list(cast("Object", value).values())
    found: list[object] = []
    for one in (part for some in listed(value) for part in (listed(some) if isinstance(some, list) else [some])):
        if isinstance(one, dict) and isinstance(cast("Object", one).get("itemListElement"), list):
            found += _resolved(cast("Object", one)["itemListElement"], named)
            continue
        if isinstance(one, dict) and isinstance(cast("Object", one).get("item"), dict):
            one = cast("Object", one)["item"]  # noqa: PLW2901 - a place in a list stands for what is there
        pointer = str(cast("Object", one).get("@id")) if isinstance(one, dict) and len(cast("Object", one)) <= 2 else ""
        found.append(named.get(pointer, one))
    return found


def _types(node: Object) -> list[str]:
    return [str(kind).rpartition("/")[2].rpartition(":")[2] for kind in listed(node.get("@type"))]


def _blog(node: Object, syntax: str, base: str | None) -> LiveBlog:
    stated: dict[int, object] = {id(value): value for name in _UPDATES for value in listed(node.get(name))}
    objects = [cast("Object", value) for value in stated.values() if isinstance(value, dict)]
    headline = headline_of(text_of(node.get("headline"))) or headline_of(text_of(node.get("name")))
    images = frozenset(url for url in (address_of(value, base) for value in listed(node.get("image"))) if url)
    return LiveBlog(
        syntax=syntax,
        updates=_distinct([_update(value, base) for value in objects[:MAX_ENTRIES]]),
        headline=headline,
        description=headline_of(text_of(node.get("description"))),
        url=address_of(node.get("url"), base)
        or address_of(node.get("mainEntityOfPage"), base)
        or address(base, ident_of(node)),
        language=one_line(text_of(node.get("inLanguage"))) or None,
        published=seconds_of(node.get("datePublished")),
        modified=seconds_of(node.get("dateModified")),
        coverage_start=seconds_of(node.get("coverageStartTime")),
        coverage_end=seconds_of(node.get("coverageEndTime")),
        tags=keywords_of(node.get("keywords")),
        authors=names_of(node.get("author")),
        images=images,
        stated=len(objects),
    )


def _distinct(updates: list[Update]) -> tuple[Update, ...]:
    """Leave out what is stated twice: in two lists of one blog, or twice in one list."""
    kept: dict[object, Update] = {}
    for update in updates:
        if update.headline or update.body.strip() or update.media or update.body_node is not None:
            at = update.published.at if update.published else None
            kept.setdefault((update.ident, update.url, at, update.headline, update.body), update)
    return tuple(kept.values())


def _update(node: Object, base: str | None) -> Update:
    url = address_of(node.get("url"), base) or address_of(node.get("mainEntityOfPage"), base)
    ident = ident_of(node)
    where = address(base, ident) if ident and "//" in ident else None
    element = node.get(microdata.NODE)
    inner = node.get(f"{microdata.NODE}:articleBody")
    return Update(
        ident=own_id(url) or own_id(where) or (None if ident is None or "//" in ident else ident.removeprefix("#")),
        url=url or where or _around(cast("LexborNode | None", element), base),
        headline=headline_of(
            text_of(node.get("headline")) or text_of(node.get("name")) or text_of(node.get("alternativeHeadline"))
        ),
        body=prose(text_of(node.get("articleBody")) or text_of(node.get("text")) or text_of(node.get("description"))),
        published=moment_of(node.get("datePublished")) or moment_of(node.get("dateCreated")),
        updated=seconds_of(node.get("dateModified")),
        authors=names_of(node.get("author")),
        tags=keywords_of(node.get("keywords")),
        media=(
            *media_of(node.get("image"), "photo", base),
            *media_of(node.get("video"), "video", base),
            *media_of(node.get("audio"), "audio", base),
        ),
        cards=cards_of(node.get("sharedContent"), base),
        node=cast("LexborNode | None", element),
        body_node=_shown(cast("LexborNode | None", inner)),
    )


def _around(node: LexborNode | None, base: str | None) -> str | None:
    """Where the link leads that is laid around an element."""
    parent = node.parent if node is not None else None
    return address(base, parent.attributes.get("href")) if parent is not None and parent.tag == "a" else None


def _shown(node: LexborNode | None) -> LexborNode | None:
    return None if node is None or node.tag == "meta" or node.attributes.get("content") else node
