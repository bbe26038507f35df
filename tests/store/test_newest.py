"""The newest of a filter, which are looked for among the newest of all first, are the end of the whole list."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from reader.model.event import Change, ChangeKind, Changes
from reader.model.filter_language import parse_filter
from reader.model.tagging import Actor, ActorType, Tagging
from reader.store import Reads, Store, index
from tests.store.fill import NOW, entry, report, snapshot

WORDS = ("common", "usual", "rare", "東京で首脳会談")
ACTORS = tuple(Actor(name, ActorType.PERSON) for name in ("Ann Arbour", "Bob Bay"))


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reads]:
    chance = random.Random(11)
    with Store.open(tmp_path_factory.mktemp("newest") / "store.db") as store:
        for number in range(3):
            source = store.add_source(f"https://{number}.example/", now=NOW).result(60)
            changes: list[Change] = []
            for at in range(400):
                # Many entries of one second, in no order of arrival.
                published = NOW - 60 * chance.randint(0, 150)
                some = " ".join(chance.choices(WORDS, (50, 20, 1, 5), k=3))
                speaker = chance.choice(("Ann Arbour", None))
                tags = Tagging(tuple(chance.sample(ACTORS, k=chance.randint(0, 2))), speaker=speaker, topics=("arms",))
                made = entry(f"k{at}", at, headline=some, published=published)
                changes.append(Change(ChangeKind.NEW, made, tagging=tags))
            items = [change.entry for change in changes]
            whole = Changes(tuple(changes))
            store.record_poll(report(source), snapshot(items), lambda past, whole=whole: whole).result(60)
        with store.reads() as opened:
            yield opened


@pytest.mark.parametrize("window", [1, 50, 600, 5000])
@pytest.mark.parametrize("sources", [None, [2], [1, 3]])
def test_the_newest_are_the_end_of_all(
    reads: Reads, monkeypatch: pytest.MonkeyPatch, window: int, sources: list[int] | None
) -> None:
    monkeypatch.setattr(index, "WINDOW", window)
    filters = [
        "common",
        "rare",
        "東京",
        "-common",
        "usual OR rare",
        "actor:ann",
        "topic:arms -actor:bob",
        "speaker:ann",
    ]
    for text in [*filters, "source:1.example common", "nowhere", "is:unread", "/rare$/", "common -(actor:ann rare)"]:
        query = parse_filter(text)
        every = reads.index(query, sources=sources, now=NOW)
        for newest in (1, 20, 150):
            found = reads.index(query, sources=sources, newest=newest, now=NOW)
            assert list(found.ids) == list(every.ids)[-newest:], (text, newest)
