"""Those who work behind the screen wait while it works, and not for ever."""

from __future__ import annotations

import asyncio
import importlib
import sys
import threading
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from reader import foreground
from reader.foreground import Foreground
from reader.ui.work.loop import new_loop

LONG = 30.0


@pytest.fixture
def screen() -> Foreground:
    return Foreground()


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody goes on of their own accord."""
    monkeypatch.setattr(foreground, "PATIENCE", LONG)


@pytest.fixture
def behind(screen: Foreground) -> Iterator[threading.Thread]:
    made = threading.Thread(target=screen.give_way, daemon=True)
    yield made
    screen.rests()
    made.join(LONG)


@pytest.mark.usefixtures("patient")
def test_nobody_waits_where_there_is_no_screen(behind: threading.Thread) -> None:
    behind.start()
    behind.join(LONG)
    assert not behind.is_alive()


@pytest.mark.usefixtures("patient")
def test_those_behind_wait_until_the_screen_rests(screen: Foreground, behind: threading.Thread) -> None:
    screen.works()
    behind.start()
    behind.join(0.1)
    assert behind.is_alive()
    screen.rests()
    behind.join(LONG)
    assert not behind.is_alive()


def test_for_a_screen_that_is_never_done_they_wait_no_longer_than_they_work(
    screen: Foreground, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, waits = [100.0], []

    def wait(seconds: float) -> bool:
        waits.append(now[0])
        now[0] += seconds
        return False

    monkeypatch.setattr(foreground, "perf_counter", lambda: now[0])
    monkeypatch.setattr(screen._rests, "wait", wait)
    screen.works()
    for _ in range(10_000):
        screen.give_way()
        now[0] += foreground.PATIENCE / 1000
    assert len(waits) == pytest.approx(10, abs=1)
    apart = [after - before for before, after in pairwise(waits)]
    assert apart == pytest.approx([2 * foreground.PATIENCE] * len(apart), rel=0.01)


@pytest.mark.usefixtures("patient")
def test_the_loop_of_the_app_rests_only_where_it_waits(
    screen: Foreground, behind: threading.Thread, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.ui.work.loop.FOREGROUND", screen)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))

    async def work() -> None:
        await asyncio.sleep(0.001)
        behind.start()
        for _ in range(3):
            await asyncio.sleep(0)  # there is more to be done at once
            behind.join(0.05)
            assert behind.is_alive()
        while behind.is_alive():
            await asyncio.sleep(0.01)

    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(work())
    assert screen._rests.is_set(), "and has ended"


@pytest.mark.usefixtures("patient")
def test_what_is_imported_behind_the_screen_gives_way_and_what_the_screen_imports_does_not(
    screen: Foreground, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreground, "FOREGROUND", screen)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("of_the_screen", "behind_the_screen"):
        (tmp_path / f"{name}.py").touch()
    foreground.import_in_steps()
    foreground.import_in_steps()
    assert len([finder for finder in sys.meta_path if isinstance(finder, foreground._Imports)]) == 1
    screen.works()
    importlib.import_module("of_the_screen")
    behind = threading.Thread(target=importlib.import_module, args=("behind_the_screen",), daemon=True)
    behind.start()
    behind.join(0.1)
    assert behind.is_alive()
    screen.rests()
    behind.join(LONG)
    assert "behind_the_screen" in sys.modules
