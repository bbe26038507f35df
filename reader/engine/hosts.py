"""Which hosts are to be left alone until when. No I/O; the time is handed in, in UTC seconds.

A host that answers 429 or 503 is left alone with all its sources. One that is known to count requests, or has told us
off within a day, is asked for one feed a minute.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from reader.engine.waits import DAY
from reader.net.address import KNOWN, host_of, is_local
from reader.net.freshness import retry_after
from reader.net.outcome import OutcomeKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.model.source import SourceStatus
    from reader.net.outcome import Outcome

ONE_A_MINUTE = ("reddit.com",)
"""Sites, with all their hosts, that turn away readers who ask for two feeds within a minute."""
SPACING = 60
PATIENCE = 600
"""Seconds for which a host is left alone that asks for it without saying for how long."""
WARY = DAY
"""Seconds for which a host that has told us off counts as one of those."""


class Hosts:
    """What is known of the hosts that sources are on. What is on this machine is asked as often as one likes."""

    def __init__(self) -> None:
        self._resting: dict[str, int] = {}
        self._held: dict[str, int] = {}
        self._rested: dict[str, int] = {}
        self._told_off: dict[str, int] = {}
        self._asked: dict[str, int] = {}

    def load(self, statuses: Iterable[SourceStatus], now: int) -> None:
        """Take over what is stored of all sources. What was stored by a clock that was ahead says nothing."""
        known = [(s.poll.last_poll_at, s.source.url, s.poll) for s in statuses if s.poll.last_poll_at is not None]
        for at, url, poll in sorted(known, key=lambda one: one[0]):
            if at > now + 60:
                continue
            self.asked(url, at)
            if poll.progress.told_off_at is not None:
                self._tell_off(url, poll.progress.told_off_at)
            if poll.outcome == OutcomeKind.RATE_LIMITED and poll.next_poll_at is not None:
                self.rest(url, min(poll.next_poll_at, now + DAY), at)
            else:
                self.answered(url)

    def heard(self, url: str, outcome: Outcome, now: int) -> None:
        """Take note of how a host answered at `now` for what is no poll: what it asks for holds for its polls, too."""
        if outcome.kind is OutcomeKind.RATE_LIMITED:
            wanted = retry_after(outcome.cache, now)
            self.rest(url, now + (PATIENCE if wanted is None else wanted), now)

    def hold(self, url: str, until: int, now: int) -> None:
        """Leave the host of an address alone until that is `decided`, or until then: at `now` it has asked for it."""
        host = site_of(url)
        if host:
            self._held[host] = until
            self._tell_off(url, now)

    def decided(self, url: str, until: int, now: int) -> None:
        """For how long the host of an address is to rest is known now: what it was held for counts no more."""
        self._held.pop(site_of(url), None)
        self.rest(url, until, now)

    def rest(self, url: str, until: int, now: int) -> None:
        """Leave the host of an address alone: at `now` it has asked for that."""
        host = site_of(url)
        if host:
            self._resting[host] = max(until, self._resting.get(host, 0))
            self._rested[host] = until - now
            self._tell_off(url, now)

    def _tell_off(self, url: str, now: int) -> None:
        host = site_of(url)
        self._told_off[host] = max(now, self._told_off.get(host, 0))

    def answered(self, url: str) -> None:
        """Its host has answered without asking for patience."""
        self._rested.pop(site_of(url), None)

    def rested(self, url: str) -> int:
        """For how many seconds its host was left alone last, if it has answered nothing else since; else 0."""
        return self._rested.get(site_of(url), 0)

    def resting_until(self, url: str) -> int:
        """Until when the host of an address wants to be left alone; 0 where it never said so."""
        host = site_of(url)
        return max(self._resting.get(host, 0), self._held.get(host, 0))

    def asked(self, url: str, now: int) -> None:
        """Take note of a request."""
        host = site_of(url)
        if host:
            self._asked[host] = max(now, self._asked.get(host, 0))

    def is_spaced(self, url: str, now: int) -> bool:
        """Whether its host is one that is asked for one feed a minute."""
        host = site_of(url)
        told_off = 0 <= now - self._told_off.get(host, now - WARY) < WARY
        return (host in ONE_A_MINUTE or told_off) and not is_local(url)

    def free_at(self, url: str, now: int) -> int:
        """From when on an address may be asked for, as far as its host matters; 0: at any time."""
        host = site_of(url)
        spaced = self._asked[host] + SPACING if host in self._asked and self.is_spaced(url, now) else 0
        return max(spaced, self.resting_until(url))

    def set_back(self, seconds: int) -> None:
        """The clock was set back by so much: what was counted from the old time is counted from the new one."""
        for times in (self._resting, self._held, self._told_off, self._asked):
            for host in times:
                times[host] -= seconds


@lru_cache(maxsize=KNOWN)
def site_of(url: str) -> str:
    """The host, or the site where all its hosts count as one."""
    host = host_of(url)
    return next((site for site in ONE_A_MINUTE if host == site or host.endswith(f".{site}")), host)
