"""What is kept of where the reader was, and what the log says of what came after."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from reader.model.event import Change, ChangeKind, Changes, Gap
from reader.model.happened import Seen, Tally
from reader.store import Reads, Store, seen
from tests.store.fill import NOW, entry, fill, page, poll, report, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model.event import Past
    from reader.model.source import Source


def here(reads: Reads, at: int = NOW) -> Seen:
    """Everything that is logged so far was seen."""
    return Seen(reads.last_event_id(), at)


def test_the_mark_is_kept_by_machine(store: Store, reads: Reads, source: Source, monkeypatch) -> None:
    assert reads.seen() is None
    poll(store, source, page("a"))
    seen.keep(store, Seen(2, NOW), durable=True).result(60)
    assert reads.seen() == Seen(2, NOW)
    monkeypatch.setattr("platform.node", lambda: "another")
    assert reads.seen() is None
    seen.keep(store, Seen(1, NOW + 5)).result(60)
    monkeypatch.undo()
    assert reads.seen() == Seen(2, NOW)


def test_in_another_file_the_mark_falls_back_on_its_time(store: Store, reads: Reads, source: Source) -> None:
    poll(store, source, page("a"), NOW)
    last = reads.last_event_id()
    poll(store, source, page("b", "a"), NOW + 100)
    write = lambda value: store._submit(  # noqa: E731
        lambda c: c.execute(
            "INSERT OR REPLACE INTO upkeep(name, value) VALUES (?, ?)", (f"seen {seen.machine()}", value)
        )
    ).result(60)
    write(f'{{"event": 1, "at": {NOW + 50}, "lineage": "of another"}}')
    assert reads.seen() == Seen(last, NOW + 50)
    for broken in ("", "[]", "{", '{"event": "x", "at": null}', "null", "7"):
        write(broken)
        assert reads.seen() is None


def test_every_entry_is_told_once_and_by_what_is_left_of_it(store: Store, reads: Reads, source: Source) -> None:
    poll(store, source, page("a", "b", "c", "d", "e"))
    mark = here(reads)
    assert not reads.tally(mark)

    def shown(*entries, at: int) -> None:
        poll(store, source, snapshot(entries), at)

    old = {key: entry(key, headline=f"Headline {key}", published=NOW - 600) for key in "abcde"}
    other = entry("a", headline="Headline a, 84 hurt", published=NOW - 600)
    more = entry("a", headline="Headline a, 94 hurt", published=NOW - 600)
    new = entry("n", headline="Arvonia says new", published=NOW)
    newer = entry("n", headline="Arvonia says newer", published=NOW)
    # a is edited twice, b goes for good, c goes and comes back, n is new and at once edited.
    shown(new, other, old["d"], old["e"], at=NOW + 60)
    shown(newer, more, old["d"], old["e"], at=NOW + 120)
    shown(newer, more, old["c"], old["d"], old["e"], at=NOW + 180)
    assert reads.tally(mark) == Tally(new=1, edited=1, withdrawn=1)
    found = reads.happened(mark)
    assert found.tally == reads.tally(mark)
    assert [reads.entry(number).entry.key for number in found.new] == ["n"]
    assert found.oldest == NOW
    (altered,) = found.edited
    assert (altered.was.headline, altered.entry.entry.headline) == ("Headline a", "Headline a, 94 hurt")
    assert [reads.entry(number).entry.key for number in found.withdrawn] == ["b"]
    assert [(actor.value, actor.count) for actor in found.actors] == [("Arvonia", 1)]
    assert found.until == reads.last_event_id()
    # What was withdrawn before and is back is told; other sources are not.
    later = here(reads)
    shown(newer, more, old["b"], old["c"], old["d"], old["e"], at=NOW + 240)
    assert reads.tally(later) == Tally(reinstated=1)
    assert reads.tally(later, sources=[source.id + 1]) == Tally()
    assert reads.tally(mark) == Tally(new=1, edited=1)


def test_gaps_of_the_span_that_are_left(store: Store, reads: Reads, source: Source) -> None:
    poll(store, source, page("a"))

    def gapped(at: int, *gaps: Gap, covered: tuple[int, int] | None = None) -> None:
        changes = Changes((), gaps, covered)
        store.record_poll(report(source, at), snapshot([]), lambda past: changes).result(60)

    gapped(NOW + 10, Gap(NOW, NOW + 10, "before"))
    mark = here(reads, NOW + 20)
    gapped(NOW + 60, Gap(NOW + 30, NOW + 60, "the machine slept"), Gap(NOW + 62, NOW + 63, "filled later"))
    gapped(NOW + 90, covered=(NOW + 61, NOW + 90))
    assert reads.happened(mark).gaps == ((source.id, Gap(NOW + 30, NOW + 60, "the machine slept")),)


def test_what_was_read_and_key_events_are_told_apart(store: Store, reads: Reads, source: Source) -> None:
    from reader.model.entry import Flags

    poll(store, source, page("a"))
    mark = here(reads)
    entries = [entry(key, published=NOW + at, flags=Flags(key_event=key == "y")) for at, key in enumerate("zyx")]
    poll(store, source, snapshot([*reversed(entries), entry("a", published=NOW - 600)]), NOW + 60)
    store.mark([reads.happened(mark).new[0]], read=True, now=NOW).result(60)
    found = reads.happened(mark)
    assert [reads.entry(number).entry.key for number in found.new] == ["z", "y", "x"]
    assert [flag & 1 for flag in found.flags] == [1, 0, 0]
    assert found.marked == (found.new[1],)


def test_a_hundred_thousand_events_are_told_at_once(tmp_path: Path) -> None:
    with Store.open(tmp_path / "big.db") as store:
        fill(store, 4000, words=5, batch=1000)
        with store.reads() as reads:
            started = time.perf_counter()
            found = reads.happened(Seen(0, 0))
            took = time.perf_counter() - started
            assert found.tally.new == len(found.new) == 4000
            assert len(found.marked) <= seen.LISTED
            assert took < 10, "twenty-five times that is still a few minutes at the worst"


def test_dropped_entries_leave_no_trace(store: Store, reads: Reads, source: Source) -> None:
    mark = here(reads)
    poll(store, source, page("a"))

    def nothing(past: Past) -> Changes:
        return Changes(tuple(Change(ChangeKind.SEEN, stored=item, entry=item.entry) for item in past.entries.values()))

    store.record_poll(report(source, NOW + 9), page("a"), nothing).result(60)
    assert reads.tally(mark) == Tally(new=1)
    store.remove_source(source.id).result(60)
    assert not reads.tally(mark)
    assert not reads.happened(mark).new
