"""When sources are said to be asked next, where their host has a say."""

from __future__ import annotations

from reader.engine.standing import as_hosts_allow
from reader.model.source import PollState, Progress, Source, SourceStatus
from reader.view.status import next_poll_words
from tests.engine.fakes import START

HOST = "https://news.example"


def status(number: int, url: str, **poll) -> SourceStatus:
    return SourceStatus(Source(number, url), PollState(**poll))


def told(*statuses: SourceStatus) -> list[str]:
    return [next_poll_words(item.poll, START) for item in as_hosts_allow(statuses, START)]


def test_a_host_that_rests_does_so_with_all_its_sources() -> None:
    progress = Progress(told_off_at=START - 60)
    limited = status(
        1,
        f"{HOST}/a",
        last_poll_at=START - 60,
        next_poll_at=START + 600,
        next_poll_reason="said so",
        outcome="rate_limited",
        progress=progress,
    )
    due = status(2, f"{HOST}/b", last_poll_at=START - 900, next_poll_at=START - 10, next_poll_reason="unchanged")
    new = status(3, f"{HOST}/c")
    later = status(4, f"{HOST}/d", last_poll_at=START - 900, next_poll_at=START + 900, next_poll_reason="unchanged")
    gone = status(5, f"{HOST}/e", last_poll_at=START - 900, outcome="gone")
    other = status(6, "https://other.example/b", last_poll_at=START - 900, next_poll_at=START - 10)
    assert told(limited, due, new, later, gone, other) == [
        "next in 10 min: said so",
        "next in 10 min: news.example asked to be left alone",
        "next in 10 min: news.example asked to be left alone",
        "next in 15 min: unchanged",
        "no next poll",
        "next now",
    ]


def test_a_host_that_counts_is_asked_for_one_source_a_minute() -> None:
    asked = status(1, f"{HOST}/a", last_poll_at=START - 20, next_poll_at=START + 600, outcome="ok")
    due = status(2, f"{HOST}/b", last_poll_at=START - 900, next_poll_at=START - 10, outcome="ok")
    assert told(asked, due)[1] == "next now"
    wary = status(3, f"{HOST}/c", last_poll_at=START - 900, progress=Progress(told_off_at=START - 900), outcome="gone")
    assert told(asked, due, wary)[1] == "next in 40 s: news.example is asked for one source a minute"
