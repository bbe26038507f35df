"""What a poll works with, handed in from outside, and what is remembered from poll to poll while the program runs."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.engine.schedule import Pace

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from reader.clock import Clock
    from reader.engine.ports import DocumentFetcher, Parse, PollStore, TaggerFactory
    from reader.net.outcome import Outcome


class Rests:
    """What is left alone for a while, by number, after something was done at some time (UTC seconds)."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._since: dict[int, int] = {}

    def note(self, number: int, now: int) -> None:
        """Begin a rest."""
        self._since[number] = now

    def holds(self, number: int, now: int) -> bool:
        """Whether it is still to be left alone. A clock that was set back ends it."""
        since = self._since.get(number)
        return since is not None and 0 <= now - since < self._seconds


@dataclass(frozen=True, slots=True)
class Tools:
    """What a poll works with.

    `jitter` gives chance from -1 to 1. `parsers` are the threads in which `parse` runs. `resting_until` says until when
    the host of an address wants to be left alone (UTC seconds, 0: it does not), `heard` takes note of what it answers
    to what is not the poll itself. `pause` waits.
    """

    store: PollStore
    fetcher: DocumentFetcher
    parse: Parse
    tagger: TaggerFactory
    clock: Clock
    pace: Pace
    jitter: Callable[[], float]
    parsers: Executor | None = None
    resting_until: Callable[[str], int] = lambda _: 0
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    heard: Callable[[str, Outcome, int], None] = lambda _url, _outcome, _now: None
    tag_at_most: int | None = None
    """Entries of one poll that are tagged with it; where it brings more, all of them wait for their tags. None: any."""
    no_deltas: Rests = field(default_factory=lambda: Rests(3600))
    """Sources whose address for news did not answer as it should."""
    no_reach: Rests = field(default_factory=lambda: Rests(600))
    """Sources whose older pages have just been asked for."""

    def tags_at_once(self, entries: int) -> bool:
        """Whether so many new wordings are tagged with the poll that brings them."""
        return self.tag_at_most is None or entries <= self.tag_at_most
