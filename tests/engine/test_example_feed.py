"""The example page through the real store: its filters give what somebody lists who reads it with care.

The lists were made by reading the page; entries are named by the times that it prints.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reader import formats, tagging
from reader.engine.reconcile import reconcile
from reader.engine.remembering import tag_all
from reader.engine.taggings import ensure_tagged
from reader.model.event import Changes, Past, PollReport
from reader.model.filter_language import parse_filter
from reader.model.snapshot import Document
from reader.store import Reads, Store

PAGE = "sputnik-karabakh-live-2020-09-28.txt"
NOW = int(datetime(2020, 9, 29, 8, tzinfo=UTC).timestamp())

LISTED = {
    "actor:turkey": ["16:03", "12:31", "11:22", "07:17"],
    'actor:"OSCE Minsk Group"': ["21:24", "12:12", "11:22", "10:50", "10:43", "09:21", "07:53"],
    "actor:belarus": ["12:12"],
    "speaker:armenia": ["19:33", "17:39", "10:31", "09:21", "05:16"],
    "side:armenia": ["19:33", "17:40", "17:39", "12:31", "10:31", "09:21", "08:52", "07:53", "07:17", "05:16"],
}
TRUCE = {"22:41", "15:40", "10:50", "10:26", "07:21"}
"""Headline or first paragraph call for an end of the fighting."""
TRUCE_FURTHER_DOWN = {"18:03", "15:26", "12:12", "11:22", "11:05"}
"""A later paragraph does, or it can be read so."""


@pytest.fixture(scope="module", params=["in the poll", "behind it"])
def reads(request: pytest.FixtureRequest, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reads]:
    """The page in a store, its entries tagged in the two ways."""
    body = (corpus / PAGE).read_bytes()
    snapshot = formats.parse(Document(body, f"file:///{PAGE}", "text/plain")).snapshot
    assert snapshot is not None

    def decide(past: Past) -> Changes:
        changes = reconcile(past, snapshot, NOW)
        if request.param == "behind it":
            return changes
        entries = [change.entry for change in changes.changes if change.entry is not None]
        tagged = tag_all(tagging.load, entries, NOW, past.memory)
        found = tuple(replace(change, tagging=tagged.tags[change.entry.key]) for change in changes.changes)
        return replace(changes, changes=found, learned=tagged.learned)

    with Store.open(tmp_path_factory.mktemp("feed") / "dateline.db") as store:
        source = store.add_source("https://news.example/live", now=NOW).result(60)
        store.record_poll(PollReport(source.id, NOW, "ok"), snapshot, decide).result(60)
        ensure_tagged(store, tagging.load)
        with store.reads() as opened:
            yield opened


def times(reads: Reads, text: str) -> list[str | None]:
    """The printed times of what a filter shows, newest first."""
    ids = reads.index(parse_filter(text), now=NOW).ids
    return [entry.entry.time_label for entry in reversed(reads.entries(ids))]


def test_the_page_is_there(reads: Reads) -> None:
    assert len(times(reads, "")) == 40
    assert reads.tagging_waiting() == 0


@pytest.mark.parametrize("text", LISTED)
def test_a_filter_shows_what_a_careful_reader_lists(reads: Reads, text: str) -> None:
    assert times(reads, text) == LISTED[text]


def test_calls_for_a_truce(reads: Reads) -> None:
    found = set(times(reads, "topic:ceasefire"))
    assert found >= TRUCE
    assert found <= TRUCE | TRUCE_FURTHER_DOWN
