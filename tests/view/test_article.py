from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from reader.model.entry import Block, BlockKind, Card, Embed, Link, Media, Wording
from reader.model.event import Revision
from reader.text import openable
from reader.view.article_lines import Article
from reader.view.draft import Telling
from reader.view.lines import text_of
from reader.view.numbering import Insert, Numbers, inserted, numbered
from reader.view.paint import Stroke, paint
from tests.view.stories import AT, OLD, REVISIONS, WORDING, stored
from tests.view.texts import wild

UTC = ZoneInfo("UTC")
TELLING = Telling(UTC, AT + 4000)


def article(width=70, telling=TELLING, **options) -> Article:
    return Article.of(stored(), telling, width, source="The Harbour Post", revisions=REVISIONS, **options)


def said(one: Article) -> list[str]:
    return [text_of(line).rstrip() for line in one.lines(0, 10_000)]


def roles(one: Article, role: str) -> list[str]:
    return [span.text for line in one.lines(0, 10_000) for span in line if span.role == role]


def test_everything_is_told():
    lines = said(article())
    for words in (
        "Northland says 94 are missing",
        "The Harbour Post · by A. Writer",
        "Said by Coast Guard, for Northland, to Eastmark",
        "✎2 edited once, last 22:56 today · ★ starred · ◆ key event",
        "The coast guard[1] of Northland said on Monday that the search goes",
        "• Two ferries were late",
        "│ We[1] are looking for everybody",
        "East Harbour | 3",
        "    stay",
        "▣ photo[2]: The harbour at noon",
        "  © A. Person",
        "▣ video: (described as: waves)",
        "│ Read more: Storm closes schools[3]",
        "│ @coast · Chirper · 28 Sept[4]",
        "On the page[5]",
        "[3] example.org: https://example.org/schools",
        "Actors: Northland",
        "Topics: disaster",
        "Tags: storm · harbour",
        "✎ 2 wordings, first 22:42 today, now 22:56 today",
        "1  22:42 today  Northland says 84 are missing",
    ):
        assert words in [line.replace("\u00a0", " ") for line in lines]
    assert any(line.startswith("stated 22:41 UTC (28 Sept 2020, date inferred") for line in lines)


def test_the_wordings_are_counted_as_they_are_told():
    curly = replace(OLD, headline="Northland  says 84 are missing")
    found = (
        Revision(1, AT + 60, OLD),
        Revision(2, AT + 120, curly, textual=False),
        Revision(3, AT + 180, WORDING),
        Revision(4, AT + 240, curly),
        *(Revision(5 + n, AT + 300 + 60 * n, OLD, textual=False) for n in range(3)),
    )
    one = Article.of(stored(), TELLING, 90, revisions=found)
    listed = [line.replace("\u00a0", " ") for line in said(one)]
    assert listed[listed.index("✎ 3 wordings, first 22:42 today, now 22:45 today") :] == [
        "✎ 3 wordings, first 22:42 today, now 22:45 today",
        "1  22:42 today  Northland says 84 are missing",
        "   1 silent change until 22:43 today (typography or counters)",
        "2  22:44 today  Northland says 94 are missing",
        "3  22:45 today (= wording 1)  Northland says 84 are missing",
        "   3 silent changes until 22:48 today (typography or counters)",
    ]
    assert not any("wordings" in line for line in said(Article.of(stored(), TELLING, 90, revisions=found[:2])))


def test_actors_stand_out_wherever_they_are_named():
    assert roles(article(), "title-actor") == ["Northland"]
    assert roles(article(), "actor") == ["Northland"] * 5  # two blocks, card, post, and the list of actors


def test_links_can_be_opened_and_only_those():
    one = article()
    assert one.links[0] == "https://example.org/coast"
    assert len(one.links) == len(set(one.links)) == 5
    links = {span.link for line in one.lines(0, 999) for span in line if span.link}
    assert links == set(one.links)
    assert all(openable(link) == link for link in links)
    assert "Northland" in roles(one, "actor")  # where the unopenable link was, the text stays


def test_highlights_lie_over_actors():
    one = article(telling=replace(TELLING, marks=lambda text: [(0, 5, 3)], matches=lambda text: [(2, 4)]))
    first = one.lines(0, 1)[0]
    assert [(span.text, span.role) for span in first[:4]] == [
        ("No", "mark:3"), ("rt", "match"), ("h", "mark:3"), ("land", "title-actor")
    ]  # fmt: skip


def test_no_more_is_wrapped_than_is_looked_at():
    long = Wording("x", tuple(Block(BlockKind.PARAGRAPH, "word " * 200) for _ in range(100)))
    one = Article.of(replace(stored(), entry=replace(stored().entry, wording=long)), TELLING, 60)
    assert one.total_lines_so_far == 0
    assert len(one.lines(0, 30)) == 30
    assert one.total_lines_so_far == 30
    assert not one.finish(100)
    assert one.total_lines_so_far == 130
    while not one.finish(200):
        pass
    whole = one.lines(0, 10**6)
    assert one.finished
    assert len(whole) == one.total_lines_so_far > 1500
    assert one.lines(len(whole), 10) == []
    assert one.lines(130, 2) == whole[130:132]


def test_another_width_begins_anew():
    one = article(60)
    before = one.lines(0, 999)
    one.resize(90)
    assert one.total_lines_so_far == 0
    assert len(one.lines(0, 999)) < len(before)
    assert all(sum(cell_len(span.text) for span in line) == 90 for line in one.lines(0, 999))


def test_text_keeps_to_the_reading_width():
    one = article(200)
    assert max(len(line) for line in said(one)) <= 88


def test_changes_since_a_wording():
    lines = said(article(since=OLD))
    assert "Northland says -84- +94+ are missing" in lines
    assert "+Two ferries were late+" in lines


def test_ascii():
    one = article(telling=replace(TELLING, ascii=True))
    ours = "".join(said(one)).replace("©", "").replace("\u00a0", "")
    assert ours.isascii()


blocks = st.builds(
    lambda kind, text, cuts: Block(
        kind, text, tuple(Link(f"https://example.org/{n}", min(c, n), max(c, n)) for n, c in enumerate(cuts))
    ),
    st.sampled_from(list(BlockKind)),
    st.one_of(wild, st.lists(wild, max_size=3).map("\n".join), st.lists(wild, max_size=4).map(" | ".join)),
    st.lists(st.integers(-2, 60), max_size=4),
)
maybe = st.none() | wild


def several(one, most: int = 2):
    return st.lists(one, max_size=most).map(tuple)


wordings = st.builds(
    Wording,
    maybe,
    several(blocks, 5),
    st.lists(st.builds(Media, st.just("photo"), st.none(), st.none() | wild, st.none() | wild, wild), max_size=2).map(
        tuple
    ),
    st.lists(st.builds(Card, st.none() | wild, st.none() | wild, st.none() | st.just("http://a.b/c")), max_size=2).map(
        tuple
    ),
    st.lists(st.builds(Embed, wild, st.none() | wild, st.none() | wild, wild), max_size=2).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(wordings, st.integers(4, 200), st.booleans())
def test_every_line_is_exactly_as_wide_as_the_pane(wording, width, ascii_only):
    base = stored()
    one = Article.of(
        replace(base, entry=replace(base.entry, wording=wording)),
        replace(TELLING, ascii=ascii_only, marks=lambda text: [(i, i + 2, 1) for i in range(0, len(text), 5)]),
        width,
        since=WORDING if ascii_only else None,
    )
    lines = one.lines(0, 100_000)
    assert one.finished
    assert len(lines) == one.total_lines_so_far
    for line in lines:
        assert sum(cell_len(span.text) for span in line) == width
        assert not {"\n", "\t"} & set(text_of(line))


@settings(max_examples=150)
@given(wordings)
def test_no_word_of_the_body_is_lost(wording):
    base = stored()
    one = Article.of(replace(base, entry=replace(base.entry, wording=wording)), TELLING, 80)
    told = "".join("".join(block.text.split()) for block in one.blocks)
    for block in wording.body:
        if not block.links:
            assert "".join(block.text.split()) in told


@given(wild, st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["[1]", "[22]", " "])), max_size=5), st.data())
def test_what_is_set_in_moves_strokes_with_their_words(text, places, data):
    inserts = [Insert(min(at, len(text)), what) for at, what in places]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown, strokes = inserted(text, inserts, [Stroke(start, end, "actor")])
    assert len(shown) == len(text) + sum(len(item.text) for item in inserts)
    within = shown[strokes[0].start : strokes[0].end]
    inner = [item for item in inserts if start < item.at < end]
    if start < end and not inner:
        assert within == text[start:end]


def test_numbers_are_given_once_an_address():
    numbers = Numbers()
    shown, _ = numbered(
        "one two",
        [Link("https://a.example/", 0, 3), Link("https://a.example/", 4, 7), Link("ftp://x", 0, 1)],
        [],
        numbers,
    )
    assert shown == "one[1] two[1]"
    assert numbers.urls == ["https://a.example/"]


@given(wild, st.lists(st.tuples(st.integers(-3, 50), st.integers(-3, 50)), max_size=5), st.integers(0, 40))
def test_paint_cuts_what_was_asked_for(text, ranges, at):
    painted = paint(text, "text", [Stroke(start, end, f"mark:{start}") for start, end in ranges])
    start, end = min(at, len(text)), len(text)
    assert text_of(painted.cut(start, end)) == text[start:end]
    assert text_of(painted.cut(0, start)) == text[:start]


@pytest.mark.parametrize("width", [1, 2, 3])
def test_absurd_widths_do_not_break_it(width):
    lines = article(width).lines(0, 9999)
    assert len(lines) > 9
    assert all(sum(cell_len(span.text) for span in line) == width for line in lines)


@pytest.mark.parametrize("width", range(40, 100, 6))
def test_when_it_was_seen_is_not_torn_where_a_line_ends(width: int):
    lines = [line.replace("\u00a0", " ").rstrip(" ·") for line in said(Article.of(stored(), TELLING, width))]
    told = next(line for line in lines if "first seen" in line)
    assert told.endswith("first seen 22:42 today")


@pytest.mark.parametrize("width", [30, 40, 60])
def test_names_are_not_torn_where_a_line_ends(width: int):
    tags = ("United States", "European Commission", "Red Cross", "Norway", "Foreign Ministry", "Town Hall", "Spain")
    one = replace(stored(), entry=replace(stored().entry, tags=tags))
    lines = [line.replace("\u00a0", " ") for line in said(Article.of(one, TELLING, width))]
    first = next(number for number, line in enumerate(lines) if line.startswith("Tags:"))
    told = [line.removeprefix("Tags:").strip() for line in lines[first : first + len(tags)]]
    names = [name.strip() for line in told for name in line.split("·") if name.strip()]
    assert names[: len(tags)] == list(tags)
    assert not any(line.startswith("·") for line in told)
