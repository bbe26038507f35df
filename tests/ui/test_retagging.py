"""Tags that are made behind the polls come on screen by themselves, and nothing moves for that."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from reader.model.listing import RowFlag
from reader.model.tagging import Tagging
from reader.model.tagging_due import Made, TaggingProgress
from reader.store import tagging_due
from reader.ui.actions import retagging
from tests.ui.stage import NOON, stage


async def test_rows_get_their_tags_in_place_and_a_filter_by_actor_fills(tmp_path: Path) -> None:
    async with stage(tmp_path, minute=NOON) as here:
        engine, store, timeline = here.screen.following.engine, here.store, here.screen.timeline
        assert engine is not None
        ids = list(timeline.rows.index.ids)
        with store.reads() as reads:
            tagged = reads.tagged(ids)
            actor = reads.facets(now=0)[0]

        def strip(connection) -> None:
            """As a poll leaves entries that it does not tag."""
            tagging_due.defer(connection, ids)
            waiting = tagging_due.due(connection, len(ids))
            tagging_due.record(connection, [Made(w.entry_id, w.wording, Tagging()) for w in waiting])

        store._submit(strip).result(60)
        await here.screen.listing.reload(ids)
        await here.until(lambda: not any(flags & RowFlag.TAGGED for flags in timeline.rows.index.flags))

        await here.pilot.press("j", "j", "j")
        cursor, title = timeline.cursor, timeline.rows.row(timeline.position).title
        store._submit(lambda connection: tagging_due.defer(connection, ids)).result(60)
        engine._taggings.wake()
        await here.until(
            lambda: {n for n, f in zip(ids, timeline.rows.index.flags, strict=True) if f & RowFlag.TAGGED} == tagged
        )
        assert timeline.cursor == cursor
        assert timeline.rows.row(timeline.position).title == title

        await here.pilot.press("slash")
        await here.type(f'actor:"{actor.value}"')
        await here.pilot.press("enter")
        await here.until(lambda: len(timeline.rows) == actor.count)
        store._submit(strip).result(60)
        store._submit(lambda connection: tagging_due.defer(connection, ids)).result(60)
        engine._taggings.wake()
        await here.until(lambda: not here.screen._retagged and len(timeline.rows) == actor.count)


async def test_the_bar_says_how_many_are_to_come_until_none_are(tmp_path: Path) -> None:
    async with stage(tmp_path, minute=NOON) as here:
        engine = here.screen.following.engine
        assert engine is not None
        engine._listeners.tagged(TaggingProgress(1200, 25_000))
        await here.until(lambda: "tagging 1,200 of 25,000" in here.outcome)
        engine._listeners.tagged(TaggingProgress(25_000, 25_000))
        await here.until(lambda: "tagging" not in here.outcome)


async def test_how_far_it_is_is_told_without_laying_the_screen_out_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with stage(tmp_path, minute=NOON) as here:
        engine = here.screen.following.engine
        assert engine is not None
        engine._listeners.tagged(TaggingProgress(1000, 25_000))
        await here.until(lambda: "tagging 1,000 of 25,000" in here.outcome)
        laid_out = 0
        lay_out = Screen._refresh_layout

        def counted(screen: Screen[object], *arguments: Any, **settings: Any) -> None:
            nonlocal laid_out
            laid_out += 1
            lay_out(screen, *arguments, **settings)

        # Tags are shown now and then however long this takes, which is something else.
        monkeypatch.setattr(retagging, "SHOWN_AFTER", 3600)
        await here.until(lambda: here.screen._shown_soon is None)
        monkeypatch.setattr(Screen, "_refresh_layout", counted)
        for done in range(1001, 1020):
            engine._listeners.tagged(TaggingProgress(done, 25_000))
            await here.until(lambda done=done: f"tagging {done:,} of" in here.outcome)
        assert laid_out < 5
