"""The detail pane: wordings and differences, links, citations, and a text that stays while it is read."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from reader.model.entry import Block, BlockKind, Entry, Link, Media, Wording
from reader.ui.actions import links
from reader.view.citation import content_hash
from tests.ui.lectern import NOON, Lectern, entry, lectern

FILLER = [f"Paragraph {number} tells of the mole and of the boats that lie behind it." for number in range(1, 30)]


def storm(killed: str, *more: str, word: str = "never") -> Entry:
    return entry("storm", f"At least {killed} dead in Arvonia", f"Nobody had {word} seen such waves.", *more, minutes=5)


OTHER = entry("other", "Harbour is shut", "The harbour of Nessburg is shut.", minutes=30)
NEWER = entry("newer", "Wind drops", "It drops.", minutes=1)
FIRST, SECOND, THIRD = storm("26"), storm("31"), storm("31", word="rarely")


async def test_the_difference_is_to_what_was_read_last(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(FIRST, OTHER)]) as here:
        await here.press("j", "k")
        await here.until(lambda: bool(here.screen.reads.read_at(here.screen.timeline.cursor or 0)))
        await here.press("j")
        await here.arrive(SECOND, OTHER)
        await here.arrive(THIRD, OTHER)
        await here.press("G")
        await here.until(lambda: "31 dead" in here.text)
        await here.press("d")
        assert "Changes from wording 1, which you read 12:01 today -gone- +new+" in here.text
        assert "At least -26- +31+ dead in Arvonia" in here.text
        assert "had -never- +rarely+ seen" in here.text
        await here.press("d")
        assert "-26-" not in here.text
        assert "Nobody had rarely seen such waves." in here.text


async def test_reading_an_edit_makes_it_what_was_read_last(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(FIRST, OTHER), (SECOND, OTHER)]) as here:
        number = here.screen.timeline.cursor or 0
        here.now = NOON + 90
        await here.mark_read(number)
        here.now = NOON + 600
        await here.press("j", "k")
        await here.until(lambda: here.screen.reads.read_at(number) == NOON + 600)
        await here.press("d")
        assert "which you read 12:01 today" in here.text, "what was read before this visit counts while it lasts"
        await here.press("j", "k", "d")
        assert "Changes from wording 1, the one before" in here.text


async def test_wordings_one_after_the_other(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(FIRST, OTHER), (SECOND, OTHER), (FIRST, OTHER), (THIRD, OTHER)]) as here:
        assert "edited 3 times, last 12:04 today (d: what changed)" in here.text
        await here.press("left_square_bracket")
        assert "Wording 3 of 4, first seen 12:03 today; back to wording 1" in here.text
        assert "At least 26 dead" in here.text
        await here.press("left_square_bracket", "d")
        assert "Wording 2 of 4, first seen 12:02 today; changes from wording 1" in here.text
        assert "At least -26- +31+ dead" in here.text
        await here.press("left_square_bracket")
        assert "Wording 1 of 4" in here.text
        assert "the first: nothing to compare it with" in here.text
        await here.press("left_square_bracket")
        assert "first wording" in here.notices
        await here.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        assert "Wording 4 of 4" in here.text
        await here.press("d", "right_square_bracket")
        assert "Wording" not in here.lines[0]
        assert here.lines[0].startswith("At least 31 dead")


async def test_another_entry_begins_plainly(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(FIRST, OTHER), (SECOND, OTHER)]) as here:
        await here.press("d", "j")
        assert here.lines[0] == "Harbour is shut"
        await here.press("d")
        assert "only one wording" in here.notices
        await here.press("k")
        assert here.lines[0].startswith("At least 31 dead")


async def test_silent_changes_are_shown_on_request_only(tmp_path: Path) -> None:
    curly = entry("a", "“Shut”, says the harbour master", "It is shut – for good.", minutes=5)
    straight = entry("a", '"Shut", says the harbour master', "It is shut - for good.", minutes=5)
    later = entry("a", '"Open", says the harbour master', "It is shut - for good.", minutes=5)
    async with lectern(tmp_path, [(curly,), (straight,)]) as here:
        await here.press("d")
        assert "Only typography has changed; D shows it" in here.notices
        await here.press("D")
        assert "shut -–- +-+ for good" in here.text
        await here.press("D")
        assert "Changes" not in here.text
    (tmp_path / "b").mkdir()
    async with lectern(tmp_path / "b", [(curly,), (later,)]) as here:
        await here.press("d")
        assert '"-Shut- +Open+", says' in here.text
        assert "It is shut - for good." in here.text
        await here.press("D")
        assert "shut -–- +-+ for good" in here.text


async def test_brackets_where_there_may_be_no_attributes(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(FIRST,), (SECOND,)], settings="ascii = true\n") as here:
        await here.press("d")
        assert "At least [-26-] {+31+} dead" in here.text


# -- a text that is read stays


async def test_an_edit_does_not_touch_the_text_that_is_scrolled(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(storm("26", *FILLER), OTHER)], size=(120, 24)) as here:
        await here.press("J")
        assert here.screen.article.scroll_y > 0
        before = here.lines
        await here.arrive(storm("31", "A new paragraph at the top.", *FILLER), OTHER)
        assert here.lines[:-1] == before[:-1]
        assert "edited since: d shows the difference" in here.lines[-1]
        await here.press("slash")
        await here.type("dead")
        await here.press("enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 1)
        assert here.lines[:-1] == before[:-1], "a list that is read anew replaces nothing either"
        await here.press("d")
        assert "which you were reading" in here.text
        assert "+A new paragraph at the top.+" in here.text
        assert "edited since" not in here.text
        await here.press("d")
        assert "edited since" not in here.text


async def test_an_edit_of_what_nobody_reads_is_shown(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(FIRST, OTHER)]) as here:
        await here.arrive(SECOND, OTHER)
        await here.until(lambda: "31 dead" in here.text)
        assert "edited since" not in here.text


async def test_a_withdrawal_is_told_to_who_reads(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(NEWER, FIRST, OTHER)]) as here:
        await here.press("j", "enter")
        for _ in range(3):
            await here.arrive(NEWER, OTHER)
        assert "withdrawn by the source since" in here.lines[-1]
        assert "At least 26 dead" in here.text


async def test_another_width_keeps_the_words_on_the_first_line(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(storm("26", *FILLER), OTHER)], size=(120, 24)) as here:
        await here.press("enter", "pagedown", "pagedown", "j")
        first = next(line for line in here.lines if line)
        number = first.split("Paragraph ")[-1].split()[0] if "Paragraph" in first else ""
        word = number or first.split()[0]
        for size in ((180, 24), (100, 24), (121, 30), (120, 24)):
            await here.pilot.resize_terminal(*size)
            await here.pilot.pause(0.2)
            assert word in " ".join(here.lines[:2]), size
        assert next(line for line in here.lines if line) == first


async def test_marks_do_not_move_the_text(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(storm("26", *FILLER), OTHER)], size=(120, 24)) as here:
        await here.press("J", "s")
        before = here.lines
        await here.press("slash")
        await here.type("dead")
        await here.press("enter")
        await here.until(lambda: len(here.screen.timeline.rows) == 1)
        assert here.lines == before, "there is a line more above it now, for the star"
        await here.press("g", "tab", "g")
        assert "starred" in here.text


# -- links


def linked() -> Entry:
    text = "See the list of shelters, and the map, or this trap."
    body = Block(
        BlockKind.PARAGRAPH,
        text,
        (
            Link("https://shelters.example.org/", 8, 24),
            Link("https://bücher.example/m", 34, 37),
            Link("file:///etc/passwd", 47, 51),
        ),
    )
    media = (Media("photo", "https://img.example.org/1.jpg", "The harbour at noon", "A. Person"),)
    return entry("links", "Shelters open", body, media=media, minutes=5)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(links, "open_in_browser", lambda url: found.append(url) or f"Opened {url}")
    return found


async def test_links_open_by_number_in_the_text_only(tmp_path: Path, opened: list[str]) -> None:
    async with lectern(tmp_path, [(linked(), OTHER)], size=(170, 40)) as here:
        assert "list of shelters[1]" in here.text
        assert "photo[3]: The harbour at noon A. Person" in here.text
        assert "[2] xn--bcher-kva.example: https://xn--bcher-kva.example/m" in here.text
        assert "passwd" not in here.text
        await here.press("1")
        assert not opened, "in the list digits are not for links"
        await here.press("enter", "2", "3", "9")
        assert opened == ["https://xn--bcher-kva.example/m", "https://img.example.org/1.jpg"]
        assert "There is no link 9: the text has 4 links" in here.notices


async def test_other_keys_for_links_keep_their_order(tmp_path: Path, opened: list[str]) -> None:
    settings = '[keys.bind]\nopen_number = "f5,f6,f7"\n'
    async with lectern(tmp_path, [(linked(), OTHER)], settings=settings) as here:
        await here.press("enter", "f6")
        assert opened == ["https://xn--bcher-kva.example/m"]


async def test_links_from_a_list(tmp_path: Path, opened: list[str]) -> None:
    async with lectern(tmp_path, [(linked(), OTHER)]) as here:
        await here.press("l", "l")
        assert here.app.screen.query_one("#pick-list").option_count == 4
        await here.type("img")
        await here.press("enter")
        assert opened == ["https://img.example.org/1.jpg"]
        assert here.screen.article.has_focus
        await here.press("l", "escape")
        assert len(opened) == 1


async def test_a_text_without_links_says_so(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(entry("x", "No links", "None.", url=None),)]) as here:
        await here.press("l", "l", "1")
        assert "no links" in here.notices


def written_links(here: Lectern) -> set[str | None]:
    article = here.screen.article
    return {s.style.link for y in range(article.size.height) for s in article.render_line(y) if s.style} - {None}


@pytest.mark.parametrize(
    ("settings", "environment", "some"),
    [("", {}, True), ("hyperlinks = false\n", {}, False), ("", {"NO_TERM_HYPERLINKS": "1"}, False), ("", {"TERM": "linux"}, False)],
)  # fmt: skip
async def test_hyperlinks_can_be_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str, environment: dict[str, str], some: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_TERM_HYPERLINKS", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    async with lectern(tmp_path, [(linked(), OTHER)], settings=settings) as here:
        assert bool(written_links(here)) is some
        assert not any("passwd" in str(link) for link in written_links(here))


# -- citations


async def test_a_citation_is_about_the_wording_on_the_screen(tmp_path: Path) -> None:
    async with lectern(tmp_path, [(FIRST, OTHER), (SECOND, OTHER)]) as here:
        await here.press("Y")
        assert here.app.clipboard == (
            "“At least 31 dead in Arvonia”, The Harbour Post, stated 11:55 UTC (14 Mar 2026, from the page's data),"
            " retrieved 14 Mar 2026 12:02 UTC, wording 2 of 2,"
            f" sha256:{content_hash(SECOND.wording)}, https://live.example.org/day#storm"
        )
        await here.press("left_square_bracket", "Y")
        assert "26 dead" in here.app.clipboard
        assert "retrieved 14 Mar 2026 12:01 UTC, wording 1 of 2" in here.app.clipboard
        assert content_hash(FIRST.wording) in here.app.clipboard


def test_the_hash_is_of_what_is_read() -> None:
    one = Wording("Head", (Block(BlockKind.PARAGRAPH, "Text"),))
    assert content_hash(one) == sha256(b"Head\n\nText").hexdigest()
    assert content_hash(one) != content_hash(Wording("Head", (Block(BlockKind.PARAGRAPH, "text"),)))


async def test_hostile_words_are_copied_as_words(tmp_path: Path) -> None:
    nasty = entry("n", "Bell\u202e [red]x[/red]", "Text", minutes=5)
    async with lectern(tmp_path, [(nasty,)]) as here:
        await here.press("Y", "enter", "l")
        await here.press("escape")
        assert "[red]x[/red]" in here.app.clipboard
        assert "\u202e" not in here.app.clipboard


BOXES = {
    "H": "PickScreen",
    "?": "HelpScreen",
    ":": "CommandLine",
    "Sa": "AddingScreen",
    "/": "MainScreen",
}


@pytest.mark.parametrize("keys", BOXES)
async def test_from_every_box_one_quits_at_once_and_is_told_how(tmp_path: Path, keys: str) -> None:
    async with lectern(tmp_path, [(FIRST, OTHER)]) as here:
        for number, key in enumerate(keys, 1):
            await here.pilot.press({"?": "question_mark", ":": "colon", "/": "slash"}.get(key, key))
            await here.until(lambda number=number: keys == "/" or len(here.app.screen_stack) == 1 + number)
        assert type(here.app.screen).__name__ == BOXES[keys]
        await here.pilot.press("ctrl+c")
        await here.until(lambda: "Esc leads out, Ctrl+Q quits" in here.notices)
        assert here.app.return_code is None
        await here.pilot.press("ctrl+q")
        await here.until(lambda: here.app.return_code == 0)
    assert (here.app.crash, here.app.failure) == (None, None)
