"""The polls under way: who may be asked, in which order, and what is remembered of what came."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

from reader.engine.network import Network
from reader.engine.poll import Asked, How, ask, settle
from reader.engine.result import PollResult
from reader.engine.schedule import Decision, refusal
from reader.net.address import host_of, is_local
from reader.net.gate import Gate
from reader.net.outcome import GOOD, OutcomeKind

if TYPE_CHECKING:
    from reader.engine.catalogue import Catalogue
    from reader.engine.others import Others
    from reader.engine.plan import Plan
    from reader.engine.poll import Polled
    from reader.engine.tools import Tools
    from reader.model.event import Event
    from reader.model.source import SourceStatus

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Polls under way at a time."""
AFTER_RESUME = 10
"""Seconds after which a source is tried again while the network is not up."""
BUSY = 600
"""Seconds for which a host that asks for patience is left alone until it is decided for how long."""
CLOSED = "the program is closing"


class Polls:
    """Makes polls, one at a time of each host, and keeps the plan true. `publish` hears the events of each, whole.

    `failed` hears of failures of our own that could not be recorded. At most `at_once` are under way at a time.
    """

    def __init__(
        self,
        tools: Tools,
        plan: Plan,
        catalogue: Catalogue,
        others: Others,
        publish: Callable[[tuple[Event, ...]], None],
        failed: Callable[[str, Exception], None],
        at_once: int = AT_ONCE,
    ) -> None:
        self.tools = tools
        self.network = Network(tools.clock)
        self.unattended = True
        self._plan = plan
        self._catalogue = catalogue
        self._others = others
        self._publish = publish
        self._failed = failed
        self._lanes = Gate()
        self._slots = asyncio.Semaphore(at_once)
        self._hosts_known = asyncio.Lock()
        self._knows_hosts = False
        self._setbacks = False

    async def make(self, source_id: int, *, due: bool = False, manual: bool = False, force: bool = False) -> PollResult:
        """Poll a source, unless there is a reason not to. Never raises but for cancellation.

        `due` says that only the plan wants it: if another process has polled it meanwhile, it is left alone.
        """
        try:
            await self._learn_hosts()
            if source_id not in self._catalogue.urls and await self._catalogue.source(source_id) is None:
                return PollResult(source_id, refused="there is no such source")
            async with AsyncExitStack() as slot:
                # The lane first: sources that wait for a slow host must not take the slots of others.
                async with self._lanes.hold(host_of(self._catalogue.urls[source_id])):
                    await slot.enter_async_context(self._slots)
                    asked = await self._ask(source_id, due=due, manual=manual, force=force)
                return asked if isinstance(asked, PollResult) else await self._settle(asked)
        except Exception as error:  # noqa: BLE001  told by `failed`; one failure never ends the loop
            self._setbacks = True
            self._plan.set_back(source_id, self.tools.clock.now())
            self._failed(f"poll of source {source_id}", error)
            return PollResult(source_id, refused=f"it could not be recorded ({type(error).__name__})")

    async def _learn_hosts(self) -> None:
        """Before the first poll: a host may have asked, by another source, to be left alone."""
        if self._knows_hosts:
            return
        async with self._hosts_known:
            if not self._knows_hosts:
                self._plan.hosts.load(await self._catalogue.sources(), self.tools.clock.now())
                self._knows_hosts = True

    async def _ask(self, source_id: int, *, due: bool, manual: bool, force: bool) -> Asked | PollResult:
        status = await self._catalogue.source(source_id)
        now = self.tools.clock.now()
        if status is None:
            return PollResult(source_id, refused="there is no such source")
        if due and not self._plan.still_due(status, now):
            return PollResult(source_id, refused="another Dateline has polled it", allowed_at=now)
        wait = self._refusal(status, now, manual=manual, force=force)
        if wait is not None:
            self._plan.put_off(source_id, wait.at)
            if wait.at is None:
                return PollResult(source_id, refused=wait.reason)
            return PollResult(source_id, refused=wait.reason, allowed_at=wait.at, wait=wait.at - now)
        self._plan.hosts.asked(status.source.url, now)
        asked = await ask(self.tools, status, self._how(status, now, manual=manual, force=force))
        there = asked.question.request.url
        if asked.outcome.kind is OutcomeKind.RATE_LIMITED:
            self._plan.hosts.hold(there, asked.at + BUSY, asked.at)
        elif asked.outcome.status is not None:
            self._plan.hosts.answered(there)
        return asked

    def _how(self, status: SourceStatus, now: int, *, manual: bool, force: bool) -> How:
        source_id = status.source.id
        return How(
            force=force,
            manual=manual,
            watched=self.unattended or self._plan.is_watched(source_id, now),
            online=self.network.is_online(source_id),
            host_rested=self._plan.hosts.rested(status.source.url),
            taken=self._catalogue.urls.values(),
        )

    def _refusal(self, status: SourceStatus, now: int, *, manual: bool, force: bool) -> Decision | None:
        url, poll = status.source.url, status.poll
        wait = refusal(now, status.source, poll)
        until = self._plan.hosts.resting_until(url)
        if until > now and (wait is None or wait.at is None or wait.at < until):
            return Decision(until, "its server asked to wait")
        if poll.outcome == OutcomeKind.GONE:
            return None if force else wait
        free_at = self._plan.hosts.free_at(url, now)
        if wait is None and manual and free_at > now:
            return Decision(free_at, "its host is asked for one source a minute")
        return wait if manual or poll.outcome == OutcomeKind.RATE_LIMITED else None

    async def _settle(self, asked: Asked) -> PollResult:
        source_id, kind = asked.status.source.id, asked.outcome.kind
        if not asked.how.manual and self.network.is_not_up_yet(kind):
            at = asked.at + AFTER_RESUME
            self._plan.put_off(source_id, at)
            return PollResult(source_id, refused="the network is not up yet", allowed_at=at, wait=AFTER_RESUME)
        self._others.recording(source_id)
        events: tuple[Event, ...] = ()
        try:
            polled = await settle(self.tools, asked)
            events = polled.events
            self._note(asked, polled)
            self._publish(events)
        finally:
            self._others.recorded(source_id, events)
        return PollResult(source_id, polled.report, events)

    def _note(self, asked: Asked, polled: Polled) -> None:
        status, report = asked.status, polled.report
        source_id, now, jitter = status.source.id, report.at, self.tools.jitter
        self._plan.decided(status, polled.decision, now)
        if self._setbacks:
            self._setbacks = False
            self._plan.recovered(now, jitter)
        if report.new_url is not None:
            self._catalogue.urls[source_id] = report.new_url
        if is_local(status.source.url):
            return
        if report.status is not None and asked.outcome.kind in GOOD:
            if self.network.answered(source_id):
                self._plan.network_back(now, jitter)
        elif not report.ok:
            self.network.failed(asked.outcome.kind, source_id)
