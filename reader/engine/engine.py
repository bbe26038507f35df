"""The engine polls what is due, records it, and tells all who listen. It runs on one event loop and never blocks it."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.clock import SYSTEM
from reader.engine.plan import Plan
from reader.engine.poll import Polled, Tools, poll
from reader.engine.result import PollResult
from reader.engine.schedule import Decision, Pace, refusal
from reader.net.address import host_of
from reader.net.gate import Gate
from reader.net.outcome import OutcomeKind

if TYPE_CHECKING:
    from reader.clock import Clock
    from reader.engine.ports import DocumentFetcher, Parse, PollStore, TaggerFactory
    from reader.model.event import Event
    from reader.model.snapshot import Snapshot
    from reader.model.source import SourceStatus

log = logging.getLogger(__name__)

Subscriber = Callable[["Event"], None]

AT_ONCE = 8
"""Polls under way at a time."""
HEARTBEAT = 5.0
"""Seconds after which the clock is looked at again: a timer stands still while the machine sleeps."""
RELOAD = 60
"""Seconds after which the sources are read anew: another process may have added some."""
JUMP = 30
"""Seconds by which the wall clock may stray from the steady one before it counts as a jump."""
ONLINE = 120
"""Seconds for which an answer of any source proves that the network works."""
AFTER_STORE_FAILURE = 60
CLOSE_SECONDS = 2.0
_CLOSED = "the program is closing"


def _chance() -> float:
    return random.uniform(-1.0, 1.0)  # noqa: S311  jitter, no secret


class Engine:
    """Keeps the store current. `tagger` makes the tagger when it is first needed, in a thread.

    `live_interval` and `feed_interval` are the user's default paces in seconds. `on_error` hears, on the event loop, of
    failures of our own that could not even be recorded (a full disk). `close_parser` ends whatever `parse` runs in.
    """

    def __init__(
        self,
        store: PollStore,
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
    ) -> None:
        pace = Pace(live_interval, feed_interval)
        # Threads of their own: a document that takes its time must not keep the store's readers waiting.
        self._parsers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="parse")
        self._tools = Tools(store, fetcher, parse, tagger, clock, pace, jitter, self._parsers)
        self._plan = Plan(pace)
        self._on_error = on_error
        self._close_parser = close_parser
        self._subscribers: list[Subscriber] = []
        self._running: dict[int, asyncio.Task[PollResult]] = {}
        self._unconfirmed: dict[int, Snapshot] = {}
        self._urls: dict[int, str] = {}
        self._answers: dict[int, int] = {}
        self._hosts = Gate()
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._woken = asyncio.Event()
        self._loaded_at: int | None = None
        self._only: Collection[int] | None = None
        self._offset = clock.wall() - clock.steady()
        self._unattended = True
        self._closing = False

    @property
    def watching(self) -> frozenset[int]:
        """The sources on screen; assign a set of ids. They are polled faster, and at once if they are due for it."""
        return self._plan.watched

    @watching.setter
    def watching(self, source_ids: Iterable[int]) -> None:
        self._plan.watch(source_ids, self._tools.clock.now())
        self.wake()

    def subscribe(self, callback: Subscriber) -> Callable[[], None]:
        """Call `callback` on the event loop with every event from now on, in order. The answer ends that.

        What it raises is logged and keeps nothing from the others.
        """
        self._subscribers.append(callback)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._subscribers.remove(callback)

        return unsubscribe

    def wake(self) -> None:
        """Plan anew: a source was added, removed or changed. To be called on the event loop."""
        self._loaded_at = None
        self._woken.set()

    async def run(self, only: Collection[int] | None = None) -> None:
        """Poll what is due until cancelled or closed: the sources in `only`, or all that are kept or watched.

        Sources in `only` count as watched. Without `run` (a command that polls now and then) every source does.
        """
        self._only, self._unattended = only, False
        if only is not None:
            self._plan.watch({*only, *self._plan.watched}, self._tools.clock.now())
        while not self._closing:
            self._woken.clear()
            await self.start_due()
            # Not `wait_for`: before Python 3.12 it loses a cancellation that comes together with the wake-up.
            with suppress(TimeoutError):
                async with asyncio.timeout(min(self._until_due(), HEARTBEAT)):
                    await self._woken.wait()

    async def start_due(self) -> None:
        """Start a poll of every source that is due, and return without waiting for them."""
        jumped = self._clock_jumped()
        now = self._tools.clock.now()
        if jumped or self._loaded_at is None or now - self._loaded_at >= RELOAD:
            await self._load(now)
        if jumped:
            self._plan.spread(now, self._tools.jitter)
        for source_id in self._plan.due(now):
            if source_id not in self._running:
                self._start(source_id, manual=False, force=False)

    async def idle(self) -> None:
        """Wait until no poll is under way."""
        while self._running:
            await asyncio.wait(list(self._running.values()))

    async def poll(self, source_id: int, *, manual: bool = False, force: bool = False) -> PollResult:
        """Poll one source now, whether or not it is due; joins a poll of it that is under way.

        `manual` is a person's wish, held to the manual-refresh rule; `force` asks for the whole document, validators
        aside, and for a page that was gone for good. A host that asked to be left alone is left alone in any case.
        Never raises but for cancellation.
        """
        if self._closing:
            return PollResult(source_id, refused=_CLOSED)
        task = self._running.get(source_id) or self._start(source_id, manual=manual, force=force)
        await asyncio.wait([task])
        return PollResult(source_id, refused=_CLOSED) if task.cancelled() else task.result()

    async def aclose(self) -> None:
        """End every poll and close the connections, within two seconds. The store stays open: it is the caller's."""
        self._closing = True
        self._woken.set()
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        if self._close_parser is not None:
            # Not through a thread: all of them may be waiting for the very parser.
            self._close_parser()
        self._parsers.shutdown(wait=False, cancel_futures=True)
        with suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.gather(*tasks, return_exceptions=True)
                await self._tools.fetcher.aclose()

    def _start(self, source_id: int, *, manual: bool, force: bool) -> asyncio.Task[PollResult]:
        task = asyncio.create_task(self._poll(source_id, manual=manual, force=force), name=f"poll {source_id}")
        self._running[source_id] = task

        def ended(_: asyncio.Task[PollResult]) -> None:
            self._running.pop(source_id, None)
            self._woken.set()

        task.add_done_callback(ended)
        return task

    async def _poll(self, source_id: int, *, manual: bool, force: bool) -> PollResult:
        try:
            status = await self._status(source_id)
            if status is None:
                return PollResult(source_id, refused="there is no such source")
            async with self._hosts.hold(host_of(status.source.url)), self._slots:
                return await self._poll_status(status, manual=manual, force=force)
        except Exception as error:  # noqa: BLE001  told by _failed; one failure never ends the loop
            self._plan.decided_later(source_id, self._tools.clock.now() + AFTER_STORE_FAILURE)
            self._failed(f"poll of source {source_id}", error)
            return PollResult(source_id, refused=f"it could not be recorded ({type(error).__name__})")

    async def _poll_status(self, status: SourceStatus, *, manual: bool, force: bool) -> PollResult:
        source_id, now = status.source.id, self._tools.clock.now()
        wait = self._refusal(status, now, manual=manual, force=force)
        if wait is not None:
            if wait.at is None:
                return PollResult(source_id, refused=wait.reason)
            self._plan.postpone(source_id, wait.at)
            return PollResult(source_id, refused=wait.reason, allowed_at=wait.at, wait=wait.at - now)
        polled = await poll(
            self._tools,
            status,
            force=force,
            watched=self._unattended or self._plan.is_watched(source_id, now),
            online=self._is_online(source_id, now),
            unconfirmed=self._unconfirmed.get(source_id),
        )
        self._note(status, polled)
        self._publish(polled.events)
        return PollResult(source_id, polled.report, polled.events)

    def _refusal(self, status: SourceStatus, now: int, *, manual: bool, force: bool) -> Decision | None:
        until = self._plan.resting_until(status.source.url)
        if until > now:
            return Decision(until, "its server asked to wait")
        wait = refusal(now, status.source, status.poll)
        if status.poll.outcome == OutcomeKind.GONE:
            return None if force else wait
        return wait if manual or status.poll.outcome == OutcomeKind.RATE_LIMITED else None

    def _note(self, status: SourceStatus, polled: Polled) -> None:
        source_id = status.source.id
        self._plan.decided(status, polled.decision, polled.report.at)
        self._unconfirmed.pop(source_id, None)
        if polled.unconfirmed is not None:
            self._unconfirmed[source_id] = polled.unconfirmed
        if polled.report.status is not None:
            self._answers[source_id] = polled.report.at

    def _is_online(self, source_id: int, now: int) -> bool:
        return any(now - at < ONLINE for other, at in self._answers.items() if other != source_id)

    def _publish(self, events: tuple[Event, ...]) -> None:
        for event in events:
            for callback in tuple(self._subscribers):
                try:
                    callback(event)
                except Exception:
                    log.exception("a listener failed on %s of source %d", event.kind, event.source_id)

    async def _load(self, now: int) -> None:
        self._loaded_at = now
        try:
            statuses = await asyncio.to_thread(self._read_sources)
        except Exception as error:  # noqa: BLE001  told by _failed; one failure never ends the loop
            self._failed("reading the sources", error)
        else:
            self._plan.load(statuses, now, self._only)

    def _failed(self, what: str, error: Exception) -> None:
        log.error("%s failed", what, exc_info=error)
        if self._on_error is not None:
            try:
                self._on_error(error)
            except Exception:
                log.exception("the listener for errors failed")

    async def _status(self, source_id: int) -> SourceStatus | None:
        url = self._urls.get(source_id)
        found = await asyncio.to_thread(self._read_source, url) if url is not None else None
        if found is None or found.source.id != source_id:
            statuses = await asyncio.to_thread(self._read_sources)
            found = next((status for status in statuses if status.source.id == source_id), None)
        return found

    def _read_sources(self) -> list[SourceStatus]:
        with self._tools.store.reads() as reads:
            statuses = reads.sources()
        self._urls = {status.source.id: status.source.url for status in statuses}
        return statuses

    def _read_source(self, url: str) -> SourceStatus | None:
        with self._tools.store.reads() as reads:
            return reads.source_by_url(url)

    def _until_due(self) -> float:
        at = self._plan.next_due(self._running)
        return HEARTBEAT if at is None else max(0.0, at - self._tools.clock.wall())

    def _clock_jumped(self) -> bool:
        clock = self._tools.clock
        offset = clock.wall() - clock.steady()
        jump, self._offset = abs(offset - self._offset), offset
        return jump > JUMP
