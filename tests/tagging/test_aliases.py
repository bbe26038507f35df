"""Actors by their other names."""

from __future__ import annotations

import time

from reader import tagging
from reader.tagging.aliases import MOST, named_by
from reader.tagging.cache import load_lexicon


def test_actors_by_capital_people_and_other_names() -> None:
    lexicon = load_lexicon(None)
    assert named_by(lexicon, "anka")["Turkey"] == "ankara"
    assert named_by(lexicon, "ANKARA")["Turkey"] == "ankara"
    assert "Albania" in named_by(lexicon, "albanian")
    assert named_by(lexicon, "an") == {}
    assert named_by(lexicon, "qqqq") == {}
    assert len(named_by(lexicon, "the")) <= MOST


def test_it_is_quick_and_says_nothing_before_the_tables_are_read() -> None:
    tagging.load()
    started = time.process_time()
    assert "Turkey" in tagging.named_by("ankara")
    assert time.process_time() - started < 10
