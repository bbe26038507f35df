"""Agencies, courts and police forces that no table has, and organisations whose name opens with its head."""

from __future__ import annotations

import pytest

from reader.tagging.tagger import Tagger

HEADLINE = "Peru shuts ports after storm"


def found(tagger: Tagger, headline: str, text: str) -> set[str]:
    return {actor.name for actor in tagger.tag(headline, text).actors} - {"Peru"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The National Lamps Administration warned of delays.", {"Peru: National Lamps Administration"}),
        ("The Secretariat of State for Candle Wax said so.", {"Peru: Secretariat of State for Candle Wax"}),
        ("It would always be the Lamplighters' Registry that acted.", {"Peru: Lamplighters' Registry"}),
        ("The Bureau of Lamps and Candle Wax told them to go.", {"Peru: Bureau of Lamps and Candle Wax"}),
        ("The Lantern and Lamps Communications Authority shut it.", {"Peru: Lantern and Lamps Communications Authority"}),
        ("A ruling by the Employment and Labour Relations Court ended it.", {"Peru: Judiciary"}),
        ("Quendonshire Police took two men away.", {"Peru: Police"}),
        ("Police in Quendon detained two men.", {"Peru: Police"}),
        ("A court in Lima jailed two men.", {"Peru: Judiciary"}),
        ("They moved at the request of state prosecutors.", {"Peru: Prosecutor's Office"}),
        ("The energy regulator Quendelec raised the tariff.", {"Peru: Quendelec"}),
        ("The Immigration Service sent them back.", {"Peru: Immigration Service"}),
        ("The Quendon City Council spent the lot.", {"Peru: Quendon City Council"}),
        ("The lamp fell near the Central Bank.", set()),
        ("Troops stormed the presidential palace at noon.", set()),
        ("The Central Commission for Elections and Referendums set it.", {"Peru: Electoral Commission"}),
        ("The Supreme Elections Tribunal accused him of it.", {"Peru: Electoral Commission"}),
        ("The Agency for Lamps, Candles and Wax said so.", {"Peru: Agency for Lamps, Candles and Wax"}),
        ("The Lamp and Intelligence Service, QET, sees it.", {"Peru: Intelligence Service"}),
        ("The Quendon Border Guard Command said so.", {"Peru: Border Guard"}),
        ("The Ministry for Lamps is looking for it.", {"Peru: Lamps Ministry"}),
        ("The Lamp State Agency for Southern Finland shut it.", {"Finland: Lamp State Agency for Southern Finland", "Finland"}),
        ("The Social Lamp Institution pays nothing for it.", {"Peru: Social Lamp Institution"}),
        ("The Joint Arctic Command got two ships.", {"Peru: Armed Forces"}),
        ("The Lamp Technology and Candle Security Service shut it.", {"Peru: Lamp Technology and Candle Security Service"}),
        ("The fire at Wing Quendon Court burned on.", set()),
        ("The board of directors and the Board of Directors met.", set()),
        ("The International Lamps Commission met in Quendon.", {"International Lamps Commission"}),
        ("The Quendola IT Department, one of many, was shut.", set()),
    ],
)  # fmt: skip
def test_agencies_are_known_by_how_their_names_are_built(tagger: Tagger, text: str, expected: set[str]) -> None:
    assert found(tagger, HEADLINE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Centre for Public Lamps counted eleven.", {"Centre for Public Lamps"}),
        (
            "They were told that the Central Organisation of Lamp Unions had left.",
            {"Central Organisation of Lamp Unions"},
        ),
        ("The National Federation Party lost it.", {"National Federation Party"}),
        ("The Movement for Quality Government had asked.", {"Movement for Quality Government"}),
        ("The Diocese of Lima shut it.", {"Diocese of Lima"}),
        ("Quendon University Hospital took in forty.", {"Quendon University Hospital"}),
        ("They were seen at Quendon University Hospital on Monday.", set()),
        (
            "The Permanent Committee for the Defence of Human Lamps left it.",
            {"Permanent Committee for the Defence of Human Lamps"},
        ),
        ("The Federation of the Swiss Lamp Industry fears it.", {"Federation of the Swiss Lamp Industry"}),
        ("The Federation of Indian Lamplighters wants it.", {"Federation of Indian Lamplighters"}),
        ("The Nationalist Republican Lamp Union left it.", {"Nationalist Republican Lamp Union"}),
        ("The Quendo bloc and others had left it.", {"Quendo"}),
        ("They bought Quendola Electric Power by then.", {"Quendola Electric Power"}),
        ("The haulier Quendola Silza had left it.", {"Quendola Silza"}),
        ("He said Human Rights matter.", set()),
        ("His party, the Quendon Centre, left it.", {"Quendon Centre"}),
        ("It was blamed on the Quendona Brask, a faction of the lot.", {"Quendona Brask"}),
        ("The Association of Ghana Lamplighters wants it.", {"Association of Ghana Lamplighters"}),
        ("Quendola Scotland, which speaks for bakers, left it.", {"Quendola Scotland"}),
        ("The Lamp Security Trust, which protects lamps, had left it.", {"Lamp Security Trust"}),
        ("The Lampworks Academic Staff Union says it was late.", {"Lampworks Academic Staff Union"}),
        ("You can always Bank on Quendola Lamps for it.", set()),
        ("The NHS Confederation called it a day.", {"NHS Confederation"}),
        ("The QOF institute in Quendon cut it.", {"QOF"}),
        ("He had left Quill's Quendo party by then.", set()),
        ("It was up to Quill's Quendo party, he had said.", {"Quendo"}),
        ("The Lamp Justice Network says nothing of it.", {"Lamp Justice Network"}),
        ("They were all shown on the Lamp Network for a day.", set()),
        ("QLF boss Anna Quill left.", {"QLF", "Anna Quill"}),
        ("LampAge, which represents bakers, lost it.", {"LampAge"}),
        ("Sony lost 3% and Quendola 2%.", {"Sony", "Quendola"}),
        ("Sony and Quendola had signed it.", {"Sony", "Quendola"}),
        ("Quendola Norway, the firm that owns it, was shut.", {"Quendola Norway"}),
    ],
)
def test_organisations_are_known_by_their_head(tagger: Tagger, text: str, expected: set[str]) -> None:
    assert found(tagger, HEADLINE, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Karl XVI Quendolf had left.", {"Karl XVI Quendolf"}),
        ("Vexo Quendon of the Bar Association called it a day.", {"Vexo Quendon", "Bar Association"}),
        ("Vexo Quendon of Kenya ran it in two hours.", {"Vexo Quendon", "Kenya"}),
        ("Vexo Quendon's ANC wants it.", {"Vexo Quendon", "African National Congress"}),
        ("Sony Temirtol said it had left.", {"Sony"}),
        ("The conciliator Vexo Quendon has left it.", {"Vexo Quendon"}),
        ("Vexo Quendon, a former judge, urged them to go.", {"Vexo Quendon"}),
        ("They blamed Vex Van Quendon for it.", {"Vex Van Quendon"}),
    ],
)
def test_names_of_more_kinds(tagger: Tagger, text: str, expected: set[str]) -> None:
    assert found(tagger, HEADLINE, text) == expected


def test_an_agency_of_no_country_is_an_organisation_where_it_acts(tagger: Tagger) -> None:
    tagging = tagger.tag(None, "The National Lamps Administration warned of delays.")
    assert [(actor.name, actor.type.value) for actor in tagging.actors] == [
        ("National Lamps Administration", "other organisation")
    ]


def test_the_former_minister_is_the_person_of_the_headline(tagger: Tagger) -> None:
    tagging = tagger.tag(
        "Court in Peru frees Marta Quendon", '"It is over," the former sports minister told reporters.'
    )
    assert tagging.speaker == "Marta Quendon"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Finnish Red Cross had warned of it.", {"Finnish Red Cross", "Finland"}),
        ("The leader of the Social Democratic Party had left.", {"Social Democratic Party"}),
        ("The Norwegian Helsinki Committee had left.", {"Norwegian Helsinki Committee", "Norway"}),
        ("The Progress Singapore Party had lost it all.", {"Progress Singapore Party"}),
        ("Quill's Alliance for the Lamps had lost it.", {"Alliance for the Lamps"}),
        ("The Lamp and Candle Senior Staff Workers Association, LACASTA, walked out without warning on Monday. LACASTA had left.", {"Lamp and Candle Senior Staff Workers Association"}),
        ("The Quendola Pipeline Consortium was shut. The oil was late, the QPC said.", {"Quendola Pipeline Consortium"}),
        ("The Quendon Forum on Public Lamps had called it so.", {"Quendon Forum on Public Lamps"}),
        ("They took them to Nelson Mandela Hospital on Monday before it shut.", set()),
        ("It had landed at Marta Kenyatta airport by then.", set()),
        ("The CNQ had asked it to go.", {"CNQ"}),
        ("Sernaquend, the national mining and lamps service, warned of it.", {"Peru: Sernaquend"}),
        ("Quendona, the news agency, said so.", set()),
        ("The Bank of Botswana kept its rate.", {"Botswana: Central Bank", "Botswana"}),
        ("The Australian Federal Police offered help.", {"Australia: Police", "Australia"}),
        ("TikTok denied bias.", {"TikTok"}),
        ("The talks were on TikTok by noon.", set()),
    ],
)  # fmt: skip
def test_names_are_longer_or_shorter_than_the_tables_have_them(tagger: Tagger, text: str, expected: set[str]) -> None:
    assert found(tagger, HEADLINE, text) == expected


@pytest.mark.parametrize(
    ("headline", "text", "speaker", "side"),
    [
        ("Peru's Quendola Airlines halts flights", "The police in Peru told them. Pilots met.", "Peru: Police", "Peru"),
        ("Lima lamps: Spain 'deeply frustrated'", "Nothing was heard of them.", "Spain", "Spain"),
        ("Quendon rains", '"It rained," he said of Peru. Marta Brask left. "It pours," she said.', "Marta Brask", "Peru"),
        ("Sony fined for lamps", "Consumer minister Marta Quendon said so in Peru.", "Marta Quendon", "Peru"),
        ("Spanish post to stop letters", "Quendapost will shut it, director Marta Quendon said. The Labour Ministry agreed, it said.", "Marta Quendon", "Spain"),
    ],
)  # fmt: skip
def test_who_speaks_and_for_whom(tagger: Tagger, headline: str, text: str, speaker: str, side: str) -> None:
    tagging = tagger.tag(headline, text)
    assert (tagging.speaker, tagging.side) == (speaker, side)


@pytest.mark.parametrize(
    ("headline", "text", "body"),
    [
        ("Flood in Cebu", "PAGASA warned of it, and the Department of Education shut it.", "Philippines: Education Ministry"),
        ("Flood at school", "The Department of Education shut it.", "United States: Education Ministry"),
        ("Hong Kong: flood report heard", "They told him that the Lamp Housing Bureau had it.", "Hong Kong: Lamp Housing Bureau"),
        ("Chinese coast guard sails", "The Coast Guard Administration in Taipei said so.", "Taiwan: Coast Guard"),
        ("Flood in Hong Kong", "The ICAC took two. China's Xi Jinping called for it.", "Hong Kong: ICAC"),
    ],
)  # fmt: skip
def test_whose_body_it_is(tagger: Tagger, headline: str, text: str, body: str) -> None:
    assert body in {actor.name for actor in tagger.tag(headline, text).actors}


def test_a_mission_of_the_nations_is_no_embassy(tagger: Tagger) -> None:
    assert found(tagger, HEADLINE, "The UN Mission in Peru called for it.") == {"United Nations"}
