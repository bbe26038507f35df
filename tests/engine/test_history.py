"""Random histories of a page, reconciled poll by poll, against what the script knows to be true."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.engine.reconcile import reconcile
from reader.model.entry import Entry, KeyKind
from reader.model.snapshot import Snapshot
from tests.engine.fakes import START, FakeStore, entry, poll_once, snapshot

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["insert", "insert", "twin", "late", "edit", "edit", "remove", "restore", "shorten", "lengthen", "same"]
        ),
        st.integers(0, 1000),
    ),
    min_size=1,
    max_size=30,
)


@dataclass
class Item:
    name: int
    time: int
    version: int = 0

    def text(self) -> str:
        words = [f"word{self.name}x{n}" for n in range(12)]
        return " ".join([f"version{self.version}", *words])


@dataclass
class Script:
    """The publisher: what the page is, and what a faithful reader must have heard."""

    items: list[Item] = field(default_factory=list)
    gone: set[int] = field(default_factory=set)
    limit: int = 12
    now: int = START
    count: int = 0
    heard: Counter = field(default_factory=Counter)
    seen: dict[int, int] = field(default_factory=dict)
    missed: dict[int, int] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)

    def page(self) -> list[Item]:
        ordered = sorted(self.items, key=lambda item: (item.time, item.name), reverse=True)
        return [item for item in ordered[: self.limit] if item.name not in self.gone]

    def add(self, time: int) -> None:
        self.items.append(Item(self.count, time))
        self.count += 1

    def step(self, act: str, chance: int) -> None:
        self.now += 60
        page = self.page()
        pending = [name for name in self.gone if name not in self.withdrawn]
        if act == "insert":
            self.add(self.now)
        elif act == "twin" and page:
            self.add(page[0].time)
        elif act == "late" and len(page) > 2:
            above, below = page[chance % (len(page) - 1)], page[chance % (len(page) - 1) + 1]
            if above.time - below.time > 2:
                self.add(below.time + 1 + chance % (above.time - below.time - 1))
        elif act == "edit" and page:
            page[chance % len(page)].version += 1
        elif act == "remove" and len(page) > 4 and len(pending) < 2:
            self.gone.add(page[chance % len(page)].name)
        elif act == "restore" and self.gone:
            self.gone.discard(sorted(self.gone)[chance % len(self.gone)])
        elif act == "shorten":
            self.limit = max(6, self.limit - chance % 4)
        elif act == "lengthen":
            self.limit += chance % 4

    def listen(self) -> None:
        """Work out what the page as it is now must lead to."""
        page = self.page()
        listed = {item.name for item in page}
        for item in page:
            if item.name not in self.seen:
                self.heard["new", item.name] += 1
            else:
                if item.name in self.withdrawn:
                    self.heard["reinstated", item.name] += 1
                    self.withdrawn.discard(item.name)
                if self.seen[item.name] != item.version:
                    self.heard["edited", item.name] += 1
            self.seen[item.name] = item.version
            self.missed[item.name] = 0
        if not page:
            return
        order = [(item.time, item.name) for item in page]
        for item in self.items:
            if item.name in listed or item.name not in self.missed:
                continue
            if (item.time, item.name) < min(order):
                del self.missed[item.name]  # scrolled out: nobody can tell any more
                continue
            self.missed[item.name] += 1
            if self.missed[item.name] >= 2 and (item.time, item.name) < max(order):
                self.heard["withdrawn", item.name] += 1
                self.withdrawn.add(item.name)
                del self.missed[item.name]


def native(item: Item) -> Entry:
    return entry(f"id:{item.name}", item.time, f"Entry {item.name}", item.text())


def derived(item: Item) -> Entry:
    return entry(f"text:{item.name}.{item.version}", item.time, None, item.text(), key_kind=KeyKind.DERIVED)


def view(script: Script, kind, oldest_first: bool) -> Snapshot:
    entries = [kind(item) for item in script.page()]
    return snapshot(
        *(entries[::-1] if oldest_first else entries), order="oldest_first" if oldest_first else "newest_first"
    )


def name_of(text: str) -> int:
    return int(text.split("word")[1].split("x", maxsplit=1)[0])


@pytest.mark.parametrize("kind", [native, derived])
@settings(max_examples=120, deadline=None)
@given(steps=STEPS, start=st.integers(1, 10), oldest_first=st.booleans())
def test_every_history_is_heard_as_it_was(kind, steps, start: int, oldest_first: bool) -> None:
    script, store, heard = Script(), FakeStore(), Counter()
    source = store.add("https://news.example/live")
    for n in range(start):
        script.add(START - (start - n) * 300)
    for act, chance in [("same", 0), *steps]:
        script.step(act, chance)
        script.listen()
        events = poll_once(store, source.id, view(script, kind, oldest_first), script.now, reconcile)
        for event in events:
            if event.entry is not None:
                heard[event.kind.value, name_of(event.entry.entry.wording.text)] += 1
        times = [event.entry.sort_at for event in events if event.entry]
        assert times == sorted(times)
    assert heard == script.heard
    assert len(store.entries[source.id]) == len(script.seen)
