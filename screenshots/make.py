"""Makes the screenshots of this folder from the real app: `python screenshots/make.py [NAME ...]`.

The app follows the demo's page on loopback at fixed moments of its day, so that the pictures change only when the
screen does. Needs the test extra, and a monospaced font on the machine (DejaVu Sans Mono).
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import resvg_py

from reader import config, formats, tagging
from reader.clock import Clock
from reader.demo.server import DemoServer
from reader.engine.engine import Engine
from reader.engine.preview import Previewer
from reader.net.fetch import Fetcher
from reader.store import Store
from reader.ui.app import DatelineApp
from reader.ui.screens.adding import AddressInput
from reader.ui.world import World

if TYPE_CHECKING:
    from textual.pilot import Pilot

FOLDER = Path(__file__).parent
FONT = "DejaVu Sans Mono"
BEFORE_CORRECTION = 10 * 60 + 30
NOON = 12 * 60
PATIENCE = 60
"""Seconds in which the page must have come."""
SETTINGS = """
[display]
time_zone = "UTC"
theme = "{theme}"
read_after = 0.2
{more}
[[highlight]]
pattern = "evacuated"
style = "bold underline"
"""


@dataclass(frozen=True)
class Shot:
    """A picture: size, theme, and what happens first. `polls` are minutes of the day at which the page is asked."""

    name: str
    size: tuple[int, int]
    theme: str = "dark"
    polls: tuple[int, ...] = (NOON,)
    keys: tuple[str, ...] = ()
    colour: bool = True
    settings: str = ""
    """More lines of `[display]`."""
    follows: bool = True
    """Whether the page is followed already."""


TO_EDITED = ("j", "poll", "G", "wait", "slash", *"is:edited", "wait", "enter", "wait")

SHOTS = (
    Shot("main-120x40", (120, 40), polls=(NOON, NOON + 40), keys=(*"jjjjj", "poll", "wait")),
    Shot("main-80x24", (80, 24), "terminal", keys=("j", "wait")),
    Shot("main-200x60-light", (200, 60), "light", keys=("j", "j", "j", "j", "j", "wait")),
    Shot("narrow", (50, 30), keys=("j", "j", "wait")),
    Shot("contrast", (100, 30), "contrast", keys=("j", "j", "wait")),
    Shot("no-colour", (100, 30), "terminal", keys=("j", "j", "wait"), colour=False),
    Shot("ascii", (100, 30), "terminal", keys=("j", "j", "wait"), settings="ascii = true"),
    Shot("welcome", (100, 30), follows=False),
    Shot("adding", (100, 30), keys=("S", "wait", "a", "wait", "ADDRESS", "enter", "wait", "wait", "wait")),
    Shot("sources", (120, 40), "light", polls=(NOON, NOON + 40), keys=("poll", "S", "wait", "wait")),
    Shot("filter", (120, 40), keys=("slash", *"topic:diplomacy", "wait", "enter", "wait")),
    Shot("completion", (100, 30), keys=("slash", *"actor:n", "wait", "wait")),
    Shot("words", (120, 40), keys=("slash", *"flood", "enter", "wait", "n", "n", "wait")),
    Shot("facets", (120, 40), keys=("f", "wait", "j", "j", "j", "enter", "wait")),
    Shot("catch-up", (120, 40), polls=(BEFORE_CORRECTION, NOON), keys=("j", "poll", "C", "wait", "wait")),
    Shot("edited", (120, 40), polls=(BEFORE_CORRECTION, NOON), keys=(*TO_EDITED, "j", "j", "wait")),
    Shot("diff", (120, 40), polls=(BEFORE_CORRECTION, NOON), keys=(*TO_EDITED, "j", "wait", "d", "wait")),
    Shot("matrix", (120, 40), keys=("M", "wait", "wait")),
    Shot("figures", (120, 40), keys=("number_sign", "wait", "wait")),
    Shot("help", (120, 40), keys=("question_mark", "wait")),
    Shot("commands", (100, 30), keys=("colon", *"mark", "wait")),
)  # fmt: skip


async def take(shot: Shot, folder: Path) -> str:
    """Run the app as the shot says; return the picture as SVG."""
    store = Store.open(folder / "dateline.db")
    with DemoServer() as server:
        wall = datetime(2026, 3, 14, tzinfo=UTC).timestamp()
        clock = Clock(wall=lambda: wall + server.minute * 60 + 20)
        server.minute = shot.polls[0]
        if shot.follows:
            await asyncio.wrap_future(store.add_source(server.url("/live"), interval=60, now=clock.now()))
        world = World(
            store,
            lambda: Engine(store, Fetcher(), formats.parse, tagging.load, clock, jitter=lambda: 0.0),
            config.parse(SETTINGS.format(theme=shot.theme, more=shot.settings)),
            clock=clock,
            make_previewer=lambda: Previewer(Fetcher(), formats.parse),
        )
        app = DatelineApp(world)
        async with app.run_test(size=shot.size) as pilot:
            for _ in range(PATIENCE):
                await pilot.pause(1.0)
                if not shot.follows or len(app.screen.timeline.rows):
                    break
            await pilot.pause(1.0)
            for key in shot.keys:
                await _press(key, shot, server, app, pilot)
            picture = app.export_screenshot(title="Dateline")
    store.close()
    return picture


async def _press(key: str, shot: Shot, server: DemoServer, app: DatelineApp, pilot: Pilot[None]) -> None:
    if key == "wait":
        await pilot.pause(0.8)
    elif key == "poll":
        server.minute = shot.polls[1]
        await app.screen.following.engine.poll(1, manual=True)
        await pilot.pause(0.8)
    elif key == "ADDRESS":
        app.screen.query_one(AddressInput).value = server.url("/live.atom")
    else:
        await pilot.press({":": "colon"}.get(key, key))


def png(svg: str, width: int) -> bytes:
    """The picture as PNG, in a font that is on the machine and has every sign that we draw."""
    svg = re.sub(r"@font-face \{.*?\}", "", svg, flags=re.S)
    svg = re.sub(r"font-family: ?[^;]+;", f"font-family: {FONT};", svg)
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, width=width))


def main() -> None:
    """Make the pictures named, or all."""
    wanted = set(sys.argv[1:])
    for shot in SHOTS:
        if wanted and shot.name not in wanted:
            continue
        os.environ.pop("NO_COLOR", None)
        if not shot.colour:
            os.environ["NO_COLOR"] = "1"
        with tempfile.TemporaryDirectory() as folder:
            picture = asyncio.run(take(shot, Path(folder)))
        (FOLDER / f"{shot.name}.png").write_bytes(png(picture, shot.size[0] * 10))
        print(shot.name)


if __name__ == "__main__":
    main()
