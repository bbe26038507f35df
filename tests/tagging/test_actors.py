"""Who is named: countries, metonyms, fixed phrases, bodies, organisations, persons. Sentences of our own."""

from __future__ import annotations

import pytest

from reader.model.tagging import ActorType
from reader.tagging.tagger import Tagger


def names(tagger: Tagger, headline: str | None, text: str = "") -> list[str]:
    return [actor.name for actor in tagger.tag(headline, text).actors]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Norwegians and the Dutch signed with Türkiye.", {"Norway", "Netherlands", "Turkey"}),
        ("U.S. and U.K. officials met the Côte d'Ivoire team.", {"United States", "United Kingdom", "Ivory Coast"}),
        ("Exports to the US fell; they told us so.", {"United States"}),
        ("A Polish farmer began to polish his car.", {"Poland"}),
        ("North Korea and South Korea traded barbs.", {"North Korea", "South Korea"}),
        ("Papua New Guinea and Equatorial Guinea abstained.", {"Papua New Guinea", "Equatorial Guinea"}),
        ("Aid for the Democratic Republic of the Congo was cut.", {"DR Congo"}),
        ("The Armenian-Azerbaijani border was quiet.", {"Armenia", "Azerbaijan"}),
        ("They spoke in French, he answered in English.", set()),
        ("A villager was seen near the border with Chad.", set()),
        ("The rebels reсlaimed land from Ukrаine.", {"Ukraine"}),  # with Cyrillic letters
    ],
)
def test_countries_by_name_and_people(tagger: Tagger, text: str, expected: set[str]) -> None:
    assert set(names(tagger, None, text)) == expected


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Moscow rejects new terms", {"Russia"}),
        ("Pressure grows on Tehran over inspections", {"Iran"}),
        ("Talks between Seoul and Pyongyang stall", {"South Korea", "North Korea"}),
        ("Vienna ready to host a new round", {"Austria"}),
        ("Ceasefire holds for now - Cairo", {"Egypt"}),
        ("Neighbours urge Harare to hold a vote", {"Zimbabwe"}),
        ("Lisbon's position on fishing hardens", {"Portugal"}),
        ("Paris and Rome agree a rescue plan", {"France", "Italy"}),
        ("Brussels proposes cap on gas prices", {"European Union"}),
        ("Kyiv officials deny the report", {"Ukraine"}),
        ("Storm hits Madrid", set()),
        ("Fans gather in Berlin for the final", set()),
        ("Flights to Tokyo resume", set()),
        ("Paris mayor opens a bicycle bridge", set()),
        ("London stocks slip at the close", set()),
        ("Fire near Athens under control", set()),
        ("Thousands march through Warsaw", set()),
    ],
)
def test_a_capital_counts_where_it_acts(tagger: Tagger, headline: str, expected: set[str]) -> None:
    assert set(names(tagger, headline)) == expected


@pytest.mark.parametrize(
    "headline",
    [
        "Geneva Convention turns 75",
        "Paris agreement targets slip away",
        "Minsk agreements signed a decade ago",
        "Fishing boats crowd the South China Sea",
        "Snow closes roads in New Mexico",
        "Turkey prices rise before the holiday",
        "State of the Union address watched by millions",
        "Rain stops play at the French Open",
        "Anniversary of the Vietnam War marked",
    ],
)
def test_fixed_phrases_name_nobody(tagger: Tagger, headline: str) -> None:
    assert names(tagger, headline) == []


def test_the_minsk_group_is_an_organisation(tagger: Tagger) -> None:
    assert names(tagger, "OSCE Minsk Group meets") == ["OSCE Minsk Group"]
    assert names(tagger, "Minsk Group meets") == ["OSCE Minsk Group"]


def test_georgia_is_read_by_its_company(tagger: Tagger) -> None:
    assert "Georgia" in names(tagger, "Georgia signs trade pact", "Tbilisi welcomed it.")
    assert "Georgia" not in names(tagger, "Georgia counts again", "A judge in Atlanta ordered the recount.")
    assert "Georgia" not in names(tagger, "Georgia governor signs bill")


def test_people_named_like_countries(tagger: Tagger) -> None:
    assert names(tagger, "Michael Jordan sells his house") == ["Michael Jordan"]
    assert "Jordan" in names(tagger, "Jordan sends aid")
    assert names(tagger, None, "The drummer Chad Smith said he was tired.") == ["Chad Smith"]


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("Peruvian army moves north", "", {"Peru", "Peru: Armed Forces"}),
        ("Ministry of Defence of Latvia orders boots", "", {"Latvia", "Latvia: Defence Ministry"}),
        ("Spain's acting government falls", "", {"Spain", "Spain: Government"}),
        ("Kremlin denies it", "", {"Russia", "Russia: Presidency"}),
        ("White House welcomes vote", "", {"United States", "United States: Presidency"}),
        ("Downing Street silent", "", {"United Kingdom", "United Kingdom: Prime Minister's Office"}),
        ("Kenya closes border, Foreign Ministry says", "", {"Kenya", "Kenya: Foreign Ministry"}),
        ("Ghana backs plan", 'The Foreign Ministry said: "We agree."', {"Ghana", "Ghana: Foreign Ministry"}),
        ("Security Council of Georgia meets", "", {"Georgia", "Georgia: Security Council"}),
        ("Security Council votes on resolution", "", {"UN Security Council"}),
        ("Malta buys French military equipment", "", {"Malta", "France"}),
        ("Pentagon delays jet", "", {"United States", "United States: Defence Ministry"}),
        ("Brazilian authorities look for divers", "", {"Brazil"}),
        ("Canadian troops arrive", "", {"Canada"}),
        ("Foreign ministry opens museum", "", set()),
        ("Storm nears", "The Icelandic Met Office said so.", {"Iceland", "Iceland: Met Office"}),
        ("Prices fall in Peru - statistics agency", "", {"Peru", "Peru: Statistics Office"}),
        ("Ruto administration sells bonds", "", {"Kenya", "Kenya: Government"}),
    ],
)
def test_bodies_belong_to_a_country(tagger: Tagger, headline: str, text: str, expected: set[str]) -> None:
    assert set(names(tagger, headline, text)) == expected


def test_a_disputed_region_counts_by_its_authorities_only(tagger: Tagger) -> None:
    assert names(tagger, "Shelling in Nagorno-Karabakh") == []
    assert names(tagger, "Nagorno-Karabakh Defence Ministry reports losses") == [
        "Nagorno-Karabakh Republic",
        "Nagorno-Karabakh Republic: Defence Ministry",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who will win? WHO says nobody knows.", {"World Health Organization"}),
        ("NATO and the EU condemned Hamas.", {"NATO", "European Union", "Hamas"}),
        ("Air Canada and Ethiopian Airlines grounded jets.", {"Air Canada", "Ethiopian Airlines"}),
        ("Doctors Without Borders left.", {"Doctors Without Borders"}),
        ("He told Reuters and posted on Facebook.", set()),
    ],
)
def test_organisations(tagger: Tagger, text: str, expected: set[str]) -> None:
    assert set(names(tagger, None, text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The deal with Quillon Airlines collapsed.", {"Quillon Airlines"}),
        ("The Association of Lamplighters said no.", {"Association of Lamplighters"}),
        ("The Peruvian Potters' Union said no.", {"Peru", "Peruvian Potters' Union"}),
        ("On Friday QuillSoft said it would close.", {"QuillSoft"}),
        ("The trade body QZRF said it would close.", {"QZRF"}),
        ("Deaths from AIDS fell and GDP rose.", set()),
        ("A party was held at the bank.", set()),
    ],
)
def test_organisations_that_no_table_lists(tagger: Tagger, text: str, expected: set[str]) -> None:
    assert set(names(tagger, None, text)) == expected


def test_an_outlet_counts_when_the_news_is_about_it(tagger: Tagger) -> None:
    assert names(tagger, "Washington Post cuts 90 jobs") == ["Washington Post"]
    assert names(tagger, "Washington Post reports a leak") == []


def test_a_club_named_like_its_city_needs_sport(tagger: Tagger) -> None:
    assert "Liverpool" in names(tagger, "Liverpool sack coach after cup defeat")
    assert names(tagger, "Liverpool museum reopens") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Foreign Minister Ludmila Varga-Sorel resigned.", "Ludmila Varga-Sorel"),
        ("It will rain, said Quentin Abernaut.", "Quentin Abernaut"),
        ("Tove Lindqvarn, an adviser to the mayor, left.", "Tove Lindqvarn"),
        ("Belgium's Xandri Pell won.", "Xandri Pell"),
        ("Gen. Oskar van der Meulenbroek spoke.", "Oskar van der Meulenbroek"),
        ("Activist J. R. Tamberlane was freed.", "J. R. Tamberlane"),
        ("Erdogan spoke for an hour.", "Recep Tayyip Erdogan"),
        ("Erdoğan spoke for an hour.", "Recep Tayyip Erdogan"),
    ],
)
def test_persons_by_the_company_of_their_names(tagger: Tagger, text: str, expected: str) -> None:
    tagging = tagger.tag(None, text)
    assert expected in [actor.name for actor in tagging.actors if actor.type is ActorType.PERSON]


@pytest.mark.parametrize(
    "text",
    [
        "The Southern Gas Corridor opened on Monday.",
        "Rescuers said the road was open.",
        "Footage of Destruction in the Old Town Emerges",
        "They met near Ta Muen Thom temple.",
        "The Green Lantern Festival returns.",
        "He lives in Upper Marlow.",
    ],
)
def test_other_capitals_are_nobody(tagger: Tagger, text: str) -> None:
    assert [actor for actor in tagger.tag(None, text).actors if actor.type is ActorType.PERSON] == []


def test_surname_and_full_name_are_one_person(tagger: Tagger) -> None:
    tagging = tagger.tag("Lindqvarn quits", "Minister Tove Lindqvarn gave no reason. Lindqvarn left at once.")
    assert [actor.name for actor in tagging.actors] == ["Tove Lindqvarn"]
    assert len(tagging.mentions) == 3


def test_a_leaders_surname_inside_another_name_is_not_the_leader(tagger: Tagger) -> None:
    assert "Boris Johnson" not in names(tagger, None, "Ellen Johnson Sirleaf and Marta Johnson said so.")


def test_actors_come_once_in_order_of_appearance(tagger: Tagger) -> None:
    assert names(tagger, "Fiji thanks Samoa", "Samoa and Fiji trade with Tonga.") == ["Fiji", "Samoa", "Tonga"]


@pytest.mark.parametrize(
    ("headline", "text", "expected"),
    [
        ("Peru's Congress rejects bill", "", {"Peru", "Peru: Parliament"}),
        ("Peru votes", "Congress met in Lima at noon.", {"Peru", "Peru: Parliament"}),
        ("Biden praises bill", "Congress sent it over at noon.", {"Joe Biden", "United States: Parliament"}),
        ("Japan's space agency delays launch", "", {"Japan", "Japan: JAXA"}),
        ("A space agency delays launch", "", set()),
        ("Ontario police hold two", "", {"Canada", "Canada: Police"}),
        ("Junta in Mali holds two", "", {"Mali", "Mali: Government"}),
        ("Norwegian police officers search ship", "", {"Norway"}),
        ("Candidate wins Polish presidency", "", {"Poland"}),
        ("Macron's office declines comment", "", {"Emmanuel Macron", "France: Presidency", "France"}),
        (
            "Floods recede",
            "Kenya's Coastal Rescue Authority counted boats.",
            {"Kenya", "Kenya: Coastal Rescue Authority"},
        ),
        ("Kenya opens park", "It is big, police spokesman Obi Nakamba said.", {"Kenya", "Kenya: Police"}),
        ("Malta opens park", "The army's public wing ISPR said so.", {"Malta", "Malta: Armed Forces"}),
        ("Malta opens park", "It was closed at the High Constitutional Court.", {"Malta", "Malta: Judiciary"}),
        ("FIFA suspends Kenyan federation", "He blamed the sports ministry.", {"Kenya", "Kenya: Sports Ministry"}),
        ("Swedish coastguard saves two", "", {"Sweden", "Sweden: Coast Guard"}),
        (
            "Chile and Peru agree",
            "Peru will pay, the interior ministry said.",
            {"Chile", "Peru", "Chile: Interior Ministry"},
        ),
    ],
)
def test_bodies_and_their_countries(tagger: Tagger, headline: str, text: str, expected: set[str]) -> None:
    found = set(names(tagger, headline, text))
    assert expected <= found
    assert {name for name in found if ": " in name} == {name for name in expected if ": " in name}


@pytest.mark.parametrize(
    ("headline", "text", "expected", "absent"),
    [
        ("Biden leaves race, endorses Harris", "", {"Kamala Harris"}, set()),
        ("Harris opens bakery in Leeds", "", set(), {"Kamala Harris"}),
        (
            "Tourists freed",
            "The three who came home were named as Odd Berg, Rolf Lunde and Anna Dahl.",
            {"Odd Berg", "Rolf Lunde", "Anna Dahl"},
            set(),
        ),
        ("Verdict due", "His rival Quendon Marsk waited outside.", {"Quendon Marsk"}, set()),
        ("Cabinet meets", "Theresa Long spoke; Anna King listened.", {"Theresa Long", "Anna King"}, set()),
        ("Author honoured", "The novelist told Radio Quillon he was tired.", set(), {"Radio Quillon"}),
        ("Judge Slaps Fine On Seven Bakers", "", set(), {"Slaps Fine"}),
        ("Fog shuts Crans-Montana runway", "", set(), {"Montana"}),
        ("Court hears case", "Marta Wagner denied it.", {"Marta Wagner"}, {"Wagner Group"}),
    ],
)
def test_persons_by_their_company(
    tagger: Tagger, headline: str, text: str, expected: set[str], absent: set[str]
) -> None:
    found = set(names(tagger, headline, text))
    assert expected <= found
    assert not absent & found


@pytest.mark.parametrize(
    ("text", "name", "type_"),
    [
        ("It was made by the Danish firm Quillon.", "Quillon", ActorType.COMPANY),
        ("Money came from the charity Lampenhilfe.", "Lampenhilfe", ActorType.ORGANISATION),
        (
            "The Kenya Lamplighters Association met again yesterday without results.",
            "Kenya Lamplighters Association",
            ActorType.ORGANISATION,
        ),
        (
            "The Baptist Union of Latvia met again yesterday without results.",
            "Baptist Union of Latvia",
            ActorType.ORGANISATION,
        ),
        ("A tanker of Delta Quillon Shipping sank.", "Delta Quillon Shipping", ActorType.COMPANY),
        ("RSF fighters left the town.", "Rapid Support Forces", ActorType.ARMED_GROUP),
        ("The press freedom watchdog RSF protested.", "Reporters Without Borders", ActorType.ORGANISATION),
    ],
)
def test_organisations_by_what_stands_beside(tagger: Tagger, text: str, name: str, type_: ActorType) -> None:
    assert (name, type_) in [(actor.name, actor.type) for actor in tagger.tag(None, text).actors]


def test_words_that_only_begin_like_a_name_are_none(tagger: Tagger) -> None:
    assert names(tagger, "Save the children's library, parents ask") == []
    assert names(tagger, "Open arms and warm soup for travellers") == []
