"""Whether a live page still goes on, as far as it says so itself, and in which words.

No clock is asked: what is compared are times on the page. None of the signs is proof, so without one nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.formats.pages.engine_row import Engine
from reader.formats.pages.schema_org import LiveBlog
from reader.model.entry import Entry
from reader.model.snapshot import FeedState
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

State = tuple[FeedState, str | None]
_OVER_TITLE = re.compile(
    r"\bas (?:it|they|that) (?:happened|unfolded)\b"
    r"|\blive (?:blog|coverage|ticker|updates) (?:is |are |has |have )?(?:now )?(?:closed|ended|over)\b"
    r"|[\[(](?:closed|ended|archiv\w*|beendet|termine|finished)[\])]"
    r"|\b(?:live-?ticker|ticker|liveblog) (?:ist )?(?:beendet|geschlossen)\b|\bzum nachlesen\b"
    r"|\b(?:le )?(?:direct|live) (?:est )?termine\b|\brevivez\b"
    r"|\b(?:la )?diretta (?:e )?(?:terminata|conclusa)\b"
    r"|\b(?:directo|en vivo) (?:finalizado|terminado)\b|\basi (?:fue|ha sido|te lo contamos|lo hemos contado)\b"
    r"|\bтрансляция (?:завершена|окончена)\b"
)
_HIGHLIGHTS = re.compile(r"\bhighlights?\b")
_LIVE_WORD = re.compile(r"\b(?:live|liveblog|live-?ticker|en direct|in diretta|en vivo|en directo)\b")
_GOODBYE = re.compile(
    r"\b(?:that'?s (?:all|it) (?:from us|from me|for (?:now|today|tonight|this)|from)"
    r"|(?:this|our|the) (?:live ?blog|live coverage|blog|live page) (?:is|has|will be) (?:now )?"
    r"(?:clos(?:ed|ing)|ended|wrapped|paus\w+)"
    r"|we(?:'re| are)(?: now)? (?:clos|wrapp|logg|sign)ing (?:off|up|this|our|the|down)"
    r"|(?:it'?s|that'?s) a wrap|(?:bringing|drawing) (?:this|our) (?:live )?(?:blog|coverage) to a close"
    r"|good ?night (?:and|for)|thanks for (?:following|joining|reading)"
    r"|wir beenden|der (?:live-?ticker|liveblog) (?:endet|ist beendet|schliesst)"
    r"|fin de ce (?:direct|live)|ce (?:direct|live) est (?:desormais )?termine"
    r"|(?:finisce|si chiude|termina) qui (?:la|il) (?:diretta|liveblog|live)"
    r"|(?:aqui )?(?:termina|finaliza|cerramos) (?:este|nuestro|el) directo)"
)
_SLACK = 15 * 60


def state(tree: LexborHTMLParser, markup: str, engine: Engine, blog: LiveBlog, entries: Sequence[Entry]) -> State:
    """Return the state of a live page and the reason for it in words."""
    told = _told(tree, markup, engine)
    if told:
        return told
    titles = (*(one_line(node.text()) for node in tree.css("h1")[:5]), blog.headline)
    for text in titles:
        over = _over_title(fold(text or "")[:1000])
        if over:
            return FeedState.ENDED, f'the title says "{over}"'
    newest = max((entry.published for entry in entries if entry.published is not None), default=None)
    end, modified = blog.coverage_end, blog.modified
    if end is None or modified is None or newest is None or abs(end - modified) <= 1:
        return _parted(entries, newest)
    if newest - _SLACK <= end <= modified + _SLACK:
        return FeedState.ENDED, "coverage was stated to end then, and nothing was written after it"
    return _parted(entries, newest)


def _parted(entries: Sequence[Entry], newest: int | None) -> State:
    """Whether the newest entry takes leave."""
    goodbye = _goodbye(entries, newest)
    if goodbye:
        return FeedState.ENDED, f'the newest entry says "{goodbye}"'
    return FeedState.UNKNOWN, None


def _told(tree: LexborHTMLParser, markup: str, engine: Engine) -> State | None:
    """What the page states in as many words or by its elements."""
    if any(word in markup for word in engine.live) or (engine.going_on and tree.css_first(engine.going_on) is not None):
        return FeedState.LIVE, "the page marks itself as live"
    if any(word in markup for word in engine.ended) or (engine.over and tree.css_first(engine.over) is not None):
        return FeedState.ENDED, "the page marks its coverage as over"
    return None


def _over_title(folded: str) -> str | None:
    match = _OVER_TITLE.search(folded)
    if match:
        return one_line(match[0])
    highlights = _HIGHLIGHTS.search(folded)
    return highlights[0] if highlights and not _LIVE_WORD.search(folded) else None


def _goodbye(entries: Sequence[Entry], newest: int | None) -> str | None:
    """Closing words in the newest entry."""
    last = next((entry for entry in entries if entry.published == newest), None) if newest is not None else None
    if last is None or len(entries) < 3:
        return None
    match = _GOODBYE.search(fold(f"{last.headline or ''}\n{last.wording.text[:600]}"))
    return one_line(match[0]) if match else None
