"""Names of countries in other languages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.tagging import load
from reader.tagging.cache import DATA, load_lexicon
from reader.tagging.countries import country_names, other_language
from reader.tagging.tables import Extra, rows
from reader.tagging.tagger import Tagger

LANGUAGES = sorted({row[0] for row in rows(DATA / "country_names.tsv", 3)})


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de-AT", "Österreich und die Türkei verhandeln, Südkorea schaut zu", ["Austria", "Turkey", "South Korea"]),
        ("fr", "L'Iran et la Côte d’Ivoire", ["Iran", "Ivory Coast"]),
        ("es", "Gran encuentro entre España y Japón", ["Spain", "Japan"]),
        ("tr", "Türkiye'nin Almanya ziyareti", ["Turkey", "Germany"]),
        ("ru", "Россия и Турция: переговоры", ["Russia", "Turkey"]),
        ("el", "Η Ελλάδα και η Κύπρος", ["Greece", "Cyprus"]),
        ("zh-Hans", "中国和美国举行会谈", ["China", "United States"]),
        ("ja", "タイトルではなくタイと韓国", ["Thailand", "South Korea"]),
        ("ko", "한국은 북한에", ["South Korea", "North Korea"]),
        ("ar", "تركيا تعلن", ["Turkey"]),
        ("nb", "Tyskland og Norge", ["Germany", "Norway"]),
    ],
)
def test_countries_by_the_feeds_language(tagger: Tagger, language: str, text: str, names: list[str]) -> None:
    found = tagger.tag(None, text, language=language)
    assert [actor.name for actor in found.actors] == names
    assert (found.speaker, found.topics) == (None, ())


def test_english_stays_english(tagger: Tagger) -> None:
    headline, text = (
        "Peru urges Chile to share water",
        "The minister said that the river was low and the dams were empty.",
    )
    plain = tagger.tag(headline, text)
    assert plain.speaker == "Peru"
    for language in (None, "", "en", "en-GB", "eng", "de", "und", "x", "??"):
        assert tagger.tag(headline, text, language=language) == plain, language


def test_an_unknown_language_has_no_names(tagger: Tagger) -> None:
    assert tagger.tag("Peru", "Peru", language="kn").actors == ()
    assert other_language("pt_BR", "", "") == "pt"


def test_what_was_put_over_the_tables_holds_in_every_language() -> None:
    extra = Extra(
        rows={"orgs": [["Laternenbund", "o", "Lampenfreunde Nord"]]}, topics={"sport": {"strong": ["lampenlauf"]}}
    )
    tagger = Tagger(load_lexicon(None, extra=extra))
    found = tagger.tag("Lampenlauf in Peru", "Die Lampenfreunde Nord aus Österreich.", language="de")
    assert [actor.name for actor in found.actors] == ["Peru", "Laternenbund", "Austria"]
    assert found.topics == ("sport",)


def test_every_language_names_nearly_every_country() -> None:
    codes = {row[0] for row in rows(DATA / "countries.tsv", 5)}
    assert len(LANGUAGES) >= 20
    for language in LANGUAGES:
        listed = [row for row in rows(DATA / "country_names.tsv", 3) if row[0] == language]
        assert {row[1] for row in listed} <= codes
        assert len(listed) >= 190, language
        assert len({row[1] for row in listed}) == len(listed)
        names = country_names(language)
        assert names is not None
        for name, country in list(names.countries.items())[::17]:
            assert [found[0] for found in names.find(name)] == [country], (language, name)


@settings(deadline=None)
@given(st.text(max_size=80), st.sampled_from(LANGUAGES), st.text(max_size=80))
def test_mentions_lie_within_the_text(before: str, language: str, behind: str) -> None:
    names = country_names(language)
    assert names is not None
    text = f"{before} {next(iter(names.countries))} {behind}"
    for mention in load().tag(text, text, language=language).mentions:
        assert 0 <= mention.start < mention.end <= len(text)
