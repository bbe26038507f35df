"""What a poll asks for: conditional, whole or only what is new; and how an answer of news changes what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.engine.asking import DELTAS, after_delta, after_page, question, wants_delta
from reader.engine.deltas import as_delta, merged, on_behalf_of
from reader.engine.waits import DAY
from reader.model.snapshot import FeedData, FeedState
from reader.model.source import PollState, Progress, Source, SourceStatus, Validators
from tests.engine.fakes import START, entry, snapshot

TAG = Validators('"1"')
URL = "https://news.example/live"


def status(**poll) -> SourceStatus:
    return SourceStatus(Source(1, URL), PollState(validators=TAG, **poll))


def test_once_in_eight_days_all_of_it_is_asked_for() -> None:
    recent = question(status(progress=Progress(full_at=START)), START + 8 * DAY - 1)
    assert (recent.request.validators, recent.overdue) == (TAG, False)
    due = question(status(progress=Progress(full_at=START)), START + 8 * DAY)
    assert (due.request.validators, due.request.force, due.overdue) == (Validators(), False, True)
    assert not question(status(), START + 99 * DAY).overdue


def test_a_server_that_was_wrong_is_asked_daily_until_it_is_right() -> None:
    asked = question(status(progress=Progress(full_at=START)), START + 8 * DAY)
    wrong = after_page(Progress(full_at=START), asked, URL, START + 8 * DAY, came=True, changed=True)
    assert wrong.doubtful
    again = question(status(progress=wrong), START + 9 * DAY)
    assert again.overdue
    right = after_page(wrong, again, URL, START + 9 * DAY, came=True, changed=False)
    assert not right.doubtful
    assert not question(status(progress=right), START + 10 * DAY).overdue


def test_a_store_that_knows_no_time_counts_from_its_first_answer() -> None:
    asked = question(status(), START)
    assert after_page(Progress(), asked, URL, START, came=False, changed=False).full_at == START
    known = Progress(full_at=START - DAY)
    assert after_page(known, asked, URL, START, came=False, changed=False).full_at == START - DAY
    ahead = Progress(full_at=START + DAY)
    assert after_page(ahead, asked, URL, START, came=False, changed=False).full_at == START


def test_who_gave_the_validators_is_remembered_if_it_is_another_server() -> None:
    asked = question(status(), START)
    moved = after_page(Progress(), asked, "https://cdn.example/live", START, came=True, changed=True)
    assert question(status(progress=moved), START).request.validators_of == "https://cdn.example/live"
    back = after_page(moved, asked, "https://news.example/live/", START, came=True, changed=True)
    assert back.validators_of is None


LIVE = {
    "format": "live-page",
    "feed": FeedData(delta_url="https://news.example/live.json?after=9", state=FeedState.LIVE),
    "progress": Progress(full_at=START),
}


@pytest.mark.parametrize(
    ("change", "later", "wanted"),
    [
        ({}, 60, True),
        ({"feed": FeedData()}, 60, False),
        ({"feed": replace(LIVE["feed"], state=FeedState.ENDED)}, 60, False),
        ({"format": "rss20"}, 60, False),
        ({"failures": 1}, 60, False),
        ({"unconfirmed": 1}, 60, False),
        ({}, 1800, False),
        ({"progress": Progress()}, 60, False),
        ({"progress": Progress(full_at=START, deltas=DELTAS - 1)}, 60, True),
        ({"progress": Progress(full_at=START, deltas=DELTAS)}, 60, False),
    ],
)
def test_when_news_are_enough(change: dict, later: int, wanted: bool) -> None:
    assert wants_delta(status(**{**LIVE, **change}), START + later) is wanted


def test_every_tenth_poll_is_whole() -> None:
    progress = Progress(full_at=START)
    for _ in range(DELTAS):
        assert wants_delta(status(**{**LIVE, "progress": progress}), START + 60)
        progress = after_delta(progress)
    assert not wants_delta(status(**{**LIVE, "progress": progress}), START + 60)
    asked = question(status(), START)
    assert after_page(progress, asked, URL, START, came=False, changed=False).deltas == 0


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("https://news.example/live.json?after=9", True),
        ("https://api.example/live.json", True),
        ("http://news.example/live.json", False),
        ("file:///etc/passwd", False),
        ("javascript:x", False),
        ("", False),
        (None, False),
    ],
)
def test_what_a_page_may_send_us_to(target: str | None, asked: bool) -> None:
    request = on_behalf_of(URL, target)
    assert (request is not None) is asked
    if request is not None:
        assert request.on_behalf_of == URL
        assert request.validators == Validators()


def test_news_do_not_erase_what_is_known_of_the_page() -> None:
    page = FeedData(
        title="Harbour",
        language="en",
        order="newest_first",
        state=FeedState.LIVE,
        older_url="https://news.example/live?page=2",
        delta_url="https://news.example/live.json?after=9",
        coverage_start=START,
    )
    assert merged(page, FeedData()) == page
    assert merged(page, FeedData(order="oldest_first", older_url="https://news.example/x", title="Other")) == page
    cursor = "https://news.example/live.json?after=12"
    assert merged(page, FeedData(delta_url=cursor, tags=("sea",))) == replace(page, delta_url=cursor, tags=("sea",))
    ended = merged(page, FeedData(state=FeedState.ENDED, state_reason="closed", successor_url="https://news.example/2"))
    assert (ended.state, ended.state_reason, ended.successor_url) == ("ended", "closed", "https://news.example/2")


def test_news_are_never_complete() -> None:
    said = snapshot(entry("a", START, "One"), complete=True)
    assert not as_delta(said, FeedData(title="Harbour")).complete
    assert as_delta(said, FeedData(title="Harbour")).feed.title == "Harbour"
