"""Entries with their past, as the store has it; how they stood at a moment; names that outlast a move."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.interop.outgoing import Gone, Item, outgoing
from reader.model.history import as_of, until
from reader.store import Store
from reader.store.handed_on import first_address
from reader.store.history import find, histories
from tests.store.fill import NOW, decider, entry, poll, report, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model.history import History
    from reader.model.source import Source

HOUR = 3600


def told(store: Store, source: Source) -> None:
    """Two entries; one is edited, withdrawn, and comes back."""
    first = entry("a", headline="First", published=NOW - 600)
    other = entry("b", headline="Other", published=NOW - 900)
    poll(store, source, snapshot([first, other]), NOW)
    poll(
        store, source, snapshot([replace(first, wording=replace(first.wording, headline="Second")), other]), NOW + HOUR
    )
    for hours in (2, 3):
        poll(store, source, snapshot([other]), NOW + hours * HOUR)
    poll(
        store,
        source,
        snapshot([replace(first, wording=replace(first.wording, headline="Second")), other]),
        NOW + 4 * HOUR,
    )


def past(store: Store) -> dict[str, History]:
    with store.reads() as reads:
        return {one.stored.entry.key: one for one in histories(reads, [2, 1, 99])}


def test_how_it_stood(tmp_path: Path) -> None:
    with Store.open(tmp_path / "d.db") as store:
        told(store, store.add_source("https://news.example/", now=NOW).result())
        a = past(store)["a"]
        stood = [as_of(a, NOW + hours * HOUR) for hours in (-1, 0, 1, 2, 3, 4)]
        assert stood[0] is None
        seen = [(one.entry.headline, one.revision, one.withdrawn_at is not None) for one in stood if one]
        assert seen == [("First", 1, False), *[("Second", 2, False)] * 2, ("Second", 2, True), ("Second", 2, False)]
        assert as_of(a, NOW + 9 * HOUR) == a.stored, "at last it is as it is"
        assert until(a, NOW + 9 * HOUR) == a
        assert until(a, NOW - 1) is None
        then = until(a, NOW + HOUR)
        assert then is not None
        assert [len(then.revisions), len(then.turns)] == [2, 2]
        assert [turn.kind for turn in a.turns] == ["new", "edited", "withdrawn", "reinstated"]
        assert list(past(store)) == ["b", "a"] or list(past(store)) == ["a", "b"]


def test_an_entry_is_found_by_number_key_and_id(tmp_path: Path) -> None:
    with Store.open(tmp_path / "d.db") as store:
        source = store.add_source("https://news.example/", now=NOW).result()
        poll(
            store,
            source,
            snapshot([entry("k", native_id="post-7", published=NOW), entry("2", published=NOW - 60)]),
            NOW,
        )
        with store.reads() as reads:
            (number,) = find(reads, "post-7")
            assert find(reads, "k") == [number] == find(reads, str(number))[:1]
            assert find(reads, "9" * 30) == find(reads, "") == []


def test_names_outlast_edits_restarts_and_a_move(tmp_path: Path) -> None:
    names: list[set[str]] = []
    for number in range(3):
        with Store.open(tmp_path / "d.db") as store, store.reads() as reads:
            source = (
                store.add_source("https://old.example/", now=NOW).result() if number == 0 else reads.sources()[0].source
            )
            if number == 0:
                poll(store, source, snapshot([entry("a", headline="A"), entry("b", headline="B")]), NOW)
            elif number == 1:
                shot = snapshot([entry("a", headline="Another"), entry("b", headline="B")])
                moved = report(source, NOW + 60, entries=2, new_url="https://new.example/")
                store.record_poll(moved, shot, decider(shot)).result(60)
            status = reads.sources()[0]
            assert status.source.url == ("https://old.example/" if number == 0 else "https://new.example/")
            feed = outgoing(status, histories(reads, [1, 2]), first_address(store, reads, status.source))
            names.append({feed.urn, *(item.urn for item in feed.items)})
    assert names[0] == names[1] == names[2]
    assert len(names[0]) == 3


def test_what_is_withdrawn_and_back_is_newer_than_its_tombstone(tmp_path: Path) -> None:
    with Store.open(tmp_path / "d.db") as store:
        told(store, store.add_source("https://news.example/", now=NOW).result())
        with store.reads() as reads:
            status = reads.sources()[0]
            a = past(store)["a"]
            feed = outgoing(status, [a], "x")
            gone = outgoing(status, [replace(a, stored=replace(a.stored, withdrawn_at=NOW + 3 * HOUR))], "x")
    assert [type(one) for one in (*feed.items, *gone.gone)] == [Item, Gone]
    assert feed.items[0].updated == NOW + 4 * HOUR > gone.gone[0].at
    assert feed.updated == NOW + 4 * HOUR
