"""A made-up publisher whose page goes through a random history, and what a perfect observer of that page hears.

Neither knows anything of the code under test: the publisher keeps its entries in the order in which it means them to be
read, the observer reckons with that order, where the code has only times, keys and wordings to go by.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reader.model.entry import Entry, KeyKind
from reader.model.snapshot import Snapshot
from tests.engine.fakes import START, entry, flagged, snapshot

NUMBERS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]


@dataclass(frozen=True)
class Style:
    """What sort of page it is."""

    derived: bool
    oldest_first: bool
    counters: bool
    deltas: bool
    crowded: bool


@dataclass
class Item:
    """One entry as the publisher means it. `version` says which of its wordings holds; times are whole minutes."""

    name: int
    time: int
    version: int = 0
    versions: int = 1
    dash: str = "-"
    deleted: bool = False
    pinned: bool = False
    views: int = 0


@dataclass(frozen=True)
class Delivery:
    """What one poll gets: `listed` from the newest to the oldest, pinned ones among them; None for no document."""

    how: str
    listed: tuple[Item, ...] = ()
    tombs: tuple[Item, ...] = ()
    complete: bool = True


@dataclass
class Newsroom:
    """The page: all entries ever, the oldest first, of which it lists the last `limit` that are not deleted."""

    style: Style
    chance: random.Random
    items: list[Item] = field(default_factory=list)
    limit: int = 10
    now: int = START

    def page(self) -> list[Item]:
        return [item for item in self.items[-self.limit :] if not item.deleted][::-1]

    def add(self, place: int | None = None, time: int | None = None) -> None:
        at = time if time is not None else max(self.now // 60 * 60, self.items[-1].time if self.items else 0)
        self.items.insert(len(self.items) if place is None else place, Item(len(self.items), at))

    def act(self, seen: Observer) -> None:
        """Something that editors do to the list. What nobody could tell from something else is left undone."""
        page = self.page()
        what = self.chance.choice(["add", "add", "late", "delete", "restore", "pin"])
        if what == "add":
            self.add()
        elif what == "late":
            self.insert_late(page, seen)
        elif what == "delete" and len(page) > 5 and sum(item.deleted for item in self.items[-self.limit :]) < 2:
            self.surrounded(page, seen).deleted = True
        elif what == "restore":
            deleted = [item for item in self.items if item.deleted]
            if deleted:
                self.chance.choice(deleted[-3:]).deleted = False
        elif what == "pin" and not self.style.oldest_first:
            item = self.surrounded(page, seen)
            item.pinned = not item.pinned and sum(other.pinned for other in page) < 2

    def surrounded(self, page: list[Item], seen: Observer) -> Item:
        """An entry of the page without unseen neighbours: moved away, it would leave open on which side they were."""
        return self.chance.choice(
            [
                item
                for item in page
                if all(
                    other.name in seen.told
                    for place in [self.items.index(item)]
                    for other in self.items[max(0, place - 1) : place + 2]
                )
            ]
            or [Item(-1, 0)]
        )

    def insert_late(self, page: list[Item], seen: Observer) -> None:
        """Between two entries that everybody sees: beside one that is hidden, nobody could tell on which side of it."""
        listed = [item for item in page if item.name in seen.watched and not item.pinned]
        places = [self.items.index(item) for item in listed]
        between = [place for place in places if place + 1 in places]
        if between:
            place = self.chance.choice(between)
            below, above = self.items[place], self.items[place + 1]
            time = self.chance.choice([below.time, above.time, (below.time + above.time) // 120 * 60])
            self.add(place + 1, max(below.time, time))

    def reword(self, seen: Observer, *, whole: bool) -> None:
        """Something that editors do to a text.

        An entry of a derived key that changes while it is not watched is another entry to everybody: not done here.
        """
        editable = [item for item in self.page() if not self.style.derived or (whole and item.name in seen.watched)]
        if not editable:
            return
        item, what = self.chance.choice(editable), self.chance.choice(["edit", "edit", "revert", "dash"])
        if what == "edit":
            item.version = item.versions
            item.versions += 1
        elif what == "revert":
            item.version = self.chance.randrange(item.versions)
        else:
            item.dash = "–" if item.dash == "-" else "-"

    def tick(self, listed: list[Item], seen: Observer) -> None:
        """The counters of all that is listed move at once; of fewer than three nobody could say what they are."""
        if sum(item.name in seen.told for item in listed) >= 3 and self.chance.random() < 0.8:
            for item in listed:
                item.views += 1 + item.name % 3

    def deliver(self, how: str, before: Delivery | None, seen: Observer) -> Delivery:
        page = self.page()
        if how in ("unchanged", "failed"):
            return Delivery(how)
        if how == "empty":
            return Delivery(how, complete=self.chance.random() < 0.5)
        if how == "stale" and before is not None:
            return replace(before, how=how)
        if how == "truncated":
            first = page[::-1] if self.style.oldest_first else page
            cut = first[: max(3, len(page) // 2)]
            self.tick(cut, seen)
            return Delivery(how, tuple(map(replace, cut[::-1] if self.style.oldest_first else cut)), complete=False)
        if how == "news":
            # A late one alone, without those around it, would leave open between which two it belongs.
            newest = max(self.items.index(item) for item in self.items if item.name in seen.told)
            known = [item for item in page if item.name in seen.told or self.items.index(item) > newest]
            changed = [item for item in known if self.chance.random() < 0.6]
            self.tick(changed, seen)
            tombs = [item for item in self.items[-self.limit :] if item.deleted]
            return Delivery(how, tuple(map(replace, changed)), tuple(map(replace, tombs)), complete=False)
        self.tick(page, seen)
        return Delivery("whole", tuple(map(replace, page)))

    def document(self, delivery: Delivery) -> Snapshot:
        """The delivery as a page: in its order, with the pinned ones on top."""
        listed = [*delivery.listed, *delivery.tombs]
        pinned = [item for item in listed if item.pinned]
        rest = [item for item in listed if not item.pinned]
        ordered = pinned + (rest[::-1] if self.style.oldest_first else rest)
        entries = [self.entry(item, gone=item in delivery.tombs) for item in ordered]
        order = "oldest_first" if self.style.oldest_first else "newest_first"
        delta = "https://news.example/since" if self.style.deltas else None
        return snapshot(*entries, complete=delivery.complete, order=order, delta_url=delta)

    def entry(self, item: Item, *, gone: bool) -> Entry:
        if self.style.derived:
            key, kind = f"text:{item.name}.{item.version}", KeyKind.DERIVED
        else:
            key, kind = f"id:{item.name}", KeyKind.NATIVE
        texts = [text_of(item)]
        if self.style.counters:
            texts.append(f"{item.views} people are reading this")
        return flagged(entry(key, item.time, None, *texts, key_kind=kind), pinned=item.pinned, deleted=gone)


def text_of(item: Item) -> str:
    words = " ".join(f"word{item.name}x{n}" for n in range(10))
    return f"Entry {item.name} {item.dash} {NUMBERS[item.version % 10]} {item.version}: {words}"


def name_and_version(text: str) -> tuple[int, int]:
    """Which entry a text is of, and which of its wordings."""
    return int(text.split()[1]), int(text.partition(":")[0].split()[-1])


@dataclass
class Observer:
    """Somebody who reads every delivery and knows the publisher's order.

    `told` has the versions told of each entry, in order; `watched` are those that were listed last, or have been missing
    since, and `missing` counts for how many whole pages.
    """

    newsroom: Newsroom
    heard: Counter[tuple[object, ...]] = field(default_factory=Counter)
    told: dict[int, list[int]] = field(default_factory=dict)
    shows: dict[int, int] = field(default_factory=dict)
    watched: set[int] = field(default_factory=set)
    missing: dict[int, int] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    pinned: set[int] = field(default_factory=set)
    gaps: list[tuple[int, int]] = field(default_factory=list)
    looked: bool = False

    def read(self, delivery: Delivery) -> None:
        if delivery.how == "failed":
            return
        if delivery.how != "unchanged":
            posts = [item for item in delivery.listed if not item.pinned]
            self.find_gap(delivery, posts)
            for item in delivery.tombs:
                if item.name in self.told and item.name not in self.withdrawn:
                    self.withdraw(item.name)
            for item in delivery.listed:
                self.hear(item)
            if delivery.complete and delivery.listed:
                self.miss(delivery, posts)
                self.fill_gaps(posts)
        self.looked = True

    def hear(self, item: Item) -> None:
        told = self.told.setdefault(item.name, [])
        if not told:
            self.heard["new", item.name, item.version, None] += 1
            told.append(item.version)
        if item.name in self.withdrawn:
            self.heard["reinstated", item.name] += 1
            self.withdrawn.discard(item.name)
        if self.shows.setdefault(item.name, item.version) != item.version and not self.rotates(item):
            # The first of the wordings told that was the same; they are counted from 1.
            back = told.index(item.version) + 1 if item.version in told else None
            self.heard["edited", item.name, item.version, back] += 1
            told.append(item.version)
        self.shows[item.name] = item.version
        self.watched.add(item.name)
        self.missing[item.name] = 0
        (self.pinned.add if item.pinned else self.pinned.discard)(item.name)

    def rotates(self, item: Item) -> bool:
        """Rule: a text that goes or comes back for the fourth time is a rotation and no news."""
        texts = (self.shows[item.name], item.version)
        told = self.told[item.name]
        return all(sum((a == text) != (b == text) for a, b in pairwise(told)) >= 3 for text in texts)

    def withdraw(self, name: int) -> None:
        self.heard["withdrawn", name] += 1
        self.withdrawn.add(name)
        self.watched.discard(name)

    def miss(self, delivery: Delivery, posts: list[Item]) -> None:
        """Rules: missing counts below what is still listed only from the oldest entry listed on; withdrawn is what is
        missing from two whole pages and has a newer one above it; many at once are another stretch of the list."""
        rank = {item.name: place for place, item in enumerate(self.newsroom.items)}
        listed = {item.name for item in delivery.listed}
        ranks = [rank[item.name] for item in posts]
        lost = {name for name in self.watched - listed if ranks and rank[name] > min(ranks)}
        if len(lost) > max(3, len(posts) // 4):
            lost = set()
        self.watched = listed | lost
        for name in lost:
            self.missing[name] += 1
            if self.missing[name] >= 2 and rank[name] < max(ranks):
                self.withdraw(name)

    def find_gap(self, delivery: Delivery, posts: list[Item]) -> None:
        """Rule: a gap is where nothing of the list is known and all of it is later than what was listed last."""
        times = {item.name: item.time for item in self.newsroom.items}
        before = [times[name] for name in self.watched - self.pinned - {item.name for item in delivery.listed}]
        only_news = self.newsroom.style.deltas and not delivery.complete
        if not self.looked or only_news or not posts or not before:
            return
        start, end = max(before), min(item.time for item in posts)
        if start < end and not any(item.name in self.told for item in posts):
            self.heard["gap", start, end] += 1
            self.gaps.append((start, end))

    def fill_gaps(self, posts: list[Item]) -> None:
        """Rule: what a whole page lists, from its oldest entry to its newest, is no gap any more."""
        if posts:
            first, last = posts[-1].time, posts[0].time
            parts = [part for start, end in self.gaps for part in ((start, min(end, first)), (max(start, last), end))]
            self.gaps = sorted({(start, end) for start, end in parts if start < end})
