"""When sources are really asked next, for who only looks: a host that rests, rests with all its sources. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from reader.engine.hosts import Hosts, site_of
from reader.model.source import SourceStatus
from reader.net.outcome import OutcomeKind

ASKED_TO_WAIT = "{host} asked to be left alone"
ONE_AT_A_TIME = "{host} is asked for one source a minute"


def as_hosts_allow(statuses: Iterable[SourceStatus], now: int) -> list[SourceStatus]:
    """The same statuses, the next polls no sooner than their hosts allow at `now` (UTC seconds), with the reason.

    They are to be all that there are: of one that is left out it is not known what its host has asked for.
    """
    every, hosts = list(statuses), Hosts()
    hosts.load(every, now)
    return [_allowed(item, hosts, now) for item in every]


def _allowed(status: SourceStatus, hosts: Hosts, now: int) -> SourceStatus:
    poll, url = status.poll, status.source.url
    due = now if poll.last_poll_at is None else poll.next_poll_at
    free = hosts.free_at(url, now)
    if due is None or free <= max(due, now) or poll.outcome == OutcomeKind.RATE_LIMITED:
        return status
    words = ASKED_TO_WAIT if hosts.resting_until(url) >= free else ONE_AT_A_TIME
    return replace(status, poll=replace(poll, next_poll_at=free, next_poll_reason=words.format(host=site_of(url))))
