"""The log: only where asked for, private, harmless, small; and what people see stays apart from data."""

from __future__ import annotations

import logging
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.cli import log_file, logs
from reader.demo.server import DemoServer
from reader.store import Store
from tests.binary import COMMAND, dateline, within
from tests.store.fill import fill
from tests.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (DEBUG|INFO|WARNING|ERROR) reader[\w.]*: \S.*")


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer() as running:
        running.minute = 600
        yield running


def test_the_log_of_a_poll(server: DemoServer, tmp_path: Path) -> None:
    done = dateline("follow", server.url("/live"), "--once", "--log-level", "info", home=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    file = tmp_path / "data" / "dateline.log"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (line,) = file.read_text().splitlines()
    assert LINE.fullmatch(line)
    assert re.search(r"source 1: .*entries.*; next in 60 s, .* \(\d+ bytes\)$", line)
    file.unlink()
    within("follow", server.url("/live"), "--once", home=tmp_path)
    assert not list(tmp_path.rglob("*.log")), "none unless it is asked for"


def test_a_log_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    done = within("poll", "--log-file", tmp_path / "no" / "such.log", home=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(f"dateline: --log-file: {tmp_path}/no/such.log cannot be written (No such file")
    assert len(done.stderr.splitlines()) == 1
    assert within("poll", "--log-level", "loud", home=tmp_path).returncode == 2


def test_the_app_has_a_log_too(server: DemoServer, tmp_path: Path) -> None:
    log = tmp_path / "app.log"
    argv = [*COMMAND, "--home", str(tmp_path), "--log-level", "debug", "--log-file", str(log), server.url("/live")]
    with Terminal(argv) as terminal:
        terminal.wait_for("entries")
        terminal.wait_for(r"\d\d:\d\d", 20)
        terminal.send("Q")
        assert terminal.exit_code() == 0
    assert "INFO reader: source 1: " in log.read_text()


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("GET https://mara:pw@a.example/x", "GET https://***@a.example/x"),
        ("https://a.example/?token=abc&x=1", "https://a.example/?token=***&x=1"),
        ("https://a.example/?x=1&api_key=abc#f", "https://a.example/?x=1&api_key=***#f"),
        ("https://a.example/?X-Amz-Signature=abc", "https://a.example/?X-Amz-Signature=***"),
        ("{'Authorization': 'Basic bWFyYTpwdw=='}", "{'Authorization': 'Basic ***'}"),
        ("proxy-authorization: Bearer abc.def", "proxy-authorization: Bearer ***"),
        ("a\x1b]0;own\x07b\x9b31mc", "abc"),
        ("https://a.example/?page=2&monkey=1", "https://a.example/?page=2&monkey=***"),
    ],
)
def test_secrets_and_controls_stay_out(text: str, kept: str) -> None:
    assert log_file.harmless(text) == kept


def test_what_goes_wrong_inside_is_no_talk(tmp_path: Path) -> None:
    """Python writes to stderr what is logged where nothing was set up for it."""
    (tmp_path / "data").mkdir()
    with Store.open(tmp_path / "data" / "dateline.db") as store:
        fill(store, 2)
        store.retag("others").result(10)
    code = f"""
from reader import cli, tagging
def load():
    raise ValueError("no tables")
tagging.load = load
cli.main(["--home", {str(tmp_path)!r}, "list", "--json"])
import logging
logging.getLogger("reader.engine.taggings").error("nothing for anybody")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert "nothing for anybody" not in done.stderr
    assert "Traceback" not in done.stderr


def test_whatever_may_log_is_kept_quiet() -> None:
    """What a command starts of the engine logs, and none of it may reach the terminal."""
    logging_rooms = re.compile(r"from reader\.engine\.(?:engine|preview|taggings) import \w+  # noqa")
    for file in Path(logs.__file__).parent.glob("*.py"):
        for function in re.split(r"^(?:async )?def ", file.read_text(), flags=re.MULTILINE)[1:]:
            if logging_rooms.search(function):
                assert "logs.quiet()" in function, (file.name, function.split("(")[0])


def test_it_turns_over_and_no_text_passes_for_a_record(tmp_path: Path) -> None:
    file = tmp_path / "x.log"
    handler = log_file.file_handler(file)
    try:
        for number in range(300):
            record = logging.LogRecord(
                "reader.x", logging.INFO, "", 0, "%s\n2026-01-01T00:00:00Z ERROR reader: fake", (number,), None
            )
            record.msg += "x" * 15_000
            handler.emit(record)
    finally:
        handler.close()
    files = sorted(tmp_path.iterdir())
    assert [one.name for one in files] == ["x.log", "x.log.1", "x.log.2"]
    assert all(stat.S_IMODE(one.stat().st_mode) == 0o600 for one in files)
    assert sum(one.stat().st_size for one in files) <= 3 * log_file.MAX_BYTES
    assert not [
        line for line in file.read_text().splitlines() if LINE.fullmatch(line) and "fake" in line.split(" ", 2)[2][:20]
    ]
    assert all(line.startswith("    2026") for line in file.read_text().splitlines() if "fake" in line)


def test_tables_and_bars_are_for_people_only(tmp_path: Path) -> None:
    urls = "".join(f"https://host{n}.example/feed news\n" for n in range(30))
    (tmp_path / "urls").write_text(urls)
    with Terminal([*COMMAND, "--home", str(tmp_path), "import", str(tmp_path / "urls")]) as terminal:
        assert terminal.exit_code() == 0
        assert b"30/30" in terminal.raw
        assert "30 added" in terminal.text
    piped = within("source", "list", home=tmp_path)
    assert (len(piped.stdout.splitlines()), "\x1b" in piped.stdout) == (30, False)
    assert re.match(r"1 https://host0.example/feed https://host0.example/feed .*never polled.* \[news\]", piped.stdout)
    with Terminal([*COMMAND, "--home", str(tmp_path), "source", "list"], lines=60) as terminal:
        assert terminal.exit_code() == 0
        assert terminal.row_of("how it goes") >= 0
    script = "import sys; from reader import cli; cli.main(sys.argv[1:]); print({'rich.console', 'rich.table'} & {*sys.modules}, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", script, "--home", tmp_path, "source", "list"],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stderr == "set()\n", "Rich is loaded for people only"
