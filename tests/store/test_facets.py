"""What is counted by actor, topic, speaker and source: exactly what a filter by that value would leave."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.event import Change, ChangeKind, Changes
from reader.model.filter_edit import written
from reader.model.filter_language import parse_filter
from reader.model.query import All, Query
from reader.model.tagging import Actor, ActorType, Tagging
from reader.store import Reads, Store
from tests.store.fill import NOW, entry, report, snapshot

NAMES = ("Arvonia", "Arvonia: Army", "Belmark", "Belmark: Ministry", "North Belmark", "Union of Arvonia and Belmark")
ACTORS = tuple(Actor(name, ActorType.COUNTRY) for name in NAMES)
FILTERS = ("", "storm", "topic:arms", "-actor:Arvonia", "speaker:Belmark OR is:unread", "source:second")


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reads]:
    chance = random.Random(4)
    with Store.open(tmp_path_factory.mktemp("facets") / "store.db") as store:
        for url in ("https://first.example/", "https://second.example/"):
            source = store.add_source(url, now=NOW).result(60)
            changes: list[Change] = []
            for number in range(60):
                some = tuple(chance.sample(ACTORS, k=chance.randint(0, 3)))
                speaker = chance.choice(NAMES) if chance.random() < 0.5 else None
                tags = Tagging(some, speaker=speaker, side=speaker, topics=tuple(chance.sample(("arms", "sport"), k=1)))
                headline = f"{chance.choice(('Storm', 'Calm'))} {number}"
                changes.append(Change(ChangeKind.NEW, entry(f"k{number}", number, headline=headline), tagging=tags))
            items = [change.entry for change in changes if change.entry]
            made = Changes(tuple(changes))
            store.record_poll(report(source), snapshot(items), lambda past, made=made: made).result(60)
        with store.reads() as opened:
            yield opened


@pytest.mark.parametrize("text", FILTERS)
@pytest.mark.parametrize("field", ["actor", "topic", "speaker", "side"])
def test_a_count_is_what_a_filter_by_the_value_leaves(reads: Reads, text: str, field: str) -> None:
    query = parse_filter(text)
    found = reads.values(field, query, now=NOW)
    assert found
    for item in found:
        by_value = parse_filter(written(field, item.value)).term
        both = Query(All(tuple(term for term in (query.term, by_value) if term)))
        assert item.count == reads.count(both, now=NOW), item
    counts = [item.count for item in found]
    assert counts == sorted(counts, reverse=True)


def test_names_by_the_start_of_any_word(reads: Reads) -> None:
    assert {item.value for item in reads.values("actor", typed="arm", now=NOW)} == {"Arvonia: Army"}
    assert {item.value for item in reads.values("speaker", typed="MIN", now=NOW)} == {"Belmark: Ministry"}
    assert {item.value for item in reads.values("actor", typed="", now=NOW)} == set(NAMES)
    assert reads.values("actor", typed="key", now=NOW) == []
    also = reads.values("actor", typed="capital", also=["Arvonia"], now=NOW)
    assert {item.value for item in also} == {"Arvonia", "Arvonia: Army", "Union of Arvonia and Belmark"}
    assert also[0].count == reads.count(parse_filter("actor:Arvonia"), now=NOW)
    assert len(reads.values("actor", limit=2, now=NOW)) == 2


def test_sources_by_their_ids(reads: Reads) -> None:
    assert reads.source_counts(now=NOW) == {1: 60, 2: 60}
    assert reads.source_counts(parse_filter("source:second"), now=NOW) == {2: 60}
    assert reads.source_counts(sources=[1], now=NOW) == {1: 60}


def test_a_scope_of_all_sources_is_none_and_says_the_same(reads: Reads) -> None:
    for text in FILTERS:
        query = parse_filter(text)
        assert list(reads.index(query, now=NOW).ids) == list(reads.index(query, sources=[1, 2, 9], now=NOW).ids)
        assert reads.count(query, sources=[1], now=NOW) < reads.count(query, now=NOW) or "second" in text
    assert reads.total() == 120
    assert reads.total(sources=[2]) == 60


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=12))
def test_nothing_typed_breaks_it(reads: Reads, text: str) -> None:
    for field in ("actor", "topic", "speaker", "side"):
        every = {item.value: item.count for item in reads.values(field, now=NOW)}
        for item in reads.values(field, parse_filter(text), typed=text, also=[text], now=NOW):
            assert 1 <= item.count <= every[item.value]


def test_five_thousand_actors(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db") as store:
        source = store.add_source("https://many.example/", now=NOW).result(60)
        changes = []
        for number in range(1000):
            some = tuple(Actor(f"Person {number * 5 + at}", ActorType.PERSON) for at in range(5))
            changes.append(Change(ChangeKind.NEW, entry(f"k{number}", number), tagging=Tagging(some)))
        items = [change.entry for change in changes]
        store.record_poll(report(source), snapshot(items), lambda past: Changes(tuple(changes))).result(60)
        with store.reads() as reads:
            started = time.process_time()
            found = reads.values("actor", now=NOW)
            spent = time.process_time() - started
            floor = time.process_time()
            reads._connection.execute("SELECT actor, count(*) FROM entry_actor GROUP BY actor").fetchall()
            floor = time.process_time() - floor
    assert len(found) == 5000
    assert spent < 400 * max(floor, 0.001), "it must not be quadratic"
