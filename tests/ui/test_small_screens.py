"""What must not be cut where there is little room: the way out, the help, what may be chosen, what is being typed."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest

from reader.engine.preview import Preview
from reader.model.snapshot import FeedData, Offer
from reader.ui import texts
from reader.ui.commands import Place
from reader.ui.screens.adding import AddingScreen
from reader.ui.widgets.filter_input import FilterInput
from reader.view.lines import text_of, width_of
from tests.ui.desk import NOW, Hands, desk, item, opened, poll, snapshot
from tests.ui.lectern import entry, lectern

if TYPE_CHECKING:
    from pathlib import Path

SIZES = ((60, 20), (46, 15), (40, 12))
NO_KEYS: dict[str, str] = {}


@pytest.mark.parametrize("place", [place for place in Place if place is not Place.EVERYWHERE])
def test_the_way_out_and_the_help_stay_in_the_last_line(place: Place) -> None:
    whole = text_of(texts.keys(place, NO_KEYS, 500))
    for width in range(40, 140):
        line = texts.keys(place, NO_KEYS, width)
        told = text_of(line)
        assert width_of(line) <= width
        assert "? help" in told
        assert any(way in told for way in (" quit", " back", " leave", " list"))
        left = iter(whole.split(" "))
        assert all(word in left for word in told.split(" ")), "in the order of the whole line"
    assert text_of(texts.keys(place, NO_KEYS, width_of(texts.keys(place, NO_KEYS, 500)))) == whole


def test_where_a_filter_hides_entries_the_key_that_shows_them_is_in_the_last_line() -> None:
    for width in (60, 80, 120):
        assert "all" not in text_of(texts.keys(Place.LIST, NO_KEYS, width)).split()
        told = text_of(texts.keys(Place.LIST, NO_KEYS, width, filtered=True))
        assert "Ctrl+F all" in told
        assert "? help" in told
        assert len(told) <= width


def test_from_the_text_the_key_that_quits_leads_back() -> None:
    assert " q back" in text_of(texts.keys(Place.DETAIL, NO_KEYS, 200))
    assert " q quit" in text_of(texts.keys(Place.LIST, NO_KEYS, 200))


def test_more_room_takes_no_key_away() -> None:
    before: set[str] = set()
    for width in range(30, 120):
        now = {span.text for span in texts.keys(Place.SOURCES, NO_KEYS, width)}
        assert before <= now
        before = now


async def test_the_last_line_has_whole_words_at_60_columns(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", 1), item("b", 2)]), NOW)
    async with desk(store, source, Hands(), size=(60, 20)) as here:
        for keys, back in (
            ((), ()),
            (("enter",), ("h",)),
            (("f",), ("escape",)),
            (("S",), ("q",)),
            (("M",), ("escape",)),
        ):
            await here.press(*keys)
            told = here.bar("#keys")
            assert "? help" in told
            assert "…" not in told
            await here.press(*back)
    store.close()


OFFERS = tuple(Offer(f"https://news.example/feed/{number}", f"Feed {number}") for number in range(9))
LONG = "This page is not a live page, " + ", ".join(f"reason {number}" for number in range(90))
ENTRIES = tuple(item(str(number), number, "A headline of many words " * 6) for number in range(5))
FOUND = Preview(
    "https://news.example/live",
    "ok",
    format="rss20",
    feed=FeedData(title="The Harbour Post " * 9),
    entries=5,
    newest=ENTRIES,
    offers=OFFERS,
)


@pytest.mark.parametrize(
    ("keys", "end"), [(["H"], "your settings"), (["asterisk"], "taken out"), (["enter", "l"], "its number too")]
)
async def test_what_a_box_says_of_its_keys_is_whole(tmp_path: Path, keys: list[str], end: str) -> None:
    async with lectern(tmp_path, [(entry("a", "Ferry sails", minutes=1),)], size=(60, 20)) as here:
        await here.press(*keys)
        await here.until(lambda: bool(here.app.screen.query("#pick-hint")))
        assert here.app.screen.query_one("#pick-hint").render_line(0).text.rstrip().endswith(end)
        assert "pick one below, or type" in here.app.screen.query_one("#pick-input").render_line(0).text
        if keys == ["enter", "l"]:
            listed = here.app.screen.query_one("#pick-list")
            await here.press("z")
            await here.until(lambda: "Nothing there is like that" in listed.render_line(0).text)
            await here.press("enter")
            assert here.app.screen.query("#pick-hint"), "and nothing is taken"


@pytest.mark.parametrize("size", [(80, 24), *SIZES])
@pytest.mark.parametrize("first", [True, False])
async def test_what_may_be_done_with_an_address_is_never_pushed_out(
    tmp_path: Path, size: tuple[int, int], first: bool
) -> None:
    store, source = opened(tmp_path)
    async with desk(store, source, Hands(), size=size) as here:
        world = here.app.world
        screen = AddingScreen(world, (), (), here.screen.zone, first=first)
        await here.app.push_screen(screen)
        await here.pilot.pause(0.1)
        assert_in_sight(screen, "#add-title", "#add-address", "#add-answer", "#add-keys")
        for preview in (FOUND, Preview("https://news.example/x", "not-a-feed", LONG, offers=OFFERS)):
            screen._show(preview)
            await here.pilot.pause(0.1)
            assert_in_sight(screen, "#add-address", "#add-answer", "#add-choices", "#add-keys")
        screen._offer([])
        await here.pilot.pause(0.1)
        before = screen.query_one("#add-answer").render_line(0).text
        await here.press("pagedown")
        answer = screen.query_one("#add-answer")
        assert answer.render_line(0).text != before
        assert_in_sight(screen, "#add-keys")
        await here.pilot.resize_terminal(100, 30)
        await here.pilot.pause(0.1)
        assert answer.size.height > 8
        assert_in_sight(screen, "#add-title", "#add-address", "#add-answer", "#add-keys")
    store.close()


def assert_in_sight(screen: AddingScreen, *names: str) -> None:
    """These parts stand below each other, each with a line at least, within the frame of the box."""
    regions = [screen.query_one(name).region for name in names]
    assert all(region.height for region in regions)
    assert all(above.bottom <= below.y for above, below in itertools.pairwise(regions))
    assert regions[-1].bottom <= screen.query_one("#add-box").region.bottom - 1 <= screen.size.height - 1


@pytest.mark.parametrize("size", [(60, 20), (80, 24)])
async def test_a_name_that_is_offered_shows_its_end_where_one_types_on(tmp_path: Path, size: tuple[int, int]) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", 1, "Harbour of the northern town shut for all ships")]), NOW)
    async with desk(store, source, Hands(), size=size) as here:
        await here.press("w")
        field = here.screen.query_one("#prompt-input")
        assert field.size.width >= 20
        assert field.render_line(0).text.rstrip().endswith(".md")
        hint = here.screen.query_one("#prompt-hint")
        assert hint.region.right <= size[0]
        if size[0] < 80:
            assert hint.render_line(0).text.rstrip().endswith("…")
    store.close()


async def test_a_line_that_is_longer_than_its_room_says_where_it_goes_on(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    words = " ".join(f"w{number:02}" for number in range(30))
    async with desk(store, source, Hands(), size=(60, 20)) as here:
        line = here.screen.query_one(FilterInput)

        def shown() -> str:
            return line.render_line(0).text[: line.size.width]

        await here.press("slash")
        line.insert_text_at_cursor(words)
        await here.pilot.pause()
        assert (shown()[0], shown().rstrip()[-1]) == ("…", "9")
        for position in (*range(len(words), 0, -9), *range(0, len(words), 7)):
            line.cursor_position = position
            await here.pilot.pause()
            at = line.cursor_position - line.scroll_offset.x
            assert shown()[at] == (words + " ")[position], "what is under the cursor is seen"
            assert "…" in (shown()[0], shown()[-1])
        await here.press("home")
        assert (shown()[:3], shown()[-1]) == ("w00", "…")
        await here.press("enter")
        assert shown()[-1] == "…", "left, too"
    store.close()


@pytest.mark.parametrize("height", [7, 8, 9, 12])
async def test_where_an_entry_has_no_room_its_headline_is_seen(tmp_path: Path, height: int) -> None:
    store, source = opened(tmp_path)
    page = [item(key, -2000 * number, f"Title {key} and more than one line of it") for number, key in enumerate("abc")]
    poll(store, source, snapshot(page), NOW)
    async with desk(store, source, Hands(), size=(30, height)) as here:
        for key, title in (("j", "b"), ("j", "c"), ("k", "b"), ("k", "a")):
            await here.press(key)
            assert any(f"Title {title}" in line for line in here.rows), (title, here.rows)
        await here.pilot.resize_terminal(60, 20)
        await here.press("j")
        await here.pilot.resize_terminal(30, height)
        assert any("Title b" in line for line in here.rows), here.rows
    store.close()
