"""A `LiveBlogPosting` of schema.org that stands in a document as JSON: read and checked as one in a page of HTML is."""

from __future__ import annotations

import json
from dataclasses import replace
from html import unescape

from reader.formats.json_live.values import Node, first_line, items, line, node, text
from reader.formats.page import Page
from reader.formats.pages import html_live
from reader.formats.sniff import Shape
from reader.model.snapshot import FeedData, Snapshot

_BETWEEN = " \t\r\n\u00a0.:–—-"


def read(place: object, page: Page) -> Snapshot | None:
    """Read a posting; None for another object."""
    holder = node(place)
    return posting(holder, page, "schema-json") if is_posting(holder) else None


def is_posting(holder: Node) -> bool:
    """Whether an object is a LiveBlogPosting; `@type` may be a list."""
    types = holder.get("@type")
    return any(text(one).rpartition("/")[2] == "LiveBlogPosting" for one in (items(types) or [types]))


def posting(holder: Node, page: Page, name: str) -> Snapshot:
    """Read a posting with its updates as a page that states nothing else. One without updates is an empty live blog."""
    try:
        stated = json.dumps(holder).replace("<", "\\u003c")
    except (RecursionError, ValueError):
        stated = "{}"
    markup = f'<script type="application/ld+json">{stated}</script>'
    found = html_live.read(Page(page.document, markup, Shape.HTML))
    if found:
        return replace(found.snapshot, format=name)
    title = first_line(holder.get("headline"), holder.get("name"))
    lead = line(holder.get("description"))
    return Snapshot(name, FeedData(title=title, lead=(lead,) if lead else ()), ())


def beheaded(update: Node) -> Node:
    """Take the headline off the beginning of the body of an update, where there is more than the headline."""
    headline, words = (unescape(text(update.get(key))).strip() for key in ("headline", "articleBody"))
    rest = words.removeprefix(headline) if headline else words
    if rest == words or not rest or rest[0].isalnum():
        return update
    return {**update, "articleBody": rest.lstrip(_BETWEEN)}
