"""The first screen: what has the keys, and what is left out on the way there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from reader import config
from reader.ui.app import DatelineApp
from reader.ui.widgets.filter_bar import FilterBar
from reader.ui.world import World
from tests.ui.desk import Hands, desk, item, opened, poll, snapshot
from tests.ui.stage import SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

SIZES = ((120, 40), (60, 20))


def day(folder: Path):
    """A store with a few entries."""
    store, source = opened(folder)
    hands = Hands()
    poll(store, source, snapshot([item(str(number), number) for number in range(5)]), int(hands.now))
    return store, source, hands


async def test_what_is_typed_ahead_is_for_the_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The filter never has the focus on the way there, and nothing is made ready for typing one."""
    entered: list[object] = []
    monkeypatch.setattr(FilterBar.Entered, "__init__", entered.append)
    async with desk(*day(tmp_path)) as here:
        assert here.screen.timeline.has_focus
        assert not entered
        assert not here.screen.query("#filter-help")


async def test_keys_before_the_first_frame(tmp_path: Path) -> None:
    store, _, hands = day(tmp_path)

    class Hurried(DatelineApp):
        def on_mount(self) -> None:
            for _ in range(2):
                self.post_message(events.Key("j", "j"))

    app = Hurried(World(store, None, config.parse(SETTINGS), clock=hands.clock))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        screen = app.screen_stack[0]
        assert screen.timeline.position == 2
        assert screen.query_one(FilterBar).text == ""
    store.close()


async def test_styles_are_whole_without_a_second_look(tmp_path: Path) -> None:
    """What everything looks like is the same once all styles are looked up anew."""
    for number, size in enumerate(SIZES):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with desk(*day(folder), size=size) as here:
            nodes = list(here.screen.walk_children(with_self=True))
            before = [(node, dict(node.styles.base.get_rules())) for node in nodes]
            here.screen.update_node_styles(animate=False)
            assert [(node, dict(node.styles.base.get_rules())) for node in nodes] == before


async def test_containers_are_not_painted(tmp_path: Path) -> None:
    """What they hold is, in every layout, and their own lines are not made for nothing."""
    for number, size in enumerate(SIZES):
        folder = tmp_path / str(number)
        folder.mkdir()
        async with desk(*day(folder), size=size) as here:
            assert not here.screen.query_one("#panes").visible
            assert here.screen.timeline.visible
            assert here.screen.article.visible
            assert here.screen.timeline.region.area
            assert here.screen.article.region.area
            await here.press("f")
            facets = here.screen.query_one("#facets")
            assert facets.visible
            assert facets.region.area
