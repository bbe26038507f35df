"""Live pages in HTML: each engine's own fixture, the merging with schema.org, hostile and mutated pages, the corpus."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.formats import charset, sniff
from reader.formats.page import Page
from reader.formats.pages import html_live
from reader.formats.pages.engines import ENGINES
from reader.model.entry import Basis, BlockKind, Entry, EntryKind, Media, Precision
from reader.model.snapshot import Document, FeedState, Snapshot
from reader.text import clean
from tests.formats.support import FIXTURES, fixture

PAGES = (
    "amp", "ap", "bbc", "cnbc", "cnn", "ft", "guardian", "guardian-old", "lemonde", "ndtv", "nos", "nyt", "reach",
    "repubblica", "tagesschau", "telegraph", "timesofisrael", "wordpress",
)  # fmt: skip


def page(markup: str | bytes, url: str | None = None) -> Page:
    body = markup if isinstance(markup, bytes) else markup.encode()
    text = charset.decode(body, None)
    return Page(Document(body, url), text, sniff.shape(text))


def read(markup: str | bytes, url: str | None = None) -> Snapshot:
    candidate = html_live.read(page(markup, url))
    assert candidate is not None
    return candidate.snapshot


def live(name: str) -> Snapshot:
    return read(fixture(f"live-{name}.html"))


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def by_id(snapshot: Snapshot) -> dict[str | None, Entry]:
    return {entry.native_id: entry for entry in snapshot.entries}


@pytest.mark.parametrize("name", PAGES)
def test_every_engine_reads_its_page(name: str) -> None:
    snapshot = live(name)
    assert len(snapshot.entries) >= 2
    assert snapshot.feed.title
    assert len({entry.key for entry in snapshot.entries}) == len(snapshot.entries)
    for entry in snapshot.entries:
        assert entry.native_id
        assert entry.published is not None
        assert entry.flags.deleted or entry.headline or entry.wording.body


def test_every_engine_has_a_fixture() -> None:
    formats = {live(name).format.removesuffix("-html") for name in PAGES}
    assert formats == {engine.name for engine in ENGINES}


def test_guardian_takes_times_and_headlines_from_its_elements() -> None:
    snapshot = live("guardian")
    first, mayor, summary, last = snapshot.entries
    assert [entry.published for entry in snapshot.entries] == [
        at("2031-05-05T11:50:54"), at("2031-05-05T11:24:31"), at("2031-05-05T11:00:01"), at("2031-05-05T07:00:00"),
    ]  # fmt: skip
    assert (first.headline, mayor.headline, last.headline) == (None, "Mayor calls for calm", None)
    assert first.native_id == "block-aaaa1111aaaa1111aaaa0004"
    assert first.time_label == "12.50 BST"
    assert first.authors == ("Ada Quay",)
    assert [block.kind for block in first.wording.body] == [BlockKind.PARAGRAPH, BlockKind.QUOTE]
    video = "https://www.youtube.com/watch?v=abcdefghijk"
    assert first.wording.media == (Media("video", video, "Cranes stand still – video"),)
    assert (mayor.flags.pinned, mayor.flags.key_event, mayor.updated) == (True, True, at("2031-05-05T11:30:00"))
    assert mayor.wording.media[0].credit == "B. Lens/Agency"
    assert (summary.kind, summary.flags.summary) == (EntryKind.SUMMARY, True)
    assert [block.kind for block in summary.wording.body] == [BlockKind.LIST_ITEM] * 2


def test_guardian_page() -> None:
    feed = live("guardian").feed
    assert (feed.state, feed.coverage_start, feed.coverage_end) == (FeedState.LIVE, None, None)
    assert feed.lead == ("Dockers walk out at noon",)
    assert feed.older_url is not None
    assert feed.older_url.endswith("harbour-strike-live?page=with:block-bbbb1111&filterKeyEvents=false")
    assert feed.delta_url is not None
    assert "lastUpdate=block-aaaa1111aaaa1111aaaa0004" in feed.delta_url
    assert not live("guardian").complete


def test_guardian_of_the_older_design() -> None:
    snapshot = live("guardian-old")
    finish, start = snapshot.entries
    assert (finish.native_id, finish.published, finish.updated) == (
        "block-51f0b", at("2013-07-24T15:56:12"), at("2013-07-24T16:01:00"),
    )  # fmt: skip
    assert (start.headline, start.flags.key_event, start.time_label) == ("Start gun", True, "15:00")
    assert (snapshot.feed.state, snapshot.feed.state_reason) == (FeedState.ENDED, 'the title says "as it happened"')


def test_updates_that_the_page_does_not_show_are_kept_in_their_place() -> None:
    snapshot = live("reach")
    assert [entry.native_id for entry in snapshot.entries] == ["2259242", "2259210", "2259100", "2259150", "2258190"]
    shown = by_id(snapshot)
    assert shown["2259100"].wording.media == (Media("photo", "https://i.example.com/crowd.png"),)
    assert shown["2259242"].wording.media == ()
    assert shown["2259242"].updated == 1602015900
    assert shown["2259150"].kind is EntryKind.AD
    assert shown["2259210"].flags.key_event


def test_a_false_zulu_is_local_time_and_the_markup_knows_the_seconds() -> None:
    times = [entry.published for entry in live("repubblica").entries]
    assert times == [at("2031-11-02T15:56:32"), at("2031-11-02T15:48:45"), at("2031-11-01T23:30:20")]
    without = fixture("live-repubblica.html").decode().replace("ld+json", "nothing")
    entries = read(without).entries
    assert [entry.published for entry in entries] == [
        at("2031-11-02T15:56"),
        at("2031-11-02T15:48"),
        at("2031-11-01T23:30"),
    ]
    assert entries[0].precision is Precision.MINUTE
    assert [entry.headline for entry in entries] == ["Il sindaco: “Calma”", "Due navi in attesa", "Si ferma la gru"]


def test_titles_that_are_sections_or_cut_are_none() -> None:
    assert live("repubblica").feed.title == "Sciopero al porto, le news di oggi. Il sindaco: “Calma”"


def test_microdata_with_broken_attributes() -> None:
    snapshot = live("ndtv")
    assert [entry.headline for entry in snapshot.entries] == ["It's over", "FOUR!", "FOUR!"]
    assert snapshot.entries[1].wording.text == 'Four "runs by the captain."'
    assert snapshot.entries[0].published == at("2031-11-02T15:36:52")
    assert snapshot.entries[0].authors == ("Sports Desk",)
    assert snapshot.entries[0].wording.media == ()
    assert snapshot.feed.state is FeedState.ENDED


def test_markup_gives_what_scripts_would_fill_in() -> None:
    gates, _, dawn = live("cnn").entries
    assert (gates.headline, gates.published, gates.updated) == (
        "Gates shut",
        at("2031-05-05T12:00"),
        at("2031-05-05T12:03"),
    )
    assert gates.wording.links == ("https://example.com/p",)
    assert gates.wording.text.startswith("The gates are “shut” now,")
    assert dawn.wording.text == "It is quiet."


def test_text_behind_an_element_is_its_own() -> None:
    gates, strike = live("tagesschau").entries
    assert gates.wording.paragraphs == ("Die Tore sind zu.", "Der Hafen bestätigt das.")
    assert strike.wording.paragraphs == ("Die Arbeit ruht.",)
    assert (gates.published, gates.basis) == (at("2031-05-05T12:05"), Basis.PRINTED_ZONE)


def test_a_printed_time_takes_its_day_from_the_address_and_its_zone_from_the_engine() -> None:
    snapshot = live("lemonde")
    late, early = snapshot.entries
    assert (late.published, early.published) == (at("2031-05-06T22:10"), at("2031-05-06T21:50"))
    assert (late.flags.key_event, late.basis) == (True, Basis.PRINTED_INFERRED_DATE)
    assert snapshot.feed.state is FeedState.ENDED


def test_tombstones_and_players_of_amp() -> None:
    lamp, gone, wind = live("amp").entries
    assert (gone.native_id, gone.flags.deleted) == ("s2", True)
    assert lamp.wording.media == (Media("photo", "https://i.example.com/lamp.jpg", None, None, "Lamp"),)
    assert wind.wording.embeds[0].url == "https://twitter.com/i/status/12345"
    assert lamp.updated == 1935835500


def test_authors_marks_and_furniture() -> None:
    ft = live("ft").entries[0]
    assert (ft.flags.breaking, ft.authors, ft.wording.text) == (True, ("Ann Pier",), "The gates are shut.")
    nyt = live("nyt").entries
    assert (nyt[0].wording.text, nyt[1].headline) == ("All three gates were shut.", None)
    assert live("wordpress").entries[1].flags.key_event
    assert live("bbc").entries[1].authors == ("Bo Dock",)


def test_an_entry_that_occurs_twice_is_one_and_pinned() -> None:
    markup = fixture("live-telegraph.html").decode()
    body = '<div class="live-post__wrapper-body-article"><p>A walkout begins.</p></div>'
    copy = f'<div class="live-post" id="p-1">{body}</div>'
    entries = read(markup.replace("</h1>", f"</h1>{copy}", 1)).entries
    assert [(entry.native_id, entry.flags.pinned) for entry in entries] == [("p-2", False), ("p-1", True)]


def test_a_list_without_entries_is_a_page_before_its_event() -> None:
    snapshot = read('<html lang="en"><h1>Match</h1><div id="liveblog-body" class="js-liveblog-body"></div></html>')
    assert (snapshot.entries, snapshot.feed.title) == ((), "Match")


@pytest.mark.parametrize(
    "markup",
    [
        "<html><body><article><h1>Strike</h1><p>Long story.</p></article></body></html>",
        "<style>.live-event-entry{color:red}</style><p>A page whose style sheet knows live pages.</p>",
        '<ol><li><article class="lx-stream-post"><h3>Another story</h3><p>13:00</p></article></li></ol>',
        '<article class="live-story-post" data-post-id="a"><h2>Teaser</h2></article>',
    ],
)
def test_other_pages_are_none(markup: str) -> None:
    assert html_live.read(page(f"<!doctype html><html><body>{markup}</body></html>")) is None


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(PAGES),
    cuts=st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 400)), max_size=4),
    junk=st.text(max_size=30),
    data=st.integers(0, 9000),
)
def test_mutated_pages_neither_raise_nor_yield_controls(
    name: str, cuts: list[tuple[int, int]], junk: str, data: int
) -> None:
    markup = fixture(f"live-{name}.html").decode()
    for start, length in cuts:
        markup = markup[: start % len(markup)] + markup[start % len(markup) + length :]
        markup = markup or " "
    place = data % len(markup)
    markup = markup[:place] + junk + "\x1b]0;x\x07&#27;[2J&#x202e;" + markup[place:]
    candidate = html_live.read(page(markup.encode("utf-8", "replace")))
    if candidate is None:
        return
    feed = candidate.snapshot.feed
    said = [feed.title, *feed.lead, *feed.tags]
    for entry in candidate.snapshot.entries:
        said += [
            entry.headline,
            *entry.wording.paragraphs,
            *entry.authors,
            entry.time_label,
            entry.native_id,
            *entry.tags,
        ]
        said += [part for media in entry.wording.media for part in (media.caption, media.credit, media.alt, media.url)]
    assert [text for text in said if text and clean(text) != text] == []


GOLD = (
    "corkbeo-level3-live-2020-10-06", "guardian-ukraine-live-2023-05-15", "ndtv-india-srilanka-live-2023-11-02",
    "repubblica-diretta-israele-hamas-2023-11-02", "timesofindia-ipl-liveblog-2020-10-02",
    "schemaorg-eg-0424-jsonld.fragment", "schemaorg-eg-0424-microdata.fragment",
)  # fmt: skip


@pytest.mark.parametrize("name", GOLD)
def test_corpus(corpus: Path, name: str) -> None:
    gold = json.loads((corpus / "gold" / f"{name}.gold.json").read_text())
    entries = read((corpus / gold["source_file"]).read_bytes(), gold["page"].get("url")).entries
    wanted = gold["entries"]
    assert len(entries) == len(wanted)
    for entry, want in zip(entries, wanted, strict=True):
        when = datetime.fromisoformat(want["time_utc"].replace("Z", "+00:00"))
        assert entry.published == int(when.timestamp())
        assert " ".join((entry.headline or "").split()) == " ".join((want["headline"] or "").split())
        if want.get("id") and not want["id"].startswith("post"):
            assert entry.native_id == want["id"]
        start = "".join(clean(want["text_start"]).split())[:40]
        assert "".join(entry.wording.text.split()).startswith(start)


def test_corpus_pages_that_are_not_live(corpus: Path) -> None:
    for path in sorted((corpus / "live").glob("*not-live*.html")):
        assert html_live.read(page(path.read_bytes())) is None, path.name


def test_fixtures_are_small() -> None:
    assert all((FIXTURES / f"live-{name}.html").stat().st_size < 8000 for name in PAGES)
