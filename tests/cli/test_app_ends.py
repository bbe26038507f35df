"""The app is asked to end by a signal: it puts the terminal back, closes the store, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.binary import COMMAND, dateline
from tests.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 60.0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_it_as_its_key_does(tmp_path: Path, number: signal.Signals, code: int) -> None:
    home, temporary = tmp_path / "home", tmp_path / "tmp"
    temporary.mkdir()
    with Terminal([*COMMAND, "--home", str(home), "demo"], env={"TMPDIR": str(temporary)}) as terminal:
        terminal.wait_for("Ildra", PATIENCE)
        os.kill(terminal.process.pid, number)
        assert terminal.exit_code(PATIENCE) == code
        assert b"\x1b[?1049l" in terminal.raw, "the screen from before"
        assert b"\x1b[?1003l" in terminal.raw, "the mouse"
    assert list(temporary.glob("dateline-*")) == []
    assert "unclean" not in dateline("doctor", home=home).stdout


@pytest.mark.parametrize("delay", [0.0, 0.1, 0.2, 0.3, 0.4, 0.6])
def test_a_signal_while_it_starts_ends_it_too(tmp_path: Path, delay: float) -> None:
    with Terminal([*COMMAND, "--home", str(tmp_path)]) as terminal:
        time.sleep(delay)
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.exit_code(PATIENCE) in (143, -signal.SIGTERM)


def test_who_says_that_hangups_do_not_matter_is_heard(tmp_path: Path) -> None:
    argv = [*COMMAND, "--home", str(tmp_path)]
    with Terminal(["sh", "-c", "trap '' HUP; exec \"$@\"", "sh", *argv]) as terminal:
        terminal.wait_for("You follow nothing yet", PATIENCE)
        os.kill(terminal.process.pid, signal.SIGHUP)
        terminal.settle()
        assert terminal.process.poll() is None
        os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.exit_code(PATIENCE) == 143


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with Terminal([*COMMAND, "--home", str(tmp_path)]) as terminal:
        terminal.wait_for("You follow nothing yet", PATIENCE)
        for _ in range(2):
            os.kill(terminal.process.pid, signal.SIGTERM)
        assert terminal.exit_code(PATIENCE) in (143, -signal.SIGTERM)
