"""Watch rules beside a real store: the first look is silent, a batch is one notice, quiet hours and pauses gather."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.clock import Clock
from reader.engine.watches import Watches
from reader.model.event import Event, EventKind, PollReport
from reader.model.watch_rule import WatchRule
from reader.store import Store
from tests.store.fill import NOW, page, poll

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

URL = "https://news.example/live"


class Ear:
    """Hears notices; `now` is the time that the rules go by."""

    def __init__(self) -> None:
        self.now = NOW + 1000
        self.told: list[tuple[str, list[str]]] = []
        self.heard = threading.Condition()

    def __call__(self, rule: WatchRule, events: Sequence[Event]) -> None:
        with self.heard:
            names = [f"{event.kind}:{event.entry.entry.key}" for event in events if event.entry is not None]
            self.told.append((rule.name, sorted(names)))
            self.heard.notify_all()
        if rule.name == "broken":
            raise RuntimeError

    def wait(self, number: int) -> list[tuple[str, list[str]]]:
        end = time.monotonic() + 60
        with self.heard:
            while len(self.told) < number and time.monotonic() < end:
                self.heard.wait(0.2)
            return list(self.told)

    @property
    def clock(self) -> Clock:
        return Clock(wall=lambda: self.now)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "dateline.db") as opened:
        yield opened


def tell(watches: Watches, events: Sequence[Event]) -> None:
    for event in events:
        watches.heard(event)


def test_the_first_look_is_silent_and_a_batch_is_one_notice(store: Store) -> None:
    ear = Ear()
    source = store.add_source(URL, now=NOW).result()
    watches = Watches(store, [WatchRule("all", every="0s")], ear, ear.clock)
    tell(watches, poll(store, source, page("a", "b"), at=NOW))
    tell(watches, poll(store, source, page("a", "b", "c", "d"), at=NOW + 60))
    tell(watches, poll(store, source, page("a", "b", "c", "d"), at=NOW + 120))
    watches.close(60)
    assert ear.told == [("all", ["new:c", "new:d"])]


def test_a_source_that_was_looked_at_before_is_known(store: Store) -> None:
    ear = Ear()
    source = store.add_source(URL, now=NOW).result()
    poll(store, source, page("a"), at=NOW)
    watches = Watches(store, [WatchRule("all")], ear, ear.clock)
    tell(watches, poll(store, source, page("a", "b"), at=NOW + 60))
    watches.close(60)
    assert ear.told == [("all", ["new:b"])]


def test_a_first_look_that_failed_is_none(store: Store) -> None:
    ear = Ear()
    source = store.add_source(URL, now=NOW).result()
    watches = Watches(store, [WatchRule("all")], ear, ear.clock)
    failed = PollReport(source.id, NOW, "timeout", ok=False)
    watches.heard(Event(EventKind.POLL, NOW, source.id, poll=failed))
    tell(watches, poll(store, source, page("a", "b"), at=NOW + 60))
    watches.close(60)
    assert not ear.told


def test_filters_kinds_and_failures_of_other_rules(store: Store) -> None:
    ear = Ear()
    source = store.add_source(URL, now=NOW).result()
    tell_of = [
        WatchRule("broken"),
        WatchRule("b only", filter='"headline b"'),
        WatchRule("edits", on=("edited",)),
        WatchRule("none", filter="unheardof"),
    ]
    poll(store, source, page("a"), at=NOW)
    watches = Watches(store, tell_of, ear, ear.clock)
    events = poll(store, source, page("a", "b", "c"), at=NOW + 60)
    edited = [replace(event, kind=EventKind.EDITED) for event in events if event.entry and event.entry.entry.key == "c"]
    tell(watches, (*edited, *events))
    watches.close(60)
    told = dict(ear.told)
    assert told["broken"] == ["new:b", "new:c"]
    assert told["b only"] == ["new:b"]
    assert told["edits"] == ["edited:c"]
    assert "none" not in told


def test_what_comes_within_the_pause_is_told_together(store: Store) -> None:
    ear = Ear()
    source = store.add_source(URL, now=NOW).result()
    poll(store, source, page("a"), at=NOW)
    watches = Watches(store, [WatchRule("slow", every="5m")], ear, ear.clock)
    keys = ["a"]
    for number, key in enumerate("bcde"):
        keys.append(key)
        tell(watches, poll(store, source, page(*keys), at=NOW + 60 * number))
        if key == "b":
            assert ear.wait(1) == [("slow", ["new:b"])]
    end = time.monotonic() + 60
    while len(watches._watched[0].caught) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    assert [event.entry.entry.key for event in watches._watched[0].caught if event.entry] == ["c", "d", "e"]
    assert len(ear.told) == 1
    ear.now += 300
    tell(watches, poll(store, source, page(*keys, "f"), at=NOW + 900))
    assert ear.wait(2)[1] == ("slow", ["new:c", "new:d", "new:e", "new:f"])
    watches.close(60)


def test_what_waits_is_told_without_another_poll(store: Store) -> None:
    ear = Ear()
    ear.now = int(time.time())
    source = store.add_source(URL, now=NOW).result()
    poll(store, source, page("a"), at=NOW)
    watches = Watches(store, [WatchRule("soon", every="1s")], ear)
    tell(watches, poll(store, source, page("a", "b"), at=NOW + 60))
    ear.wait(1)
    tell(watches, poll(store, source, page("a", "b", "c"), at=NOW + 120))
    assert ear.wait(2) == [("soon", ["new:b"]), ("soon", ["new:c"])]
    watches.close(60)


def test_quiet_hours_hold_back(store: Store) -> None:
    ear = Ear()
    source = store.add_source(URL, now=NOW).result()
    poll(store, source, page("a"), at=NOW)
    watches = Watches(store, [WatchRule("night", quiet="00:00-00:00")], ear, ear.clock)
    tell(watches, poll(store, source, page("a", "b"), at=NOW + 60))
    watches.close(60)
    assert not ear.told
