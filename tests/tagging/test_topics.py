"""Topics by words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model.tagging import TOPICS
from reader.tagging import topics
from reader.tagging.tagger import Tagger


@pytest.mark.parametrize(
    ("headline", "topic"),
    [
        ("Artillery shells village at dawn", "military"),
        ("Twelve killed as bus overturns", "casualties"),
        ("Sirens sound as water seeps over spillway of the dam", "disaster"),
        ("Flood toll tops 110 in valley", "casualties"),
        ("Gunmen abduct pupils from school", "humanitarian"),
        ("Foreign ministers hold talks on border", "diplomacy"),
        ("Both sides call for truce", "ceasefire"),
        ("Island declares state of emergency", "mobilisation"),
        ("Refugees cross river as aid convoy waits", "humanitarian"),
        ("Arms shipment seized at port", "arms"),
        ("Voters head to polls in election", "politics"),
        ("Court jails banker for fraud", "justice"),
        ("Central bank cuts interest rate", "economy"),
        ("Earthquake shakes coast", "disaster"),
        ("Vaccine trial halted by researchers", "science"),
        ("Striker scores twice in cup final", "sport"),
        ("Video of comet shared by observatory", "media"),
    ],
)
def test_each_topic_has_words(tagger: Tagger, headline: str, topic: str) -> None:
    assert topic in tagger.tag(headline, "").topics


@pytest.mark.parametrize(
    ("headline", "absent"),
    [
        ("Opposition wins landslide election victory", "disaster"),
        ("Thousands strike against labour reform", "military"),
        ("FIFA bars Kenyan football federation", "diplomacy"),
        ("Train drivers on strike over pay", "military"),
        ("Party wins landslide victory", "disaster"),
        ("Teams trade shots in fierce battle for the title", "disaster"),
        ("Actor dies of heart attack", "military"),
        ("Ministers lay down arms control paper", "sport"),
        ("Saddle dam holds, chief of works says", "science"),
    ],
)
def test_phrases_that_only_look_like_a_topic(tagger: Tagger, headline: str, absent: str) -> None:
    assert absent not in tagger.tag(headline, "").topics


def test_teams_of_experts_play_no_match(tagger: Tagger) -> None:
    text = "A disaster assessment team can be in the valley within a day, beside the medical team that is there."
    assert "sport" not in tagger.tag("UN is ready to send an assessment team", text).topics


def test_media_is_a_topic_of_its_own(tagger: Tagger) -> None:
    assert tagger.tag(None, "", media=True).topics == ("media",)
    assert "media" in tagger.tag("Court jails banker; vote count goes on; quake kills ten", "", media=True).topics


def test_no_more_than_three_and_only_known_ones(tagger: Tagger) -> None:
    text = "Troops killed ten; the court jailed them; the election, the quake, the vaccine and the cup final go on."
    found = tagger.tag(text, text).topics
    assert len(found) == 3
    assert set(found) <= set(TOPICS)
    assert tagger.tag("A quiet day", "Nothing to see.").topics == ()


def test_what_is_remembered_of_words_is_bounded_and_changes_nothing(
    tagger: Tagger, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "Artillery shells village; ceasefire talks, refugees and an election follow"
    fresh = replace(tagger.lexicon)
    assert Tagger(fresh).tag(None, text) == Tagger(fresh).tag(None, text) == tagger.tag(None, text)
    assert fresh.openings
    assert "openings" not in fresh.plain()
    monkeypatch.setattr(topics, "_REMEMBERED", 3)
    small = replace(tagger.lexicon)
    assert Tagger(small).tag(None, f"{'a' * 50} {text}") == tagger.tag(None, f"{'a' * 50} {text}")
    assert len(small.openings) <= 3


@pytest.mark.parametrize(
    ("headline", "text", "found"),
    [
        ("Shell sells pipeline", "", ("economy",)),
        ("Quillon meets Boeing", "", ("economy",)),
        ("Bayern past Leverkusen", "", ("sport",)),
        ("Hungary and Chile at odds", "", ("diplomacy",)),
        ("Kisumu: nothing new", "", ()),
    ],
)
def test_who_acts_names_the_topic_where_no_word_does(
    tagger: Tagger, headline: str, text: str, found: tuple[str, ...]
) -> None:
    assert tagger.tag(headline, text).topics == found


def test_the_dead_of_an_armed_group_are_of_its_war(tagger: Tagger) -> None:
    assert set(tagger.tag("ELN kills nine in valley", "").topics) == {"military", "casualties"}


def test_clubs_named_like_their_city_are_meant_in_sport_alone(tagger: Tagger) -> None:
    def names(headline: str, text: str) -> list[str]:
        return [actor.name for actor in tagger.tag(headline, text).actors]

    assert names("Barcelona beat Leeds in friendly", "The match in Milan ended 3-1.") == [
        "FC Barcelona",
        "Leeds United",
    ]
    assert names("Flood in Milan", "Barcelona is dry.") == []


@pytest.mark.parametrize(
    ("headline", "text", "absent"),
    [
        ("Price of lamps up", "The Quendon Labour Congress and the Court of Lamp Auditors met in a hall.", "justice"),
        ("Peru doubles price of lamps", "Bakers were invited to talks, and talks went on.", "diplomacy"),
        ("Navy ship sinks off Peru in storm", "The army searched for them.", "military"),
        ("Bakers strike in Lima", "Their union wants more pay, and strikes may go on.", "military"),
    ],
)
def test_what_an_entry_is_not_about(tagger: Tagger, headline: str, text: str, absent: str) -> None:
    assert absent not in tagger.tag(headline, text).topics


def test_a_strike_of_workers_is_economy(tagger: Tagger) -> None:
    assert tagger.tag("Bakers strike in Lima", "Their union wants more of it.").topics == ("economy",)


@pytest.mark.parametrize(
    ("headline", "war"),
    [
        ("Spain hits refinery in Quendon", True),
        ("Israel pounds Gaza City", True),
        ("China hits US with new duties", False),
        ("Brazil hits record soy harvest", False),
        ("Spain strikes deal with Peru", False),
    ],
)
def test_a_state_that_hits_is_at_war_unless_it_hits_a_record(tagger: Tagger, headline: str, war: bool) -> None:
    assert ("military" in tagger.tag(headline, "").topics) == war


@pytest.mark.parametrize(
    ("headline", "topic"),
    [
        ("Fiji accuses Tonga of ramming boat", "diplomacy"),
        ("Peru's Boluarte threatens Chile with tariffs", "diplomacy"),
        ("Fiji urges bakers to stay open", "no diplomacy"),
    ],
)
def test_what_a_state_asks_of_another_is_diplomacy(tagger: Tagger, headline: str, topic: str) -> None:
    found = tagger.tag(headline, "").topics
    assert ("diplomacy" in found) is (topic == "diplomacy")


def test_words_of_a_persons_name_tell_no_topic(tagger: Tagger) -> None:
    assert tagger.tag("Pam Bondi stays", "Pam Bondi said so.").topics == ()


def test_a_party_is_politics(tagger: Tagger) -> None:
    assert tagger.tag("Bishops: AfD no home for the faithful", "").topics == ("politics",)


def test_talks_of_one_firm_are_no_diplomacy(tagger: Tagger) -> None:
    assert "diplomacy" not in tagger.tag("Qantas reaches deal with crews", "A negotiator spoke of long nights.").topics


def test_who_is_handed_over_has_not_fallen_in_a_fight(tagger: Tagger) -> None:
    assert "military" not in tagger.tag("Hamas frees hostages, two others dead", "").topics


def test_whom_the_text_accuses_makes_diplomacy(tagger: Tagger) -> None:
    text = "Its minister accused Malta of lying and sulking. Nobody else spoke."
    assert tagger.tag("Fiji to keep the lamp until it is lit", text).topics == ("diplomacy",)


def test_the_first_sentence_stands_for_a_headline_that_is_not_there(tagger: Tagger) -> None:
    text = "Nine banks and a firm waited. A judge came by much later, for tea."
    assert tagger.tag(None, text).topics == ("economy",)
