"""Whether a live page still goes on, as far as it says so itself, and in which words.

No clock is asked: what is compared are times on the page. None of the signs is proof, so without one nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.formats.pages.closing_words import goodbye, over_title
from reader.formats.pages.engine_row import Engine
from reader.formats.pages.schema_org import LiveBlog
from reader.model.entry import Entry
from reader.model.snapshot import FeedState
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

State = tuple[FeedState, str | None]
_SLACK = 15 * 60


def state(tree: LexborHTMLParser, markup: str, engine: Engine, blog: LiveBlog, entries: Sequence[Entry]) -> State:
    """Return the state of a live page and the reason for it in words."""
    told = _told(tree, markup, engine)
    if told:
        return told
    titles = (*(one_line(node.text()) for node in tree.css("h1")[:5]), blog.headline)
    for text in titles:
        over = over_title(fold(text or "")[:1000])
        if over:
            return FeedState.ENDED, f'the title says "{over}"'
    newest = max((entry.published for entry in entries if entry.published is not None), default=None)
    end, modified = blog.coverage_end, blog.modified
    if end is None or modified is None or newest is None or abs(end - modified) <= 1:
        return parted(entries, newest)
    if newest - _SLACK <= end <= modified + _SLACK:
        return FeedState.ENDED, "coverage was stated to end then, and nothing was written after it"
    return parted(entries, newest)


def parted(entries: Sequence[Entry], newest: int | None) -> State:
    """Say whether the newest entry takes leave."""
    said = goodbye(entries, newest)
    if said:
        return FeedState.ENDED, f'the newest entry says "{said}"'
    return FeedState.UNKNOWN, None


def _told(tree: LexborHTMLParser, markup: str, engine: Engine) -> State | None:
    """What the page states in as many words or by its elements."""
    if any(word in markup for word in engine.live) or (engine.going_on and tree.css_first(engine.going_on) is not None):
        return FeedState.LIVE, "the page marks itself as live"
    if any(word in markup for word in engine.ended) or (engine.over and tree.css_first(engine.over) is not None):
        return FeedState.ENDED, "the page marks its coverage as over"
    return None
