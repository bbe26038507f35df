"""One poll is one transaction, and no wording is ever lost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.model.entry import (
    Basis,
    Block,
    BlockKind,
    Card,
    Embed,
    Entry,
    EntryKind,
    Flags,
    KeyKind,
    Link,
    Media,
    Precision,
    Wording,
)
from reader.model.event import Change, ChangeKind, Changes, EventKind, Gap
from reader.model.snapshot import FeedData, FeedState, Snapshot
from reader.model.source import Source, Validators
from reader.model.tagging import Actor, ActorType, Mention, Tagging
from reader.store import Reads, Store, UnknownSource
from tests.store.fill import NOW, decider, entry, page, poll, report, snapshot

FULL = Entry(
    key="k",
    seq=3,
    wording=Wording(
        headline="Köln: “Ruhe”",
        body=(
            Block(BlockKind.PARAGRAPH, "plain"),
            Block(BlockKind.QUOTE, "a link", (Link("https://a.example/", 2, 6),)),
            Block(BlockKind.PARAGRAPH, "another", (Link("https://b.example/", 0, 7),)),
        ),
        media=(Media("photo", "https://a.example/p.jpg", "caption", "credit", "alt"), Media("video")),
        cards=(Card("title", "teaser", "https://c.example/", None, "credit"),),
        embeds=(Embed("provider", "author", "post", "yesterday", None),),
    ),
    key_kind=KeyKind.NATIVE,
    native_id="id-1",
    published=NOW - 30,
    precision=Precision.SECOND,
    basis=Basis.PRINTED_INFERRED_DATE,
    basis_reason="from the address",
    time_label="12:01",
    updated=NOW - 10,
    kind=EntryKind.GALLERY,
    url="https://a.example/1",
    read_more_url="https://a.example/2",
    read_more=True,
    authors=("A. Writer", "B. Writer"),
    tags=("one", "two"),
    flags=Flags(key_event=True, pinned=False, summary=True, breaking=False, deleted=True),
    language="de",
    direction="ltr",
)


def kinds(events: tuple) -> list[EventKind]:
    return [event.kind for event in events]


def test_everything_of_an_entry_comes_back(store: Store, source: Source, reads: Reads) -> None:
    country = Actor("Arvonia", ActorType.COUNTRY)
    tagging = Tagging(
        actors=(Actor("Kay", ActorType.PERSON), country),
        mentions=(Mention(country, "headline", 0, 4), Mention(Actor("Other", ActorType.COMPANY), "text", 1, 2)),
        speaker="Kay",
        side="Arvonia",
        targets=("Belmark",),
        topics=("politics", "arms"),
    )
    shot = snapshot([FULL])
    changes = Changes((Change(ChangeKind.NEW, entry=FULL, tagging=tagging),))
    new, told = store.record_poll(report(source), shot, lambda past: changes).result(60)
    assert new.entry is not None
    assert new.entry.entry == FULL
    assert new.entry.tagging == tagging
    assert reads.entry(new.entry.id) == new.entry
    assert told.poll == report(source)
    row = reads.rows([new.entry.id])[0]
    assert row.actors == ("Arvonia", "Kay"), "those of the headline come first"
    assert row.topics == ("politics", "arms")
    assert (row.title, row.kind, row.time_label, row.precision) == ("Köln: “Ruhe”", "gallery", "12:01", "second")


def test_the_same_poll_twice_changes_nothing(store: Store, source: Source, reads: Reads) -> None:
    shot = page("a", "b", "c")
    first = poll(store, source, shot, NOW)
    second = poll(store, source, shot, NOW + 60)
    assert kinds(first) == [EventKind.NEW] * 3 + [EventKind.POLL]
    assert kinds(second) == [EventKind.POLL]
    assert reads.count(now=NOW) == 3
    assert [len(reads.revisions(id_)) for id_ in reads.index(now=NOW).ids] == [1, 1, 1]
    assert {reads.entry(id_).last_seen for id_ in reads.index(now=NOW).ids} == {NOW + 60}


def test_a_decide_that_claims_an_edit_without_one_writes_none(store: Store, source: Source, reads: Reads) -> None:
    shot = page("a")
    poll(store, source, shot)
    edited = store.record_poll(
        report(source, NOW + 60),
        shot,
        lambda past: Changes((Change(ChangeKind.EDITED, shot.entries[0], past.entries["a"]),)),
    ).result(60)
    assert kinds(edited) == [EventKind.POLL]
    assert len(reads.revisions(1)) == 1


def test_a_decide_that_raises_leaves_nothing(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"))
    before = reads.sources(), reads.last_event_id()

    def wrong(past: object) -> Changes:
        raise ValueError("no")

    future = store.record_poll(report(source, NOW + 60, validators=Validators("new")), page("a", "b"), wrong)
    with pytest.raises(ValueError, match="no"):
        future.result(60)
    assert (reads.sources(), reads.last_event_id()) == before
    poll(store, source, page("a", "b"), NOW + 120)
    assert reads.count(now=NOW) == 2, "the writer goes on"


def test_a_failure_in_the_middle_leaves_nothing(store: Store, source: Source, reads: Reads) -> None:
    shot = page("a", "b")
    bad = replace(shot.entries[1], authors=("\ud800",))
    future = store.record_poll(
        report(source, validators=Validators("new")),
        shot,
        lambda past: Changes((Change(ChangeKind.NEW, shot.entries[0]), Change(ChangeKind.NEW, bad))),
    )
    with pytest.raises(Exception, match="cannot be stored"):
        future.result(60)
    assert reads.count(now=NOW) == 0
    assert reads.sources()[0].poll.validators == Validators()


def test_every_wording_is_kept(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, snapshot([entry("a", headline="Bridge closed", text="old words")]), NOW)
    second = snapshot([entry("a", headline="Bridge “closed”", text="old words")])
    store.record_poll(
        report(source, NOW + 60),
        second,
        lambda past: Changes((Change(ChangeKind.TYPOGRAPHIC, second.entries[0], past.entries["a"]),)),
    ).result(60)
    events = poll(store, source, snapshot([entry("a", headline="Bridge open", text="new words")]), NOW + 120)
    assert kinds(events) == [EventKind.EDITED, EventKind.POLL]
    assert events[0].was is not None
    assert events[0].was.headline == "Bridge “closed”"
    found = reads.revisions(1)
    assert [(r.number, r.wording.headline, r.textual, r.first_seen) for r in found] == [
        (1, "Bridge closed", True, NOW),
        (2, "Bridge “closed”", False, NOW + 60),
        (3, "Bridge open", True, NOW + 120),
    ]
    stored = reads.entry(1)
    assert stored is not None
    assert (stored.revision, stored.edited_at, stored.entry.headline) == (2, NOW + 120, "Bridge open")


def test_an_edit_leaves_the_marks(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"))
    store.mark([1], read=True, starred=True, now=NOW).result(60)
    poll(store, source, snapshot([entry("a", headline="Other", published=NOW - 600)]), NOW + 60)
    stored = reads.entry(1)
    assert stored is not None
    assert (stored.read, stored.starred, stored.revision) == (True, True, 2)


def test_missing_twice_is_withdrawn_and_may_come_back(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "b"), NOW)
    assert kinds(poll(store, source, page("a"), NOW + 60)) == [EventKind.POLL]
    assert reads.entry(1).missed + reads.entry(2).missed == 1
    gone = poll(store, source, page("a"), NOW + 120)
    assert kinds(gone) == [EventKind.WITHDRAWN, EventKind.POLL]
    assert gone[0].entry is not None
    assert gone[0].entry.withdrawn_at == NOW + 120
    assert kinds(poll(store, source, page("a"), NOW + 180)) == [EventKind.POLL]
    assert reads.count(now=NOW) == 2, "it is kept"
    back = poll(store, source, page("a", "b"), NOW + 240)
    assert kinds(back) == [EventKind.REINSTATED, EventKind.POLL]
    assert back[0].entry is not None
    assert (back[0].entry.withdrawn_at, back[0].entry.missed) == (None, 0)


def test_back_in_other_words_keeps_both(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"), NOW)
    for minute in (1, 2):
        poll(store, source, page(), NOW + 60 * minute)
    poll(store, source, snapshot([entry("a", headline="Otherwise")]), NOW + 180)
    assert [r.wording.headline for r in reads.revisions(1)] == ["Headline a", "Otherwise"]


def test_an_incomplete_snapshot_leaves_what_was_listed(store: Store, source: Source) -> None:
    seen: list[set[str]] = []

    def looking(shot: Snapshot):
        def decide(past):
            seen.append(set(past.entries))
            return Changes()

        return decide

    poll(store, source, page("a", "b"), NOW)
    partial = snapshot([], complete=False)
    store.record_poll(report(source, NOW + 60), partial, looking(partial)).result(60)
    whole = page("c")
    store.record_poll(report(source, NOW + 120), whole, looking(whole)).result(60)
    store.record_poll(report(source, NOW + 180), page("a"), looking(page("a"))).result(60)
    assert seen == [{"a", "b"}, {"a", "b"}, {"a"}], "what a complete one passes over in silence is listed no more"


def test_a_further_key_leads_to_the_same_entry(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("old"), NOW)
    renamed = snapshot([entry("new", headline="Reworded", published=NOW - 600)])
    store.record_poll(
        report(source, NOW + 60),
        renamed,
        lambda past: Changes((Change(ChangeKind.EDITED, renamed.entries[0], past.entries["old"]),)),
    ).result(60)
    assert kinds(poll(store, source, renamed, NOW + 120)) == [EventKind.POLL]
    assert kinds(
        poll(store, source, snapshot([entry("old", headline="Reworded", published=NOW - 600)]), NOW + 180)
    ) == [EventKind.POLL]
    assert reads.entry(1).entry.key == "old", "an entry keeps the name it came with"
    both = poll(store, source, snapshot([replace(renamed.entries[0], key="old"), renamed.entries[0]]), NOW + 240)
    assert kinds(both) == [EventKind.NEW, EventKind.POLL]
    assert kinds(poll(store, source, renamed, NOW + 300)) == [EventKind.POLL]


def test_a_key_given_twice_is_one_entry(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", "a"))
    assert reads.count(now=NOW) == 1


def test_a_time_once_stated_is_kept(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", published=NOW - 900), NOW)
    poll(store, source, page("a", published=None), NOW + 60)
    assert reads.entry(1).entry.published == NOW - 900
    poll(store, source, page("a", published=NOW - 300), NOW + 120)
    assert reads.entry(1).entry.published == NOW - 300
    assert list(reads.index(now=NOW).sort_at) == [NOW - 300]


def test_a_future_time_sorts_at_arrival(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a", published=NOW + 9000), NOW)
    assert list(reads.index(now=NOW).sort_at) == [NOW]
    assert reads.entry(1).sort_at == NOW


def test_poll_state_goes_with_the_poll(store: Store, source: Source, reads: Reads) -> None:
    feed = FeedData(title="The feed", state=FeedState.LIVE, lead=("one",), tags=("x",), skip_hours=(1, 2), ttl=60)
    store.record_poll(report(source, NOW, feed=feed, format="rss", next_poll_at=NOW + 60)).result(60)
    store.record_poll(
        report(source, NOW + 60, outcome="timeout", ok=False, changed=False, validators=None, body_hash=None)
    ).result(60)
    store.record_poll(
        report(source, NOW + 120, outcome="not_modified", changed=False, validators=None, body_hash=None)
    ).result(60)
    state = reads.sources()[0].poll
    assert (state.feed, state.format) == (feed, "rss")
    assert state.validators == Validators(etag=f'"{NOW}"')
    assert state.body_hash == str(NOW)
    assert (state.last_poll_at, state.last_success_at) == (NOW + 120, NOW + 120)
    assert (state.outcome, state.failures, state.unchanged) == ("not_modified", 0, 1)
    assert reads.sources()[0].title == "The feed"


def test_a_failed_poll_counts_and_keeps_the_rest(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"), NOW)
    for minute in (1, 2):
        at = NOW + 60 * minute
        store.record_poll(report(source, at, outcome="dns", ok=False, changed=False, validators=None)).result(60)
    state = reads.sources()[0].poll
    assert (state.failures, state.last_success_at, state.outcome) == (2, NOW, "dns")
    assert state.validators == Validators(etag=f'"{NOW}"')


def test_a_poll_of_a_source_that_is_gone(store: Store, source: Source) -> None:
    store.remove_source(source.id).result(60)
    with pytest.raises(UnknownSource):
        store.record_poll(report(source)).result(60)


def test_gaps_are_told_once(store: Store, source: Source, reads: Reads) -> None:
    gap = Gap(NOW - 900, NOW - 300, "the page no longer reaches back")
    for minute in range(2):
        shot = page("a")
        told = store.record_poll(
            report(source, NOW + minute), shot, lambda past, shot=shot: replace(decider(shot)(past), gaps=(gap,))
        ).result(60)
        assert kinds(told).count(EventKind.GAP) == 1 - minute
    assert reads.gaps() == [(source.id, gap)]
    assert reads.gaps(sources=[source.id + 1]) == []


def test_the_log_tells_what_was_told(store: Store, source: Source, reads: Reads) -> None:
    told = [*poll(store, source, page("a", "b"), NOW)]
    told += poll(store, source, snapshot([entry("a", headline="Edited"), page("b").entries[0]]), NOW + 60)
    told += poll(store, source, page("b"), NOW + 120)
    told += poll(store, source, page("b"), NOW + 180)
    read = reads.events()
    assert [id_ for id_, _ in read] == sorted({id_ for id_, _ in read})
    events = [event for _, event in read]
    assert [(e.kind, e.at, e.entry and e.entry.entry.wording, e.was) for e in events] == [
        (e.kind, e.at, e.entry and e.entry.entry.wording, e.was) for e in told
    ]
    assert events[-1].poll is not None
    assert (events[-1].poll.outcome, events[-1].poll.next_poll_at) == ("ok", NOW + 240)
    third = read[2][0]
    assert reads.events(after_id=third, limit=2) == read[3:5]
    assert reads.last_event_id() == read[-1][0]


def test_polls_are_forgotten_after_a_month_and_nothing_else(store: Store, source: Source, reads: Reads) -> None:
    poll(store, source, page("a"), NOW)
    poll(store, source, page("a"), NOW + 31 * 86400)
    assert [event.kind for _, event in reads.events()] == [EventKind.NEW, EventKind.POLL]
    assert reads.events()[1][1].at == NOW + 31 * 86400
