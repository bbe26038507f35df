"""Random histories of a page, polled into the real store, whose log is held against what truly happened.

120 histories by default, 500 with DATELINE_LONG=1. Run with -s to see the counts.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from reader.engine.reconcile import reconcile
from reader.model.event import Event, EventKind, PollReport
from reader.store import Store
from tests.engine.newsroom import Delivery, Newsroom, Observer, Style, name_and_version

HISTORIES = 500 if os.environ.get("DATELINE_LONG") else 120
POLLS = 20
HOW = ["whole"] * 12 + ["unchanged", "failed", "empty", "stale", "truncated", "truncated"]


@dataclass
class Tally:
    histories: int = 0
    polls: int = 0
    events: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


@pytest.mark.timeout(900)
def test_every_history_is_told_as_it_was(tmp_path: Path) -> None:
    tally = Tally()
    with Store.open(tmp_path / "histories.db") as store:
        for seed in range(HISTORIES):
            play(store, seed, tally)
    print(f"\n{tally.histories} histories, {tally.polls} polls, {tally.events.total()} events: {dict(tally.events)}")
    assert not tally.wrong, f"{len(tally.wrong)} of {tally.histories} histories\n" + "\n".join(tally.wrong[:5])
    assert min(tally.events[kind] for kind in ("new", "edited", "withdrawn", "reinstated", "gap")) > HISTORIES // 10


def play(store: Store, seed: int, tally: Tally) -> None:
    chance = random.Random(seed)
    style = Style(*(chance.random() < share for share in (0.4, 0.3, 0.3, 0.2, 0.5)))
    newsroom = Newsroom(style, chance, limit=chance.randint(7, 14))
    observer = Observer(newsroom)
    source = store.add_source(f"https://news.example/{seed}", now=newsroom.now).result(60)
    for number in range(chance.randint(5, 12)):
        newsroom.add(time=newsroom.now // 60 * 60 - (12 - number) * (60 if style.crowded else 300))
    after = store_events(store)
    before: Delivery | None = None
    for number in range(POLLS):
        how = "whole" if number < 2 else chance.choice(HOW + ["news"] * 3 * style.deltas)
        if number > 1:
            pass_time(newsroom, observer, chance, whole=how == "whole")
        delivery = newsroom.deliver(how, before, observer)
        before = delivery if delivery.how == "whole" else before
        observer.read(delivery)
        record(store, source.id, newsroom, delivery)
    told = list(log(store, source.id, after))
    heard = Counter(telling(event) for event in told)
    tally.histories += 1
    tally.polls += POLLS
    tally.events.update(event.kind.value for event in told)
    with store.reads() as reads:
        gaps = sorted((gap.start, gap.end) for _, gap in reads.gaps(sources=[source.id]))
    if heard != observer.heard or gaps != observer.gaps:
        tally.wrong.append(
            f"seed {seed}, {style}: told but not so {heard - observer.heard}, so but not told {observer.heard - heard},"
            f" gaps {gaps} for {observer.gaps}"
        )


def pass_time(newsroom: Newsroom, observer: Observer, chance: random.Random, *, whole: bool) -> None:
    newsroom.now += 30 if newsroom.style.crowded else 150
    if chance.random() < 0.06:
        newsroom.now += chance.randint(1, 9) * 3600
        for _ in range(newsroom.limit + chance.randint(-2, 3)):
            newsroom.add()
            newsroom.now += 60
    if chance.random() < 0.1:
        newsroom.limit = chance.randint(7, 14)
    for _ in range(chance.randint(0, 2)):
        newsroom.act(observer)
    for _ in range(chance.randint(0, 2)):
        newsroom.reword(observer, whole=whole)


def record(store: Store, source_id: int, newsroom: Newsroom, delivery: Delivery) -> None:
    ok = delivery.how != "failed"
    report = PollReport(source_id, newsroom.now, "ok" if ok else "timeout", next_poll_at=newsroom.now + 60, ok=ok)
    if delivery.how in ("failed", "unchanged"):
        store.record_poll(report).result(60)
    else:
        page = newsroom.document(delivery)
        store.record_poll(report, page, lambda past: reconcile(past, page, newsroom.now)).result(60)


def store_events(store: Store) -> int:
    with store.reads() as reads:
        return reads.last_event_id()


def log(store: Store, source_id: int, after: int):
    with store.reads() as reads:
        events = reads.events(after_id=after, limit=100_000)
    return (event for _, event in events if event.source_id == source_id and event.kind is not EventKind.POLL)


def telling(event: Event) -> tuple[object, ...]:
    """An event as the observer notes it."""
    if event.gap is not None:
        return "gap", event.gap.start, event.gap.end
    assert event.entry is not None
    name, version = name_and_version(event.entry.entry.wording.paragraphs[0])
    if event.kind in (EventKind.WITHDRAWN, EventKind.REINSTATED):
        return event.kind.value, name
    return event.kind.value, name, version, event.reverted_to
