"""What is restored from a copy, whole or small, and what is no copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.store import Store, StoreCorrupt, StoreError, StoreMissing, backup
from reader.store.rescue import restore
from tests.store.fill import NOW
from tests.store.wrecks import MARKS, copied, marked, states


def test_restoring_a_whole_copy(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    copy = copied(path)
    with Store.open(path) as store:
        store.remove_source(1).result(60)
    done = restore(path, copy, NOW)
    assert done.aside is not None
    assert str(done.aside) in done.in_words()
    with Store.open(path) as store, store.reads() as reads:
        assert states(reads) == MARKS
    with Store.open(done.aside) as store, store.reads() as reads:
        assert states(reads) == {}, "the old one is whole, beside it"


def test_restoring_a_small_copy(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    small = backup.write_marks(path, path, now=NOW)
    path.rename(tmp_path / "elsewhere.db")
    done = restore(path, small, NOW)
    assert (done.aside, done.sources, done.entries, done.starred) == (None, 2, 2, 2)
    with Store.open(path) as store, store.reads() as reads:
        assert states(reads) == {"b": (False, True), "c": (True, True)}


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", StoreError),
        (b"plain text", StoreCorrupt),
        (b'{"some": "other JSON"}', StoreCorrupt),
        (b'{"dateline": "marks", "sources": 7}', StoreCorrupt),
        (b"{", StoreCorrupt),
        (b"SQLite format 3\0" + b"\1" * 5000, StoreCorrupt),
    ],
)
def test_what_is_no_copy_is_refused_and_changes_nothing(
    tmp_path: Path, content: bytes, error: type[StoreError]
) -> None:
    path = tmp_path / "s.db"
    marked(path)
    before = path.read_bytes()
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(error) as caught:
        restore(path, tmp_path / "x", NOW)
    assert str(tmp_path / "x") in str(caught.value)
    assert "start Dateline again" not in str(caught.value), "that mends the store, not a copy"
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["s.db", "s.db.lock", "x"]


def test_what_cannot_be_a_copy_at_all(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    marked(path)
    for file, error in ((tmp_path / "none", StoreMissing), (tmp_path, StoreMissing), (path, StoreError)):
        with pytest.raises(error):
            restore(path, file, NOW)


def test_a_small_copy_with_nonsense_in_it_gives_what_makes_sense(tmp_path: Path) -> None:
    data = {
        "dateline": "marks",
        "version": 7,
        "notes": {"a": 5, "source order": "[1]"},
        "sources": [
            {"url": "https://a.example/", "read": [[NOW, "k"], [NOW], "x", [None, 5], [10**30, "z"]], "tags": [1, "t"]},
            {"url": 5},
            {"url": "https://b.example/\ud800"},
            "nothing",
            {"url": "https://c.example/", "starred": [{"entry": {"key": "q"}}], "retention": {"days": 3}},
        ],
    }
    (tmp_path / "x.json").write_text(json.dumps(data))
    restore(tmp_path / "s.db", tmp_path / "x.json", NOW)
    with Store.open(tmp_path / "s.db") as store, store.reads() as reads:
        urls = {item.source.url: item.source for item in reads.sources()}
        assert "https://c.example/" in urls
        assert urls["https://c.example/"].retention.days == 3
