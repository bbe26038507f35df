"""Words together are asked of the full-text index in one expression, which says what each of them says apart."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model.query import All, Any, Field, Not, Pattern, Query, Term, Words
from reader.store import Reads, Store, index
from reader.store.phrases import indexed, missing
from tests.store.fill import NOW, entry, poll, snapshot

TEXTS = ("sea", "seal", "harbour", "sea wall", "sealing", "harbour's", 'say "sea"', "東京で首脳会談", "C++", "50%", "é")
MOST = 40


@pytest.fixture(scope="module")
def reads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reads]:
    chance = random.Random(5)
    with Store.open(tmp_path_factory.mktemp("phrases") / "store.db") as store:
        source = store.add_source("https://words.example/", now=NOW).result(60)
        entries = [
            entry(str(at), at, headline=" ".join(chance.choices(TEXTS, k=chance.randint(1, 4))), published=NOW - at)
            for at in range(MOST)
        ]
        poll(store, source, snapshot(entries))
        with store.reads() as opened:
            yield opened


def wanted(reads: Reads, term: Term) -> set[int]:
    """The entries of a term, put together from those of each word."""
    match term:
        case Not(inner):
            return set(reads.index(now=NOW).ids) - wanted(reads, inner)
        case All(terms):
            return set.intersection(*(wanted(reads, inner) for inner in terms))
        case Any(terms):
            return set.union(*(wanted(reads, inner) for inner in terms))
        case _:
            return set(reads.index(Query(term), now=NOW).ids)


LEAVES = st.one_of(
    st.builds(Words, st.sampled_from((*TEXTS, "se", "har", "wall", "nowhere", "wall sea", "-", "_")), st.booleans()),
    st.just(Field("is", "unread")),
    st.just(Field("is", "starred")),
    st.just(Pattern("sea.*wall")),
)
TERMS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(All, st.lists(inner, min_size=2, max_size=4).map(tuple)),
        st.builds(Any, st.lists(inner, min_size=2, max_size=4).map(tuple)),
    ),
    max_leaves=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(term=TERMS)
def test_terms_together_say_what_each_says(reads: Reads, term: Term) -> None:
    found = list(reads.index(Query(term), now=NOW).ids)
    assert set(found) == wanted(reads, term)
    assert list(reads.index(Query(term), newest=7, now=NOW).ids) == found[-7:]
    assert reads.matching(Query(term), range(1, 20), now=NOW) == set(found) & set(range(1, 20))
    assert reads.count(Query(term), now=NOW) == len(found)


def test_words_are_one_expression() -> None:
    sea, wall, port = Words("sea"), Words("wall", prefix=True), Words("port")
    assert indexed(All((sea, Not(wall), Not(port)))) == '(("sea") NOT ("wall"* OR "port"))'
    assert indexed(Any((All((sea, port)), wall))) == '(("sea" AND "port") OR "wall"*)'
    # What is only left out is not in the index; neither is what is found letter by letter.
    assert indexed(Not(sea)) is None
    assert indexed(All((sea, Words("C++")))) is None
    assert missing(Not(sea)) == '"sea"'
    assert missing(All((Not(sea), Not(port)))) == '("sea" OR "port")'
    assert missing(All((sea, Not(port)))) is None


@pytest.mark.parametrize("stretch", [1, 7, 64])
@pytest.mark.parametrize("few", [0, 3, 1000])
def test_what_nearly_all_have_leaves_the_few_that_have_not(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, stretch: int, few: int
) -> None:
    monkeypatch.setattr(index, "STRETCH", stretch)
    monkeypatch.setattr(index, "FEW", few)
    with Store.open(tmp_path_factory.mktemp("few") / "store.db") as store:
        # Three sources, of which one is gone again: ids are missing in between, and at both ends.
        chance = random.Random(few)
        sources = [store.add_source(f"https://{number}.example/", now=NOW).result(60) for number in range(3)]
        for turn in range(9):
            source = sources[turn % 3]
            entries = [
                entry(f"{turn}-{at}", at, headline=chance.choice(("the sea",) * 9 + ("calm",)), published=NOW - at)
                for at in range(20)
            ]
            poll(store, source, snapshot(entries, complete=False))
        store.remove_source(sources[0].id).result(60)
        with store.reads() as reads:
            every = reads.index(now=NOW).ids
            having = set(reads.index(Query(Words("sea")), now=NOW).ids)
            lacking = [number for number in every if number not in having]
            assert lacking
            term = Not(Words("se", prefix=True))
            assert list(reads.index(Query(term), now=NOW).ids) == lacking
            assert list(reads.index(Query(term), newest=3, now=NOW).ids) == lacking[-3:]
            of_one = [sources[1].id]
            here = set(reads.index(sources=of_one, now=NOW).ids)
            some = [number for number in lacking if number in here]
            assert list(reads.index(Query(term), sources=of_one, now=NOW).ids) == some
