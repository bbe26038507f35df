"""From a key to the screen that it makes, in a real pseudo-terminal: Dateline with few and with many entries, the bare
Textual app that has something to move, and newsboat where it is installed, with as many entries in its cache.

`first` is the time to the first change of the screen, `last` that to the last byte of it, `app` the time of the
processor that the thread of the screen took meanwhile, which hardly depends on what else the machine does; milliseconds.
`over bare` is the 95th percentile of `app` less that of the bare app for one key. Memory is the program's own (PSS).
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reader.store import Store
from tests.benchmarks.homes import compiled, home_of
from tests.benchmarks.stamped import Stamped

SILENCE = 0.08
"""Seconds without a byte after which a screen is complete."""
BARE = """
from textual.app import App
from textual.containers import Horizontal
from textual.widgets import OptionList, Static
class Bare(App):
    CSS = "OptionList, Static { width: 1fr; }"
    def compose(self):
        with Horizontal():
            yield OptionList(*(f"item {number}" for number in range(50)))
            yield Static("READY0042")
Bare().run()
"""
DOWN, UP, END, HOME, PAGE, CTRL_F = "\x1b[B", "\x1b[A", "\x1b[F", "\x1b[H", "\x1b[6~", "\x06"


class Step(NamedTuple):
    """Keys, timed one by one if `times` is more than one; what shows then, and how to go back. Or another size."""

    label: str
    keys: str = ""
    times: int = 1
    expect: str | None = None
    back: str = ""
    size: tuple[int, int] | None = None
    memory: bool = False


class Taken(NamedTuple):
    """Seconds of one key."""

    first: float
    last: float
    app: float


class Program(NamedTuple):
    """What is started, how its first screen is known, and what is done with it."""

    name: str
    argv: list[str]
    ready: str
    steps: Sequence[Step]


OURS = (
    Step("memory at the list", memory=True),
    Step("j", "j", 40),
    Step("page down", PAGE, 10),
    Step("open an entry", "\r", 8, back="h"),
    Step("to the oldest", END),
    Step("to the newest", HOME),
    Step("filter: a letter", "karo", 4, expect=r" of \d"),
    Step("all again", CTRL_F),
    Step("narrower", size=(90, 30)),
    Step("wider", size=(120, 40)),
    Step("memory in the end", memory=True),
)
NEWSBOAT = (
    Step("open the merged list", "\r", expect="Articles in"),
    Step("memory at the list", memory=True),
    Step("j", DOWN, 20),
    Step("page down", PAGE, 10),
    Step("open an entry", "\r", 4, expect="Title:", back="q"),
    Step("to the oldest", END),
    Step("to the newest", HOME),
    Step("filter", 'Ftitle =~ "karo"\r', expect=r"(?s)^(?!.*Filter:)"),
    Step("all again", CTRL_F),
    Step("narrower", size=(90, 30)),
    Step("wider", size=(120, 40)),
    Step("memory in the end", memory=True),
)


def main(arguments: list[str]) -> int:
    """Fill the stores, do the same with every program, print a table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks keys", description=__doc__)
    parser.add_argument("--sizes", default="1000,100000", metavar="N,N", help="stored entries (1000,100000)")
    parser.add_argument(
        "--rounds", type=int, default=3, metavar="N", help="how often each is started, newsboat once (3)"
    )
    parser.add_argument("--homes", type=Path, metavar="DIR", help="stores to be made there, or used again")
    parser.add_argument("--no-newsboat", action="store_true", help="leave newsboat out")
    options = parser.parse_args(arguments)
    compiled()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        base = options.homes or Path(folder)
        homes = {size: home_of(base, size) for size in sizes}
        programs = [Program("bare app", [sys.executable, "-c", BARE], "READY0042", (Step("j", DOWN, 30),))]
        for size, home in homes.items():
            argv = [sys.executable, "-m", "reader", "--home", str(home)]
            programs.append(Program(f"dateline {size:,}", argv, r"\d\d:\d\d", OURS))
        if shutil.which("newsboat") and not options.no_newsboat:
            argv = _newsboat(base / "newsboat", homes[max(sizes)])
            programs.append(Program(f"newsboat {max(sizes):,}", argv, "Feed 0000", NEWSBOAT))
        times: dict[tuple[str, str], list[Taken]] = {}
        sizes_taken: dict[tuple[str, str], list[float]] = {}
        for number in range(options.rounds):
            for program in programs:
                if number == 0 or program.steps is not NEWSBOAT:  # once: it takes minutes
                    _run(program, times, sizes_taken)
    _print(times, sizes_taken)
    return 0


def _run(
    program: Program, times: dict[tuple[str, str], list[Taken]], sizes: dict[tuple[str, str], list[float]]
) -> None:
    with Stamped(program.argv) as terminal:
        at = terminal.shows(program.ready, 200)
        started = Taken(at - terminal.started, at - terminal.started, terminal.busy())
        times.setdefault((program.name, "start"), []).append(started)
        terminal.calm()
        for step in program.steps:
            key = (program.name, step.label)
            if step.memory:
                sizes.setdefault(key, []).append(terminal.memory())
            else:
                times.setdefault(key, []).extend(_timed(terminal, step))
                terminal.quiet(0.4)
                terminal.calm(3)


def _timed(terminal: Stamped, step: Step) -> Iterator[Taken]:
    presses = [step.keys] * step.times if len(step.keys) == 1 or step.keys[:1] == "\x1b" else list(step.keys)
    if step.times == 1:
        presses = [step.keys]
    if step.label.startswith("filter: a letter"):
        terminal.send("/")
        terminal.quiet(0.3)
    for keys in presses:
        before, spent = terminal.picture(), terminal.shown()
        at = terminal.resize(*step.size) if step.size else terminal.send(keys)
        if step.expect and step.times == 1:
            found = terminal.until(lambda: re.search(step.expect or "", terminal.text) is not None, 60)
            if found is None:
                return  # another version of the program says it otherwise
            first = found
        else:
            first = terminal.until(lambda before=before: terminal.picture() != before, 20) or time.perf_counter()
        last = terminal.quiet(SILENCE) or first
        if step.size:
            first = last  # the emulated screen is another already
        yield Taken(first - at, max(first, last) - at, terminal.shown() - spent)
        if step.back:
            terminal.send(step.back)
            terminal.quiet(0.3)
    if step.label.startswith("filter: a letter"):
        terminal.send("\r")
        terminal.quiet(0.3)


def _newsboat(folder: Path, home: Path) -> list[str]:
    """A cache of newsboat's own with the entries of a store, 200 a feed, and statistics for its planner."""
    folder.mkdir(parents=True, exist_ok=True)
    cache = folder / "cache.db"
    argv = ["newsboat", "-q", "-C", str(folder / "config"), "-u", str(folder / "urls"), "-c", str(cache)]
    if cache.exists():
        return argv
    with Store.open(home / "data" / "dateline.db") as store, store.reads() as reads:
        entries = [stored.entry for stored in reads.entries(reads.index(now=int(time.time())).ids)]
    feeds = [f"http://127.0.0.1:9/{number}.rss" for number in range(-(-len(entries) // 200))]
    (folder / "config").write_text("confirm-exit no\nshow-read-feeds yes\ncleanup-on-quit no\n")
    (folder / "urls").write_text('"query:All:unread = \\"yes\\" or unread = \\"no\\""\n' + "\n".join(feeds) + "\n")
    subprocess.run([*argv, "-x", "print-unread"], check=True, stdout=subprocess.DEVNULL)
    connection = sqlite3.connect(cache)
    named = [(url, "https://feeds.invalid/", f"Feed {number:04d}") for number, url in enumerate(feeds)]
    connection.execute("delete from rss_feed")
    connection.executemany("insert into rss_feed(rssurl, url, title) values(?, ?, ?)", named)
    columns = "guid, title, author, url, feedurl, pubDate, content, unread"
    connection.executemany(
        f"insert into rss_item({columns}) values(?, ?, '', ?, ?, ?, ?, 1)",
        (
            (item.key, item.headline, f"https://feeds.invalid/{number}", feeds[number // 200], item.published,
             f"<p>{item.wording.text}</p>")
            for number, item in enumerate(entries)
        ),
    )  # fmt: skip
    connection.commit()
    connection.execute("analyze")
    connection.commit()
    connection.close()
    return argv


def _print(times: dict[tuple[str, str], list[Taken]], sizes: dict[tuple[str, str], list[float]]) -> None:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; milliseconds")
    print(
        f"{'':>18} {'':>22} {'n':>4} {'first p50':>9} {'p95':>8} {'last p50':>9} {'app p50':>8} {'p95':>7}  over bare"
    )
    floor = _at([taken.app for taken in times["bare app", "j"]], 95)
    for (name, label), taken in times.items():
        firsts, lasts, apps = zip(*taken, strict=True)
        over = f"{_at(apps, 95) - floor:9.1f}" if name.startswith("dateline") and label != "start" else ""
        print(
            f"{name:>18} {label:>22} {len(taken):4} {_at(firsts, 50):9.1f} {_at(firsts, 95):8.1f} {_at(lasts, 50):9.1f}"
            f" {_at(apps, 50):8.1f} {_at(apps, 95):7.1f}  {over}"
        )
    for label in dict.fromkeys(label for _, label in sizes):
        found = {name: statistics.median(taken) for (name, other), taken in sizes.items() if other == label}
        least = next(iter(found.values()))
        print(f"{label}: " + ", ".join(f"{name} {mib:.0f} MiB (x {mib / least:.2f})" for name, mib in found.items()))


def _at(seconds: Sequence[float], percent: int) -> float:
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))] * 1000
