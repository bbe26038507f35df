"""A reading of the list that a newer one takes the place of loses nothing of what it was for."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from reader.model.filter_language import parse_filter
from reader.ui.widgets.filter_bar import FilterBar
from tests.ui.desk import Desk, Hands, desk, item, opened, poll, snapshot

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

OLD = [item("b", -2), item("a", -3)]


@asynccontextmanager
async def behind(folder: Path) -> AsyncIterator[Desk]:
    """Two entries in the list, a third in the store that it does not know of yet, and the newest is followed."""
    store, source = opened(folder)
    poll(store, source, snapshot(OLD))
    with store:
        async with desk(store, source, Hands()) as here:
            assert here.at == "Headline b"
            poll(store, source, snapshot([item("c", -1), *OLD]))
            yield here


async def both(here: Desk) -> None:
    """Read the list to follow the newest, and read it again before that is answered; wait for the first only."""
    answers, listing = threading.Event(), here.screen.listing
    held = asyncio.create_task(here.screen.queries.ask_in_turn(lambda reads: answers.wait(60)))
    await asyncio.sleep(0)
    first = asyncio.create_task(listing.reload(follow=True))
    await asyncio.sleep(0)
    second = asyncio.create_task(listing.reload())
    await asyncio.sleep(0)
    answers.set()
    await first
    assert len(here.screen.timeline.rows) == 3, "who has waited finds what was to be read"
    await asyncio.gather(held, second)


async def test_the_newest_is_followed_all_the_same(tmp_path: Path) -> None:
    async with behind(tmp_path) as here:
        await both(here)
        assert here.at == "Headline c"
        assert here.screen.timeline.at_newest
        poll(here.store, here.source, snapshot([item("d", 0), item("c", -1), *OLD]))
        await here.screen.listing.reload()
        assert here.at == "Headline c", "and only then"


async def test_a_reading_that_fails_keeps_nobody_waiting(tmp_path: Path) -> None:
    async with behind(tmp_path) as here:
        answers, listing = threading.Event(), here.screen.listing
        held = asyncio.create_task(here.screen.queries.ask_in_turn(lambda reads: answers.wait(60)))
        await asyncio.sleep(0)
        first = asyncio.create_task(listing.reload(follow=True))
        await asyncio.sleep(0)
        wrong = asyncio.create_task(listing.filter_by(parse_filter("/\\p{Nonsense}/")))
        await asyncio.sleep(0)
        answers.set()
        await asyncio.wait_for(asyncio.gather(held, first, wrong), 60)
        assert listing.problem
        here.screen.query_one(FilterBar).set_text("")
        await here.until(lambda: len(here.screen.timeline.rows) >= 2)
