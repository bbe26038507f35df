"""Who says what, and figures over time: both screens on a store, by their keys."""

from __future__ import annotations

import asyncio
import time
from contextlib import aclosing
from typing import TYPE_CHECKING

import pytest
from textual import events

from reader import tagging
from reader.model.event import Change, ChangeKind, Changes
from reader.tagging.acts import Act
from reader.ui.screens.ledger import LedgerScreen
from reader.ui.screens.matrix import MatrixScreen
from reader.ui.work.combing import Combing
from tests.store.fill import entry, report, snapshot
from tests.ui.desk import HOUR, NOW, Desk, Hands, desk, opened
from tests.ui.settling import breath

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.model.entry import Entry
    from reader.model.source import Source
    from reader.store import Store

STORY = [
    ("Kenya Accuses Somalia of Moving Border Posts", "Kenya has accused Somalia of moving posts at night.", -50),
    (
        "Somalia Denies Moving Border Posts",
        'Somalia denied it. "We call on Kenya to talk," Somali President Ali Warsame said.',
        -40,
    ),
    ("Kenyan Foreign Ministry Calls on Somalia to Return Posts", "", -30),
    ("Storm Kills 19 People on Coast, Kenyan Police Say", "Rain fell all night.", -20),
    ("Death Toll Rises to 26", "The death toll rose to 26, Kenyan police said.\n\nThe storm damaged 300 homes.", -10),
]


def tagged(store: Store, source: Source, entries: Sequence[Entry], at: int = NOW) -> None:
    tagger = tagging.load()
    changes = Changes(
        tuple(Change(ChangeKind.NEW, entry=one, tagging=tagger.tag(one.headline, one.wording.text)) for one in entries)
    )
    store.record_poll(report(source, at, entries=len(entries)), snapshot(entries), lambda past: changes).result(60)


def story(folder: Path) -> tuple[Store, Source, Hands]:
    store, source = opened(folder)
    items = [entry(f"k{n}", n, headline=h, text=t, published=NOW + 60 * m) for n, (h, t, m) in enumerate(STORY)]
    tagged(store, source, items)
    return store, source, Hands()


def table(here: Desk) -> list[str]:
    shown = here.app.screen.query_one("#matrix")
    return [shown.render_line(y).text.rstrip() for y in range(shown.size.height)]


def row(here: Desk, name: str) -> list[str]:
    line = next(line for line in table(here) if line.strip().startswith(name))
    return line.strip().removeprefix(name).split()


async def matrix(here: Desk) -> MatrixScreen:
    await here.press("M")
    screen = here.app.screen
    assert isinstance(screen, MatrixScreen)
    await here.until(lambda: not screen.reading)
    return screen


async def ledger(here: Desk) -> LedgerScreen:
    await here.press("number_sign")
    screen = here.app.screen
    assert isinstance(screen, LedgerScreen)
    await here.until(lambda: not screen.reading)
    return screen


@pytest.mark.parametrize("size", [(60, 20)])
async def test_actors_and_acts_are_counted_by_entry(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(*story(tmp_path), size=size) as here:
        await matrix(here)
        assert here.bar("#header").startswith("Said by, as worded by the source · 5 entries")
        assert row(here, "Kenya ")[1].strip("[]") == "1", "headline and text are one entry"
        assert row(here, "Somalia ")[2].strip("[]") == "1"
        assert row(here, "Kenya: Foreign")[-6].strip("[]") in ("1", "Ministry"), table(here)
        assert all(len(line) <= size[0] for line in table(here))


async def test_arrows_move_over_cells_and_the_line_below_says_what_is_there(tmp_path: Path) -> None:
    async with desk(*story(tmp_path)) as here:
        screen = await matrix(here)
        names = [line.split("  ")[0].strip() for line in table(here)[1:] if line.strip()]
        await here.press(*"j" * names.index("Kenya"), *"hhhhhh", "l")
        assert screen.table.row is not None
        assert (screen.table.row.name, screen.table.act) == ("Kenya", Act.ACCUSES)
        assert "[1]" in next(line for line in table(here) if line.strip().startswith("Kenya "))
        assert here.bar("#found-about") == "Kenya accuses · 1 entry, newest 11:23 · towards Somalia 2"
        await here.press("right", "right", "right", "right", "right", "right")
        assert screen.table.act is Act.REPORTS
        await here.press("left")
        assert here.bar("#found-about") == "Kenya offers: nothing"
        await here.press("enter")
        assert screen.table.display, "an empty cell opens nothing"
        await here.press("G")
        assert screen.table.row.name == names[-1]
        await here.press("g")
        assert screen.table.row.name == names[0]


async def test_enter_lists_the_sentences_then_opens_the_entry_at_the_sentence(tmp_path: Path) -> None:
    async with desk(*story(tmp_path)) as here:
        screen = await matrix(here)
        screen.table.show(screen.table._rows, "Kenya", Act.ACCUSES)
        await here.press("enter")
        assert here.told.split("\n")[0].strip() == "11:23  Kenya accuses Somalia"
        assert "Kenya has accused Somalia of moving posts at night." in here.told
        await here.press("j", "enter")
        await here.until(lambda: here.at == "Kenya Accuses Somalia of Moving Border Posts")
        focus = here.screen.article._article.focus
        assert focus is not None
        block = here.screen.article._article.blocks[focus.block]
        assert block.text[focus.start : focus.end] == "Kenya has accused Somalia of moving posts at night."
        await matrix(here)
        await here.until(lambda: "Kenya has accused Somalia" in here.told)
        await here.press("escape")
        assert here.app.screen.query_one("#matrix").display
        await here.press("escape")
        assert here.app.screen is here.screen


async def test_persons_and_bodies_go_under_their_country_and_back(tmp_path: Path) -> None:
    async with desk(*story(tmp_path)) as here:
        await matrix(here)
        assert any("Ali Warsame" in line for line in table(here))
        await here.press("c")
        assert not any("Ali Warsame" in line for line in table(here))
        assert table(here)[0].strip().startswith("Said for")
        assert row(here, "Kenya ")[0].strip("[]") == "1", "the ministry's call is the country's"
        await here.press("c")
        assert any("Ali Warsame" in line for line in table(here))


async def test_the_screens_work_on_what_the_filter_shows(tmp_path: Path) -> None:
    async with desk(*story(tmp_path)) as here:
        await here.press("slash", *"storm", "enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 2)
        screen = await matrix(here)
        assert not any("Somalia" in line for line in table(here))
        assert "2 entries · storm" in here.bar("#header")
        await here.press("escape", "slash", *"posts", "enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 3)
        await ledger(here)
        assert "no number of which it could be told" in here.told
        assert screen is not here.app.screen
        await here.press("escape", "slash", *"zebra", "enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 0)
        await matrix(here)
        assert "The filter shows no entries." in "\n".join(table(here))
        await here.press("enter", "j", "c", "escape")
        await ledger(here)
        assert "The filter shows no entries." in here.told
        await here.press("enter", "n", "j", "G", "escape")
        assert here.app.screen is here.screen


@pytest.mark.parametrize("size", [(200, 50)])
async def test_figures_stand_by_subject_in_the_order_of_time(tmp_path: Path, size: tuple[int, int]) -> None:
    async with desk(*story(tmp_path), size=size) as here:
        await ledger(here)
        lines = [line.strip() for line in here.told.split("\n")]
        assert "killed  2" in lines
        start = lines.index("killed  2")
        assert lines[start + 1].startswith("says Kenya: 19 (11:53) → 26 (12:03)")
        assert lines[start + 2].split()[:2] == ["11:53", "19"]
        assert lines[start + 3].split()[:3] == ["12:03", "▲", "26"]
        assert "homes damaged  1" in lines
        assert all(len(line) <= size[0] for line in here.told.split("\n"))


async def test_from_a_figure_to_its_sentence_and_between_subjects(tmp_path: Path) -> None:
    async with desk(*story(tmp_path)) as here:
        screen = await ledger(here)
        await here.press("n")
        first = screen.listed.cursor_line
        await here.press("p")
        assert screen.listed.cursor_line < first
        await here.press("j", "enter")
        await here.until(lambda: here.at == "Death Toll Rises to 26")
        assert here.screen.article.has_focus
        await ledger(here)
        assert here.app.screen.listed.entry is not None, "from the text, the cursor is at a figure of its entry"


async def test_an_edit_meanwhile_is_told_and_breaks_nothing(tmp_path: Path) -> None:
    async with desk(*story(tmp_path)) as here:
        screen = await matrix(here)
        items = [
            entry(f"k{n}", n, headline=h, text="Cut short.", published=NOW + 60 * m)
            for n, (h, _, m) in enumerate(STORY)
        ]
        await here.arrive(*items)
        screen.table.show(screen.table._rows, "Kenya", Act.ACCUSES)
        await here.press("enter")
        assert "changed since" in here.told
        await here.press("enter")
        await here.until(lambda: here.at == "Kenya Accuses Somalia of Moving Border Posts")


async def test_hostile_text_never_reaches_the_terminal(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    evil = "Kenya \x1b]0;PWNED\x07\u202e\x9b31m[@click=app.quit]accuses Somalia[/] of killing 26 \x1b[31mpeople"
    tagged(store, source, [entry("x", 0, headline=evil, text=f"{evil}. {evil}\r\n\x00", published=NOW - 60)])
    async with desk(store, source, Hands()) as here:
        await matrix(here)
        seen = [*table(here)]
        await here.press("enter")
        seen.append(here.told)
        await here.press("escape", "escape")
        await ledger(here)
        seen.append(here.told)
        seen.append(here.bar("#header"))
        text = "\n".join(seen)
        assert "accuses" in text
        assert "26" in text
        assert not any(
            (ord(char) < 0x20 and char != "\n") or 0x7F <= ord(char) < 0xA0 or char == "\u202e" for char in text
        )


async def test_it_is_read_beside_the_screen_and_only_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, source, hands = story(tmp_path)
    many = [
        entry(f"m{n}", n, headline=f"Kenya urges Somalia to pay {n}", text=STORY[1][1] * 4, published=NOW - 9000 - n)
        for n in range(250)
    ]
    tagged(store, source, many)
    async with desk(store, source, hands) as here:
        await here.until(lambda: len(here.screen.timeline.rows) == 255)
        here.app.post_message(events.Key("M", "M"))
        while not isinstance(screen := here.app.screen, MatrixScreen) or screen.table.row is None:
            await asyncio.sleep(0.001)
        # The screen answers while it reads: the cursor moves, and that harms nothing.
        await breath(here.app, "jllk")
        await here.until(lambda: not screen.reading)
        assert "255 entries" in here.bar("#header")
        await here.press("escape")
        calls: list[object] = []
        monkeypatch.setattr("reader.ui.work.combing.testimony_of", lambda *args: calls.append(args))
        await matrix(here)
        assert calls == []


async def test_leaving_ends_the_reading(tmp_path: Path) -> None:
    store, _, _ = story(tmp_path)
    told: list[int] = []

    async def comb() -> None:
        async with aclosing(Combing(store).run(numbers)) as found:
            async for _, done in found:
                told.append(done)

    with store.reads() as reads:
        numbers = list(reads.index(now=NOW + HOUR).ids) * 400
    task = asyncio.create_task(comb())
    while not told:
        await asyncio.sleep(0.005)
    task.cancel()
    start = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert time.monotonic() - start < 20
    assert told[-1] < len(numbers)
    store.close()
