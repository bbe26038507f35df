"""Programs that get a text: real ones, without a shell."""

from __future__ import annotations

import os
import signal
import sys
import time
from typing import TYPE_CHECKING

from reader.interop.pipe import run

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 60.0

STAYS = """
import os, sys, time
text = sys.stdin.read()
print("taken", flush=True)
if os.fork() == 0:
    open(sys.argv[1], "w").write(str(os.getpid()))
    time.sleep(120)
"""
"""As programs do that keep a clipboard: the child stays, and with it the output that it was given."""


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_a_program_that_leaves_a_child_behind_is_done_when_it_ends(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    started = time.monotonic()
    done = await run([sys.executable, "-c", STAYS, str(note)], "Ferry sails", PATIENCE)
    assert (done.code, done.problem, done.output) == (0, "", "taken\n")
    assert time.monotonic() - started < PATIENCE / 2
    while not (note.exists() and note.read_text()):
        time.sleep(0.01)
    child = int(note.read_text())
    assert is_alive(child), "what it left behind goes on: it may hold the clipboard"
    os.kill(child, signal.SIGKILL)


async def test_all_that_a_program_writes_before_it_ends_is_read() -> None:
    done = await run([sys.executable, "-c", "print('y' * 60_000)"], "x" * 1_000_000, PATIENCE)
    assert (done.code, len(done.output)) == (0, 60_001)


async def test_one_that_takes_too_long_is_ended() -> None:
    done = await run([sys.executable, "-c", "import time; time.sleep(60)"], "", 0.5)
    assert done.code is None
    assert done.problem.endswith("was ended: it took longer than 0.5 s")
