from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model.entry import Wording
from reader.model.event import Event, EventKind, Gap, PollReport
from reader.model.source import Source
from reader.view import diff
from reader.view.diff import Change, diff_line, paragraph_diff, summary, word_diff
from reader.view.json_event import entry_object, json_event
from reader.view.lines import text_of
from reader.view.plain import plain_entry, plain_event
from tests.view.stories import AT, OLD, WORDING, stored
from tests.view.texts import wild

few = st.lists(st.sampled_from(["a", "b", "c", "not", "84", "1.5", "東京", "“x”", "the"]), max_size=12).map(" ".join)
SOURCE = Source(1, "https://example.org/live", title="The Harbour Post")


def put(pieces, *wanted: Change) -> str:
    return "".join(piece.text for piece in pieces if piece.change in wanted)


@given(few | wild, few | wild)
def test_a_diff_holds_both_texts(old, new):
    pieces = word_diff(old, new)
    assert put(pieces, Change.SAME, Change.ADDED) == new
    assert "".join(put(pieces, Change.SAME, Change.REMOVED).split()) == "".join(old.split())
    assert diff.changed(pieces) == (diff._TOKEN.sub(lambda m: m[0].strip() + "\0", old) != diff._TOKEN.sub(
        lambda m: m[0].strip() + "\0", new))  # fmt: skip


@given(st.lists(few, max_size=5), st.lists(few, max_size=5))
def test_paragraphs_come_out_whole(old, new):
    found = paragraph_diff(old, new)
    after = [put(pieces, Change.SAME, Change.ADDED) for pieces in found]
    assert [text for text in after if text] == [text for text in new if text]


def test_what_counts_as_a_change():
    assert text_of(diff_line(word_diff("At least 84 killed", "At least 94 killed"))) == "At least -84- +94+ killed"
    assert text_of(diff_line(word_diff("He did say so", "He did not say so"))) == "He did +not+ say so"
    assert text_of(diff_line(word_diff("1.5 percent", "15 percent"))) == "-1.5- +15+ percent"
    assert not diff.changed(word_diff("a  b\n", "a b"))
    assert text_of(diff_line(word_diff("two ships sank", "two ships"))) == "two ships -sank-"
    assert text_of(diff_line(word_diff("東京で会談", "東京で緊急会談"))) == "東京で+緊急+ 会談"
    assert [span.role for span in diff_line(word_diff("x", "y"))] == ["removed", "text", "added"]


def test_long_texts_are_told_apart_as_a_whole():
    old = " ".join(f"a{i}" for i in range(3000))
    pieces = word_diff("same " + old + " end", "same " + old.replace("a", "b") + " end")
    assert [piece.change for piece in pieces] == [Change.SAME, Change.REMOVED, Change.ADDED, Change.SAME]


def test_the_lines_of_follow():
    new = stored()

    def line(kind, **more):
        return plain_event(Event(kind, AT + 900, 1, **more), UTC)

    assert line(EventKind.NEW, entry=new) == "22:41 NEW Northland says 94 are missing"
    short = replace(new, entry=replace(new.entry, wording=Wording("Harbour shut, 94 missing")))
    assert line(EventKind.EDITED, entry=short, was=Wording("Harbour shut, 84 missing")) == (
        "22:56 EDITED Harbour shut, 94 missing: -84- +94+"
    )
    assert line(EventKind.EDITED, entry=short, was=Wording("Harbour shut, 84 missing"), reverted_to=1) == (
        "22:56 EDITED Harbour shut, 94 missing: -84- +94+ (back to wording 1)"
    )
    assert line(EventKind.WITHDRAWN, entry=short) == "22:56 WITHDRAWN Harbour shut, 94 missing"
    assert line(EventKind.REINSTATED, entry=short) == "22:56 REINSTATED Harbour shut, 94 missing"
    assert line(EventKind.GAP, gap=Gap(AT, AT + 5400, "the machine slept")) == (
        "22:56 GAP 28 Sept 2020 22:41 to 29 Sept 2020 00:11 (1 h 30 min): the machine slept"
    )
    bad = PollReport(1, AT, "timeout", "no answer", ok=False, next_poll_at=AT + 120, next_poll_reason="backing off")
    assert line(EventKind.POLL, poll=bad) == "22:56 POLL no answer; next in 2 min, backing off"
    assert line(EventKind.POLL, poll=replace(bad, ok=True)) is None


def test_an_edit_of_the_text_names_the_words():
    assert summary(OLD, WORDING).startswith("-84- +94+ +What is known+")


def test_hostile_text_stays_one_line():
    nasty = Wording("a\x1b[2J\nb\u202ec" + "x" * 5000)
    entry = replace(stored(), entry=replace(stored().entry, wording=nasty))
    for kind in (EventKind.NEW, EventKind.EDITED):
        line = plain_event(Event(kind, AT, 1, entry=entry, was=Wording("y " * 9000)), UTC)
        assert line.startswith("22:41 ")
        assert not {"\n", "\x1b", "\u202e"} & set(line)
        assert len(line) < 1000


def test_without_headline_the_text_stands_in():
    bare = replace(stored(), entry=replace(stored().entry, wording=replace(WORDING, headline=None)))
    assert plain_event(Event(EventKind.NEW, AT, 1, entry=bare), UTC).startswith(
        "22:41 NEW The coast guard of Northland"
    )
    empty = replace(bare, entry=replace(bare.entry, wording=Wording()))
    assert plain_event(Event(EventKind.NEW, AT, 1, entry=empty), UTC) == "22:41 NEW (text)"


def test_the_line_of_a_stored_entry():
    assert plain_entry(stored(withdrawn_at=AT), UTC) == (
        "28 Sept 2020 22:41 Northland says 94 are missing [edited 1x, withdrawn, starred, key event]"
    )


@pytest.mark.parametrize(
    ("event", "has"),
    [
        (Event(EventKind.EDITED, AT, 1, entry=stored(), was=OLD), {"entry", "was"}),
        (Event(EventKind.EDITED, AT, 1, entry=stored(), was=OLD, reverted_to=1), {"entry", "was", "reverted_to"}),
        (Event(EventKind.GAP, AT, 1, gap=Gap(AT, AT + 1, "asleep")), {"gap"}),
        (
            Event(EventKind.POLL, AT, 1, poll=PollReport(1, AT, "modified", entries=7, next_poll_at=AT + 60)),
            {"outcome", "entries", "next_poll", "reason", "ok", "message"},
        ),
    ],
)
def test_events_as_objects(event, has):
    made = json.loads(json.dumps(json_event(event, SOURCE)))
    assert set(made) == {"v", "event", "at", "source"} | has
    assert made["at"] == "2020-09-28T22:41:00Z"
    assert made["source"] == "https://example.org/live"
    if event.was:
        assert made["was"] == {"headline": OLD.headline, "text": OLD.text}


def test_an_entry_as_an_object():
    made = json.loads(json.dumps(entry_object(stored())))
    assert made["id"] == "n1"
    assert made["key"] == "k1"
    assert made["first_seen"] == "2020-09-28T22:42:00Z"
    assert made["revision"] == 2
    assert made["text"] == WORDING.text
    assert made["speaker_side"] == "Northland"
