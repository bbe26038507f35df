"""What a live page says of itself as a whole: title, lead, state, coverage, and where the rest of it is."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

from reader.formats.page import Page
from reader.formats.pages import html_items
from reader.formats.pages.engine_row import Engine
from reader.formats.pages.html_dated import rises
from reader.formats.pages.html_state import state
from reader.formats.pages.paging import Paging
from reader.formats.pages.schema_org import LiveBlog
from reader.formats.pages.succession import successor
from reader.formats.players import address
from reader.model.entry import Entry, KeyKind
from reader.model.snapshot import FeedData, FeedState
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


def feed_data(
    tree: LexborHTMLParser, page: Page, engine: Engine, stated: LiveBlog, entries: tuple[Entry, ...], parts: Paging
) -> FeedData:
    """Return the data of the whole page; `entries` are those that were read, `parts` what is known of other pages."""
    root = tree.css_first("html")
    values = root.attributes if root is not None else {}
    leads = [one_line(node.text(separator=" ")) for node in (tree.css(engine.lead) if engine.lead else [])]
    leads = [lead for lead in dict.fromkeys(leads) if lead] or [stated.description or ""]
    times = [entry.published for entry in entries if entry.published is not None]
    now, why = state(tree, page.text, engine, stated, entries)
    url = address(page.url, attribute(tree, "link[rel=canonical]", "href")) or page.url or stated.url
    tags = [one_line(node.text()) for node in (tree.css(engine.tags) if engine.tags else [])]
    hrefs = html_items.values(root, engine.older) if root is not None else ()
    older = next((found for href in hrefs if (found := _older(url, href))), None)
    lasting = (entry for entry in entries if entry.key_kind is KeyKind.NATIVE)
    newest = next((entry.native_id for entry in lasting if entry.published == max(times, default=None)), None)
    order = "unknown" if len(times) < 2 else "oldest_first" if rises(times) else "newest_first"
    return FeedData(
        title=title_of(tree, engine, stated),
        url=url,
        language=one_line(values.get("lang") or "") or stated.language,
        direction=values.get("dir") if values.get("dir") in ("rtl", "ltr") else None,
        state=now,
        state_reason=why,
        lead=tuple(lead for lead in leads if lead),
        tags=tuple(dict.fromkeys(tag for tag in tags if tag)) or stated.tags,
        coverage_start=stated.coverage_start if not _is_latest(stated) else None,
        coverage_end=None if now is FeedState.LIVE and stated.coverage_end == stated.modified else stated.coverage_end,
        timezone=engine.zone,
        order=order,
        successor_url=successor(entries, url, oldest_first=order == "oldest_first"),
        older_url=older or parts.older,
        delta_url=_delta(url, engine, newest),
    )


def _is_latest(blog: LiveBlog) -> bool:
    """Whether the stated start of coverage is the time of the last change, as one publisher has it."""
    return blog.coverage_start is not None and blog.coverage_start in (blog.modified,) and len(blog.updates) > 1


def _older(url: str | None, href: str) -> str | None:
    try:
        return address(None, urljoin(url or "", href))
    except ValueError:
        return None


def _delta(url: str | None, engine: Engine, newest: str | None) -> str | None:
    if not engine.delta or not url or not newest:
        return None
    return address(None, engine.delta.format(page=url.partition("?")[0].partition("#")[0], newest=newest))


def title_of(tree: LexborHTMLParser, engine: Engine, blog: LiveBlog) -> str | None:
    """The page's title: its main heading, if that is no more than the name of the section."""
    stated = blog.headline
    whole = meta(tree, "og:title")
    texts = [one_line(node.text(separator=" ")) for node in tree.css(engine.title)[:10]]
    for text in texts:
        if text and (not (stated or whole) or any(_alike(text, other) for other in (stated, whole) if other)):
            return text
    if stated and not stated.endswith(("…", "...")):
        return stated
    named = tree.css_first("title")
    return whole or stated or next(filter(None, texts), None) or (one_line(named.text()) if named is not None else None)


def _alike(one: str, other: str) -> bool:
    mine, theirs = set(fold(one).split()), set(fold(other).split())
    return len(mine & theirs) * 3 >= min(len(mine), len(theirs)) * 2 and len(mine) * 3 >= len(theirs)


def meta(tree: LexborHTMLParser, name: str) -> str | None:
    """Return a property of the page's head (Open Graph), None where it says nothing."""
    return one_line(attribute(tree, f'meta[property="{name}"]', "content") or "") or None


def attribute(tree: LexborHTMLParser, selector: str, name: str) -> str | None:
    """Return an attribute of the first element that a selector finds."""
    node = tree.css_first(selector)
    return node.attributes.get(name) if node is not None else None
