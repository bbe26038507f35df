"""Headlines that a watch rule's filter finds have its colour in the timeline."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from reader.clock import Clock
from reader.model.listing import Row, RowFlag
from reader.model.watch_rule import WatchRule
from reader.store import Store
from reader.ui.colouring import coloured_rows
from reader.ui.roles import Palette
from reader.view.entry_lines import entry_lines
from tests.store.fill import NOW, page, poll

if TYPE_CHECKING:
    from pathlib import Path


def test_the_first_rule_that_finds_an_entry_colours_it(tmp_path: Path) -> None:
    rules = (
        WatchRule("b", filter='"headline b"', colour="red"),
        WatchRule("slow", filter="/(/", colour="green"),
        WatchRule("all"),
        WatchRule("none", filter="headline", colour=""),
        WatchRule("b or c", filter='"headline b" OR "headline c"', colour="#00ff00"),
    )
    with Store.open(tmp_path / "dateline.db") as store:
        source = store.add_source("https://a.example/", now=NOW).result()
        poll(store, source, page("a", "b", "c"))
        with store.reads() as reads:
            ids = list(reads.index(now=NOW).ids)
            rows = coloured_rows(reads, rules, Clock(wall=lambda: NOW), UTC)(ids)
            plain = reads.rows(ids)
    assert {row.title: row.colour for row in rows} == {"Headline a": None, "Headline b": "red", "Headline c": "#00ff00"}
    assert [row.id for row in rows] == [row.id for row in plain]


def test_colour_leaves_what_is_read_and_withdrawn_to_be_seen() -> None:
    def role(flags: RowFlag) -> str:
        row = Row(1, 1, NOW, "Ferries run again", "text", flags, published=NOW, colour="bold red")
        spans = [span for line in entry_lines(row, 60, tz=UTC) for span in line if "Ferries" in span.text]
        return spans[0].role

    palette = Palette()
    unread, read = role(RowFlag(0)), role(RowFlag.READ)
    assert palette._look_up(unread, None).bold is True  # pyright: ignore[reportArgumentType]
    style = palette._look_up(read, None)  # pyright: ignore[reportArgumentType]
    assert (style.bold, style.color.name if style.color else None) == (False, "red")
    assert role(RowFlag.WITHDRAWN) == "title-withdrawn"
