"""Live blogs in JSON of real publishers: counts, ids and times against the checked lists beside them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.formats import parse
from reader.formats.answer import iso
from reader.model.snapshot import Document, FeedState

FORMATS = {
    "aljazeera-iran-2026-04-22.shell.snapshot-0.trimmed": "aljazeera",
    "bbc-simorgh-live-one-post": "bbc-live",
    "guardian-dcr-perseverance-2021-02-19": "guardian-json",
    "superdesk-liveblog-sourcefabric-2017": "superdesk",
}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_against_the_checked_list(corpus: Path, name: str) -> None:
    gold = json.loads((corpus / "gold" / f"{name}.gold.json").read_text())
    found = parse(Document((corpus / "live" / f"{name}.json").read_bytes())).snapshot
    assert found is not None
    assert found.format == FORMATS[name]
    shown = [entry for entry in found.entries if not entry.flags.deleted]
    wanted = [entry for entry in gold["entries"] if entry.get("show", True)]
    assert [entry.native_id for entry in shown] == [entry["id"] for entry in wanted]
    for entry, want in zip(shown, wanted, strict=True):
        assert iso(entry.published) == (want.get("time_utc") or want.get("published_utc"))
        for flag, mark in (("key_event", entry.flags.key_event), ("highlight", entry.flags.key_event)):
            assert mark == want.get(flag, mark)
        pinned = want.get("pinned", want.get("sticky"))
        assert pinned is None or entry.flags.pinned == pinned
    stated = [pair for pair in zip(shown, wanted, strict=True) if "headline" in pair[1]]
    assert sum(entry.headline == want["headline"] for entry, want in stated) >= 0.96 * len(stated)


def test_a_poll_and_an_update_of_one_blog(corpus: Path) -> None:
    folder = corpus / "live"
    children = parse(Document((folder / "aljazeera-iran-2026-04-22.children.snapshot-0.json").read_bytes())).snapshot
    update = parse(Document((folder / "aljazeera-iran-2026-04-22.update-4512107.trimmed.json").read_bytes())).snapshot
    assert children is not None
    assert update is not None
    assert len(children.entries) == 25
    (entry,) = update.entries
    assert entry.key in {child.key for child in children.entries}
    assert not update.complete
    assert entry.wording.media[0].caption


def test_state(corpus: Path) -> None:
    page = parse(Document((corpus / "live" / "guardian-dcr-perseverance-2021-02-19.json").read_bytes())).snapshot
    assert page is not None
    assert page.feed.state is FeedState.ENDED
    assert page.feed.older_url
    assert page.feed.older_url.endswith("?page=with:block-603006048f08c3cb92a5ca64")
