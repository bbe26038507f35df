"""An error of our own ends the app with a line, not with a traceback."""

from __future__ import annotations

import stat
from contextlib import suppress
from pathlib import Path

import pytest
from textual.css.query import NoMatches

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


@pytest.mark.parametrize("ending", [True, False])
async def test_what_a_screen_misses_counts_only_while_the_app_goes_on(tmp_path: Path, ending: bool) -> None:
    with Store.open(tmp_path / "dateline.db") as store:
        app = DatelineApp(World(store, None, Config()))
        with suppress(NoMatches):
            async with app.run_test() as pilot:
                if ending:
                    app.exit(return_code=143)
                app._handle_exception(NoMatches("no part of a screen that opens"))
                await pilot.pause()
        assert (app.crash is None) == ending
        assert app.return_code == (143 if ending else 1)


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
