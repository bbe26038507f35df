"""What is said in passing: one answer at a time, so that it never covers what is read; warnings stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.desk import NOW, Desk, Hands, desk, item, opened, poll, snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


def notices(here: Desk) -> list[str]:
    return [one.message for one in here.app._notifications]


async def test_keys_typed_fast_do_not_pile_up_what_they_answer(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", 1)]), NOW)
    async with desk(store, source, Hands(), size=(60, 20)) as here:
        here.screen.complain("The disk is full")
        for key in ("d", "i", "o", "left_square_bracket", "d"):
            await here.press(key)
        told = notices(here)
        assert told == ["The disk is full", "There is only one wording"]
        here.screen.notify("One")
        here.screen.notify("Two")
        await here.pilot.pause(0.1)
        assert notices(here) == ["The disk is full", "Two"]
    store.close()


async def test_several_sources_answer_in_one_notice_by_their_names(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    others = [store.add_source(f"https://{n}.example/", title=f"Paper {n}", now=NOW).result(10) for n in range(5)]
    async with desk(store, source, Hands(), size=(100, 30)) as here:

        async def refresh(numbers: Sequence[int]) -> list[str]:
            return [f"{number} entries" for number in numbers]

        here.screen.following.refresh = refresh
        await here.press("R")
        assert len(notices(here)) == 1
        lines = notices(here)[0].splitlines()
        assert lines[0] == "The Harbour Post: 1 entries"
        assert lines[1].startswith(f"Paper 0: {others[0].id} ")
        assert lines[3].startswith("3 more have answered")
    store.close()
