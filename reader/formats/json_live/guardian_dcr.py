"""Guardian live blogs as JSON (`<address>.json?dcr`, guardian/dotcom-rendering): `blocks[]` of a page.

The time of a block is `blockFirstPublished` (ms); `linkedData` gives every block the page's own time and headline and
is not read. Ids carry the prefix that they have in the page's HTML.
"""

from __future__ import annotations

import re

from reader.formats import body
from reader.formats.json_live import drafts, guardian_elements
from reader.formats.json_live.values import (
    Node,
    dig,
    first_line,
    flag,
    instant,
    line,
    names,
    native,
    node,
    nodes,
    number,
    seconds,
    text,
    url,
)
from reader.formats.page import Page
from reader.formats.players import address
from reader.model.entry import Entry, EntryKind, Flags
from reader.model.snapshot import FeedData, FeedState, Snapshot

ENDED = re.compile(r"\bas it happened\b|\b(?:live )?blog (?:is )?(?:now )?closed\b", re.I)
"""Words in a title that the publisher adds when coverage has ended."""
_PAGE = frozenset({"pageId", "webTitle", "mostRecentBlockId", "pagination", "config", "contentType", "headline"})
_BLOCK = frozenset({"blockFirstPublished", "blockLastUpdated", "blockCreatedOn", "attributes"})


def read(place: object, page: Page) -> Snapshot | None:
    """Read a page with its blocks; None for another shape."""
    holder = node(place)
    if not isinstance(holder.get("blocks"), list):
        return None
    blocks = [one for one in nodes(holder["blocks"]) if isinstance(one.get("elements"), list) and "id" in one]
    timed = any(len(_BLOCK & one.keys()) >= 2 for one in blocks)
    if not timed and (holder["blocks"] or len(_PAGE & holder.keys()) < 3 or not _is_live_blog(holder)):
        return None
    if not _is_live_blog(holder) and len(_PAGE & holder.keys()) >= 3:
        return None
    address_ = url(page.url, holder.get("canonicalUrl"), holder.get("webURL"))
    pinned = native(dig(holder, "pinnedPost", "id"))
    entries = [_entry(one, address_, pinned) for one in blocks]
    first = number(dig(holder, "pagination", "currentPage")) in (None, 1)
    return drafts.snapshot("guardian-json", _feed(holder, address_), entries, page, complete=first)


def _is_live_blog(holder: Node) -> bool:
    """Whether a page is a live blog. Ordinary articles have one block in the same form."""
    design = text(dig(holder, "format", "design")) + text(holder.get("design"))
    if "Blog" in design or flag(dig(holder, "pageType", "isLiveblog")) or holder.get("contentType") == "LiveBlog":
        return True
    known = design or "pageType" in holder or isinstance(holder.get("contentType"), str)
    return not known


def _feed(holder: Node, address_: str | None) -> FeedData:
    title = first_line(holder.get("headline"), holder.get("webTitle"))
    state, reason = _state(holder, title)
    lead = body.read(text(holder.get("standfirst")), address_).blocks
    ajax, page_id = text(dig(holder, "config", "ajaxUrl")), text(holder.get("pageId"))
    newest = first_line(holder.get("mostRecentBlockId"))
    delta = f"{ajax.rstrip('/')}/{page_id}.json?lastUpdate={newest}&isLivePage=true&dcr=true"
    return FeedData(
        title=title,
        url=address_,
        language=line(holder.get("lang")),
        direction="rtl" if holder.get("isRightToLeftLang") is True else None,
        state=state,
        state_reason=reason,
        lead=tuple(block.text for block in lead),
        tags=names(holder.get("tags"), "title"),
        order="newest_first",
        older_url=url(address_, dig(holder, "pagination", "older")),
        delta_url=address(None, delta) if ajax and page_id and newest else None,
    )


def _state(holder: Node, title: str | None) -> tuple[FeedState, str | None]:
    if title and ENDED.search(title):
        return FeedState.ENDED, "the title says that it is over"
    if text(dig(holder, "format", "design")) == "DeadBlogDesign":
        return FeedState.ENDED, "the page is laid out as one that is over"
    live = dig(holder, "config", "isLive")
    return drafts.state(
        live if isinstance(live, bool) else None,
        live_reason="the page says that it is live",
        ended_reason="the page says that it is no longer live",
    )


def _entry(block: Node, address_: str | None, pinned: str | None) -> Entry:
    said, cards = guardian_elements.read(nodes(block.get("elements")), address_)
    marks = node(block.get("attributes"))
    bare = (native(block.get("id")) or "").removeprefix("block-")
    summary = flag(marks.get("summary"))
    label = first_line(block.get("blockFirstPublishedDisplay"), block.get("blockCreatedOnDisplay"))
    return drafts.entry(
        said,
        native=f"block-{bare}" if bare else None,
        published=instant(block.get("blockFirstPublished"), block.get("blockCreatedOn"), block.get("firstPublished")),
        headline=first_line(block.get("title"), marks.get("title")),
        updated=seconds(block.get("blockLastUpdated"), block.get("lastUpdated")),
        time_label=label,
        url=f"{address_}?page=with:block-{bare}#block-{bare}"
        if address_ and address(None, f"{address_}#{bare}")
        else None,
        authors=names(block.get("contributors")),
        flags=Flags(
            key_event=flag(marks.get("keyEvent")),
            pinned=flag(marks.get("pinned")) or (bool(bare) and bare == (pinned or "").removeprefix("block-")),
            summary=summary,
        ),
        cards=cards,
        kind=EntryKind.SUMMARY if summary else None,
    )
