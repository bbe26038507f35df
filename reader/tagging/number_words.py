"""The words and signs of numbers, and those that show a number to be something else."""

from __future__ import annotations

import re

ONES: dict[str, int] = dict(
    zip(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen "
        "nineteen".split(),
        range(1, 20),
        strict=True,
    )
)
TENS: dict[str, int] = dict(
    zip("twenty thirty forty fifty sixty seventy eighty ninety".split(), range(20, 100, 10), strict=True)
)
SCALES = {
    "hundred": 100.0,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12.0,
    "crore": 1e7,
    "crores": 1e7,
    "lakh": 1e5,
    "lakhs": 1e5,
}
SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}
VAGUE = frozenset("dozens scores hundreds thousands tens millions billions".split())
PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}|\d+(?:\.\d+)?")
SUFFIXED = re.compile(r"(\d+(?:[.,]\d+)*)([a-z]{1,3})")
CURRENCIES = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₴": "UAH",
    "₩": "KRW",
    "₺": "TRY",
    "₦": "NGN",
    "₪": "ILS",
}
MONEY = {
    "dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "yen": "JPY", "rupees": "INR",
    "roubles": "RUB", "rubles": "RUB", "yuan": "CNY", "francs": "CHF", "hryvnias": "UAH",
    "pesos": "pesos", "lira": "TRY",
}  # fmt: skip
MEASURES = {
    word: name
    for name, words in {
        "tonnes": "tonnes tonne", "tons": "tons ton", "barrels": "barrels barrel", "litres": "litres liters",
        "hectares": "hectares hectare",
        "acres": "acres acre", "degrees": "degrees", "megawatts": "megawatts mw", "gigawatts": "gigawatts gw",
    }.items()
    for word in words.split()
}  # fmt: skip
TIMES = frozenset(
    "centimetres centimeters millimetres kms second seconds minute minutes hour hours day days week weeks "
    "month months year years decade decades century centuries night nights am pm a.m p.m o'clock gmt utc "
    "est edt cet bst ist msk yrs yr mins hrs fortnight quarter quarters season seasons km kilometres "
    "kilometers kilometre kilometer miles mile metres meters metre meter feet foot ft inches inch cm mm mph "
    "kph kmh knots yards yard minute-long times".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr "
    "jun jul aug sep sept oct nov dec".split()
)
LABELS = frozenset(
    "article articles resolution resolutions flight level phase chapter section page pages room route "
    "highway channel number no day week year round game match group part version apollo boeing airbus "
    "version clause paragraph line platform unit gate grade stage class type category tier step protocol "
    "division brigade regiment battalion aged age act bill order case form station interstate exit building "
    "apartment block season episode chapter verse volume series size sections amendment title lot pier".split()
)


def _phrases(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in text.split("|"))


AT_LEAST = _phrases(
    "at least|more than|no fewer than|no less than|over|above|upwards of|a minimum of|as many as|as much as|exceeding|"
    "exceeded|topped|surpassed"
)
ABOUT = _phrases("about|around|some|approximately|roughly|nearly|almost|an estimated|estimated|close to|circa|approx")
AT_MOST = _phrases("up to|at most|fewer than|less than|under|as few as|below|no more than|a maximum of")
EXACTLY = frozenset(_phrases("as many as|as much as|as few as"))
"""Said of a number that is exact: "as many as 26 were treated" claims no more than 26."""
SPORT = frozenset(
    "win victory defeat loss draw lead result scoreline up down ahead against aggregate vote majority "
    "ruling split series".split()
)
DEFINITE = frozenset("this that the no every any each which someone another".split())
COMPOUNDS = frozenset(("strong", "magnitude", "member", "tonne", "ton"))
PEOPLE = frozenset(
    "people persons civilians soldiers servicemen troops personnel children women men fighters militants "
    "rebels officers police workers passengers students migrants refugees residents victims patients cases "
    "deaths homes houses buildings tanks vehicles others prisoners hostages protesters demonstrators "
    "families villagers tourists firefighters".split()
)
