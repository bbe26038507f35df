"""Names by what they call for or who leads them, bodies by the place of the news, words that are nobody."""

from __future__ import annotations

import pytest

from reader.tagging.tagger import Tagger

HEADLINE = ""


def found(tagger: Tagger, headline: str, text: str) -> set[str]:
    return {actor.name for actor in tagger.tag(headline or None, text).actors}


class TestNamesByTheirCompany:
    """Organisations of which the sentence says that they are some."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Two were held, according to Defend Our Lamps.", {"Defend Our Lamps"}),
            ("He wants to Defend Lamps.", set()),
            ("The leader of Quendem, who was in hiding, called for calm.", {"Quendem"}),
            ("The leader of Quendem village council spoke.", set()),
            ("The QDA of Peter Marsh doubled its seats.", {"QDA", "Peter Marsh"}),
            ("The alliance Pupils against Lamps called a strike.", {"Pupils against Lamps"}),
            ("Members of Union No. 7 voted on the offer.", {"Union No. 7"}),
            ("They fined the crypto platform Quendex.", {"Quendex"}),
            ("Its rival, Quendo Shipping Line, said nothing.", {"Quendo Shipping Line"}),
            ("The merger of Samsung C&T and Quendel Industries is off.", {"Samsung C&T", "Quendel Industries"}),
            ("Swiss Lamp Integrity, which brought the case, won.", {"Switzerland", "Swiss Lamp Integrity"}),
            ("The ILO and Unesco met Fifa.", {"ILO", "UNESCO", "FIFA"}),
            ("The paper cites Cites and a pace.", set()),
        ],
    )
    def test_of_the_sentence(self, tagger: Tagger, text: str, expected: set[str]) -> None:
        assert found(tagger, HEADLINE, text) == expected

    @pytest.mark.parametrize(
        ("headline", "text", "expected"),
        [
            ("EU fines lamp maker", "The Commission said so.", {"European Union", "European Commission"}),
            ("Lamp maker fined", "The Commission said so.", set()),
            ("EU top court: lamps are free", "The Court of Justice ruled so.", {"European Court of Justice"}),
            ("EU watches", "The Lamp Commission of Chile met. The Commission said so.", None),
        ],
    )
    def test_the_commission_is_the_unions_in_its_own_news(
        self, tagger: Tagger, headline: str, text: str, expected: set[str] | None
    ) -> None:
        names = found(tagger, headline, text)
        assert ("European Commission" not in names) if expected is None else names == expected


class TestNobody:
    """Words with a capital that are nobody's name."""

    @pytest.mark.parametrize(
        ("text", "nobody"),
        [
            ("It fell during the feast of St Mary.", "Mary"),
            ("Clashes in Sheikh Quendood went on.", "Quendood"),
            ("The toll rose, the broadcaster QBC reported.", "QBC"),
            ("France's CPUs are slow.", "CPUs"),
            ("Teams in Luanda's Quenduaco say beds are full.", "Quenduaco"),
            ("Conaie, the largest Indigenous group, said no.", "Indigenous"),
            ("Peru: crowds stormed the Government Palace.", "Peru: Government"),
            ("The federation's Ethics Commission met in Peru.", "Peru: Ethics Commission"),
            ("Brazil's Amazon talks go on.", "Amazon"),
        ],
    )
    def test_is_meant(self, tagger: Tagger, text: str, nobody: str) -> None:
        assert nobody not in found(tagger, HEADLINE, text)

    def test_a_korean_family_name_is_that_of_the_full_name(self, tagger: Tagger) -> None:
        assert found(tagger, "Quendo chief Kim cleared", "Kim Quen-do had been accused.") >= {"Kim Quen-do"}


class TestWhoseBodies:
    """Bodies without a country beside them."""

    @pytest.mark.parametrize(
        ("headline", "text", "body"),
        [
            ("Russian strike on Ternopil", "The State Emergency Service said 94 were hurt.", "Ukraine: Civil Defence"),
            ("Bus falls off bridge", "Lahore police said the driver fled.", "Pakistan: Police"),
            ("Tanker from Peru explodes", "The Port Authority of Dakar sent tugs.", "Senegal: Transport Authority"),
            ("Fire in Guayaquil", "Prosecutors said they would look into it.", "Ecuador: Prosecutor's Office"),
            ("Sudan: RSF shells market", "The RSF denied it. The Finance Ministry was hit.", "Sudan: Finance Ministry"),
            ("Colombia buries its dead", "The Institute of Forensic Medicine said so.",
             "Colombia: Institute of Forensic Medicine"),
        ],
    )  # fmt: skip
    def test_are_of_the_place_of_the_news(self, tagger: Tagger, headline: str, text: str, body: str) -> None:
        assert body in found(tagger, headline, text)

    def test_a_place_between_two_countries_says_nothing(self, tagger: Tagger) -> None:
        names = found(tagger, "Fires in Lahore and Guayaquil", "The Lamp Agency of the north said so.")
        assert not any(name.startswith(("Pakistan", "Ecuador")) for name in names)


class TestNamesThatAct:
    """Names that neither end like an organisation's nor are in a table, and do what only somebody does."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("The Archive of Public Lamps put it at 60.", {"Archive of Public Lamps"}),
            ("It rose, according to the Lantern Assistance Centre.", {"Lantern Assistance Centre"}),
            ("The Lamp Reduction Act orders a review.", set()),
            ("The Group of Experts said no.", set()),
            ("The Briton Anna Quill said no.", {"United Kingdom", "Anna Quill"}),
            ("The Campaign to Ban Lamps said no.", {"Campaign to Ban Lamps"}),
            ("Operator Quendolin said so.", {"Quendolin"}),
            ("She is president of the Lantern Convergence for the Lamps of Mali.",
             {"Lantern Convergence for the Lamps of Mali"}),
            ("The Lamp Network for People Living with HIV said so.", {"Lamp Network for People Living with HIV"}),
            ("The Union of Chambers of Turkish Lamplighters and Wardens said so.",
             {"Union of Chambers of Turkish Lamplighters and Wardens"}),
            ("She works for the studio Quendal 95, they said.", {"Quendal 95"}),
            ("LAMParks said so.", {"LAMParks"}),
            ("Quendler chairman Anna Quill will appeal.", {"Quendler", "Anna Quill"}),
            ("The Mechanism for the Recognition of Lamps counts 60.", {"Mechanism for the Recognition of Lamps"}),
            ("Keir Starmer's Quorizons rejected it.", {"Keir Starmer", "Quorizons"}),
            ("Lamp Resources, a toy maker from Ohio, had sued.", {"Lamp Resources"}),
            ("Save Wimbledon Lamps said it would appeal.", {"Save Wimbledon Lamps"}),
            ("Analysts at Quendobel called it a relief.", {"Quendobel"}),
            ("It was sold to start-up Quendyten.", {"Quendyten"}),
            ("They put LampInsights on a list.", {"LampInsights"}),
            ("She led the campaign Voice for Lamps and Candles.", {"Voice for Lamps and Candles"}),
            ("The Wax, Lamp, Fog and Candle Union, Wlfac, wants more. Wlfac left.", {"Wax, Lamp, Fog and Candle Union"}),
            ("Its operator, Besiktas Shipping of Istanbul, left.", {"Besiktas Shipping"}),
            ("Police named him as Quenghil Lampavarz.", {"Quenghil Lampavarz"}),
            ("Quorce Lampievski will be mayor of Quendo.", {"Quorce Lampievski"}),
            ("Brazil: the Liberal Party froze his pay.", {"Brazil", "Liberal Party"}),
            ("The Foreign Affairs and Lamps Committee said so.", set()),
            ("He is governor of Quendi Fira, Anna Quill said.", {"Anna Quill"}),
            ("Labour Minister Anna Quill said so.", {"Anna Quill"}),
            ("No Lamps for Fog, a workers' group, called for more.", {"No Lamps for Fog"}),
            ("The group Quen-Lamp said so.", {"Quen-Lamp"}),
        ],
    )  # fmt: skip
    def test_are_organisations(self, tagger: Tagger, text: str, expected: set[str]) -> None:
        assert found(tagger, HEADLINE, text) == expected

    def test_a_directorate_general_lists_what_it_is_for(self, tagger: Tagger) -> None:
        text = "The Directorate General for Lamps, Candle Wax and Fog Control found dolls."
        name = "France: Directorate General for Lamps, Candle Wax and Fog Control"
        assert name in found(tagger, "France fines shop", text)

    def test_a_firm_has_no_courts(self, tagger: Tagger) -> None:
        text = "Quendler chairman Anna Quill will appeal to the Federal Administrative Court."
        assert found(tagger, "Swiss row", text) == {"Switzerland", "Switzerland: Judiciary", "Quendler", "Anna Quill"}

    def test_a_person_may_be_called_like_a_capital(self, tagger: Tagger) -> None:
        names = found(tagger, "Former prime minister Muscat pleads not guilty", "Joseph Muscat appeared in court.")
        assert names == {"Joseph Muscat"}

    def test_an_ambassador_is_summoned_by_others(self, tagger: Tagger) -> None:
        text = "Russian ambassador Anna Quill was summoned to the Foreign Ministry."
        assert "Denmark: Foreign Ministry" in found(tagger, "Denmark names hackers", text)

    def test_a_movement_is_its_own_forces(self, tagger: Tagger) -> None:
        names = found(tagger, "Sudan: RSF forces enter town", "Sudan mourns.")
        assert names == {"Sudan", "Rapid Support Forces"}

    @pytest.mark.parametrize(
        ("headline", "expected"),
        [
            ("BBC boss Anna Quill quits", {"BBC", "Anna Quill"}),
            ("ITV in talks to sell lamps", {"ITV"}),
            ("Uruguay: Senate legalises lamps", {"Uruguay", "Uruguay: Parliament"}),
            ("Floods in Milan Cortina", set()),
        ],
    )
    def test_headlines(self, tagger: Tagger, headline: str, expected: set[str]) -> None:
        assert found(tagger, headline, "It rained.") == expected

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("India's cricket board wrote to the ICC.", "International Cricket Council"),
            ("The court in The Hague, the ICC, said so.", "International Criminal Court"),
            ("Prague: the SPD voted no, the Czech party said.", "Freedom and Direct Democracy"),
        ],
    )
    def test_letters_that_stand_for_two(self, tagger: Tagger, text: str, expected: str) -> None:
        assert expected in found(tagger, HEADLINE, text)


class TestHomes:
    """Bodies of which many countries have one, and names that stand for a firm only where it acts."""

    @pytest.mark.parametrize(
        ("headline", "text", "body"),
        [
            ("Lamps row", "Israel's president spoke; Anthony Albanese convened the National Security Committee.",
             "Australia: Intelligence Service"),
            ("Kazakhstan: two held", "The National Security Committee said so.", "Kazakhstan: Intelligence Service"),
            ("Tonga votes", "The Legislative Assembly met.", "Tonga: Parliament"),
        ],
    )  # fmt: skip
    def test_are_of_whom_the_clause_names(self, tagger: Tagger, headline: str, text: str, body: str) -> None:
        assert body in found(tagger, headline, text)

    @pytest.mark.parametrize(
        ("headline", "text", "expected"),
        [
            ("Reliance halts imports", "It rained.", {"Reliance Industries"}),
            ("Their reliance on coal", "Reliance on coal is high.", set()),
            ("Croatian lamp club Quendona stripped of licence", "It rained.", {"Croatia", "Quendona"}),
            ("It rained", "The navy's carrier Quakri Lampuebet left.", set()),
            ("It rained", "The Partnership for New York City offered help.", {"Partnership for New York City"}),
        ],
    )  # fmt: skip
    def test_names_that_only_act(self, tagger: Tagger, headline: str, text: str, expected: set[str]) -> None:
        assert found(tagger, headline, text) == expected
