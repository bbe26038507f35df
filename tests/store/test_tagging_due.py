"""Entries that wait for their tags: none is forgotten, none is tagged by an old wording, whoever kills whom."""

from __future__ import annotations

import random
import sqlite3
import time
from pathlib import Path

import pytest

from reader.model.filter_language import parse_filter
from reader.model.tagging import Actor, ActorType, Tagging
from reader.model.tagging_due import Made
from reader.store import Store, tagging_due
from tests.store.fill import NOW, entry, fill, page, poll, snapshot
from tests.store.kills import Forks

ARVONIA = Tagging((Actor("Arvonia", ActorType.COUNTRY),), topics=("politics",), speaker="Arvonia", side="Arvonia")


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "dateline.db") as opened:
        yield opened


def defer(store: Store, ids) -> None:
    store._submit(lambda connection: tagging_due.defer(connection, ids)).result(60)


def made(waiting, tagging: Tagging | None = ARVONIA) -> list[Made]:
    return [Made(one.entry_id, one.wording, tagging) for one in waiting]


def filled(store: Store, count: int = 30) -> list[int]:
    fill(store, count, words=5)
    with store.reads() as reads:
        return list(reads.index(now=NOW).ids)


def test_the_newest_come_first_with_their_words(store: Store) -> None:
    ids = filled(store)
    defer(store, ids)
    with store.reads() as reads:
        assert reads.tagging_waiting() == 30
        waiting = reads.tagging_due(10)
        assert [one.entry_id for one in waiting] == ids[:-11:-1]
        assert [one.headline for one in waiting] == [reads.entry(one.entry_id).entry.headline for one in waiting]


def test_tags_take_the_place_of_those_before_and_nothing_waits_then(store: Store) -> None:
    ids = filled(store)
    defer(store, ids)
    defer(store, ids[:3])
    with store.reads() as reads:
        written = store.record_taggings(made(reads.tagging_due(100))).result(60)
        assert sorted(written) == sorted(ids)
        assert reads.tagging_waiting() == 0
        assert reads.count(parse_filter("actor:arvonia topic:politics speaker:arvonia"), now=NOW) == 30
        assert {count.value for count in reads.facets(now=NOW)} == {"Arvonia", "politics"}
        assert all(flags & 64 for flags in reads.index(now=NOW).flags)


def test_an_entry_without_tags_is_shown_as_one(store: Store) -> None:
    ids = filled(store)
    defer(store, ids)
    with store.reads() as reads:
        store.record_taggings(made(reads.tagging_due(100), Tagging())).result(60)
        assert not any(flags & 64 for flags in reads.index(now=NOW).flags)
        assert not reads.facets(now=NOW)


def test_what_cannot_be_tagged_keeps_what_it_had_and_waits_no_more(store: Store) -> None:
    ids = filled(store)
    with store.reads() as reads:
        before = [reads.entry(number).tagging for number in ids]
        defer(store, ids)
        store.record_taggings(made(reads.tagging_due(100), None)).result(60)
        assert reads.tagging_waiting() == 0
        assert [reads.entry(number).tagging for number in ids] == before


def test_what_was_reworded_meanwhile_goes_on_waiting(store: Store) -> None:
    source = store.add_source("https://one.example/", now=NOW).result(60)
    poll(store, source, page("a", "b"))
    with store.reads() as reads:
        defer(store, reads.index(now=NOW).ids)
        waiting = reads.tagging_due(10)
        poll(store, source, snapshot([entry("a", headline="Other words", published=NOW - 600), *page("b").entries]))
        defer(store, [one.entry_id for one in waiting])
        reworded = next(one.entry_id for one in reads.tagging_due(10) if one.headline == "Other words")
        written = store.record_taggings(made(waiting)).result(60)
        assert set(written) == {one.entry_id for one in waiting} - {reworded}
        assert [one.headline for one in reads.tagging_due(10)] == ["Other words"]
        assert reads.entry(reworded).tagging != ARVONIA


def test_what_somebody_else_has_tagged_is_left_alone(store: Store) -> None:
    ids = filled(store, 5)
    defer(store, ids)
    with store.reads() as reads:
        waiting = reads.tagging_due(10)
        store.record_taggings(made(waiting)).result(60)
        assert store.record_taggings(made(waiting, Tagging())).result(60) == ()
        assert reads.entry(ids[0]).tagging == ARVONIA


def test_other_rules_have_all_entries_wait_and_the_same_rules_none(store: Store) -> None:
    assert store.retag("one").result(60) == 0
    ids = filled(store)
    assert store.retag("one").result(60) == 0
    assert store.retag("two").result(60) == len(ids)
    assert store.retag("two").result(60) == len(ids)
    with store.reads() as reads:
        store.record_taggings(made(reads.tagging_due(100))).result(60)
    assert store.retag("two").result(60) == 0


def test_an_entry_that_goes_waits_no_more(store: Store) -> None:
    source = store.add_source("https://one.example/", now=NOW).result(60)
    poll(store, source, page("a", "b"))
    with store.reads() as reads:
        defer(store, reads.index(now=NOW).ids)
        waiting = reads.tagging_due(10)
        store.remove_source(source.id).result(60)
        assert reads.tagging_waiting() == 0
        assert store.record_taggings(made(waiting)).result(60) == ()


def test_a_kill_between_batches_loses_nothing_and_doubles_nothing(tmp_path: Path) -> None:
    path, rng = tmp_path / "dateline.db", random.Random(7)
    with Store.open(path) as store:
        ids = filled(store, 400)
        defer(store, ids)
    tagged_before = 0
    with Forks() as forks:
        for _ in range(12):
            child = forks.start("tests.store.children:tag", str(path))
            child.wait_for(1)
            time.sleep(rng.random() * 0.08)
            told = child.kill()
            with sqlite3.connect(path) as connection:
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
                due = {row[0] for row in connection.execute("SELECT entry_id FROM tagging_due")}
                done = {
                    row[0]
                    for row in connection.execute(
                        "SELECT entry_id FROM entry_tagging WHERE tagging LIKE '%by the child%'"
                    )
                    if row[0] not in due
                }
            assert due | done == set(ids)  # each either waits or has its tags
            assert len(done) >= max([tagged_before, *(count for count in told if isinstance(count, int))])
            tagged_before = len(done)
        child = forks.start("tests.store.children:tag", str(path))
        child.end()
    with Store.open(path) as store, store.reads() as reads:
        assert reads.tagging_waiting() == 0
        assert reads.count(parse_filter("actor:arvonia"), now=NOW) == len(ids)
        assert [count.count for count in reads.facets(now=NOW)] == [len(ids), len(ids)]
