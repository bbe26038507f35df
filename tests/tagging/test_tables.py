"""The tables and their cache."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest

from reader.model.tagging import TOPICS, ActorType
from reader.tagging.cache import DATA, digest, load_lexicon
from reader.tagging.lexicon import Aliases, Sense, SenseView
from reader.tagging.tables import Extra, rows
from reader.tagging.tagger import Tagger
from reader.tagging.verbs import regular


def test_every_table_explains_itself() -> None:
    for path in DATA.iterdir():
        assert path.read_text(encoding="utf-8").startswith("#"), path.name


def test_columns_and_sizes() -> None:
    widths = {"countries": 5, "regions": 5, "orgs": 5, "bodies": 4, "leaders": 6, "guards": 4}
    for name, width in widths.items():
        found = list(rows(DATA / f"{name}.tsv", width))
        assert all(len(row) == width and row[0] for row in found), name
    counts = {name: len(list(rows(DATA / f"{name}.tsv", width))) for name, width in widths.items()}
    wanted = {"countries": 196, "regions": 150, "orgs": 1500, "bodies": 200, "leaders": 900, "guards": 60}
    assert all(counts[name] >= least for name, least in wanted.items()), counts


def test_every_table_names_its_sources_and_columns() -> None:
    for name in ("countries", "regions", "orgs", "bodies", "leaders", "guards", "verbs", "country_names"):
        head = "".join(
            line for line in (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines(True) if line.startswith("#")
        )
        assert "Columns" in head, name
        assert "Where to check" in head or "CLDR" in head, name


def test_every_country_has_a_code_a_capital_and_an_adjective() -> None:
    for code, name, _, people, seats in rows(DATA / "countries.tsv", 5):
        assert re.fullmatch("[A-Z]{2}", code), name
        assert people or name == "Dominica", name  # "Dominican" is of the Dominican Republic
        assert seats or name in NO_SEAT, name
    codes = [row[0] for row in rows(DATA / "countries.tsv", 5)]
    assert len(set(codes)) == len(codes)


NO_SEAT = frozenset(
    (
        *("Antigua and Barbuda", "Bahamas", "Belgium", "Belize", "Djibouti", "Dominica", "Grenada", "Guyana"),
        *("Jamaica", "Kiribati", "Luxembourg", "Monaco", "Nauru", "San Marino", "Seychelles", "Singapore", "Vatican"),
        *("Saint Kitts and Nevis", "Saint Lucia", "Saint Vincent and the Grenadines", "Sao Tome and Principe"),
    )
)
"""Capitals that are called like the country, like another city, a person or the European Union: no seat in the news."""


@pytest.mark.parametrize("name", ["countries", "regions", "orgs", "leaders"])
def test_no_row_is_there_twice(name: str) -> None:
    column = 1 if name == "countries" else 0
    counts = Counter((row[column], row[4] if name == "regions" else "") for row in rows(DATA / f"{name}.tsv", 6))
    assert [row for row, count in counts.items() if count > 1] == []


def test_years_are_years() -> None:
    for name, _, _, start, end, _ in rows(DATA / "leaders.tsv", 6):
        for year in (start, end):
            assert not year or 1945 <= int(year) <= 2026, name
        assert not (start and end) or int(start) <= int(end), name


def test_types_of_organisations_are_known() -> None:
    for name, letter, *_, when in rows(DATA / "orgs.tsv", 5):
        assert letter in "icaon", name
        assert when in ("", "sport", "club"), name


def test_sides_are_countries_or_organisations_of_the_tables() -> None:
    known = {row[1] for row in rows(DATA / "countries.tsv", 5)}
    known |= {row[0].removeprefix("=") for name in ("orgs", "regions") for row in rows(DATA / f"{name}.tsv", 5)}
    sides = {row[3] for name in ("orgs", "regions") for row in rows(DATA / f"{name}.tsv", 5)}
    sides |= {row[2] for row in rows(DATA / "bodies.tsv", 4)}
    assert sides - known - {"", "-"} == set()


def test_each_country_is_listed_once() -> None:
    counts = Counter(row[1] for row in rows(DATA / "countries.tsv", 5))
    assert [name for name, count in counts.items() if count > 1] == []


def test_the_lexicon_speaks_the_vocabulary_of_the_model() -> None:
    lexicon = load_lexicon(None)
    types = {kind.value for kind in ActorType}
    for senses in lexicon.aliases.values():
        for view in map(SenseView._make, senses):
            if view.kind not in ("body", "mask", "place"):
                assert view.type in types, view
    assert {topic for patterns in lexicon.topics.values() for _, topic, _ in patterns} == set(TOPICS)


def test_people_of_the_tables_speak_for_somebody_known() -> None:
    known = {row[1] for row in rows(DATA / "countries.tsv", 5)}
    known |= {row[0].removeprefix("=") for name in ("orgs", "regions") for row in rows(DATA / f"{name}.tsv", 5)}
    unknown = {row[0]: row[1] for row in rows(DATA / "leaders.tsv", 6) if row[1] not in known}
    assert unknown == {}


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("warn", ("warns", "warned", "warning")),
        ("ban", ("bans", "banned", "banning")),
        ("deny", ("denies", "denied", "denying")),
        ("launch", ("launches", "launched", "launching")),
        ("urge", ("urges", "urged", "urging")),
        ("agree", ("agrees", "agreed", "agreeing")),
    ],
)
def test_regular_verbs(base: str, forms: tuple[str, str, str]) -> None:
    assert regular(base) == forms


def test_the_cache_holds_what_was_compiled(tmp_path: Path) -> None:
    cache = tmp_path / "deep" / "lexicon"
    fresh = load_lexicon(cache)
    assert cache.is_file()
    assert load_lexicon(cache).plain() == fresh.plain() == load_lexicon(None).plain()
    assert [path.name for path in cache.parent.iterdir()] == ["lexicon"]


@pytest.mark.parametrize("damage", [b"", b"nonsense", b"\x00" * 5000], ids=["empty", "text", "zeros"])
def test_a_damaged_cache_is_rewritten(tmp_path: Path, damage: bytes) -> None:
    cache = tmp_path / "lexicon"
    load_lexicon(cache)
    good = cache.read_bytes()
    cache.write_bytes(damage)
    assert Tagger(load_lexicon(cache)).tag("Peru says no", "").speaker == "Peru"
    assert cache.read_bytes() == good
    for place in (10, len(good) // 2, len(good) - 1):
        cache.write_bytes(good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :])
        load_lexicon(cache)
        assert cache.read_bytes() == good


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert load_lexicon(tmp_path / "file" / "lexicon").aliases
    assert load_lexicon(tmp_path).aliases


def test_a_changed_table_makes_another_cache(tmp_path: Path) -> None:
    tables = tmp_path / "data"
    shutil.copytree(DATA, tables)
    cache = tmp_path / "lexicon"
    load_lexicon(cache, tables)
    with (tables / "orgs.tsv").open("a", encoding="utf-8") as file:
        file.write("Quillon Works\tc\n")
    assert digest(tables) != digest()
    tagging = Tagger(load_lexicon(cache, tables)).tag("Quillon Works sold", "")
    assert [actor.name for actor in tagging.actors] == ["Quillon Works"]


def test_extra_rows_come_before_the_shipped_ones(tmp_path: Path) -> None:
    extra = Extra(
        rows={
            "orgs": [["Lamplighters", "a", "Turkey", "Peru"], ["Quillon Works", "c"]],
            "leaders": [["Tove Lindqvarn", "Norway", "Minister"]],
        },
        topics={"sport": {"strong": ["lamp racing", "*", "  "]}},
        off=frozenset({"Greece", "no such name"}),
    )
    tagger = Tagger(load_lexicon(tmp_path / "cache", extra=extra))
    found = tagger.tag("Turkey buys Quillon Works", "Lindqvarn said that Greece won the lamp racing.")
    assert {actor.name for actor in found.actors} == {"Lamplighters", "Quillon Works", "Tove Lindqvarn"}
    assert found.side == "Norway"
    assert "sport" in found.topics
    assert load_lexicon(tmp_path / "cache", extra=extra).plain() == tagger.lexicon.plain()
    assert digest(DATA, extra) != digest()


def test_senses_are_kept_as_text_until_they_are_asked_for() -> None:
    senses: dict[str, tuple[Sense, ...]] = {
        "quendo": (("org", "Quendo", "company", "", "cap", ()), ("place", "Peru", "", "", "cap", ("sport", "a b"))),
        "lamp act": (("mask", "", "", "", "ends", ()),),
    }
    kept = Aliases.of_texts(Aliases(senses).as_texts())
    assert kept.get("quendo") == senses["quendo"] == kept["quendo"]
    assert kept.get("nobody", ()) == ()
    assert list(kept.values()) == list(senses.values())
    assert Aliases.of_texts(kept.as_texts()).as_texts() == Aliases(senses).as_texts()
    assert not Aliases.of_texts(Aliases().as_texts())
