"""Which filters depend on tags."""

from __future__ import annotations

import pytest

from reader.model.filter_language import parse_filter
from reader.model.query import asks_for_tags


@pytest.mark.parametrize("text", ["actor:x", "a b -speaker:x", "(side:y OR is:read) c", "topic:sport"])
def test_these_do(text: str) -> None:
    assert asks_for_tags(parse_filter(text).term)


@pytest.mark.parametrize("text", ["", "words", "is:unread source:x", '"actor" kind:video', "/actor:x/"])
def test_these_do_not(text: str) -> None:
    assert not asks_for_tags(parse_filter(text).term)
