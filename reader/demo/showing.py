"""A stored day in documents that can be taken: all of it in one while it is small, else what has changed, in pages.

A source may have gained more over days than one document may hold, and each of thousands of moments would list all of
it again. So of a large one a document lists what has changed since the last, says that there is more, and begins with
an entry that is known: nothing is taken for withdrawn or for a gap.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from reader.demo.reel import document, item, place, written
from reader.model.history import as_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.demo.reel import Reel
    from reader.model.event import StoredEntry
    from reader.model.history import History

WHOLE = 1 << 20
"""Bytes of a source that is shown whole each time."""
PAGE = 1 << 20
"""Bytes of a page at most, unless one entry alone has more."""
MORE = "?more"
"""Where a page says that the rest is. Nobody has to ask: each page has an entry in common with the one before."""


class Showing:
    """How a reel is shown from moment to moment. `dated` is that of `reel.document`."""

    def __init__(self, reel: Reel, *, dated: bool = False, whole: int = WHOLE, page: int = PAGE) -> None:
        self._reel = reel
        self._dated = dated
        self._page = page
        changes = [(moment, at) for at, history in enumerate(reel.histories) for moment in _moments(history)]
        self._changes = sorted(changes)
        self._moments = [moment for moment, _ in self._changes]
        self.is_whole = self._is_within(whole)
        """Whether each document lists everything."""

    def _is_within(self, size: int) -> bool:
        for history in self._reel.histories:
            size -= len(item(history.stored, dated=self._dated))
            if size < 0:
                return False
        return True

    def pages(self, moment: int, since: int | None = None) -> list[bytes]:
        """The documents, the oldest entries first, that bring a reader who knows how it stood at `since` to `moment`.

        None: one who knows nothing. There is one at least, unless nothing has changed since.
        """
        if self.is_whole:
            return [document(self._reel, moment, dated=self._dated)]
        begin = 0 if since is None else bisect_right(self._moments, since)
        changed = {at for _, at in self._changes[begin : bisect_right(self._moments, moment)]}
        known = None if since is None else self._last_known(since, changed)
        stood = [stored for at in changed if (stored := as_of(self._reel.histories[at], moment)) is not None]
        stood.sort(key=place)
        if not stood and since is not None:
            return []
        return [written(self._reel, page, more=MORE) for page in self._paged(stood, known)]

    def _paged(self, stood: list[StoredEntry], known: StoredEntry | None) -> Iterator[list[str]]:
        """The items of each page, newest first, the last of them one that was listed before."""
        link = None if known is None else item(known, dated=self._dated)
        items: list[str] = []
        size = 0
        for stored in stood:
            made = item(stored, dated=self._dated)
            if items and size + len(made) > self._page:
                yield _with(items, link)
                link, items, size = items[-1], [], 0
            items.append(made)
            size += len(made)
        yield _with(items, link)

    def _last_known(self, since: int, changed: set[int]) -> StoredEntry | None:
        """An entry that stood at `since`, none of those that have `changed` after it, of those that did so last."""
        for _, at in reversed(self._changes[: bisect_right(self._moments, since)]):
            stored = None if at in changed else as_of(self._reel.histories[at], since)
            if stored is not None and stored.withdrawn_at is None:
                return stored
        return None


class Passing:
    """One document a time for a reader who asks now and then while the `moment` passes (UTC seconds)."""

    def __init__(self, showing: Showing, moment: Callable[[], int]) -> None:
        self._showing = showing
        self._moment = moment
        self._seen: list[int] = []
        first = showing.pages(moment())
        self._last = first[-1]
        self.left_out = len(first) > 1
        """Whether more stood there at first than one page may hold: the oldest are not shown."""

    def document(self) -> bytes:
        """What has changed since the time before the last: who asks may have been kept from reading that."""
        since = self._seen.pop(0) if len(self._seen) > 1 else None
        self._seen.append(self._moment())
        if pages := self._showing.pages(self._seen[-1], since):
            self._last = pages[-1]
        return self._last


def _with(items: list[str], link: str | None) -> list[str]:
    return [*items[::-1], *([link] if link is not None else [])]


def _moments(history: History) -> set[int]:
    return {history.stored.first_seen, *(turn.at for turn in history.turns)}
