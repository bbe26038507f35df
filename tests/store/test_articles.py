"""The pages behind entries: stored, read, renewed, gone with their entry, kept by copies."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model.article import Article, Reader, StoredArticle
from reader.model.entry import Block, BlockKind, Link, Media
from reader.model.tagging import Actor, ActorType, Mention, Tagging
from reader.store import Store, StoreCorrupt
from reader.store.articles import save_article
from reader.store.opening import open_store
from reader.store.rescue import restore
from tests.store.fill import NOW, entry, poll, snapshot

URL = "https://news.example/live"
ARVONIA = Actor("Arvonia", ActorType.COUNTRY)
ARTICLE = Article(
    "The harbour is closed",
    ("Ann Lee", "Bo Ek"),
    NOW - 5000,
    "en",
    "The Paper",
    (
        Block(BlockKind.PARAGRAPH, "Arvonia has closed the harbour.", (Link("https://other.example/a", 0, 7),)),
        Block(BlockKind.SUBHEAD, "What next"),
        Block(BlockKind.LIST_ITEM, "One thing"),
    ),
    (Media("photo", "https://news.example/i.jpg", "Boats", "Photo: A/B", "boats"),),
    Reader.LIBRARY,
)
TAGS = Tagging(actors=(ARVONIA,), mentions=(Mention(ARVONIA, "body", 0, 7),), topics=("economy",))


def filled(path: Path) -> tuple[Store, dict[str, int]]:
    store = Store.open(path)
    source = store.add_source(URL, now=NOW).result(60)
    poll(store, source, snapshot([entry(key, headline=f"Entry {key}") for key in "abc"]), NOW)
    with store.reads() as reads:
        return store, {stored.entry.key: stored.id for stored in reads.entries(reads.index(now=NOW).ids)}


def page(entry_id: int) -> StoredArticle:
    return StoredArticle(entry_id, "https://news.example/a", NOW, "ok", "", ARTICLE, TAGS)


def test_what_is_stored_is_what_is_read(tmp_path: Path) -> None:
    store, ids = filled(tmp_path / "dateline.db")
    with store, store.reads() as reads:
        assert reads.article(ids["a"]) is None
        assert save_article(store, page(ids["a"])).result(60)
        stub = StoredArticle(ids["b"], "https://news.example/b", NOW, "paywall", "The rest is for subscribers.")
        assert save_article(store, stub).result(60)
        assert reads.article(ids["a"]) == page(ids["a"])
        assert reads.articles([*ids.values(), 999]) == {ids["a"]: page(ids["a"]), ids["b"]: stub}


def test_a_failure_does_not_take_the_place_of_an_article(tmp_path: Path) -> None:
    store, ids = filled(tmp_path / "dateline.db")
    with store, store.reads() as reads:
        save_article(store, page(ids["a"])).result(60)
        gone = StoredArticle(ids["a"], "https://news.example/a", NOW + 60, "not_found", "It is gone.")
        assert not save_article(store, gone).result(60)
        assert reads.article(ids["a"]) == page(ids["a"])
        newer = replace(page(ids["a"]), fetched_at=NOW + 90, article=replace(ARTICLE, title="Open again"))
        assert save_article(store, newer).result(60)
        assert reads.article(ids["a"]) == newer


def test_it_goes_with_its_entry_and_is_not_stored_for_one_that_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "dateline.db"
    store, ids = filled(path)
    with store:
        save_article(store, page(ids["a"])).result(60)
        assert not save_article(store, page(999)).result(60)
        store.remove_source(1).result(60)
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT count(*) FROM article").fetchone() == (0,)


def test_a_source_keeps_whether_its_articles_are_wanted(tmp_path: Path) -> None:
    store, _ = filled(tmp_path / "dateline.db")
    with store, store.reads() as reads:
        assert not reads.sources()[0].source.full_articles
        assert store.update_source(1, full_articles=True).result(60).full_articles
        assert reads.source_by_url(URL).source.full_articles


def test_a_damaged_row_is_damage_and_mending_drops_it(tmp_path: Path) -> None:
    path = tmp_path / "dateline.db"
    store, ids = filled(path)
    with store:
        save_article(store, page(ids["a"])).result(60)
        save_article(store, page(ids["b"])).result(60)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE article SET article = '{\"wording\": [' WHERE entry_id = ?", (ids["a"],))
        raw.commit()
    with Store.open(path) as store, store.reads() as reads, pytest.raises(StoreCorrupt):
        reads.article(ids["a"])
    said: list[str] = []
    with open_store(path, now=NOW, tell=said.append) as store, store.reads() as reads:
        assert reads.article(ids["a"]) is None
        assert reads.article(ids["b"]) == page(ids["b"])
        assert said


def test_the_copy_of_what_cannot_be_fetched_again_has_those_of_starred_entries(tmp_path: Path) -> None:
    store, ids = filled(tmp_path / "dateline.db")
    with store:
        store.update_source(1, full_articles=True).result(60)
        store.mark([ids["a"], ids["c"]], starred=True, now=NOW).result(60)
        save_article(store, page(ids["a"])).result(60)
        save_article(store, page(ids["b"])).result(60)
        copy = store.backup_if_due(NOW)
    assert copy is not None
    other = tmp_path / "other"
    other.mkdir()
    restore(other / "dateline.db", copy, now=NOW)
    with Store.open(other / "dateline.db") as store, store.reads() as reads:
        assert reads.sources()[0].source.full_articles
        found = list(reads.articles(reads.index(now=NOW).ids).values())
    assert [(item.article, item.tagging) for item in found] == [(ARTICLE, TAGS)]
