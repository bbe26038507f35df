from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.entry import Block, BlockKind, Link, Media, Wording
from reader.model.event import Revision, StoredEntry
from reader.model.tagging import Mention
from reader.view.article_lines import Article, Hit
from reader.view.clusters import cells
from reader.view.diff import Change, changed, diff_line, paragraph_diff, wording_diff
from reader.view.draft import Telling
from reader.view.foot import foot_line, newer_words
from reader.view.lines import text_of
from reader.view.picks import names_in, words_in
from reader.view.wordings import PLAIN, Known, Shown, Stand, adopted, last_read, listed, silenced, stepped, told
from tests.view.stories import AT, NORTHLAND, OLD, WORDING, stored
from tests.view.texts import wild

UTC = ZoneInfo("UTC")
TELLING = Telling(UTC, AT + 4000)


def wording(words: str) -> Wording:
    return Wording(words, (Block(BlockKind.PARAGRAPH, f"{words} it is."),))


A, B, C = wording("one"), wording("two"), wording("three")
QUOTED = wording("“one”")
HISTORY = (
    Revision(1, AT + 100, A),
    Revision(2, AT + 200, B),
    Revision(3, AT + 300, replace(B, media=(Media("photo", credit="x"),)), textual=False),
    Revision(4, AT + 400, A),
    Revision(5, AT + 500, C),
)


def entry(words: Wording = C) -> StoredEntry:
    base = stored()
    return replace(base, entry=replace(base.entry, wording=words))


def heading(stand: Stand, **known: object) -> str:
    return told(entry(), stand, Known(HISTORY, **known), UTC, AT + 600).heading  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("read_at", "number"), [(None, None), (99, None), (100, 1), (250, 2), (350, 3), (499, 4), (9999, 5)]
)
def test_the_wording_that_was_current_when_it_was_read(read_at: int | None, number: int | None):
    found = last_read(Known(HISTORY, None if read_at is None else AT + read_at))
    assert (found and found.number) == number


@pytest.mark.parametrize(
    ("known", "since", "words"),
    [
        ({}, A, "Changes from wording 3, the one before"),
        ({"read_at": AT + 150}, A, "Changes from wording 1, which you read 22:43 today"),
        ({"read_at": AT + 250}, B, "Changes from wording 2, which you read 22:45 today"),
        ({"read_at": AT + 350}, HISTORY[2].wording, "Changes from wording 2, which you read 22:46 today"),
        ({"read_at": AT + 900}, A, "Changes from wording 3, the one before"),
        ({"read_at": AT + 900, "reading": 2}, B, "Changes from wording 2, which you were reading"),
    ],
)
def test_changes_are_told_from_what_was_read(known: dict[str, int], since: Wording, words: str):
    found = told(entry(), Stand(diff=True), Known(HISTORY, **known), UTC, AT + 600)
    assert (found.since, found.heading) == (since, words)
    assert found.stored.entry.wording == C


def test_steps_tell_where_they_are():
    assert heading(Stand(0)) == "Wording 1 of 4, first seen 22:42 today"
    assert heading(Stand(2)) == "Wording 3 of 4, first seen 22:47 today; back to wording 1"
    assert heading(Stand(1, diff=True)).endswith("; changes from wording 1")
    assert heading(Stand(0, diff=True)).endswith("nothing to compare it with")
    assert heading(Stand(2, silent=True)) == "Wording 3 of 5, first seen 22:46 today; a silent change"
    assert heading(PLAIN) == ""
    assert told(entry(A), Stand(diff=True), Known(HISTORY[:1]), UTC, AT).since is None


def test_stepping_ends_at_both_ends():
    stand = stepped(PLAIN, HISTORY, -1)
    assert stand == Stand(2)
    assert stepped(Stand(0), HISTORY, -1) is None
    assert stepped(Stand(3), HISTORY, 1) is None
    assert stepped(PLAIN, HISTORY, 1) is None


@given(st.integers(0, 3), st.booleans())
def test_silent_or_not_the_wording_stays(step: int, diff: bool):
    there = silenced(Stand(step, diff=diff), HISTORY)
    assert listed(HISTORY, silent=True)[there.step or 0].number == listed(HISTORY, silent=False)[step].number
    assert silenced(there, HISTORY) == Stand(step, diff=diff)


def test_where_actors_stand_is_known_of_the_current_wording_only():
    known = Known((Revision(1, AT, OLD), Revision(2, AT + 60, WORDING)))
    assert told(stored(), Stand(0), known, UTC, AT).stored.tagging.mentions == ()
    assert told(stored(), Stand(1), known, UTC, AT).stored.tagging.mentions != ()


def test_what_was_on_the_screen_is_what_was_read():
    before = Shown(entry(A), None, Known(HISTORY[:1], read_at=AT + 50))
    newer = adopted(before, Shown(entry(C), None, Known(HISTORY, read_at=AT + 999)))
    assert (newer.known.reading, newer.known.read_at) == (1, AT + 50)
    assert newer.stored.entry.wording == C


def test_the_last_line_says_what_matters_most():
    assert text_of(foot_line(("a: 3", "1 of 2", "n N"), 40, ascii=True)) == "-- a: 3; 1 of 2; n N " + "-" * 19
    assert text_of(foot_line(("a: 3", "1 of 2", "n N"), 16, ascii=True)).startswith("-- a: 3; 1 of 2")
    assert text_of(foot_line(("a: 3", "1 of 2", "n N"), 12, ascii=True)) == "-- a: 3 ----"
    assert newer_words(entry(), replace(entry(), withdrawn_at=AT), "d") == "withdrawn by the source since"
    assert newer_words(replace(entry(), withdrawn_at=AT), entry(), "d") == "back at the source since"
    assert newer_words(entry(), replace(entry(), revision=3), "") == "edited since"
    assert newer_words(entry(), replace(entry(), starred=False), "d") == ""


@given(wild, st.integers(0, 60))
def test_the_last_line_fits(words: str, width: int):
    assert cells(text_of(foot_line((words, words), width, ascii=False))) == width


# -- differences


def test_typography_is_no_difference_unless_asked_for():
    old = Wording("“Shut” – again…", (Block(BlockKind.PARAGRAPH, "one two"), Block(BlockKind.PARAGRAPH, "three")))
    new = Wording('"Shut" - again...', (Block(BlockKind.PARAGRAPH, "one two three"),))
    assert not any(map(changed, wording_diff(old, new)))
    assert any(map(changed, wording_diff(old, new, typography=True)))


def test_an_edited_paragraph_is_compared_with_itself_where_another_is_put_before_it():
    found = paragraph_diff(["the ferry is late"], ["all is well", "the ferry is very late"])
    assert [text_of(diff_line(pieces)) for pieces in found] == ["+all is well+", "the ferry is +very+ late"]
    found = paragraph_diff(["a b", "gone it is", "c d"], ["a b", "c e"])
    assert [text_of(diff_line(pieces)) for pieces in found] == ["a b", "-gone it is-", "c -d- +e+"]


few = st.lists(st.sampled_from(["a", "b", "c", "“x”", '"x"', "–", "-", "84", "東"]), max_size=6).map(" ".join)


@settings(max_examples=200)
@given(st.lists(few | wild, max_size=4), st.lists(few | wild, max_size=4), st.booleans())
def test_every_paragraph_comes_out_whole(old: list[str], new: list[str], typography: bool):
    found = paragraph_diff(old, new, typography=typography)
    after = ["".join(p.text for p in pieces if p.change is not Change.REMOVED) for pieces in found]
    assert [text.strip() for text in after if text.strip()] == [text.strip() for text in new if text.strip()]
    if typography:
        gone = "".join(p.text for pieces in found for p in pieces if p.change is not Change.ADDED)
        assert "".join(gone.split()) == "".join("".join(old).split())


# -- places and hits

paragraphs = st.lists(wild, min_size=1, max_size=6)


def article(texts: list[str], width: int, word: str = "") -> Article:
    def marks(text: str) -> list[tuple[int, int, int]]:
        at = [n for n in range(len(text)) if word and text.startswith(word, n)]
        return [(n, n + len(word), 0) for n in at]

    body = tuple(Block(BlockKind.PARAGRAPH, text) for text in texts)
    return Article.of(entry(Wording("Head", body)), replace(TELLING, marks=marks), width)


@settings(max_examples=100, deadline=None)
@given(paragraphs, st.integers(8, 120), st.integers(8, 120), st.integers(0, 60))
def test_a_place_survives_another_width(texts: list[str], width: int, other: int, line: int):
    one = article(texts, width)
    one.lines(0, 1000)
    place = one.place(line)
    assert one.line_of(place) == (line if 0 < line < one.total_lines_so_far else 0)
    one.resize(other)
    there = one.line_of(place)
    if place is not None:
        found = one.place(there)
        if found is None:
            assert there == 0
        else:
            assert (found.block, found.blank) == (place.block, place.blank)
            assert found.at <= place.at
        one.resize(width)
        assert one.line_of(place) == line


def test_a_line_more_above_the_body_moves_no_place():
    body = Wording("Head", tuple(Block(BlockKind.PARAGRAPH, f"Paragraph {n}") for n in range(9)))
    plainly = Article.of(entry(body), TELLING, 60)
    plainly.lines(0, 99)
    line = next(n for n, shown in enumerate(plainly.lines(0, 99)) if "Paragraph 5" in text_of(shown))
    longer = Article.of(entry(body), TELLING, 60, heading="Wording 1 of 2")
    there = longer.line_of(plainly.place(line))
    assert "Paragraph 5" in text_of(longer.lines(there, 1)[0])
    assert there > line


SCRIPTS = [
    "The harbour, the harbour and the harbour again: harbour.",
    "東京の港harbour港、東京の港harbour",
    "ميناء harbour في ميناء harbour القديم",
    "👩‍👩‍👧‍👦harbour🇩🇪 e\u0301te\u0301 harbour",
]


@pytest.mark.parametrize("width", [9, 17, 40, 100])
def test_hits_stand_out_where_they_are(width: int):
    one = article(SCRIPTS, width, "harbour")
    hits = one.hits("mark:0")
    assert len(hits) == 10
    for hit in hits:
        one.focus = hit
        line = one.line_of_hit(hit)
        shown = [span.text for row in one.lines(line, 2) for span in row if span.role == "hit"]
        assert "".join(shown) == "harbour"
        assert not any(span.role == "hit" for row in one.lines(0, line) for span in row)
        assert all(cells(text_of(row)) == width for row in one.lines(0, 99))


@pytest.mark.parametrize("width", [12, 30, 90])
def test_actors_stand_out_in_any_script_and_behind_link_numbers(width: int):
    before = ("東京で会談、", "قال وزير الخارجية إن ", "👩‍👩‍👧‍👦🇩🇪 e\u0301te\u0301 ", "Երևանում ")
    blocks = [Block(BlockKind.PARAGRAPH, f"{text}Northland", (Link("https://a.example/", 0, 3),)) for text in before]
    words = Wording("ميناء Northland 港", tuple(blocks))
    mentions = [Mention(NORTHLAND, "headline", 6, 15)]
    at = -1
    while (at := words.text.find("Northland", at + 1)) >= 0:
        mentions.append(Mention(NORTHLAND, "body", at, at + 9))
    base = entry(words)
    one = Article.of(replace(base, tagging=replace(base.tagging, mentions=tuple(mentions))), TELLING, width)
    shown = [span for line in one.lines(0, 99) for span in line]
    assert "".join(span.text for span in shown if span.role == "title-actor") == "Northland"
    painted = "".join(span.text for span in shown if span.role == "actor")
    assert painted.startswith("Northland" * 4)


def test_links_keep_their_numbers_among_changes():
    plainly = Article.of(stored(), TELLING, 80)
    assert Article.of(stored(), TELLING, 80, since=OLD).links == plainly.links
    assert Article.of(stored(), TELLING, 80).first_change() is None
    differing = Article.of(stored(), TELLING, 80, since=OLD, heading="Changes")
    line = differing.first_change()
    assert line is not None
    assert "-84- +94+" in text_of(differing.lines(line, 1)[0])


def test_a_hit_that_is_not_there_is_harmless():
    one = article(["one"], 40)
    one.focus = Hit(99, 0, 5)
    assert one.lines(0, 99)
    assert one.hits("mark:0") == []


# -- what there is to pick


def test_names_are_picked_as_they_are_written():
    text = "東京で “Nortland’s” coast 👩‍👩‍👧‍👦 guard: Northland"
    at = text.index("Northland")
    mentions = (Mention(NORTHLAND, "body", at, at + 9), Mention(NORTHLAND, "headline", 0, 9))
    base = entry(Wording("NORTHLAND shuts its harbours’ gates", (Block(BlockKind.PARAGRAPH, text),)))
    one = replace(base, tagging=replace(base.tagging, mentions=mentions))
    assert names_in(one) == ["NORTHLAND"]
    assert words_in(one) == ["shuts", "harbours", "gates", "Nortland", "coast", "guard"]


@given(wild)
def test_picks_never_fail(text: str):
    words = words_in(entry(Wording(text, (Block(BlockKind.PARAGRAPH, text),))))
    assert len({*words}) == len(words)
