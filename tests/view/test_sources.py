"""Sources in words and lines: every width is filled, every state has words, orders and intervals mean what they say."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.engine.preview import Preview, newest
from reader.model.entry import Entry, Wording
from reader.model.event import PollReport
from reader.model.figures import PollFigures
from reader.model.filter_language import parse_filter
from reader.model.snapshot import FeedData, FeedState, Offer, Snapshot
from reader.model.source import PollState, Progress, Retention, Source, SourceStatus
from reader.net.outcome import GOOD, OutcomeKind
from reader.view.clusters import cells
from reader.view.intervals import floor_of, judged, read_interval
from reader.view.lines import text_of, width_of
from reader.view.preview_lines import offer_words, preview_lines
from reader.view.source_detail import Facts, source_detail
from reader.view.source_filter import source_filter
from reader.view.source_lines import Sight, about_line, heading_line, source_lines
from reader.view.source_names import WIDEST, names_in_rows
from reader.view.source_order import Sorting, arranged, following, moved, own_order, sorting
from reader.view.source_state import advice, bytes_words, first_advice, format_words, state_of
from tests.view.stories import AT
from tests.view.texts import wild

UTC = ZoneInfo("UTC")
SIGHT = Sight(AT, UTC)


def status(
    number: int = 1, title: str | None = "Harbour Post", *, source: dict | None = None, **poll: object
) -> SourceStatus:
    values = {"next_poll_at": AT + 42, "next_poll_reason": "every 60 s", "last_poll_at": AT - 18,
              "last_success_at": AT - 18, "outcome": "ok", "format": "rss20", **poll}  # fmt: skip
    known = Source(number, f"https://example.org/{number}", title, **(source or {}))
    return SourceStatus(known, PollState(**values), 31, 4)  # type: ignore[arg-type]


STATES = [
    (status(), "followed"),
    (status(feed=FeedData(state=FeedState.LIVE)), "live"),
    (status(feed=FeedData(state=FeedState.ENDED), next_poll_at=None), "ended"),
    (status(source={"paused": True}, failures=3), "paused"),
    (status(failures=3, message="no answer", outcome="timeout"), "failing"),
    (status(outcome="gone", next_poll_at=None), "failing"),
    (status(source={"kept": False}), "opened only"),
    (status(last_poll_at=None, next_poll_at=None, last_success_at=None), "new"),
]


@pytest.mark.parametrize(("one", "word"), STATES)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_every_state_has_a_sign_and_a_word(one: SourceStatus, word: str, ascii_only: bool) -> None:
    state = state_of(one, ascii=ascii_only)
    assert state.word == word
    assert len(state.sign) == 1
    assert not ascii_only or state.sign.isascii()
    assert state_of(one, removed=True).word == "removed"


def test_two_states_never_share_a_sign() -> None:
    for ascii_only in (False, True):
        signs = {state_of(one, ascii=ascii_only).sign: state_of(one).word for one, _ in STATES}
        signs[state_of(status(), removed=True, ascii=ascii_only).sign] = "removed"
        assert len(signs) == 7  # followed and new share the dot: neither says anything of the page


def test_two_lines_say_it() -> None:
    first, second = source_lines(status(failures=2, message="no answer", outcome="timeout"), SIGHT, 90)
    assert text_of(first).split() == ["!", "Harbour", "Post", "31", "entries,", "4", "unread"]
    assert text_of(second).strip() == "2 polls failed: no answer · read just now · next 22:41:42 (every 60 s)"


@given(wild, wild, st.integers(1, 220), st.booleans(), st.booleans())
def test_every_line_is_as_wide_as_it_must_be(title: str, words: str, width: int, removed: bool, compact: bool) -> None:
    one = status(1, title, source={"tags": (words,), "retention": Retention(days=3, mib=9)}, message=words, failures=2,
                 outcome=words, next_poll_reason=words, format=words, progress=Progress(words, 2),
                 feed=FeedData(title=words, state=FeedState.LIVE, state_reason=words))  # fmt: skip
    facts = Facts(
        PollFigures(9, 3, 1, 123456), PollFigures(90, 30, 1, 10**9), [PollReport(1, AT, words, words, ok=False)]
    )
    lines = [
        *source_lines(one, SIGHT, width, removed=removed),
        *source_detail(one, facts, SIGHT, width, removed=removed, compact=compact),
        about_line([one], Sorting.OWN, facts.today, SIGHT, width),
        heading_line([one], 0, width),
        *preview_lines(Preview("https://example.org/", "ok", format=words, feed=one.poll.feed, entries=1,
                               newest=(Entry("k", 0, Wording(words), time_label=words),)), SIGHT, width, known_as=words),
        *preview_lines(Preview("https://example.org/", "timeout", words), SIGHT, width),
    ]  # fmt: skip
    assert {width_of(line) for line in lines} == {width}
    assert not any("\x1b" in text_of(line) or "\n" in text_of(line) for line in lines)


def test_detail_says_why_and_what_it_costs() -> None:
    facts = Facts(PollFigures(10, 8, 1, 12_345), PollFigures(20, 8, 1, 1_500_000))
    one = status(progress=Progress("https://example.org/new", 2), source={"interval": 7200})
    text = " ".join(" ".join(text_of(line) for line in source_detail(one, facts, SIGHT, 90)).split())
    for words in (
        "Next poll 22:41:42, in 42 s", "Why then every 60 s", "8 (80 %) 8 (40 %)", "12 kB 1.5 MB", "every 2 h (yours)",
        "a feed at most every 15 min, or 5 min where its server says so", "redirects for good to https://example.org/new",
    ):  # fmt: skip
        assert words in text
    compact = " ".join(" ".join(text_of(line) for line in source_detail(one, facts, SIGHT, 90, compact=True)).split())
    assert "Today 10 requests, 8 (80 %) not modified, 1 failed, 12 kB" in compact


@pytest.mark.parametrize("kind", [kind for kind in OutcomeKind if kind not in GOOD])
def test_every_failure_comes_with_advice(kind: OutcomeKind) -> None:
    assert advice(kind).endswith(".")
    assert first_advice(kind).endswith(".")


def test_no_failure_no_advice() -> None:
    assert [advice(word) for word in ("ok", "not_modified", "", None, "of a later version")] == [""] * 5


@pytest.mark.parametrize(
    ("name", "words"),
    [("rss20", "RSS 2.0 feed"), ("rss091u", "RSS 0.91 feed"), ("atom10", "Atom 1.0 feed"), ("jsonfeed", "JSON Feed"),
     ("guardian-html", "live page (guardian-html)"), ("live-page", "live page"), (None, "not read yet")],
)  # fmt: skip
def test_formats_have_names(name: str | None, words: str) -> None:
    assert format_words(name) == words


def test_bytes_in_words() -> None:
    said = [bytes_words(count) for count in (0, 1, 740, 1000, 12_345, 999_499, 1_500_000, 10**13)]
    assert said == ["0 bytes", "1 byte", "740 bytes", "1.0 kB", "12 kB", "999 kB", "1.5 MB", "10.0 TB"]


# -- order


def test_orders() -> None:
    a, b, c = status(1, "beta"), status(2, "Álpha"), status(3, "gamma")
    b, c = replace(b, unread=9), replace(c, poll=replace(c.poll, failures=2, next_poll_at=None))
    ids = lambda by, order=(): [one.source.id for one in arranged([a, b, c], by, order)]  # noqa: E731
    assert ids(Sorting.OWN) == [1, 2, 3]
    assert ids(Sorting.OWN, (3, 9, 1)) == [3, 1, 2]
    assert ids(Sorting.TITLE) == [2, 1, 3]
    assert ids(Sorting.UNREAD, (3, 1, 2)) == [2, 3, 1]
    assert ids(Sorting.NEXT) == [1, 2, 3]
    assert ids(Sorting.TROUBLE) == [3, 1, 2]
    assert sorting("nonsense") is Sorting.OWN


def test_orders_go_round() -> None:
    seen, one = [], Sorting.OWN
    for _ in Sorting:
        seen.append(one)
        one = following(one)
    assert set(seen) == set(Sorting)
    assert one is Sorting.OWN


@given(
    st.lists(st.integers(1, 30), unique=True), st.lists(st.integers(1, 40)), st.integers(1, 30), st.integers(-40, 40)
)
def test_moving_loses_nobody(ids: list[int], order: list[int], number: int, step: int) -> None:
    own = own_order(ids, order)
    after = moved(own, number, step)
    assert sorted(after) == sorted(own) == sorted(ids)
    assert [one for one in after if one != number] == [one for one in own if one != number]
    if number in own:
        assert after.index(number) == max(0, min(len(own) - 1, own.index(number) + step))


# -- intervals


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90", 90), ("90 s", 90), ("5m", 300), ("every 5 min", 300), ("2 hours", 7200), ("1h30", None), ("1 h 30 min", 5400),
     ("1 day", 86400), ("", None), ("0", None), ("-5", None), ("5 fortnights", None), ("٥", 5), ("1e9", None), ("12 34", None)],
)  # fmt: skip
def test_intervals_as_people_write_them(text: str, seconds: int | None) -> None:
    assert read_interval(text) == seconds


@given(st.text(max_size=40))
def test_reading_an_interval_never_fails(text: str) -> None:
    found = judged(text, Source(1, "https://example.org/feed"), "rss20")
    assert found.problem or found.seconds is None or 300 <= found.seconds <= 86400


def test_floors_hold_and_are_named() -> None:
    far, here = Source(1, "https://example.org/x"), Source(2, "http://127.0.0.1:8000/x")
    assert judged("29 s", far, "guardian-html").problem == "too often: a live page at most every 30 s"
    assert judged("30 s", far, "guardian-html").seconds == 30
    assert "a feed at most every 15 min" in judged("4 min", far, "rss20").problem
    assert judged("5 min", far, "rss20").note.endswith("5 min where its server says so")
    assert not judged("15 min", far, "rss20").note
    assert "a feed every 15 min" in judged("29", far, None).problem
    assert judged("1", here, "rss20").seconds == 1
    assert judged("2 days", far, "rss20").problem
    assert judged("default", far, "rss20") == judged("", far, "rss20")
    assert floor_of(here, None).seconds == 1


# -- filter and preview


def test_a_filter_names_one_source_only() -> None:
    post, evening = status(1, "Harbour Post"), status(2, "Harbour Post Evening")
    assert source_filter(evening, [post, evening]) == 'source:"Harbour Post Evening"'
    assert source_filter(post, [post, evening]) == 'source:"https://example.org/1"', "its name begins the other's"
    assert source_filter(status(1, "★ ★"), [post]) == 'source:"https://example.org/1"'
    assert source_filter(status(1, 'The "Post"'), [post]) == 'source:"https://example.org/1"'


def entry(number: int, published: int | None) -> Entry:
    return Entry(f"k{number}", number, Wording(f"Headline {number}"), published=published)


def test_the_newest_are_the_newest() -> None:
    entries = (entry(0, 10), entry(1, None), entry(2, 30), entry(3, 20), entry(4, 30))
    found = newest(Snapshot("rss20", FeedData(), entries), 3)
    assert [one.seq for one in found] == [2, 4, 3]
    undated = (entry(0, None), entry(1, None), entry(2, None))
    assert [one.seq for one in newest(Snapshot("x", FeedData(), undated), 2)] == [0, 1]
    assert [one.seq for one in newest(Snapshot("x", FeedData(order="oldest_first"), undated), 2)] == [2, 1]


def test_offers_in_words() -> None:
    assert offer_words(Offer("https://x.example/a", "News", "application/rss+xml")) == (
        "News (RSS feed)",
        "https://x.example/a",
    )
    assert offer_words(Offer("https://x.example/a", "RSS", "application/rss+xml"))[0] == "RSS feed"
    assert offer_words(Offer("https://x.example/a", None, None, "tickaroo"))[0] == "live blog at tickaroo"


@pytest.mark.parametrize(
    ("own", "general", "words"),
    [
        (Retention(), Retention(0, 0, 0), "Keeps everything, for good"),
        (
            Retention(),
            Retention(30, 0, 0),
            "Keeps what was listed in the last 30 days (your settings); starred entries",
        ),
        (Retention(days=0), Retention(30, 0, 0), "Keeps everything, for good"),
        (
            Retention(entries=1),
            Retention(1, 0, 5),
            "Keeps what was listed in the last 1 day, at most 1 entry, at most 5 MiB;",
        ),
    ],
)
def test_what_is_kept_and_what_it_takes(own: Retention, general: Retention, words: str) -> None:
    facts = Facts(size=12_345_678, limits=general)
    lines = source_detail(status(source={"retention": own}), facts, SIGHT, 120)
    text = " ".join(" ".join(text_of(line) for line in lines).split())
    assert words in text
    assert "Takes about 12 MB of the store" in text


def test_a_list_of_feeds_is_to_be_imported() -> None:
    problem = "The document is a list of feeds (OPML): import it instead of following it."
    told = " ".join(map(text_of, preview_lines(Preview("https://news.example/l", "not_a_feed", problem), SIGHT, 60)))
    assert "dateline import FILE" in told
    assert "live updates" not in told


def test_a_login_is_told_to_whoever_has_one() -> None:
    assert "password_command" in advice(OutcomeKind.AUTH)
    assert "password_command" in first_advice(OutcomeKind.AUTH)


def test_one_source_needs_no_name_beside_its_entries() -> None:
    assert names_in_rows([status()], None) == {}
    two = [status(1), status(2, "Hill Post")]
    assert names_in_rows(two, None) == {1: "Harbour Post", 2: "Hill Post"}
    for alone in ("source:hill", 'ferry source:"hill post"', "source:nobody", "source:post source:hill"):
        assert names_in_rows(two, parse_filter(alone).term) == {}, alone
    for several in ("source:post", "-source:hill", "source:hill OR ferry", "ferry", "source:harbour OR source:hill"):
        assert names_in_rows(two, parse_filter(several).term), several


def test_names_beside_entries_are_short_and_tell_the_sources_apart() -> None:
    long = "The Harbour Post: live news of the coast, "
    titled = [
        replace(status(1), source=Source(1, "https://www.coast.example/a", long + "morning")),
        replace(status(2), source=Source(2, "https://sea.example/b", long + "evening")),
        replace(status(3), source=Source(3, "https://www.hills.example/feed")),
        status(4, "東京" * 20),
    ]
    assert names_in_rows(titled, None) == {
        1: "coast.example",
        2: "sea.example",
        3: "hills.example",
        4: "東京" * 5 + "東…",
    }
    assert cells("東京" * 5 + "東…") <= WIDEST
    assert names_in_rows([status(3, long), status(4)], None, "~")[3] == "The Harbour Post: live~"
