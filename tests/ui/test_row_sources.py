"""With several sources every row says whose it is; the reader's place stays what it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.desk import NOW, Hands, desk, item, opened, poll, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.desk import Desk

BOTH = {"Harbour Post", "Hill Post"}


def named(here: Desk) -> set[str]:
    """Whose rows show."""
    return {name for row in here.rows for name in BOTH if name in row}


async def test_rows_of_several_sources_name_them(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item(str(number), number - 60) for number in range(30)]), NOW)
    async with desk(store, source, Hands(), size=(120, 30)) as here:
        timeline = here.screen.timeline
        assert named(here) == set(), "one source needs no name"
        timeline.select(timeline.rows.id_at(10))
        row = next(number for number, text in enumerate(here.rows) if here.at in text)

        other = store.add_source("https://hill.example/", title="The Hill Post", now=NOW).result(10)
        poll(store, other, snapshot([item("c", -48), item("d", -47)]), NOW)
        here.screen.read_statuses()
        await here.screen.listing.reload()
        assert named(here) == BOTH
        assert here.at in here.rows[row], "the entry under the cursor stays on its row, though all have another height"

        at = here.at
        here.screen.query_one("FilterBar").set_text("source:hill")
        await here.until(lambda: len(timeline.rows) == 2)
        assert named(here) == set(), "the filter says it already"
        here.screen.query_one("FilterBar").set_text("")
        await here.until(lambda: len(timeline.rows) == 32)
        assert (named(here), here.at) == (BOTH, at)
        assert at in here.rows[row]

        await here.pilot.resize_terminal(44, 30)
        await here.until(lambda: named(here) == set())
    store.close()
