"""The writer thread: in order, one transaction an act, and an orderly end."""

from __future__ import annotations

import sqlite3
import threading
import time
from pathlib import Path

import pytest

from reader import foreground
from reader.foreground import Foreground
from reader.model.source import Source
from reader.store import Store, StoreClosed, writer
from tests.store.fill import NOW, decider, entry, page, poll, report, snapshot
from tests.store.ingest import faults


def test_acts_are_done_in_order(store: Store) -> None:
    futures = [store.add_source(f"https://{n}.example/", now=NOW) for n in range(50)]
    assert [future.result(60).id for future in futures] == list(range(1, 51))


def test_closing_finishes_what_was_asked_for(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "s.db")
    futures = [store.add_source(f"https://{n}.example/", now=NOW) for n in range(200)]
    store.close()
    assert all(future.done() and future.exception() is None for future in futures)
    with Store.open(tmp_path / "s.db") as again, again.reads() as reads:
        assert len(reads.sources()) == 200


def test_after_closing_nothing_is_taken(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "s.db")
    store.close()
    store.close()
    with pytest.raises(StoreClosed, match="closed"):
        store.add_source("https://a.example/", now=NOW).result(60)


def test_closing_waits_two_seconds_at_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer.Writer.close, "__defaults__", (writer.CLOSE_SECONDS,))
    store = Store.open(tmp_path / "s.db")
    source = store.add_source("https://a.example/", now=NOW).result(60)
    release = threading.Event()
    stuck = store.record_poll(report(source), page("a"), lambda past: release.wait(60) and None)
    started = time.monotonic()
    store.close()
    assert time.monotonic() - started < 30, "the act is stuck for longer"
    release.set()
    with pytest.raises(AttributeError):
        stuck.result(60)


def test_a_poll_gives_way_to_a_screen_that_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Foreground()
    monkeypatch.setattr(writer, "FOREGROUND", screen)
    monkeypatch.setattr(foreground, "PATIENCE", 20)
    with Store.open(tmp_path / "s.db") as store:
        source = store.add_source("https://a.example/", now=NOW).result(60)
        screen.works()
        many = page(*(f"e{number}" for number in range(60)))
        asked = store.record_poll(report(source), many, decider(many))
        with pytest.raises(TimeoutError):
            asked.result(0.3)
        screen.rests()
        assert len(asked.result(60)) == 61


def test_a_cancelled_act_is_not_done(store: Store, source: Source) -> None:
    hold, running = threading.Event(), threading.Event()

    def wait(past: object):
        running.set()
        hold.wait(60)
        raise ValueError

    first = store.record_poll(report(source), page("a"), wait)
    running.wait(60)
    second = store.add_source("https://b.example/", now=NOW)
    assert second.cancel()
    hold.set()
    assert isinstance(first.exception(60), ValueError)
    with store.reads() as reads:
        poll(store, source, page("a"))
        assert [status.source.id for status in reads.sources()] == [source.id]


def test_a_removal_lets_others_in_between_and_ends_with_the_store(tmp_path: Path) -> None:
    from tests.store.fill import fill

    store = Store.open(tmp_path / "s.db")
    source = fill(store, 1600, words=5, batch=800)
    release = threading.Event()
    store._submit(lambda connection: release.wait(60))
    removal = store.remove_source(source.id)
    other = store.add_source("https://b.example/", now=NOW)
    closing = threading.Thread(target=store.close)
    closing.start()
    while not store._writer._closed:
        time.sleep(0.001)
    with store._writer._lock:  # by now the end is queued behind the two
        release.set()
    closing.join(60)
    assert other.result(60).url == "https://b.example/"
    assert isinstance(removal.exception(60), StoreClosed)
    with Store.open(tmp_path / "s.db") as again, again.reads() as reads:
        left = reads.source_by_url(source.url)
        assert left is not None
        assert (left.source.kept, left.source.paused) == (False, True)
        assert left.entries == reads.count(sources=[source.id], now=NOW) < 1600
        again.remove_source(source.id).result(60)
        assert reads.source_by_url(source.url) is None


def test_pragmas_are_set(store: Store) -> None:
    connection = store._writer._connection

    def value(name: str) -> object:
        return connection.execute(f"PRAGMA {name}").fetchone()[0]

    assert (value("journal_mode"), value("synchronous"), value("foreign_keys")) == ("wal", 1, 1)
    assert (value("busy_timeout"), value("journal_size_limit")) == (5000, 64 * 1024 * 1024)
    with store.reads() as reads:
        assert reads._connection.execute("PRAGMA query_only").fetchone() == (1,)


def test_acts_of_the_user_are_synced(store: Store, source: Source) -> None:
    """Under FULL while a mark is committed, back to NORMAL for polls."""
    statements: list[str] = []
    connection: sqlite3.Connection = store._writer._connection
    connection.set_trace_callback(statements.append)
    store.mark([1], read=True, now=NOW).result(60)
    marking = list(statements)
    statements.clear()
    poll(store, source, page("a"))
    connection.set_trace_callback(None)
    assert marking[0] == "PRAGMA synchronous=FULL"
    assert marking[1].startswith("BEGIN IMMEDIATE")
    assert marking[-2:] == ["COMMIT", "PRAGMA synchronous=NORMAL"]
    assert not any("synchronous" in statement for statement in statements)
    assert [s for s in statements if s.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]


def test_polls_that_wait_share_a_transaction(store: Store, source: Source) -> None:
    """One that fails is none the others' business; a mark between two of them keeps its place and its own sync."""
    statements: list[str] = []
    connection: sqlite3.Connection = store._writer._connection
    others = [store.add_source(f"https://{n}.example/", now=NOW).result(60) for n in range(7)]
    running, release = threading.Event(), threading.Event()

    def hold(past: object):
        running.set()
        release.wait(60)
        raise ValueError

    first = store.record_poll(report(source), page("held"), hold)
    running.wait(60)
    connection.set_trace_callback(statements.append)
    good = [store.record_poll(report(one), page("a", "b"), decider(page("a", "b"))) for one in others[:3]]
    mark = store.mark([1], read=True, now=NOW)
    mixed = [store.record_poll(report(one), page("c"), decider(page("c"))) for one in others[3:6]]
    bad = store.record_poll(report(others[6]), page("d"), hold)
    release.set()
    assert isinstance(first.exception(60), ValueError)
    assert isinstance(bad.exception(60), ValueError)
    assert [len(future.result(60)) for future in (*good, *mixed)] == [3, 3, 3, 2, 2, 2]
    mark.result(60)
    connection.set_trace_callback(None)
    ends = [one.split()[0] for one in statements if one.startswith(("COMMIT", "ROLLBACK", "PRAGMA synchronous=FULL"))]
    # The three together; the mark; four together, in vain; three of these alone and the fourth undone.
    assert ends == ["ROLLBACK", "COMMIT", "PRAGMA", "COMMIT", "ROLLBACK", "COMMIT", "COMMIT", "COMMIT", "ROLLBACK"]
    with store.reads() as reads:
        assert reads.count(now=NOW) == 9


def test_polls_of_one_source_share_none(store: Store, source: Source) -> None:
    """What the first adds is in the search index before the second changes it."""
    poll(store, source, page("before", "and", "more"))
    release = threading.Event()
    store._submit(lambda connection: release.wait(60))
    pages = [
        snapshot([entry("a", headline=headline)]) for headline in ("Arvonia", "Another headline, and a longer one")
    ]
    polled = [store.record_poll(report(source), shot, decider(shot)) for shot in pages]
    release.set()
    kinds = [{event.kind for event in future.result(60)} for future in polled]
    assert "new" in kinds[0]
    assert "edited" in kinds[1]
    assert faults(store.path) == []
