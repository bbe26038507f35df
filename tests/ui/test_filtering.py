"""Filtering in the app: what is typed, offered, marked, kept; counts that stay right."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.widgets import Static

from reader.model.filter_completion import Offer
from reader.model.filter_language import parse_filter
from reader.store.filters import save_filter
from reader.ui import texts
from reader.ui.commands import COMMANDS, Place
from reader.ui.widgets.facets import FacetPane
from reader.ui.widgets.filter_bar import FilterBar
from reader.view.clusters import cells
from tests.ui.desk import Hands, desk, item, opened, poll, snapshot
from tests.ui.filter_desk import LATER, bar, below, offered, shown
from tests.ui.stage import stage


async def test_names_of_fields_are_offered_and_taken(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("sp")
        await here.until(lambda: offered(here) == ["speaker:"])
        assert any("said by" in line for line in below(here))
        await here.pilot.press("tab")
        await here.until(lambda: bar(here).text == "speaker:")
        assert bar(here).input.has_focus


async def test_values_come_from_the_store_with_counts(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("actor:u")
        await here.until(lambda: offered(here) == ["European Union", "United Nations"])
        with here.store.reads() as reads:
            for item in bar(here).offers:
                assert item.entries == reads.count(parse_filter(f"actor:{item.written}"), now=0)
        await here.pilot.press("down", "tab")
        await here.until(lambda: bar(here).text == 'actor:"United Nations" ')
        await here.until(lambda: shown(here) == 1)
        assert below(here) == []


async def test_counts_are_those_beside_the_rest_of_the_filter(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("topic:science actor:")
        await here.until(lambda: "European Union" in offered(here))
        with here.store.reads() as reads:
            for item in bar(here).offers:
                both = parse_filter(f"topic:science actor:{item.written}")
                assert item.entries == reads.count(both, now=0) > 0
        await here.pilot.press("escape")
        assert offered(here) == []
        assert bar(here).input.has_focus, "Escape closes the list first"
        await here.pilot.press("escape")
        assert here.screen.timeline.has_focus


async def test_an_actor_by_another_name(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("actor:ankara")
        await here.until(lambda: "Turkey" in offered(here))
        assert "ankara" in "".join(below(here))


async def test_enter_takes_only_what_was_chosen(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("is:un")
        await here.until(lambda: offered(here) == ["unread"])
        await here.pilot.press("enter")
        assert here.screen.timeline.has_focus
        await here.pilot.press("F", "ctrl+u")
        await here.type("has:")
        await here.until(lambda: len(offered(here)) == 3)
        await here.pilot.press("down", "enter")
        await here.until(lambda: bar(here).text == "has:video ")
        assert bar(here).input.has_focus


async def test_a_source_is_offered_by_its_title(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("source:ildra")
        await here.until(lambda: len(offered(here)) == 1)
        everything = shown(here)
        await here.pilot.press("tab")
        await here.until(lambda: bar(here).text.startswith('source:"'))
        await here.pilot.pause(0.2)
        assert shown(here) == everything


async def test_remote_names_are_only_text(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("actor:")
        await here.until(lambda: bool(offered(here)))
        place = bar(here)._place
        assert place is not None
        bar(here).offer(place, [Offer("[@click=app.quit]x[/] \x1b]0;y\x07\n\u202e" * 9, "x")])
        await here.pilot.pause()
        assert "[@click=app.quit]x[/]" in below(here)[0]
        assert "\x1b" not in "".join(below(here))


async def test_what_is_wrong_is_marked_in_place(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("talks acter:eu x")
        await here.until(lambda: bar(here).problem is not None)
        line = below(here)[0]
        assert line.index("^") == 1 + len("talks ")
        assert line.count("^") == len("acter:")
        assert "there is no filter “acter:”; did you mean actor:?" in line
        await here.pilot.press("ctrl+u")
        await here.type("talks ")
        await here.until(lambda: bar(here).problem is None)
        assert below(here) == []


async def test_what_is_wrong_is_said_in_words_when_the_line_is_left(tmp_path: Path) -> None:
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item("a", -1), item("b", -2)]))
    async with desk(store, source, Hands(), size=(120, 30)) as here:
        await here.press("slash")
        bar(here).input.value = "topic:ceasfire"
        await here.press("enter")
        await here.until(lambda: here.outcome == "there is no topic “ceasfire”; did you mean topic:ceasefire? · 0 of 2")
        assert here.screen.query_one("#outcome").has_class("-urgent")
        await here.press("F", "escape")
        assert "there is no topic" in here.outcome, "also when it was only looked at"
        await here.arrive(item("a", -1), item("b", -2), item("c", 1))
        assert "there is no topic" in here.outcome
        assert "Ctrl+F all" in here.bar("#keys")
        await here.press("ctrl+f")
        await here.until(lambda: shown(here) == 3)
        assert "topic" not in here.outcome
        assert "Ctrl+F all" not in here.bar("#keys")

        await here.pilot.resize_terminal(60, 24)
        bar(here).set_text("headline OR harbour")
        await here.until(lambda: here.outcome == "3 of 3 · 0 hidden")
        await here.pilot.resize_terminal(80, 24)
        await here.press("slash")
        bar(here).input.value = "since:abc"
        await here.press("enter")
        await here.until(lambda: here.outcome == "“abc” not understood · all shown")
        said = [notice.message for notice in here.app._notifications]
        assert said == ["since: wants a time such as 2h, 14:00, yesterday or 2024-05-31"], "where there is room for it"
    store.close()


@pytest.mark.parametrize("room", [12, 30, 46, 90, 160])
def test_what_is_said_of_a_wrong_filter_fits(room: int) -> None:
    text = "ferry since:the-day-before-yesterday-or-so kind: (harbour"
    problems = parse_filter(text).problems
    words, whole = texts.not_understood(text, problems, "3 of 40 · 37 hidden", room)
    assert cells(words) <= room
    assert whole == (problems[0].message in words)
    assert whole == (room >= 90)


async def test_in_a_narrow_window_the_words_stand_below(tmp_path: Path) -> None:
    async with stage(tmp_path, size=(40, 12)) as here:
        await here.pilot.press("slash")
        await here.type("since:tomorow ")
        await here.until(lambda: len(below(here)) > 1)
        assert below(here)[0].strip() == "^" * len("tomorow")
        assert "since: wants a time" in below(here)[1]


async def test_a_pattern_that_takes_too_long_says_so_and_the_list_stays(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        everything = shown(here)
        bar(here).set_text("/\\p{Nonsense}/")
        await here.until(lambda: "is not a regular expression" in here.outcome)
        assert shown(here) == everything
        assert here.screen.listing.query.term is None
        await here.poll(LATER)
        assert here.screen.listing.total > everything, "and arrivals are still counted"
        bar(here).set_text("")
        await here.until(lambda: "regular" not in here.outcome)


async def test_leaving_the_line_changes_nothing_in_the_list(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("topic:dipl")
        await here.until(lambda: 0 < shown(here) < 20)
        count = shown(here)
        await here.pilot.press("escape", "escape")
        await here.until(lambda: bar(here).text == "topic:dipl*")
        await here.pilot.pause(0.2)
        assert shown(here) == count
        await here.pilot.press("slash")
        await here.type("topic:diplomacy")
        await here.pilot.press("enter")
        await here.until(lambda: "hidden by topic:diplomacy" in here.outcome)
        assert bar(here).text == "topic:diplomacy"


async def test_one_letter_alone_filters_nothing(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        everything = shown(here)
        await here.pilot.press("slash")
        await here.type("q")
        await here.pilot.pause(0.3)
        assert shown(here) == everything
        await here.type("zx")
        await here.until(lambda: shown(here) == 0)


async def test_after_a_filter_the_reader_is_where_he_was(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        everything = shown(here)
        await here.pilot.press(*"jjjjjjj")
        timeline = here.screen.timeline
        cursor, row = timeline.cursor, timeline.rows.heights.top(timeline.position) - timeline.scroll_y
        await here.pilot.press("slash")
        await here.type("topic:science")
        await here.until(lambda: shown(here) < 10)
        await here.type(" zzzzq")
        await here.until(lambda: shown(here) == 0)
        await here.pilot.press("ctrl+u", "escape")
        await here.until(lambda: shown(here) == everything)
        assert timeline.cursor == cursor
        assert timeline.rows.heights.top(timeline.position) - timeline.scroll_y == row
        await here.pilot.press("g", "3")
        await here.until(lambda: shown(here) == 0)
        await here.pilot.press("0")
        await here.until(lambda: shown(here) == everything)
        assert timeline.at_newest, "and who followed the newest follows it again"


async def test_what_is_hidden_stays_right_while_entries_arrive(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        await here.pilot.press("slash")
        await here.type("topic:diplomacy")
        await here.pilot.press("enter")
        await here.until(lambda: "hidden by topic:diplomacy" in here.outcome)
        await here.pilot.press("j")
        before, listing = shown(here), here.screen.listing
        await here.poll(LATER)
        await here.until(lambda: "new" in here.outcome)
        with here.store.reads() as reads:
            total, matching = reads.count(now=0), reads.count(parse_filter("topic:diplomacy"), now=0)
        assert shown(here) == before < matching
        assert listing.hidden == total - matching
        assert f"{total - matching} hidden" in here.outcome
        await here.pilot.press("G")
        await here.until(lambda: shown(here) == matching)
        assert here.outcome.strip() == f"{matching} of {total} · {total - matching} hidden by topic:diplomacy"


async def test_arrivals_that_the_filter_hides_are_counted(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        bar(here).set_text("is:starred")
        await here.until(lambda: shown(here) == 0)
        await here.poll(LATER)
        with here.store.reads() as reads:
            total = reads.count(now=0)
        await here.until(lambda: here.screen.listing.hidden == total)
        assert f"0 of {total} · {total} hidden" in here.outcome


async def test_a_term_from_elsewhere(tmp_path: Path) -> None:
    async with stage(tmp_path) as here:
        here.screen.toggle_term("actor", "United Nations")
        await here.until(lambda: shown(here) == 1)
        here.screen.toggle_term("actor", "united nations")
        await here.until(lambda: bar(here).text == "")


def test_the_keys_of_the_line_and_the_pane_are_in_the_table() -> None:
    from reader.ui.widgets.filter_input import FilterInput

    for place, widget in ((Place.FILTER, FilterInput), (Place.FACETS, FacetPane)):
        for command in COMMANDS:
            if command.place is place:
                assert hasattr(widget, f"action_{command.name}")


class Host(App[None]):
    """Nothing but the line."""

    def compose(self) -> ComposeResult:
        yield FilterBar()
        yield Static("", id="timeline")


SOME = "left right home end backspace tab up down delete ctrl+w ctrl+u left_square_bracket backslash".split()


KEYS = st.lists(
    st.sampled_from([*"atucis:()/-*ORNT", "quotation_mark", "space", *SOME]),
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(KEYS)
def test_no_keys_break_the_line(keys: list[str]) -> None:
    import asyncio

    async def go() -> None:
        app = Host()
        async with app.run_test(size=(60, 12)) as pilot:
            line = app.query_one(FilterBar)
            line.input.history = ("is:unread", 'actor:"x')
            app.screen.set_focus(line.input)
            await pilot.press(*keys)
            place = line._place
            if place is not None:
                line.offer(place, [Offer("two words", '"two words"', "note", 3)] * 12)
            await pilot.press("down", "tab")
            assert line.input.has_focus or "enter" in keys
            assert 0 <= line.input.cursor_position <= len(line.text)
            assert line._chosen < max(1, len(line.offers))
            wrong = parse_filter(line.text, typing=line._typed).problems
            assert line.problem is None or line.problem.message in [problem.message for problem in wrong]

    asyncio.run(go())


async def test_no_keys_break_the_app(tmp_path: Path) -> None:
    chance = random.Random(7)
    keys = [*"atuci:()/-*0123456789fFjk", "space", "quotation_mark", "escape", "tab", "up", "down", "enter", "minus"]
    store, source = opened(tmp_path)
    poll(store, source, snapshot([item(str(number), -number) for number in range(1, 9)]))
    async with desk(store, source, Hands(), size=(80, 24)) as here:
        save_filter(store, "odd", '(" OR )').result(5)
        for _ in range(12):
            await here.pilot.press(*chance.choices(keys, k=6))
        await here.press("escape", "escape", "escape", "escape", "ctrl+f", "g")
        assert here.screen.timeline.has_focus, "Escape leads out of wherever one is"
        await here.until(lambda: (shown(here), bar(here).text, here.at) == (8, "", "Headline 1"))
    store.close()
