"""Keys that are for the entry under the cursor, where there is none: each says so."""

from __future__ import annotations

import asyncio
from pathlib import Path

from reader.ui.commands import BY_NAME
from reader.ui.work.following import READ_ONLY
from tests.ui.desk import NOW, Hands, desk, item, opened, poll, snapshot

FOR_AN_ENTRY = (
    "toggle_read", "star", "mark_above_read", "mark_below_read", "open_link", "copy_link", "cite", "save", "pipe",
    "diff", "older_wording", "newer_wording", "silent_changes", "full_article", "fetch_article", "filter_by",
)  # fmt: skip


async def test_no_key_is_pressed_for_nothing(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    async with desk(store, source, Hands()) as here:
        for name in FOR_AN_ENTRY:
            here.app.clear_notifications()
            await here.press(BY_NAME[name].keys.split(",")[0])
            said = [str(notice.message) for notice in here.app._notifications]
            assert said == ["There is no entry here"], name
            assert here.app.screen is here.screen, name
    store.close()


async def test_where_nothing_can_be_fetched_both_keys_of_the_sources_say_the_same(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    async with desk(store, source, Hands()) as here:
        await here.press("S")
        for key in ("r", "R"):
            here.app.clear_notifications()
            await here.press(key)
            assert [str(notice.message) for notice in here.app._notifications] == [READ_ONLY]
    store.close()


async def test_what_another_program_has_removed_leaves_the_list_when_the_reader_comes_to_it(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", -1), item("b", -2)]), NOW)
    async with desk(store, source, Hands()) as here:
        assert len(here.screen.timeline.rows) == 2
        await asyncio.wrap_future(store.remove_source(source.id))
        assert len(here.screen.timeline.rows) == 2
        await here.press("j")
        assert len(here.screen.timeline.rows) == 0
    store.close()
