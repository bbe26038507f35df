"""The text renditions of live pages: a fictional page in both, and the real ones where the corpus is at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from reader.formats import parse
from reader.formats.answer import answer, iso
from reader.formats.sputnik.words import page_clock, posted
from reader.model.entry import Basis, EntryKind, Precision
from reader.model.snapshot import Document, FeedState, Snapshot

from .support import fixture, snapshot, text_snapshot

URL = "https://harbour.example/world/202106091000000001-live-updates/"


def test_entries_in_document_order_with_their_kinds() -> None:
    entries = snapshot("harbour-2020.txt").entries
    assert [entry.time_label for entry in entries] == [
        "01:12", "00:40", "23:05", "22:50", "21:30", "20:15", "20:15", "19:00", "09:10",
    ]  # fmt: skip
    assert [entry.kind.value for entry in entries] == [
        "text", "gallery", "video", "text", "card", "card", "text", "photo", "embed",
    ]  # fmt: skip
    assert [entry.seq for entry in entries] == list(range(9))


def test_days_roll_over_at_midnight_and_are_said_to_be_inferred() -> None:
    entries = snapshot("harbour-2020.txt").entries
    assert iso(entries[0].published) == "2021-06-10T01:12:00Z"
    assert iso(entries[2].published) == "2021-06-09T23:05:00Z"
    assert iso(entries[-1].published) == "2021-06-09T09:10:00Z"
    assert {entry.basis for entry in entries} == {Basis.PRINTED_INFERRED_DATE}
    assert {entry.precision for entry in entries} == {Precision.MINUTE}
    assert "Wednesday in the texts" in (entries[0].basis_reason or "")
    assert "8 June 2021 under a quoted post" in (entries[0].basis_reason or "")


def test_header_and_footer_are_the_pages_and_no_entrys() -> None:
    found = snapshot("harbour-2020.txt")
    feed = found.feed
    assert feed.title == "Live Updates: Ferry Reaches Quill, Dockers Go Back to Work"
    assert feed.tags == ("Quill", "Marrow Islands", "ports")
    assert len(feed.lead) == 2
    assert feed.call_to_action == "Follow the Harbour Live Feed to Find Out More!"
    assert iso(feed.page_clock) == "2021-06-11T18:20:00Z"
    assert found.complete
    words = " ".join(text for entry in found.entries for text in (entry.headline or "", *entry.wording.paragraphs))
    for furniture in ("Read more", "Get short URL", "Listen Live", "Community", "©", "0 53", "Live Updates:"):
        assert furniture not in words


def test_cards_keep_caption_title_and_teaser_apart() -> None:
    entries = snapshot("harbour-2020.txt").entries
    other, same = entries[4].wording.cards[0], entries[5].wording.cards[0]
    assert other.title == "Dockers' Union Ends Its Strike in the Port of Quill"
    assert other.caption == "A crane at the harbour of Quill, photographed on 4 May 2019."
    assert other.text == "The union told members on Wednesday that the cranes may move again."
    assert same.title is None
    assert same.caption == "A lighthouse in heavy sea"
    assert entries[4].read_more
    assert not entries[4].wording.body


def test_credits_are_no_captions_and_not_merged() -> None:
    gallery = snapshot("harbour-2020.txt").entries[1].wording
    assert [media.credit for media in gallery.media] == ["© Harbour Post", "© Harbour Post / Ida Ferro"]
    assert {media.caption for media in gallery.media} == {None}


def test_quoted_post_with_author_and_date_apart_from_the_text() -> None:
    wording = snapshot("harbour-2020.txt").entries[-1].wording
    assert len(wording.body) == 2
    assert "• 07:30" in wording.body[1].text, "a time within a text opens no entry"
    post = wording.embeds[0]
    assert post.author == "Марья Петрова"
    assert post.date_text == "Вторник, 8 июня 2021 г."
    assert post.text == "Стена упала в шесть утра, все живы."


def test_equal_headlines_in_one_minute_stay_two_entries() -> None:
    entries = snapshot("harbour-2020.txt").entries
    assert entries[5].headline == entries[6].headline
    assert len({entry.key for entry in entries}) == len(entries)


def test_keys_survive_a_page_that_grows_and_a_date_that_becomes_known() -> None:
    text = fixture("harbour-2020.txt").decode()
    before = {entry.headline: entry.key for entry in text_snapshot(text).entries[:4]}
    grown = text.replace("New messages", "New messages\n    • 02:30\n\n      Bell Rings at Quill\n", 1)
    undated = grown.replace("Wednesday", "some day").replace("8 июня 2021 г.", "давно 1")
    for after in (text_snapshot(grown, URL), text_snapshot(undated)):
        assert {entry.headline: entry.key for entry in after.entries[1:5]} == before


def test_without_evidence_the_day_stays_open() -> None:
    found = text_snapshot("New messages\n    • 12:10\n\n      Bell rings\n\n    • 12:05\n\n      Bell is hung\n")
    assert [entry.published for entry in found.entries] == [None, None]
    assert [entry.time_label for entry in found.entries] == ["12:10", "12:05"]
    assert {entry.basis for entry in found.entries} == {Basis.NONE}


def test_line_ends_indents_and_blanks_of_other_renditions() -> None:
    text = fixture("harbour-2020.txt").decode()
    tabbed = "\n".join(line.replace("      ", "\t\t", 1) if line.startswith("      ") else line.replace("    ", "\t", 1)
                       for line in text.split("\n"))  # fmt: skip
    flat = "\n".join(line.lstrip(" ") for line in text.split("\n"))
    plain = [entry.headline for entry in text_snapshot(text).entries]
    for variant in (text.replace("\n", "\r\n"), "\ufeff" + text, tabbed, flat):
        found = text_snapshot(variant)
        assert [entry.headline for entry in found.entries] == plain
        assert found.feed.title == "Live Updates: Ferry Reaches Quill, Dockers Go Back to Work"


def test_page_clock_reads_zone_and_day_without_a_blank() -> None:
    assert iso(page_clock("16:55 GMT +323 April 2017")) == "2017-04-23T13:55:00Z"
    assert iso(page_clock("11:26 GMT21 October 2020")) == "2020-10-21T11:26:00Z"
    assert iso(page_clock("08:00 GMT1 мая 2021")) == "2021-05-01T08:00:00Z"
    assert page_clock("11:26 GMT31 February 2020") is None
    assert page_clock("at 11:26 GMT") is None


def test_lines_under_posts_in_other_words() -> None:
    english = posted("Posted by Tilda Moor on Sunday, 27 September 2020")
    tweet = posted("— Tilda Moor (@tildamoor) June 9, 2021")
    assert english is not None
    assert (english.author, english.date_text) == ("Tilda Moor", "Sunday, 27 September 2020")
    assert tweet is not None
    assert (tweet.provider, tweet.author) == ("Twitter", "Tilda Moor (@tildamoor)")
    assert posted("Posted by mistake, the letter came back on Monday.") is None


def test_newer_rendition() -> None:
    found = snapshot("harbour-2021.txt")
    assert found.format == "sputnik-text-2021"
    assert found.feed.title == "LIVE: Ferry Reaches Quill After Two Days"
    assert found.feed.state is FeedState.LIVE
    assert found.feed.lead == ("The harbour wall at Quill gave way on Tuesday night.",)
    assert [(iso(entry.published), entry.kind) for entry in found.entries] == [
        ("2021-06-10T01:12:00Z", EntryKind.CARD),
        ("2021-06-09T23:05:00Z", EntryKind.CARD),
        ("2021-06-09T23:05:00Z", EntryKind.TEXT),
    ]
    assert found.entries[0].headline == "Ferry Comes In With a Crew of Nine"
    assert found.entries[0].wording.cards[0].caption == "The ferry Patience at night"
    assert found.entries[2].wording.paragraphs == (
        "The port authority closed the quay.",
        '"Nobody may walk there," the harbour master said.',
    )
    assert found.entries[0].basis is Basis.PRINTED_ZONE
    assert found.complete


def _corpus_snapshot(path: Path, url: str | None = None) -> Snapshot:
    found = parse(Document(path.read_bytes(), url)).snapshot
    assert found is not None
    return found


def test_corpus_the_forty_entries(corpus: Path) -> None:
    found = _corpus_snapshot(corpus / "sputnik-karabakh-live-2020-09-28.txt")
    entries = found.entries
    assert Counter(entry.kind.value for entry in entries) == {
        "text": 29, "card": 6, "video": 2, "gallery": 1, "photo": 1, "embed": 1,
    }  # fmt: skip
    assert sum(entry.kind is EntryKind.TEXT and not entry.wording.paragraphs for entry in entries) == 3
    teasers = sum(len(entry.wording.cards) for entry in entries)
    assert sum(len(entry.wording.body) for entry in entries) + teasers == 75
    assert sum(entry.read_more for entry in entries) == 6
    assert sum(card.title is None for entry in entries for card in entry.wording.cards) == 5
    assert [entry.time_label for entry in (entries[0], entries[-1])] == ["22:41", "05:16"]
    assert {(iso(entry.published) or "")[:10] for entry in entries} == {"2020-09-28"}
    published = [entry.published or 0 for entry in entries]
    assert published == sorted(published, reverse=True)
    assert len(found.feed.lead) == 5
    assert found.feed.tags[-1] == "Armenia"
    assert len(found.feed.tags) == 5
    assert iso(found.feed.page_clock) == "2020-10-21T11:26:00Z"
    assert entries[-1].wording.embeds[0].date_text == "Воскресенье, 27 сентября 2020 г."


def test_corpus_excerpts_against_their_gold(corpus: Path) -> None:
    import json

    checked = 0
    for path in sorted((corpus / "gold").glob("sputnik-*excerpt.gold.json")):
        gold = json.loads(path.read_text())
        found = _corpus_snapshot(corpus / gold["source_file"], gold["page"]["url"])
        assert not found.complete
        assert [iso(entry.published) for entry in found.entries] == [entry["time_utc"] for entry in gold["entries"]]
        for ours, theirs in zip(found.entries, gold["entries"], strict=True):
            assert ours.headline == theirs["headline"]
            assert ours.wording.text.startswith(theirs["text_start"])
            assert ours.kind == theirs.get("kind", "text")
            checked += 1
    assert checked == 9


def test_corpus_an_answer_is_json(corpus: Path) -> None:
    import json

    path = corpus / "sputnik-karabakh-live-2020-09-28.txt"
    printed = json.loads(json.dumps(answer(str(path), parse(Document(path.read_bytes())))))
    assert printed["entries"][0]["published"] == "2020-09-28T22:41:00Z"
    assert printed["entries"][0]["id"] is None
    assert printed["entries"][0]["key"]
