"""The pictures of an entry: fetched when somebody asks to see them, made small in a worker process, not kept.

The same manners and guards as for the page behind an entry; the last few stay in memory while the program runs.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.engine.page_request import request_for
from reader.engine.waits import in_words
from reader.formats.sandbox.worker import SandboxError
from reader.model.picture import PictureReading
from reader.model.snapshot import Document
from reader.net.address import host_of
from reader.text import one_line

if TYPE_CHECKING:
    from reader.clock import Clock
    from reader.engine.hosts import Hosts
    from reader.engine.ports import DocumentFetcher

log = logging.getLogger(__name__)

REMEMBERED = 12
Decode = Callable[[Document], PictureReading]


class Pictures:
    """Fetches pictures. For one event loop. `decode` makes them small, in a thread; `hosts` are those of the polls."""

    def __init__(self, fetcher: DocumentFetcher, decode: Decode, clock: Clock, hosts: Hosts) -> None:
        self._fetcher = fetcher
        self._decode = decode
        self._clock = clock
        self._hosts = hosts
        self._known: OrderedDict[str, PictureReading] = OrderedDict()

    async def look(self, url: str, source_url: str) -> PictureReading:
        """The picture at an address that the source names, or why there is none. Never raises but for cancellation."""
        if url in self._known:
            self._known.move_to_end(url)
            return self._known[url]
        found = await self._fetched(url, source_url)
        if found.picture is not None:
            self._known[url] = found
            if len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        return found

    async def _fetched(self, url: str, source_url: str) -> PictureReading:
        rest = self._hosts.resting_until(url) - self._clock.now()
        if rest > 0:
            return PictureReading(reason=f"{host_of(url)} asked to be left alone; again in {in_words(rest)}.")
        request = request_for(url, source_url)
        if request is None:
            return PictureReading(reason="The picture is not asked for over an unencrypted line.")
        outcome = await self._fetcher.fetch(request)
        self._hosts.heard(url, outcome, self._clock.now())
        if outcome.body is None:
            words = one_line(outcome.message) or str(outcome.kind)
            return PictureReading(reason=f"{words[:1].upper()}{words[1:]}.")
        try:
            return await asyncio.to_thread(self._decode, Document(outcome.body, outcome.url, outcome.content_type))
        except SandboxError as error:
            return PictureReading(reason=f"The picture cannot be read: {error}.")
        except Exception:  # whatever is wrong with a picture or with us costs this picture alone
            log.exception("a picture could not be read")
            return PictureReading(reason="The picture cannot be read, by a fault of Dateline's own.")
