"""Hostile texts in every field, on every screen: nothing of them reaches the terminal, nothing in them can be clicked."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING

import pytest

from reader import config, formats
from reader.clock import SYSTEM, Clock
from reader.demo.server import DemoServer
from reader.engine.preview import Previewer
from reader.net.fetch import Fetcher
from reader.store import Store
from reader.ui.app import DatelineApp
from reader.ui.terminal_title import CELLS, POP, PUSH
from reader.ui.world import World
from tests.binary import COMMAND
from tests.terminal import Terminal
from tests.ui import hostile
from tests.ui.visits import EACH_SCREEN, VISITS, Visit, presses

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

LONG = bool(os.environ.get("DATELINE_LONG"))
VISITED = VISITS if LONG else EACH_SCREEN
NOON = 1_773_489_600
SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\].*?(?:\x07|\x1b\\)|\x1b[PX^_].*?(?:\x1b\\|$)|\x1b.?"
    "|[\x00-\x1f\x7f-\x9f\u061c\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]",
    re.DOTALL,
)
OURS = re.compile(
    r"\x1b\[[0-9;]*m|\x1b\[\d+;\d+H|\x1b\[\?(?:25|7|1000|1003|1004|1006|1015|1016|1049|2004|2026|2048|2031)[hl]"
    r"|\x1b\[\?20(?:26|48)\$p|\x1b\[>\d+u|\x1b\[<u|\x1b\]22;[a-z-]*\x07"
    r"|\x1b\]8;(?:id=\d+)?;(?:https://(?:example\.org|live\.example|down\.example)/[!-~]*)?\x1b\\"
    f"|{re.escape(PUSH)}|{re.escape(POP)}|\r|\n",
)
"""What Textual and we write: colours, places, modes, the mouse's shape, links, the title that is put away."""
ESCAPE = "\x1b[27u"
"""As terminals with the keyboard protocol of kitty send it: what follows at once is a key of its own."""
UNCLICKED = ("a source is removed", "only the text")
"""Where one click more would lead elsewhere."""
BARS = " \u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
TITLE = re.compile(r"\x1b\]0;([^\x00-\x1f\x7f-\x9f]*)\x1b\\")


def foreign(raw: str) -> set[str]:
    """Sequences and characters that nobody of us writes."""
    found = {item for item in SEQUENCE.findall(raw) if not OURS.fullmatch(item)}
    return {item for item in found if not ((title := TITLE.fullmatch(item)) and len(title[1]) <= 2 * CELLS)}


def test_what_is_foreign_is_found() -> None:
    for name, payload in hostile.PAYLOADS.items():
        if name not in ("colours", "combining", *hostile.MARKUP):
            assert foreign(f"text {payload} text"), name
    fine = "\x1b[1;38;2;1;2;3mx\x1b[0m\x1b[3;4H\x1b]8;id=3;https://example.org/a\x1b\\a\x1b]8;;\x1b\\\x1b]0;News\x1b\\"
    assert not foreign(fine)
    assert foreign("\x1b]8;;http://evil.example\x1b\\")


class Unseen(Terminal):
    """A terminal of which only the bytes are looked at: an emulator would take longer than the program."""

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self._stream = self
        self._mark = 0

    def feed(self, _: bytes) -> None:
        """Nothing is emulated."""

    def type(self, keys: str) -> None:
        """Breath by breath."""
        self._mark = len(self.raw)
        *early, last = keys.replace("<esc>", ESCAPE).split("<wait>")
        for breath in early:
            self.send(breath)
            self.settle(0.5, 5)
        self.send(last)
        self.settle(0.1, 5)

    def hears(self, pattern: str, seconds: float = 30.0) -> None:
        """Wait until something has been written since the last key."""
        end = time.perf_counter() + seconds
        while not re.search(pattern, text := SEQUENCE.sub("", self.raw[self._mark :].decode(errors="replace"))):
            assert time.perf_counter() < end, f"{pattern!r} was not written:\n{text}"
            self.read(0.05)

    def ended(self) -> str:
        """Quit, and return everything that was written."""
        self.send("Q")
        assert self.exit_code() == 0
        return bytes(self.raw).decode()


@pytest.mark.parametrize("size", [(100, 30), *([(80, 24), (200, 60), (40, 12)] if LONG else [])])
def test_no_byte_of_them_reaches_the_terminal(tmp_path: Path, size: tuple[int, int]) -> None:
    hostile.hostile_home(tmp_path, SYSTEM.now())
    with Unseen([*COMMAND, "--home", str(tmp_path)], columns=size[0], lines=size[1]) as terminal:
        terminal.hears("Title 1", 60)
        for visit in VISITED:
            terminal.type(visit.keys)
            if size[0] >= 100 and visit.keys:  # where that may be below the edge, it is enough to have been there
                terminal.hears(visit.shows)
            terminal.type(visit.back)
            assert terminal.process.poll() is None, visit.name
        terminal.type("g" + "j" * 15)
        raw = terminal.ended()
    assert "PWNED" in raw
    assert foreign(raw) == set()


def test_nor_where_they_come_from_a_server(tmp_path: Path) -> None:
    with DemoServer() as server:
        server.serve_file("/hostile.json", hostile.hostile_feed(), "application/feed+json")
        server.serve_file("/page", hostile.hostile_page(), "text/html")
        address = server.url("/hostile.json")
        with Unseen([*COMMAND, "--home", str(tmp_path), address], columns=100, lines=30) as terminal:
            terminal.hears("Title 15", 60)
            for keys in ("j" * 15, "<enter>G", "g<esc>", "S<wait>a"):
                terminal.type(keys)
            terminal.type(f"{server.url('/page')}<enter>")
            terminal.hears("Look at")
            terminal.type("<enter>")
            terminal.hears("Keep it|Go to it|Follow it")
            terminal.type("<esc><esc>q")
            raw = terminal.ended()
    assert len(max(re.findall("[\u0300-\u036f\u0489]+", raw), key=len)) <= 4
    assert {item for item in foreign(raw) if "http://127.0.0.1" not in item} == set()


class Watch:
    """The app on a hostile store, with an eye on whatever a click sets off."""

    def __init__(self, app: DatelineApp, pilot: Pilot[None], ran: list[str]) -> None:
        self.app, self.pilot, self.ran = app, pilot, ran

    async def go(self, keys: str) -> None:
        for key in presses(keys):
            await (self.pilot.pause(0.3) if key == "<wait>" else self.pilot.press(key))
        await self.pilot.pause()

    async def home(self) -> None:
        """Back to the list, wherever a click has led."""
        for _ in range(6):
            if self.app.screen is self.app.screen_stack[0] and self.app.focused is self.app.screen.timeline:
                break
            await self.pilot.press("escape")
        await self.pilot.press("ctrl+f", "g")
        assert self.app.focused is self.app.screen.timeline

    def frame(self) -> list[list[object]]:
        """The screen as it is painted: lines of segments."""
        return [list(strip) for strip in self.app.screen._compositor.render_strips()]

    async def click_payloads(self, most: int) -> int:
        clicked = 0
        for y, line in enumerate(self.frame()):
            text = "".join(segment.text for segment in line)
            x = max(text.find("[@click"), text.find("PWNED[/"))
            if x >= 0 and clicked < most:
                clicked += 1
                await self.pilot.click(offset=(x + 3, y))
                await self.pilot.pause()
        return clicked


async def test_nothing_in_them_can_be_clicked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("subprocess.Popen", lambda *a, **_: opened.append(str(a)))
    store = Store.open(tmp_path / "dateline.db")
    hostile.fill(store, NOON)
    clock = Clock(wall=lambda: float(NOON))
    world = World(store, None, config.parse(hostile.settings()), clock=clock, make_previewer=previewer)
    app, ran, clicked = DatelineApp(world), list[str](), 0
    dispatch = app._dispatch_action

    async def noted(namespace: object, name: str, params: object) -> bool:
        ran.append(name)
        return await dispatch(namespace, name, params)

    monkeypatch.setattr(app, "_dispatch_action", noted)
    async with app.run_test(size=(110, 34), notifications=True) as pilot:
        await pilot.pause(0.3)
        watch = Watch(app, pilot, ran)
        for visit in (Visit("what is hostile", "G", ".", "g"), *VISITED):
            await watch.go(visit.keys)
            for line in watch.frame():
                for segment in line:
                    meta = segment.style.meta if segment.style else {}
                    # Scrollbars are of blanks and blocks; nothing else may name an action.
                    assert not segment.text.strip(BARS) or not any(name.startswith("@") for name in meta), visit.name
            ran.clear()
            if not visit.name.startswith(UNCLICKED):
                clicked += await watch.click_payloads(2)
                assert ran == [], visit.name
                assert app.is_running, visit.name
                await watch.home()
            else:
                await watch.go(visit.back)
        assert app.screen.timeline.cursor
        assert app.return_code is None
    assert clicked >= 8
    assert opened == []
    store.close()


def previewer() -> Previewer:
    return Previewer(Fetcher(), formats.parse)
