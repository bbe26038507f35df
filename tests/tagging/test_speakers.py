"""Who speaks, for whom and to whom."""

from __future__ import annotations

import pytest

from reader.tagging.tagger import Tagger


@pytest.mark.parametrize(
    ("headline", "text", "speaker", "side"),
    [
        ("Iceland says quota is final", "", "Iceland", "Iceland"),
        ("Quota is final, Iceland says", "", "Iceland", "Iceland"),
        ("Quota is final, says Iceland", "", "Iceland", "Iceland"),
        ("Quota is final - Reykjavik", "", "Iceland", "Iceland"),
        ("Quota is final: Kremlin", "", "Russia: Presidency", "Russia"),
        ("WHO: outbreak is over", "", "World Health Organization", "World Health Organization"),
        ("Chile's Boric Says Plan Is Dead", "", "Gabriel Boric", "Chile"),
        (
            "Storm to pass by noon, minister says",
            "Minister Tove Lindqvarn of Sweden spoke.",
            "Tove Lindqvarn",
            "Sweden",
        ),
        (
            "Quota is final, Icelandic FM Says",
            "Foreign Minister Tove Lindqvarn told a radio.",
            "Tove Lindqvarn",
            "Iceland",
        ),
        ("Kenya opens park", 'It is "big", said warden Obi Nakamba.', "Obi Nakamba", "Kenya"),
        (
            "Kenya opens park",
            "Obi Nakamba, the chief adviser to the Kenyan president, said it was big.",
            "Obi Nakamba",
            "Kenya",
        ),
        ("Video of raid released by Mali", "", "Mali", "Mali"),
        ("Togo bans plastic bags", "", "Togo", "Togo"),
        ("Live updates: Peru says dam is safe", "", "Peru", "Peru"),
        ("Sunset over Fiji", "", None, None),
        ("Crowds watch boats in Venice - Video", "", None, None),
        ("Bulgaria meets Malta in final", "", None, None),
        ("Airline firm Qantas sheds jobs", "The airline said it was sorry.", "Qantas", "Qantas"),
        ("Fiji jails Tongan skipper Obi Nakamba, accuses him of theft", "", "Fiji", "Fiji"),
        ("Fiji: ferry sinks off reef", "Samoa said it would send boats.", "Samoa", "Samoa"),
        ("Kenya mourns singer", "He lay in state in a hall.", None, None),
        ("Kenya mourns singer", "The two unions, both old, say President Obi Nakamba's plan is bad.", None, None),
        ("Fiji court removes Kenyan minister over phone call", "Samoa said it was surprised.", "Samoa", "Samoa"),
        ("Renault to close plant", "The French maker of vans said it was sorry.", "Renault", "Renault"),
        ("Storm hits Fiji", "It came ashore near New Hope with winds. Samoa said it would help.", "Samoa", "Samoa"),
        (
            "Fijian Foreign Ministry Summons Tongan Ambassador Over Remarks",
            "The ministry said it was sorry.",
            "Fiji: Foreign Ministry",
            "Fiji",
        ),
        (
            "Leaders urge calm at Tonga summit",
            "UN chief Antonio Guterres said so.",
            "Antonio Guterres",
            "United Nations",
        ),
        ("Fiji quake", "Obi Nakamba, spokesman for Fiji's police, put the toll at six.", "Obi Nakamba", "Fiji"),
        ("Fiji to start", "Obi Nakamba, who heads the team, said Samoa and Tonga came first.", "Obi Nakamba", "Fiji"),
        (
            "Fiji row: no ruling, says Supreme Court",
            "Lawyers for president Obi Nakamba asked for it.",
            "Fiji: Judiciary",
            "Fiji",
        ),
        ("Fiji mourns singer", "The crew had reported it. The Samoan state holds most of it.", None, None),
        ("Fiji under water", "Obi Nakamba, the interior minister, said so. Samoa said no.", "Obi Nakamba", "Fiji"),
        ("Samoa in talks", "It was late, according to Tongan officials.", "Tonga", "Tonga"),
        (
            "Fiji under water",
            "Renault, in which the Samoan state holds half, said so.",
            "Renault",
            "Renault",
        ),
        ("Samoa opens park", "Tonga closed its bridge and Fiji said it would follow.", "Fiji", "Fiji"),
        (
            "Carmaker Renault halts work",
            "The carmaker, partly owned by Japan's Nissan, said it would wait.",
            "Renault",
            "Renault",
        ),
        (
            "Rains to last, Kenyan ministry says",
            "Health Ministry spokesman Obi Nakamba gave the news.",
            "Obi Nakamba",
            "Kenya",
        ),
    ],
)
def test_speaker_and_side(tagger: Tagger, headline: str, text: str, speaker: str | None, side: str | None) -> None:
    tagging = tagger.tag(headline, text)
    assert (tagging.speaker, tagging.side) == (speaker, side)


def test_the_headline_names_the_side_and_the_body_the_person(tagger: Tagger) -> None:
    tagging = tagger.tag(
        "Finland rejects Norway's claim",
        "Norway's Lars Udnes said it was fair. Finland's foreign minister Aino Kettula said it was not.",
    )
    assert tagging.side == "Finland"
    assert tagging.speaker == "Aino Kettula"


@pytest.mark.parametrize(
    ("headline", "text", "targets"),
    [
        ("Peru calls on Chile, Bolivia to share water", "", ("Chile", "Bolivia")),
        ("Peru accuses Chile of delay", "", ("Chile",)),
        ("UN warns Mali over trial", "", ("Mali",)),
        ("Qatar thanks Red Cross for help", "", ("Red Cross",)),
        ("Neighbours at odds", "Peru urged both Santiago and La Paz to wait.", ("Chile", "Bolivia")),
        ("Peru says it will wait", "", ()),
        ("Peru calls for calm", "", ()),
        ("Peru calls for Chile to leave", "", ("Chile",)),
        ("Peru to Chile: Leave the bay", "", ("Chile",)),
        ("Boats seized", "Peru told Prime Minister Obi Nakamba to leave.", ("Obi Nakamba",)),
        ("UNICEF demands Peru go", "", ("Peru",)),
        ("Peru tells Chile to leave", "", ("Chile",)),
        (
            "Boats seized",
            "Peru said it was sorry, accusing Chile of theft and urging Bolivia to wait.",
            ("Chile", "Bolivia"),
        ),
        ("Boats seized", "Peru told Reuters it was sorry.", ()),
    ],
)
def test_targets(tagger: Tagger, headline: str, text: str, targets: tuple[str, ...]) -> None:
    assert tagger.tag(headline, text).targets == targets


@pytest.mark.parametrize(
    ("headline", "text", "speaker"),
    [
        ("Milei cuts taxes", "The president said it would help.", "Javier Milei"),
        ("Milei cuts taxes", '"It will help," he said.', "Javier Milei"),
        ("Prisoners freed", "Qatar, a mediator, said 90 Palestinian boys would follow.", "Qatar"),
        ("Sheinbaum sworn in", "", None),
        ("Kremlin sees no need for talks", "", "Russia: Presidency"),
        ("Ferry late: PM vows change", "Tove Lindqvarn of Sweden said it was urgent.", "Tove Lindqvarn"),
        ("Quillon sold", 'Mayor Tove Lindqvarn: "We had no choice."', "Tove Lindqvarn"),
    ],
)
def test_offices_pronouns_and_appositions(tagger: Tagger, headline: str, text: str, speaker: str | None) -> None:
    assert tagger.tag(headline, text).speaker == speaker


def test_whom_a_headline_addresses_is_not_asked_for_the_speaker(tagger: Tagger) -> None:
    text = "Malta's president spoke at noon, the president's office said. A Fijian ministry spokesman, Obi Nakamba, said no."
    found = tagger.tag("Zu urges Fiji to 'put down the oar'", text)
    assert found.side == "Malta"


@pytest.mark.parametrize(
    ("headline", "text", "speaker"),
    [
        ("Malta: Fijian PM says fleet stays", "Nobody else spoke.", "Fiji"),
        ("Fiji strikes at smugglers unlawful - UN rights chief", "Fiji's navy said it was lawful.", "United Nations"),
        ("Malta: boat sinks", "Seven drowned off the island, state-run Qantas reported.", "Qantas"),
        ("Qantas pilots vote to walk out", "UNICEF said it hoped for peace. The airline said it was sorry.", "UNICEF"),
        ("Storm hits Fiji", "Its mayor, Obi Nakamba, said police posts had been lost.", "Obi Nakamba"),
        ("Fiji: two Tongans suspected of arson, Rabuka tells parliament", "", "Sitiveni Rabuka"),
        ("Ballots counted", 'It was fair. "We accept it," Obi Nakamba posted on Monday.', "Obi Nakamba"),
        ("Ballots counted", "UNICEF found that some were missing.", "UNICEF"),
        ("Fiji separatists vow to fight", 'UNICEF "will not go", it said in a note. UNICEF said so twice.', "UNICEF"),
        ("Qantas breached rules, Fiji finds", "", "Fiji"),
        ("Bread is dear", "It is dear, said the union's negotiator, Obi Nakamba. The Fijian said no.", "Obi Nakamba"),
        ("Malta to hold fair", "Tonga's foreign minister, Obi Nakamba, called it odd. Malta said no.", "Malta"),
        ("Fiji's main union calls strike", "Qantas said it was sorry. Fiji said it was not.", "Qantas"),
        ("Boats seized", "UNICEF's chief, Obi Nakamba, told Fiji that it was wrong.", "Obi Nakamba"),
        ("Boats seized", "Obi Nakamba, a mayor, made the announcement on Monday.", "Obi Nakamba"),
        ("Bread dear", "Fijian farmers said so. UNICEF sees no end to it.", "UNICEF"),
        ("Bread dear", "Fiji has not commented. UNICEF said it was sorry.", "UNICEF"),
        ("Tongan prosecutors: skipper to stay in jail", "Fiji said it was sorry.", "Tonga: Prosecutor's Office"),
        ("Queues at port", "Qantas put them down to rain and ruled out foul play.", "Qantas"),
        ("Qantas to cut jobs", "It has 900 ships.", "Qantas"),
        ("Qantas wins UNICEF order for 96 lamps", "The company announced it on Monday.", "Qantas"),
        ("Sailor held", "Ada Quillen was led from home, his lawyer, Obi Nakamba, confirmed.", "Obi Nakamba"),
        (None, "Qantas has stopped all ships, the company announced.", "Qantas"),
        ("Bread dear", '"It is," quipped investigator Obi Nakamba of the town.', "Obi Nakamba"),
        ("Bread dear", '"It is not," the Fijian minister Obi Nakamba shot back.', "Obi Nakamba"),
        ("Row over Fiji visit: Tonga stays away", "Fiji said no. Tonga said yes.", "Tonga"),
        ("Fijian port union blocks quay", "Qantas said it was sorry. Fiji said it was not.", "Qantas"),
        ("Malta: Qantas and crews agree on pay, strike called off", "", "Malta"),
        (
            "Samoan boat sinks ferry, two dead - governor",
            "Tongan governor Obi Nakamba said it was at six.",
            "Obi Nakamba",
        ),
        (
            "School falls in",
            "All are out in Lviv, North Harbour, says Obi Nakamba who search the ruins.",
            "Obi Nakamba",
        ),
    ],
)
def test_who_speaks_is_told_from_what_is_told(tagger: Tagger, headline: str | None, text: str, speaker: str) -> None:
    assert tagger.tag(headline, text).speaker == speaker


def test_of_which_organisation_somebody_is_tells_for_whom_he_speaks(tagger: Tagger) -> None:
    assert tagger.tag("Qantas ships late", "Obi Nakamba of Renault said it was sad.").side == "Renault"
