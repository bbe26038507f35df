"""Where coverage goes on when a live page ends: the page that its newest entry sends the reader to."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.formats.addresses import parts_of
from reader.model.entry import Entry

NEWEST = 3
"""Entries that may be the last word of a page."""

# "We are closing this live page now; our coverage continues here", "Der Liveblog geht hier weiter" and the like.
_SENDS_ON = re.compile(
    r"\b(?:live|blog|coverage|ticker|direct|directo|diretta)\w*\b.{0,120}\b(?:continu|moved|new\b|now over at|here\b)"
    r"|\b(?:clos|end|wrapp|paus)\w*\b.{0,80}\b(?:live|blog|coverage)\w*\b.{0,160}\b(?:here|new|continu|follow)"
    r"|\b(?:live|ticker|blog)\w*\b.{0,80}\b(?:weiter|neuen?\b)"
    r"|\b(?:direct|live)\b.{0,80}\b(?:se poursuit|continue|nouveau)"
    r"|\b(?:directo|cobertura)\b.{0,80}\b(?:sigue|continúa|nuevo)",
    re.I | re.S,
)


def successor(entries: Sequence[Entry], page_url: str | None, *, oldest_first: bool = False) -> str | None:
    """Return the address of the page that follows; None where no entry among the newest sends on to one.

    It must lie on the same host and be another page: a link to the page's own place or to a front page is none.
    """
    newest = entries[-NEWEST:][::-1] if oldest_first else entries[:NEWEST]
    for entry in newest:
        for block in entry.wording.body:
            if not block.links or not _SENDS_ON.search(block.text[:1000]):
                continue
            found = next((link.url for link in block.links if _follows(link.url, page_url)), None)
            if found:
                return found
    return None


def _follows(url: str, page_url: str | None) -> bool:
    there, here = parts_of(url), parts_of(page_url)
    return there.netloc == here.netloc and there.path.strip("/") not in ("", here.path.strip("/"))
