"""What a publisher writes over time: posts that are published, edited, put back, deleted and brought back."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

PLACES = ("Nordhaven", "Selby Quay", "Marrow Point", "Ostrand", "Vell", "Kirkenfjord", "Lower Tamm", "Aldersea")
DEEDS = ("closes its harbour", "opens a second shelter", "counts the ferries", "calls the council", "waits for rain")


SWAPPED_FROM = 8
"""Posts on a page from which on two of them may change places: of fewer, that is half of them."""


@dataclass(frozen=True)
class Post:
    """One post as it stands on the page; times are true UTC seconds."""

    ident: str
    published: int
    headline: str
    text: str
    link: str = ""

    @property
    def said(self) -> tuple[str, str]:
        """What a reader reads, typography aside: here only the shape of an apostrophe ever changes."""
        return self.headline, self.text.replace("’", "'")


class Deed(StrEnum):
    """What is done to a story."""

    PUBLISH = "publish"
    EDIT = "edit"
    DELETE = "delete"
    RETURN = "return"
    SWAP = "swap"
    END = "end"


@dataclass(frozen=True, order=True)
class Act:
    """Something done at a moment. `text` is the new text; a swap exchanges the post with the one after it."""

    at: int
    number: int
    deed: Deed = field(compare=False)
    ident: str = field(compare=False, default="")
    text: str = field(compare=False, default="")


class Story:
    """Posts newest first, as of the last moment asked for; `version` counts the acts that have been done."""

    def __init__(self, name: str, acts: Iterable[Act]) -> None:
        self.name = name
        self.title = f"{name}: the day as it comes"
        self._acts = sorted(acts)
        self._done = 0
        self._posts: list[Post] = []
        self._deleted: dict[str, Post] = {}
        self.changed_at = self._acts[0].at if self._acts else 0
        self.ended: int | None = None

    @property
    def version(self) -> int:
        """How many acts have been done."""
        return self._done

    @property
    def posts(self) -> tuple[Post, ...]:
        """The posts on the page, newest first."""
        return tuple(self._posts)

    def run_until(self, moment: float) -> None:
        """Do what is to be done up to a moment."""
        while self._done < len(self._acts) and self._acts[self._done].at <= moment:
            self._do(self._acts[self._done])
            self._done += 1

    def _do(self, act: Act) -> None:
        self.changed_at = act.at
        if act.deed is Deed.PUBLISH:
            number = act.ident.rpartition("-")[2]
            place, deed = PLACES[int(number) % len(PLACES)], DEEDS[int(number) % len(DEEDS)]
            self._posts.insert(0, Post(act.ident, act.at, f"{place} {deed}, report {number}", act.text))
        elif act.deed is Deed.END:
            self.ended = act.at
            if act.text:
                told = "This live page is now closed. Our live coverage continues here."
                self._posts.insert(0, Post(f"{self.name}-end", act.at, "Where to read on", told, act.text))
        elif act.deed is Deed.RETURN:
            if act.ident in self._deleted:
                post = self._deleted.pop(act.ident)
                place = next((i for i, one in enumerate(self._posts) if one.published <= post.published), None)
                self._posts.insert(len(self._posts) if place is None else place, post)
        else:
            place = next((i for i, post in enumerate(self._posts) if post.ident == act.ident), None)
            if place is not None:
                self._touch(act, place)

    def _touch(self, act: Act, place: int) -> None:
        if act.deed is Deed.EDIT:
            self._posts[place] = replace(self._posts[place], text=act.text)
        elif act.deed is Deed.DELETE:
            self._deleted[act.ident] = self._posts.pop(place)
        elif place + 1 < len(self._posts) >= SWAPPED_FROM:
            self._posts[place : place + 2] = self._posts[place + 1], self._posts[place]


@dataclass(frozen=True)
class Habits:
    """How a publisher works: seconds between posts, and how many of a hundred meet with what."""

    every: int
    edited: int = 20
    reverted: int = 6
    deleted: int = 6
    returned: int = 50
    swapped: int = 2
    retouched: int = 5


def written(
    name: str, start: int, end: int, habits: Habits, *, seed: int, ends: bool = False, next_url: str = "", head: int = 3
) -> Story:
    """Write a story from `start` to `end`, with `head` posts that are there from the first.

    Where it `ends`, the last post names the page that follows, if there is one.
    """
    chance = random.Random(f"{name} {seed}")
    acts: list[Act] = []
    moments = [start - 600 * (head - n) for n in range(head)]
    moment = start + chance.expovariate(1 / habits.every)
    while moment < end:
        moments.append(int(moment))
        moment += 30 + chance.expovariate(1 / habits.every)
    for number, at in enumerate(moments):
        acts += _life(chance, f"{name}-{number}", at, habits)
    acts = [replace(act, number=number) for number, act in enumerate(act for act in acts if act.at < end)]
    if ends:
        acts.append(Act(end, len(acts), Deed.END, text=next_url))
    return Story(name, acts)


def _life(chance: random.Random, ident: str, at: int, habits: Habits) -> list[Act]:
    def falls(percent: int) -> bool:
        return chance.random() * 100 < percent

    def later(least: int, most: int) -> int:
        return at + chance.randint(least, most)

    people = chance.randint(11, 89)
    text = f"Officials of the town's harbour office said that {people} people had been told by {ident} to wait."
    acts = [Act(at, 0, Deed.PUBLISH, ident, text)]
    if falls(habits.edited):
        first = later(120, 5400)
        acts.append(Act(first, 0, Deed.EDIT, ident, text.replace(f"{people} people", f"{people + 10} people")))
        if falls(100 * habits.reverted // max(1, habits.edited)):
            acts.append(Act(first + chance.randint(600, 5400), 0, Deed.EDIT, ident, text))
    elif falls(habits.retouched):
        acts.append(Act(later(120, 5400), 0, Deed.EDIT, ident, text.replace("'", "’")))
    if falls(habits.deleted):
        gone = later(900, 9000)
        acts.append(Act(gone, 0, Deed.DELETE, ident))
        if falls(habits.returned):
            acts.append(Act(gone + chance.randint(900, 20000), 0, Deed.RETURN, ident))
    if falls(habits.swapped):
        acts.append(Act(later(100, 2000), 0, Deed.SWAP, ident))
    return acts
