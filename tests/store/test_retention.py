"""Retention drops what it is told to, nothing else, and what it dropped does not come back as new."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.engine.reconcile import reconcile
from reader.model.entry import Entry, KeyKind
from reader.model.event import Changes, EventKind, Past
from reader.model.filter_language import parse_filter
from reader.model.source import Retention, Source
from reader.store import Reads, Store
from reader.store.retention import AT_ONCE, FORGET_SECONDS, LISTED_SECONDS, limits_of
from reader.store.upkeep import tidy
from tests.store.fill import NOW, SYLLABLES, entry, fill, page, poll, report, snapshot, synthetic

DAY = 24 * 3600
MIB = 1024 * 1024
LATER = NOW + 100 * DAY


def keep(store: Store, source: Source, now: int = LATER, **limits: int) -> int:
    """Give the source these limits and tidy; how many entries were dropped."""
    store.update_source(source.id, retention=Retention(**limits)).result(60)
    return tidy(store, now, at_once=True).result(60).dropped


def scrolled(store: Store, source: Source, *keys: str, published: int = NOW - 600) -> dict[str, int]:
    """Entries that the source has listed and lists no more, beside one, `top`, that it does; ids by key."""
    items = [entry(key, published=published + n, headline=f"Headline {key}") for n, key in enumerate(keys)]
    shot = snapshot(items, order="oldest_first")
    meet(store, source, shot, NOW)
    meet(store, source, snapshot([entry("top", published=NOW)]), NOW + 60)
    return ids_of(store)


def meet(store: Store, source: Source, shot, at: int):
    """Record a poll as the engine does."""

    def decide(past: Past) -> Changes:
        return reconcile(past, shot, at)

    return store.record_poll(report(source, at, entries=len(shot.entries)), shot, decide).result(60)


def ids_of(store: Store) -> dict[str, int]:
    with sqlite3.connect(store.path) as connection:
        found = dict(connection.execute("SELECT key, id FROM entry"))
    connection.close()
    return found


def asked(store: Store, sql: str) -> list[tuple]:
    connection = sqlite3.connect(store.path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def named(number: int) -> Entry:
    """An entry that nobody takes for another one."""
    words = " ".join(SYLLABLES[(number * prime) % len(SYLLABLES)] * 3 for prime in (1, 3, 7))
    return entry(f"k{number}", headline=f"{words} {number}", published=NOW + number * 3600, key_kind=KeyKind.NATIVE)


def mark(store: Store, ids: dict[str, int], keys: Iterable[str], **marks: bool) -> None:
    store.mark([ids[key] for key in keys], now=NOW + 60, **marks).result(60)


def test_without_a_limit_everything_is_kept_for_good(store: Store, source: Source) -> None:
    ids = scrolled(store, source, "a", "b", "c")
    mark(store, ids, "abc", read=True)
    assert keep(store, source, NOW + 20 * 365 * DAY) == 0
    assert ids_of(store) == ids


def test_the_limits_of_a_source_go_before_those_of_the_settings() -> None:
    general = Retention(days=30, entries=100)
    assert limits_of(Retention(), general) == general
    assert limits_of(Retention(days=7), general) == Retention(days=7, entries=100)
    assert limits_of(Retention(days=0, entries=0), general) == Retention()
    assert limits_of(Retention(), Retention(days=0)) == Retention()


def test_by_age_goes_what_was_read_and_nothing_else(store: Store, source: Source) -> None:
    ids = scrolled(store, source, "read", "unread", "starred", "both")
    mark(store, ids, ["read", "both", "top"], read=True)
    mark(store, ids, ["starred", "both"], starred=True)
    assert keep(store, source, NOW + 30 * DAY - 1, days=30) == 0
    assert keep(store, source, NOW + 30 * DAY + 1, days=30) == 1
    assert set(ids_of(store)) == {"unread", "starred", "both", "top"}, "`top` is read, old, and still listed"


def test_age_counts_from_when_it_was_listed_last(store: Store, source: Source) -> None:
    ids = scrolled(store, source, "old", published=NOW - 5 * 365 * DAY)
    mark(store, ids, ["old"], read=True)
    assert keep(store, source, NOW + 3600, days=30) == 0
    assert keep(store, source, NOW + 31 * DAY, days=30) == 1


def test_by_number_the_oldest_that_were_read_go_first(store: Store, source: Source) -> None:
    ids = scrolled(store, source, *"abcdef")
    mark(store, ids, "bdf", read=True)
    mark(store, ids, "a", starred=True)
    assert keep(store, source, entries=5) == 2
    assert set(ids_of(store)) == {"a", "c", "e", "f", "top"}
    assert keep(store, source, entries=3) == 2
    assert set(ids_of(store)) == {"a", "e", "top"}
    assert keep(store, source, entries=1) == 1
    assert set(ids_of(store)) == {"a", "top"}, "starred and listed ones stay, whatever the limit"


def test_by_size(store: Store) -> None:
    source = fill(store, 1500)
    poll(store, source, snapshot([entry("top", published=NOW)]), NOW + 60)
    poll(store, source, snapshot([entry("top", published=NOW)]), NOW + 120)
    with store.reads() as reads:
        before = reads.sizes().sources[0]
    assert before.bytes > 2 * 1024 * 1024
    dropped = keep(store, source, mib=1)
    with store.reads() as reads:
        after = reads.sizes().sources[0]
    assert after.entries == before.entries - dropped > 0
    assert 0.8 * 1024 * 1024 < after.bytes <= 1024 * 1024, "no more is dropped than must be"
    assert "top" in ids_of(store)
    assert keep(store, source, mib=1) == 0


def test_an_entry_goes_whole(store: Store, source: Source, reads: Reads) -> None:
    items = synthetic(40)
    poll(store, source, snapshot(items, order="oldest_first"), NOW)
    reworded = [entry(item.key, headline="Reworded", text="otherwise", published=item.published) for item in items]
    poll(store, source, snapshot(reworded, order="oldest_first"), NOW + 60)
    for minute in (2, 3):
        poll(store, source, snapshot([entry("top", published=NOW)]), NOW + 60 * minute)
    assert keep(store, source, entries=1) == 40
    tables = ("revision", "folded", "entry_actor", "entry_topic", "entry_tagging", "entry_key", "search_docsize")
    assert {name: asked(store, f"SELECT count(*) FROM {name}")[0][0] for name in tables} == {
        "revision": 1, "folded": 1, "entry_actor": 0, "entry_topic": 0, "entry_tagging": 1, "entry_key": 0,
        "search_docsize": 1,
    }  # fmt: skip
    assert asked(store, "SELECT count(*) FROM event WHERE entry_id IS NOT NULL") == [(1,)]
    status = reads.sources()[0]
    assert (status.entries, status.unread) == (1, 1)
    assert reads.check(thorough=True) == []
    connection = sqlite3.connect(store.path)
    connection.execute("INSERT INTO search(search) VALUES ('integrity-check')")
    connection.close()


@pytest.mark.parametrize("careless", [False, True])
def test_what_was_dropped_is_not_new_when_it_is_listed_again(
    store: Store, source: Source, reads: Reads, careless: bool
) -> None:
    ids = scrolled(store, source, "a", "b", "c")
    mark(store, ids, "abc", read=True)
    assert keep(store, source, NOW + 3600, entries=1) == 3
    again = page("top", "c", "b", "a", published=NOW)
    for minute in range(3):
        # The second way knows nothing of dropped entries and calls them new: the store knows better.
        events = (poll if careless else meet)(store, source, again, NOW + 7200 + 60 * minute)
        assert [event.kind for event in events if event.kind is EventKind.NEW] == []
    assert set(ids_of(store)) == {"top"}
    assert reads.sources()[0].unread == 1
    fresh = meet(store, source, page("new", "top", "c", published=NOW), NOW + 9000)
    assert [event.entry.entry.key for event in fresh if event.kind is EventKind.NEW] == ["new"]


def test_every_name_of_a_dropped_entry_is_remembered(store: Store, source: Source) -> None:
    ids = scrolled(store, source, "a")
    connection = sqlite3.connect(store.path)
    with connection:
        connection.execute("INSERT INTO entry_key VALUES (?, 'b', ?)", (source.id, ids["a"]))
    connection.close()
    keep(store, source, entries=1)
    assert asked(store, "SELECT key FROM dropped ORDER BY key") == [("a",), ("b",)]


def test_a_live_entry_is_never_taken_for_a_dropped_one(store: Store, source: Source) -> None:
    scrolled(store, source, "a")
    connection = sqlite3.connect(store.path)
    with connection:
        connection.execute("INSERT INTO dropped VALUES (?, 'top', ?)", (source.id, NOW))
    connection.close()
    shot = snapshot([entry("top", published=NOW, headline="Reworded")])
    events = poll(store, source, shot, NOW + 120)
    assert EventKind.EDITED in [event.kind for event in events]


def test_keys_are_forgotten_half_a_year_after_they_were_listed(store: Store, source: Source) -> None:
    scrolled(store, source, "gone", "back")
    assert keep(store, source, NOW + DAY, entries=1) == 2
    meet(store, source, page("top", "back", published=NOW), NOW + 90 * DAY)
    half_a_year = NOW + DAY + FORGET_SECONDS
    assert tidy(store, half_a_year, at_once=True).result(60).forgotten == 0, "the clock may have leapt"
    assert tidy(store, half_a_year, at_once=True).result(60).forgotten == 0, "not yet"
    assert tidy(store, half_a_year + 1, at_once=True).result(60).forgotten == 1
    assert asked(store, "SELECT key FROM dropped") == [("back",)]


def test_a_clock_that_leaps_drops_nothing_by_age(store: Store, source: Source) -> None:
    ids = scrolled(store, source, "a")
    mark(store, ids, "a", read=True)
    assert keep(store, source, NOW + 3600, days=30) == 0
    assert keep(store, source, NOW + 10 * 365 * DAY, days=30) == 0
    assert keep(store, source, NOW + 7200, days=30) == 0, "the clock is right again"
    assert keep(store, source, NOW + 31 * DAY, days=30) == 1, "time has gone by"


def test_a_source_that_shows_only_parts_does_not_keep_everything(store: Store, source: Source) -> None:
    for number in range(5):
        shot = snapshot([named(number)], complete=False)
        meet(store, source, shot, NOW + number * 4 * DAY)
    assert asked(store, "SELECT count(*) FROM entry WHERE listed = 1") == [(5,)]
    keep(store, source, entries=1)
    assert LISTED_SECONDS == 7 * DAY
    assert set(ids_of(store)) == {"k3", "k4"}


def test_others_need_not_wait_for_a_long_round(store: Store) -> None:
    source = fill(store, 4 * AT_ONCE)
    poll(store, source, snapshot([entry("top", published=NOW)]), NOW + 60)
    poll(store, source, snapshot([entry("top", published=NOW)]), NOW + 120)
    store.update_source(source.id, retention=Retention(entries=1)).result(60)
    order: list[str] = []
    release = threading.Event()
    store._submit(lambda connection: release.wait(60))
    round_ = tidy(store, LATER, at_once=True)
    round_.add_done_callback(lambda _: order.append("tidied"))
    marked = store.mark([1], starred=True, now=NOW)
    marked.add_done_callback(lambda _: order.append("marked"))
    release.set()
    assert round_.result(60).dropped == 4 * AT_ONCE
    marked.result(60)
    store.mark([], now=NOW).result(60)  # whoever waits for an act may go on before it has called whom it must
    assert order == ["marked", "tidied"]


@pytest.mark.timeout(600)  # a store each
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_starred_and_listed_entries_outlive_every_limit(tmp_path_factory: pytest.TempPathFactory, data) -> None:
    draw: Callable = data.draw
    with Store.open(tmp_path_factory.mktemp("store") / "store.db") as store:
        source = store.add_source("https://news.example/", now=NOW).result(60)
        told: set[str] = set()
        starred: set[str] = set()
        for step in range(draw(st.integers(2, 6))):
            at = NOW + step * 10 * DAY
            start = draw(st.integers(0, 8))
            keys = [f"k{number}" for number in range(start, start + draw(st.integers(1, 6)))]
            shot = snapshot([named(number) for number in range(start, start + len(keys))])
            new = {e.entry.entry.key for e in meet(store, source, shot, at) if e.kind is EventKind.NEW}
            assert not new & told, "told as new once, and never again"
            told |= new
            ids = ids_of(store)
            read = draw(st.sets(st.sampled_from(sorted(ids)))) if ids else set()
            star = draw(st.sets(st.sampled_from(sorted(ids)), max_size=2)) if ids else set()
            mark(store, ids, read, read=True)
            mark(store, ids, star, starred=True)
            starred |= star
            limits = draw(st.builds(Retention, *[st.sampled_from([None, 0, 1, 3])] * 2, st.none()))
            store.update_source(source.id, retention=limits).result(60)
            tidy(store, at + 60, at_once=True).result(60)
            left = set(ids_of(store))
            assert starred <= left
            assert {key for key in keys if key in ids} <= left


@pytest.mark.timeout(1800)
def test_thirty_days_of_a_live_blog_stay_under_the_limit(store: Store, source: Source) -> None:
    """An entry every 25 minutes (every minute in the long run); now and then the page shows all of the last days again."""
    long = os.environ.get("DATELINE_LONG") == "1"
    every, limit = (60, 16) if long else (1500, 2)
    batch, shown = 5, 30
    total = 30 * DAY // every // batch * batch
    items = synthetic(total)
    first = NOW - every * total
    items = [entry(f"id:{n:016x}", headline=i.headline, text=i.wording.text, published=first + n * every)
             for n, i in enumerate(items)]  # fmt: skip
    store.update_source(source.id, retention=Retention(mib=limit)).result(60)
    told: list[str] = []
    starred: set[str] = set()
    back = total // 2
    largest = dropped = shown_again = 0
    for number, end in enumerate(range(batch, total + 1, batch)):
        at = items[end - 1].published or NOW
        whole = number % (total // batch // 10) == 0
        listed = items[max(0, end - (back if whole else shown)) : end]
        before = set(told)
        events = meet(store, source, snapshot(listed[::-1], order="newest_first"), at)
        arrived = [e.entry for e in events if e.kind is EventKind.NEW and e.entry]
        told += [one.entry.key for one in arrived]
        known = set(ids_of(store)) if whole else set()
        shown_again += sum(item.key in before and item.key not in known for item in listed) if whole else 0
        store.mark([one.id for one in arrived[:4]], read=True, now=at).result(60)
        if number % 20 == 0 and arrived:
            store.mark([arrived[0].id], starred=True, now=at).result(60)
            starred.add(arrived[0].entry.key)
        if number % 4 == 0:
            dropped += tidy(store, at).result(60).dropped
            largest = max(largest, store.path.stat().st_size)
    assert len(told) == len(set(told)) == total, "every entry was told as new, and none twice"
    assert dropped > total // 3
    assert shown_again > 0, "the page did show what had been dropped"
    left = ids_of(store)
    assert starred <= set(left), "what is starred is all there"
    with store.reads() as reads:
        status, size = reads.sources()[0], reads.sizes().sources[0]
        assert status.entries == len(left)
        assert status.unread == reads.count(parse_filter("is:unread"), now=NOW)
        assert reads.check() == []
    print(f"{total} entries, {dropped} dropped, {shown_again} shown again, {len(starred)} starred,"
          f" largest {largest:,}, at the end {size}")  # fmt: skip
    assert largest < 1.4 * limit * MIB, "merging the search index takes its room twice for a moment"
