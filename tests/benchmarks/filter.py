"""From a keystroke in the filter line to the first rows of its answer on the screen, beside the bare query.

The real app runs headless on a store of synthetic entries. Filters are typed letter by letter; a time is that from the
key to the moment when the list has the first rows of the answer, and to that when it has all; beside them the time of the
processor that the process has spent until then, which does not depend on what else the machine does. `floor` is the same query for the first rows alone, asked just before on a connection
of its own.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from textual import events

from reader import config
from reader.clock import Clock
from reader.model.filter_language import parse_filter
from reader.model.filter_typing import settled
from reader.store import Reads, Store
from reader.ui.app import DatelineApp
from reader.ui.listing import FIRST
from reader.ui.screens.main import MainScreen
from reader.ui.world import World
from tests.store.fill import NOW, fill

FILTERS = ("karo", "kasho", "venti mal", "actor:arvonia", "topic:cease", "-karo arvonia", "is:unread", "zzzq")
NAMES = {" ": "space", ":": "colon", "-": "minus"}


@dataclass
class Times:
    """Seconds, one a keystroke."""

    first: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    spent: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    ratio: list[float] = field(default_factory=list)


def main(arguments: list[str]) -> int:
    """Make or open the store, type every filter, print a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks filter", description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000, metavar="N", help="stored entries (100000)")
    parser.add_argument("--store", type=Path, metavar="FILE", help="a store to be made there, or used again")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="how often each filter is typed (3)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = options.store or Path(folder) / "dateline.db"
        with Store.open(path) as store:
            if not store.reads().total():
                fill(store, options.entries)
            times = asyncio.run(_type_all(store, options.rounds))
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; milliseconds")
    heads = (
        f"{'first p50':>9} {'p95':>7} {'cpu p95':>8}  {'whole p50':>9} {'p95':>7} {'cpu p50':>8}  {'floor':>7}  ratio"
    )
    print(f"{'filter':>16}  {heads}")
    for name, one in [*times.items(), ("all", _together(list(times.values())))]:
        print(
            f"{name:>16}  {_ms(one.first, 50):9.1f} {_ms(one.first, 95):7.1f} {_ms(one.busy, 95):8.1f}"
            f"  {_ms(one.whole, 50):9.1f} {_ms(one.whole, 95):7.1f} {_ms(one.spent, 50):8.1f}  {_ms(one.floor, 50):7.1f}"
            f"  {statistics.median(one.ratio):5.2f}"
        )
    return 0


async def _type_all(store: Store, rounds: int) -> dict[str, Times]:
    clock = Clock(wall=lambda: float(NOW))
    app = DatelineApp(World(store, None, config.parse('[display]\ntime_zone = "UTC"\n'), clock=clock))
    times = {text: Times() for text in FILTERS}
    bare = store.reads()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause(1.0)
        for _ in range(rounds):
            for text in FILTERS:
                await pilot.press("0")
                await _settled(app)
                await pilot.press("g", "slash")
                for at, char in enumerate(text, start=1):
                    await _key(app, NAMES.get(char, char), text[:at], times[text], bare)
                await pilot.press("escape", "escape")
    bare.close()
    return times


async def _key(app: DatelineApp, key: str, typed: str, times: Times, bare: Reads) -> None:
    """One keystroke: until the first rows, and until all of them."""
    query = settled(parse_filter(typed, typing=True))
    listing = _main(app).listing
    if query.term == listing.query.term:
        await _press(app, key, typed[-1])
        return
    started = time.perf_counter()
    bare.index(query, newest=FIRST, now=NOW)
    floor = time.perf_counter() - started
    shown: list[tuple[float, float]] = []
    show = listing._timeline.show

    def noted(*args: object, **more: object) -> None:
        show(*args, **more)  # type: ignore[arg-type]
        shown.append((time.perf_counter() - started, time.process_time() - spent))

    listing._timeline.show = noted  # type: ignore[method-assign]
    spent, started = time.process_time(), time.perf_counter()
    app.focused._forward_event(events.Key(key, typed[-1]))  # type: ignore[union-attr]
    while not shown or listing.partial or listing.asked_at is not None:
        await asyncio.sleep(0.0005)
    listing._timeline.show = show  # type: ignore[method-assign]
    times.first.append(shown[0][0])
    times.busy.append(shown[0][1])
    times.whole.append(shown[-1][0])
    times.spent.append(time.process_time() - spent)
    times.floor.append(floor)
    times.ratio.append(shown[0][0] / floor)
    await asyncio.sleep(0.05)


def _main(app: DatelineApp) -> MainScreen:
    return next(screen for screen in app.screen_stack if isinstance(screen, MainScreen))


async def _press(app: DatelineApp, key: str, char: str) -> None:
    app.focused._forward_event(events.Key(key, char))  # type: ignore[union-attr]
    await asyncio.sleep(0.1)


async def _settled(app: DatelineApp) -> None:
    listing = _main(app).listing
    await asyncio.sleep(0.1)
    while listing.partial or listing.asked_at is not None:
        await asyncio.sleep(0.01)


def _together(many: Sequence[Times]) -> Times:
    every = Times()
    for one in many:
        for name in ("first", "busy", "whole", "spent", "floor", "ratio"):
            getattr(every, name).extend(getattr(one, name))
    return every


def _ms(seconds: Sequence[float], percent: int) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))] * 1000 if ordered else 0.0
