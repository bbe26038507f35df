"""The day has what a demonstration needs, and is consistent at every minute."""

from __future__ import annotations

import copy
import datetime as dt
import re
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from reader.demo.day import build, load, shift_to, tables
from reader.demo.playback import START_MINUTE, Playback
from reader.demo.shape import LAST_MINUTE, ChangeKind, Day, DayEntry, DayError, latest_full_day
from reader.model.entry import BlockKind, EntryKind

DAY = load()
BY_ID = {entry.id: entry for entry in DAY.entries}


def shown(minute: int, entry_id: str, day: Day = DAY) -> DayEntry | None:
    return next((entry for entry in day.page_at(minute) if entry.id == entry_id), None)


def change(kind: ChangeKind) -> tuple[int, str]:
    (found,) = [(change.minute, change.entry_id) for change in DAY.changes if change.kind is kind][:1]
    return found


def test_it_is_a_whole_day() -> None:
    assert len(DAY.entries) >= 70
    assert (DAY.entries[0].minute, DAY.entries[-1].minute) == (5 * 60 + 12, 23 * 60 + 40)
    assert DAY.date == dt.date(2026, 3, 14)
    assert len(DAY.lead) >= 3
    assert DAY.notice in DAY.lead


def test_every_kind_occurs() -> None:
    kinds = Counter(entry.kind for entry in DAY.entries)
    assert kinds[EntryKind.TEXT] >= 50
    for kind in ("photo", "gallery", "video", "card", "embed", "summary"):
        assert kinds[EntryKind(kind)] >= 1, kind
    blocks = Counter(block.kind for entry in DAY.entries for block in entry.wording.body)
    for kind in BlockKind:
        assert kind is BlockKind.PREFORMATTED or blocks[kind] >= 2, kind
    bare = [entry for entry in DAY.entries if entry.kind is EntryKind.TEXT and not entry.wording.body]
    assert len(bare) >= 3
    assert [entry.id for entry in DAY.entries if entry.flags.pinned] == ["numbers"]
    assert sum(entry.flags.key_event for entry in DAY.entries) >= 8
    assert sum(entry.flags.breaking for entry in DAY.entries) >= 4


def test_cards_galleries_and_videos_are_whole() -> None:
    cards = [(entry, card) for entry in DAY.entries for card in entry.wording.cards]
    assert all(card.title and card.text and card.url and card.caption for _, card in cards)
    assert sum(card.title != entry.headline for entry, card in cards) == 1
    assert sum(card.title == entry.headline for entry, card in cards) >= 3
    galleries = [entry for entry in DAY.entries if entry.kind is EntryKind.GALLERY]
    assert all(len({media.credit for media in entry.wording.media}) >= 3 for entry in galleries)
    videos = [entry for entry in DAY.entries if entry.kind is EntryKind.VIDEO]
    assert all(media.kind == "video" and media.url for entry in videos for media in entry.wording.media)
    assert any(not entry.wording.paragraphs and not entry.wording.media[0].caption for entry in videos)


def test_scripts_of_other_languages() -> None:
    text = "\n".join(entry.wording.text for entry in DAY.entries)
    for script in ("[\u0530-\u058f]{4}", "[\u0620-\u064a]{4}", "[\u4e00-\u9fff]{4}", "\U0001f3b6", "\u200d"):
        assert re.search(script, text), script


def test_ids_are_stable_words_and_headlines_are_news() -> None:
    assert len(BY_ID) == len(DAY.entries)
    for entry in DAY.entries:
        assert re.fullmatch(r"[a-z][a-z0-9-]+", entry.id)
        assert 55 <= len(entry.headline) <= 110, entry.headline
        assert len(entry.wording.body) <= 16, entry.id


def test_links_lead_to_example_domains_only() -> None:
    addresses = [url for entry in DAY.entries for url in entry.wording.links]
    addresses += [media.url or "" for entry in DAY.entries for media in entry.wording.media]
    addresses += [url for _, _, url in DAY.read_also]
    assert len(addresses) > 20
    assert all(re.match(r"https://example\.(org|com)/", url) for url in addresses)


def test_rhythm() -> None:
    minutes = [entry.minute for entry in DAY.entries]
    assert minutes == sorted(minutes)
    assert max(sum(start <= minute < start + 12 for minute in minutes) for start in minutes) >= 8
    assert max(after - before for before, after in pairwise(minutes)) >= 60
    assert [minute for minute, count in Counter(minutes).items() if count > 1] == [7 * 60 + 16]
    (twice,) = [headline for headline, count in Counter(entry.headline for entry in DAY.entries).items() if count > 1]
    assert [entry.minute for entry in DAY.entries if entry.headline == twice] == [6 * 60 + 40, 7 * 60 + 40]


def test_figures_move_and_sides_disagree() -> None:
    headlines = "\n".join(entry.headline for entry in DAY.entries)
    for figure in ("Two People Killed", "Death Toll in the Valley Rises to Five", "Death Toll Stands at Seven"):
        assert figure in headlines
    assert headlines.index("4,800 People Evacuated") < headlines.index("Evacuated Rises to 16,300")
    assert BY_ID["hotline-kesmara"].minute < BY_ID["hotline-ardovia"].minute


def test_the_demonstration_begins_full_and_goes_on_briskly() -> None:
    assert 20 <= len(DAY.page_at(START_MINUTE)) <= 30
    playback = Playback()
    for seconds in (240, 540):
        until = playback.minute_at(seconds)
        arrivals = [entry.appears for entry in DAY.entries if START_MINUTE < entry.appears <= until]
        assert 6 <= seconds / len(arrivals) <= 10
    assert all(START_MINUTE < change.minute <= playback.minute_at(75) for change in DAY.changes)


def test_open_correction() -> None:
    minute, name = change(ChangeKind.CORRECTION)
    before, after = shown(minute - 1, name), shown(minute, name)
    assert before
    assert after
    assert before.headline.startswith("40 ")
    assert after.headline.startswith("14 ")
    assert "Correction" in after.wording.text
    assert (before.updated, after.updated) == (None, minute)


def test_silent_edit_turns_the_meaning_round() -> None:
    minute, name = change(ChangeKind.SILENT)
    before, after = shown(minute - 1, name), shown(minute, name)
    assert before
    assert after
    assert after.wording.text.replace(" did not use", " did use") == before.wording.text
    assert after.wording.text != before.wording.text
    assert after.updated is None


def test_typographic_edit_changes_quotes_only() -> None:
    minute, name = change(ChangeKind.TYPOGRAPHIC)
    before, after = shown(minute - 1, name), shown(minute, name)
    assert before
    assert after
    assert before.wording != after.wording
    straight = str.maketrans("“”‘’", "\"\"''")
    assert after.wording.text.translate(straight) == before.wording.text
    assert not re.search("[\"']", after.wording.body[1].text)


def test_withdrawn_for_good_and_withdrawn_for_a_while() -> None:
    gone = {entry.id for entry in DAY.entries} - {entry.id for entry in DAY.page_at(LAST_MINUTE)}
    assert gone == {"quarrin-rumour"}
    minute, name = change(ChangeKind.REINSTATED)
    left = next(change.minute for change in DAY.changes if change.entry_id == name)
    assert minute - left >= 30
    assert shown(left - 1, name)
    assert not shown(left, name)
    assert not shown(minute - 1, name)
    assert shown(minute, name)


def test_withdrawals_leave_a_hole_between_entries() -> None:
    for changed in DAY.changes:
        if changed.kind is ChangeKind.WITHDRAWN:
            minutes = [entry.minute for entry in DAY.page_at(changed.minute)]
            assert min(minutes) < BY_ID[changed.entry_id].minute < max(minutes)


def test_late_entry_is_sorted_by_the_time_it_states() -> None:
    (late,) = [entry for entry in DAY.entries if entry.appears > entry.minute]
    assert late.appears - late.minute > 120
    assert not shown(late.appears - 1, late.id)
    place = [entry.id for entry in DAY.newest_first(late.appears)].index(late.id)
    assert place > 10


@pytest.mark.parametrize("minute", range(0, LAST_MINUTE + 1, 7))
def test_pages_are_consistent(minute: int) -> None:
    page = DAY.page_at(minute)
    assert len({entry.id for entry in page}) == len(page)
    assert all(entry.appears <= minute for entry in page)
    times = [entry.minute for entry in page if not entry.flags.pinned]
    assert times == sorted(times, reverse=True)
    assert not any(entry.flags.pinned for entry in page[1:])
    assert DAY.changed_at(minute) <= minute
    if minute:
        same = DAY.changed_at(minute) == DAY.changed_at(minute - 1)
        assert same == (page == DAY.page_at(minute - 1))


def test_it_ends() -> None:
    assert DAY.page_at(0) == []
    assert DAY.changed_at(0) == 0
    assert DAY.is_live(DAY.ends - 1)
    assert not DAY.is_live(DAY.ends)


def test_shift_to_another_date() -> None:
    shifted = shift_to(DAY, dt.date(2027, 1, 1))
    assert [entry.id for entry in shifted.entries] == [entry.id for entry in DAY.entries]
    assert shifted.seconds(0) == int(dt.datetime(2027, 1, 1, tzinfo=dt.UTC).timestamp())
    assert "on Friday, 1 January 2027" in shifted.lead[0]
    assert "on Saturday, 14 March 2026" in DAY.lead[0]
    assert "{" not in repr(shifted.entries) + repr(shifted.lead)
    assert shift_to(shifted, DAY.date) == DAY


@pytest.mark.parametrize(("now", "date"), [(1_700_000_000, "2023-11-13"), (1_700_006_400, "2023-11-14")])
def test_latest_full_day(now: int, date: str) -> None:
    assert latest_full_day(now).isoformat() == date


def _without(told: dict[str, Any], key: str) -> None:
    del told["page"][key]


def _same_id(told: dict[str, Any]) -> None:
    told["entry"][1]["id"] = told["entry"][0]["id"]


def _set(number: int, key: str, value: str) -> Any:
    return lambda told: told["entry"][number].update({key: value})


def _change(**fields: object) -> Any:
    return lambda told: told["change"].append({"at": "12:00", "entry": "sirens", "kind": "silent"} | fields)


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda told: _without(told, "title"), "lacks 'title'"),
        (_same_id, "share an id"),
        (_set(0, "time", "25:00"), "no time of day"),
        (_set(0, "time", "5:12"), "no time of day"),
        (_set(3, "appears", "00:01"), "before the time"),
        (_set(0, "colour", "red"), "colour is unknown"),
        (_change(entry="nobody"), "lacks 'nobody'"),
        (_change(replace=[["no such words", "x"]]), "no such words"),
        (_change(at="05:00"), "before it is there"),
        (_change(kind="reinstated"), "cannot be reinstated"),
        (_change(entry="quarrin-rumour"), "cannot be silent"),
    ],
)
def test_contradictions_are_told(spoil: Any, message: str) -> None:
    told = copy.deepcopy(tables())
    spoil(told)
    with pytest.raises(DayError, match=message):
        build(told)
