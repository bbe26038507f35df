"""A live page that its own scripts draw: its entries are not in its elements but in the data that it carries.

Read after all that reads elements, as a last resort: shapes of live blogs that are known, else what the names mean.
"""

from __future__ import annotations

import re
from html import unescape

from reader.formats import json_live
from reader.formats.json_live import unnamed
from reader.formats.page import Candidate, Page, UnreadableError, evidence
from reader.formats.pages import page_state
from reader.model.snapshot import Snapshot
from reader.text import one_line

_TITLE = re.compile(r"<(?:title|h1)\b[^<>]{0,500}>([^<]{1,400})", re.I)
_LANGUAGE = re.compile(r"""<html\b[^<>]{0,500}\slang\s*=\s*["']?([\w-]{2,35})""", re.I)
_LESS = 0.9
"""What is read here counts for less than the elements that a reader sees."""


def read(page: Page) -> Candidate | None:
    """Read the live blog in a page's data; None where no data in it hold one."""
    match = _TITLE.search(page.text)
    title = one_line(unescape(match[1])) if match else None
    best: Snapshot | None = None
    for value in page_state.values(page.text):
        found = _of(value, page, title)
        if found and (best is None or evidence(found) > evidence(best)):
            best = found
    return Candidate(best, _LESS * (1 + evidence(best))) if best else None


def _of(value: object, page: Page, title: str | None) -> Snapshot | None:
    try:
        return json_live.known(value, page) or unnamed.read(value, page, title)
    except (UnreadableError, RecursionError):
        return None
