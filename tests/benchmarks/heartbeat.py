"""Whether a key would ever have to wait while sources are polled: the gaps between the ticks of the app's event loop.

The real app runs in a pseudo-terminal on a store of synthetic entries and fifty sources of a server on loopback. All of
them are asked at the start, and again at every round; each answer has new items, changed ones, and many that are known.
Beside it another process ticks that does nothing else. `wall` is how long the ticks of the app took to come; `ours` that
without what the machine gave to other programs meanwhile: a gap is never longer than the processor time that the app had
in it. The two are the same where nothing else runs; the limit is for `ours`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Collection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from benchmarks.documents import items, rss
from reader.store import Store
from tests.benchmarks.homes import compiled
from tests.benchmarks.stamped import Stamped
from tests.store.fill import fill

LIMIT = 50
"""Milliseconds that no gap may exceed."""
SHOWN = 60
"""Items of an answer."""
FRESH, CHANGED = 4, 2
"""Of them new, and changed, at every poll."""
ALONE = """
import sys, time
worst, end = 0.0, float(sys.argv[1])
over = 0
while not __import__("select").select([sys.stdin], [], [], 0)[0] and end > 0:
    before = time.perf_counter()
    time.sleep(0.01)
    gap = time.perf_counter() - before
    worst, over = max(worst, gap), over + (gap > 0.05)
    end -= gap
print(worst, over)
"""


def main(arguments: list[str]) -> int:
    """Run it, print the gaps; 1 if one is longer than it may be and than the machine's own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks heartbeat", description=__doc__)
    parser.add_argument("--sources", type=int, default=50, metavar="N", help="sources (%(default)s)")
    parser.add_argument(
        "--rounds", type=int, default=3, metavar="N", help="how often all are asked again (%(default)s)"
    )
    parser.add_argument("--entries", type=int, default=10_000, metavar="N", help="stored entries (%(default)s)")
    options = parser.parse_args(arguments)
    compiled()
    with tempfile.TemporaryDirectory() as folder, _Server(("127.0.0.1", 0), _Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = _home(Path(folder), server.server_port, options.sources, options.entries)
        told, alone = _watched(home, server, options.sources, options.rounds)
        server.shutdown()
    return _judge(told, alone, list(server.asked.values()))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.pool = items(400, 7)
        self.asked: defaultdict[str, int] = defaultdict(int)


class _Answers(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """A feed that has moved on since it was last asked for."""
        turn = self.server.asked[self.path]
        self.server.asked[self.path] += 1
        first = max(0, len(self.server.pool) - SHOWN - FRESH * turn)
        body = rss(self.server.pool[first : first + SHOWN])
        for number in range(CHANGED):
            title = self.server.pool[first + FRESH + number].title.encode()
            body = body.replace(title, title + b", revised", 1) if turn % 2 else body
        body = body.replace(b"harbour.example", b"harbour%s.example" % self.path.strip("/").encode())
        self.send_response(200)
        self.send_header("Content-Type", "application/rss+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def _home(folder: Path, port: int, sources: int, entries: int) -> Path:
    (folder / "data").mkdir(parents=True)
    with Store.open(folder / "data" / "dateline.db") as store:
        filled = fill(store, entries)
        store.update_source(filled.id, paused=True).result()
        for number in range(sources):
            store.add_source(f"http://127.0.0.1:{port}/{number}", now=int(time.time())).result()
    return folder


def _watched(home: Path, server: _Server, sources: int, rounds: int) -> tuple[dict[str, Any], tuple[float, int]]:
    """Run the app until every source was asked so often, then let it end; the gaps of both processes."""
    file = home / "heartbeat.json"
    argv = [sys.executable, "-m", "reader", "--home", str(home)]
    with (
        Stamped(argv, env={"DATELINE_HEARTBEAT": str(file)}) as terminal,
        subprocess.Popen(
            [sys.executable, "-c", ALONE, "600"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as bare,
    ):
        terminal.shows(r"\d\d:\d\d")
        for done in range(1, rounds + 2):
            end = time.monotonic() + 120
            while time.monotonic() < end and sum(n >= done for n in server.asked.values()) < sources:
                terminal.quiet(0.2, 1)
            terminal.quiet(3, 30)
            terminal.send("R" if done <= rounds else "Q")
        end = time.monotonic() + 30
        while terminal.process.poll() is None and time.monotonic() < end:
            terminal.quiet(0.2, 1)
        said = bare.communicate("\n")[0].split()
    return json.loads(file.read_text()), (float(said[0]) * 1000, int(said[1]))


def _judge(told: dict[str, Any], alone: tuple[float, int], asked: Collection[int]) -> int:
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    print(
        f"{len(asked)} sources, {sum(asked)} polls, {len(told['wall']):,} ticks in {told['seconds']:.0f} s; milliseconds"
    )
    for name in ("wall", "ours"):
        gaps = sorted(gap * 1000 for gap in told[name])
        shares = ", ".join(f"p{share:g} {gaps[int(share / 100 * (len(gaps) - 1))]:.1f}" for share in (50, 99, 99.9))
        print(f"{name:>5}: {shares}, longest {gaps[-1]:.1f}, {sum(gap >= LIMIT for gap in gaps)} of {LIMIT} or more")
    print(f"a process that only ticks: longest {alone[0]:.1f}, {alone[1]} of {LIMIT} or more")
    worst = [{key: round(value * 1000) for key, value in one.items()} for one in told["longest"][:10]]
    print("the longest (wall / ours at most / on the thread of the screen): ")
    print(", ".join(f"{one['wall']} / {one['own']} / {one['screen']} at {one['at'] / 1000:.1f} s" for one in worst))
    return 1 if max(told["ours"]) * 1000 > LIMIT else 0
