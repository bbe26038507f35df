"""How fast feeds are read, beside feedparser and the bare parsers that no reader can beat.

Rows are timed in rounds (A B C, A B C, ...), so that a slow spell of the machine hits all of them; times are of the
processor, medians are shown, and the ratio to feedparser is the median over the rounds. What a row hands over is said
in it: only rows that hand over whole entries are readers.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import statistics
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from xml.parsers import expat

from benchmarks.documents import FEEDS, items, live_page
from reader.formats import parse
from reader.model.snapshot import Document

Run = Callable[[bytes], object]
REFERENCE = "feedparser"
LIVE_ENTRIES = 630
LIVE_FLOOR = "floor: Lexbor tree and json alone"


def main(arguments: list[str]) -> int:
    """Time every format and print a table each; 1 if a row read another number of entries than there are."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks parse", description=__doc__)
    parser.add_argument("--items", type=int, default=1000, metavar="N", help="items in each feed (1000)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="how often each row is timed (5)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="seed of the documents (1)")
    options = parser.parse_args(arguments)
    made = items(options.items, options.seed)
    good = True
    for name, write in FEEDS.items():
        body = write(made)
        rows = {label: run for label, run, reads in _rows(name) if _agrees(label, run, body, reads and len(made))}
        _print(name, body, len(made), _timed(rows, body, options.rounds))
        good &= "dateline" in rows
    body = live_page(items(LIVE_ENTRIES, options.seed))
    rows = {"dateline": _dateline, LIVE_FLOOR: _bare_page}
    _agrees("dateline", _dateline, body, LIVE_ENTRIES)
    _print("Live page", body, LIVE_ENTRIES, _timed(rows, body, options.rounds), LIVE_FLOOR)
    return 0 if good else 1


def _rows(name: str) -> Iterator[tuple[str, Run, bool]]:
    """Label, what to run, and whether it reads entries."""
    yield "dateline", _dateline, True
    feedparser, fast, lxml = (_optional(module) for module in ("feedparser", "fastfeedparser", "lxml.etree"))
    if name.startswith("JSON"):
        yield "floor: json alone", json.loads, False
        return
    if feedparser:
        yield REFERENCE, lambda body: feedparser.parse(body).entries, True
    if fast:
        yield "fastfeedparser (leaves scripts in)", lambda body: fast.parse(body).entries, True
    if lxml:
        yield "floor: lxml tree alone", lxml.fromstring, False
    yield "floor: expat without handlers", _scanned, False


def _bare_page(body: bytes) -> object:
    """What nobody can do without who reads such a page: the tree, and the data in its script."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(body.decode())
    script = tree.css_first("script[type='application/ld+json']")
    return json.loads(script.text()) if script is not None else None


def _optional(module: str) -> ModuleType | None:
    try:
        return importlib.import_module(module)
    except ImportError:
        return None


def _dateline(body: bytes) -> object:
    found = parse(Document(body, "https://harbour.example/feed")).snapshot
    return found.entries if found else ()


def _scanned(body: bytes) -> None:
    expat.ParserCreate().Parse(body, True)


def _agrees(label: str, run: Run, body: bytes, expected: int) -> bool:
    """Run once, to warm up, and see whether all entries are there."""
    found = run(body)
    if not expected or len(found) == expected:  # type: ignore[arg-type]
        return True
    print(f"{label}: {len(found)} entries of {expected}, left out")  # type: ignore[arg-type]
    return False


def _timed(rows: dict[str, Run], body: bytes, rounds: int) -> dict[str, list[float]]:
    spent: dict[str, list[float]] = {label: [] for label in rows}
    for _ in range(rounds):
        for label, run in rows.items():
            gc.collect()
            start = time.process_time()
            run(body)
            spent[label].append(time.process_time() - start)
    return spent


def _print(name: str, body: bytes, count: int, spent: dict[str, list[float]], against: str = REFERENCE) -> None:
    print(f"\n{name}: {count} items, {len(body) / 1e6:.2f} MB")
    heading = "x feedparser" if against == REFERENCE else "x the floor"
    print(f"{'':38}{'ms':>9}{'entries/s':>11}{'MB/s':>8}{heading:>14}")
    reference = spent.get(against)
    for label, times in sorted(spent.items(), key=lambda row: -statistics.median(row[1])):
        middle = max(statistics.median(times), 1e-9)
        ratio = (
            statistics.median(a / max(b, 1e-9) for a, b in zip(reference, times, strict=True)) if reference else None
        )
        print(
            f"{label:38}{middle * 1000:9.1f}{count / middle:11,.0f}{len(body) / 1e6 / middle:8.1f}"
            + (f"{ratio:13.3g}x" if ratio else f"{'-':>14}")
        )
