"""Filters that were used and filters with names, through restarts."""

from __future__ import annotations

from pathlib import Path

from reader.model.saved_filter import SavedFilter
from reader.store import Store
from reader.store.filters import HISTORY, HISTORY_LIMIT, SAVED, forget_filter, remember_filter, save_filter


def test_history_is_capped_each_once_and_survives(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        for text in ("actor:EU", "talks", "  ", "talks ", "actor:EU"):
            remember_filter(store, text).result(60)
    with Store.open(path) as store:
        with store.reads() as reads:
            assert reads.filter_history() == ["actor:EU", "talks"]
            for number in range(HISTORY_LIMIT + 5):
                remember_filter(store, f"n{number}").result(60)
            found = reads.filter_history()
        assert len(found) == HISTORY_LIMIT
        assert found[0] == f"n{HISTORY_LIMIT + 4}"


def test_saved_filters_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with Store.open(path) as store:
        save_filter(store, "Front", "is:key").result(60)
        save_filter(store, "EU", "actor:EU").result(60)
        save_filter(store, "front", "is:pinned").result(60)
    with Store.open(path) as store, store.reads() as reads:
        assert reads.saved_filters() == [SavedFilter("front", "is:pinned"), SavedFilter("EU", "actor:EU")]
        forget_filter(store, "FRONT").result(60)
        assert reads.saved_filters() == [SavedFilter("EU", "actor:EU")]


def test_what_cannot_be_read_is_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "store.db") as store, store.reads() as reads:
        for value in ("{", "{}", "7", '[1, ["a"], ["a", 2], null]'):
            for name in (HISTORY, SAVED):
                store._submit(
                    lambda connection, name=name, value=value: (
                        connection.execute("INSERT OR REPLACE INTO upkeep VALUES (?, ?)", (name, value)) and None
                    )
                ).result(60)
            assert reads.filter_history() == []
            assert reads.saved_filters() == []
