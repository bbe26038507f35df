"""What holds for every input: places, purity, no exception, time in proportion to length."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model.tagging import Tagging
from reader.tagging import load
from reader.tagging.answer import answer
from reader.tagging.tagger import Tagger

PIECES = """Moscow Turkey's Armenian Turkish UN Security Council Defence Ministry army Erdogan Tove Lindqvarn said told
says , . : - — 's " ' ( ) and of the to Kremlin Kyiv urges accuses Minsk Group Georgia Jordan Chad Smith
Nagorno-Karabakh President Ban Ki-moon according calls on for over killed ceasefire \n İstanbul Erdoğan U.S.
re\u0441laimed Côte d'Ivoire pro-Russian""".split(" ")
SENTENCES = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)


@given(SENTENCES, SENTENCES)
@settings(max_examples=300, deadline=None)
def test_mentions_point_at_what_is_mentioned(headline: str, text: str) -> None:
    tagging = load().tag(headline, text)
    for mention in tagging.mentions:
        source = headline if mention.place == "headline" else text
        assert 0 <= mention.start < mention.end <= len(source)
        found = source[mention.start : mention.end]
        assert found == found.strip()
        assert mention.actor in tagging.actors
    assert len({actor.name for actor in tagging.actors}) == len(tagging.actors)
    assert tagging == load().tag(headline, text)


def test_a_mention_has_the_places_of_the_text_as_given(tagger: Tagger) -> None:
    headline, text = "“Enough”, Türkiye says", "The re\u0441laimed land is Erdog\u0306an’s."
    found = {
        (mention.actor.name, (headline if mention.place == "headline" else text)[mention.start : mention.end])
        for mention in tagger.tag(headline, text).mentions
    }
    assert found == {("Turkey", "Türkiye"), ("Recep Tayyip Erdogan", "Erdog\u0306an")}


@given(st.text(max_size=300), st.text(max_size=600))
@settings(max_examples=300, deadline=None)
def test_any_text_is_tagged(headline: str, text: str) -> None:
    assert isinstance(load().tag(headline, text), Tagging)


HOSTILE = 20_000 if os.environ.get("DATELINE_LONG") else 2_000


def test_hostile_texts_raise_nothing(tagger: Tagger) -> None:
    chance = random.Random(7)
    languages = (None, "en", "de", "zh", "ar", "xx")
    alphabet = (
        "".join(map(chr, range(0x20))) + "\x7f\x9b\u202e\u2066\ufeff\ud800\udfffאבגمرحبا\"'“([{<&;:-—,.'sİßﬁ𝐀👩‍👩‍👧 "
    )
    for _ in range(HOSTILE):
        words = [
            chance.choice(PIECES) if chance.random() < 0.6 else "".join(chance.choices(alphabet, k=4))
            for _ in range(25)
        ]
        headline, text = chance.choice((None, " ".join(words[:8]))), chance.choice(("", " ")).join(words)
        tagging = tagger.tag(headline, text, language=chance.choice(languages))
        for mention in tagging.mentions:
            assert 0 <= mention.start < mention.end <= len((headline or "") if mention.place == "headline" else text)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "A " * 50_000,
        "Turkey " * 14_000,
        '"' * 100_000,
        "(" * 50_000 + ")" * 50_000,
        "Pentagon said " * 7_000,
        "ministry of the " * 6_000,
        "Tove Lindqvarn, " * 6_000,
        "a.b." * 25_000,
        "A-b" * 33_000,
        "\u0301" * 100_000,
        "ж" * 100_000,
        "Ban Ki-moon de la " * 6_000,
        "Moscow, and " * 8_000,
        "\n" * 100_000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_long_lines_are_tagged(tagger: Tagger, text: str) -> None:
    assert isinstance(tagger.tag(text[:2_000], text), Tagging)


PROSE = 'Turkey’s army said on Monday that "Ankara" urged Tove Lindqvarn, the minister, to leave Minsk, killed or not. '


@pytest.mark.parametrize(
    "piece",
    [
        PROSE,
        "Federal Aviation Agency of Greece, ",
        "the Chinese firm Quillon Works, who ",
        "He said, she said, the minister said, ",
        "Tove Lindqvarn, Anna Berg and ",
        "the state police of the national ",
    ],
    ids=lambda piece: piece[:12],
)
def test_time_grows_with_length(tagger: Tagger, piece: str) -> None:
    def cost(times: int) -> float:
        text = piece * times
        best = []
        for _ in range(3):
            start = time.process_time()
            tagger.tag("Turkey warns Greece", text)
            best.append(time.process_time() - start)
        return min(best)

    # Eight times the text; squared it would be 64, at every try.
    assert any(cost(160) < 24 * cost(20) for _ in range(5))


def test_the_package_is_light_to_import() -> None:
    heavy = "('reader.tagging.tables', 'regex', 'tomllib')"
    code = f"import sys, reader.tagging; print(any(name in sys.modules for name in {heavy}))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_the_answer_is_plain_data(tagger: Tagger) -> None:
    found = answer("x1", tagger.tag("Peru urges Chile to share water", ""))
    assert found == {
        "id": "x1",
        "actors": [{"name": "Peru", "type": "country"}, {"name": "Chile", "type": "country"}],
        "speaker": "Peru",
        "speaker_side": "Peru",
        "targets": ["Chile"],
        "topics": found["topics"],
    }


def test_an_empty_entry_is_untagged(tagger: Tagger) -> None:
    assert tagger.tag(None, "") == Tagging()
    assert tagger.tag("", " \n ") == Tagging()
