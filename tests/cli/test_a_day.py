"""One simulated day: followed as lines, told again, exported, listed as of a moment, and replayed.

`follow` must tell what the simulation says has happened; a replay must tell what `follow` told.
"""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from reader.demo.server import DemoServer
from reader.engine.compare import Difference, difference
from tests.binary import COMMAND, dateline, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.demo.shape import DayEntry

LONG = bool(os.environ.get("DATELINE_LONG"))
PATIENCE = 60.0
pytestmark = pytest.mark.timeout(1800 if LONG else 240)
STEPS = (10 * 60 + 30, 10 * 60 + 36, 11 * 60 + 10, 21 * 60)
"""Minutes at which the page is left for two looks; long: every minute at which something changes after the first."""


@dataclass(frozen=True)
class Recorded:
    """A day that `follow --plain` has followed into the store under `home`."""

    home: Path
    url: str
    lines: list[str]
    server: DemoServer


def steps(server: DemoServer) -> list[int]:
    day = server.day
    changes = {version.minute for versions in day.versions.values() for version in versions}
    return sorted({STEPS[0], *(minute for minute in changes if minute > STEPS[0])}) if LONG else list(STEPS)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recorded]:
    home = tmp_path_factory.mktemp("home")
    with DemoServer() as server:
        server.minute = STEPS[0]
        argv = [*COMMAND, "--home", str(home), "follow", server.url("/live"), "--plain", "--interval", "1"]
        out = home / "followed"
        with out.open("wb") as file:
            process = subprocess.Popen(argv, stdout=file, stderr=subprocess.PIPE, env={**os.environ, "TZ": "UTC"})
        for minute in steps(server):
            server.minute = minute
            looks_again(server, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 143
        assert process.stderr is not None
        assert process.stderr.read() == b""
        yield Recorded(home, server.url("/live"), out.read_text().splitlines(), server)


def looks_again(server: DemoServer, process: subprocess.Popen[bytes]) -> None:
    """Wait until the page, as it is now, was asked for twice and a third time: then both answers have been recorded."""
    asked = len(server.requests)
    end = time.monotonic() + PATIENCE
    while len(server.requests) < asked + 4:
        assert process.poll() is None
        assert time.monotonic() < end, "it does not look"
        time.sleep(0.05)


def truth(server: DemoServer) -> Counter[tuple[str, str]]:
    """What happened, by the simulation: kind and headline of every event, from one step to the next."""
    found: Counter[tuple[str, str]] = Counter()
    before: dict[str, DayEntry] = {}
    gone: dict[str, DayEntry] = {}
    for minute in steps(server):
        now = {entry.id: entry for entry in server.day.page_at(minute)}
        for name, entry in now.items():
            last = before.get(name) or gone.get(name)
            found["REINSTATED", entry.headline] += name in gone
            found["NEW", entry.headline] += last is None
            if last is not None and difference(last.wording, entry.wording) is Difference.TEXTUAL:
                found["EDITED", entry.headline] += 1
        for name in before.keys() - now.keys():
            found["WITHDRAWN", before[name].headline] += 1
        gone = {name: entry for name, entry in (gone | before).items() if name not in now}
        before = now
    return +found


def told(lines: list[str], headlines: set[str]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    for line in lines:
        _clock, kind, rest = line.split(" ", 2)
        named = [headline for headline in headlines if rest == headline or rest.startswith(f"{headline}: ")]
        found[kind, max(named, key=len, default=rest)] += 1
    return found


def test_following_tells_what_happened(recorded: Recorded) -> None:
    expected = truth(recorded.server)
    assert {kind for kind, _ in expected} >= {"NEW", "EDITED", "WITHDRAWN"}
    assert told(recorded.lines, {headline for _, headline in expected}) == expected
    assert not any("\x1b" in line for line in recorded.lines)


def test_what_happened_is_told_again(recorded: Recorded) -> None:
    again = dateline("follow", "1", "--since", "1h", "--once", home=recorded.home).stdout.splitlines()
    first = [line for line in recorded.lines if " NEW " not in line]
    assert [line for line in again if " NEW " not in line] == first
    # Of the first look at a source only what is no older than an hour is new now; the day is months ago.
    late = [line for line in recorded.lines if " NEW " in line][len(recorded.server.day.page_at(STEPS[0])) :]
    assert [line for line in again if " NEW " in line] == late
    named = dateline("follow", recorded.url, "--since", "1h", "--once", "--names", home=recorded.home).stdout
    assert named.splitlines() == [f"{line} [{recorded.server.day.title}]" for line in again]


def test_a_replay_tells_the_same(recorded: Recorded, tmp_path: Path) -> None:
    size = (recorded.home / "data" / "dateline.db").stat().st_size
    assert dateline("replay", recorded.url, "--plain", home=recorded.home).stdout.splitlines() == recorded.lines
    file = tmp_path / "day.jsonl"
    assert dateline("export", "-o", file, home=recorded.home).returncode == 0
    played = dateline("replay", file, "--json", home=tmp_path / "elsewhere")
    events = [json.loads(line) for line in played.stdout.splitlines()]
    headlines = Counter((e["event"].upper(), e["entry"]["headline"]) for e in events if e["event"] != "poll")
    assert headlines == truth(recorded.server)
    assert {event["source"] for event in events} == {recorded.url}
    assert (recorded.home / "data" / "dateline.db").stat().st_size == size
    assert not (tmp_path / "elsewhere" / "data").exists(), "it is played in a store that is gone"


def test_a_part_of_a_day_is_replayed(recorded: Recorded) -> None:
    listed = json.loads(within("list", "--json", home=recorded.home).stdout)
    last = max(entry["first_seen"] for entry in listed)
    done = dateline("replay", "1", "--plain", "--from", last, home=recorded.home)
    assert len(done.stdout.splitlines()) > 20
    wrong = within("replay", "1", "--from", "2020-01-02", "--to", "2020-01-01", home=recorded.home)
    assert (wrong.returncode, wrong.stderr) == (2, "dateline: --from is later than --to\n")
    none = within("replay", "nothing.jsonl", "--plain", home=recorded.home)
    assert none.returncode == 1
    assert "no source 'nothing.jsonl'" in none.stderr


def test_the_list_as_it_stood(recorded: Recorded) -> None:
    def listed(*more: str) -> list[dict]:
        return json.loads(within("list", "--json", *more, home=recorded.home).stdout)

    entries = listed()
    then = listed("--as-of", min(entry["first_seen"] for entry in entries))
    assert [e["headline"] for e in then] == [e.headline for e in recorded.server.day.newest_first(STEPS[0])]
    assert all(entry["revision"] == 1 and entry["withdrawn_at"] is None for entry in then)
    gone = next(entry for entry in entries if entry["withdrawn_at"])
    at = [entry["withdrawn_at"] for entry in listed("--as-of", gone["withdrawn_at"]) if entry["key"] == gone["key"]]
    assert at == [gone["withdrawn_at"]]
    assert listed("--as-of", "2001-01-01") == []


def test_forms(recorded: Recorded, tmp_path: Path) -> None:
    home = recorded.home
    entries = json.loads(within("list", "--format", "json", home=home).stdout)
    file = tmp_path / "entries.csv"
    assert dateline("list", "--format", "csv", "-o", file, home=home).stdout == ""
    text = file.read_bytes().decode()
    assert text.count("\r\n") > len(entries)
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["headline"] for row in rows] == [entry["headline"] for entry in entries]
    one, key = str(entries[3]["number"]), entries[3]["key"]
    lines = within("export", "--format", "jsonl", "--entry", one, home=home).stdout.splitlines()
    assert [json.loads(line)["headline"] for line in lines] == [entries[3]["headline"]]
    assert within("export", "--entry", key, "--format", "md", home=home).stdout.count("### ") == 1
    nothing = within("export", "--entry", "no such", "--format", "md", home=home)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    for wrong in (["export", "--format", "pdf"], ["export"], ["list", "--as-of", "soon"], ["list", "--limit", "0"]):
        done = within(*wrong, home=home)
        assert (done.returncode, done.stdout) == (2, "")
    unwritable = within("export", "-o", tmp_path / "no" / "x.md", home=home)
    assert unwritable.returncode == 1
    assert len(unwritable.stderr.splitlines()) == 1
