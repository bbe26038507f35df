from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engine.schedule import DAY, Decision, Facts, Pace, due_at, is_live_page, next_poll, refusal
from reader.engine.waits import in_words
from reader.model.snapshot import FeedData, FeedState
from reader.model.source import PollState, Source
from reader.net.outcome import GOOD, OutcomeKind
from tests.engine.fakes import START as NOW

LIVE = Source(1, "https://news.example/live")
FEED = Source(2, "https://news.example/rss")
HERE = Source(3, "http://127.0.0.1:8000/live")
CHANGED = Facts(OutcomeKind.OK, changed=True, live=True)
SAME = Facts(OutcomeKind.NOT_MODIFIED, live=True)
NEWS = Facts(OutcomeKind.OK, changed=True)


def wait(source: Source, facts: Facts, poll: PollState | None = None, **more) -> int | None:
    at = next_poll(NOW, source, poll or PollState(), facts, **more).at
    return None if at is None else at - NOW


def after(decision: Decision, outcome: OutcomeKind, at: int = NOW) -> PollState:
    return PollState(outcome=outcome.value, next_poll_at=decision.at, last_poll_at=at)


def test_a_live_page_that_changes_on_screen() -> None:
    assert next_poll(NOW, LIVE, PollState(), CHANGED) == Decision(NOW + 60, "every 60 s while it changes")
    assert wait(replace(LIVE, interval=45), CHANGED) == 45
    assert wait(replace(LIVE, interval=5), CHANGED) == 30
    assert wait(LIVE, CHANGED, pace=Pace(live=90)) == 90


def test_a_live_page_that_does_not_change_is_asked_less_and_less() -> None:
    waits = [wait(LIVE, SAME, PollState(unchanged=n)) for n in range(8)]
    assert waits == [90, 135, 202, 304, 456, 600, 600, 600]
    assert next_poll(NOW, LIVE, PollState(unchanged=3), SAME).reason == "unchanged 4 times"
    assert next_poll(NOW, LIVE, PollState(), SAME).reason == "unchanged once"
    assert wait(replace(LIVE, interval=1200), SAME, PollState(unchanged=9)) == 1200
    assert wait(LIVE, CHANGED, PollState(unchanged=9)) == 60


def test_a_live_page_off_screen() -> None:
    decision = next_poll(NOW, LIVE, PollState(), replace(CHANGED, watched=False))
    assert decision == Decision(NOW + 900, "every 15 min while it is not on screen")


def test_a_feed() -> None:
    assert next_poll(NOW, FEED, PollState(), NEWS) == Decision(NOW + 3600, "every 1 h")
    assert wait(replace(FEED, interval=60), NEWS) == 900
    assert wait(replace(FEED, interval=1800), NEWS) == 1800
    assert wait(replace(FEED, interval=60), replace(NEWS, max_age=400, fresh_for=400)) == 400
    assert wait(replace(FEED, interval=60), replace(NEWS, max_age=10, fresh_for=10)) == 300


@pytest.mark.parametrize("source", [LIVE, FEED, HERE])
def test_what_server_and_feed_ask_for_is_a_lower_bound(source: Source) -> None:
    facts = replace(NEWS, live=source is not FEED)
    decision = next_poll(NOW, source, PollState(), replace(facts, fresh_for=7200, max_age=7200), jitter=-1)
    assert decision == Decision(NOW + 7200, "the server says that nothing is new for 2 h (Cache-Control)")
    decision = next_poll(NOW, source, PollState(), replace(facts, fresh_for=7200), jitter=-1)
    assert decision == Decision(NOW + 7200, "the server says that nothing is new for 2 h (Expires)")
    assert wait(source, replace(facts, feed=FeedData(ttl=5 * 3600)), jitter=-1) == 5 * 3600
    assert wait(source, replace(facts, feed=FeedData(ttl=10**9)), jitter=-1) == DAY


def test_skip_hours_and_days() -> None:
    # NOW is a Thursday, 08:53:20 UTC.
    assert wait(FEED, replace(NEWS, feed=FeedData(skip_hours=(9, 10)))) == 2 * 3600 + 400
    assert wait(FEED, replace(NEWS, feed=FeedData(skip_hours=(8, 12)))) == 3600
    friday = wait(FEED, replace(NEWS, feed=FeedData(skip_days=("Thursday",))))
    assert friday == 15 * 3600 + 400
    decision = next_poll(NOW, FEED, PollState(), replace(NEWS, feed=FeedData(skip_hours=(9,))))
    assert decision.reason == "the feed asks to be left alone at this hour"
    always = FeedData(skip_hours=tuple(range(24)), skip_days=("Monday",))
    assert wait(FEED, replace(NEWS, feed=always)) == 3600


def test_an_ended_page_is_not_asked_again() -> None:
    facts = replace(CHANGED, feed=FeedData(state=FeedState.ENDED))
    assert next_poll(NOW, LIVE, PollState(), facts) == Decision(None, "the page says that it has ended")


def test_gone_is_gone() -> None:
    assert next_poll(NOW, FEED, PollState(), Facts(OutcomeKind.GONE)) == Decision(
        None, "the page is gone for good (410)"
    )


def test_retry_after_holds_for_the_host() -> None:
    facts = Facts(OutcomeKind.RATE_LIMITED, retry_after=3600, live=True)
    for source in (LIVE, FEED, HERE, replace(HERE, interval=1)):
        decision = next_poll(NOW, source, PollState(), facts, jitter=-1)
        assert decision.at == NOW + 3600
        assert decision.whole_host
        assert "Retry-After" in decision.reason
    assert wait(LIVE, replace(facts, retry_after=0)) == 30


def climb(source: Source, facts: Facts, count: int, jitter: float = 0.0) -> list[int]:
    poll, waits = PollState(outcome="ok", last_poll_at=NOW - 60, next_poll_at=NOW), list[int]()
    for _ in range(count):
        decision = next_poll(NOW, source, poll, facts, jitter=jitter)
        assert decision.at is not None
        waits.append(decision.at - NOW)
        poll = after(decision, facts.kind)
    return waits


@pytest.mark.parametrize("kind", [OutcomeKind.SERVER_ERROR, OutcomeKind.TIMEOUT, OutcomeKind.BROKEN, OutcomeKind.TLS])
def test_trouble_is_met_with_longer_waits(kind: OutcomeKind) -> None:
    assert climb(LIVE, Facts(kind), 9) == [120, 240, 480, 960, 1920, 3840, 7200, 7200, 7200]


@pytest.mark.parametrize("kind", [OutcomeKind.NOT_FOUND, OutcomeKind.AUTH])
def test_denials_are_met_with_an_hour_six_and_a_day(kind: OutcomeKind) -> None:
    assert climb(FEED, Facts(kind), 5) == [3600, 21600, DAY, DAY, DAY]


def test_busy_without_a_word_of_when() -> None:
    waits = climb(FEED, Facts(OutcomeKind.RATE_LIMITED), 10)
    assert waits[:4] == [600, 1200, 2400, 4800]
    assert max(waits) == waits[-1] == DAY


@pytest.mark.parametrize("jitter", [-1.0, 1.0])
def test_chance_does_not_change_the_ladder(jitter: float) -> None:
    waits = climb(LIVE, Facts(OutcomeKind.TIMEOUT), 9, jitter)
    assert waits == [round(step * (1 + 0.1 * jitter)) for step in (120, 240, 480, 960, 1920, 3840, 7200, 7200, 7200)]


def test_trouble_of_our_own_network_does_not_count_against_the_source() -> None:
    offline = Facts(OutcomeKind.OFFLINE, online=False)
    assert climb(FEED, offline, 5) == [60] * 5
    assert climb(FEED, Facts(OutcomeKind.DNS, online=False), 3) == [60] * 3
    assert climb(FEED, Facts(OutcomeKind.DNS, online=True), 3) == [120, 240, 480]
    after_two_hours = PollState(outcome="offline", failures=120, last_poll_at=NOW - 60, next_poll_at=NOW)
    assert wait(FEED, Facts(OutcomeKind.SERVER_ERROR), after_two_hours) == 120
    assert wait(FEED, Facts(OutcomeKind.NOT_FOUND), after_two_hours) == 3600


def test_this_machine_is_asked_as_often_as_told() -> None:
    fast = replace(HERE, interval=1)
    for facts in (CHANGED, SAME, replace(SAME, watched=False), replace(CHANGED, fresh_for=3600)):
        assert wait(fast, facts, jitter=1) == 1
    assert wait(fast, Facts(OutcomeKind.CONNECT)) == 1
    assert wait(HERE, SAME, PollState(unchanged=7), jitter=-1) == 60
    assert wait(Source(4, "file:///tmp/day.html"), SAME) == 60
    assert wait(HERE, Facts(OutcomeKind.CONNECT)) == 120
    assert wait(replace(fast, url="https://news.example/"), CHANGED) == 30


kinds = st.sampled_from(list(OutcomeKind))
seconds = st.integers(0, 10 * DAY)
facts_of_any_sort = st.builds(
    Facts,
    kinds,
    changed=st.booleans(),
    live=st.booleans(),
    watched=st.booleans(),
    online=st.booleans(),
    feed=st.builds(
        FeedData,
        state=st.sampled_from([FeedState.LIVE, FeedState.UNKNOWN]),
        ttl=st.none() | st.integers(-5, 10 * DAY),
        skip_hours=st.lists(st.integers(-3, 40), max_size=24).map(tuple),
        skip_days=st.lists(st.sampled_from(["Monday", "thursday ", "x"]), max_size=3).map(tuple),
    ),
    fresh_for=seconds,
    max_age=st.none() | seconds,
    retry_after=st.none() | st.integers(0, DAY),
)
states = st.builds(
    PollState,
    outcome=st.none() | kinds.map(str),
    failures=st.integers(0, 10**6),
    unchanged=st.integers(0, 10**6),
    last_poll_at=st.none() | st.integers(NOW - 10 * DAY, NOW + 10 * DAY),
    next_poll_at=st.none() | st.integers(NOW - 10 * DAY, NOW + 10 * DAY),
)


@given(facts_of_any_sort, states, st.none() | st.integers(0, 10 * DAY), st.floats(-1, 1), st.booleans())
def test_floors_and_the_longest_wait_hold_for_everything(facts, poll, interval, jitter, live) -> None:
    source = replace(LIVE if live else FEED, interval=interval)
    facts = replace(facts, live=live)
    decision = next_poll(NOW, source, poll, facts, jitter=jitter)
    assert decision.reason
    if facts.kind is OutcomeKind.GONE:
        assert decision.at is None
        return
    assert decision.at is not None
    waited = decision.at - NOW
    longest = max(DAY, interval or 0) * 1.1 + DAY
    assert 30 <= waited <= longest
    if facts.kind in GOOD:
        assert waited >= min(facts.fresh_for, DAY)
        if not live and facts.max_age is None:
            assert waited >= 900
    if facts.kind is OutcomeKind.RATE_LIMITED:
        assert waited >= (facts.retry_after if facts.retry_after is not None else 540)


def test_due() -> None:
    poll = PollState(last_poll_at=NOW - 10, next_poll_at=NOW + 50, next_poll_reason="every 60 s", format="live-page")
    assert due_at(NOW, LIVE, PollState()) == NOW
    assert due_at(NOW, LIVE, poll) == NOW + 50
    assert due_at(NOW, replace(LIVE, paused=True), poll) is None
    assert due_at(NOW, LIVE, replace(poll, next_poll_at=None)) is None


def test_due_with_a_clock_that_was_wrong() -> None:
    ahead = PollState(last_poll_at=NOW + 5 * DAY, next_poll_at=NOW + 5 * DAY + 60, format="live-page")
    assert due_at(NOW, LIVE, ahead) == NOW
    far = PollState(last_poll_at=NOW - 60, next_poll_at=NOW + 30 * DAY, format="live-page")
    assert due_at(NOW, LIVE, far) == NOW
    assert due_at(NOW, FEED, replace(far, format="rss20")) == NOW + 3540


def test_a_page_that_comes_on_screen_is_due_sooner_unless_the_server_said_otherwise() -> None:
    slow = PollState(last_poll_at=NOW - 300, next_poll_at=NOW + 600, format="live-page")
    own = replace(slow, next_poll_reason="every 15 min while it is not on screen")
    assert due_at(NOW, LIVE, own) == NOW + 600
    assert due_at(NOW, LIVE, own, watched=True) == NOW - 240
    told = replace(slow, next_poll_reason="the server asked to wait 15 min (Retry-After)")
    assert due_at(NOW, LIVE, told, watched=True) == NOW + 600
    assert due_at(NOW, FEED, replace(own, format="rss20"), watched=True) == NOW + 600


def test_manual_refresh() -> None:
    poll = PollState(last_poll_at=NOW - 20, next_poll_at=NOW + 40, outcome="ok", format="live-page")
    live = refusal(NOW, LIVE, poll)
    assert live is not None
    assert live.at == NOW + 10
    feed = refusal(NOW, FEED, replace(poll, format="atom10"))
    assert feed is not None
    assert feed.at == NOW + 40
    assert refusal(NOW + 40, FEED, replace(poll, format="atom10")) is None
    assert refusal(NOW, HERE, poll) is None
    assert refusal(NOW, LIVE, PollState()) is None
    told = replace(poll, outcome="rate_limited", next_poll_at=NOW + 3600, next_poll_reason="the server asked to wait")
    for source in (LIVE, HERE):
        decision = refusal(NOW, source, told)
        assert decision is not None
        assert decision.at == NOW + 3600


@pytest.mark.parametrize(
    ("name", "live"),
    [
        ("rss20", False),
        ("atom10", False),
        ("jsonfeed", False),
        ("rdf", False),
        ("sputnik-text-2020", True),
        ("json-ld", True),
        (None, False),
    ],
)
def test_live_pages_and_feeds(name: str | None, live: bool) -> None:
    assert is_live_page(name) is live


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 s"),
        (90, "90 s"),
        (120, "2 min"),
        (900, "15 min"),
        (3600, "1 h"),
        (5400, "1 h 30 min"),
        (DAY, "1 day"),
        (2 * DAY, "2 days"),
        (36 * 3600, "36 h"),
    ],
)
def test_durations_in_words(seconds: int, words: str) -> None:
    assert in_words(seconds) == words
