"""Highlights made while reading, going from hit to hit, filtering by what is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Static

from reader import config
from reader.model.highlight import Highlight
from reader.ui import terms
from reader.ui.hunting import STYLES, Found, made
from reader.ui.keeping import keep_highlight, with_highlight
from reader.ui.screens.pick import PickScreen
from tests.ui.lectern import Lectern, entry, lectern

PAGE = (
    entry("a", "Harbour shut in Norway", "The harbour is shut. Nobody leaves the harbour.", minutes=1),
    entry("b", "Schools open", "All of them.", minutes=2),
    entry("c", "Ferries wait", "They wait outside the harbour.", minutes=3),
    entry("d", "Roads", "Norway closes the road to the HARBOURS and to the harbour.", minutes=4),
)


def focus(here: Lectern) -> str:
    """What stands out as the present hit."""
    article = here.screen.article
    shown = article._article
    assert shown is not None
    return "|".join(span.text for line in shown.lines(0, 999) for span in line if span.role == "hit")


def foot(here: Lectern) -> str:
    return here.lines[-1]


async def highlight(here: Lectern, text: str) -> None:
    await here.press("H")
    await here.type(text)
    await here.press("enter")


async def test_a_picked_word_is_counted_and_gone_to(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE], size=(180, 40)) as here:
        await highlight(here, "harb")
        await here.until(lambda: " in 3 entries" in foot(here))
        assert "Harbour: 5 in 3 entries; 1 of 3 in this text; n N go there, Esc ends" in foot(here)
        assert focus(here) == "Harbour"
        await here.press("n")
        assert here.lines[0] == "Ferries wait", "in the list from entry to entry"
        await here.press("n", "n")
        assert here.lines[0] == "Harbour shut in Norway", "round the end"
        await here.press("N")
        assert here.lines[0] == "Roads"
        await here.press("g", "enter", "n")
        assert "1 of 3" in foot(here)
        await here.press("n", "n")
        assert "3 of 3" in foot(here)
        await here.press("n")
        assert here.lines[0] == "Ferries wait", "past the last one of a text the next entry"
        assert here.screen.article.has_focus
        await here.press("N")
        assert here.lines[0] == "Harbour shut in Norway"
        assert "3 of 3" in foot(here)


async def test_escape_ends_it_and_n_is_unread_again(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE]) as here:
        await highlight(here, "harbour")
        await here.press("escape")
        assert "entries" not in foot(here)
        assert not focus(here)
        await here.press("n")
        assert here.lines[0] == "Schools open"
        await here.press("N")
        assert "Nothing is looked for" in here.notices


async def test_escape_in_the_text_first_ends_it(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE]) as here:
        await highlight(here, "harbour")
        await here.press("enter", "escape")
        assert here.screen.article.has_focus
        assert here.screen.hunted is None
        await here.press("escape")
        assert here.screen.timeline.has_focus


async def test_the_same_again_takes_it_off(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE]) as here:
        await highlight(here, "harbour")
        roles = [s.style.underline for s in here.screen.timeline.render_line(1) if "Harbour" in s.text and s.style]
        assert roles == [True]
        await highlight(here, "harbour")
        assert here.screen.session == ()
        assert "No longer highlighted" in here.notices
        roles = [s.style.underline for s in here.screen.timeline.render_line(1) if "Harbour" in s.text and s.style]
        assert not any(roles)


async def test_the_filter_narrows_what_is_counted(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE], size=(150, 40)) as here:
        await highlight(here, "harbour")
        await here.until(lambda: "in 3 entries" in foot(here))
        await here.press("slash")
        await here.type("actor:norway")
        await here.press("enter")
        await here.until(lambda: "in 2 entries" in foot(here))


async def test_a_pattern_that_cannot_be_used_is_mended_where_it_was_typed(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE]) as here:
        await highlight(here, "/harb(our/")
        box = here.app.screen
        assert isinstance(box, PickScreen), "what was typed is not lost"
        hint = box.query_one("#pick-hint", Static)
        assert str(hint.render()).startswith("no valid regular expression: missing )")
        assert (hint.has_class("-wrong"), here.screen.session) == (True, ())
        await here.press("backspace")
        assert "Enter" in str(hint.render()), "how to answer is said again"
        await here.press(*["backspace"] * 4)
        await here.type("ours?/")
        await here.press("enter")
        await here.until(lambda: "6 in 3 entries" in foot(here))


async def test_what_is_nowhere_is_told_so(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE], size=(150, 40)) as here:
        await highlight(here, "zebra")
        await here.until(lambda: "zebra: in no entry here; Esc ends" in foot(here))
        await here.press("n")
        assert here.notices == "No entry here has it"


async def test_a_pattern_that_never_ends_holds_nothing_up(tmp_path: Path) -> None:
    trap = replace(PAGE[0])
    page = (entry("t", "a" * 60 + "!", "a" * 3000 + "!", minutes=1), trap)
    async with lectern(tmp_path, [page]) as here:
        await highlight(here, "/(a|aa)+$/")
        await here.pilot.pause(1.0)
        await here.press("j")
        assert here.lines[0] == "Harbour shut in Norway"
        await here.press("k")
        assert here.lines[0].startswith("aaaa"), "keys are obeyed meanwhile"


async def test_what_is_kept_is_in_the_settings(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with lectern(tmp_path, [PAGE]) as here:
        await highlight(here, "harbour")
        assert not file.exists(), "nothing is written without being asked"
        await here.press("H")
        await here.type("harbour")
        await here.press("ctrl+s")
        assert "Kept in" in here.notices
        assert [item.pattern for item in config.load(file).highlight] == ["Harbour"]
        await here.press("H")
        await here.type("harbour")
        await here.press("ctrl+s")
        assert "Already in" in here.notices


async def test_filter_by_a_name_and_take_it_out(tmp_path: Path) -> None:
    async with lectern(tmp_path, [PAGE]) as here:
        bar = here.screen.query_one("#filter-input")
        await here.press("asterisk")
        await here.type("norw")
        await here.press("enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 2)
        assert bar.value == "actor:Norway"
        await here.press("asterisk")
        await here.type("leaves")
        await here.press("enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 1)
        assert bar.value == "actor:Norway leaves"
        await here.press("asterisk", "enter")
        await here.until(lambda: bar.value == "leaves")
        await here.press("asterisk", "enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 4)
        await here.press("asterisk")
        await here.type("to the harbour")
        await here.press("enter")
        assert bar.value == '"to the harbour"'


async def test_names_in_any_script_are_offered_as_they_are_written(tmp_path: Path) -> None:
    page = (
        entry("x", "Russia’s 🇩🇪 envoy in Yerevan, Երևան", "The Red Cross e\u0301te\u0301 東京 Russia says.", minutes=1),
    )
    async with lectern(tmp_path, [page]) as here:
        await here.press("H")
        listed = here.app.screen.query_one("#pick-list")
        names = [listed.get_option_at_index(n).id for n in range(listed.option_count)]
        assert names[0] == "Russia"
        assert "Red Cross" in names
        assert "Երևան" in names


@pytest.mark.parametrize(
    ("text", "term", "after"),
    [
        ("", "actor:Norway", "actor:Norway"),
        ("war", "actor:Norway", "war actor:Norway"),
        ("warning", "war", "warning war"),
        ("warning war", "war", "warning"),
        ('actor:"Red Cross" war', 'actor:"Red Cross"', "war"),
        ("a OR b", "c", "(a OR b) c"),
        ('"x y" /z w/', "k", '"x y" /z w/ k'),
    ],
)
def test_terms_come_and_go_whole(text: str, term: str, after: str) -> None:
    assert terms.toggled(text, term) == after
    assert terms.holds(after, term) is (not terms.holds(text, term))


def test_terms_are_quoted_where_they_must_be() -> None:
    assert terms.field_term("actor", "Norway") == "actor:Norway"
    assert terms.field_term("actor", "Norway: Coast Guard") == 'actor:"Norway: Coast Guard"'
    assert terms.word_term("OR") == '"OR"'
    assert terms.word_term('say "no"') == '"say  no"'


def test_highlights_take_turns_in_colour() -> None:
    one = made("a", ())
    two = made("/b+/", (one,))
    assert (one.style, two.style) == STYLES[:2]
    assert (two.pattern, two.regex) == ("b+", True)
    assert Found(frozenset({1}), None).in_words("x") == "x: in 1 entry"


@pytest.mark.parametrize("pattern", ["plain", 'with "quotes" \\ and tabs\t', "Երևան 東京", "\u007f\u0001", "a#b = [c]"])
def test_any_pattern_comes_back_from_the_settings(tmp_path: Path, pattern: str) -> None:
    text = with_highlight("[display]\nascii = true  # my own words\n", Highlight(pattern, "bold", regex=True))
    read = config.parse(text)
    assert read.highlight == (Highlight(pattern, "bold", regex=True),)
    assert read.display.ascii
    assert "# my own words" in text


def test_settings_that_cannot_take_it_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    for text in ("highlight = []\n", "broken = \n", "[display]\nnonsense = 1\n"):
        file.write_text(text)
        assert keep_highlight(file, Highlight("x")).startswith("Not kept")
        assert file.read_text() == text
    assert "no file" in keep_highlight(None, Highlight("x"))
