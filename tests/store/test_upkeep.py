"""The file stays in shape, in small steps; and every query of `Reads` goes by an index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reader.clock import Clock
from reader.model.event import Event, EventKind
from reader.model.filter_language import parse_filter
from reader.model.source import Retention, Source
from reader.model.upkeep import TidyReport
from reader.store import Reads, Store, upkeep
from reader.store.connect import open_reader, open_writer
from reader.store.sizes import log_bytes, pages_of
from reader.store.upkeep import TIDY_SECONDS, Tidying, after_polls, due, last_round, shorten_log, tidy
from tests.store.fill import NOW, entry, fill, poll, snapshot

ROUND = 2 * TIDY_SECONDS


class Tap:
    """A connection that keeps what it was asked."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.asked: list[tuple[str, Any]] = []
        self._connection = connection

    def execute(self, sql: str, values: Any = ()) -> sqlite3.Cursor:
        self.asked.append((sql, values))
        return self._connection.execute(sql, values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def plans(self) -> list[str]:
        """The steps of the plans of all that was asked."""
        return [
            row[3]
            for sql, values in self.asked
            for row in self._connection.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        ]


FILTERS = (
    "", "is:unread", "is:starred", "is:new", "is:edited", "actor:arvonia", "topic:ceasefire", "speaker:arvonia",
    "since:2h", "on:2023-11-14", "karo", "arvonia says", "karo is:unread", "actor:arvonia -topic:war",
    "actor:arvonia since:2h", "source:fill", "karo OR topic:war", "karo -is:read until:2h",
)  # fmt: skip


def ask_everything(reads: Reads, ids: list[int]) -> Iterator[str]:
    """Every query that an app asks while it runs; yields the name of each after it was asked."""
    for name, ask in (
        ("rows", lambda: reads.rows(ids)),
        ("entries", lambda: reads.entries(ids)),
        ("revisions", lambda: reads.revisions(ids[0])),
        ("events", lambda: reads.events(0, 200)),
        ("last event", reads.last_event_id),
        ("sources", reads.sources),
        ("due", lambda: reads.due(NOW)),
    ):
        ask()
        yield name
    for text in FILTERS:
        query = parse_filter(text)
        for sources in (None, [1], [1, 2]):
            for newest in (None, 100):
                reads.index(query, sources=sources, newest=newest, now=NOW)
                yield f"index of {text!r} in {sources}, {newest}"
            reads.count(query, sources=sources, now=NOW)
            yield f"count of {text!r} in {sources}"
            reads.matching(query, ids, sources=sources, now=NOW)
            yield f"matching of {text!r} in {sources}"
            reads.facets(query, sources=sources, now=NOW)
            yield f"facets of {text!r} in {sources}"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two sources with 600 entries, closed."""
    path = tmp_path_factory.mktemp("plans") / "store.db"
    with Store.open(path) as store:
        fill(store, 400)
        fill(store, 200, url="https://other.example/")
    return path


LARGE = ("e", "r", "f", "v", "p", "entry", "revision", "folded", "event", "entry_tagging")
"""Tables of which there is a row an entry, as the queries call them."""


def whole_scans(path: Path) -> list[str]:
    """The queries that read a whole large table, with the step that does."""
    connection = open_reader(path)
    tap = Tap(connection)
    found: list[str] = []
    with Reads(tap, path) as reads:  # pyright: ignore[reportArgumentType]
        ids = list(reads.index(newest=60, now=NOW).ids)
        for name in ask_everything(reads, ids):
            found += [f"{name}: {step}" for step in tap.plans() if step in {f"SCAN {table}" for table in LARGE}]
            tap.asked.clear()
    return found


def test_every_query_goes_by_an_index(filled: Path) -> None:
    """Without statistics a plan does not depend on how much there is: what holds for this store holds for any."""
    with closing(sqlite3.connect(filled)) as connection:
        assert not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'sqlite_stat1'").fetchone()
    assert whole_scans(filled) == []


def test_statistics_of_a_small_store_do_no_harm_and_do_not_last(filled: Path, tmp_path: Path) -> None:
    """Somebody analysed the file by hand when there were ten entries: then to read all of a table looks cheap."""
    path = tmp_path / "store.db"
    path.write_bytes(filled.read_bytes())

    def statistics() -> list[str]:
        with closing(sqlite3.connect(path)) as connection:
            return [row[0] for row in connection.execute("SELECT stat FROM sqlite_stat1")]

    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("ANALYZE")
        connection.execute("UPDATE sqlite_stat1 SET stat = '10 ' || substr(stat, instr(stat, ' ') + 1)")
    assert statistics()
    assert whole_scans(path) == []
    with Store.open(path) as store:
        tidy(store, NOW).result(60)
    assert statistics() == []


def test_a_round_is_made_once_an_hour(store: Store) -> None:
    assert tidy(store, NOW).result(60) == TidyReport()
    assert not tidy(store, NOW + TIDY_SECONDS - 1).result(60).done
    assert tidy(store, NOW + 1, at_once=True).result(60).done
    assert tidy(store, NOW + 1 + TIDY_SECONDS).result(60).done
    with closing(open_reader(store.path)) as connection:
        known = last_round(connection)
    assert known["at"] == NOW + 1 + TIDY_SECONDS
    assert known.keys() == {"at", "milliseconds", "dropped", "freed"}


def test_a_round_in_the_future_counts_for_nothing() -> None:
    assert due(None, NOW)
    assert due(NOW + 1, NOW)
    assert not due(NOW, NOW)
    assert due(NOW, NOW + TIDY_SECONDS)


def test_what_is_noted_of_the_last_round_may_be_damaged(store: Store) -> None:
    tidy(store, NOW).result(60)
    for value in ("not json", "[]", '{"at": "x"}', "null"):
        with closing(sqlite3.connect(store.path)) as connection, connection:
            connection.execute("UPDATE upkeep SET value = ? WHERE name = 'tidied'", (value,))
        assert tidy(store, NOW + 1).result(60).done, value


def test_the_log_forgets_polls_after_thirty_days(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, snapshot([entry("a")]), NOW)
    poll(store, source, snapshot([entry("a")]), NOW + 60)
    later = NOW + 30 * 24 * 3600 + 30
    store.update_source(source.id, paused=True).result(60)
    report = tidy(store, later).result(60)
    assert report.polls == 1
    assert [event.kind for _, event in reads.events()] == [EventKind.NEW, EventKind.POLL]


def test_a_limit_by_size_bounds_the_log_of_polls(store: Store, source: Source) -> None:
    with closing(sqlite3.connect(store.path)) as connection, connection:
        connection.executemany(
            "INSERT INTO poll(source_id, at, outcome, message, bytes, entries, new, edited, ok, changed)"
            " VALUES (?, ?, 'ok', '', 0, 0, 0, 0, 1, 0)",
            [(source.id, NOW + n) for n in range(3000)],
        )
    report = tidy(store, NOW + 3600, Retention(mib=1)).result(60)
    with store.reads() as reads:
        size = reads.sizes().sources[0]
    assert 0 < size.polls == 3000 - report.polls < 1100
    assert size.bytes < 300_000


def emptied(path: Path, monkeypatch: pytest.MonkeyPatch, *, stepwise: bool) -> tuple[Store, TidyReport, int]:
    """A store of which most was dropped, after a round; the pages that it had before."""
    monkeypatch.setattr(upkeep, "WORTH_BYTES", 100_000)
    monkeypatch.setattr(upkeep, "PAGES_AT_ONCE", 50)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA auto_vacuum={'INCREMENTAL' if stepwise else 'NONE'}")
        connection.execute("VACUUM")
    store = Store.open(path)
    source = fill(store, 600)
    for minute in (1, 2):
        poll(store, source, snapshot([entry("top", published=NOW)]), NOW + 60 * minute)
    with closing(open_reader(path)) as connection:
        before = pages_of(connection).all
    return store, tidy(store, NOW + 3600, Retention(entries=10)).result(60), before


@pytest.mark.parametrize("stepwise", [True, False])
def test_free_pages_are_given_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stepwise: bool) -> None:
    store, report, before = emptied(tmp_path / "store.db", monkeypatch, stepwise=stepwise)
    with store, store.reads() as reads:
        assert report.dropped == 591
        with closing(open_reader(store.path)) as connection:
            pages = pages_of(connection)
        assert pages.all < before / 2
        assert pages.free * 10 < pages.all
        assert pages.stepwise, "from then on it goes in steps"
        assert report.freed >= (before - pages.all) * pages.size > 0
        assert reads.check(thorough=True) == []
        assert reads.count(parse_filter("headline"), now=NOW) == 1
        poll(store, reads.sources()[0].source, snapshot([entry("next", published=NOW)]), NOW + 7200)


def test_nothing_is_rewritten_where_the_disk_has_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "room", lambda _: 1000)
    store, report, before = emptied(tmp_path / "store.db", monkeypatch, stepwise=False)
    with store, closing(open_reader(store.path)) as connection:
        assert report.freed == 0
        assert pages_of(connection).all >= before


def test_a_rewrite_that_fails_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program is in the middle of something: the round goes on without."""
    path = tmp_path / "store.db"
    monkeypatch.setattr(upkeep, "FREE_SHARE", 0)
    monkeypatch.setattr(upkeep, "WORTH_BYTES", 0)
    with Store.open(path) as store:
        fill(store, 50)
        connection = open_writer(path)
        connection.execute("PRAGMA busy_timeout=50")
        connection.execute("BEGIN IMMEDIATE")
        step = Tidying(NOW, Retention())._rewrite
        with closing(connection), closing(open_writer(path)) as other:
            other.execute("PRAGMA busy_timeout=50")
            other.execute("BEGIN")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                step(other)
            connection.execute("ROLLBACK")
            other.execute("BEGIN")
            step(other)
            assert other.in_transaction
            other.execute("ROLLBACK")


def test_the_search_index_is_merged_after_much_was_dropped(store: Store) -> None:
    source = fill(store, 600)
    for minute in (1, 2):
        poll(store, source, snapshot([entry("top", published=NOW)]), NOW + 60 * minute)

    def index_bytes() -> int:
        with closing(open_reader(store.path)) as connection:
            return connection.execute("SELECT sum(length(block)) FROM search_data").fetchone()[0]

    before = index_bytes()
    tidy(store, NOW + 3600, Retention(entries=60)).result(60)
    assert index_bytes() < before / 4, "what was dropped is out of the index"
    with store.reads() as reads:
        assert 0 < reads.count(parse_filter("says"), now=NOW) <= 60


def test_a_long_log_is_cut_even_after_a_reader_was_in_the_way(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path) as store, closing(open_reader(path)) as reader, closing(open_writer(path)) as connection:
        fill(store, 60)
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM entry").fetchone()
        fill(store, 60, url="https://other.example/")
        connection.execute("BEGIN IMMEDIATE")
        shorten_log(connection, 10_000)
        assert connection.in_transaction
        assert log_bytes(connection) > 10_000, "the reader still needs it"
        connection.execute("COMMIT")
        reader.execute("COMMIT")
        connection.execute("BEGIN IMMEDIATE")
        shorten_log(connection, 10_000)
        connection.execute("COMMIT")
        assert log_bytes(connection) <= 10_000
        assert store.mark([1], read=True, now=NOW).result(60) == {1: (False, False)}


def test_sizes_are_about_right(store: Store, reads: Reads) -> None:
    empty = reads.sizes().file
    fill(store, 400)
    fill(store, 100, url="https://other.example/", words=300)
    found = reads.sizes()
    assert [size.entries for size in found.sources] == [400, 100]
    assert sum(size.bytes for size in found.sources) == pytest.approx(found.file - found.free - empty, rel=0.2)
    assert found.log > 0


def test_the_listener_asks_once_an_hour_and_only_after_polls(store: Store, source: Source) -> None:
    now = [NOW]
    fill(store, 10)
    poll(store, source, snapshot([entry("a", published=NOW)]), NOW)
    heard = after_polls(store, Retention(entries=1), Clock(wall=lambda: now[0]))
    heard(Event(EventKind.NEW, NOW, source.id))

    def at() -> int | None:
        store.mark([], now=NOW).result(60)
        with closing(open_reader(store.path)) as connection:
            return last_round(connection).get("at")

    assert at() is None
    seen = []
    for seconds in (0, 60, TIDY_SECONDS - 1, TIDY_SECONDS, TIDY_SECONDS + 60):
        now[0] = NOW + seconds
        heard(Event(EventKind.POLL, now[0], source.id))
        for _ in range(20):
            seen_at = at()
        seen.append(seen_at - NOW)
    assert seen == [0, 0, 0, TIDY_SECONDS, TIDY_SECONDS]
    store.close()
    now[0] += ROUND
    heard(Event(EventKind.POLL, now[0], source.id))


def test_a_round_that_was_cut_short_goes_on_next_time(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = Store.open(path)
    source = fill(store, 700)
    for minute in (1, 2):
        poll(store, source, snapshot([entry("top", published=NOW)]), NOW + 60 * minute)
    cut = tidy(store, NOW + 3600, Retention(entries=100))
    store.close()
    assert isinstance(cut.exception(60), Exception) or cut.result().done
    with Store.open(path) as again, again.reads() as reads:
        tidy(again, NOW + 3700, Retention(entries=100)).result(60)
        assert reads.sources()[0].entries == 100
        assert reads.check(thorough=True) == []
