"""What is painted for another size and for another focus: each thing once, and nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual.geometry import Region
from textual.widgets import Static

from reader.ui.screens import parts
from reader.ui.widgets.filter_bar import FilterBar
from tests.ui.desk import Desk, Hands, desk, item, opened, poll, snapshot

WIDE, NARROW = (120, 40), (90, 30)


class Painted:
    """Pictures of the whole screen, counted, and regions that were painted apart."""

    def __init__(self) -> None:
        self.whole = 0
        self.parts: list[Region] = []


@contextmanager
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Painted]:
    painted = Painted()
    whole, part = Compositor.render_full_update, Compositor.render_partial_update

    def noted_whole(self: Compositor, simplify: bool = False) -> object:
        painted.whole += 1
        return whole(self, simplify)

    def noted_part(self: Compositor) -> object:
        painted.parts += self._dirty_regions
        return part(self)

    with monkeypatch.context() as patch:
        patch.setattr(Compositor, "render_full_update", noted_whole)
        patch.setattr(Compositor, "render_partial_update", noted_part)
        yield painted


@asynccontextmanager
async def sitting(folder: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desk]:
    """Sixty entries at a wide screen, with the cursor on the third; nothing is painted by the clock."""
    monkeypatch.setattr(parts, "WORDS_SECONDS", 3600)
    store, source = opened(folder)
    headline = "A headline of several words that is long enough for two lines in a list that is narrow"
    poll(store, source, snapshot(item(f"k{number}", number, headline) for number in range(60)))
    with store:
        async with desk(store, source, Hands(), size=WIDE) as here:
            await here.press("j", "j")
            yield here


async def test_what_stands_elsewhere_is_painted_also_if_somebody_asked_before_where_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual looks anew where things stand when it is asked for one of them, and then takes that for painted."""
    async with sitting(tmp_path, monkeypatch) as here:
        bar, compositor = here.screen.query_one(FilterBar), here.screen._compositor
        with watched(monkeypatch) as painted:
            width = bar.input.region.width
            bar.query_one("#outcome", Static).update("much longer than what stood there before it")
            bar._clear_arrangement_cache()
            compositor._full_map_invalidated = True
            assert bar.input.region.width < width, "that is where it will stand"
            await here.until(lambda: bar.input.size.width < width - 2)
            await here.pilot.pause()
            assert bar.input.region in painted.parts


def picture(here: Desk) -> list[str]:
    """All that shows, as text."""
    return [strip.text for strip in here.screen._compositor.render_strips()]


async def test_another_size_is_one_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with sitting(tmp_path, monkeypatch) as here:
        for size in (NARROW, WIDE, (110, 35), NARROW):
            with watched(monkeypatch) as painted:
                await here.pilot.resize_terminal(*size)
                await here.pilot.pause(0.2)
            assert painted.whole == 1
            assert painted.parts == []
            # And it is the picture that it should be: all of it again shows nothing else.
            shown = picture(here)
            here.screen.refresh(layout=True)
            await here.pilot.pause(0.1)
            assert picture(here) == shown
            assert here.screen.timeline.look.width == here.screen.timeline.line_width - 1
            assert here.screen.has_class("-narrow") == (size[0] < 100)


async def test_to_the_text_and_back_paints_the_cursor_and_the_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(tmp_path, monkeypatch) as here:
        timeline, keys = here.screen.timeline, here.screen.query_one("#keys").region
        for key in ("enter", "h"):
            with watched(monkeypatch) as painted:
                await here.press(key)
            assert painted.whole == 0
            assert keys in painted.parts
            rows = [region for region in painted.parts if region != keys]
            assert rows
            assert all(region.height <= 4 and timeline.region.contains_region(region) for region in rows)


async def test_a_letter_that_hides_nothing_more_lays_nothing_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(tmp_path, monkeypatch) as here:
        await here.press("slash", "h", "e", "a")
        laid_out: list[object] = []
        lay_out = Compositor.reflow
        monkeypatch.setattr(Compositor, "reflow", lambda *given: laid_out.append(given) or lay_out(*given))
        for letter in "dlin":
            await here.press(letter)
        assert here.screen.query_one("#filter-input").value == "headlin"
        assert here.outcome == "60 of 60 · 0 hidden"
        assert laid_out == []
