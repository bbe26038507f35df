"""The pane of facets: what it counts, and the filter it writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from reader.model.filter_edit import Choice
from reader.model.filter_language import parse_filter
from reader.model.names import words_of
from reader.ui.widgets import facets
from reader.ui.widgets.facets import FacetPane
from reader.view.facet_lines import Facet
from tests.ui.filter_desk import LATER, bar, shown
from tests.ui.stage import Stage, stage


async def pane_of(here: Stage):
    await here.pilot.press("f")
    await here.until(lambda: bool(here.screen.query("#facets")) and bool(here.screen.query_one("#facets").rows))
    return here.screen.query_one("#facets")


def pane_lines(pane) -> list[str]:
    return [pane.render_line(y).text.rstrip() for y in range(pane.size.height)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_the_pane_writes_the_filter(tmp_path: Path, size: tuple[int, int]) -> None:
    async with stage(tmp_path, size=size) as here:
        pane = await pane_of(here)
        assert "[Mentions]" in pane_lines(pane)[0]
        first, second = pane.rows[0], pane.rows[1]
        await here.pilot.press("space", "j", "space")
        await here.until(lambda: " OR " in bar(here).text)
        assert [line[1] for line in pane_lines(pane)[2:5]] == ["+", "+", " "]
        with here.store.reads() as reads:
            some = parse_filter(f'actor:"{first.value}" OR actor:"{second.value}"')
            await here.until(lambda: shown(here) == reads.count(some, now=0))
        await here.pilot.press("a")
        await here.until(lambda: " OR " not in bar(here).text)
        assert "all of the chosen" in pane_lines(pane)[1]
        await here.pilot.press("a", "minus")
        await here.until(lambda: f'-actor:"{second.value}"' in bar(here).text)
        await here.pilot.press("enter")
        await here.until(lambda: bar(here).text == f'actor:"{second.value}"')
        await here.pilot.press("backspace")
        await here.until(lambda: bar(here).text == "")
        await here.pilot.press("escape")
        assert here.screen.timeline.has_focus
        assert not pane.display


async def test_the_filter_shows_in_the_pane(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        pane = await pane_of(here)
        bar(here).set_text("(actor:armenia OR actor:turkey) -topic:science")
        await here.until(lambda: any(line.startswith(" + Turkey") for line in pane_lines(pane)))
        lines = pane_lines(pane)
        assert any(line.startswith(" + Armenia ") for line in lines)
        assert any(line.startswith(" · Armenia: Civil Defence") for line in lines), "covered by the name"
        assert "Topics+" in lines[0]
        await here.pilot.press("tab")
        await here.until(lambda: any(line.startswith(" - science") for line in pane_lines(pane)))
        await here.pilot.press("tab")
        assert "[Said by]" in pane_lines(pane)[0]


async def test_counts_in_the_pane_are_what_a_choice_leaves(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        bar(here).set_text("topic:humanitarian")
        pane = await pane_of(here)
        with here.store.reads() as reads:
            await here.until(lambda: 0 < len(pane.rows) < 20)
            for field in ("actor", "topic", "speaker", "source"):
                await here.until(lambda field=field: pane.field == field and bool(pane.rows))
                for item in pane.rows:
                    rest = "" if field == "topic" else "topic:humanitarian"
                    query = parse_filter(f'{rest} {field}:"{item.value}"')
                    assert item.count == reads.count(query, now=0), item
                await here.pilot.press("tab")


async def test_the_pane_is_narrowed_by_typing(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        pane = await pane_of(here)
        every = len(pane.rows)
        await here.pilot.press("slash")
        await here.type("uni")
        assert {item.value for item in pane.rows} == {"European Union", "United Nations"}
        assert "/uni_" in pane_lines(pane)[1]
        await here.pilot.press("enter", "space")
        await here.until(lambda: bar(here).text.startswith("actor:"))
        await here.pilot.press("escape")
        assert len(pane.rows) == every
        await here.pilot.press("slash", "z", "z", "q")
        assert len(pane.rows) == 0
        await here.pilot.press("escape", "escape")
        assert here.screen.timeline.has_focus


async def test_the_pane_says_what_has_come_since(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        pane = await pane_of(here)
        before = {item.value: item.count for item in pane.rows}
        await here.pilot.press("escape")
        await here.poll(LATER)
        await here.pilot.press("f")
        await here.until(lambda: any(item.delta for item in pane.rows))
        for item in pane.rows:
            assert item.delta == item.count - before.get(item.value, 0)
        assert any(" +" in line for line in pane_lines(pane)[2:])


async def test_counts_change_under_the_cursor_and_the_cursor_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        pane = await pane_of(here)
        await here.pilot.press("j", "j", "j")
        value = pane.rows[pane.position].value
        await here.poll(LATER)
        await here.pilot.pause(0.3)
        assert pane.rows[pane.position].value == value


class PaneHost(App[None]):
    """Nothing but the pane."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[str, Choice]] = []
        self.pane = FacetPane(self._chosen)

    def _chosen(self, field: str, choice: Choice) -> None:
        self.asked.append((field, choice))
        self.pane.agree({field: choice})

    def compose(self) -> ComposeResult:
        yield self.pane


async def test_five_thousand_actors_make_no_more_lines_than_show(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    line = facets.facet_line
    monkeypatch.setattr(facets, "facet_line", lambda *args, **more: made.append(1) or line(*args, **more))
    app = PaneHost()
    async with app.run_test(size=(40, 20)) as pilot:
        app.pane.styles.display = "block"
        app.pane.styles.height = "100%"
        many = [Facet(f"Person {n}", f"Person {n}", words_of(f"Person {n}"), 5000 - n) for n in range(5000)]
        app.pane.show("actor", many)
        app.screen.set_focus(app.pane)
        await pilot.pause()
        made.clear()
        await pilot.press("G", "space", "k", "space")
        assert app.pane.position == 4998
        assert [choice.included for _, choice in app.asked] == [("Person 4999",), ("Person 4999", "Person 4998")]
        assert len(made) <= 5 * 20, "a key makes a screenful of lines at most"
        await pilot.press("slash", *"4777")
        assert [item.value for item in app.pane.rows] == ["Person 4777"]
        await pilot.press("escape")
        assert len(app.pane.rows) == 5000
