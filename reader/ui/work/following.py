"""The engine beside the screen: started after the first paint, heard poll by poll."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.model.event import Event, EventKind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from reader.engine.engine import Engine
    from reader.engine.result import PollResult
    from reader.model.tagging_due import TaggingProgress
    from reader.ui.world import World

READ_ONLY = "Nothing can be stored here, so nothing is fetched."
STARTING = "Still starting; try again in a moment."
BREATH = 0.2
"""Seconds between two changes of the list: fifty sources that answer at once would make and measure it fifty times."""
Arrived = "Callable[[list[Event]], Awaitable[None]]"


class Following:
    """Runs the engine and hands on what polls brought: each poll whole, and many at once where many come at once."""

    def __init__(self, world: World, arrived: Callable[[list[Event]], Awaitable[None]]) -> None:
        self._world = world
        self._arrived = arrived
        self._pending: dict[int, list[Event]] = {}
        self._whole: list[Event] = []
        self._handing: asyncio.Task[None] | None = None
        self.engine: Engine | None = None
        self.named: set[int] = set(world.sources or ())
        """The sources that the program was opened on, and those added since; empty: all that are kept."""
        self.tagged: Callable[[TaggingProgress], None] | None = None
        """What hears of tags that were made behind the polls."""

    async def run(self, watching: set[int]) -> None:
        """Make the engine in a thread (its imports take a while) and let it run until cancelled."""
        if self._world.make_engine is None:
            return
        # What another process records from here on is told by the engine; what was before is read with the list.
        since = await asyncio.to_thread(self._newest_event)
        engine = await asyncio.to_thread(self._world.make_engine)
        engine.subscribe(self._heard)
        if self.tagged is not None:
            engine.on_tagged(self.tagged)
        engine.watching = watching
        self.engine = engine
        try:
            await engine.run(only=self.named or None, since=since)
        finally:
            await engine.aclose()

    def _newest_event(self) -> int | None:
        try:
            with self._world.store.reads() as reads:
                return reads.last_event_id()
        except Exception:  # noqa: BLE001  then the engine begins with what is new when it starts
            return None

    @property
    def elsewhere(self) -> bool:
        """Whether another process polls, and this one shows what that one finds."""
        return self.engine is not None and self.engine.following

    async def refresh(self, source_ids: list[int]) -> list[str]:
        """Poll now, as far as politeness allows; return what came of it in words, a line a source that has news."""
        if self.engine is None:
            return [STARTING if self._world.make_engine is not None else READ_ONLY]
        return [result.in_words() for result in await self.ask(source_ids)]

    async def ask(self, source_ids: Iterable[int]) -> list[PollResult]:
        """The same, as results; none before the engine is there."""
        engine = self.engine
        if engine is None:
            return []
        return await asyncio.gather(*(engine.poll(number, manual=True) for number in source_ids))

    def added(self, source_id: int) -> None:
        """There is one source more: it is followed, too, where only some are."""
        if self.named:
            self.named.add(source_id)
        self.changed()

    def changed(self) -> None:
        """The settings of a source have changed, or there is one more or less: plan anew."""
        if self.engine is not None:
            self.engine.wake()

    def _heard(self, event: Event) -> None:
        pending = self._pending.setdefault(event.source_id, [])
        pending.append(event)
        if event.kind is EventKind.POLL:
            # The poll comes last: now the batch is whole.
            del self._pending[event.source_id]
            self._whole += pending
            if self._handing is None or self._handing.done():
                self._handing = asyncio.ensure_future(self._hand_on())

    async def _hand_on(self) -> None:
        """What comes while the last is still being shown, or just after it, is shown together."""
        while self._whole:
            events, self._whole = self._whole, []
            await self._arrived(events)
            await asyncio.sleep(BREATH)
