"""What the program reads in each rendition is what the day tells."""

from __future__ import annotations

import pytest

from reader.demo.day import load
from reader.demo.render import RENDITIONS
from reader.demo.shape import LAST_MINUTE, DayEntry
from reader.formats import parse
from reader.model.entry import Entry, EntryKind
from reader.model.snapshot import Document, FeedState, Reading, Snapshot

DAY = load()
MINUTES = [320, 600, 637, 655, 701, 720, 1000, LAST_MINUTE]
FEEDS = [path for path, form in RENDITIONS.items() if form.is_feed]


def reading(path: str, minute: int) -> Reading:
    form = RENDITIONS[path]
    document = Document(form.write(DAY, minute).encode(), f"http://127.0.0.1:8000{path}", form.content_type)
    return parse(document)


def snapshot(path: str, minute: int) -> Snapshot:
    found = reading(path, minute)
    assert found.snapshot, found.reason
    return found.snapshot


def told(entries: list[DayEntry]) -> list[tuple[str, int]]:
    return [(entry.headline, DAY.seconds(entry.minute)) for entry in entries]


def read(entries: tuple[Entry, ...]) -> list[tuple[str | None, int | None]]:
    return [(entry.headline, entry.published) for entry in entries]


@pytest.mark.parametrize("minute", MINUTES)
@pytest.mark.parametrize("path", ["/live.txt", *FEEDS])
def test_headlines_and_times(path: str, minute: int) -> None:
    """Text prints no date: it is known as soon as enough entries name the weekday."""
    assert read(snapshot(path, minute).entries) == told(DAY.newest_first(minute))


@pytest.mark.parametrize("minute", MINUTES)
def test_live_page(minute: int) -> None:
    found = snapshot("/live", minute)
    shown = DAY.page_at(minute)
    assert read(found.entries) == told(shown)
    assert [entry.native_id for entry in found.entries] == [entry.id for entry in shown]
    assert [entry.wording.paragraphs for entry in found.entries] == [entry.wording.paragraphs for entry in shown]
    assert [entry.flags.pinned for entry in found.entries] == [entry.flags.pinned for entry in shown]
    assert [entry.flags.key_event for entry in found.entries] == [entry.flags.key_event for entry in shown]
    assert (found.feed.state is FeedState.LIVE) == DAY.is_live(minute)
    assert (found.feed.title, found.feed.tags) == (DAY.title, DAY.tags)


@pytest.mark.parametrize("path", FEEDS)
def test_ids_of_feeds(path: str) -> None:
    found = snapshot(path, LAST_MINUTE)
    ids = [(entry.native_id or "").rpartition(":")[2] for entry in found.entries]
    assert ids == [entry.id for entry in DAY.newest_first(LAST_MINUTE)]


@pytest.mark.parametrize("path", ["/live", "/live.txt"])
def test_kinds(path: str) -> None:
    """A summary is a text to a form that has no word for summaries."""
    shown = DAY.page_at(LAST_MINUTE) if path == "/live" else DAY.newest_first(LAST_MINUTE)
    for entry, wanted in zip(snapshot(path, LAST_MINUTE).entries, shown, strict=True):
        kinds = {wanted.kind, EntryKind.TEXT} if wanted.kind is EntryKind.SUMMARY else {wanted.kind}
        assert entry.kind in kinds, wanted.id


def test_text_keeps_bodies_but_for_tables() -> None:
    for entry, wanted in zip(snapshot("/live.txt", 700).entries, DAY.newest_first(700), strict=True):
        if not any("|" in paragraph for paragraph in wanted.wording.paragraphs):
            assert entry.wording.paragraphs == wanted.wording.paragraphs


def test_the_index_is_no_feed_but_offers_three() -> None:
    found = reading("/", 600)
    assert not found.is_feed
    assert [offer.url for offer in found.offers] == [f"http://127.0.0.1:8000{path}" for path in FEEDS]
