"""Which elements of a page hold nothing of its live entries: margins, menus, comments, patterns."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from reader.formats.nesting import tags
from reader.formats.players import DROPPED
from reader.formats.times.clock_text import leading, read
from reader.text import one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LOOK = 160
_ELSEWHERE = tags("nav footer aside form button select figcaption blockquote pre iframe dialog")
"""Elements in which no entry begins."""
_OTHER = re.compile(
    r"^(?:[a-z0-9]+[-_]{1,2})?(?:comments?|disqus|reviews?|ratings?|testimonials?|guestbook|kommentare?|commentaires?|comentarios?|replies|reply"
    r"|thread|forum|chat|"
    r"sidebar|related|recommend\w*|mostread|most-read|trending|popular|promo|newsletter|breadcrumbs?|menu"
    r"|advert\w*|"
    r"schedule|timetable|fahrplan|tvguide|tv-guide|programm|scoreboard|lineups?|transcript)s?(?:[-_].*)?$"
)
_WRAPS = re.compile(r"^(?:has|no|with|without|is|not|hide|show|allow|article|story|page)[-_]")
_PATTERN = re.compile(r"template|tmpl|prototype|skeleton|placeholder|dummy")
"""Names of elements from which scripts make entries, if these are hidden."""
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_DIGIT = re.compile(r"\d")


def is_elsewhere(node: LexborNode) -> bool:
    """Whether an element is a margin, a menu or the readers' comments: nothing of a live page's entries."""
    tag = node.tag or ""
    if tag == "noscript":
        return node.css_first("article, li, section, h2, h3") is None
    if tag in DROPPED or tag in _ELSEWHERE:
        return not _is_of_the_page(node, tag)
    values = node.attributes
    if values.get("aria-hidden") == "true" or values.get("role") in ("navigation", "complementary", "contentinfo"):
        return True
    if tag in ("main", "article", "body", "p", "time", "span"):
        return False
    names = [*(values.get("class") or "").lower().split(), *(values.get("id") or "").lower().split()]
    if _unseen(values) and any(_PATTERN.search(name) for name in names):
        return True
    return any(_OTHER.match(name) and not _WRAPS.match(name) for name in names) and node.css_first("h1") is None


def _unseen(values: Mapping[str, str | None]) -> bool:
    return "hidden" in values or bool(_UNSEEN.search(values.get("style") or ""))


def _is_of_the_page(node: LexborNode, tag: str) -> bool:
    """Whether an element for other things serves the page itself: a form around it, a margin or button for a time."""
    if tag == "form":
        return node.css_first("h1, main, article") is not None
    if tag not in ("aside", "button", "footer"):
        return False
    words = one_line((node.text(separator=" ") or "")[:_LOOK])
    if tag == "footer":
        of_entry = node.parent is not None and node.parent.tag in ("article", "section", "li")
        return of_entry and 0 < len(words) <= 120 and bool(_DIGIT.search(words)) and leading(words) is not None
    return 0 < len(words) <= 40 and bool(_DIGIT.search(words)) and read(words) is not None


def is_main(node: LexborNode) -> bool:
    """Whether an element is the page's main column by its meaning."""
    values = node.attributes
    itemprop = values.get("itemprop") or ""
    return node.tag in ("main", "article") or values.get("role") in ("main", "article") or "articleBody" in itemprop


def is_hidden(node: LexborNode) -> bool:
    """Whether a page hides an element, or that around it, until a script shows it."""
    around = node.parent
    return _unseen(node.attributes) or (around is not None and _unseen(around.attributes))
