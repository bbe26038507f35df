"""What floods: memory and time are measured in a process of its own, with the limits that users have."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from itertools import repeat
from pathlib import Path

import pytest

from tests.net.conftest import SOON
from tests.net.server import PAGE, Reply, endless, gzip_bomb, serving

ROOT = Path(__file__).parents[2]
CHILD = """
import asyncio, json, resource, sys, threading, time
from reader.net.fetch import Fetcher, FetchRequest

class Watch(threading.Thread):  # the kernel's own peak is of no use: it begins with what the parent had
    peak = 0.0
    def run(self):
        while True:
            self.peak = max(self.peak, memory())
            time.sleep(0.001)

def memory():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize() / (1 << 20)

async def heartbeat(gaps):  # in time of work of this thread: who else has the processor for a while is no matter
    while True:
        before = time.thread_time()
        await asyncio.sleep(0.005)
        gaps.append(time.thread_time() - before)

async def main(plain, urls):
    fetcher = Fetcher()
    watch = Watch(daemon=True)
    watch.start()
    assert (await fetcher.fetch(FetchRequest(plain))).ok
    for url in urls:
        gaps, before, started, worked = [], memory(), time.monotonic(), time.thread_time()
        watch.peak = before
        beat = asyncio.create_task(heartbeat(gaps))
        outcome = await fetcher.fetch(FetchRequest(url))
        beat.cancel()
        print(json.dumps({"url": url, "kind": outcome.kind, "status": outcome.status, "growth": watch.peak - before,
                          "seconds": time.monotonic() - started, "worked": time.thread_time() - worked,
                          "gap": max(gaps, default=0)}), flush=True)

asyncio.run(main(sys.argv[1], sys.argv[2:]))
"""


def chunks_of_one_byte() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    yield from repeat(b"1\r\nx\r\n" * 5_000, 6)
    yield b"0\r\n\r\n"


def in_pieces(body: bytes) -> Iterator[bytes]:
    return (body[start : start + 4096] for start in range(0, len(body), 4096))


FLOODS = {
    "gzip of 10 GiB": lambda: Reply(200, gzip_bomb(10240), {"Content-Encoding": "gzip"}),
    "gzip of 10 GiB, in pieces": lambda: Reply(
        200, headers={"Content-Encoding": "gzip"}, pieces=in_pieces(gzip_bomb(10240))
    ),
    "gzip of gzip of 10 GiB": lambda: Reply(200, gzip_bomb(10240, rounds=2), {"Content-Encoding": "gzip, gzip"}),
    "a hundred codings": lambda: Reply(200, gzip_bomb(10), {"Content-Encoding": ", ".join(["gzip"] * 100)}),
    "brotli nobody asked for": lambda: Reply(200, bytes(809), {"Content-Encoding": "br"}),
    "zstd nobody asked for": lambda: Reply(200, bytes(809), {"Content-Encoding": "zstd"}),
    "an endless body": endless,
    "10 TiB announced": lambda: Reply(200, PAGE, length=10 << 40),
    "a number of 5,000 digits announced": lambda: Reply(
        raw=b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nx"
    ),
    "a header of 100 MB": lambda: Reply(raw=iter([b"HTTP/1.1 200 OK\r\nX: ", *repeat(b"a" * (1 << 20), 100)])),
    "100 MB of headers": lambda: Reply(raw=iter([b"HTTP/1.1 200 OK\r\n", *repeat(b"X: y\r\n" * 170_000, 100)])),
    "a status line of 100 MB": lambda: Reply(raw=iter([b"HTTP/1.1 200 ", *repeat(b"a" * (1 << 20), 100)])),
    "a chunk size of 100 MB": lambda: Reply(
        raw=iter([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *repeat(b"0" * (1 << 20), 100)])
    ),
    "100 MB of trailers": lambda: Reply(
        raw=iter([b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", *repeat(b"X: y\r\n" * 170_000, 100)])
    ),
    "5,000 answers that are none": lambda: Reply(raw=iter(repeat(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 1000, 5))),
}


@pytest.fixture(scope="module")
def floods() -> dict[str, dict]:
    if not Path("/proc/self/statm").exists():
        pytest.skip("no /proc to read a process's memory from")
    with serving() as server:
        server.answers["/"] = Reply(200, PAGE)
        server.answers["/chunks"] = Reply(raw=chunks_of_one_byte())
        urls = [server.url("/chunks")]
        for number, make in enumerate(FLOODS.values()):
            server.answers[f"/{number}"] = make()
            urls.append(server.url(f"/{number}"))
        command = [sys.executable, "-c", CHILD, server.url(), *urls]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr
    return dict(zip(["chunks", *FLOODS], map(json.loads, done.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_is_cut_off_in_little_memory_and_time(floods, name: str) -> None:
    flood = floods[name]
    assert flood["kind"] in ("too_large", "broken"), flood
    assert flood["growth"] < 32, flood
    assert flood["seconds"] < SOON, flood


def test_pieces_of_one_byte_do_not_hold_the_loop(floods) -> None:
    flood = floods["chunks"]
    assert flood["kind"] == "ok", flood
    assert 0 < flood["gap"] < flood["worked"] / 4, flood
    assert flood["growth"] < 32, flood
