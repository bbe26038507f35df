"""Fifty sources for a day: every line of the checklist of politeness is a counter, and every counter is 0."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.simulation.day import fifty, lived_through
from tests.simulation.manners import Score
from tests.simulation.rules import RULES
from tests.simulation.truth import Truth, Verdict, judge, validators_ahead
from tests.simulation.world import World

pytestmark = pytest.mark.timeout(900)


@dataclass
class Day:
    """What came of the day."""

    score: Score
    verdict: Verdict
    errors: list[Exception]
    sources: int


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    """The day, lived once for all tests."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        world = World(tmp_path_factory.mktemp("day"), monkeypatch)
        score, truth = Score(world.times), Truth(world.times)
        cast = fifty(world)
        verdicts: list[Verdict] = []

        async def scenario() -> None:
            await lived_through(world, cast, score, truth)
            score.finish(world.addresses())
            with world.store.reads() as reads:
                verdicts.append(judge(reads, truth.looks, world.endpoints))
                verdicts[0].ahead += validators_ahead(reads, truth.looks, world.endpoints)

        world.run(scenario)
    print(f"\n{len(cast.named)} sources, 24 hours: {score.table()}")
    return Day(score, verdicts[0], world.errors, len(cast.named))


@pytest.mark.parametrize("rule", RULES)
def test_nothing_is_done_against(rule: str, day: Day) -> None:
    assert day.score.notes[rule] == []


def test_the_day_was_lived(day: Day) -> None:
    assert day.sources == 50
    assert day.errors == []
    assert day.score.requests > 1500
    assert day.score.conditional > day.score.requests / 2
    assert day.score.not_modified > day.score.requests / 5
    assert 1 < day.score.most_at_once <= 8


def test_what_is_stored_is_what_a_perfect_observer_knows(day: Day) -> None:
    assert day.verdict.faults == []
    assert day.verdict.events > 1000
