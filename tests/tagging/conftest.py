"""The tagger, compiled once."""

from __future__ import annotations

import pytest

from reader.tagging import load
from reader.tagging.tagger import Tagger


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return load()
