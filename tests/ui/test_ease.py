"""Small things on which a newcomer would stumble: who asks, what was added, what upkeep dropped, words of the filter."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from textual import events
from textual.color import Color
from textual.geometry import Offset
from textual.widgets import Input

from reader import config
from reader.clock import SYSTEM
from reader.demo.server import DemoServer
from reader.engine.preview import Previewer
from reader.formats import parse
from reader.model.source import Retention
from reader.net.fetch import Fetcher
from reader.store import Store
from reader.store.arrangement import delete_for_good
from reader.store.upkeep import tidy
from reader.ui.app import DatelineApp
from reader.ui.screens.adding import AddingScreen, AddressInput
from reader.ui.world import World
from tests.ui.desk import Hands, desk, item, opened, poll, snapshot
from tests.ui.lectern import entry, lectern
from tests.ui.settling import breath
from tests.ui.stage import NOON, SETTINGS, Stage, make_engine
from tests.ui.visits import EACH_SCREEN, presses

if TYPE_CHECKING:
    from pathlib import Path

BLACK = Color(0, 0, 0)
A_YEAR = 365 * 86_400
PAGE = (
    entry("a", "Harbour shut", "The harbour is shut. Nobody leaves the harbour.", minutes=1),
    entry("b", "Ferries wait", "They wait outside the harbour.", minutes=2),
    entry("c", "Schools", "They are open.", minutes=3),
)


async def test_newcomers_are_shown_what_is_there_before_it_is_followed(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "dateline.db")
    with DemoServer() as server:
        server.minute = NOON
        world = World(
            store,
            lambda: make_engine(store),
            config.parse(SETTINGS),
            make_previewer=lambda: Previewer(Fetcher(), parse),
        )
        app = DatelineApp(world)
        async with app.run_test(size=(100, 30)) as pilot:
            here = Stage(app, pilot, server, store)
            await here.until(lambda: isinstance(app.screen, AddingScreen) and bool(app.screen.query("#add-answer")))
            await here.until(lambda: bool(shown(app.screen)))
            assert "You follow nothing yet" in shown(app.screen)
            assert "dateline demo" in shown(app.screen)
            await here.until(lambda: app.screen.query_one("#add-answer").size.height >= 8)
            app.screen.query_one(AddressInput).value = server.url("/live")
            await pilot.press("enter")
            await here.until(lambda: app.screen.has_class("-choosing"))
            assert not here.screen.statuses, "nothing is kept before the reader says so"
            await pilot.press("enter")
            await here.until(lambda: len(here.screen.timeline.rows) > 10)
            assert [item.source.kept for item in here.screen.statuses] == [True]
    store.close()


def shown(screen: AddingScreen) -> str:
    page = screen.query_one("#add-answer")
    return " ".join(span.text for line in page.lines for span in line)


async def test_what_is_added_is_followed_also_where_only_some_are(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    other = store.add_source("https://other.example/", now=SYSTEM.now()).result(10)
    app = DatelineApp(World(store, None, config.parse(SETTINGS), sources=(source.id,)))
    async with app.run_test() as pilot:
        screen = app.screen
        assert screen.scope() == [source.id]
        screen._add_source("https://third.example/")
        while len(screen.scope()) < 2:
            await pilot.pause(0.05)
        assert other.id not in screen.scope()
        assert screen.following.named == set(screen.scope())
    store.close()


async def test_what_upkeep_drops_leaves_the_list(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("b", -5), item("a", -9)]))
    store.mark([1, 2], read=True, now=0).result(10)
    hands = Hands()
    async with desk(store, source, hands) as here:
        await here.until(lambda: here.screen.listing.as_of is not None)
        here.screen._look_for_drops()
        assert len(here.screen.timeline.rows) == 2
        hands.now += A_YEAR
        poll(store, source, snapshot([item("c", 60)]), int(hands.now))
        report = tidy(store, int(hands.now) + 100 * 86_400, Retention(entries=1), at_once=True)
        dropped = (await asyncio.wrap_future(report)).dropped
        assert dropped
        here.screen._look_for_drops()
        await here.until(lambda: len(here.screen.timeline.rows) == 3 - dropped)
    store.close()


async def test_the_words_of_the_filter_are_painted_and_gone_to(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE], size=(180, 40)) as here:
        await here.press("slash")
        await here.type("harbour")
        await here.press("enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 2)
        painted = [s.text for line in here.screen.article._article.lines(0, 99) for s in line if s.role == "match"]
        assert [text.casefold() for text in painted] == ["harbour"] * 3
        await here.press("n")
        assert here.lines[0] == "Ferries wait"
        assert "1 of 1 in this text" in here.lines[-1]
        await here.press("N")
        assert "3 of 3 in this text" in here.lines[-1], "backwards, the last place of the entry before"
        await here.press("enter", "n")
        assert here.lines[0] == "Ferries wait", "past the last one of a text the next entry"
        await here.press("n", "n")
        assert "2 of 3 in this text" in here.lines[-1], "round the end"
        await here.press("h", "escape", "ctrl+f")
        await here.until(lambda: len(here.screen.timeline.rows) == 3)
        assert here.screen.timeline.look.matches is None


async def test_ctrl_c_says_how_to_quit(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE]) as here:
        await here.press("ctrl+c")
        assert here.notices == "Q quits"
        assert here.app.is_running


async def test_the_mouse_selects_scrolls_and_leaves_questions(tmp_path: Path) -> None:
    many = tuple(entry(f"e{number}", f"Entry {number}", "Text", minutes=number) for number in range(1, 60))
    async with lectern(tmp_path, [many], size=(100, 24)) as here:
        timeline = here.screen.timeline
        before = timeline.cursor
        await here.pilot._post_mouse_events([events.MouseScrollDown], timeline, offset=(5, 5), button=0)
        await here.until(lambda: timeline.scroll_y > 0)
        assert timeline.cursor == before, "the wheel scrolls, and the selection stays"
        await here.pilot.click(timeline, offset=(10, 6))
        assert timeline.cursor != before, "a click selects"
        at = timeline.cursor
        await here.pilot.mouse_down(timeline, offset=(10, 6))
        await here.pilot.hover(timeline, offset=(10, 12))
        await here.pilot.mouse_up(timeline, offset=(10, 12))
        assert timeline.cursor == at, "who drags over the list selects text, no entry"
        await here.press("t")
        assert here.screen.has_class("-asking")
        await here.pilot.click(timeline, offset=(10, 8))
        assert not here.screen.has_class("-asking"), "who turns elsewhere is not asked any longer"
        top = timeline.scroll_y
        bar = timeline.vertical_scrollbar.region
        await here.pilot.click(offset=Offset(bar.x, bar.bottom - 1))
        await here.until(lambda: timeline.scroll_y > top)


async def test_ascii_means_ascii_on_every_screen(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE], size=(80, 24), settings="ascii = true\n") as here:
        for visit in EACH_SCREEN:
            for key in presses(visit.keys):
                await (here.pilot.pause(0.3) if key == "<wait>" else here.pilot.press(key))
            await here.pilot.pause(0.2)
            drawn = here.app.screen._compositor.render_strips()
            strips = [strip.apply_filter(net, BLACK) for strip in drawn for net in here.app._filters[-1:]]
            text = "\n".join(strip.text for strip in strips)
            assert text.isascii(), (visit.name, {char for char in text if not char.isascii()})
            await here.press(*presses(visit.back))


async def test_nothing_moves_by_itself(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE]) as here:
        assert here.app.animation_level == "none"
        for keys in ("slash", "escape", "asterisk"):
            await here.press(keys)
        fields = [*here.screen.query(Input), *here.app.screen.query(Input)]
        assert len(fields) == 2
        assert not any(field.cursor_blink for field in fields)


async def test_a_pattern_that_takes_too_long_is_told_and_freezes_nothing(tmp_path: Path) -> None:
    slow = entry("s", "Slow", "a" * 4000 + "!", minutes=1)
    async with lectern(tmp_path, [(slow, *PAGE[1:])], size=(140, 40)) as here:
        longest = 0.0

        async def tick() -> None:
            nonlocal longest
            while True:
                at = time.perf_counter()
                await asyncio.sleep(0.01)
                longest = max(longest, time.perf_counter() - at)

        ticking = asyncio.create_task(tick())
        await here.press("H")
        await here.type("/(a+)+b/")
        await here.press("enter")
        await here.until(lambda: "takes too long" in here.lines[-1])
        ticking.cancel()
        assert here.app.is_running
        assert longest < 20, "the pattern alone would take hours"


async def test_what_was_put_back_is_not_deleted_however_fast_the_keys_are(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("b", -5), item("a", -9)]))
    async with desk(store, source, Hands()) as here:
        await here.press("S")
        await here.until(lambda: here.app.screen.listed.current is not None)
        await breath(here.app, "duq")
        await here.until(lambda: here.app.screen is here.screen)
        with store.reads() as reads:
            (status,) = reads.sources()
            assert (status.source.kept, status.entries) == (True, 2)
    for deletion in delete_for_good(store, [source.id]):
        deletion.result(10)
    with store.reads() as reads:
        assert len(reads.sources()) == 1, "who asks for a deletion may not know that it was put back"
    store.close()
