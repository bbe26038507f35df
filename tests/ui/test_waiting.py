"""What waits behind the bar is what the list would show: nothing is promised that the filter hides."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.ui.widgets.filter_bar import FilterBar
from reader.view.rows import Rows
from tests.ui.lectern import Lectern, entry, lectern

HARBOUR = entry("a", "Harbour shut", "Nobody leaves it.", minutes=1)
BOATS = entry("b", "Boats wait", "Outside.", minutes=2)
SCHOOLS = entry("c", "Schools open", "All of them.", minutes=3)


def outcome(here: Lectern) -> str:
    return str(here.screen.query_one("#outcome").render())


async def test_what_the_filter_hides_does_not_wait(tmp_path: Path) -> None:
    reopened = entry("c", "Schools shut again", "None is open.", minutes=3)
    async with lectern(tmp_path, [(HARBOUR, BOATS, SCHOOLS)]) as here:
        here.screen.query_one(FilterBar).set_text("harbour")
        await here.press("enter")
        await here.arrive(HARBOUR, BOATS, reopened)
        await here.arrive(HARBOUR, reopened)
        await here.arrive(HARBOUR, reopened)
        assert "hidden" in outcome(here)
        assert "press" not in outcome(here)
        await here.press("h", "ctrl+f")
        timeline = here.screen.timeline
        rows = [timeline.render_line(y).text for y in range(timeline.size.height)]
        assert any("Schools shut again" in line for line in rows), "and is there when it is not hidden any more"


async def test_what_is_edited_into_the_filter_waits(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(HARBOUR, BOATS, SCHOOLS)]) as here:
        here.screen.query_one(FilterBar).set_text("harbour")
        await here.press("enter")
        await here.arrive(HARBOUR, entry("b", "Boats wait outside the harbour", "Outside.", minutes=2), SCHOOLS)
        assert "1 edited · press G" in outcome(here)
        await here.press("h", "G")
        assert len(here.screen.timeline.rows) == 2
        assert "press" not in outcome(here)


async def test_the_mouse_shows_what_waits(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(HARBOUR, BOATS)], size=(100, 30)) as here:
        await here.press("enter")
        await here.arrive(entry("d", "Fire out", "At last.", minutes=0), HARBOUR, BOATS)
        assert "1 new" in outcome(here)
        await here.pilot.click("#outcome")
        assert len(here.screen.timeline.rows) == 3
        assert "press" not in outcome(here)
        await here.pilot.click("#outcome")
        assert len(here.screen.timeline.rows) == 3, "where nothing waits nothing is done"


async def test_arrivals_are_not_looked_for_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where an entry stands is found by a walk through the list: a walk for each that arrives would stop the screen."""
    walks: list[int] = []
    position = Rows.position
    many = [entry(f"n{number}", f"Boat {number} waits", "Outside.", minutes=number + 4) for number in range(60)]
    async with lectern(tmp_path, [(HARBOUR, BOATS, SCHOOLS)]) as here:
        await here.press("j")
        monkeypatch.setattr(Rows, "position", lambda rows, number: walks.append(number) or position(rows, number))
        await here.arrive(HARBOUR, BOATS, SCHOOLS, *many)
        assert "60 new · press G" in outcome(here)
        assert len(walks) < 20
