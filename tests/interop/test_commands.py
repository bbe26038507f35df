"""`dateline import` and `dateline export` through the real binary."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.interop import opml
from reader.interop.subscription import Subscription
from reader.store import Store
from tests.binary import dateline
from tests.interop.test_newsboat_urls import EVERYTHING
from tests.interop.test_opml import FOLDERS

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model.source import Source


def sources(home: Path) -> dict[str, Source]:
    with Store.open(home / "data" / "dateline.db") as store, store.reads() as reads:
        found = [item.source for item in reads.sources() if item.source.kept]
    return {str(source.id): source for source in sorted(found, key=lambda source: source.url)}


def followed(home: Path) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    with Store.open(home / "data" / "dateline.db") as store, store.reads() as reads:
        sources = [item.source for item in reads.sources()]
    return {source.url: (source.title, source.tags) for source in sources if source.kept}


def test_urls_in_opml_out_and_in_again(tmp_path: Path) -> None:
    urls = tmp_path / "urls"
    urls.write_text(EVERYTHING, encoding="utf-8")
    done = dateline("import", urls, home=tmp_path / "a")
    assert (done.returncode, done.stdout) == (0, "")
    *refused, summary = done.stderr.splitlines()
    assert summary == "filters: 1 kept, 0 already there; in the app they are on the keys 1 to 9"
    assert refused.pop() == "7 added, 0 already there, 6 refused"
    assert len(refused) == 6
    assert refused[0] == "refused exec:~/bin/make feed: it would run a program, which Dateline never does"

    again = dateline("import", urls, home=tmp_path / "a")
    assert again.returncode == 0
    assert again.stderr.splitlines()[-2:] == [
        "0 added, 7 already there, 6 refused",
        "filters: 0 kept, 1 already there; in the app they are on the keys 1 to 9",
    ]

    number = next(iter(sources(tmp_path / "a")))
    chosen = ("--interval", "900", "--keep-days", "30", "--keep-mib", "0", "--pause")
    assert dateline("source", "set", number, *chosen, home=tmp_path / "a").returncode == 0

    target = tmp_path / "out.opml"
    assert dateline("export", "--opml", "-o", target, home=tmp_path / "a").returncode == 0
    shown = dateline("export", "--opml", home=tmp_path / "a")
    assert shown.stdout.startswith("<?xml ")
    back = dateline("import", "-", home=tmp_path / "b", stdin=shown.stdout)
    assert back.stderr == "7 added, 0 already there, 0 refused\n"
    assert followed(tmp_path / "b") == followed(tmp_path / "a")
    assert [replace(one, id=0, added_at=0) for one in sources(tmp_path / "b").values()] == [
        replace(one, id=0, added_at=0) for one in sources(tmp_path / "a").values()
    ]
    assert sorted(one.url for one in opml.read(target.read_bytes())[0]) == sorted(followed(tmp_path / "a"))


def test_import_keeps_what_the_user_chose(tmp_path: Path) -> None:
    assert (
        dateline("source", "add", "https://gazette.example/feed?a=1&b=2", "--title", "Mine", home=tmp_path).returncode
        == 0
    )
    (tmp_path / "feeds.opml").write_bytes(FOLDERS.encode("utf-16"))
    done = dateline("import", tmp_path / "feeds.opml", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "2 added, 1 already there, 0 refused\n")
    assert followed(tmp_path)["https://gazette.example/feed?a=1&b=2"] == ("Mine", ("News", "Europe", "twice"))


def test_export_leaves_files_out_and_says_so(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>Hello")
    dateline("source", "add", page, "https://a.example/", home=tmp_path)
    done = dateline("export", "--opml", home=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert opml.read(done.stdout.encode())[0] == [Subscription("https://a.example/")]
    assert "page.html: a file on this machine" in done.stderr


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "list: there is no address in it"),
        (b"exec:id\n", "0 added, 0 already there, 1 refused"),
        (b"<html><p>Hello", "it begins with <html>"),
        (b'<!DOCTYPE opml [<!ENTITY a "&b;">]><opml/>', "declares entities"),
        (b"SQLite format 3\0" + bytes(range(256)), "it is a database"),
        (b"https://a.example/\n" * 300_000, "more than 4 MiB"),
        (None, "list cannot be read: No such file or directory"),
    ],
    ids=["empty", "a program", "a page", "entities", "a database", "too large", "missing"],
)
def test_what_cannot_be_imported_fails_in_words(body: bytes | None, words: str, tmp_path: Path) -> None:
    if body is not None:
        (tmp_path / "list").write_bytes(body)
    done = dateline("import", tmp_path / "list", home=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_what_cannot_be_written_fails_in_words(tmp_path: Path) -> None:
    done = dateline("export", "--opml", "-o", tmp_path / "no" / "such.opml", home=tmp_path)
    assert done.returncode == 1
    assert "cannot be written: No such file or directory" in done.stderr


def test_a_thousand_sources_are_quick(tmp_path: Path) -> None:
    many = "".join(f'https://host{n}.example/feed "tag {n % 9}"\n' for n in range(1000))
    (tmp_path / "urls").write_text(many)
    start = time.monotonic()
    done = dateline("import", tmp_path / "urls", home=tmp_path)
    assert done.stderr == "1000 added, 0 already there, 0 refused\n"
    assert time.monotonic() - start < 50


def test_newsboat_reads_what_we_export_and_we_what_it_exports(tmp_path: Path) -> None:
    newsboat = shutil.which("newsboat")
    if newsboat is None:
        pytest.skip("newsboat is not installed")
    (tmp_path / "urls").write_text(EVERYTHING, encoding="utf-8")
    dateline("import", tmp_path / "urls", home=tmp_path / "a")
    dateline("export", "--opml", "-o", tmp_path / "ours.opml", home=tmp_path / "a")
    theirs = tmp_path / "newsboat-urls"
    theirs.write_text("")
    files = ("-u", theirs, "-c", tmp_path / "cache.db", "-C", tmp_path / "none")
    (tmp_path / "none").write_text("")
    for act in (["-i", tmp_path / "ours.opml"], ["-e"]):
        done = subprocess.run(
            [newsboat, *files, *act],
            capture_output=True,
            timeout=60,
            check=False,
            env={**os.environ, "HOME": str(tmp_path)},
        )
        assert done.returncode == 0, done.stderr
    (tmp_path / "theirs.opml").write_bytes(done.stdout)
    for name, home in (("newsboat-urls", "b"), ("theirs.opml", "c")):
        back = dateline("import", tmp_path / name, home=tmp_path / home)
        assert back.returncode == 0, back.stderr
        assert set(followed(tmp_path / home)) == set(followed(tmp_path / "a")), name
