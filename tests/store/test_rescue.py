"""Damage: what can be read is brought over, what cannot comes from the copies, and marks wait for their entries."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from reader.model.source import Source
from reader.store import Store, StoreBusy, StoreCorrupt, StoreForeign, StoreMissing, StoreTooNew, backup
from reader.store.presence import Doubt, Presence
from reader.store.rescue import rescue, restore
from tests.store.fill import NOW, fill, page, poll
from tests.store.wrecks import MARKS, URL, copied, ids, marked, opened, states, wreck


def test_a_sound_store_is_just_opened(tmp_path: Path) -> None:
    marked(tmp_path / "s.db")
    store, said = opened(tmp_path / "s.db")
    with store, store.reads() as reads:
        assert states(reads) == MARKS
    assert (said, store.notice) == ([], None)


def test_wrecked_without_a_copy_starts_afresh_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    content = wreck(path)
    store, said = opened(path)
    with store, store.reads() as reads:
        assert reads.sources() == []
        store.add_source(URL, now=NOW).result(60)
    assert len(said) == 1
    aside = next(tmp_path.glob("s.db.damaged-*"))
    assert aside.read_bytes() == content
    assert store.notice is not None
    assert str(aside) in store.notice
    assert "\n" not in store.notice
    again, said = opened(path)
    again.close()
    assert (said, again.notice) == ([], None), "once is enough"


def test_emptied_though_there_are_copies(tmp_path: Path) -> None:
    path = tmp_path / "dateline.db"
    marked(path)
    with Store.open(path) as store:
        store.backup(now=NOW).result(60)
    path.write_bytes(b"")
    store, said = opened(path)
    with store, store.reads() as reads:
        assert [item.source.title for item in reads.sources()] == ["News", None]
        assert len(ids(reads)) == 4
    assert len(said) == 1
    assert "was damaged and has been made anew from" in store.notice


def test_emptied_without_copies_is_one_that_was_never_made(tmp_path: Path) -> None:
    path = tmp_path / "dateline.db"
    path.write_bytes(b"")
    store, said = opened(path)
    assert (store.notice, said) == (None, [])
    store.close()


def test_a_folder_in_its_place_is_told_as_one(tmp_path: Path) -> None:
    path = tmp_path / "dateline.db"
    path.mkdir()
    with pytest.raises(StoreMissing, match="is a folder where the database should be"):
        opened(path)


def test_wrecked_with_a_whole_copy(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    with Store.open(path) as store:
        copy = store.backup(now=NOW).result(60)
    wreck(path)
    store, _ = opened(path)
    with store, store.reads() as reads:
        assert states(reads) == MARKS
        assert [revision.wording.headline for revision in reads.revisions(ids(reads)["b"])] == ["First b", "Second b"]
        assert reads.check(thorough=True) == []
    assert copy.name in (store.notice or "")


def test_wrecked_with_a_small_copy_only(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    with Store.open(path) as store, store.reads() as reads:
        before = reads.sources()
        starred = {key: reads.entry(ids(reads)[key]) for key in "bc"}
        assert store.backup_if_due(NOW)
    wreck(path)
    store, _ = opened(path)
    with store, store.reads() as reads:
        after = reads.sources()
        assert [item.source for item in after] == [item.source for item in before]
        assert states(reads) == {"b": (False, True), "c": (True, True)}, "what is starred is there, word for word"
        for key, before_it in starred.items():
            after_it = reads.entry(ids(reads)[key])
            assert after_it is not None
            assert before_it is not None
            assert replace(after_it, id=before_it.id) == before_it
        assert [r.wording.headline for r in reads.revisions(ids(reads)["b"])] == ["First b", "Second b"]
        # The source is fetched again: what was read does not come back unread.
        events = poll(store, after[0].source, page("a", "b", "c", "d", "e"), NOW + 60)
        assert {e.entry.entry.key: e.entry.read for e in events if e.kind == "new"} == {
            "a": True,
            "d": False,
            "e": False,
        }
        assert states(reads) == MARKS | {"e": (False, False)}
        assert reads.sources()[0].unread == 3
        rows = reads.rows(reads.index(now=NOW).ids)
        assert sum(bool(row.flags & 1) for row in rows) == 2
        assert store._submit(lambda c: c.execute("SELECT count(*) FROM pending_mark").fetchone()[0]).result(60) == 0


def test_marks_that_still_wait_are_in_the_next_copy(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    for _ in range(3):
        with Store.open(path) as store:
            made = backup.write_marks(path, path, now=NOW)
        wreck(path)
        opened(path)[0].close()
    assert next(row["awaited"] for row in json.loads(made.read_text())["sources"]) == [[NOW, None, "a"]]
    with Store.open(path) as store, store.reads() as reads:
        poll(store, reads.sources()[0].source, page("a", "d"), NOW + 60)
        assert states(reads)["a"] == (True, False)


def test_newer_than_the_copy_is_what_can_be_read(tmp_path: Path) -> None:
    """The copy lacks what came since; the damaged file has lost what the copy has."""
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        source = fill(store, 400, words=60, batch=100)
        store.backup(now=NOW).result(60)
        poll(store, source, page("later"), NOW + 60)
        with store.reads() as reads:
            newest = next(e.id for e in reads.entries(reads.index(now=NOW).ids) if e.entry.key == "later")
        store.mark([1, newest], read=True, now=NOW).result(60)
    content = bytearray(path.read_bytes())
    with closing(sqlite3.connect(path)) as connection:
        pages = pages_of(connection, "revision") if has_page_table(connection) else [len(content) // 8192]
    for number in pages[:3]:
        content[(number - 1) * 4096 : number * 4096] = bytes(4096)
    path.write_bytes(content)
    found = rescue(path, NOW)
    with Store.open(path) as store, store.reads() as reads:
        assert reads.count(now=NOW) == 401
        keys = {e.entry.key: e.read for e in reads.entries(reads.index(now=NOW).ids)}
        assert keys["later"]
        assert keys["k0"]
        assert reads.check(thorough=True) == []
    assert found.entries == 401
    assert [word.split()[0] for word in found.used] == ["what", "the", "the"]


def has_page_table(connection: sqlite3.Connection) -> bool:
    """Not every build of SQLite can tell which page belongs to what."""
    try:
        connection.execute("SELECT 1 FROM dbstat LIMIT 1")
    except sqlite3.OperationalError:
        return False
    return True


def pages_of(connection: sqlite3.Connection, table: str) -> list[int]:
    sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype = 'leaf' ORDER BY pageno"
    return [row[0] for row in connection.execute(sql, (table,))]


def test_what_was_lost_is_asked_for_again(tmp_path: Path) -> None:
    """A validator must never stand for entries that are gone."""
    path = tmp_path / "s.db"
    marked(path)
    rescue(path, NOW)
    with Store.open(path) as store, store.reads() as reads:
        state = reads.sources()[0].poll
        assert (state.validators.etag, state.validators.last_modified, state.body_hash) == (None, None, None)
        assert states(reads) == MARKS


def test_a_first_page_that_is_gone_costs_little(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with Store.open(path) as store:
        fill(store, 200, words=40, batch=100)
    content = bytearray(path.read_bytes())
    content[0:100] = random.Random(1).randbytes(100)
    path.write_bytes(content)
    store, _ = opened(path)
    with store, store.reads() as reads:
        assert reads.count(now=NOW) == 200


def test_a_header_that_calls_it_another_programs(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    content = bytearray(path.read_bytes())
    content[68:72] = b"OOPS"
    path.write_bytes(content)
    store, _ = opened(path)
    with store, store.reads() as reads:
        assert states(reads) == MARKS


def test_what_is_another_programs_or_newer_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE source(x)")
    before = path.read_bytes()
    with pytest.raises(StoreForeign):
        opened(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id=0x444C4E31")
        connection.execute("PRAGMA user_version=999")
    newer = path.read_bytes()
    with pytest.raises(StoreTooNew):
        opened(path)
    assert path.read_bytes() == newer != before
    assert [file.name for file in tmp_path.iterdir()] == ["s.db"]


def test_it_is_not_taken_from_under_another_program(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    with Store.open(path), pytest.raises(StoreBusy):
        rescue(path, NOW)
    with Store.open(path), pytest.raises(StoreBusy):
        restore(path, next(iter([copied(path)])), NOW)
    assert not list(tmp_path.glob("*.damaged-*"))


def test_damage_that_is_met_while_running_is_told_and_repaired_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "UPDATE revision SET wording = '{\"body\": 7' WHERE entry_id = (SELECT id FROM entry WHERE key = 'a')"
        )
    with Store.open(path) as store:
        assert store.trouble is None
        with store.reads() as reads, pytest.raises(StoreCorrupt):
            ids(reads)
        assert "damaged" in (store.trouble or "")
        store.mark([99], read=True, now=NOW).result(60)
        assert "damaged" in (store.trouble or ""), "a success elsewhere changes nothing about that"
        assert store.doubt is Doubt.DAMAGED
    store, said = opened(path)
    assert len(said) == 2
    with store, store.reads() as reads:
        assert states(reads) == {"b": (False, True), "c": (True, True), "d": (False, False)}
        poll(store, reads.sources()[0].source, page("a", "b", "c", "d"), NOW + 60)
        assert states(reads)["a"] == (True, False), "its mark has waited for it"
        assert store.trouble is None


def test_a_search_index_that_is_damaged_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE search_data SET block = zeroblob(10) WHERE id > 10")
    presence = Presence(path)
    presence.enter()
    presence.note(Doubt.DAMAGED)
    presence.leave()
    store, _ = opened(path)
    with store, store.reads() as reads:
        from reader.model.filter_language import parse_filter

        assert reads.count(parse_filter("arvonia"), now=NOW) == 3
        assert states(reads) == MARKS


def test_a_doubt_without_cause_is_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    with Store.open(path) as store:
        store._met(StoreCorrupt("once."))
    store, said = opened(path)
    with store:
        assert store.doubt is Doubt.NONE
        assert store.notice is None
    assert len(said) == 1
    assert list(tmp_path.glob("*.damaged-*")) == []


def test_an_unclean_end_is_noticed_and_looked_into(tmp_path: Path) -> None:
    path = tmp_path / "running" / "s.db"
    path.parent.mkdir()
    marked(path)
    with Store.open(path) as store, Store.open(path) as second:
        poll(store, Source(1, URL), page("a"), NOW + 60)
        assert second.doubt is Doubt.NONE, "a log that another program is writing is none of an unclean end"
        shutil.copytree(path.parent, tmp_path / "killed")
    with Store.open(path) as store:
        assert store.doubt is Doubt.NONE
    path = tmp_path / "killed" / "s.db"
    with Store.open(path) as store:
        assert store.doubt is Doubt.UNCLEAN
    with Store.open(path) as store, store.reads() as reads:
        assert store.doubt is Doubt.UNCLEAN, "until somebody has looked"
        assert store.examine(reads)
        assert store.doubt is Doubt.NONE
    with Store.open(path) as store:
        assert store.doubt is Doubt.NONE


@pytest.mark.parametrize("moved", [0, 1, 2])
def test_a_replacement_that_was_cut_short_is_completed(tmp_path: Path, moved: int) -> None:
    """Whatever parts were moved before the kill, the log of the old one ends beside the old one, not beside the new."""
    path = tmp_path / "s.db"
    marked(path)
    shutil.copy(path, tmp_path / "s.db.rescued-1")
    path.write_bytes(b"damaged")
    (tmp_path / "s.db-wal").write_bytes(b"of the damaged one")
    for part in ("", "-wal")[:moved]:
        (tmp_path / f"s.db{part}").replace(tmp_path / f"s.db.damaged-1{part}")
    store, _ = opened(path)
    with store, store.reads() as reads:
        assert states(reads) == MARKS
    assert (tmp_path / "s.db.damaged-1").read_bytes() == b"damaged"
    assert (tmp_path / "s.db.damaged-1-wal").read_bytes() == b"of the damaged one"
    assert not list(tmp_path.glob("s.db.rescued*"))
