"""What the timeline does for a key, a filter or another size does not hang on how many entries there are.

Counted, not timed: texts that are read, entries whose lines are made, and calls of any function, at a thousand entries
and at a hundred thousand in the same stretch of time.
"""

from __future__ import annotations

import gc
import sys
from array import array
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any, NamedTuple

import pytest
from textual.app import App, ComposeResult

from reader.model.listing import Index, Row, RowFlag
from reader.ui.widgets.timeline import Timeline
from reader.view.rows import Look, Rows

FEW, MANY = 1_000, 100_000
START, STRETCH = 1_700_000_000, 20 * 86_400
SCREEN = 30


def index_of(count: int, step: int = 1) -> Index:
    """So many entries, or each `step`th of them."""
    numbers = range(1, count + 1, step)
    return Index(
        array("q", numbers),
        array("q", (START + STRETCH * number // count for number in numbers)),
        array("H", (20 + number * 7 % 90 for number in numbers)),
        array("B", (int(RowFlag.TAGGED) if number % 3 else 0 for number in numbers)),
    )


class Host(App[None]):
    CSS = "Timeline { height: 100%; width: 100%; overflow-y: scroll; overflow-x: hidden; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.count = count
        self.asked: list[int] = []
        self.timeline = Timeline(
            Rows(self.fetch, Look(width=60, tz=UTC), index_of(count)), lambda _id, _by: None, lambda: False
        )

    def fetch(self, ids: Sequence[int]) -> list[Row]:
        self.asked.append(len(ids))
        flags = RowFlag.TAGGED
        return [Row(number, 1, START, f"#{number}", "text", flags, START, START, "minute", "machine") for number in ids]

    def compose(self) -> ComposeResult:
        yield self.timeline


class Cost(NamedTuple):
    """Questions to the store, rows in their answers, entries rendered, and calls within the act itself."""

    questions: int
    rows: int
    rendered: int
    calls: int


def counted(act: Callable[[], object]) -> int:
    """Calls of Python's and C's functions while `act` runs."""
    calls = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    gc.disable()  # what it finds of others has functions that are called then
    sys.setprofile(note)
    try:
        act()
    finally:
        sys.setprofile(before)
        gc.enable()
    return calls


ACTS: dict[str, Callable[[Host], object]] = {
    "a line down": lambda host: host.timeline.action_down(),
    "a page down": lambda host: host.timeline.action_page_down(),
    "to the oldest": lambda host: host.timeline.action_end(),
    "a page up": lambda host: host.timeline.action_page_up(),
    "to one in the middle": lambda host: host.timeline.select(host.count // 2),
    "to the newest": lambda host: host.timeline.action_newest(),
    "an arrival": lambda host: host.timeline.show(index_of(host.count + 1)),
    "a filter": lambda host: host.timeline.show(index_of(host.count, 5)),
    "all again": lambda host: host.timeline.show(index_of(host.count)),
    "another width": lambda host: host.timeline.reshape(width=44),
}


async def costs(count: int, monkeypatch: pytest.MonkeyPatch) -> dict[str, Cost]:
    """What each act costs, painting included but for the calls."""
    host = Host(count)
    rendered: list[int] = []
    render = Rows._render
    monkeypatch.setattr(Rows, "_render", lambda self, at: rendered.append(at) or render(self, at))
    indexes = {arguments: index_of(*arguments) for arguments in ((count,), (count, 5), (count + 1,))}
    monkeypatch.setattr(sys.modules[__name__], "index_of", lambda *arguments: indexes[arguments])
    found: dict[str, Cost] = {}
    async with host.run_test(size=(70, SCREEN)) as pilot:
        await pilot.pause()
        for name, act in ACTS.items():
            host.asked.clear()
            rendered.clear()
            calls = counted(lambda act=act: act(host))
            await pilot.pause()
            found[name] = Cost(len(host.asked), sum(host.asked), len(rendered), calls)
    monkeypatch.undo()
    return found


async def test_a_hundred_thousand_cost_what_a_thousand_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    few, many = await costs(FEW, monkeypatch), await costs(MANY, monkeypatch)
    for name in ACTS:
        one, other = few[name], many[name]
        # A search by halves takes some steps more; nothing else may be done more often.
        assert other.calls <= 1.3 * one.calls + 40, (name, one, other)
        assert other.questions <= max(2, one.questions), (name, one, other)
        assert other.rows <= one.rows + 2 * SCREEN, (name, one, other)
        assert other.rendered <= 2 * SCREEN, (name, one, other)


async def test_what_is_counted_would_show(monkeypatch: pytest.MonkeyPatch) -> None:
    """A timeline that looked at each entry would be found out."""
    position: Any = Rows.position
    slow = lambda self, wanted: next((at for at in range(len(self)) if self.id_at(at) == wanted), None)  # noqa: E731
    monkeypatch.setattr(Rows, "position", slow)
    host = Host(FEW)
    async with host.run_test(size=(70, SCREEN)) as pilot:
        await pilot.pause()
        calls = counted(host.timeline.action_down)
    monkeypatch.setattr(Rows, "position", position)
    assert calls > FEW
