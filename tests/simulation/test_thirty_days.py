"""Thirty days of one machine, in seconds: what is stored is what a perfect observer knows, and nothing is ever stuck."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pytest

from reader.model.source import SourceStatus
from tests.simulation.day import HOUR, Cast, at
from tests.simulation.month import ASLEEP, LATER_HOME, NEW_HOME, OFFLINE, Watch, lived_through, sources
from tests.simulation.servers import DAY
from tests.simulation.truth import Truth, Verdict, judge, validators_ahead
from tests.simulation.world import AWAKE, World

pytestmark = pytest.mark.timeout(900)


@dataclass
class Month:
    """What came of the month."""

    cast: Cast
    watch: Watch
    verdict: Verdict
    statuses: dict[int, SourceStatus]
    damage: list[str]
    errors: list[Exception]

    def status(self, name: str) -> SourceStatus:
        return self.statuses[self.cast.ids[name]]


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    """The month, lived once for all tests."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        world = World(tmp_path_factory.mktemp("month"), monkeypatch)
        truth, watch = Truth(world.times), Watch(world.times)
        world.network.observers += [truth, watch]
        cast = sources(world)
        found: list[Month] = []

        async def scenario() -> None:
            await lived_through(world, cast)
            with world.store.reads() as reads:
                verdict = judge(reads, truth.looks, world.endpoints)
                verdict.ahead += validators_ahead(reads, truth.looks, world.endpoints)
                damage = reads.check(thorough=True)
            found.append(Month(cast, watch, verdict, world.statuses(), damage, world.errors))

        world.run(scenario)
    month = found[0]
    verdict = month.verdict
    print(
        f"\n{len(cast.named)} sources, 30 days: {sum(map(len, watch.asked.values()))} requests, {verdict.entries} entries, "
        f"{verdict.events} events, {len(verdict.faults)} of them wrong or missing"
    )
    print("\n".join(verdict.faults[:40]))
    return month


def test_events_and_entries_are_those_of_a_perfect_observer(month: Month) -> None:
    assert month.verdict.faults == []
    assert month.verdict.events > 1500


def test_nothing_went_wrong_within_and_the_file_is_whole(month: Month) -> None:
    assert month.errors == []
    assert month.damage == []


def test_no_source_is_ever_stuck(month: Month) -> None:
    late: dict[str, int] = {}
    for name, endpoint in month.cast.named.items():
        if name in ("first", "second", "lost"):
            continue  # they end, or are gone for good
        pace = max(month.cast.settings[name].get("interval", HOUR), endpoint.expires or 0)
        if endpoint.validators in ("none", "sometimes"):
            pace *= 2  # what comes whole each time and is the same is asked half as often
        if name in ("third", "troubled", "worse"):
            pace = DAY  # refused now and then: an hour, six, a day
        silence = month.watch.longest_silence((endpoint.url, *endpoint.others))
        if silence > 1.1 * pace + 120:
            late[name] = round(silence)
    assert late == {}


def test_when_the_network_is_back_all_that_waited_is_asked_within_a_minute(month: Month) -> None:
    for start, end, how in OFFLINE:
        if how == "portal":
            continue
        waited = [
            url for url, asked in month.watch.asked.items() if any(at(start) <= true < at(end) for true, _ in asked)
        ]
        assert waited
        late = {url: after for url in waited if (after := month.watch.first_after(url, at(end))) is None or after > 60}
        assert late == {}


def test_after_a_suspend_there_is_one_small_burst(month: Month) -> None:
    for start, length in ASLEEP:
        woken = at(start + length)
        assert month.watch.most_at_once(woken, woken + 90) <= 4
    woken = at(ASLEEP[-1][0] + ASLEEP[-1][1])
    after = {name: _asked_after(month, name, woken) for name in month.cast.named if name not in ("first", "second")}
    assert min(after.values()) <= 10 + AWAKE
    assert {name: seconds for name, seconds in after.items() if seconds > 60 + AWAKE} == {}


def _asked_after(month: Month, name: str, moment: float) -> float:
    endpoint = month.cast.named[name]
    found = [month.watch.first_after(url, moment) for url in (endpoint.url, *endpoint.others)]
    return min((after for after in found if after is not None), default=1e9)


def test_what_has_moved_for_good_is_asked_there_and_nothing_else_is(month: Month) -> None:
    assert month.status("moved").source.url == NEW_HOME
    asked = [true for true, _ in month.watch.asked[month.cast.named["moved"].url]]
    assert at(150 + 48) < max(asked) < at(150 + 80)
    for name, endpoint in month.cast.named.items():
        if name != "moved":
            assert month.status(name).source.url == endpoint.url


def test_what_has_ended_or_is_gone_is_left_alone(month: Month) -> None:
    for name, hour in (("first", 30), ("second", 66), ("lost", 400)):
        asked = [true for true, _ in month.watch.asked[month.cast.named[name].url] if true > at(hour)]
        assert len(asked) == 1, name
        assert month.status(name).poll.next_poll_at is None
        assert month.status(name).poll.next_poll_reason
    assert month.status("first").poll.feed.successor_url == LATER_HOME


def test_a_whole_document_is_asked_for_once_in_eight_days(month: Month) -> None:
    honest, liar = (month.watch.whole[month.cast.named[name].url] for name in ("forever", "liar"))
    later = [moment for moment in honest if moment > at(24)]  # on the first day it still changes
    assert len(later) == 3
    assert all(7.9 * DAY < after - before < 8.3 * DAY for before, after in pairwise(later))
    assert 5 <= len(liar) <= 26
    assert all(after - before > 0.95 * DAY for before, after in pairwise(liar) if before > at(24))
