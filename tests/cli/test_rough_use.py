"""What people and scripts do by mistake, through the real binary: one clear line, the right exit code, nothing broken."""

from __future__ import annotations

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from reader.cli import main, output
from tests.binary import COMMAND, dateline, within

FEED = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:x</id><title>Şehir</title><updated>2024-05-31T23:30:00Z</updated>
<entry><id>urn:x:1</id><title>Late — in the evening</title><updated>2024-05-31T23:30:00Z</updated>
<published>2024-05-31T23:30:00Z</published><content type="text">Text.</content></entry>
<entry><id>urn:x:2</id><title>At noon</title><updated>2024-05-31T12:00:00Z</updated>
<published>2024-05-31T12:00:00Z</published><content type="text">Text.</content></entry>
</feed>
"""


def feed_in(folder: Path, name: str = "day.atom") -> Path:
    file = folder / name
    file.write_text(FEED, encoding="utf-8")
    return file


def followed(folder: Path) -> Path:
    """A home in which the day has been read."""
    home = folder / "home"
    assert dateline("source", "add", feed_in(folder), home=home).returncode == 0
    assert dateline("poll", home=home).returncode == 0
    return home


def in_shell(line: str, home: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run `dateline` with what `line` puts behind it, by a shell that closes and leads streams elsewhere."""
    return subprocess.run(
        ["sh", "-c", f'"$@" {line}', "sh", *COMMAND, "--home", str(home)],
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "TZ": "UTC", **(env or {})},
    )


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["list", "--filter", "topc:war"], "--filter: there is no filter"),
        (
            ["list", "--filter", "word " * 60],
            "terms; the rest is left out (at 'word word word word word word word word …')",
        ),
        (["count", "--filter", "("], "--filter:"),
        (["watch", "test", "is:unred"], "filter: is: knows no"),
        (["list", "--limit", "9" * 30], "is no whole number from 1 to 2147483647"),
        (["feed", "x", "--limit", "-1"], "is no whole number from 1 to 2147483647"),
        (["follow", "x.example", "--interval", "9" * 30], "is no whole number from 1 to 2147483647"),
        (["source", "set", "1", "--keep-days", "9" * 30], "is no whole number from 0 to 2147483647"),
        (["demo", "--speed", "0"], "'0' is no number above 0"),
        (["demo", "--speed", "nan"], "'nan' is no number above 0"),
        (["demo", "--speed", "-4"], "'-4' is no number above 0"),
        (["replay", "x", "--speed", "inf"], "'inf' is no number above 0"),
        (["parse", ""], "'' names no file"),
        (["import", " "], "' ' names no file"),
        (["replay", ""], "'' names no file"),
        (["tag", "--rules", ""], "'' names no file"),
        (["doctor", "--restore", ""], "'' names no file"),
        (["list", "-o", ""], "'' names no file"),
        (["export", "--opml", "--filter", "x"], "--filter chooses entries, and --opml writes the list of sources"),
        (["export", "--opml", "--as-of", "today"], "--as-of chooses entries"),
        (["--home", "", "list"], "'' names no folder"),
        (["--home", ""], "'' names no folder"),
        (["list", "--home="], "'' names no folder"),
    ],
)
def test_what_makes_no_sense_is_wrong_usage(args: list[str], words: str, tmp_path: Path) -> None:
    home = None if any(one.startswith("--home") for one in args) else tmp_path
    done = dateline(*args, home=home)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_too_large_a_number_is_no_damage(tmp_path: Path) -> None:
    home = followed(tmp_path)
    assert dateline("list", "--limit", "9" * 30, home=home).returncode == 2
    done = dateline("count", home=home)
    assert (done.returncode, done.stdout, done.stderr) == (0, "2\n", "")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["pol"], "'pol' is neither a file nor an http(s) address (did you mean poll?)"),
        (["--log-level", "info", "poll"], "and the command poll stands before all options but --home"),
        (["follow", "http://me:secret@x.example/"], "without a login; that is for `user` of a [[source]] table"),
    ],
)
def test_what_may_have_been_meant_is_said(args: list[str], words: str, tmp_path: Path) -> None:
    done = dateline(*args, home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr


def test_times_are_those_of_the_zone_in_the_settings(tmp_path: Path) -> None:
    home = followed(tmp_path)
    assert dateline("config", "set", "display.time_zone", "Asia/Tokyo", home=home).returncode == 0
    day = ("--filter", "on:2024-06-01")
    assert "Late" in dateline("list", *day, home=home).stdout
    assert dateline("count", *day, home=home).stdout == "1\n"
    feed = dateline("feed", "1", "--no-poll", "--format", "json", *day, home=home)
    assert [item["title"] for item in json.loads(feed.stdout)["items"]] == ["Late — in the evening"]


def test_a_zone_that_does_not_exist_is_told_when_it_is_set(tmp_path: Path) -> None:
    done = dateline("config", "set", "display.time_zone", "Mars/Phobos", home=tmp_path)
    assert done.returncode == 0
    assert "there is no zone 'Mars/Phobos'" in done.stderr


@pytest.mark.parametrize(
    "command",
    ["list", "count", "source list", "export --format csv", "feed 1 --no-poll", "man", "--version", "list --help"],
)
def test_a_full_disk_behind_the_output_is_one_clear_line(command: str, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    done = in_shell(f"{command} >/dev/full", followed(tmp_path))
    assert done.returncode == 1
    assert done.stderr.decode() == "dateline: the output cannot be written: No space left on device\n"


@pytest.mark.parametrize(
    "command", ["list", "count", "source list", "export --format csv", "feed 1 --no-poll", "man", "follow 1 --once"]
)
@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_a_closed_output_is_nobody_who_listens(command: str, closed: str, tmp_path: Path) -> None:
    home = followed(tmp_path)
    done = in_shell(f"{command} {closed}", home)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert dateline("doctor", home=home).returncode == 0, "nothing was printed into a file of ours"


@pytest.mark.parametrize("letters", ["ascii", "latin-1"])
def test_a_terminal_without_the_letters_gets_others(letters: str, tmp_path: Path) -> None:
    home, env = followed(tmp_path), {"PYTHONIOENCODING": letters}
    named = in_shell("source list", home, env)
    assert (named.returncode, named.stderr) == (0, b"")
    assert b"\\u015eehir" in named.stdout
    read = in_shell(f"parse --json '{tmp_path}/day.atom'", home, env)
    assert json.loads(read.stdout.decode("ascii"))["feed"]["title"] == "Şehir"


def test_one_line_that_is_no_json_ends_nothing() -> None:
    lines = ['{"id": NaN, "headline": "x"}', '{"id": 1e999, "headline": "x"}', '{"id": 3, "headline": "Ankara says"}']
    done = dateline("tag", "--jsonl", stdin="\n".join(lines))
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [3]
    assert [line[:16] for line in done.stderr.splitlines()] == ["dateline: line 1", "dateline: line 2"]


def test_lines_to_be_tagged_are_utf_8_whatever_the_terminal_has(tmp_path: Path) -> None:
    line = tmp_path / "lines"
    line.write_bytes('{"id": "ş", "headline": "Ankara says"}\n'.encode() + b'{"id": 2, "headline": "\xff"}\n')
    done = in_shell(f"tag --jsonl <'{line}'", tmp_path, {"PYTHONIOENCODING": "ascii:strict"})
    assert (done.returncode, done.stderr) == (0, b"")
    assert [json.loads(one)["id"] for one in done.stdout.splitlines()] == ["ş", 2]


def test_a_file_whose_name_is_no_text_can_be_followed(tmp_path: Path) -> None:
    name = os.fsdecode(b"day \xff\n.atom")
    try:
        file = feed_in(tmp_path, name)
    except OSError:
        pytest.skip("this file system takes no such name")
    done = dateline("follow", file, "--once", home=tmp_path / "home")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 2


def test_what_the_system_refuses_is_said_in_its_words() -> None:
    assert output.in_words(PermissionError(13, "Permission denied", "/home/dateline.db")) == (
        "/home/dateline.db: Permission denied"
    )
    assert output.in_words(OSError("odd")) == "OSError: odd"


@pytest.mark.parametrize("command", [["source", "add"], ["follow", "--once"], ["feed"], ["source", "test"], []])
def test_a_folder_is_no_source(command: list[str], tmp_path: Path) -> None:
    done = within(*command, tmp_path, home=tmp_path / "home")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"dateline: '{tmp_path}' is a folder; name a file in it\n"
    assert within("source", "list", home=tmp_path / "home").stdout == ""
    assert within("source", "add", "/dev/null", home=tmp_path / "home").stderr.endswith("is no plain file\n")


@pytest.mark.parametrize("command", [[], ["demo"], ["https://news.example/live"]])
def test_the_app_says_that_it_needs_a_terminal(command: list[str], tmp_path: Path) -> None:
    done = dateline(*command, home=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    words = "the app needs a terminal, and standard input is none; follow, list and poll do without"
    assert done.stderr == f"dateline: {words}\n"
    assert within("source", "list", home=tmp_path).stdout == ""


def test_lists_and_days_that_are_none_say_what_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    done = within("import", tmp_path / "empty", home=tmp_path)
    assert (done.returncode, done.stderr) == (1, f"dateline: {tmp_path}/empty: there is no address in it\n")
    (tmp_path / "noise").write_bytes(b"\x9e\0\xff\n")
    done = within("replay", tmp_path / "noise", "--plain", home=tmp_path)
    words = "line 1: no entry with its past; write it with export --format jsonl"
    assert (done.returncode, done.stderr) == (1, f"dateline: {tmp_path}/noise, {words}\n")


def test_a_document_without_end_is_not_read_to_it(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    pipe = tmp_path / "endless"
    os.mkfifo(pipe)
    taken: list[int] = []

    def pour() -> None:
        with suppress(BrokenPipeError), pipe.open("wb", buffering=0) as end:
            taken.extend(end.write(b"a" * 2**20) for _ in range(64))

    with ThreadPoolExecutor(1) as others:
        poured = others.submit(pour)
        assert main(["parse", str(pipe)]) == 1
        poured.result()
    assert capsys.readouterr().out == f"{pipe}: The document is larger than 16 MiB.\n"
    assert len(taken) < 32


def test_a_document_that_is_not_there_is_named_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["parse", str(tmp_path / "none")]) == 1
    assert capsys.readouterr().out == f"{tmp_path / 'none'} cannot be read: No such file or directory\n"
