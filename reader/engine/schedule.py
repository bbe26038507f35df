"""When a source is asked next, and why, in words. Pure: the time, the facts and the chance are handed in.

Manners: Cache-Control, Expires, ttl and skipHours are lower bounds; Retry-After holds for the host; refusals are met
with longer and longer waits; nothing that is not on this machine is asked faster than the floors.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.engine.waits import BUSY, DAY, in_words, ladder_of, next_rung
from reader.model.snapshot import FeedData
from reader.net.address import is_local
from reader.net.outcome import CONNECTIVITY, GOOD, OutcomeKind

if TYPE_CHECKING:
    from reader.model.source import PollState, Source

LIVE_FLOOR = 30
LIVE_SLOWEST = 600
LIVE_UNSEEN = 900
FEED_FLOOR = 900
FEED_FLOOR_BY_SERVER = 300
FEED_SLOWEST = 6 * 3600
MANUAL_LIVE = 30
MANUAL_FEED = 60
OFFLINE_WAIT = 60
PORTAL_WAIT = 300
JITTER = 0.1

_UNSEEN = "while it is not on screen"
"""How the reason ends that is overruled when the page comes on screen."""
_NO_NETWORK = "no network"
"""How the reason begins that is overruled when the network is back."""
_NEVER_ARRIVED = frozenset({OutcomeKind.OFFLINE, OutcomeKind.DNS, OutcomeKind.PROXY})
"""Failures that the server knows nothing of, so that it need not be spared."""
_FEED_FORMATS = ("rss", "atom", "rdf", "cdf", "feed", "json-feed", "jsonfeed", "json_feed", "json feed")


@dataclass(frozen=True, slots=True)
class Pace:
    """The user's default pace: seconds between polls of a live page that changes, and of a feed."""

    live: int = 60
    feed: int = 3600


@dataclass(frozen=True, slots=True)
class Facts:
    """What a poll has shown, as far as the next one depends on it. Durations in seconds."""

    kind: OutcomeKind
    changed: bool = False
    """The entries differ from those of the poll before."""
    live: bool = False
    """It is a live page, not a feed."""
    watched: bool = True
    """It is on screen, or followed by a command."""
    online: bool = True
    """Another source has answered lately, so the network works."""
    validated: bool = True
    """The server gives validators, so that it can be asked at little cost whether anything is new."""
    feed: FeedData = field(default_factory=FeedData)
    fresh_for: int = 0
    max_age: int | None = None
    retry_after: int | None = None
    host_rested: int = 0
    """How long its host was left alone before, if that is what it asked for last, by whatever source."""


@dataclass(frozen=True, slots=True)
class Decision:
    """When to poll next (UTC seconds; None: not by ourselves any more), why, and whether the whole host is to rest."""

    at: int | None
    reason: str
    whole_host: bool = False


def is_live_page(format_name: str | None) -> bool:
    """Whether a format is that of a live page; feeds have formats of their own."""
    return format_name is not None and not format_name.lower().startswith(_FEED_FORMATS)


def next_poll(
    now: int, source: Source, poll: PollState, facts: Facts, *, pace: Pace | None = None, jitter: float = 0.0
) -> Decision:
    """Decide when `source` is polled after a poll at `now` that showed `facts`.

    `poll` is its state before that poll. `jitter` is chance, from -1 to 1; it shifts the time by up to a tenth.
    """
    if facts.kind is OutcomeKind.GONE:
        return Decision(None, "the page is gone for good (410)")
    if facts.kind is OutcomeKind.RATE_LIMITED:
        return _told_to_wait(now, source, poll, facts, jitter)
    if facts.kind in GOOD:
        return _as_usual(now, source, poll, facts, pace=pace or Pace(), jitter=jitter)
    return _after_trouble(now, source, poll, facts, jitter)


def _told_to_wait(now: int, source: Source, poll: PollState, facts: Facts, jitter: float) -> Decision:
    if facts.retry_after is not None:
        floor = 1 if is_local(source.url) else LIVE_FLOOR if facts.live else FEED_FLOOR
        wait = max(facts.retry_after, floor)
        return Decision(now + wait, f"the server asked to wait {in_words(wait)} (Retry-After)", whole_host=True)
    wait = next_rung(BUSY, max(_last_wait(poll, facts.kind), facts.host_rested))
    return Decision(
        now + _shifted(wait, jitter), f"the server is too busy; asked again after {in_words(wait)}", whole_host=True
    )


def _after_trouble(now: int, source: Source, poll: PollState, facts: Facts, jitter: float) -> Decision:
    if source.interval and is_local(source.url):
        return Decision(now + source.interval, f"every {in_words(source.interval)} on this machine")
    if facts.kind is OutcomeKind.CAPTIVE:
        said = "a login is in the way" if facts.online else f"{_NO_NETWORK}, a login is in the way"
        return Decision(now + _shifted(PORTAL_WAIT, jitter), f"{said}; every {in_words(PORTAL_WAIT)}")
    if facts.kind in CONNECTIVITY and not (facts.online and facts.kind is OutcomeKind.DNS):
        wait = _shifted(OFFLINE_WAIT, -abs(jitter))
        return Decision(now + wait, f"{_NO_NETWORK}; tried every {in_words(OFFLINE_WAIT)}")
    wait = next_rung(ladder_of(facts.kind), _last_wait(poll, facts.kind))
    return Decision(now + _shifted(wait, jitter), f"asked again {in_words(wait)} after a failure")


def _last_wait(poll: PollState, kind: OutcomeKind) -> int:
    """How long we waited after the last failure of this sort; 0 if the last poll was none of it.

    Taken from the times stored, not from a count of failures: those of our own network are in that count.
    """
    if poll.outcome is None or poll.next_poll_at is None or poll.last_poll_at is None:
        return 0
    ours = (poll.outcome in CONNECTIVITY) is (kind in CONNECTIVITY)
    same = ours and poll.outcome not in GOOD and ladder_of(poll.outcome) is ladder_of(kind)
    return max(0, poll.next_poll_at - poll.last_poll_at) if same else 0


def _as_usual(now: int, source: Source, poll: PollState, facts: Facts, *, pace: Pace, jitter: float) -> Decision:
    if facts.feed.state == "ended":
        onward = f"; it goes on at {facts.feed.successor_url}" if facts.feed.successor_url else ""
        return Decision(None, f"the page says that it has ended{onward}")
    local = is_local(source.url)
    if local and source.interval:
        return Decision(now + source.interval, f"every {in_words(source.interval)}")
    wait, floor, reason = (_live_pace if facts.live else _feed_pace)(source, poll, facts, pace, local=local)
    bound, bound_reason = _bound(facts)
    if bound > wait:
        wait, reason = bound, bound_reason
    at = now + max(bound, floor, wait if local else _shifted(wait, jitter))
    open_at = min(_not_skipped(at, facts.feed), max(at, now + DAY))
    return Decision(open_at, "the feed asks to be left alone at this hour" if open_at > at else reason)


def _live_pace(source: Source, poll: PollState, facts: Facts, pace: Pace, *, local: bool) -> tuple[int, int, str]:
    """Seconds to wait, the least that it may be, and why."""
    if local:
        return pace.live, 1, f"every {in_words(pace.live)}"
    base = max(LIVE_FLOOR, source.interval or pace.live)
    if not facts.watched:
        wait = max(LIVE_UNSEEN, base)
        return wait, LIVE_FLOOR, f"every {in_words(wait)} {_UNSEEN}"
    if facts.changed:
        return base, LIVE_FLOOR, f"every {in_words(base)} while it changes"
    wait = min(round(base * _growth(poll, 1.5 if facts.validated else 2)), max(LIVE_SLOWEST, base))
    return wait, LIVE_FLOOR, _unchanged(poll, facts)


def _growth(poll: PollState, factor: float) -> float:
    return factor ** min(poll.unchanged + 1, 12)


def _unchanged(poll: PollState, facts: Facts) -> str:
    times = "once" if poll.unchanged == 0 else f"{poll.unchanged + 1} times"
    return f"unchanged {times}" if facts.validated else f"unchanged {times}, and its server can only send all of it"


def _feed_pace(source: Source, poll: PollState, facts: Facts, pace: Pace, *, local: bool) -> tuple[int, int, str]:
    wanted = source.interval or pace.feed
    floor = 1 if local else FEED_FLOOR
    if facts.max_age is not None and 0 < facts.max_age < floor:
        floor = max(facts.max_age, FEED_FLOOR_BY_SERVER)
    wait = max(wanted, floor)
    if local or facts.changed or facts.validated:
        return wait, floor, f"every {in_words(wait)}"
    # The user's own pace is kept to more closely: there it is doubled once.
    slowest = 2 * wait if source.interval else max(FEED_SLOWEST, wait)
    return min(round(wait * _growth(poll, 2)), slowest), floor, _unchanged(poll, facts)


def _bound(facts: Facts) -> tuple[int, str]:
    """The seconds below which server or feed do not want us back, at most a day, and who says so."""
    fresh, ttl = min(facts.fresh_for, DAY), min(facts.feed.ttl or 0, DAY)
    if ttl > fresh:
        return ttl, f"the feed asks for no more than every {in_words(ttl)}"
    header = "Expires" if facts.max_age is None else "Cache-Control"
    return fresh, f"the server says that nothing is new for {in_words(fresh)} ({header})"


def _not_skipped(at: int, feed: FeedData) -> int:
    """The first moment from `at` on that is in none of the feed's skipHours and skipDays (UTC), within a day.

    RSS 2.0 gives hours from 0 to 23 (24 is taken for 0) and days by their English names.
    """
    hours = {hour % 24 for hour in feed.skip_hours}
    days = {day.strip().lower() for day in feed.skip_days}
    moment = at
    while moment < at + DAY:
        when = datetime.fromtimestamp(moment, UTC)
        if when.hour not in hours and when.strftime("%A").lower() not in days:
            return moment
        moment += 3600 - moment % 3600
    return at


def _shifted(wait: int, jitter: float) -> int:
    """The wait, up to a tenth more or less; never for that more than a day."""
    shifted = round(wait * (1 + JITTER * max(-1.0, min(1.0, jitter))))
    return max(1, min(shifted, max(wait, DAY)))


def waits_for_network(reason: str | None) -> bool:
    """Whether a source waits, by the reason of its decision, for nothing but a network that works."""
    return (reason or "").startswith(_NO_NETWORK)


def due_at(now: int, source: Source, poll: PollState, *, watched: bool = False, pace: Pace | None = None) -> int | None:
    """When a stored source is due, as seen from `now`; None if it is not polled by itself (any more).

    A time that lies too far ahead, or a last poll in the future, comes of a clock that was wrong. A live page that has
    come on screen need not wait for the slow pace that it had while nobody looked.
    """
    pace = pace or Pace()
    if source.paused:
        return None
    if poll.last_poll_at is None:
        return now
    if poll.next_poll_at is None:
        return None
    if poll.last_poll_at > now + 60:
        return now
    live = is_live_page(poll.format)
    usual = source.interval or (pace.live if live else pace.feed)
    if poll.next_poll_at > now + max(DAY, (source.interval or 0) * 11 // 10):
        return poll.last_poll_at + usual
    if live and watched and (poll.next_poll_reason or "").endswith(_UNSEEN):
        return min(poll.next_poll_at, poll.last_poll_at + max(LIVE_FLOOR, usual))
    return poll.next_poll_at


def refusal(now: int, source: Source, poll: PollState) -> Decision | None:
    """Why a refresh that the user asks for has to wait, and until when; None if it may go ahead.

    At most every 30 seconds for a live page and every 60 for a feed; on this machine always. A server that asked to
    wait, or said that the page is gone for good (no time then), is not overruled.
    """
    if poll.outcome == OutcomeKind.GONE:
        return Decision(None, poll.next_poll_reason or "the page is gone for good (410)")
    if poll.last_poll_at is None or poll.last_poll_at > now + 60:
        return None
    if poll.outcome == OutcomeKind.RATE_LIMITED and (poll.next_poll_at or 0) > now:
        return Decision(poll.next_poll_at, poll.next_poll_reason or "the server asked to wait")
    if is_local(source.url) or poll.outcome in _NEVER_ARRIVED:
        return None
    least = MANUAL_LIVE if is_live_page(poll.format) else MANUAL_FEED
    allowed = poll.last_poll_at + least
    return Decision(allowed, f"it may be asked once in {in_words(least)}") if allowed > now else None
