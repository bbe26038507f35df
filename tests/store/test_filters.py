"""What filters find, through the real tables; and that `matching` says the same of each entry."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model.entry import EntryKind, Flags, Media, Wording
from reader.model.event import Change, ChangeKind, Changes
from reader.model.filter_language import parse_filter
from reader.model.query import All, Any, Field, Not, Pattern, Query, Words
from reader.model.tagging import Actor, ActorType, Tagging
from reader.store import FilterTooSlow, FilterUnreadable, Reads, Store
from tests.store.fill import NOW, entry, poll, report, snapshot

MANY = 10_000 if os.environ.get("DATELINE_LONG") else 300
TURKEY = Actor("Turkey", ActorType.COUNTRY)
MINISTRY = Actor("Turkey: Defence Ministry", ActorType.BODY)
GROUP = Actor("OSCE Minsk Group", ActorType.INTERNATIONAL)
TOWN = Actor("Saint-Étienne", ActorType.ORGANISATION)

ENTRIES = [
    (entry("words", headline="Ceasefire talks resume", text="In Geneva, talks go on."), Tagging(topics=("ceasefire",))),
    (
        entry("accents", headline="Élections à Saint-Étienne", text="Re\u0441laimed territory"),
        Tagging((TOWN,), topics=("politics",)),
    ),
    (
        entry("ministry", headline="Ministry denies", published=NOW - 7200),
        Tagging((MINISTRY,), speaker="Turkey: Defence Ministry", side="Turkey"),
    ),
    (entry("turkey", headline="Price of turkeys", published=NOW - 3 * 86400), Tagging((TURKEY,))),
    (entry("group", headline="Mediators meet", text="C++ is not C, 10% of R&D"), Tagging((GROUP,), speaker="Jane Roe")),
    (entry("cjk", headline="東京で首脳会談を開催", text="والوزير قال"), None),
    (entry("thai", headline="การประชุมสุดยอด 🎉", text="nothing"), None),
    (
        entry("video", headline=None, kind=EntryKind.VIDEO, flags=Flags(key_event=True, pinned=True)),
        None,
    ),
]


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reads]:
    path: Path = tmp_path_factory.mktemp("filters") / "store.db"
    with Store.open(path) as store:
        first = store.add_source("https://news.example/live", title="Évening Post", tags=["war"], now=NOW).result(60)
        items = [item for item, _ in ENTRIES]
        changes = Changes(tuple(Change(ChangeKind.NEW, item, tagging=tags) for item, tags in ENTRIES))
        store.record_poll(report(first, NOW - 10), snapshot(items), lambda past: changes).result(60)
        second = store.add_source("https://other.example/feed", now=NOW).result(60)
        wording = Wording("Floods", media=(Media("photo", caption="A drowned bridge"),))
        poll(store, second, snapshot([entry("photo", published=NOW - 500)]), NOW - 4000)
        photo = entry("photo2", published=NOW - 5000)
        photo = photo.__class__(key="photo2", seq=0, wording=wording, published=NOW - 5000)
        poll(store, second, snapshot([photo]), NOW - 4500)
        with store.reads() as opened:
            keys = {opened.entry(id_).entry.key: id_ for id_ in opened.index(now=NOW).ids}
            store.mark([keys["words"]], read=True, now=NOW).result(60)
            store.mark([keys["group"]], starred=True, now=NOW).result(60)
            edited = entry("photo", headline="Edited", published=NOW - 500)
            poll(store, second, snapshot([edited]), NOW - 3900)
            poll(store, second, snapshot([edited]), NOW - 3800)
            yield opened


def ask(reads: Reads, query: Query) -> list[str]:
    index = reads.index(query, now=NOW, zone=UTC)
    every = list(reads.index(now=NOW).ids)
    assert reads.matching(query, every, now=NOW, zone=UTC) == set(index.ids)
    assert {id_ for id_ in every if reads.matching(query, [id_], now=NOW, zone=UTC)} == set(index.ids)
    assert reads.count(query, now=NOW, zone=UTC) == len(index)
    newest = reads.index(query, newest=2, now=NOW, zone=UTC)
    assert list(newest.ids) == list(index.ids)[-2:]
    return sorted(reads.entry(id_).entry.key for id_ in index.ids)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ceasefire", ["words"]),
        ("CEASEFIRE geneva", ["words"]),
        ('"talks resume"', ["words"]),
        ('"resume talks"', []),
        ("cease", []),
        ("elections", ["accents"]),
        ("ÉLECTIONS saint-etienne", ["accents"]),
        ("reclaimed", ["accents"]),
        ("首脳会談", ["cjk"]),
        ("首脳", ["cjk"]),
        ("الوزير", ["cjk"]),
        ("ประชุม", ["thai"]),
        ("🎉", ["thai"]),
        ("c++", ["group"]),
        ("10%", ["group"]),
        ("r&d", ["group"]),
        ("bridge", ["photo2"]),
        ("actor:turkey", ["ministry", "turkey"]),
        ("actor:TURKEY actor:ministry", ["ministry"]),
        ('actor:"minsk group"', ["group"]),
        ('actor:"group minsk"', []),
        ("actor:turk", []),
        ("actor:saint-etienne", ["accents"]),
        ("actor:nobody", []),
        ("actor:--", []),
        ("speaker:turkey", ["ministry"]),
        ("side:turkey", ["ministry"]),
        ('speaker:"jane roe"', ["group"]),
        ("topic:ceasefire OR topic:politics", ["accents", "words"]),
        ("source:other", ["photo", "photo2"]),
        ("source:oth", ["photo", "photo2"]),
        ("source:evening ministry", ["ministry"]),
        ("source:war -actor:turkey is:starred", ["group"]),
        ("kind:video", ["video"]),
        ("has:video", ["video"]),
        ("has:image", ["photo2"]),
        ("has:link", []),
        ("is:read", ["words"]),
        ("is:starred", ["group"]),
        ("is:edited", ["photo"]),
        ("is:withdrawn", ["photo2"]),
        ("is:key", ["video"]),
        ("is:pinned", ["video"]),
        ("is:new -kind:video", ["accents", "cjk", "group", "ministry", "thai", "turkey"]),
        ("is:unread source:other", ["photo", "photo2"]),
        ("since:10m -source:other", ["accents", "cjk", "group", "thai", "video", "words"]),
        ("until:2h", ["ministry", "turkey"]),
        ("since:3h until:1h", ["ministry", "photo", "photo2"]),
        ("on:2023-11-11", ["turkey"]),
        ("since:2023-11-14 until:2023-11-14T21:00Z", ["ministry", "photo2"]),
        ("until:2023-11", sorted([item.key for item, _ in ENTRIES] + ["photo", "photo2"])),
        ("/^min.*ies$/", ["ministry"]),
        ("/É/ OR /\\p{Thai}/", ["accents", "thai"]),
        ("NOT (source:other OR is:unread)", ["words"]),
        ("-ceasefire -source:other -kind:video -actor:turkey -actor:minsk", ["accents", "cjk", "thai"]),
    ],
)
def test_what_filters_find(reads: Reads, text: str, found: list[str]) -> None:
    query = parse_filter(text)
    assert ask(reads, query) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ceasef", ["words"]),
        ("actor:turk", ["ministry", "turkey"]),
        ("actor:tur ", []),
        ('actor:"minsk gr', ["group"]),
        ("talks g", ["words"]),
        ("ceasef* ", ["words"]),
        ("actor:turk* ", ["ministry", "turkey"]),
        ('"talks re"* -geneva', []),
        ('actor:"minsk gr"* ', ["group"]),
        ('"talks re', ["words"]),
        ("kind:vid", ["video"]),
        ("topic:pol", ["accents"]),
        ("speaker:ja", ["group"]),
        ("is:star", ["group"]),
    ],
)
def test_while_typing_the_last_word_may_be_unfinished(reads: Reads, text: str, found: list[str]) -> None:
    assert ask(reads, parse_filter(text, typing=True)) == found


def test_the_zone_decides_what_a_day_is(reads: Reads) -> None:
    day = datetime.fromtimestamp(NOW - 7200, UTC).date().isoformat()
    query = Query(All((Field("actor", "ministry"), Field("on", day))))
    assert reads.count(query, now=NOW, zone=UTC) == 1
    assert reads.count(query, now=NOW, zone=timezone(timedelta(hours=12))) == 0


def test_nothing_to_say_is_everything(reads: Reads) -> None:
    every = reads.count(now=NOW)
    for query in (Query(Words("\u0301")), Query(Not(Words(" "))), Query(All(())), Query(Any((Words(""),)))):
        assert reads.count(query, now=NOW) == every


def test_facets_count_the_filtered(reads: Reads) -> None:
    every = reads.facets(now=NOW)
    assert [(f.field, f.value, f.count, f.type) for f in every if f.field == "topic"] == [
        ("topic", "ceasefire", 1, None),
        ("topic", "politics", 1, None),
    ]
    assert {f.value: f.type for f in every if f.field == "actor"}["OSCE Minsk Group"] == "international organisation"
    some = reads.facets(parse_filter("actor:turkey"), now=NOW)
    assert {(f.value, f.count) for f in some} == {("Turkey", 1), ("Turkey: Defence Ministry", 1)}
    assert len(reads.facets(limit=1, now=NOW)) == 2
    assert reads.facets(sources=[2], now=NOW) == []


def test_a_pattern_that_takes_for_ever_is_stopped(store: Store, source) -> None:
    poll(store, source, snapshot([entry("a", headline="a" * 60 + "b")]))
    with store.reads() as reads:
        with pytest.raises(FilterTooSlow, match="too long"):
            reads.index(parse_filter("/(a|aa)+$/"), now=NOW)
        assert reads.count(parse_filter("/a+b/"), now=NOW) == 1, "and the connection goes on"


def test_a_pattern_that_is_none(store: Store, source) -> None:
    poll(store, source, snapshot([entry("a")]))
    with store.reads() as reads, pytest.raises(FilterUnreadable, match="regular expression"):
        reads.index(parse_filter("/\\p{Nonsense}/"), now=NOW)


@settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40), st.booleans())
def test_no_words_break_the_index(reads: Reads, text: str, prefix: bool) -> None:
    every = set(reads.index(now=NOW).ids)
    found = set(reads.index(Query(Words(text, prefix)), now=NOW).ids)
    left = reads.matching(Query(Not(Words(text, prefix))), every, now=NOW)
    assert left == every - found or left == found == every, "no words leave nothing out"
    actor = Query(Field("actor", text, prefix))
    assert reads.count(actor, now=NOW) == len(reads.matching(actor, every, now=NOW))


FRAGMENTS = st.sampled_from(
    [
        '"',
        "'",
        "(",
        ")",
        "*",
        "-",
        "^",
        ":",
        "NEAR(",
        "AND",
        "OR",
        "NOT",
        "a",
        "{",
        "}",
        "+",
        "\0",
        "\ud800",
        " ",
        "%",
        "/",
    ]
)


@settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(FRAGMENTS, max_size=20).map("".join), st.booleans())
def test_no_syntax_breaks_the_index(reads: Reads, text: str, typing: bool) -> None:
    for query in (Query(Words(text, typing)), parse_filter(text, typing=typing)):
        with contextlib.suppress(FilterUnreadable):
            assert reads.count(query, now=NOW) == len(reads.index(query, now=NOW).ids)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab|*+?()[]{}\\^$.,0129<>=!:&~-p\ud800é\0", max_size=25))
def test_no_pattern_breaks_anything(reads: Reads, source: str) -> None:
    with contextlib.suppress(FilterUnreadable, FilterTooSlow):
        reads.index(Query(Pattern(source)), now=NOW)
    assert reads.count(now=NOW) == len(ENTRIES) + 2


@pytest.mark.timeout(600)  # a store each
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="abé首ก+-. \u0301ا", min_size=1, max_size=12))
def test_what_a_text_holds_is_found_in_it(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    """Any blank-separated part of a headline finds it."""
    path = tmp_path_factory.mktemp("one") / "store.db"
    with Store.open(path) as store:
        source = store.add_source("https://a.example/", now=NOW).result(60)
        poll(store, source, snapshot([entry("a", headline=f"x {text} y")]))
        with store.reads() as reads:
            for part in text.split():
                assert reads.count(Query(Words(part)), now=NOW) == 1, part
