"""Tickaroo's prefetch (`api/embed/v4/prefetch/liveblog.json`): `{html}` whose `initialData` attribute is escaped JSON.

In it `schemaOrg`, a string once more, is a LiveBlogPosting without ids; newer answers have it beside as `schema`. Its
`articleBody` begins with the headline.
"""

from __future__ import annotations

import re
from html import unescape

from reader.formats.feeds.jsonfeed import load
from reader.formats.json_live.posting import beheaded, is_posting, posting
from reader.formats.json_live.values import Node, node, nodes, text
from reader.formats.page import Page, UnreadableError
from reader.model.snapshot import FeedData, Snapshot

_DATA = re.compile(r"""\binitial-?data\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.I)
_SCRIPT = re.compile(r"^\s*<script\b[^>]*>|</script>\s*$", re.I)
_MARK = re.compile(r"\btik4?-|tickaroo", re.I)


def read(place: object, page: Page) -> Snapshot | None:
    """Read a prefetched live blog, or the data that it carries; None for another shape."""
    holder = node(place)
    if "schemaOrg" in holder:
        found = _posting(holder.get("schemaOrg"))
        return _read(found, page) if found else None
    html = text(holder.get("html"))
    stated = _posting(holder.get("schema")) if "html" in holder else None
    match = _DATA.search(html)
    if stated or not match:
        return _read(stated, page) if stated else None
    data = _decoded(unescape(match[1] or match[2] or ""))
    found = _posting(node(data).get("schemaOrg"))
    if found:
        return _read(found, page)
    return Snapshot("tickaroo", FeedData(), (), False) if isinstance(data, dict) and _MARK.search(html) else None


def _read(found: Node, page: Page) -> Snapshot:
    updates = [beheaded(update) for update in nodes(found.get("liveBlogUpdate"))]
    return posting({**found, "liveBlogUpdate": updates}, page, "tickaroo")


def _posting(value: object) -> Node | None:
    data = _decoded(_SCRIPT.sub("", value)) if isinstance(value, str) else value
    found = next((one for one in nodes(data) if is_posting(one)), None)
    return found or next((one for one in nodes(node(data).get("@graph")) if is_posting(one)), None)


def _decoded(value: str) -> object:
    try:
        return load(value)
    except UnreadableError:
        return None
