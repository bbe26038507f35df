"""`dateline demo --home DIR`: what stays of it says what it was, and asks nobody any more."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from reader.cli import engines, reading
from reader.demo.server import DemoServer
from tests.binary import within

if TYPE_CHECKING:
    from pathlib import Path

    from reader.config import Config
    from reader.paths import Paths
    from reader.store import Store


@pytest.fixture
def glanced(monkeypatch: pytest.MonkeyPatch) -> None:
    """The app is one look at what is followed, and then it ends as by a signal."""

    def look(store: Store, where: Paths, settings: Config, _: list[str]) -> int:
        async def poll() -> None:
            engine = engines.make_engine(store, where, settings)
            try:
                with store.reads() as reads:
                    await asyncio.gather(*(engine.poll(item.source.id) for item in reads.sources()))
            finally:
                await engine.aclose()

        asyncio.run(poll())
        return 143

    monkeypatch.setattr(reading, "open_app", look)


@pytest.mark.usefixtures("glanced")
def test_sources_of_demos_rest_when_it_ends_those_of_killed_ones_too(tmp_path: Path) -> None:
    with DemoServer() as killed, DemoServer() as open_still:
        for server in (killed, open_still):
            assert within("source", "add", server.url(), "--tag", "demo", home=tmp_path).returncode == 0
        assert within("source", "add", "http://127.0.0.1:9/live", home=tmp_path).returncode == 0
        assert within("poll", "1", "2", home=tmp_path).returncode == 0
        killed.close()
        done = within("demo", home=tmp_path)
    assert done.returncode == 143
    assert done.stderr.startswith("The demo is kept as source 4, “")
    listed = within("source", "list", home=tmp_path).stdout.splitlines()
    assert ["paused" in line for line in listed] == [True, False, False, True]
    assert ["(demo of 2" in line for line in listed] == [True, False, False, True]


@pytest.mark.usefixtures("glanced")
def test_a_demo_without_entries_leaves_nothing_nor_does_one_without_a_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DemoServer, "url", lambda *_: "http://127.0.0.1:9/live")
    done = within("demo", home=tmp_path)
    assert (done.returncode, done.stderr) == (143, "")
    assert within("source", "list", home=tmp_path).stdout == ""
    monkeypatch.undo()
    monkeypatch.setattr(reading, "open_app", lambda *_: 0)
    assert within("demo", env={"XDG_DATA_HOME": str(tmp_path / "elsewhere")}).stderr == ""
    assert not (tmp_path / "elsewhere").exists()
