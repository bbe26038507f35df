"""The score server: every line of the checklist of politeness as a counter of what was done against it.

It watches the wire and knows what the servers meant; of the program it knows only what it announces (the poll events),
what is on screen, and when a person asked by hand.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from reader.model.event import PollReport
from tests.simulation.loop import START, Times
from tests.simulation.network import PORTAL
from tests.simulation.rules import RULES
from tests.simulation.servers import DAY, Answer, Asked, Endpoint
from tests.simulation.standing import HostStanding, PageStanding

EIGHT_DAYS = 8 * DAY
NEVER_ARRIVED = ("names", "unreachable", "dns")
"""Failures of which the server never hears."""
_FAILED = ("timeout", "drip", "reset", "refused", "short")
_SLACK = 1.6
"""Seconds: the program counts in whole ones."""


@dataclass
class Score:
    """Counts what was done and what should not have been. `restarts` is how often the program was started again."""

    times: Times
    counts: Counter[str] = field(default_factory=Counter)
    notes: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    requests: int = 0
    conditional: int = 0
    not_modified: int = 0
    restarts: int = 0
    by_hand: set[str] = field(default_factory=set)
    forced: set[str] = field(default_factory=set)
    sources: dict[str, Endpoint] = field(default_factory=dict)
    intervals: dict[str, int] = field(default_factory=dict)
    most_at_once: int = 0
    polls: Counter[str] = field(default_factory=Counter)
    first_hops: Counter[str] = field(default_factory=Counter)
    _pages: dict[str, PageStanding] = field(default_factory=lambda: defaultdict(PageStanding))
    _hosts: dict[str, HostStanding] = field(default_factory=lambda: defaultdict(HostStanding))
    _open: dict[int, Asked] = field(default_factory=dict)
    _targets: set[str] = field(default_factory=set)
    _last: dict[str, float] = field(default_factory=dict)
    _given: dict[str, list[tuple[str | None, str | None]]] = field(default_factory=lambda: defaultdict(list))
    _seconds: Counter[int] = field(default_factory=Counter)

    def follow(self, endpoint: Endpoint, interval: int | None = None) -> None:
        """An endpoint is a source from now on, with the user's own pace if there is one."""
        self.sources[endpoint.url] = endpoint
        if interval:
            self.intervals[endpoint.url] = interval

    def show(self, urls: set[str]) -> None:
        """These sources are on screen from now on."""
        for url in self.sources:
            page = self._pages[url]
            if url in urls and page.shown_since is None:
                page.shown_since = self.times.true
            elif url not in urls and page.shown_since is not None:
                page.shown_since, page.left_at = None, self.times.true

    def restart(self) -> None:
        """The program was started again. What was under way is not held against its records."""
        self.restarts += 1
        for asked in self._open.values():
            self.first_hops[asked.url] -= 1

    def fault(self, rule: str, what: str) -> None:
        """Count one offence."""
        assert rule in RULES, rule
        self.counts[rule] += 1
        if len(self.notes[rule]) < 4:
            self.notes[rule].append(f"{(self.times.true - START) / 3600:.3f} h: {what}")

    # what goes over the wire

    def begun(self, asked: Asked) -> None:
        self.requests += 1
        self._concurrency(asked)
        self._headers(asked)
        self._host_at_rest(asked)
        plain = asked.url.partition("?")[0]
        if asked.url in self._targets and self._is_hop(asked):
            self._targets.discard(asked.url)
            return
        if asked.url not in self.sources:
            if not plain.startswith(PORTAL):
                self.fault("query added", asked.url)
            return
        self.first_hops[asked.url] += 1
        self._timing(asked, self._pages[asked.url], self.sources[asked.url])

    def answered(self, asked: Asked, answer: Answer) -> None:
        location = next((value for name, value in answer.headers if name == "Location"), None)
        if location is not None and answer.status in (301, 302, 303, 307, 308):
            self._targets.add(location)
            return
        endpoint = answer.endpoint or self.sources.get(asked.url)
        if endpoint is None:
            return
        if answer.breaks in NEVER_ARRIVED:
            self._pages[endpoint.url].free, self._pages[endpoint.url].least = {}, 0.0
            return
        page = self._pages[endpoint.url]
        self._validators(asked, page, answer)
        self._one_a_minute(asked)
        page.done_at, page.answered = self.times.true, True
        page.last_was_error, page.last_was_304 = not answer.good, answer.status == 304
        if answer.good:
            self._given[asked.url].append(endpoint.offered)
        self.not_modified += answer.status == 304
        page.free = {}
        if answer.status in (429, 503):
            self._told_off(asked, answer)
        if answer.good:
            self._hosts[asked.host].repeats, self._hosts[asked.host].rest_until = 0, 0.0
            self._after_good(page, endpoint, answer)
        else:
            self._after_bad(asked, page, answer)

    def ended(self, asked: Asked) -> None:
        self._open.pop(id(asked), None)

    # rules on single requests

    def _concurrency(self, asked: Asked) -> None:
        if any(other.host == asked.host for other in self._open.values()):
            self.fault("two at a time on a host", asked.url)
        self._open[id(asked)] = asked
        self.most_at_once = max(self.most_at_once, len(self._open))
        if len(self._open) > 8:
            self.fault("more than 8 at a time", f"{len(self._open)}")

    def _headers(self, asked: Asked) -> None:
        if asked.header("cookie"):
            self.fault("cookie", asked.url)
        if asked.header("referer"):
            self.fault("referer", asked.url)
        if "gzip" not in (asked.header("accept-encoding") or ""):
            self.fault("no gzip", asked.url)
        accept = asked.header("accept") or ""
        if not all(kind in accept for kind in ("atom+xml", "rss+xml", "feed+json", "text/html")):
            self.fault("no types named", accept)
        if not re.fullmatch(r"[\w.-]+/\d[\w.+-]* \(\+https?://\S+\)", asked.header("user-agent") or ""):
            self.fault("no honest name", asked.header("user-agent") or "none")
        careless = "no-cache" in f"{asked.header('cache-control')} {asked.header('pragma')}"
        if careless and asked.url not in self.forced:
            self.fault("no-cache", asked.url)

    def _validators(self, asked: Asked, page: PageStanding, answer: Answer) -> None:
        """Judge the conditions of a request that reached its endpoint, by what was offered before it."""
        sent = asked.header("if-none-match"), asked.header("if-modified-since")
        self.conditional += any(sent)
        given = self._given[asked.url]
        offered = given[-1] if given else (None, None)
        if sent == offered:
            return
        if not any(sent):
            self._unconditional(asked, page, answer)
            return
        for got, one in zip(sent, offered, strict=True):
            if got is None or got == one:
                continue
            ever = {value for pair in given for value in pair if value}
            if got in ever:
                rule = "validators not taken from a 304" if page.last_was_304 else "validators of an earlier body"
            elif any(_bare(got) == _bare(value) for value in ever):
                rule = "validators changed on the way"
            else:
                rule = "validators invented"
            self.fault(rule, f"{asked.url}: {got!r} in place of {one!r}")

    def _unconditional(self, asked: Asked, page: PageStanding, answer: Answer) -> None:
        if asked.url in self.forced:
            return
        if answer.full_before is not None and asked.at - answer.full_before >= EIGHT_DAYS - 3600:
            return
        again, page.bare_at = asked.at - page.bare_at < EIGHT_DAYS, asked.at
        if again:
            self.fault("whole document more than once in 8 days", asked.url)
        rule = (
            "validators dropped by an error" if page.last_was_error else "unconditional though validators were offered"
        )
        self.fault(rule, asked.url)

    def _host_at_rest(self, asked: Asked) -> None:
        host = self._hosts[asked.host]
        if asked.at < host.rest_until - _SLACK:
            left = f"{asked.url}, {host.rest_until - asked.at:.0f} s left"
            if asked.url in self.by_hand:
                self.fault("pause overruled by hand", left)
            elif host.rest_in != self.restarts:
                self.fault("pause forgotten by a restart", left)
            else:
                self.fault(host.rest_rule, left)

    def _one_a_minute(self, asked: Asked) -> None:
        host = self._hosts[asked.host]
        if host.told_off and asked.at - host.asked_at < 58 and asked.url not in self.by_hand:
            self.fault("busy host asked more than once a minute", f"{asked.url} after {asked.at - host.asked_at:.0f} s")
        host.asked_at = asked.at

    def _is_hop(self, asked: Asked) -> bool:
        return asked.url in self._targets or asked.url.startswith(PORTAL)

    # rules on times

    def _timing(self, asked: Asked, page: PageStanding, endpoint: Endpoint) -> None:
        now, hand = asked.at, asked.url in self.by_hand
        if page.gone and asked.url not in self.forced:
            self.fault("after 410", asked.url)
        if page.ended and not hand:
            self.fault("after the end", asked.url)
        gap = now - page.done_at
        self._connection(asked, page, endpoint, gap)
        if hand:
            if gap < (30 if endpoint.live else 60) - _SLACK:
                self.fault("by hand too soon", f"{asked.url} after {gap:.0f} s")
        elif page.answered:
            self._by_itself(asked, page, endpoint, gap)
        page.begun_at = now
        self._seconds[int(now) % 60] += 1

    def _connection(self, asked: Asked, page: PageStanding, endpoint: Endpoint, gap: float) -> None:
        closes = (asked.header("connection") or "").lower() == "close"
        steady = self.times.steady  # what a program can know of a time in which the machine slept
        last, self._last[asked.host] = self._last.get(asked.host, -1e12), steady
        if closes and endpoint.live and page.shown_since is not None and page.answered and gap <= 66:
            self.fault("connection closed", asked.url)
        if not closes and steady - last > 120:
            self.fault("connection kept", asked.url)

    def _by_itself(self, asked: Asked, page: PageStanding, endpoint: Endpoint, gap: float) -> None:
        now, what = asked.at, f"{asked.url} after {gap:.0f} s"
        page.gaps.append(round(gap))
        for rule, until in page.free.items():
            if now < until - _SLACK:
                self.fault(rule, f"{what}, {until - now:.0f} s left")
        self._skipped(asked, endpoint)
        shown = page.shown_since is not None and page.shown_since > page.done_at
        least, rule = (
            (54.0, "live page faster than its pace") if endpoint.live and shown else (page.least, page.least_rule)
        )
        if page.failures:
            least, rule = page.least, page.least_rule
        if gap < least - _SLACK:
            self.fault(rule, f"{what}, not {least:.0f}")
        floor = 30 if endpoint.live else 300 if 0 < (endpoint.lasts or 0) < 900 else 900
        if not page.last_was_error and gap < floor - _SLACK:
            self.fault("live page below its floor" if endpoint.live else "feed below its floor", what)
        if page.announced is not None and now < page.announced - _SLACK and not (endpoint.live and shown):
            early = f"{what}, {page.announced - now:.0f} s early"
            restarted = page.announced_in != self.restarts
            self.fault("timers reset by a restart" if restarted else "before the time announced", early)

    def _skipped(self, asked: Asked, endpoint: Endpoint) -> None:
        when = datetime.fromtimestamp(asked.at, UTC)
        if when.hour in endpoint.wishes.skip_hours:
            self.fault("in skipHours", f"{asked.url} at {when:%H:%M}")
        if when.strftime("%A") in endpoint.wishes.skip_days:
            self.fault("in skipDays", f"{asked.url} on {when:%A}")

    def _after_good(self, page: PageStanding, endpoint: Endpoint, answer: Answer) -> None:
        now = self.times.true
        page.failures, page.failed_as, page.failed_begun = 0, "", []
        page.free = {rule: now + seconds for rule, seconds in answer.fresh}
        page.unchanged = 0 if answer.changed else page.unchanged + 1
        page.ended = page.ended or answer.ended
        own = self.intervals.get(endpoint.url)
        if not endpoint.live:
            bare = not any(endpoint.offered) and page.unchanged
            rule = "same body without validators, pace not doubled" if bare else "feed faster than its pace"
            page.least, page.least_rule = 0.9 * (own or 3600) * (2 if bare and not own else 1), rule
        elif page.shown_since is None and now - page.left_at >= 600:
            page.least, page.least_rule = 0.9 * max(900, own or 0), "unseen live page not slower"
        elif page.unchanged:
            least = 0.9 * max(min((own or 60) * 1.5**page.unchanged, 600), own or 0)
            page.least, page.least_rule = least, "unchanged live page not slower"
        else:
            page.least, page.least_rule = max(30.0, 0.9 * (own or 60)), "live page faster than its pace"

    def _after_bad(self, asked: Asked, page: PageStanding, answer: Answer) -> None:
        kind = _sort_of_failure(answer)
        page.failures = page.failures + 1 if kind == page.failed_as else 1
        page.failed_as = kind
        page.gone = page.gone or kind == "gone"
        page.least, page.least_rule = 0.0, ""
        if kind == "denied":
            ladder = (3600, 6 * 3600, DAY)
            page.least, page.least_rule = 0.9 * ladder[min(page.failures, 3) - 1], "refused, asked too soon"
        elif kind == "trouble":
            page.least, page.least_rule = 0.9 * min(7200, 120 * 2 ** (page.failures - 1)), "failed, asked too soon"
            page.failed_begun = [at for at in page.failed_begun if asked.at - at < 3600] + [asked.at]
            if len(page.failed_begun) > 6:
                self.fault("retry storm", f"{asked.url}: {len(page.failed_begun)} in an hour")

    def _told_off(self, asked: Asked, answer: Answer) -> None:
        host = self._hosts[asked.host]
        host.repeats += 1
        host.told_off = answer.by_the_minute
        host.rest_in = self.restarts
        now = self.times.true
        if answer.rest is not None:
            host.rest_until, host.rest_rule = max(host.rest_until, now + min(answer.rest, DAY)), "during Retry-After"
            host.repeats = 0
            return
        wait = 0.9 * min(600 * 2 ** (host.repeats - 1), DAY)
        host.rest_rule = "pause not doubled" if host.repeats > 1 else "during the pause without Retry-After"
        host.rest_until = max(host.rest_until, now + wait)

    # what the program says

    def announced(self, url: str, report: PollReport) -> None:
        """A poll event was heard."""
        self.polls[url] += 1
        page = self._pages[url]
        offline = report.outcome in ("offline", "captive", "dns", "proxy")
        page.announced = None if offline or report.next_poll_at is None else float(report.next_poll_at)
        page.announced_in = self.restarts
        if report.next_poll_at is not None and report.next_poll_at - report.at > DAY * 1.1 + 5:
            self.fault("kept away for more than a day", f"{url}: {report.next_poll_at - report.at} s")
        if page.failed_as == "denied" and report.next_poll_at is None:
            self.fault("refused, never asked again", url)
        if page.gone and not (report.outcome == "gone" and report.message and report.next_poll_at is None):
            self.fault("410 not told", f"{url}: {report.outcome}")

    def finish(self, addresses: dict[str, str]) -> None:
        """Count what shows only in the end, while the program still runs. `addresses`: those of the sources by now."""
        for url, now in addresses.items():
            if url != now:
                self.fault("address rewritten too early", f"{url} to {now}")
        for url, page in self._pages.items():
            if url in self.sources and len(page.gaps) >= 6 and _alike(page.gaps):
                self.fault("no jitter", f"{url}: always {page.gaps[0]} s")
        total = self._seconds.total()
        if total >= 100:
            second, times = self._seconds.most_common(1)[0]
            if times > total / 5:
                self.fault("all on the minute", f"{times} of {total} requests begin at second {second}")
        under_way = Counter(asked.url for asked in self._open.values())
        for url, times in (self.first_hops - under_way).items():
            if times != self.polls[url]:
                self.fault("request without a poll on record", f"{url}: {times} requests, {self.polls[url]} polls")

    def table(self) -> str:
        """The score as a table."""
        share = 100 * self.not_modified / max(1, self.requests)
        lines = [
            f"{self.requests} requests, {self.conditional} conditional, {self.not_modified} answered 304 ({share:.0f} %), "
            f"at most {self.most_at_once} at a time",
            *(f"{self.counts[rule]:6}  {rule}  ({line})" for rule, line in RULES.items()),
        ]
        for rule, notes in self.notes.items():
            lines += [f"        {rule}: {note}" for note in notes]
        return "\n".join(lines)


def _alike(gaps: list[int]) -> bool:
    """Whether waits are all the same but for the time that an answer takes."""
    return max(gaps) - min(gaps) <= max(2, max(gaps) // 100)


def _sort_of_failure(answer: Answer) -> str:
    if answer.status == 410:
        return "gone"
    if answer.breaks in _FAILED or (500 <= answer.status <= 599 and answer.status != 503):
        return "trouble"
    if answer.status in (429, 503):
        return "busy"
    return "denied" if answer.status in (401, 402, 403, 404) else "other"


def _bare(validator: str) -> str:
    """A validator without what a careless client changes: quotes, W/, case, the suffix of a coding, the form of a date."""
    try:
        return str(parsedate_to_datetime(validator).timestamp())
    except (TypeError, ValueError, IndexError):
        return re.sub(r'^w/|-gzip|["\s]', "", validator.lower())
