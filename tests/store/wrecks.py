"""A store with marks, and the same one spoilt: what tests of rescue and of restoring begin with."""

from __future__ import annotations

from pathlib import Path

from reader.store import Reads, Store, backup
from reader.store.opening import open_store
from tests.store.fill import NOW, entry, poll, snapshot

URL = "https://news.example/live"


def opened(path: Path) -> tuple[Store, list[str]]:
    said: list[str] = []
    return open_store(path, now=NOW, tell=said.append), said


def marked(path: Path) -> None:
    """A store with four entries: read, starred with two wordings, both, neither."""
    with Store.open(path) as store:
        source = store.add_source(URL, title="News", tags=["a", "b"], now=NOW - 900).result(60)
        store.add_source("https://other.example/feed", interval=900, now=NOW).result(60)
        first = [entry(key, headline=f"First {key}", text=f"about {key} in Arvonia") for key in "abcd"]
        poll(store, source, snapshot(first), NOW - 600)
        edited = [entry("b", headline="Second b", text="the new words"), *first[2:], first[0]]
        poll(store, source, snapshot(edited), NOW - 300)
        with store.reads() as reads:
            known = ids(reads)
        store.mark([known["a"], known["c"]], read=True, now=NOW).result(60)
        store.mark([known["b"], known["c"]], starred=True, now=NOW).result(60)


def ids(reads: Reads) -> dict[str, int]:
    return {stored.entry.key: stored.id for stored in reads.entries(reads.index(now=NOW).ids)}


def states(reads: Reads) -> dict[str, tuple[bool, bool]]:
    return {e.entry.key: (e.read, e.starred) for e in reads.entries(reads.index(now=NOW).ids)}


MARKS = {"a": (True, False), "b": (False, True), "c": (True, True), "d": (False, False)}


def wreck(path: Path) -> bytes:
    """Nothing of the file can be read any more."""
    content = b"\0" * path.stat().st_size
    path.write_bytes(content)
    return content


def copied(path: Path) -> Path:
    return backup.back_up(path, path, now=NOW)
