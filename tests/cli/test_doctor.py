"""`dateline doctor`: says what is there, what is wrong, and moves copies."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import pytest

from reader import cli
from reader.cli import findings
from reader.model.source import PollState, Source, SourceStatus
from reader.store import Store
from reader.store.lease import Lease
from reader.store.migrate import VERSION
from tests.binary import COMMAND
from tests.store.fill import NOW, page, poll
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://news.example/live"
Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def dateline(capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process: the real one is tried by the others."""

    def run(*args: str | Path, home: Path) -> CompletedProcess[str]:
        argv = ["--home", str(home), *map(str, args)]
        capsys.readouterr()
        try:
            code = cli.main(argv)
        except SystemExit as stop:
            code = int(stop.code or 0)
        return CompletedProcess(argv, code, *capsys.readouterr())

    return run


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a source and two entries, one of them starred."""
    data = tmp_path / "data"
    data.mkdir()
    with Store.open(data / "dateline.db") as store:
        poll(store, store.add_source(URL, title="The News", now=NOW).result(10), page("a", "b"))
        store.mark([1], starred=True, now=NOW).result(10)
    return tmp_path


def said(text: str, name: str) -> str:
    """What a line of the report says, with its mark."""
    line = next(line for line in text.splitlines() if line[6:20].strip() == name)
    return f"{line[:6].strip()} {line[20:]}".strip()


def test_where_nothing_is_yet_nothing_is_wrong_and_nothing_is_made(dateline: Run, tmp_path: Path) -> None:
    done = dateline("doctor", home=tmp_path / "none")
    assert (done.returncode, done.stderr) == (0, "")
    assert "not made yet" in said(done.stdout, "file")
    assert not (tmp_path / "none").exists()


def test_a_sound_store(dateline: Run, home: Path) -> None:
    before = sorted(path.name for path in (home / "data").iterdir())
    with Lease(home / "data" / "dateline.db") as lease:
        done = dateline("doctor", home=home)
        assert said(done.stdout, "polled by") == f"process {lease.holder()}"
    assert (done.returncode, done.stderr) == (0, "")
    assert said(done.stdout, "check") == "whole, and everything in it can be read"
    assert said(done.stdout, "sources") == "1 followed, 0 opened without being kept"
    assert said(done.stdout, "entries") == "2 entries, 2 unread"
    assert said(done.stdout, "1").startswith("The News: next ")
    assert said(done.stdout, "whole copies") == "none yet"
    assert f"schema {VERSION}" in said(done.stdout, "file")
    assert sorted({*before, "dateline.db.lease"}) == sorted(path.name for path in (home / "data").iterdir())
    columns = {line.index(line[20:]) for line in done.stdout.splitlines() if line.startswith("      ")}
    assert columns == {20}


@pytest.mark.parametrize("fault", ["bits", "no database", "search", "entry"])
def test_what_is_wrong_is_named_and_not_touched(dateline: Run, home: Path, fault: str) -> None:
    database = home / "data" / "dateline.db"
    if fault == "no database":
        database.write_bytes(b"nothing of the kind " * 500)
    elif fault == "bits":
        content = bytearray(database.read_bytes())
        content[8192:16384] = b"\x55" * 8192
        database.write_bytes(content)
    else:
        with closing(sqlite3.connect(database)) as connection, connection:
            if fault == "search":
                connection.execute("UPDATE search_data SET block = zeroblob(10) WHERE id > 10")
            else:
                connection.execute("UPDATE revision SET wording = '{' WHERE entry_id = 1")
    before = database.read_bytes()
    done = dateline("doctor", home=home)
    assert done.returncode == 1
    assert "WRONG" in done.stdout
    assert "Traceback" not in done.stderr
    assert database.read_bytes() == before
    assert not list((home / "data").glob("*.damaged-*"))


def test_settings_that_cannot_be_read(dateline: Run, home: Path) -> None:
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text("[display]\nthem = 'x'\n")
    done = dateline("doctor", home=home)
    assert done.returncode == 1
    assert "line 2" in said(done.stdout, "config.toml")
    assert "-> dateline config edit" in done.stdout


def test_rules_settings_and_folders_are_looked_at(dateline: Run, home: Path) -> None:
    (home / "config").mkdir()
    (home / "config" / "config.toml").write_text(
        '[[watch]]\nname = "a"\ncolour = "blurple"\nnotify = "osc9"\n[[source]]\nurl = "x.example"\n'
    )
    (home / "config" / "actors.toml").write_text("[[actr]]\n")
    (home / "data").chmod(0o755)
    done = dateline("doctor", home=home)
    assert done.returncode == 1
    assert said(done.stdout, "watch rules") == "1, telling by osc9"
    assert said(done.stdout, "settings").startswith(str(home / "config")), "the folder comes first"
    assert said(done.stdout, "[[source]]") == "note x.example is not followed"
    assert "note  settings      watch 'a': 'blurple' is no colour" in done.stdout
    assert said(done.stdout, "actors.toml").startswith(f"WRONG {home}/config/actors.toml, line 1: ")
    assert said(done.stdout, "data") == f"note {home}/data may be read by others of this machine"
    assert f"-> chmod 700 {home}/data" in done.stdout


def test_as_json(dateline: Run, home: Path) -> None:
    (home / "data" / "dateline.db").write_bytes(b"nothing of the kind " * 500)
    done = dateline("doctor", "--json", home=home)
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["ok"] is False
    assert [one["title"] for one in answer["sections"]][1:4] == ["Folders", "Settings", "Store"]
    every = [one for section in answer["sections"] for one in section["findings"]]
    assert {one["state"] for one in every} <= {"ok", "note", "wrong"}
    wrong = [one for one in every if one["state"] == "wrong"]
    assert wrong
    assert all(one["remedy"] for one in wrong)


def test_for_people_it_is_a_table(home: Path) -> None:
    with Terminal([*COMMAND, "--home", str(home), "doctor"], lines=60, columns=100, env={"TMUX": ""}) as terminal:
        assert terminal.exit_code() == 0
        terminal.wait_for("Next polls")
        assert "\x1b[36m" in terminal.raw.decode(), "names are coloured"
        assert terminal.row(terminal.row_of("SQLite")).startswith(" " * 7 + "SQLite")


def test_a_copy_and_back(dateline: Run, home: Path, tmp_path: Path) -> None:
    done = dateline("doctor", "--backup", home=home)
    assert (done.returncode, done.stderr) == (0, "")
    copy = home / "data" / "backups" / done.stdout.strip().rsplit("/", 1)[1]
    assert copy.is_file()
    assert copy.with_suffix(".json").is_file()
    assert dateline("source", "remove", "1", home=home).returncode == 0
    assert dateline("count", home=home).stdout == "0\n"
    back = dateline("doctor", "--restore", copy, home=home)
    assert (back.returncode, back.stderr) == (0, "")
    assert "1 source(s), 2 entries, 1 starred" in back.stdout
    assert ".replaced-" in back.stdout
    assert dateline("count", home=home).stdout == "2\n"
    marks = dateline("doctor", "--restore", copy.with_suffix(".json"), home=home)
    assert marks.returncode == 0
    assert dateline("count", "--filter", "is:starred", home=home).stdout == "1\n"
    assert len(list((home / "data").glob("*.replaced-*"))) == 2


def test_a_copy_to_a_place_of_ones_own(dateline: Run, home: Path, tmp_path: Path) -> None:
    done = dateline("doctor", "--backup", tmp_path / "mine.db", home=home)
    assert done.stdout.strip() == str(tmp_path / "mine.db")
    again = dateline("doctor", "--backup", tmp_path / "mine.db", home=home)
    assert again.returncode == 1
    assert "there already" in again.stderr


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--restore", "/no/such/file"], "is not there"),
        (["--restore", "/etc/hostname"], "/etc/hostname"),
    ],
)
def test_what_cannot_be_done_is_one_line(dateline: Run, home: Path, args: list[str], words: str) -> None:
    done = dateline("doctor", *args, home=home)
    assert done.returncode == 1
    assert words in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not list((home / "data").glob("*.replaced-*"))


def test_nothing_to_copy(dateline: Run, tmp_path: Path) -> None:
    done = dateline("doctor", "--backup", home=tmp_path / "none")
    assert done.returncode == 1
    assert "nothing to copy" in done.stderr
    assert not (tmp_path / "none").exists()


def test_both_at_once_is_wrong_usage(dateline: Run, home: Path) -> None:
    assert dateline("doctor", "--backup", "x", "--restore", "y", home=home).returncode == 2


@pytest.mark.parametrize(
    ("now", "last", "mark"),
    [
        (NOW, None, "WRONG"),
        (1_800_000_000, None, ""),
        (1_800_000_000, 1_800_000_100, ""),
        (1_800_000_000, 1_800_009_000, "WRONG"),
        (9_999_999_999, None, "WRONG"),
    ],
)
def test_the_clock(now: int, last: int | None, mark: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Hand:
        @staticmethod
        def now() -> int:
            return now

    monkeypatch.setattr(findings, "SYSTEM", Hand)
    statuses = [SourceStatus(Source(1, URL), PollState(last_poll_at=last))]
    assert next(findings._clock(statuses)).mark == mark


def test_sizes() -> None:
    assert [findings._size(number) for number in (0, 1023, 1024, 5 << 20, 3 << 30)] == [
        "0 B",
        "1023 B",
        "1.0 KiB",
        "5.0 MiB",
        "3.0 GiB",
    ]
