"""When a permanent redirect is believed."""

from __future__ import annotations

import pytest

from reader.engine.moves import counted, target_of
from reader.engine.waits import DAY
from reader.model.source import Progress
from tests.engine.fakes import START

OLD, NEW, OTHER = "https://news.example/live", "https://news.example/2025/live", "https://news.example/other"


@pytest.mark.parametrize(
    ("url", "permanent", "target"),
    [
        (OLD, NEW, NEW),
        (OLD, NEW + "#top", NEW),
        (OLD, "https://NEWS.example:443/2025/live", NEW),
        (OLD, None, None),
        (OLD, OLD, None),
        (OLD, "http://news.example/2025/live", None),
        ("http://news.example/live", NEW, NEW),
        (OLD, "https://news.example/login?next=live", None),
        (OLD, "https://portal.example/live", None),
        (OLD, "https://news.example/consent/", None),
        (OLD, "https://news.example/landing-page", None),
        (OLD, "javascript:alert(1)", None),
        (OLD, "file:///etc/passwd", None),
    ],
)
def test_what_may_be_remembered(url: str, permanent: str | None, target: str | None) -> None:
    assert target_of(url, permanent) == target


def seen(*looks: tuple[str | None, int, bool]) -> str | None:
    """Where a source is moved to by looks (target, seconds from the start, whether a document came)."""
    progress, new_url = Progress(full_at=START), None
    for target, at, whole in looks:
        assert new_url is None
        progress, new_url = counted(progress, target, START + at, whole=whole)
    assert progress.full_at == START
    if new_url is not None:
        assert (progress.moved_to, progress.moved_times, progress.moved_at) == (None, 0, None)
    return new_url


@pytest.mark.parametrize(
    ("looks", "new_url"),
    [
        ([(NEW, 0, True), (NEW, DAY, True), (NEW, 2 * DAY, True)], NEW),
        ([(NEW, 0, True), (NEW, DAY, False), (NEW, 2 * DAY, False)], NEW),
        ([(NEW, 0, False), (NEW, DAY, False), (NEW, 2 * DAY, False), (NEW, 9 * DAY, False)], None),
        ([(NEW, 0, False), (NEW, 60, True), (NEW, DAY + 60, True), (NEW, 2 * DAY + 60, True)], NEW),
        ([(NEW, hour * 3600, True) for hour in range(48)], None),
        ([(NEW, hour * 3600, True) for hour in range(49)], NEW),
        ([(NEW, 0, True), (NEW, DAY, True), (OTHER, 2 * DAY, True), (OTHER, 3 * DAY, True)], None),
        ([(NEW, 0, True), (NEW, DAY, True), (None, 2 * DAY, True), (NEW, 3 * DAY, True)], None),
        ([(NEW, 0, True), (NEW, DAY, True), (NEW, -DAY, True), (NEW, 0, True)], None),
    ],
)
def test_the_same_target_three_times_a_day_apart(
    looks: list[tuple[str | None, int, bool]], new_url: str | None
) -> None:
    assert seen(*looks) == new_url
