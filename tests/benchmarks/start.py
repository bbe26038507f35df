"""How long it takes to the first usable screen in a real pseudo-terminal, beside the least Textual app there is.

The least app shows one label. Programs are started in turn, so that a slow spell of the machine hits all of them; medians
of wall time, and their ratio to the least app in the same run.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

import reader
from reader.store import Store
from tests.store.fill import fill
from tests.terminal import Terminal

LEAST = """
from textual.app import App
from textual.widgets import Static
class Least(App):
    def compose(self):
        yield Static("READY0042")
Least().run()
"""


def main(arguments: list[str]) -> int:
    """Fill the stores, start everything in turn, print a line each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks start", description=__doc__)
    parser.add_argument("--sizes", default="1000,10000", metavar="N,N", help="stored entries (1000,10000)")
    parser.add_argument("--rounds", type=int, default=7, metavar="N", help="how often each is started (7)")
    options = parser.parse_args(arguments)
    # A checkout without byte code would compile itself at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(Path(reader.__file__).parent, quiet=1)
    sizes = [int(size) for size in options.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        homes = {size: _home(Path(folder) / str(size), size) for size in sizes}
        times: dict[str, list[float]] = {}
        for _ in range(options.rounds):
            times.setdefault("least Textual app", []).append(_once([sys.executable, "-c", LEAST], "READY0042"))
            for size, home in homes.items():
                argv = [sys.executable, "-m", "reader", "--home", str(home)]
                times.setdefault(f"{size:,} entries", []).append(_once(argv, r"\d\d:\d\d \w"))
    least = statistics.median(times["least Textual app"])
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:>20}  {median * 1000:6.0f} ms  x {median / least:.2f}")
    return 0


def _home(home: Path, size: int) -> Path:
    (home / "data").mkdir(parents=True)
    with Store.open(home / "data" / "dateline.db") as store:
        source = fill(store, size)
        # Nothing is to be fetched while we measure.
        store.update_source(source.id, paused=True).result()
    return home


def _once(argv: list[str], expected: str) -> float:
    with Terminal(argv) as terminal:
        terminal.wait_for(expected, 60)
        return time.perf_counter() - terminal.started
