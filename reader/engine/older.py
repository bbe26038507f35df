"""Reaching back over older pages, where a page lists only its newest entries and what came before is wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.engine.answer import Read, understand
from reader.engine.deltas import on_behalf_of
from reader.net.address import is_local

if TYPE_CHECKING:
    from reader.engine.tools import Tools
    from reader.model.snapshot import Snapshot

PAGES = 3
"""Older pages that one poll may ask for."""
APART = 2.0
"""Seconds between two of them."""


class Reach:
    """Fetches, page by page, what lies before a snapshot of the source at `url`."""

    def __init__(self, tools: Tools, url: str, snapshot: Snapshot) -> None:
        self._tools = tools
        self._url = url
        self._next = snapshot.feed.older_url
        self._asked = {url}
        self.pages = 0
        self.bytes = 0

    @property
    def open(self) -> bool:
        """Whether there is a page to be asked for."""
        return self._next is not None and self._next not in self._asked and self.pages < PAGES

    async def further(self, snapshot: Snapshot) -> Snapshot:
        """`snapshot` with the entries of the next older page; as it was where there is none to be had."""
        tools, target = self._tools, self._next
        self._next = None
        request = on_behalf_of(self._url, target)
        if target is None or request is None or tools.resting_until(request.url) > tools.clock.now():
            return snapshot
        self._asked.add(target)
        if not is_local(request.url):
            await tools.pause(APART)
        outcome = await tools.fetcher.fetch(request)
        tools.heard(request.url, outcome, tools.clock.now())
        self.bytes += outcome.bytes_on_wire
        read = await understand(tools, outcome) if outcome.body is not None else None
        if not isinstance(read, Read):
            return snapshot
        self.pages += 1
        self._next = read.snapshot.feed.older_url
        return joined(snapshot, read.snapshot)


def joined(page: Snapshot, older: Snapshot) -> Snapshot:
    """The entries of two pages in the order of the document. What both list is as the newer one has it.

    What is missing from them proves nothing, since entries move from page to page between two requests.
    """
    known = {entry.key for entry in page.entries}
    more = tuple(entry for entry in older.entries if entry.key not in known)
    both = (*more, *page.entries) if page.feed.order == "oldest_first" else (*page.entries, *more)
    numbered = tuple(replace(entry, seq=seq) for seq, entry in enumerate(both))
    return replace(page, entries=numbered, complete=False)
