"""Figures: numbers of the news with what they count, and numbers that are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import tagging
from reader.tagging.figures import Bound, Figure, figures
from tests.tagging.timing import takes_linear_time

TAGGER = tagging.load()


def read(headline: str | None, text: str = "") -> tuple[Figure, ...]:
    return figures(TAGGER.lexicon, headline, text, TAGGER.tag(headline, text))


def counted(text: str) -> list[tuple[float | None, str]]:
    return [(figure.high, figure.subject) for figure in read(None, text)]


FOUND: list[tuple[str, list[tuple[float | None, str]]]] = [
    ("The storm killed 26 people on the coast.", [(26, "killed")]),
    ("The storm killed at least 26 people.", [(26, "killed")]),
    ("At least 26 were killed in the storm.", [(26, "killed")]),
    ("Twenty-six people have died in the storm.", [(26, "killed")]),
    ("The death toll rose to 84 on Monday.", [(84, "killed")]),
    ("The death toll stands at 84.", [(84, "killed")]),
    ("The death toll from the missile attack rose to 84 people.", [(84, "killed")]),
    ("The number of civilians injured has grown to 26.", [(26, "civilians injured")]),
    ("Some 19 injured civilians were taken to hospital.", [(19, "civilians injured")]),
    ("Three soldiers were killed and 12 others wounded.", [(3, "soldiers killed"), (12, "soldiers injured")]),
    ("The blast left 5 dead and 40 injured.", [(5, "killed"), (40, "injured")]),
    ("The ministry announced the deaths of another 26 of its servicemen.", [(26, "soldiers killed")]),
    ("The names of 84 killed soldiers were read out.", [(84, "soldiers killed")]),
    ("The army destroyed 22 tanks at the river.", [(22, "tanks destroyed")]),
    ("The navy shot down six drones over the strait.", [(6, "drones shot down")]),
    ("Thirty-one people are missing after the flood.", [(31, "missing")]),
    ("Police arrested 140 protesters in the square.", [(140, "protesters detained")]),
    ("More than 1,200 families were displaced by the flood.", [(1200, "families displaced")]),
    ("Rescuers saved two children from the roof.", [(2, "children rescued")]),
    ("The fire damaged 300 homes in the valley.", [(300, "homes damaged")]),
    ("The quake destroyed 41 residential buildings.", [(41, "buildings destroyed")]),
    ("About 4,800 people have left their homes.", [(4800, "people")]),
    ("The city opened 35 shelters for the night.", [(35, "shelters")]),
    ("The town has 1.5 million inhabitants and a port.", [(1_500_000, "inhabitants")]),
    ("Between 10 and 15 fishermen are missing at sea.", [(15, "fishermen missing")]),
    ("From 10 to 15 vessels lie off the cape.", [(15, "vessels")]),
    ("The flood killed 10 to 15 people.", [(15, "killed")]),
    ("The flood killed 10-15 people.", [(15, "killed")]),
    ("Deaths rose from 19 to 26 in a week.", [(26, "killed")]),
    ("Dozens of fishermen are missing at sea.", [(None, "fishermen missing")]),
    ("Hundreds of thousands of people marched in the capital.", [(None, "people")]),
    ("Inflation rose to 5.2 percent in May.", [(5.2, "inflation")]),
    ("Inflation was 5% in May, and it is falling.", [(5, "inflation")]),
    ("The turnout was 61 per cent at noon.", [(61, "turnout")]),
    ("Exports fell by 3% over the year.", [(3, "exports, change")]),
    ("About 60% of voters stayed at home.", [(60, "share of voters")]),
    ("The bank approved a $40 million loan for the port.", [(40_000_000, "loan")]),
    ("The union sent €2.5bn in aid to the valley.", [(2_500_000_000, "aid")]),
    ("The court set a fine of 300 million euros.", [(300_000_000, "fine")]),
    ("The ship carried 27,000 tonnes of wheat.", [(27_000, "wheat")]),
    ("A total of 26 people were killed, and one person is missing.", [(26, "killed"), (1, "missing")]),
    ("Doctors say 14 passengers were injured when the bus left the road.", [(14, "passengers injured")]),
    ("As many as 26 civilians have been hospitalized.", [(26, "civilians hospitalised")]),
    ("Half a million people have no water.", [(500_000, "people")]),
    ("Two hundred and five miners came up alive.", [(205, "miners")]),
    ("The crash killed 162, police said.", [(162, "killed")]),
    ("Around 370 000 people live on the island.", [(370_000, "people")]),
]

NONE = [
    "The war began on September 27 and ended in 1994.",
    "He was elected in 2019 and again on 3 May 2023.",
    "The meeting is set for 14:30 GMT on Monday.",
    "The shop opens at 7 p.m. and closes at 11 pm.",
    "The champions won 3-1 at home.",
    "She won the final 6-4, 7-5 on the clay.",
    "The 45-year-old driver walked away.",
    "Maria Silva, 45, walked away.",
    "The singer died at 77 in her sleep.",
    "Call +44 20 7946 0123 for help.",
    "The number to call is 555-0142.",
    "The flight QX 204 and the F-16 landed.",
    "The Boeing 737 was empty.",
    "The council passed Resolution 2118 and Article 5 holds.",
    "The talks went on for 24 hours and three days.",
    "The road is 30 km long and 12 metres wide.",
    "COVID-19 is back, and so is the G20.",
    "It is the 20th day and the third week.",
    "The two sides met for the first time in two years.",
    "One of the ministers said that no one was there.",
    "Both countries are members of a group of 27.",
    "The address is 12 Harbour Street.",
    "The lawmakers voted 220 to 212 on it.",
    "On 21/03/2024 the page was 404.",
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[line for line, _ in FOUND])
def test_what_is_counted(text: str, expected: list[tuple[float | None, str]]) -> None:
    assert counted(text) == expected


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_figure(text: str) -> None:
    assert counted(text) == []


@pytest.mark.parametrize(
    ("words", "low", "high", "bound"),
    [
        ("26", 26, 26, Bound.EXACT),
        ("at least 26", 26, 26, Bound.LEAST),
        ("more than 26", 26, 26, Bound.LEAST),
        ("about 26", 26, 26, Bound.ABOUT),
        ("nearly 26", 26, 26, Bound.ABOUT),
        ("up to 26", 26, 26, Bound.MOST),
        ("10 to 15", 10, 15, Bound.EXACT),
        ("between 10 and 15", 10, 15, Bound.EXACT),
        ("1.200.000", 1_200_000, 1_200_000, Bound.EXACT),
        ("a dozen", 12, 12, Bound.EXACT),
    ],
)
def test_how_exact_a_number_is(words: str, low: float, high: float, bound: Bound) -> None:
    (figure,) = read(None, f"The police counted {words} protesters in the square.")
    assert (figure.low, figure.high, figure.bound) == (low, high, bound)
    assert figure.text == words


def test_who_says_it_whose_it_is_and_of_which_day() -> None:
    text = (
        "Swiss prosecutors reported 19 injured civilians on Sunday. Around 30 Danish soldiers were killed, Oslo said."
    )
    first, second = read(None, text)
    assert (first.who, first.day, first.whose) == ("Switzerland: Prosecutor's Office", "sunday", None)
    assert (second.who, second.side, second.whose) == ("Norway", "Norway", "Denmark")
    assert text[second.at : second.until] == "Around 30"
    assert text[second.start : second.end] == "Around 30 Danish soldiers were killed, Oslo said."


def test_its_servicemen_are_those_of_whoever_says_so() -> None:
    (figure,) = read("Kenyan Defence Ministry Says 26 of Its Servicemen Killed in Fighting")
    assert (figure.whose, figure.who) == ("Kenya", "Kenya: Defence Ministry")


def test_a_quotation_of_several_sentences_is_its_speaker_s() -> None:
    found = read(None, '"There were 30 fatalities. We found 100 survivors," Swiss President Lena Frei said.')
    assert [figure.who for figure in found] == ["Lena Frei", "Lena Frei"]


def test_the_same_figure_in_headline_and_text_is_one() -> None:
    assert len(read("Flood kills 26 people", "The flood killed 26 people. It injured 40 people.")) == 2


def test_numbers_of_other_languages_are_left_alone() -> None:
    assert read("Morrem 26 pessoas em 60 segundos", "O temporal de ontem matou 26 pessoas no norte do país.") == ()


WORDS = st.sampled_from(
    "26 1,200 3.5 $ € % to and 10-15 - : / ten twenty hundred million dozens of killed people injured were the at least between "
    "percent in Kenya said , . \n \" ' 1994 2-1 +44 a half per cent deaths rose toll é \u200b ١٢ ² 999999999999999999999999999999".split(
        " "
    )
)


@settings(max_examples=70, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join), st.one_of(st.lists(WORDS, max_size=80).map(" ".join), st.text()))
def test_nothing_raises_and_places_lie_in_the_text(headline: str, text: str) -> None:
    for figure in read(headline, text):
        whole = headline if figure.place == "headline" else text
        assert 0 <= figure.start <= figure.until <= len(whole)
        assert figure.at < figure.until
        assert figure.subject
        if figure.low is not None and figure.high is not None:
            assert figure.low <= figure.high


@pytest.mark.parametrize("piece", ["26 ", "10-15-", "1, ", "five ", "the death toll ", "killed 3 ", "$4 in "])
def test_time_is_linear(piece: str) -> None:
    assert takes_linear_time(TAGGER, piece, lambda text, tags: figures(TAGGER.lexicon, None, text, tags))
