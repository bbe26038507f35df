"""Claims: sentences that say who does what with words, and more that only seem to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader import tagging
from reader.model.tagging import Actor, ActorType, Mention, Tagging
from reader.tagging.claims import Act, Claim, claims
from tests.tagging.timing import takes_linear_time

TAGGER = tagging.load()

C, A, D, K, O, R = Act.CALLS, Act.ACCUSES, Act.DENIES, Act.CONFIRMS, Act.OFFERS, Act.REPORTS  # noqa: E741

Told = set[tuple[str | None, Act, tuple[str, ...]]]


def read(headline: str | None, text: str = "") -> tuple[Claim, ...]:
    return claims(TAGGER.lexicon, headline, text, TAGGER.tag(headline, text))


def told(headline: str | None, text: str = "") -> Told:
    return {(claim.who, claim.act, claim.targets) for claim in read(headline, text)}


HEADLINES: list[tuple[str, Told]] = [
    ("Norway Calls on Sweden to Reopen Border", {("Norway", C, ("Sweden",))}),
    ("Chile, Peru Urge Bolivia to Sign Lithium Pact", {("Chile", C, ("Bolivia",)), ("Peru", C, ("Bolivia",))}),
    ("Japan and Canada call for an end to fishing dispute", {("Japan", C, ()), ("Canada", C, ())}),
    ("Lima urges Quito to release sailors", {("Peru", C, ("Ecuador",))}),
    ("Kenya Accuses Somalia of Moving Border Posts", {("Kenya", A, ("Somalia",))}),
    ("Poland blames Belarus for smoke over border", {("Poland", A, ("Belarus",))}),
    ("UNESCO condemns attack on Mali library", {("UNESCO", A, ())}),
    ("Egypt Denies Closing Canal", {("Egypt", D, ())}),
    ("Iran rejects accusations of meddling", {("Iran", D, ())}),
    ("Iran rejects offer of talks", set()),
    ("Greece Confirms Two Cases of Bluetongue", {("Greece", K, ())}),
    ("Brazil Offers to Host Climate Talks", {("Brazil", O, ())}),
    ("Qatar Ready to Mediate Between Chad and Niger", {("Qatar", O, ())}),
    ("Russia ready to respond to new sanctions", set()),
    ("Finland Says Pipeline Is Safe", {("Finland", R, ())}),
    ("Pipeline Is Safe, Finland Says", {("Finland", R, ())}),
    ("Ferry Service to Resume in May - Dublin", {("Ireland", R, ())}),
    ("EU warns against travel to Ruritania", {("European Union", C, ())}),
    ("EU warns of storms in the Adriatic", {("European Union", R, ())}),
    ("Ethiopia accused of diverting river", set()),
    ("India asked to return statue", set()),
    ("Two killed in Nepal landslide", set()),
    ("Turkey's offer to Cyprus surprises diplomats", set()),
    ("Ghana did not deny the report", set()),
    ("Laos may accuse Thailand of dumping", set()),
    ("Spain refuses to confirm date of vote", set()),
    ("Denmark declares war on plastic", set()),
    ("Will Italy deny the rumours?", set()),
    ("Cuba condemned by regional court", set()),
    ("UN calls report a milestone", set()),
    ("Experts of the valley - Jana Horn", set()),
]

BODIES: list[tuple[str, Told]] = [
    ("Hungary has accused Romania of dumping timber.", {("Hungary", A, ("Romania",))}),
    ("Hungary has not accused Romania of dumping timber.", set()),
    ("Hungary never accused Romania of dumping timber.", set()),
    ("Hungary could accuse Romania of dumping timber.", set()),
    ("Hungary is expected to accuse Romania.", set()),
    ("If Hungary accuses Romania, the talks are over.", set()),
    ("Hungary denied that Romania had accused Serbia of dumping.", {("Hungary", D, ())}),
    ("Hungary said that Romania had accused Serbia of dumping.", {("Hungary", R, ())}),
    ("Romania has accused Serbia, the Hungarian government said.", {("Hungary: Government", R, ())}),
    ("Spain has urged France to wait, Spanish Foreign Minister Ana Ruiz said on Monday.",
     {("Spain", C, ("France",)), ("Ana Ruiz", R, ())}),
    ("Hungary accused Romania of dumping and called on Serbia to act.",
     {("Hungary", A, ("Romania",)), ("Hungary", C, ("Serbia",))}),
    ("Armenia and Azerbaijan accused each other of shelling.",
     {("Armenia", A, ("Azerbaijan",)), ("Azerbaijan", A, ("Armenia",))}),
    ("Kenya on Tuesday urged Uganda to reopen the bridge.", {("Kenya", C, ("Uganda",))}),
    ("Kenya, in turn, denied closing the bridge.", {("Kenya", D, ())}),
    ("Uganda is calling on Kenya to reopen the bridge.", {("Uganda", C, ("Kenya",))}),
    ("A call by Kenya for talks was ignored.", set()),
    ("Kenya's claims about the bridge were dismissed.", set()),
    ("Families in Kenya said the bridge was shut.", set()),
    ("The bridge is closed, according to the Kenyan government.", {("Kenya: Government", R, ())}),
    ("The bridge is closed, said Kenyan Transport Minister Amina Wanjala.", {("Amina Wanjala", R, ())}),
    ('"We call on both sides to stop," Swiss President Lena Frei said.',
     {("Lena Frei", C, ()), ("Lena Frei", R, ())}),
    ('"They accused Norway of lying," Swiss President Lena Frei said.', {("Lena Frei", R, ())}),
    ('"We do not accuse Norway," Swiss President Lena Frei said.', {("Lena Frei", R, ())}),
    ("Swiss President Lena Frei said the lake was safe. She urged Italy to test its water.",
     {("Lena Frei", R, ()), ("Lena Frei", C, ("Italy",))}),
    ("Georgia neither confirmed nor denied the report.", set()),
    ("Peru was unable to confirm the report.", set()),
    ("Peru stopped short of accusing Chile.", set()),
    ("Chile was accused of poaching by fishermen.", set()),
    ("Residents said the water rose at night.", {(None, R, ())}),
    ("Officials told reporters that the port would open.", {(None, R, ())}),
    ("Latvia said Russia was to blame, while Estonia accused Belarus of helping.",
     {("Latvia", R, ()), ("Estonia", A, ("Belarus",))}),
    ("Portugal is ready to help Morocco, the Portuguese Foreign Ministry said.",
     {("Portugal", O, ()), ("Portugal: Foreign Ministry", R, ())}),
    ("Portugal is not ready to help.", set()),
    ("Mexico pledged to send boats.", {("Mexico", O, ())}),
    ("Mexico promised to retaliate.", set()),
    ("A judge denied the request of Mexico.", set()),
    ("Vietnam expressed readiness to host the summit.", {("Vietnam", O, ())}),
    ("Vietnam expressed concern over the dam.", {("Vietnam", R, ())}),
    ("Austria told Hungary to lower the weir.", {("Austria", C, ("Hungary",))}),
    ("Austria told Hungary that the weir was low.", {("Austria", R, ())}),
    ("NATO and the European Union condemned the coup.", {("NATO", A, ()), ("European Union", A, ())}),
    ("Fears that Libya accused Tunisia were unfounded.", set()),
    ("Why did Libya accuse Tunisia?", set()),
]  # fmt: skip


@pytest.mark.parametrize(("headline", "expected"), HEADLINES, ids=[line for line, _ in HEADLINES])
def test_headlines(headline: str, expected: Told) -> None:
    assert told(headline) == expected


@pytest.mark.parametrize(("text", "expected"), BODIES, ids=[line for line, _ in BODIES])
def test_sentences_of_a_text(text: str, expected: Told) -> None:
    assert told(None, text) == expected


def test_a_claim_lies_in_its_text_and_knows_its_side() -> None:
    text = "Rain fell.\n\nSpanish Foreign Minister Ana Ruiz accused France of delay on Monday. The sun came out."
    (claim,) = read(None, text)
    assert text[claim.at : claim.until] == "accused"
    assert text[claim.start : claim.end] == "Spanish Foreign Minister Ana Ruiz accused France of delay on Monday."
    assert (claim.who, claim.side, claim.place) == ("Ana Ruiz", "Spain", "body")


def test_the_minister_is_whom_the_entry_quotes() -> None:
    found = told(
        "Spain's Foreign Minister Says Port Is Open",
        "The port is open, Spanish Foreign Minister Ana Ruiz said. The minister denied reports of a strike.",
    )
    assert found == {("Ana Ruiz", R, ()), ("Ana Ruiz", D, ())}


def test_names_are_those_of_the_tagging_whatever_gave_them() -> None:
    wex = Actor("Wexford Harbour Board", ActorType.ORGANISATION)
    tags = Tagging((wex,), (Mention(wex, "headline", 0, 3),))
    (claim,) = claims(TAGGER.lexicon, "WHB accuses pilots of delay", "", tags)
    assert (claim.who, claim.act) == ("Wexford Harbour Board", A)


WORDS = st.sampled_from(
    "Kenya Norway accused said denies , . \" ' : - — ? \n the of to and that who not has is we call calls on for minister "
    "ready told according urged President it she officials each other while ; ( ) U.S. é \u200b 😀".split(" ")
)


@settings(max_examples=70, deadline=None)
@given(st.lists(WORDS, max_size=40).map(" ".join), st.one_of(st.lists(WORDS, max_size=80).map(" ".join), st.text()))
def test_nothing_raises_and_places_lie_in_the_text(headline: str, text: str) -> None:
    for claim in read(headline, text):
        whole = headline if claim.place == "headline" else text
        assert 0 <= claim.start <= claim.at < claim.until <= len(whole)
        assert claim.until <= claim.end or whole[claim.end : claim.until].strip() == ""
        assert claim.who not in claim.targets


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-5, 80), st.integers(-5, 80)), max_size=5))
def test_mentions_that_lie_nowhere_are_passed_over(text: str, places: list[tuple[int, int]]) -> None:
    actor = Actor("Kenya", ActorType.COUNTRY)
    tags = Tagging((actor,), tuple(Mention(actor, "body", *place) for place in places), "Kenya", "Kenya")
    claims(TAGGER.lexicon, text, text, tags)


@pytest.mark.parametrize("piece", ["Kenya said ", '"', "Kenya, ", "and Kenya ", "said, ", "the minister of ", "a. "])
def test_time_is_linear(piece: str) -> None:
    assert takes_linear_time(TAGGER, piece, lambda text, tags: claims(TAGGER.lexicon, None, text, tags))
