"""The user's own rules: what they do, and how plainly it is said what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.tagging import Tagging
from reader.tagging import rules
from reader.tagging.cache import DATA, digest, load_lexicon
from reader.tagging.rules import RulesError, parse, read
from reader.tagging.tagger import Tagger

RULES = """
off = ["Karabakh"]

[[actor]]
name = "Freedonia"
type = "country"
aliases = ["Fredonia"]
adjectives = ["Freedonian"]

[[actor]]
name = "Border Guild"
type = "other organisation"
aliases = ["BG", "Guild of the Border"]
not_before = ["bridge"]
not_after = ["old"]
not_with = ["chess"]

[[actor]]
name = "Rufus Firefly"
type = "person"
side = "Freedonia"
office = "president"
aliases = ["Firefly"]

[[actor]]
name = "Northern Coast"
type = "armed group/region"
aliases = ["Coastland"]
adjectives = ["Coastlander"]

[[actor]]
name = "Freedonia: Harbour Office"
type = "government body"
aliases = ["harbour office"]

[[actor]]
name = "the Sultan"
extends = "Recep Tayyip Erdogan"
aliases = ["Sultan Recep"]

[[actor]]
name = "Acme"
type = "company"
aliases = ["acme.io"]
case_sensitive = true

[topic.energy]
strong = ["blackout*", "power cut*"]
weak = ["grid"]
not = ["grid penalty"]
"""


@pytest.fixture(scope="module")
def mine() -> Tagger:
    return Tagger(load_lexicon(None, extra=parse(RULES).extra))


def actors(tagging: Tagging) -> list[str]:
    return [actor.name for actor in tagging.actors]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Freedonian troops left.", "Freedonia"),
        ("Fredonia denied it.", "Freedonia"),
        ("The Guild of the Border objected.", "Border Guild"),
        ("The BG objected.", "Border Guild"),
        ("Firefly left the room.", "Rufus Firefly"),
        ("Coastlander units withdrew.", "Northern Coast"),
        ("The harbour office was shut.", "Freedonia: Harbour Office"),
        ("Sultan Recep left.", "Recep Tayyip Erdogan"),
        ("Shares of Acme fell.", "Acme"),
        ("Freedonia's defence ministry denied it.", "Freedonia: Defence Ministry"),
        ("France denied it.", "France"),
    ],
)
def test_what_is_named_is_found(mine: Tagger, text: str, wanted: str) -> None:
    assert wanted in actors(mine.tag(None, text))


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("The BG bridge was shut.", "Border Guild"),
        ("The old BG was shut.", "Border Guild"),
        ("The BG won at chess.", "Border Guild"),
        ("Guild of the Border bridge was shut.", "Border Guild"),
        ("Shares of ACME fell.", "Acme"),
        ("Karabakh said so.", "Nagorno-Karabakh Republic"),
    ],
)
def test_guards_and_what_is_off_cancel(mine: Tagger, text: str, unwanted: str) -> None:
    assert unwanted not in actors(mine.tag(None, text))


def test_a_speaker_speaks_for_the_side_given(mine: Tagger) -> None:
    found = mine.tag("Firefly Says Border Is Open", "")
    assert (found.speaker, found.side) == ("Rufus Firefly", "Freedonia")


def test_a_topic_of_ones_own(mine: Tagger) -> None:
    assert "energy" in mine.tag("Blackouts hit the coast", "").topics
    assert "energy" not in mine.tag("Driver gets grid penalty", "").topics


def test_shipped_tables_come_after(mine: Tagger) -> None:
    own = Tagger(
        load_lexicon(None, extra=parse('[[actor]]\nname = "Paris Inc"\ntype = "company"\naliases=["France"]').extra)
    )
    assert actors(own.tag(None, "France denied it."))[:1] == ["Paris Inc"]
    assert actors(mine.tag(None, "France denied it.")) == ["France"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[[actor]\n", None, "line 1"),
        ('[[actor]]\nname = "X"\ntypo = 1', 3, "has no 'typo' (did you mean type?)"),
        ('\n[[actor]]\nname = "X"\ntype = "compny"', 4, "(did you mean company?)"),
        ('[[actor]]\ntype = "company"', 1, "wants name"),
        ('[[actor]]\nname = "X"', 2, "wants type"),
        (
            '[[actor]]\nname = "X"\ntype = "company"\n\n[[actor]]\nname = "Y"\ntype = "company"\naliases = "Z"',
            8,
            "list",
        ),
        ('[[actor]]\nname = "X"\nextends = "Maia Sandhu"', 3, "(did you mean Maia Sandu?)"),
        ('[[actor]]\nname = "X"\nextends = "Maia Sandu"\ntype = "person"', 4, "has the type of that one"),
        ('[[actor]]\nname = "A;B"\ntype = "company"', 2, "cannot be a name"),
        ('[[actor]]\nname = "Office"\ntype = "government body"', 2, "Country: Body"),
        ('[[actor]]\nname = "X"\ntype = "company"\ncase_sensitive = "yes"', 4, "true or false"),
        ('# a comment\noff = ["Turky"]', 2, "(did you mean Turkey?)"),
        ("off = 3", 1, "list of strings"),
        ("actor = 3", 1, "[[actor]]"),
        ("actors = []", 1, "(did you mean actor?)"),
        ('[topic.energy]\nstrng = ["x"]', 2, "(did you mean strong?)"),
        ("[topic.energy]\n", 1, "wants strong"),
        ("[topic]\nenergy = 3", 2, "[topic.energy]"),
        ('[topic.energy]\nstrong = ["..."]', 2, "cannot be a name"),
    ],
)
def test_what_is_wrong_is_said_in_one_line_that_names_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(RulesError) as raised:
        parse(text, "my.toml")
    message = str(raised.value)
    assert "\n" not in message
    assert message.startswith("my.toml")
    assert words in message
    if line is not None:
        assert f"line {line}:" in message


def test_where_each_name_is_from() -> None:
    found = parse(RULES)
    assert found.lines["Freedonian"] == 4
    assert found.lines["topic energy"] == RULES[: RULES.index("[topic")].count("\n") + 1
    assert (found.actors, found.topics, found.off) == (7, 1, 1)


def test_a_file_that_is_not_there_is_none_and_one_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    assert read(tmp_path / "actors.toml") is None
    bad = tmp_path / "bad.toml"
    bad.write_bytes(b"\xff\xfe")
    with pytest.raises(RulesError, match=r"bad\.toml: is no text in UTF-8 \(byte 1\)$"):
        read(bad)
    with pytest.raises(RulesError, match=r"cannot be read \(Is a directory\)$"):
        read(tmp_path)


def test_the_compiled_tables_are_kept_by_both_digests(tmp_path: Path) -> None:
    cache, extra = tmp_path / "tables", parse(RULES).extra
    assert digest(DATA, extra) == digest(DATA, parse(RULES).extra) != digest(DATA)
    assert "fredonia" in load_lexicon(cache, extra=extra).aliases
    assert "fredonia" in load_lexicon(cache, extra=parse(RULES).extra).aliases
    assert "fredonia" not in load_lexicon(cache).aliases
    assert digest(DATA, parse(RULES.replace("Fredonia", "Fredonya")).extra) != digest(DATA, extra)


values = st.recursive(
    st.one_of(st.text(max_size=12), st.integers(), st.booleans()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(st.sampled_from(("actor", "topic", "off", "x")), values, max_size=3),
    st.lists(
        st.dictionaries(
            st.sampled_from(("name", "type", "aliases", "extends", "not_before", "side")),
            st.one_of(values, st.sampled_from(("company", "person", "France", "country"))),
            max_size=4,
        ),
        max_size=3,
    ),
)
@settings(max_examples=150, deadline=None)
def test_whatever_is_in_the_file_it_is_rules_or_an_error(data: dict, tables: list) -> None:
    for wanted in (data, {"actor": tables}, {"topic": data}):
        message = ""
        try:
            rules._Reader("", "my.toml").read(wanted)
        except RulesError as error:
            message = str(error)
        assert "\n" not in message
