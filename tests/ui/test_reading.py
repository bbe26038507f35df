"""Reading in the app: the list holds still, the text follows, marks are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.model.listing import RowFlag
from reader.ui.widgets.filter_bar import FilterBar
from reader.view.lines import text_of
from tests.ui.stage import NOON, Stage, stage

LATER = NOON + 60
CORRECTED = 10 * 60 + 34
"""The minute at which the page corrects a figure."""


def title(here: Stage) -> str:
    stored = here.screen.article.stored
    return (stored.entry.headline or "") if stored else ""


async def test_the_text_follows_the_cursor(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        first = title(here)
        assert first.split()[0] in here.text
        await here.pilot.press("j")
        assert title(here) != first
        await here.pilot.press("k")
        assert title(here) == first
        await here.pilot.press("end")
        oldest = title(here)
        await here.pilot.press("g")
        assert title(here) == first != oldest


async def test_arrivals_wait_while_somebody_reads(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("j", "j", "j")
        rows, text = here.rows, here.text
        await here.poll(LATER)
        assert (here.rows, here.text) == (rows, text), "not one line moved"
        assert "new" in here.outcome
        assert "press G" in here.outcome
        assert str(here.app.title).startswith("(")
        newest = title(here)
        await here.pilot.press("G")
        await here.until(lambda: here.screen.timeline.at_newest)
        assert title(here) != newest
        assert "following" in here.outcome


async def test_arrivals_are_followed_on_the_newest(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        before = title(here)
        await here.poll(LATER)
        await here.until(lambda: title(here) != before)
        assert here.screen.timeline.at_newest
        assert not here.screen.listing.held


async def test_on_the_newest_a_text_that_is_read_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        before = title(here)
        await here.pilot.press("enter")
        await here.poll(LATER)
        assert title(here) == before
        assert "press G" in here.outcome


async def test_an_edit_waits_and_is_marked(tmp_path: Path) -> None:
    async with stage(tmp_path, minute=CORRECTED - 2) as here:
        await here.pilot.press("j")
        await here.poll(CORRECTED + 1)
        assert "1 edited" in here.outcome
        assert not any(flag & RowFlag.EDITED for flag in here.screen.timeline.rows.index.flags)
        await here.pilot.press("G")
        await here.until(lambda: any(flag & RowFlag.EDITED for flag in here.screen.timeline.rows.index.flags))
        await here.pilot.press("slash")
        await here.type("is:edited")
        await here.until(lambda: len(here.screen.timeline.rows) == 1)
        assert "✎2" in "".join(here.rows)
        assert "edited once" in here.text


async def test_filter_shows_what_is_hidden(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        everything = len(here.screen.timeline.rows)
        await here.pilot.press("slash")
        await here.type("topic:humanitarian")
        await here.until(lambda: "hidden" in here.outcome)
        shown = len(here.screen.timeline.rows)
        assert 0 < shown < everything
        assert here.outcome.strip() == f"{shown} of {everything} · {everything - shown} hidden"
        await here.pilot.press("enter")
        await here.until(lambda: "hidden by topic:humanitarian" in here.outcome)
        await here.pilot.press("ctrl+f")
        await here.until(lambda: len(here.screen.timeline.rows) == everything)


async def test_half_typed_filters_never_fail(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        everything, line = len(here.screen.timeline.rows), here.screen.query_one(FilterBar)
        await here.pilot.press("slash")
        typed = ""
        for piece in ('actor:"Red', " OR (", "/x", "NOT -", ":::", '"'):
            typed += piece
            await here.type(piece)
        await here.until(lambda: line.text == typed)
        await here.pilot.press("escape", "escape", "ctrl+f")
        await here.until(lambda: line.text == "" and len(here.screen.timeline.rows) == everything)


async def test_facets_filter_and_count(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        everything = len(here.screen.timeline.rows)
        await here.pilot.press("f")
        pane = here.screen.query_one("#facets")
        await here.until(lambda: len(pane.rows) > 3)
        await here.pilot.press("enter")
        await here.until(lambda: "hidden" in here.outcome)
        assert here.screen.query_one("#filter-input").value.startswith("actor:")
        await here.pilot.press("enter")
        await here.until(lambda: len(here.screen.timeline.rows) == everything)
        await here.pilot.press("escape")
        assert here.screen.timeline.has_focus


async def test_resting_on_an_entry_reads_it_and_undo_takes_it_back(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        number = here.screen.timeline.cursor
        await here.pilot.press("j")
        number = here.screen.timeline.cursor
        assert number is not None
        flags = lambda: here.screen.timeline.rows.flags(here.screen.timeline.rows.position(number) or 0)  # noqa: E731
        await here.until(lambda: bool(flags() & RowFlag.READ))
        await here.pilot.press("s", "m")
        assert flags() & (RowFlag.READ | RowFlag.STARRED) == RowFlag.STARRED
        await here.pilot.press("u", "u")
        assert flags() & (RowFlag.READ | RowFlag.STARRED) == RowFlag.READ
        await here.pilot.press("u")
        assert not flags() & RowFlag.READ
        with here.store.reads() as reads:
            await here.until(lambda: not (reads.entry(number) or here).read)


async def test_what_arrives_by_itself_is_not_read(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.poll(LATER)
        await here.pilot.pause(0.3)
        assert not any(flag & RowFlag.READ for flag in here.screen.timeline.rows.index.flags)


async def test_unread_hops_and_all_read(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("A")
        await here.pilot.press("n")
        assert all(flag & RowFlag.READ for flag in here.screen.timeline.rows.index.flags)
        first = here.screen.timeline.cursor
        await here.pilot.press("j", "j", "m", "g", "n")
        assert here.screen.timeline.cursor not in (first, None)
        told: list[str] = []
        for _ in range(4):
            await here.pilot.press("u")
            told += [str(one.message) for one in here.app._notifications]
        assert not any(flag & RowFlag.READ for flag in here.screen.timeline.rows.index.flags)
        assert f"Taken back: the marks of {len(here.screen.timeline.rows)} entries" in told


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 12)])
async def test_every_size_is_filled(tmp_path: Path, size: tuple[int, int]) -> None:
    async with stage(tmp_path, size=size) as here:
        timeline = here.screen.timeline
        assert timeline.size.width > 20
        assert timeline.size.height > 2
        assert all(len(row) > 0 for row in here.rows)
        assert title(here).split()[0] in here.text


async def test_resize_keeps_the_line_under_the_eyes(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("pagedown", "pagedown")
        number = here.screen.timeline.cursor
        for size in ((80, 24), (200, 60), (120, 40)):
            await here.pilot.resize_terminal(*size)
            await here.pilot.pause(0.2)
            assert here.screen.timeline.cursor == number
            shown = here.screen.timeline.rows.visible(
                int(here.screen.timeline.scroll_y), here.screen.timeline.size.height
            )
            assert number in {line.entry_id for line in shown}


async def test_the_cable_out(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        count = len(here.screen.timeline.rows)
        here.server.close()
        await here.pilot.press("r")
        await here.until(lambda: "failed" in here.screen.query_one("#header").render_line(0).text)
        await here.pilot.press("j", "j")
        assert len(here.screen.timeline.rows) == count
        assert title(here).split()[0] in here.text


async def test_help_lists_and_narrows(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("question_mark")
        await here.pilot.pause()
        listing = lambda: "\n".join(map(text_of, here.app.screen.query_one("#help-list").lines))  # noqa: E731
        assert "read or unread" in listing()
        await here.pilot.press("slash")
        await here.type("star")
        await here.pilot.pause()
        assert "star, or take" in listing()
        assert "read or unread" not in listing()
        await here.pilot.press("escape")
        await here.pilot.pause()
        assert here.screen.timeline.has_focus
