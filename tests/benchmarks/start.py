"""How long it takes to the first usable screen in a real pseudo-terminal, beside the least Textual app there is.

The least app shows one label. Programs are started in turn, so that a slow spell of the machine hits all of them. `wall`
is the time to the piece of output with which the first rows are on the screen; `cpu` is the time of the processor that
the program's own threads had until then, which depends less on what else the machine does. Ratios are to the least app
in the same run, of medians and of the quickest starts.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.homes import compiled, home_of
from tests.benchmarks.stamped import Stamped

LEAST = """
from textual.app import App
from textual.widgets import Static
class Least(App):
    def compose(self):
        yield Static("READY0042")
Least().run()
"""
ROWS = r"\d\d:\d\d.{1,3}\w"
"""A row of the list: its time and the beginning of its headline."""


def main(arguments: list[str]) -> int:
    """Fill the stores, start everything in turn, print a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks start", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000", metavar="N,N", help="stored entries (%(default)s)")
    parser.add_argument("--rounds", type=int, default=9, metavar="N", help="how often each is started (%(default)s)")
    parser.add_argument("--homes", type=Path, metavar="DIR", help="stores to be made there, or used again")
    options = parser.parse_args(arguments)
    compiled()
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        programs = {"least Textual app": ([sys.executable, "-c", LEAST], "READY0042")}
        for size in sizes:
            home = home_of(options.homes or Path(folder), size)
            programs[f"{size:,} entries"] = ([sys.executable, "-m", "reader", "--home", str(home)], ROWS)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in programs}
        for warm in (True, *(False for _ in range(options.rounds))):
            for name, (argv, expected) in programs.items():
                taken = _once(argv, expected)
                if not warm:
                    times[name].append(taken)
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; milliseconds, and ratio to the least app")
    print(f"{'':>18} {'wall p50':>14} {'wall least':>14} {'cpu p50':>14} {'cpu least':>14}")
    least = _figures(times["least Textual app"])
    for name, taken in times.items():
        cells = (f"{own * 1000:5.0f} x {own / floor:5.2f}" for own, floor in zip(_figures(taken), least, strict=True))
        print(f"{name:>18} " + " ".join(f"{cell:>14}" for cell in cells))
    return 0


def _figures(taken: list[tuple[float, float]]) -> tuple[float, ...]:
    walls, busy = zip(*taken, strict=True)
    return statistics.median(walls), min(walls), statistics.median(busy), min(busy)


def _once(argv: list[str], expected: str) -> tuple[float, float]:
    with Stamped(argv) as terminal:
        return terminal.shows(expected) - terminal.started, terminal.busy()
