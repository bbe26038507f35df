"""A stored day that is too large for one document, in pages and in what has changed."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.demo.reel import Reel, document
from reader.demo.showing import PAGE, WHOLE, Passing, Showing
from reader.model.entry import Basis, Block, BlockKind, Entry, KeyKind, Link, Precision, Wording
from reader.model.event import EventKind, Revision, StoredEntry
from reader.model.history import History, Turn
from reader.view.exports.as_jsonl import line_of
from reader.view.exports.forms import Exported
from tests.binary import COMMAND

if TYPE_CHECKING:
    from pathlib import Path

AT = 1_773_480_960
MINUTE = 60


def wording(number: int, links: int = 1) -> Wording:
    """A short text with long links."""
    words = "here " * links
    found = tuple(Link(f"https://ok.example/{'x' * 1900}/{at}", at * 5, at * 5 + 4) for at in range(links))
    return Wording(headline=f"Ferry {number} sails", body=(Block(BlockKind.PARAGRAPH, words.strip(), found),))


def history(number: int, seen: int, *, links: int = 1, edited: int | None = None, gone: int | None = None) -> History:
    said = wording(number, links)
    revisions = [Revision(1, seen, said)]
    turns = [Turn(seen, EventKind.NEW, 1)]
    if edited is not None:
        said = replace(said, headline=f"Ferry {number} does not sail")
        revisions.append(Revision(2, edited, said))
        turns.append(Turn(edited, EventKind.EDITED, 2))
    if gone is not None:
        turns.append(Turn(gone, EventKind.WITHDRAWN, len(revisions)))
    entry = Entry(
        f"id:ferry-{number}", 0, said, KeyKind.NATIVE, f"ferry-{number}", AT + number * MINUTE, Precision.MINUTE,
        Basis.MACHINE,
    )  # fmt: skip
    stored = StoredEntry(number, 1, entry, seen, gone or edited or seen, withdrawn_at=gone, revision=len(revisions))
    return History(stored, tuple(revisions), tuple(turns))


def reel(*histories: History) -> Reel:
    return Reel("https://news.example/live", "News", histories)


def listed(page: bytes) -> list[str]:
    return [item["id"] for item in json.loads(page)["items"]]


def names(*numbers: int) -> list[str]:
    return [f"ferry-{number}" for number in numbers]


def test_what_is_small_is_shown_whole() -> None:
    played = reel(*(history(number, AT) for number in range(1, 6)))
    showing = Showing(played)
    assert showing.is_whole
    assert showing.pages(AT) == showing.pages(AT, AT) == [document(played, AT)]
    assert "next_url" not in json.loads(document(played, AT))


def test_each_page_begins_where_the_one_before_ended() -> None:
    played = reel(*(history(number, AT) for number in range(1, 8)))
    size = len(document(played, AT)) // 3
    pages = Showing(played, whole=0, page=size).pages(AT)
    assert [listed(page) for page in pages] == [names(2, 1), names(4, 3, 2), names(6, 5, 4), names(7, 6)]
    assert all(len(page) < size * 2 for page in pages)
    assert all(json.loads(page)["next_url"] for page in pages)
    alone = Showing(played, whole=0, page=1).pages(AT)
    assert [len(listed(page)) for page in alone] == [1] + [2] * 6, "an entry that is larger than a page has one"


def test_of_what_is_known_only_changes_are_shown() -> None:
    played = reel(
        history(1, AT, edited=AT + 120),
        history(2, AT),
        history(3, AT, gone=AT + 180),
        history(4, AT + 60),
    )
    showing = Showing(played, whole=0)
    assert [listed(page) for page in showing.pages(AT)] == [names(3, 2, 1)]
    assert [listed(page) for page in showing.pages(AT + 60, AT)] == [names(4, 3)]
    assert showing.pages(AT + 90, AT + 60) == []
    assert [listed(page) for page in showing.pages(AT + 120, AT + 60)] == [names(1, 4)]
    assert [listed(page) for page in showing.pages(AT + 180, AT)] == [names(4, 3, 1, 2)]
    (last,) = showing.pages(AT + 180, AT + 120)
    gone = [item["id"] for item in json.loads(last)["items"] if item.get("_dateline", {}).get("deleted")]
    assert gone == names(3)
    assert [listed(page) for page in showing.pages(AT - 1)] == [[]], "nothing stood yet"


def test_who_asks_now_and_then_is_shown_everything_twice() -> None:
    played = reel(history(1, AT), history(2, AT), history(3, AT + 60), history(4, AT + 90), history(5, AT + 120))
    now = [AT]
    passing = Passing(Showing(played, whole=0), lambda: now[0])
    assert not passing.left_out
    shown: list[list[str]] = []
    for seconds in (0, 60, 100, 120, 150, 180, 180):
        now[0] = AT + seconds
        shown.append(listed(passing.document()))
    assert shown == [
        names(2, 1),
        names(3, 2, 1),
        names(4, 3, 2),
        names(5, 4, 3),
        names(5, 4),
        names(5, 4),
        names(5, 4),
    ]
    crowded = Passing(Showing(played, whole=0, page=1), lambda: AT + 60)
    assert crowded.left_out
    assert listed(crowded.document()) == names(3, 2)


def test_a_day_of_many_megabytes_is_replayed_with_all_that_happened(tmp_path: Path) -> None:
    several = [history(number, AT, links=30) for number in range(1, 31)]
    changed = [history(31, AT, links=30, edited=AT + 120), history(32, AT, links=30, gone=AT + 180)]
    played = [*several, *changed, history(33, AT + 60, links=30)]
    file = tmp_path / "day.jsonl"
    file.write_text("".join(f"{line_of(Exported(one.stored, None, one))}\n" for one in played))
    assert file.stat().st_size > WHOLE + PAGE - (256 << 10)
    done = subprocess.run(
        [*COMMAND, "--home", str(tmp_path / "home"), "replay", str(file), "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    events = [made for line in done.stdout.splitlines() if (made := json.loads(line))["event"] != "poll"]
    told = [(made["event"], made["entry"]["headline"]) for made in events]
    assert told == [
        *(("new", f"Ferry {number} sails") for number in range(1, 34)),
        ("edited", "Ferry 31 does not sail"),
        ("withdrawn", "Ferry 32 sails"),
    ]
