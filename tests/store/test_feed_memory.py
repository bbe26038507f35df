"""What tagging remembers is kept by source, and who was tagged without it is tagged again."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader import tagging
from reader.engine.remembering import tag_all
from reader.engine.taggings import ensure_tagged
from reader.model.event import Change, ChangeKind, Changes, Past
from reader.model.fact import Fact
from reader.model.filter_language import parse_filter
from reader.store import Store
from reader.tagging.memory import Memory
from tests.store.fill import NOW, entry, report, snapshot

FULL = "Spanish Foreign Minister Diego Garrido told reporters that talks would go on."


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "dateline.db") as opened:
        yield opened


def bring(store: Store, source, *stories: tuple[str, int, str, str], tag: bool) -> None:
    """Record a poll with these (key, seconds before now, headline, text), tagged with it or not."""
    entries = [entry(key, headline=head, text=text, published=NOW - ago) for key, ago, head, text in stories]

    def decide(past: Past) -> Changes:
        made = tag_all(tagging.load, entries if tag else (), NOW, past.memory)
        new = tuple(Change(ChangeKind.NEW, entry=one, tagging=made.tags.get(one.key)) for one in entries)
        return Changes(new, learned=made.learned)

    store.record_poll(report(source), snapshot(entries), decide).result(60)


def named(store: Store, name: str) -> set[str]:
    with store.reads() as reads:
        ids = reads.index(parse_filter(f'actor:"{name}"'), now=NOW).ids
        return {one.entry.key for one in reads.entries(ids)}


def source(store: Store, name: str = "one"):
    return store.add_source(f"https://{name}.example/", now=NOW).result(60)


@pytest.mark.parametrize("tag", [True, False])
def test_a_later_poll_knows_what_an_earlier_one_told(store: Store, tag: bool) -> None:
    one = source(store)
    bring(store, one, ("a", 600, "Talks resume", FULL), tag=tag)
    ensure_tagged(store, tagging.load)
    bring(store, one, ("b", 300, "Garrido Says Talks Have Failed", ""), tag=tag)
    ensure_tagged(store, tagging.load)
    assert named(store, "Diego Garrido") == {"a", "b"}


def test_who_was_tagged_before_the_name_was_known_is_tagged_again(store: Store) -> None:
    one = source(store)
    bring(store, one, ("later", 300, "Garrido Says Talks Have Failed", ""), ("other", 200, "Rain", "Rain."), tag=True)
    assert named(store, "Diego Garrido") == set()
    bring(store, one, ("first", 600, "Talks resume", FULL), tag=True)
    with store.reads() as reads:
        assert [waiting.headline for waiting in reads.tagging_due(10)] == ["Garrido Says Talks Have Failed"]
    ensure_tagged(store, tagging.load)
    assert named(store, "Diego Garrido") == {"first", "later"}


def test_what_was_before_the_name_was_known_stays_as_it_is(store: Store) -> None:
    one = source(store)
    bring(store, one, ("before", 900, "Garrido Says Talks Have Failed", ""), tag=True)
    bring(store, one, ("first", 600, "Talks resume", FULL), tag=True)
    ensure_tagged(store, tagging.load)
    assert named(store, "Diego Garrido") == {"first"}


def test_newest_first_or_in_time_the_tags_are_the_same_in_the_end(store: Store) -> None:
    stories = [("full", 9000, "Talks resume", FULL)]
    stories += [(f"k{n}", 8000 - n, f"Garrido Says Talks Number {n} Have Failed", "") for n in range(150)]
    one, two = source(store), source(store, "two")
    bring(store, one, *stories, tag=True)
    bring(store, two, *stories, tag=False)
    ensure_tagged(store, tagging.load)
    with store.reads() as reads:
        for wanted in (one, two):
            assert reads.count(parse_filter('actor:"Diego Garrido"'), sources=[wanted.id], now=NOW) == 151


def test_one_source_knows_nothing_of_another(store: Store) -> None:
    one, two = source(store), source(store, "two")
    bring(store, one, ("a", 600, "Talks resume", FULL), tag=True)
    bring(store, two, ("b", 300, "Garrido Says Talks Have Failed", ""), tag=True)
    bring(store, two, ("c", 200, "Garrido Says Talks Go On", ""), tag=False)
    ensure_tagged(store, tagging.load)
    assert named(store, "Diego Garrido") == {"a"}
    with store.reads() as reads:
        assert reads.feed_memory(one.id) is not None
        assert "Garrido" not in (reads.feed_memory(two.id) or "")


def test_it_goes_with_its_source_and_with_other_rules(store: Store) -> None:
    one, two = source(store), source(store, "two")
    for each in (one, two):
        bring(store, each, ("a", 600, "Talks resume", FULL), tag=True)
    store.remove_source(one.id).result(60)
    with store.reads() as reads:
        assert reads.feed_memory(one.id) is None
        assert reads.feed_memory(two.id) is not None
        store.retag("other rules").result(60)
        assert reads.feed_memory(two.id) is None


def test_two_who_learn_at_the_same_time_lose_nothing(store: Store) -> None:
    one = source(store)
    bring(store, one, ("a", 600, "Talks resume", FULL), tag=True)
    store.record_taggings([], {one.id: [Fact("Luz Ortega", "Spain", "", NOW - 900)]}).result(60)
    store.record_taggings([], {one.id: [Fact("Ana Petrova", "", "", NOW - 800)]}).result(60)
    with store.reads() as reads:
        memory = Memory.read(reads.feed_memory(one.id))
    assert all(memory.person(word, NOW) for word in ("garrido", "ortega", "petrova"))


def test_a_source_that_is_gone_learns_nothing(store: Store) -> None:
    one = source(store)
    store.remove_source(one.id).result(60)
    store.record_taggings([], {one.id: [Fact("Luz Ortega", "Spain", "", NOW)]}).result(60)
    with store.reads() as reads:
        assert reads.feed_memory(one.id) is None


def test_a_damaged_memory_is_an_empty_one(store: Store) -> None:
    one = source(store)
    bring(store, one, ("a", 600, "Talks resume", FULL), tag=True)
    store._submit(lambda connection: connection.execute("UPDATE feed_memory SET memory = '[1'").rowcount).result(60)
    bring(store, one, ("b", 300, "Talks end", FULL.replace("Diego Garrido", "Luz Ortega")), tag=False)
    ensure_tagged(store, tagging.load)
    with store.reads() as reads:
        assert Memory.read(reads.feed_memory(one.id)).person("ortega", NOW) is not None
