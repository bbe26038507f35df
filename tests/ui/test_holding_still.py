"""Nothing moves under the reader's eyes: the line under the cursor keeps its entry and its row through any change."""

from __future__ import annotations

import random
from array import array
from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from reader.model.event import Gap
from reader.model.listing import Index, Row, RowFlag
from reader.ui.widgets.timeline import Timeline
from reader.view.rows import Look, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

START = 1_700_000_000
HOUR = 3600


class World:
    """Entries that come, change and go, without a store."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.entries: dict[int, tuple[int, str, int]] = {}
        self.next = 1

    def add(self, at: int) -> None:
        words = " ".join(self.chance.choice(("bridge", "flood", "水位", "Մարտ", "minister", "says")) for _ in range(12))
        title = words[: self.chance.randint(5, 90)]
        flags = self.chance.choice((0, RowFlag.READ, RowFlag.TAGGED, RowFlag.TAGGED | RowFlag.EDITED))
        self.entries[self.next] = (at, title, int(flags))
        self.next += 1

    def change(self) -> None:
        """One of the things that a poll or a filter can do."""
        act = self.chance.choice(("new", "new", "late", "edit", "drop", "none"))
        latest = max((at for at, _, _ in self.entries.values()), default=START)
        if act == "new":
            for _ in range(self.chance.randint(1, 6)):
                self.add(latest + self.chance.randint(0, 9 * HOUR))
        elif act == "late":
            self.add(self.chance.randint(START, latest))
        elif self.entries and act == "edit":
            number = self.chance.choice(list(self.entries))
            at, title, flags = self.entries[number]
            self.entries[number] = (at, title + " and more words than there were before", flags | RowFlag.EDITED)
        elif len(self.entries) > 5 and act == "drop":
            del self.entries[self.chance.choice(list(self.entries))]

    def index(self) -> Index:
        ordered = sorted(self.entries, key=lambda number: (self.entries[number][0], number))
        rows = [self.entries[number] for number in ordered]
        cells = [row.title_cells for row in map(_Cells, (title for _, title, _ in rows))]
        return Index(
            array("q", ordered),
            array("q", (at for at, _, _ in rows)),
            array("H", cells),
            array("B", (flags for _, _, flags in rows)),
        )

    def rows(self, ids: Sequence[int]) -> list[Row]:
        made: list[Row] = []
        for number in ids:
            at, title, flags = self.entries[number]
            actors = ("Norway",) if flags & RowFlag.TAGGED else ()
            made.append(Row(number, 1, at, title, "text", RowFlag(flags), at, at, "minute", "machine", actors=actors))
        return made


class _Cells:
    def __init__(self, title: str) -> None:
        from rich.cells import cell_len

        self.title_cells = cell_len(title)


class Host(App[None]):
    CSS = "Timeline { height: 100%; width: 100%; overflow-y: scroll; overflow-x: hidden; }"

    def __init__(self, world: World) -> None:
        super().__init__()
        self.timeline = Timeline(
            Rows(world.rows, Look(width=60, tz=UTC), world.index()), lambda _id, _by: None, lambda: False
        )

    def compose(self) -> ComposeResult:
        yield self.timeline


def row_under_cursor(timeline: Timeline) -> int:
    """The screen row of the first title line of the entry under the cursor."""
    position = timeline.rows.position(timeline.cursor or 0)
    assert position is not None
    heights = timeline.rows.heights
    return heights.top(position) + heights.rules(position) - int(timeline.scroll_y)


def room_above(timeline: Timeline) -> int:
    position = timeline.rows.position(timeline.cursor or 0)
    assert position is not None
    return timeline.rows.heights.top(position) + timeline.rows.heights.rules(position)


@pytest.mark.parametrize("seed", range(3))
async def test_random_changes_move_nothing(seed: int) -> None:
    world = World(seed)
    for number in range(40):
        world.add(START + number * HOUR)
    host = Host(world)
    async with host.run_test(size=(70, 30)) as pilot:
        timeline = host.timeline
        held = 0
        for _ in range(50):
            await pilot.press(*world.chance.choices(("j", "k", "pagedown", "pageup", "end", "g"), k=2))
            cursor, row = timeline.cursor, row_under_cursor(timeline)
            text = timeline.render_line(row).text
            for _ in range(world.chance.randint(1, 3)):
                world.change()
            here = cursor in world.entries
            gaps = (Gap(START, START + HOUR, "asleep"),) if world.chance.random() < 0.3 else ()
            timeline.show(world.index(), changed=list(world.entries), gaps=gaps)
            if not here:
                assert timeline.cursor in world.entries
                continue
            assert timeline.cursor == cursor
            below = timeline.rows.total - room_above(timeline)
            free = timeline.size.height - row
            # At either end of the list there may be too few lines left to keep the row.
            if room_above(timeline) >= row and below >= free:
                held += 1
                assert row_under_cursor(timeline) == row
                if timeline.rows.row(timeline.rows.position(cursor) or 0) and not _edited(world, cursor, text):
                    assert timeline.render_line(row).text == text
        assert held > 15, "the test must have had something to hold"


def _edited(world: World, number: int | None, text: str) -> bool:
    """Whether the words of an entry differ from those in a line of the screen."""
    return world.entries[number or 0][1][:20].strip() not in text or "and more" in world.entries[number or 0][1]


async def test_resizing_keeps_the_entry_under_the_cursor_in_view() -> None:
    world = World(1)
    for number in range(200):
        world.add(START + number * HOUR)
    host = Host(world)
    async with host.run_test(size=(70, 30)) as pilot:
        await pilot.press(*["pagedown"] * 5)
        cursor = host.timeline.cursor
        for width in (30, 200, 41, 90):
            await pilot.resize_terminal(width, 30)
            await pilot.pause()
            assert host.timeline.cursor == cursor
            assert 0 <= row_under_cursor(host.timeline) < 30


async def test_a_key_renders_no_more_than_it_must(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(2)
    for number in range(500):
        world.add(START + number * HOUR)
    host = Host(world)
    async with host.run_test(size=(70, 30)) as pilot:
        await pilot.press("j", "j")
        asked: list[int] = []
        rendered: list[int] = []
        fetch, render = world.rows, Rows._render
        monkeypatch.setattr(host.timeline.rows, "_fetch", lambda ids: asked.append(len(ids)) or fetch(ids))
        monkeypatch.setattr(Rows, "_render", lambda self, at: rendered.append(at) or render(self, at))
        await pilot.press("j")
        await pilot.pause()
        assert len(rendered) <= 2
        assert len(asked) <= 1
        await pilot.press("pagedown")
        await pilot.pause()
        assert len(asked) <= 3
