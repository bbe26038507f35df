"""Random interleavings of arrivals, edits, removals, filters, resizes and moves: nothing moves under the reader's eyes.

The line under the cursor keeps its entry and its row on the screen in every one, but where there is no such row any
more: then it moves no further than it must. The timeline runs here without Textual's machinery, which is all that makes
thousands of them possible; some run in an app as well. `DATELINE_LONG=1` runs all ten thousand.
"""

from __future__ import annotations

import os
import random
from array import array
from bisect import insort
from collections.abc import Sequence
from datetime import UTC
from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Size

from reader.model.event import Gap
from reader.model.listing import Index, Row, RowFlag
from reader.ui.widgets.timeline import Timeline
from reader.view.anchor import Anchor
from reader.view.rows import Look, Rows

LONG = bool(os.environ.get("DATELINE_LONG"))
BATCHES, INTERLEAVINGS = (40, 250) if LONG else (4, 75)
STEPS = 10
START, HOUR = 1_700_000_000, 3600
STATES = (0, RowFlag.READ, RowFlag.TAGGED, RowFlag.EDITED, RowFlag.READ | RowFlag.KEY_EVENT)


class News:
    """Entries that come, change and go: number to (sort time, cells of the title, flags)."""

    def __init__(self, chance: random.Random, count: int) -> None:
        self.chance = chance
        self.entries: dict[int, tuple[int, int, int]] = {}
        self.order: list[tuple[int, int]] = []
        for number in range(count):
            self.add(START + number * chance.randint(0, HOUR))

    def add(self, at: int) -> None:
        number = len(self.entries) + 1
        self.entries[number] = (at, self.chance.randint(1, 130), int(self.chance.choice(STATES)))
        insort(self.order, (at, number))

    def arrive(self) -> None:
        latest = self.order[-1][0] if self.order else START
        late = self.chance.random() < 0.3
        for _ in range(self.chance.randint(1, 12)):
            self.add(self.chance.randint(START, latest) if late else latest + self.chance.randint(0, 9 * HOUR))

    def edit(self) -> None:
        for _, number in self.chance.sample(self.order, min(len(self.order), 3)):
            at, _, flags = self.entries[number]
            self.entries[number] = (at, self.chance.randint(1, 130), flags ^ RowFlag.EDITED)

    def remove(self, *, but: int | None) -> None:
        gone = self.chance.sample(self.order, min(len(self.order) - 1, self.chance.randint(1, 4)))
        self.order = [pair for pair in self.order if pair not in gone or pair[1] == but]

    def index(self, passes: int = 0) -> Index:
        """All of them, or what a filter lets through."""
        pairs = [pair for pair in self.order if not passes or pair[1] % 7 in (passes, 0)]
        rows = [self.entries[number] for _, number in pairs]
        return Index(
            array("q", (number for _, number in pairs)),
            array("q", (at for at, _ in pairs)),
            array("H", (cells for _, cells, _ in rows)),
            array("B", (flags for _, _, flags in rows)),
        )

    def rows(self, ids: Sequence[int]) -> list[Row]:
        made: list[Row] = []
        for number in ids:
            at, cells, flags = self.entries[number]
            title = f"#{number} ".ljust(cells, "x")[: max(cells, 8)]
            made.append(Row(number, 1, at, title, "text", RowFlag(flags), at, at, "minute", "machine"))
        return made


class Bare(Timeline):
    """The timeline with a size and a place of its own, and nothing that paints."""

    scroll_y: Any = 0
    wide, high = 70, 30

    @property
    def size(self) -> Size:
        return Size(self.wide, self.high)

    @property
    def line_width(self) -> int:
        return self.wide - 1

    def place_at(self, line: int, total: int) -> None:
        self.scroll_y = max(0, min(line, total - self.high))

    def refresh(self, *_: Any, **__: Any) -> Any:
        return self

    def refresh_lines(self, *_: Any) -> None:
        pass


def timeline_of(news: News, kind: type[Timeline] = Timeline) -> Any:
    rows = Rows(news.rows, Look(width=68, tz=UTC, density=news.chance.choice(("comfortable", "compact"))), news.index())
    return kind(rows, lambda _number, _by: None, lambda: False)


def title_line(timeline: Timeline) -> int:
    """Where the title of the entry under the cursor begins, counted from the top of the list."""
    position = timeline.position
    assert position is not None
    return timeline.rows.heights.top(position) + timeline.rows.heights.rules(position)


def row_of(timeline: Timeline) -> int:
    """The row of the screen on which it is."""
    return title_line(timeline) - int(timeline.scroll_y)


def nearest(timeline: Timeline, row: int) -> tuple[int, bool]:
    """The row nearest to `row` on which the title can be so that its entry shows whole; whether that is `row` itself."""
    heights, high, position = timeline.rows.heights, timeline.size.height, timeline.position
    assert position is not None
    top, title = heights.top(position), title_line(timeline)
    furthest = max(0, heights.total - high)
    scroll = max(0, min(title - row, furthest))
    if top < scroll:
        scroll = top
    elif top + heights.height(position) > scroll + high:
        scroll = top + heights.height(position) - high
    return title - max(0, min(scroll, furthest)), title - scroll == row


def successor(index: Index, number: int, at: int) -> int:
    """The entry itself, else the next older one that is left, else the oldest."""
    pairs = list(zip(index.sort_at, index.ids, strict=True))
    older = [pair for pair in pairs if pair <= (at, number)]
    return number if (at, number) in pairs else (older or pairs[:1])[-1][1]


class Reader:
    """Does something at random, and sees to it that the cursor's line stayed."""

    def __init__(self, news: News, timeline: Any) -> None:
        self.news = news
        self.timeline = timeline
        self.chance = news.chance
        self.passes = 0
        self.kept = self.checked = 0

    def step(self) -> None:
        act = self.chance.choice(
            (self.move, self.arrive, self.edit, self.remove, self.filter, self.glance, self.resize)
        )
        act()

    def move(self) -> None:
        timeline = self.timeline
        act = self.chance.choice(("down", "up", "page_down", "page_up", "end", "newest", "select"))
        if act == "select":
            timeline.select(self.chance.choice(timeline.rows.index.ids))
        else:
            getattr(timeline, f"action_{act}")()

    def arrive(self) -> None:
        self.news.arrive()
        self._shows()

    def edit(self) -> None:
        self.news.edit()
        self._shows()

    def remove(self) -> None:
        self.news.remove(but=self.timeline.cursor if self.chance.random() < 0.7 else None)
        self._shows()

    def filter(self) -> None:
        self.passes = self.chance.choice((0, 0, 1, 3))
        self._shows()

    def glance(self) -> None:
        """A filter on and off again: the reader is back where he was, though it hid where he was."""
        timeline, before = self.timeline, (self.timeline.cursor, row_of(self.timeline))
        home: Anchor = timeline.place()
        timeline.show(self.news.index(self.chance.choice((1, 3))), home=home)
        timeline.show(self.news.index(self.passes), home=home)
        self._check(*before)

    def resize(self) -> None:
        timeline, before = self.timeline, (self.timeline.cursor, row_of(self.timeline))
        timeline._before = timeline.place()
        timeline.wide, timeline.high = self.chance.randint(24, 120), self.chance.randint(6, 50)
        timeline.fit()
        self._check(*before)

    def _shows(self) -> None:
        timeline = self.timeline
        position = timeline.position
        number, at, row = timeline.cursor, timeline.rows.index.sort_at[position], row_of(timeline)
        if not len(self.news.index(self.passes)):
            self.passes = 0
        latest = self.news.order[-1][0]
        gaps = (Gap(latest - 5 * HOUR, latest - 4 * HOUR, "unseen"),) if self.chance.random() < 0.2 else ()
        index = self.news.index(self.passes)
        timeline.show(index, changed=index.ids[-3:], gaps=gaps)
        self._check(successor(index, number, at), row)

    def _check(self, number: int, row: int) -> None:
        wanted, same = nearest(self.timeline, row)
        assert (self.timeline.cursor, row_of(self.timeline)) == (number, wanted)
        self.checked += 1
        self.kept += same


@pytest.mark.parametrize("batch", range(BATCHES))
def test_nothing_moves_in_any_order(batch: int) -> None:
    kept = checked = 0
    for number in range(INTERLEAVINGS):
        chance = random.Random(batch * INTERLEAVINGS + number)
        news = News(chance, chance.randint(1, 80))
        reader = Reader(news, timeline_of(news, Bare))
        for _ in range(STEPS):
            reader.step()
        kept, checked = kept + reader.kept, checked + reader.checked
    # Where the row can be kept is most of the time, or this would not say much.
    assert checked > INTERLEAVINGS * STEPS / 2
    assert kept > 0.7 * checked


class Host(App[None]):
    CSS = "Timeline { height: 100%; width: 100%; overflow-y: scroll; overflow-x: hidden; }"

    def __init__(self, news: News) -> None:
        super().__init__()
        self.timeline = timeline_of(news)

    def compose(self) -> ComposeResult:
        yield self.timeline


@pytest.mark.parametrize("seed", range(10 if LONG else 1))
async def test_nothing_moves_on_the_screen(seed: int) -> None:
    """The same with Textual around it: what stands in the row is read from what is painted there."""
    news = News(random.Random(seed), 60)
    host = Host(news)
    async with host.run_test(size=(70, 30)) as pilot:
        reader = Reader(news, host.timeline)
        for _ in range(50):
            for _ in range(3):
                act = reader.chance.choice((reader.move, reader.arrive, reader.edit, reader.remove, reader.filter))
                act()
            before, row = host.timeline.cursor, row_of(host.timeline)
            if reader.chance.random() < 0.3:
                size = reader.chance.randint(30, 120), reader.chance.randint(8, 50)
                await pilot.resize_terminal(*size)
                while host.timeline.size != size or host.timeline.look.width != host.timeline.line_width - 1:
                    await pilot.pause(0.01)
                row, _ = nearest(host.timeline, row)
            await pilot.pause()
            assert (host.timeline.cursor, row_of(host.timeline)) == (before, row)
            painted = "".join(segment.text for segment in host.screen._compositor.render_strips(host.size)[row])
            assert f"#{before} " in painted or f"#{before}x" in painted, painted
