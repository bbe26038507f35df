"""The worker process: it is the same parser, it may die, and nothing that it reads or does harms the app."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reader.formats import parse
from reader.formats.sandbox import wire, worker, worker_main
from reader.formats.sandbox.content import content_hash
from reader.formats.sandbox.worker import SEEN_TWICE, Sandbox, SandboxError, deadline
from reader.model.snapshot import Document, Reading
from tests.formats import hostile
from tests.formats.support import FIXTURES, fixture

PAGE = Document(fixture("harbour-2020.txt"))
STALLED = Document(b"a page that stalls")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


@pytest.fixture(scope="module")
def kept() -> Iterator[Sandbox]:
    with Sandbox() as made:
        yield made


def pids(sandbox: Sandbox) -> list[int]:
    return [one._process.pid for one in sandbox._all]


def is_alive(pid: int) -> bool:
    """Whether a process runs that is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(what, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while not what():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True


def freeze(sandbox: Sandbox) -> int:
    """Stop the idle worker, as if it were busy for ever with what comes next."""
    sandbox.parse(PAGE)
    (pid,) = pids(sandbox)
    os.kill(pid, signal.SIGSTOP)
    return pid


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """For all but PAGE, which a busy machine may take long to read."""

    def seconds(document: Document) -> float:
        return 60.0 if document == PAGE else 0.3

    monkeypatch.setattr(worker, "deadline", seconds)


@pytest.mark.parametrize("path", sorted(FIXTURES.iterdir()), ids=lambda path: path.name)
def test_it_reads_what_the_parser_reads(path: Path, kept: Sandbox) -> None:
    document = Document(path.read_bytes(), f"https://example.org/{path.name}", None)
    reading = parse(document)
    assert wire.decode(list(wire.encode(reading))) == reading
    there = kept.parse(document)
    assert there == reading
    assert there.content == (content_hash(reading.snapshot) if reading.snapshot else None)


def test_nothing_runs_before_the_first_document() -> None:
    with Sandbox() as sandbox:
        assert not pids(sandbox)
        sandbox.parse(PAGE)
        sandbox.parse(PAGE)
        assert len(pids(sandbox)) == 1


def test_warmed_workers_are_those_that_read(sandbox: Sandbox) -> None:
    sandbox.warm()
    with ThreadPoolExecutor(4) as threads:
        assert {reading.format for reading in threads.map(sandbox.parse, [PAGE] * 4)} == {parse(PAGE).format}
    assert until(lambda: len(sandbox._idle) == worker.WORKERS)
    assert len(pids(sandbox)) == worker.WORKERS


def test_closed_while_it_warms_it_leaves_nothing_behind() -> None:
    sandbox = Sandbox()
    sandbox.warm()
    sandbox.close()
    # Both slots are free again once what was starting has ended.
    assert until(lambda: sandbox._slots._value == worker.WORKERS)
    assert pids(sandbox) == []


def test_the_worker_knows_neither_the_app_nor_the_main_module() -> None:
    code = "import sys, reader.formats.sandbox.worker_main as main; main._preload(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = set(done.stdout.split())
    assert "reader.formats.sputnik.text" in loaded
    assert not loaded & {
        "textual",
        "rich",
        "httpx2",
        "sqlite3",
        "reader.cli",
        "reader.engine",
        "reader.store",
        "asyncio",
    }


def test_it_works_from_a_zipped_package(tmp_path: Path) -> None:
    import shutil

    root = Path(worker.__file__).parents[3]
    shutil.copytree(root / "reader", tmp_path / "app" / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    archive = shutil.make_archive(str(tmp_path / "dateline"), "zip", tmp_path / "app")
    code = (
        f"import sys; sys.path.insert(0, {archive!r}); from reader.formats.sandbox import worker; "
        "from reader.model.snapshot import Document; "
        "assert '.zip' in worker.__file__; s = worker.Sandbox(); "
        f"page = Document(open({str(FIXTURES / 'harbour-2020.txt')!r}, 'rb').read()); "
        "print(len(s.parse(page).snapshot.entries)); s.close()"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False, timeout=100, cwd=tmp_path
    )
    assert done.stderr == ""
    assert int(done.stdout) > 3


def test_a_worker_killed_in_the_middle_costs_one_document(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = freeze(sandbox)
    ask = worker._Worker._ask

    def asked(self: worker._Worker, document: Document, seconds: float) -> None:
        ask(self, document, seconds)
        if document == STALLED:
            os.kill(pid, signal.SIGKILL)

    monkeypatch.setattr(worker._Worker, "_ask", asked)
    reading = sandbox.parse(STALLED)
    assert reading.reason == "This document cannot be read: the parser crashed on it (signal 9)."
    assert sandbox.parse(PAGE) == parse(PAGE)
    assert pid not in pids(sandbox)


def test_a_worker_killed_while_idle_costs_none(sandbox: Sandbox) -> None:
    sandbox.parse(PAGE)
    (pid,) = pids(sandbox)
    os.kill(pid, signal.SIGKILL)
    assert until(lambda: not is_alive(pid))
    assert sandbox.parse(PAGE) == parse(PAGE)


@pytest.mark.usefixtures("short")
@pytest.mark.parametrize("size", [10, 5_000_000])
def test_the_deadline_holds_for_a_worker_that_stands_still(sandbox: Sandbox, size: int) -> None:
    pid = freeze(sandbox)
    document = Document(b"x" * size)
    start = time.monotonic()
    reading = sandbox.parse(document)
    took = time.monotonic() - start
    assert reading.reason is not None
    assert "takes longer than" in reading.reason
    assert 0.3 <= took < 30, "it would stand still for ever"
    assert until(lambda: not is_alive(pid))
    assert sandbox.parse(PAGE) == parse(PAGE)


@pytest.mark.usefixtures("short")
def test_what_killed_it_twice_is_not_tried_again(sandbox: Sandbox) -> None:
    for _ in range(2):
        freeze(sandbox)
        assert sandbox.parse(STALLED).reason != SEEN_TWICE
    pid = freeze(sandbox)
    assert sandbox.parse(STALLED) == Reading("unreadable", reason=SEEN_TWICE)
    assert is_alive(pid), "no worker has seen it again"


def test_it_closes_at_once_whatever_is_under_way(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "deadline", lambda document: 100.0)
    freeze(sandbox)
    with ThreadPoolExecutor(3) as threads:
        under_way = [threads.submit(sandbox.parse, Document(b"%d" % n)) for n in range(3)]
        assert until(lambda: len(pids(sandbox)) == 2)
        running = pids(sandbox)
        assert until(lambda: sum(future.done() for future in under_way) == 2)
        start = time.monotonic()
        sandbox.close()
        assert time.monotonic() - start < 30, "what is under way is not waited for"
        failures = [future.exception(60) for future in under_way]
    assert any(isinstance(failure, SandboxError) for failure in failures)
    assert until(lambda: not any(map(is_alive, running)))
    with pytest.raises(SandboxError):
        sandbox.parse(PAGE)


def test_it_dies_with_its_parent() -> None:
    code = (
        "import time; from reader.formats.sandbox import worker; from reader.model.snapshot import Document; "
        "s = worker.Sandbox(); s.parse(Document(b'x')); "
        "print(*[w._process.pid for w in s._all], flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid = int(parent.stdout.readline())
    assert is_alive(pid)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert until(lambda: not is_alive(pid))


def test_ctrl_c_does_not_reach_it(sandbox: Sandbox) -> None:
    sandbox.parse(PAGE)
    (pid,) = pids(sandbox)
    assert os.getpgid(pid) != os.getpgid(0)
    os.kill(pid, signal.SIGINT)
    assert sandbox.parse(PAGE) == parse(PAGE)
    assert pids(sandbox) == [pid]


def test_one_that_left_for_want_of_work_is_replaced_without_a_word(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        worker,
        "_CODE",
        worker._CODE.replace("main()", "import reader.formats.sandbox.worker_main as m; m.IDLE = 0.5; main()"),
    )
    sandbox.parse(PAGE)
    (pid,) = pids(sandbox)
    assert until(lambda: not is_alive(pid))
    monkeypatch.undo()  # the next one has time enough
    # Even if that is noticed only when the document has been sent.
    monkeypatch.setattr(worker._Worker, "is_running", True)
    assert sandbox.parse(PAGE) == parse(PAGE)


def test_its_limits(sandbox: Sandbox) -> None:
    sandbox.parse(PAGE)
    (pid,) = pids(sandbox)
    limits = Path(f"/proc/{pid}/limits").read_text()
    assert str(worker_main.MEMORY) in next(line for line in limits.splitlines() if "address space" in line)
    assert " 0 " in next(line for line in limits.splitlines() if "core file" in line)
    assert " 0 " in next(line for line in limits.splitlines() if "file size" in line)
    assert os.getpriority(os.PRIO_PROCESS, pid) == min(19, os.getpriority(os.PRIO_PROCESS, 0) + worker_main.NICE)


def crashing(monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    """Let workers run `body` instead of the parser; `w` is the module, `d` the document."""
    paths = worker._CODE.partition(" from")[0]
    code = f"import reader.formats.sandbox.worker_main as w\ndef p(d):\n    {body}\nw.parse = p; w._preload = int; w.main()"
    monkeypatch.setattr(worker, "_CODE", f"{paths}\n{code}")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("import os; os.kill(os.getpid(), 11)", "the parser crashed on it (signal 11)"),
        ("import os; os._exit(3)", "the parser broke on it (exit 3)"),
        ("import os; os._exit(0)", "the parser ended without an answer"),
        ("raise SystemError", "the parser broke on it (exit 1)"),
        ("return w.Reading(3)", "the parser's answer makes no sense"),
        ("import os; os.write(4, b'\\xff' * 9); import time; time.sleep(9)", "the parser's answer makes no sense"),
        ("return w.Reading('x' * 2**20 * 50)", "The document says more than can be read at once."),
        ("return w.Reading(bytes(2**31).hex())", "The document takes more memory to read than it may have."),
    ],
)
def test_a_parser_that_goes_wrong_is_told_in_words(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, body: str, reason: str
) -> None:
    crashing(monkeypatch, body)
    reading = sandbox.parse(PAGE)
    assert reading.snapshot is None
    assert reading.reason is not None
    assert reason in reading.reason


def test_no_interpreter_is_no_fault_of_the_document(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("/nonexistent/python", "/bin/true", ""):
        monkeypatch.setattr(sys, "executable", name)
        with pytest.raises(SandboxError):
            sandbox.parse(PAGE)
    monkeypatch.undo()
    assert sandbox.parse(PAGE) == parse(PAGE)


async def test_many_at_once_from_an_event_loop(sandbox: Sandbox) -> None:
    documents = [Document(PAGE.body + b"%d" % n) for n in range(40)]
    readings = await asyncio.gather(*(asyncio.to_thread(sandbox.parse, one) for one in documents))
    assert readings == [parse(one) for one in documents]
    assert len(pids(sandbox)) <= worker.WORKERS


def test_feeds_get_less_time_than_pages() -> None:
    feed = Document("\ufeff <?xml version='1.0'?><rss></rss>".encode())
    assert deadline(feed) == pytest.approx(worker.FEED_SECONDS, abs=0.01)
    assert deadline(Document("<rss></rss>".encode("utf-16"))) == pytest.approx(worker.FEED_SECONDS, abs=0.01)
    assert deadline(Document(b'{"items": []}')) == pytest.approx(worker.FEED_SECONDS, abs=0.01)
    assert deadline(Document(b"<!doctype html><p>a")) == pytest.approx(worker.PAGE_SECONDS, abs=0.01)
    assert deadline(Document(b"<rss>" + b" " * 2**24)) == worker.MOST_SECONDS


@pytest.mark.parametrize(
    "lines",
    [
        [],
        [b""],
        [b"1"],
        [b"[" * 100_000],
        [b'["x"]'],
        [b'["x",null,3,[],null]'],
        [b'["x",null,null,[["u",null]],null]'],
        [b'["x",null,null,[],null]', b"[]"],
        [b'["x",null,null,[],null]', b'["key",0]'],
        [b'["\\ud8', b"\xff"],
        [b'["x",null,null,[],null,1]'],
        [b'["x",null,null,[],"hash"]'],
    ],
)
def test_what_is_no_reading_is_refused(lines: list[bytes]) -> None:
    with pytest.raises(wire.MalformedError):
        wire.decode(lines)


def test_values_of_the_wrong_type_are_refused() -> None:
    lines = list(wire.encode(parse(PAGE)))
    for wrong in (lines[1].replace(b",false,", b",0,", 1), lines[1].replace(b'"minute"', b'"hour"', 1)):
        assert wrong != lines[1]
        with pytest.raises(wire.MalformedError):
            wire.decode([lines[0], wrong])


def test_a_document_of_traps_ends_as_a_line_of_the_command(tmp_path: Path) -> None:
    trap = tmp_path / "trap.xml"
    trap.write_bytes(hostile.FEEDS["100k chained entities"]())
    done = subprocess.run([sys.executable, "-m", "reader", "parse", trap], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert "Traceback" not in done.stdout + done.stderr
