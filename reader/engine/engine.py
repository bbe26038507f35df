"""The engine polls what is due, records it, and tells all who listen. It runs on one event loop and never blocks it."""

from __future__ import annotations

import asyncio
import logging
import random
import threading
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.clock import SYSTEM
from reader.engine.catalogue import Catalogue
from reader.engine.listeners import Listeners
from reader.engine.others import Others
from reader.engine.plan import Plan
from reader.engine.polls import AT_ONCE, CLOSED, Polls
from reader.engine.result import PollResult
from reader.engine.schedule import Pace
from reader.engine.taggings import Taggings
from reader.engine.tools import Tools
from reader.model.event import EventKind

if TYPE_CHECKING:
    from reader.clock import Clock
    from reader.engine.articles import Articles
    from reader.engine.hosts import Hosts
    from reader.engine.pictures import Pictures
    from reader.engine.ports import DocumentFetcher, EngineStore, Parse, PollLease, TaggerFactory
    from reader.engine.prefetch import Prefetch
    from reader.model.event import Event
    from reader.model.snapshot import Document, Reading
    from reader.model.tagging_due import TaggingProgress

log = logging.getLogger(__name__)

Subscriber = Callable[["Event"], None]

CALM = 4
"""Polls under way at a time after a suspend or an outage, when much has been missed."""
HEARTBEAT = 5.0
"""Seconds after which the clock is looked at again: a timer stands still while the machine sleeps."""
RELOAD = 60
"""Seconds after which the sources are read anew: another process may have added some."""
JUMP = 30
"""Seconds by which the wall clock may stray from the steady one before it counts as a jump."""
LISTEN = 1.0
"""Seconds between two looks at what the process that polls has recorded."""
GLANCE = 3.0
"""The same while we poll ourselves."""
CLOSE_SECONDS = 2.0


def _chance() -> float:
    return random.uniform(-1.0, 1.0)  # noqa: S311  jitter, no secret


class _Counted:
    """A parser that knows how many documents it is parsing."""

    def __init__(self, parse: Parse) -> None:
        self._parse = parse
        self._under_way: set[int] = set()

    def __call__(self, document: Document) -> Reading:
        thread = threading.get_ident()
        self._under_way.add(thread)
        try:
            return self._parse(document)
        finally:
            self._under_way.discard(thread)

    @property
    def busy(self) -> bool:
        return bool(self._under_way)


class Engine:
    """Keeps the store current. `tagger` makes the tagger when it is first needed, in a thread.

    `live_interval` and `feed_interval` are the user's default paces in seconds. `on_error` hears, on the event loop, of
    failures of our own that could not even be recorded (a full disk), once until it works again. `close_parser` ends
    whatever `parse` runs in. `lease` says which of several processes polls; without one it is this one. `tagged_by`
    names, in a thread, the rules by which `tagger` tags: entries tagged by others are tagged anew, behind the polls.
    `at_once` is how many polls may be under way at a time, `tag_at_most` how many entries of a poll are tagged with it;
    where it brings more, all of them wait to be tagged behind the polls.
    """

    def __init__(
        self,
        store: EngineStore,
        fetcher: DocumentFetcher,
        parse: Parse,
        tagger: TaggerFactory,
        clock: Clock = SYSTEM,
        *,
        live_interval: int = 60,
        feed_interval: int = 3600,
        jitter: Callable[[], float] = _chance,
        on_error: Callable[[Exception], None] | None = None,
        close_parser: Callable[[], None] | None = None,
        lease: PollLease | None = None,
        tagged_by: Callable[[], str] | None = None,
        at_once: int = AT_ONCE,
        tag_at_most: int | None = None,
    ) -> None:
        pace = Pace(live_interval, feed_interval)
        self._listeners = listeners = Listeners(on_error)
        parse = _Counted(parse)
        self._plan = Plan(pace)
        # Threads of their own: a document that takes its time must not keep the store's readers waiting.
        self._parsers = ThreadPoolExecutor(at_once, thread_name_prefix="parse")
        tools = Tools(
            store,
            fetcher,
            parse,
            tagger,
            clock,
            pace,
            jitter,
            self._parsers,
            self._plan.hosts.resting_until,
            heard=self._plan.hosts.heard,
            tag_at_most=tag_at_most,
        )
        self._catalogue = Catalogue(store)
        self._others = Others(self._catalogue)
        self._polls = Polls(tools, self._plan, self._catalogue, self._others, self._publish, listeners.failed, at_once)
        self._lease = lease
        self._close_parser = close_parser
        self._taggings = self._make_taggings(store, parse, tagged_by)
        self.articles: Articles | None = None
        """Where the pages behind entries are to be had, if that was brought along."""
        self._prefetch: Prefetch | None = None
        self.pictures: Pictures | None = None
        """Where pictures are to be had, if that was brought along."""
        self._running: dict[int, asyncio.Task[PollResult]] = {}
        self._woken = asyncio.Event()
        self._loaded_at: int | None = None
        self._looked_at = 0
        self._only: Collection[int] | None = None
        self._offset = clock.wall() - clock.steady()
        self._closing = False

    def _make_taggings(self, store: EngineStore, parse: _Counted, tagged_by: Callable[[], str] | None) -> Taggings:
        return Taggings(
            store,
            self._polls.tools.tagger,
            busy=lambda: parse.busy,
            idle=lambda: self._closing or self.following,
            told=self._listeners.tagged,
            made_by=tagged_by,
        )

    @property
    def watching(self) -> frozenset[int]:
        """The sources on screen; assign a set of ids. They are polled faster, and at once if they are due for it."""
        return self._plan.watched

    @watching.setter
    def watching(self, source_ids: Iterable[int]) -> None:
        self._plan.watch(source_ids, self._polls.tools.clock.now())
        self.wake()

    @property
    def hosts(self) -> Hosts:
        """What is known of the hosts that are asked."""
        return self._plan.hosts

    @property
    def following(self) -> bool:
        """Whether another process polls, and this one tells what that one records."""
        return self._lease is not None and not self._lease.held

    def lead(self) -> bool:
        """Be the one who polls, if nobody else is; whether we are. Never waits."""
        try:
            return self._lease is None or self._lease.held or self._lease.acquire()
        except OSError:
            log.exception("it cannot be told whether another process polls")
            return False

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call `callback` on the event loop with every event from now on, in order. The answer ends that.

        What it raises is logged and keeps nothing from the others. Events of other processes are heard while `run` is
        under way.
        """
        return self._listeners.subscribe(callback)

    def on_tagged(self, callback: Callable[[TaggingProgress], None]) -> None:
        """Call `callback` on the event loop with what is tagged behind the polls, batch by batch, while `run` goes."""
        self._listeners.on_tagged(callback)

    def bring_articles(self, articles: Articles, prefetch: Prefetch) -> None:
        """Have pages behind entries fetched, too: `prefetch` hears the events, and both are closed with the engine."""
        self.articles, self._prefetch = articles, prefetch
        self.subscribe(prefetch.heard)

    def wake(self) -> None:
        """Plan anew: a source was added, removed or changed. To be called on the event loop."""
        self._loaded_at = None
        self._woken.set()

    async def run(self, only: Collection[int] | None = None, since: int | None = None) -> None:
        """Poll what is due until cancelled or closed: the sources in `only`, or all that are kept or watched.

        Sources in `only` count as watched. Without `run` (a command that polls now and then) every source does. What
        other processes record is told, too, from the event with the id `since` on, by default from now on. While one
        of them has the lease, only that one polls.
        """
        self._only, self._polls.unattended = only, False
        if only is not None:
            self._plan.watch({*only, *self._plan.watched}, self._polls.tools.clock.now())
        await self._load(self._polls.tools.clock.now())
        await self._others.begin(since)
        listening = asyncio.create_task(self._listen(), name="listen to other processes")
        tagging = asyncio.create_task(self._taggings.run(), name="tag behind the polls")
        try:
            while not self._closing:
                self._woken.clear()
                await self.start_due()
                # Not `wait_for`: before Python 3.12 it loses a cancellation that comes together with the wake-up.
                with suppress(TimeoutError):
                    async with asyncio.timeout(min(self._until_due(), HEARTBEAT)):
                        await self._woken.wait()
        finally:
            listening.cancel()
            tagging.cancel()

    async def start_due(self) -> None:
        """Start a poll of every source that is due, and return without waiting for them."""
        jump = self._clock_jump()
        self._looked_at = now = self._polls.tools.clock.now()
        if jump < 0:
            self._plan.clock_set_back(round(-jump))
        took_over = self.following and self.lead()
        if took_over:
            self._taggings.wake()
            await self.hear()
        if jump or took_over or self._loaded_at is None or now - self._loaded_at >= RELOAD:
            await self._load(now)
        if jump:
            self._polls.network.resumed()
            self._plan.spread(now, self._polls.tools.jitter)
        for source_id in self._due(now):
            self._plan.started(source_id, now)
            self._start(source_id, due=True)

    def _due(self, now: int) -> list[int]:
        if self.following:
            wanted = {*self._plan.watched, *(self._only or ())}
            return self._plan.orphans(now, wanted, self._running)
        due = self._plan.due(now, self._running)
        return due[: max(0, CALM - len(self._running))] if self._polls.network.is_calm else due

    async def idle(self) -> None:
        """Wait until no poll is under way, and no page behind what polls have brought."""
        while self._running:
            await asyncio.wait(list(self._running.values()))
        if self._prefetch is not None:
            await self._prefetch.idle()

    async def poll(self, source_id: int, *, manual: bool = False, force: bool = False) -> PollResult:
        """Poll one source now, whether or not it is due; joins a poll of it that is under way.

        `manual` is a person's wish, held to the manual-refresh rule; `force` asks for the whole document, validators
        aside, and for a page that was gone for good. A host that asked to be left alone is left alone in any case.
        Never raises but for cancellation.
        """
        if self._closing:
            return PollResult(source_id, refused=CLOSED)
        task = self._running.get(source_id) or self._start(source_id, manual=manual, force=force)
        await asyncio.wait([task])
        return PollResult(source_id, refused=CLOSED) if task.cancelled() else task.result()

    async def hear(self) -> None:
        """Tell what other processes have recorded since the last time. Done by `run` every few seconds."""
        while events := await self._others.news():
            unknown = {event.source_id for event in events if not self._plan.knows(event.source_id)}
            for event in events:
                if event.kind is EventKind.POLL and event.poll is not None:
                    self._plan.heard(event.poll, self._polls.tools.clock.now())
            self._publish(tuple(events))
            if unknown:
                self.wake()

    async def aclose(self) -> None:
        """End every poll, close the connections and give up the lease, within two seconds. The store stays open."""
        self._closing = True
        self._woken.set()
        self._taggings.stop()
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        if self._close_parser is not None:
            # Not through a thread: all of them may be waiting for the very parser.
            self._close_parser()
        self._parsers.shutdown(wait=False, cancel_futures=True)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(CLOSE_SECONDS):
                    await asyncio.gather(*tasks, return_exceptions=True)
                    await self._taggings.aclose()
                    await self._close_articles()
                    await self._polls.tools.fetcher.aclose()
        finally:
            self._catalogue.close()
            if self._lease is not None:
                self._lease.release()

    async def _close_articles(self) -> None:
        if self._prefetch is not None:
            await self._prefetch.aclose()
        if self.articles is not None:
            await self.articles.aclose()

    async def _listen(self) -> None:
        while True:
            await asyncio.sleep(LISTEN if self.following else GLANCE)
            await self.hear()

    def _start(
        self, source_id: int, *, due: bool = False, manual: bool = False, force: bool = False
    ) -> asyncio.Task[PollResult]:
        poll = self._polls.make(source_id, due=due, manual=manual, force=force)
        task = asyncio.create_task(poll, name=f"poll {source_id}")
        self._running[source_id] = task

        def ended(_: asyncio.Task[PollResult]) -> None:
            self._running.pop(source_id, None)
            self._woken.set()

        task.add_done_callback(ended)
        return task

    def _publish(self, events: tuple[Event, ...]) -> None:
        if any(event.entry is not None for event in events):
            self._taggings.wake()
        self._listeners.publish(events)

    async def _load(self, now: int) -> None:
        self._loaded_at = now
        try:
            statuses = await self._catalogue.sources()
        except Exception as error:  # noqa: BLE001  told; one failure never ends the loop
            self._listeners.failed("reading the sources", error)
        else:
            self._plan.load(statuses, now, self._only)

    def _until_due(self) -> float:
        if self.following:
            return HEARTBEAT
        # What is due already but had to wait for others goes on when one of them ends, which wakes us.
        at = self._plan.next_due(self._looked_at, self._running)
        return HEARTBEAT if at is None else max(0.0, at - self._polls.tools.clock.wall())

    def _clock_jump(self) -> float:
        """Seconds by which the wall clock has jumped against the steady one; 0 if it has not."""
        clock = self._polls.tools.clock
        offset = clock.wall() - clock.steady()
        jump, self._offset = offset - self._offset, offset
        return jump if abs(jump) > JUMP else 0.0
