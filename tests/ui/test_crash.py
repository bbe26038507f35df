"""An error of our own ends the app with a line, not with a traceback."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reader.cli.reading import crashed
from reader.config import Config
from reader.paths import locate
from reader.store import Store
from reader.ui.app import DatelineApp
from reader.ui.world import World


class BrokenError(Exception):
    """Something that nobody thought of."""


async def test_nothing_but_the_error_is_left(tmp_path: Path) -> None:
    apps: list[DatelineApp] = []
    with pytest.raises(BrokenError):
        await broken(tmp_path, apps)
    assert isinstance(apps[0].crash, BrokenError)
    assert apps[0]._exit_renderables == []


async def broken(folder: Path, apps: list[DatelineApp]) -> None:
    """Run the app until something fails in it."""

    def fail() -> None:
        raise BrokenError

    with Store.open(folder / "dateline.db") as store:
        app = DatelineApp(World(store, None, Config()))
        apps.append(app)
        async with app.run_test() as pilot:
            app.call_later(fail)
            await pilot.pause()


def test_what_happened_is_kept_for_the_user_alone(tmp_path: Path) -> None:
    where = locate(tmp_path)
    where.data.mkdir()
    try:
        raise BrokenError("\x1b[31mred")
    except BrokenError as error:
        line = crashed(error, where)
    report = where.data / "crash.txt"
    assert line.endswith(f"What happened is in {report}.")
    assert "Traceback" in report.read_text()
    assert "\x1b" not in report.read_text()
    assert stat.S_IMODE(report.stat().st_mode) == 0o600


def test_without_a_place_for_it_the_line_stands_alone(tmp_path: Path) -> None:
    assert crashed(BrokenError(), locate(tmp_path / "nowhere")).endswith("start it again.")
