"""What a source has told of names: bounded, the same in whatever order it is learned, and never wrong on purpose."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import formats
from reader.model.fact import Fact
from reader.model.snapshot import Document
from reader.tagging.memory import BODIES, BODY, FRESH, PERSONS, Memory, surname
from reader.tagging.tagger import Tagger
from reader.text import fold

NAMES = ("Ana Petrova", "Ivo Petrova", "Ana M. Petrova", "Diego Garrido", "Élise Nordström", "Jan van der Berg")
facts = st.lists(
    st.builds(
        Fact,
        st.sampled_from(NAMES),
        st.sampled_from(("", "Spain", "Belarus")),
        st.sampled_from(("", "minister", "foreign minister")),
        st.integers(0, 50),
    ),
    max_size=30,
)


def learned(*given: Fact) -> Memory:
    memory = Memory()
    memory.take(given)
    return memory


@given(facts, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_learning_does_not_matter(told: list[Fact], chance: random.Random) -> None:
    shuffled = list(told)
    chance.shuffle(shuffled)
    one, other = Memory(), Memory()
    one.take(told)
    for fact in shuffled:
        other.take([fact])
    for word in ("petrova", "garrido", "nordstrom", "berg"):
        for at in range(0, 55, 5):
            first, second = one.person(word, at), other.person(word, at)
            assert (first and first.name) == (second and second.name)


@given(facts)
@settings(max_examples=60, deadline=None)
def test_it_is_what_it_was_after_a_restart(told: list[Fact]) -> None:
    memory = Memory()
    memory.take(told)
    again = Memory.read(memory.text())
    assert again.text() == memory.text()
    assert len(again) == len(memory)
    assert again.take(told) == []
    assert again.text() == memory.text()


@given(facts, st.integers(0, 50))
@settings(max_examples=60, deadline=None)
def test_nothing_is_known_before_it_was_told(told: list[Fact], at: int) -> None:
    memory = Memory()
    memory.take(told)
    for word in ("petrova", "garrido"):
        known = memory.person(word, at)
        assert known is None or any(fact.name == known.name and fact.at <= at for fact in told)


@given(st.one_of(st.none(), st.text(max_size=40), st.lists(st.integers(), max_size=3).map(json.dumps)))
@settings(max_examples=80, deadline=None)
def test_what_is_no_memory_is_an_empty_one(text: str | None) -> None:
    assert len(Memory.read(text)) == 0


def test_two_of_one_surname_are_nobody() -> None:
    memory = learned(Fact("Ana Petrova", "", "", 1), Fact("Ivo Petrova", "", "", 5))
    assert memory.person("petrova", 4) is not None
    assert memory.person("petrova", 5) is None


def test_a_middle_initial_makes_nobody_else() -> None:
    memory = learned(Fact("Ana Petrova", "", "", 3), Fact("Ana M. Petrova", "", "", 1))
    known = memory.person("petrova", 9)
    assert known is not None
    assert known.name == "Ana M. Petrova"


def test_it_tells_which_word_is_new_and_for_when() -> None:
    memory = Memory()
    assert [word[:4] for word in memory.take([Fact("Ana Petrova", "", "", 10)])] == [
        ("petrova", "Ana Petrova", 10, None)
    ]
    assert memory.take([Fact("Ana Petrova", "", "", 20)]) == []
    assert [word[2:] for word in memory.take([Fact("Ana Petrova", "", "", 4)])] == [(4, 10)]


def test_it_is_bounded_and_forgets_who_was_named_longest_ago() -> None:
    memory = Memory()
    memory.take([Fact(f"Ana Name{number}", "", "", number) for number in range(3 * PERSONS)])
    memory.take([Fact(f"Spain: M{number} Ministry", "Spain", BODY, number) for number in range(3 * BODIES)])
    assert len(memory) == PERSONS + BODIES
    assert memory.person("name0", 9999) is None
    assert memory.person(f"name{3 * PERSONS - 1}", 9999) is not None
    # What is forgotten at once is not told as new, or entries would be tagged again and again.
    assert memory.take([Fact("Ana Name0", "", "", 0)]) == []
    assert memory.person("name0", 9999) is None


def test_an_office_goes_to_who_was_named_with_it_lately() -> None:
    memory = learned(Fact("Diego Garrido", "Spain", "foreign minister", 0))
    assert memory.holder("minister", "Spain", FRESH) is not None
    assert memory.holder("minister", "", FRESH) is not None
    assert memory.holder("minister", "Belarus", 1) is None
    assert memory.holder("minister", "Spain", FRESH + 1) is None
    assert memory.holder("defence minister", "Spain", 1) is None
    memory.take([Fact("Luz Ortega", "Spain", "defence minister", 5)])
    assert memory.holder("minister", "Spain", 9) is None
    assert memory.holder("foreign minister", "Spain", 9) is not None


# -- with the tagger


def read(tagger: Tagger, *entries: tuple[str | None, str]) -> list[tuple[list[str], str | None]]:
    """Tag entries of one source one after the other; actors and speaker of each."""
    memory, found = Memory(), []
    for at, (headline, text) in enumerate(entries):
        tagging, told = tagger.tag_with(headline, text, memory, at)
        memory.take(told)
        found.append(([actor.name for actor in tagging.actors], tagging.speaker))
    return found


MINISTER = ("Talks resume", "Spanish Foreign Minister Diego Garrido told reporters on Monday that talks would go on.")


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Garrido Says Talks Have Failed", ""),
        ("Garrido calls on Belarus to release prisoners", ""),
        ("Talks fail", "It was over, Garrido said."),
        ("Talks fail", "Nobody believed Garrido any more."),
    ],
)
def test_a_surname_stands_for_who_was_named_in_full(tagger: Tagger, headline: str, text: str) -> None:
    actors, _ = read(tagger, MINISTER, (headline, text))[1]
    assert "Diego Garrido" in actors
    assert "Garrido" not in actors


@pytest.mark.parametrize(
    ("headline", "text"),
    [
        ("Fire on Garrido Street", "People left Garrido Street in the evening."),
        ("Lucia Garrido wins", "Lucia Garrido won in Madrid."),
        ("Belarusian minister Garrido resigns", "He gave no reason."),
        ("A garrido", "The garrido is a bird."),
        ("Garrido Hospital opens", "The Garrido Hospital was built in a year."),
    ],
)
def test_other_things_of_that_name_are_not_taken_for_him(tagger: Tagger, headline: str, text: str) -> None:
    actors, _ = read(tagger, MINISTER, (headline, text))[1]
    assert "Diego Garrido" not in actors


def test_the_minister_is_who_was_named_as_one(tagger: Tagger) -> None:
    actors, speaker = read(tagger, MINISTER, ("Talks over", "The foreign minister said that Spain would go home."))[1]
    assert "Diego Garrido" in actors
    assert speaker == "Diego Garrido"


def test_the_minister_of_another_country_is_not(tagger: Tagger) -> None:
    found = read(tagger, MINISTER, ("Belarus rejects talks", "The foreign minister said that Belarus had no time."))[1]
    assert "Diego Garrido" not in found[0]


def test_the_ministry_is_the_one_that_was_named(tagger: Tagger) -> None:
    first = ("Spain closes border", "The Spanish Interior Ministry said so.")
    actors, _ = read(tagger, first, ("Spain opens border", "The ministry said that the border was open again."))[1]
    assert "Spain: Interior Ministry" in actors


def test_a_bare_ministry_is_the_one_of_a_source_about_one_country(tagger: Tagger) -> None:
    first, bare = (
        ("Spain closes border", "The Spanish Interior Ministry said so."),
        ("Interior Ministry Denies Report", ""),
    )
    assert "Spain: Interior Ministry" in read(tagger, first, bare)[1][0]
    other = ("Belarus closes border", "The Belarusian Foreign Ministry said so.")
    assert "Spain: Interior Ministry" not in read(tagger, first, other, bare)[2][0]


def test_an_office_without_a_country_is_somebodys_only_in_a_source_about_one(tagger: Tagger) -> None:
    bare = ("Talks over", "The minister left early.")
    other = ("Visit ends", "Belarusian President Ivan Kupala told reporters that he was going home.")
    assert "Diego Garrido" in read(tagger, MINISTER, bare)[1][0]
    assert "Diego Garrido" not in read(tagger, MINISTER, other, bare)[2][0]


def test_a_common_word_is_no_name(tagger: Tagger) -> None:
    first = ("Minister named", "British minister Ruth Young said on Monday that she was ready.")
    actors, _ = read(tagger, first, ("Young People Leave Villages", "Young people leave for the towns."))[1]
    assert "Ruth Young" not in actors


def test_without_memory_nothing_is_other_than_before(tagger: Tagger) -> None:
    for headline, text in (MINISTER, ("Garrido Says No", "The ministry said no."), (None, "The minister left.")):
        assert tagger.tag_with(headline, text, Memory(), 0)[0] == tagger.tag(headline, text)


@given(st.text(max_size=200), st.text(max_size=400))
@settings(max_examples=80, deadline=None)
def test_whatever_comes_it_does_not_fail(tagger: Tagger, headline: str, text: str) -> None:
    memory = learned(Fact("Diego Garrido", "Spain", "foreign minister", 0), Fact("A B", "", "", 0))
    tagging, told = tagger.tag_with(headline, f"{text} Garrido {text} the minister said {headline}", memory, 1)
    memory.take(told)
    assert tagging is not None


def test_on_other_news_nothing_becomes_wrong(tagger: Tagger, corpus: Path) -> None:
    """The development set: what all its entries tell of names changes no tag of any of them."""
    entries = json.loads((corpus / "actors_dev.json").read_text(encoding="utf-8"))["entries"]
    memory = Memory()
    for at, one in enumerate([*entries, *entries]):
        tagging, told = tagger.tag_with(one["headline"], one["body"], memory, at)
        memory.take(told)
        assert tagging == tagger.tag(one["headline"], one["body"]), one["id"]
    assert len(memory) > 20


def test_what_live_pages_gain_are_persons_whom_they_name_in_short(tagger: Tagger, corpus: Path) -> None:
    gained = 0
    for name in ("ndtv-india-srilanka-live-2023-11-02.html", "timesofindia-ipl-liveblog-2020-10-02.html"):
        body = (corpus / "live" / name).read_bytes()
        snapshot = formats.parse(Document(body, f"https://news.example/{name}", "text/html")).snapshot
        assert snapshot is not None
        memory = Memory()
        for at, one in enumerate(sorted(snapshot.entries, key=lambda one: (one.published or 0, -one.seq))):
            tagging, told = tagger.tag_with(one.headline, one.wording.text, memory, at)
            memory.take(told)
            plain = tagger.tag(one.headline, one.wording.text)
            words = fold(f"{one.headline} {one.wording.text}").split()
            for actor in set(tagging.actors) - set(plain.actors):
                gained += 1
                assert actor.type == "person"
                assert any(word.startswith(surname(actor.name)) for word in words), actor.name
            assert len(set(plain.actors) - set(tagging.actors)) <= len(set(tagging.actors) - set(plain.actors))
    assert gained >= 2
