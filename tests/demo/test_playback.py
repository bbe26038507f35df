"""How fast the day passes."""

from __future__ import annotations

import pytest

from reader.demo.playback import Playback
from reader.demo.shape import LAST_MINUTE


@pytest.mark.parametrize(
    ("speed", "start", "elapsed", "minute"),
    [
        (120, 600, 0, 600),
        (120, 600, 0.4, 600),
        (120, 600, 0.5, 601),
        (120, 600, 60, 720),
        (60, 0, 60, 60),
        (1, 600, 90, 601),
        (120, 600, -5, 600),
        (120, 600, 1e6, LAST_MINUTE),
        (1e308, 600, 60, LAST_MINUTE),
    ],
)
def test_minutes_of_the_day(speed: float, start: int, elapsed: float, minute: int) -> None:
    assert Playback(speed, start).minute_at(elapsed) == minute


def test_it_begins_when_told() -> None:
    now = [1000.0]
    minute_of_day = Playback(speed=60, start_minute=600).begin(lambda: now[0])
    assert minute_of_day() == 600
    now[0] += 30
    assert minute_of_day() == 630
