"""Topics by words."""

from __future__ import annotations

import pytest

from reader.model.tagging import TOPICS
from reader.tagging.tagger import Tagger


@pytest.mark.parametrize(
    ("headline", "topic"),
    [
        ("Artillery shells village at dawn", "military"),
        ("Twelve killed as bus overturns", "casualties"),
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
        ("Train drivers on strike over pay", "military"),
        ("Party wins landslide victory", "disaster"),
        ("Teams trade shots in fierce battle for the title", "disaster"),
        ("Actor dies of heart attack", "military"),
        ("Ministers lay down arms control paper", "sport"),
    ],
)
def test_phrases_that_only_look_like_a_topic(tagger: Tagger, headline: str, absent: str) -> None:
    assert absent not in tagger.tag(headline, "").topics


def test_media_is_a_topic_of_its_own(tagger: Tagger) -> None:
    assert tagger.tag(None, "", media=True).topics == ("media",)
    assert "media" in tagger.tag("Court jails banker; vote count goes on; quake kills ten", "", media=True).topics


def test_no_more_than_three_and_only_known_ones(tagger: Tagger) -> None:
    text = "Troops killed ten; the court jailed them; the election, the quake, the vaccine and the cup final go on."
    found = tagger.tag(text, text).topics
    assert len(found) == 3
    assert set(found) <= set(TOPICS)
    assert tagger.tag("A quiet day", "Nothing to see.").topics == ()
