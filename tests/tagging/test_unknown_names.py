"""Names that no table has, by what the entry says of them. Sentences of our own about invented people and things."""

from __future__ import annotations

import pytest

from reader.model.tagging import ActorType
from reader.tagging.tagger import Tagger

COMPANY, OTHER = ActorType.COMPANY, ActorType.ORGANISATION


def found(tagger: Tagger, headline: str | None, text: str) -> set[tuple[str, ActorType]]:
    return {(actor.name, actor.type) for actor in tagger.tag(headline, text).actors}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lampa Negra, a rights group that counts cells, met on Monday.", {("Lampa Negra", OTHER)}),
        ("Quendola, a shipping firm based in Oslo, sank.", {("Quendola", COMPANY)}),
        ("Money went to groups such as Lampa Negra.", {("Lampa Negra", OTHER)}),
        ("Rents rose at firms including Quendola, Tormac and Vexin.", {(n, COMPANY) for n in ("Quendola", "Tormac", "Vexin")}),
        ("The two unions, QRV-KLB and VLM, marched.", {("QRV-KLB", OTHER), ("VLM", OTHER)}),
        ("No deal is near, the Torrenga Lumin union said.", {("Torrenga Lumin", OTHER)}),
        ("The Party of Lamps and Candles met again.", {("Party of Lamps and Candles", OTHER)}),
        ("It sold Bank Quendola and Bank Tormac.", {("Bank Quendola", COMPANY), ("Bank Tormac", COMPANY)}),
        ("Quendola, which runs the trams, lost money.", {("Quendola", COMPANY)}),
        ("The state trader QUENDOL bought grain.", {("QUENDOL", COMPANY)}),
        ("It hit Sony, Quendola and Nintendo hard.", {("Quendola", COMPANY), ("Sony", COMPANY), ("Nintendo", COMPANY)}),
        ("He owns the Quendola Group and more.", {("Quendola Group", COMPANY)}),
        ("They were all sure that the National Sony Workers Union met him.", {("National Sony Workers Union", OTHER)}),
        ("They were all sure that it hit the Movement for the Freedom of Lamps.", {("Movement for the Freedom of Lamps", OTHER)}),
        ("The Quendon Turkish Party won there.", {("Quendon Turkish Party", OTHER)}),
        ("It bought it and Quendola shares jumped.", {("Quendola", COMPANY)}),
        ("He sold his stake in Quendola on Monday.", {("Quendola", COMPANY)}),
        ("They were all sure that Quendola Energy Services lost.", {("Quendola Energy Services", COMPANY)}),
        ("He left the Government Bakers' Union on Monday after a row.", {("Government Bakers' Union", OTHER)}),
        ("The Deputy Chairman of Quendola Group spoke on Monday.", {("Quendola Group", COMPANY)}),
        ("They were all sure that the County Council had lost it.", set()),
        ("They were all sure that Sony Group lost.", {("Sony", COMPANY)}),
        ("It said that QUENFOOT must move.", {("QUENFOOT", OTHER)}),
    ],
)  # fmt: skip
def test_what_is_said_of_a_name_makes_it_an_organisation(
    tagger: Tagger, text: str, expected: set[tuple[str, ActorType]]
) -> None:
    assert expected == found(tagger, None, text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Marta Quendon, a union leader from Lagos, met him.", "Marta Quendon"),
        ("They had all met before noon at the Government Girls Lower School in Quendon.", "Nigeria: Government"),
        ("It broke the Covenant on Lamps and Candle Rights in many ways.", "Candle Rights"),
        ("Some companies, Marta Quendon said, had left.", "Marta Quendon Said"),
    ],
)
def test_what_is_no_organisation(tagger: Tagger, text: str, absent: str) -> None:
    tagging = tagger.tag("Nigeria opens school", text)
    assert absent not in {actor.name for actor in tagging.actors if actor.type is not ActorType.PERSON}


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Quendon Torval, who heads the team, met nobody.", {"Quendon Torval"}),
        ("Quendon Torval, Mirro Vexin and Lumo Brask were charged on Monday.", {"Quendon Torval", "Mirro Vexin", "Lumo Brask"}),
        ("The mayor named Quendon Torval in his stead.", {"Quendon Torval"}),
        ("The blaze at Marta Lane in Tai Quendon was put out.", set()),
        ("The mayor of Quendo-Torvalsk, Marta Brask, said so.", {"Marta Brask"}),
        ("A jet fell off the carrier Quendon Torval on Monday.", set()),
        ("The Ministry of Lamps and Candle Wax said so on Monday.", set()),
    ],
)  # fmt: skip
def test_persons_without_a_known_given_name(tagger: Tagger, text: str, persons: set[str]) -> None:
    actors = found(tagger, None, text)
    assert {name for name, type_ in actors if type_ is ActorType.PERSON} == persons


def test_a_nationality_may_be_a_family_name_between_commas(tagger: Tagger) -> None:
    actors = found(tagger, None, "The head of mission, Tova Turkmen, said it was late.")
    assert actors == {("Tova Turkmen", ActorType.PERSON)}


def test_platforms_in_a_list_with_companies_are_what_the_news_is_about(tagger: Tagger) -> None:
    listed = found(tagger, "New law passed", "Microsoft, TikTok and YouTube face fines.")
    assert {"TikTok", "YouTube"} <= {name for name, _ in listed}
    assert found(tagger, "New law passed", "It was posted on TikTok and YouTube.") == set()


@pytest.mark.parametrize("headline", ["Hurricane Melissa slams coast", "Typhoon Marta kills two"])
def test_a_storm_is_nobody(tagger: Tagger, headline: str) -> None:
    assert found(tagger, headline, "") == set()


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Spain's consumer rights ministry fined them.", "Spain: Consumer Rights Ministry"),
        ("The transport ministry in Jakarta ordered a check.", "Indonesia: Transport Ministry"),
        ("Chile's Ministry of Lamps and Candles fined them.", "Chile: Lamps and Candles Ministry"),
        ("It is up to the government of Kenyan president William Ruto now.", "Kenya: Government"),
        ("Fiji waits. Its meteorological institute expects rain.", "Fiji: Meteorological Agency"),
        ("He told a US Senate panel. Later he left.", "United States: Parliament"),
        ("Police said more. Italian carabinieri held him.", "Italy: Police"),
        ("The Investigative Committee in Yerevan charged him.", "Armenia: Investigative Committee"),
        ("It was the work of Russian intelligence, he said.", "Russia: Intelligence Service"),
    ],
)
def test_bodies_that_no_table_has(tagger: Tagger, text: str, body: str) -> None:
    assert (body, ActorType.BODY) in found(tagger, None, text)


def test_artificial_intelligence_is_no_service(tagger: Tagger) -> None:
    assert found(tagger, None, "It is a leader in Chinese artificial intelligence.") == {("China", ActorType.COUNTRY)}


@pytest.mark.parametrize(
    "text",
    [
        "Kenya's training mission promised more.",
        "Turkey's Treasury and Finance Minister spoke.",
        "A Kenya government negotiator left.",
    ],
)
def test_offices_and_missions_that_are_no_bodies(tagger: Tagger, text: str) -> None:
    assert {name for name, type_ in found(tagger, None, text) if type_ is ActorType.BODY} == set()


def test_a_bare_body_is_that_of_the_only_country(tagger: Tagger) -> None:
    actors = found(tagger, "Boeing under fire", "A man told a Senate panel so. The FAA looks into it.")
    assert ("United States: Parliament", ActorType.BODY) in actors


def test_a_company_has_no_government(tagger: Tagger) -> None:
    actors = found(tagger, "Renault drops bid, blames Rome", "Its boss said that the government's terms were bad.")
    assert not {name for name, _ in actors if name.startswith("Renault:")}


def test_police_who_raid_something_act(tagger: Tagger) -> None:
    assert ("Kosovo: Police", ActorType.BODY) in found(tagger, "Kosovo police raid bank offices", "")
    assert ("Kosovo: Police", ActorType.BODY) not in found(tagger, "Kosovo police raid kills two", "")
