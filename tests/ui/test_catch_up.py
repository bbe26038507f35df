"""Coming back: what is offered, what is told, where reading begins, what accepting does and takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual import events

from reader.model.entry import Flags
from reader.model.happened import Seen
from reader.store import Store, seen
from tests.ui.desk import HOUR, NOW, Desk, Hands, desk, item, opened, poll, snapshot

if TYPE_CHECKING:
    from pathlib import Path

OLD = [item(key, minutes) for minutes, key in enumerate("abcde", -5)]


def later() -> list:
    """The document two hours on: two new entries of which one is a key event, an edit, and b is gone."""
    edited = item("c", -3, "Headline c: 94 hurt")
    key = item("k", 30, "Bridge closed", flags=Flags(key_event=True))
    return [item("n", 60, "Water falls"), key, *(edited if one.key == "c" else one for one in OLD if one.key != "b")]


def absence(folder: Path) -> tuple[Store, object, Hands]:
    """A store whose reader left at NOW, and in which things happened in the two hours and forty minutes since."""
    hands = Hands()
    store, source = opened(folder)
    first = [item("c", -3, "Headline c: 84 hurt") if one.key == "c" else one for one in OLD]
    poll(store, source, snapshot(first), NOW - 60)
    with store.reads() as reads:
        seen.keep(store, Seen(reads.last_event_id(), NOW)).result(10)
    poll(store, source, snapshot(later()), NOW + HOUR)
    poll(store, source, snapshot(later()), NOW + HOUR + 60)
    hands.now += 2 * HOUR + 2400
    return store, source, hands


async def test_a_return_is_offered_in_the_bar_and_nothing_is_in_the_way(tmp_path: Path) -> None:
    async with desk(*absence(tmp_path)) as here:
        await here.until(lambda: "C: 2 new, 1 edited" in here.outcome)
        assert here.outcome.strip() == "C: 2 new, 1 edited, 1 withdrawn since 12:13"
        assert here.screen.timeline.has_focus
        await here.press("j", "k")
        assert here.outcome.strip().startswith("C: 2 new"), "until it is looked at"


async def test_what_happened_is_told_and_closing_changes_nothing(tmp_path: Path) -> None:
    async with desk(*absence(tmp_path)) as here:
        await here.press("C")
        await here.until(lambda: "2 new" in here.told)
        assert here.bar("#header") == "Catch up · absent 2 h 40 min, since 12:13"
        lines = [line.strip() for line in here.told.split("\n")]
        assert lines[0] == "2 new, 1 edited, 1 withdrawn"
        assert "▸ Enter reads the 2 new, oldest first, from 12:43 on" in lines
        assert "Headline c: -84- +94+ hurt" in lines
        assert any("⌫" in line and "Headline b" in line for line in lines)
        place = {title: lines.index(title) for title in ("Key events and pinned", "Edited", "Withdrawn")}
        assert list(place.values()) == sorted(place.values())
        assert [line.split("  ")[-1].strip() for line in lines[lines.index("New, oldest first") + 1 :] if line] == [
            "Bridge closed",
            "Water falls",
        ]
        told = here.told
        await here.press("escape")
        with here.store.reads() as reads:
            assert reads.seen().at == NOW
        await here.press("C")
        await here.until(lambda: "2 new" in here.told)
        assert here.told == told


async def test_enter_starts_reading_at_the_oldest_and_n_goes_upwards(tmp_path: Path) -> None:
    async with desk(*absence(tmp_path)) as here:
        await here.press("C")
        await here.until(lambda: "2 new" in here.told)
        await here.press("enter")
        await here.until(lambda: here.at == "Bridge closed")
        assert "n reads on upwards" in here.outcome
        await here.press("n")
        assert here.at == "Water falls"
        await here.press("n")
        assert here.at == "Water falls", "the newest is the end"
        await here.press("n")
        assert here.at == "Bridge closed", "and then n goes down again"


async def test_reading_on_passes_over_what_was_there_before(tmp_path: Path) -> None:
    store, source, hands = absence(tmp_path)
    late = item("late", -4, "Sent late")
    poll(store, source, snapshot([*later(), late]), NOW + HOUR + 120)
    async with desk(store, source, hands) as here:
        await here.press("C")
        await here.until(lambda: "3 new" in here.told)
        await here.press("enter")
        await here.until(lambda: here.at == "Sent late")
        assert "⇣ arrived 13:15, stated 12:09" in here.text
        places = []
        for key in "nnpp":
            await here.press(key)
            places.append(here.at)
        assert places == ["Bridge closed", "Water falls", "Bridge closed", "Sent late"]


async def test_enter_goes_to_what_is_under_the_cursor_through_any_filter(tmp_path: Path) -> None:
    async with desk(*absence(tmp_path)) as here:
        await here.press("slash", *"water", "enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 1)
        await here.press("C")
        await here.until(lambda: "2 new" in here.told)
        await here.press("j", "j", "j", "enter")
        await here.until(lambda: here.at == "Headline b")
        assert len(here.screen.timeline.rows) == 7


async def test_accepting_reads_moves_the_mark_and_is_undone(tmp_path: Path) -> None:
    async with desk(*absence(tmp_path)) as here:
        unread = lambda: sum(1 for flags in here.screen.timeline.rows.index.flags if not flags & 1)  # noqa: E731
        before = unread()
        await here.press("C")
        await here.until(lambda: "2 new" in here.told)
        await here.press("A")
        assert unread() == before - 2
        with here.store.reads() as reads:
            assert reads.seen().at == int(here.hands.now)
        await here.press("C")
        await here.until(lambda: "Nothing has happened" in here.told)
        await here.press("q", "u")
        assert unread() == before
        with here.store.reads() as reads:
            await here.until(lambda: reads.seen().at == NOW)
        await here.press("C")
        await here.until(lambda: "2 new" in here.told)


@pytest.mark.parametrize("kind", ["key", "focus"])
async def test_a_pause_before_the_screen_is_an_absence_too(tmp_path: Path, kind: str) -> None:
    store, source = opened(tmp_path)
    hands = Hands()
    poll(store, source, snapshot(OLD), NOW - 60)
    async with desk(store, source, hands) as here:
        await here.press("j")
        if kind == "focus":
            here.app.post_message(events.AppBlur())
            await here.pilot.pause()
        hands.now += 20 * 60
        await here.arrive(item("n", 10, "Water falls"), *OLD)
        assert "C:" not in here.outcome
        if kind == "focus":
            here.app.post_message(events.AppFocus())
        else:
            await here.press("g")
        await here.until(lambda: "C: 1 new since 12:13" in here.outcome or "1 new" in here.outcome)
        await here.press("g")
        await here.until(lambda: "C: 1 new since 12:13" in here.outcome)


async def test_who_was_there_is_offered_nothing(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    hands = Hands()
    poll(store, source, snapshot(OLD), NOW - 60)
    async with desk(store, source, hands) as here:
        for number in range(4):
            await here.press("j")
            hands.now += 600
            await here.arrive(item(f"n{number}", 10, "Water falls"), *OLD)
        await here.press("g")
        await here.press("j")
        assert "C:" not in here.outcome
    store.close()
    with Store.open(tmp_path / "dateline.db") as again, again.reads() as reads:
        assert reads.seen() == Seen(reads.last_event_id(), int(hands.now))


async def test_what_arrives_with_the_first_polls_after_a_return_is_offered(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    hands = Hands()
    poll(store, source, snapshot(OLD), NOW - 60)
    with store.reads() as reads:
        seen.keep(store, Seen(reads.last_event_id(), NOW)).result(10)
    hands.now += 3 * HOUR
    async with desk(store, source, hands) as here:
        assert "C:" not in here.outcome
        await here.arrive(item("n", 60, "Water falls"), *OLD)
        await here.until(lambda: "C: 1 new since 12:13" in here.outcome)


async def test_what_waits_behind_the_bar_is_not_seen_by_leaving(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    hands = Hands()
    poll(store, source, snapshot(OLD), NOW - 60)
    async with desk(store, source, hands) as here:
        await here.press("j", "j")
        await here.arrive(item("n", 1, "Water falls"), *OLD)
        assert "press G" in here.outcome
        await here.press("j")
    store.close()
    with Store.open(tmp_path / "dateline.db") as again, again.reads() as reads:
        assert reads.tally(reads.seen()).new == 1


async def test_never_when_the_reader_does_not_want_it(tmp_path: Path) -> None:
    store, source, hands = absence(tmp_path)
    async with desk(store, source, hands, settings="catch_up_after = 0\n") as here:
        await here.pilot.pause(0.2)
        assert "C:" not in here.outcome


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 10)])
async def test_every_size_and_another_width_keeps_the_cursor(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(*absence(tmp_path), size=size) as here:
        await here.press("C")
        await here.until(lambda: "2 new" in here.told)
        await here.press("G")
        under = here.app.screen.listed.entry
        await here.pilot.resize_terminal(60, 20)
        await here.pilot.pause(0.2)
        assert here.app.screen.listed.entry == under
        assert "Water falls" in here.told


async def test_a_store_that_only_reads_is_told_from_too(tmp_path: Path) -> None:
    store, source, hands = absence(tmp_path)
    store.close()
    with Store.open(tmp_path / "dateline.db", read_only=True) as reading:
        async with desk(reading, source, hands) as here:
            await here.press("C")
            await here.until(lambda: "2 new" in here.told)
            await here.press("A")
            assert isinstance(here, Desk)
