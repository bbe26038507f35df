"""What the elements of a live page's entries state beside their texts: ids, times, marks, copies. And stated lists."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from reader.formats import parse
from reader.model.entry import Entry, KeyKind
from reader.model.snapshot import Document, FeedState

URL = "https://g.example/live/storm"
TIMES = ("14:22", "13:58", "13:41", "12:07", "11:33", "11:12")
IDS = (9107, 9102, 9077, 9060, 9044, 9031)
UNIX = [int(datetime.fromisoformat(f"2031-03-04T{time}:00+00:00").timestamp()) for time in TIMES]


def text(number: int) -> str:
    return f"{number} The harbour master has told all ferries to stay in port. That is a serious matter, he says."


def entries(unit: str, head: str = "", before: str = "", extra: tuple[str, ...] = ("",) * 6) -> list[Entry]:
    """Parse a page of six entries: {t} the time, {u} the same in Unix seconds, {i} an id, {n}, {x} number and text."""
    parts = [
        unit.format(t=t, n=n, x=text(n), i=IDS[n], u=UNIX[n], ms=UNIX[n] * 1000, e=extra[n])
        for n, t in enumerate(TIMES)
    ]
    html = (
        f"<!doctype html><html lang=en><head><title>Storm live blog</title>{head}</head><body><h1>Storm live blog</h1>"
    )
    found = parse(Document(f"{html}<main><div>{before}{''.join(parts)}</div></main></body></html>".encode(), URL))
    return list(found.snapshot.entries) if found.snapshot else []


@pytest.mark.parametrize(
    ("unit", "ident"),
    [
        ("<li data-acme-entry-id={i}><p>{t}</p><h3>Head {n}</h3><p>{x}</p></li>", "9107"),
        ("<div><div data-ncx-id={i}><p>{t}</p><h3 id=title-{i}>Head {n}</h3><p>{x}</p></div></div>", "9107"),
        ("<li><article id=post-{i}><time>{t}</time><h3>Head {n}</h3><p>{x}</p></article></li>", "post-9107"),
        ("<div><a name=e{i}></a><time>{t}</time><h3>Head {n}</h3><p>{x}</p></div>", "e9107"),
        ("<div><time>{t}</time><h3>Head {n}</h3><p>{x}</p><a href='#up{i}'>Copy link</a></div>", "up9107"),
        ("<h3 id=at-{i}>{t} Head {n}</h3><p>{x}</p>", "at-9107"),
    ],
)
def test_ids_of_an_engine_without_a_name(unit: str, ident: str) -> None:
    found = entries(unit)
    assert [entry.native_id for entry in found] == [ident.replace("9107", str(own)) for own in IDS]
    assert {entry.key_kind for entry in found} == {KeyKind.NATIVE}
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(6)]


@pytest.mark.parametrize(
    "unit",
    [
        "<li data-author-id={i}><p>{t}</p><h3>Head {n}</h3><p>{x}</p></li>",
        "<li id=':r{n}:'><p>{t}</p><h3>Head {n}</h3><p>{x}</p></li>",
        "<li data-blog-id=77><p>{t}</p><h3>Head {n}</h3><p>{x}</p></li>",
        "<li><p>{t}</p><h3>Head {n}</h3><p>{x}</p><p><img id=pic-{i} src=/a.jpg></p></li>",
    ],
)
def test_ids_of_something_else(unit: str) -> None:
    assert [entry.native_id for entry in entries(unit)] == [None] * 6


@pytest.mark.parametrize(
    "unit",
    [
        "<li data-acme-datetime={u}><p>2 hours ago</p><h3>Head {n}</h3><p>{x}</p></li>",
        "<div data-time={u}><div><span>1 hour ago</span><i>North</i></div><h3>Head {n}</h3><p>{x}</p></div>",
        "<div><time data-js-time-stamp={ms}>{t}</time><h3>Head {n}</h3><p>{x}</p></div>",
        "<div data-published='2031-03-04T{t}:00+00:00'><p>{t}</p><h3>Head {n}</h3><p>{x}</p></div>",
    ],
)
def test_times_in_attributes_of_any_name(unit: str) -> None:
    assert [entry.published for entry in entries(unit)] == UNIX


@pytest.mark.parametrize(
    ("unit", "lang", "first"),
    [
        ("<div data-sort-time='20310304{c}10'><aside><b>1 hour ago</b></aside><p>{x}</p></div>", "en", "14:22"),
        ("<div data-sort-time='20310304{c}10'><button>{t}</button><p>{x}</p></div>", "de", "13:22"),
        ("<div><time datetime='2031-03-04T{t}'>{t}</time><p>{x}</p></div>", "de", "13:22"),
        ("<div><time datetime='2031-03-04T{t}'>{n}9 minutes ago</time><p>{x}</p></div>", "de", "13:22"),
        ("<div><time datetime='2031-03-04T{t}:00Z'>vor {n}9 Minuten</time><p>{x}</p></div>", "de", "14:22"),
    ],
)
def test_machine_times_without_a_zone_are_the_pages(unit: str, lang: str, first: str) -> None:
    parts = [unit.format(t=t, c=t.replace(":", ""), n=n + 1, x=text(n)) for n, t in enumerate(TIMES)]
    html = f"<!doctype html><html lang={lang}><title>Storm live blog</title><h1>Storm live blog</h1>"
    found = parse(Document(f"{html}<main>{''.join(parts)}</main></html>".encode(), URL)).snapshot
    assert found is not None
    assert datetime.fromtimestamp(found.entries[0].published or 0, UTC).strftime("%d %H:%M") == f"04 {first}"


def test_a_time_that_is_printed_twice_is_one_entry() -> None:
    unit = "<div><div class=wide><p>{t}</p></div><div><div><p>{t}</p></div><h3>Head {n}</h3><p>{x}</p></div></div>"
    found = entries(unit)
    assert [(entry.headline, entry.wording.text) for entry in found] == [(f"Head {n}", text(n)) for n in range(6)]


def test_entries_of_elements_of_their_own_make() -> None:
    found = entries("<x-live-post><header><time>{t}</time></header><h2>Head {n}</h2><p>{x}</p></x-live-post>")
    assert [(entry.headline, entry.wording.text) for entry in found] == [(f"Head {n}", text(n)) for n in range(6)]


def test_boxes_within_entries_are_no_text() -> None:
    unit = (
        "<div class=upd><b>{t}</b><h3>Head {n}</h3><p>{x}</p>"
        "<div class=related-card><a href=/a/{n}>Why the river rose {n}</a></div></div>"
    )
    found = entries(unit)
    assert [entry.wording.text for entry in found] == [text(n) for n in range(6)]


def test_lines_without_a_full_stop_are_sentences_if_they_are_words() -> None:
    unit = "<div><p>{t}</p><p>the ferry to the island stays in port until {n} in the morning</p></div>"
    assert len(entries(unit)) == 6


def test_a_list_of_live_pages_is_none() -> None:
    unit = (
        "<div><time datetime='2031-03-1{n}T10:00:00Z'>1{n} March</time>"
        "<h2><a href=/live/storm/1{n}>Storm {n}</a></h2><p>{x}</p></div>"
    )
    assert entries(unit) == []


def test_the_time_of_the_list_is_no_entrys() -> None:
    found = entries("<p><b>{t}</b> {x}</p>", before=f"<div data-time={UNIX[0]}></div>")
    assert [entry.published for entry in found] == [None] * 6
    found = entries("<div data-updated-time=1930000000><p>{t}</p><p>{x}</p></div>")
    assert [entry.published for entry in found] == [None] * 6


def test_marks_are_read_and_are_no_text() -> None:
    badge = "<span class='Badge_keyEvent'>Key event</span>"
    found = entries(
        "<li>{e}<time>{t}</time><h3>Head {n}</h3><p>{x}</p></li>", extra=("", badge, "", badge, "", "<p>Pinned</p>")
    )
    assert [entry.flags.key_event for entry in found] == [False, True, False, True, False, False]
    assert [entry.flags.pinned for entry in found] == [False] * 5 + [True]
    assert [entry.wording.text for entry in found] == [text(n) for n in range(6)]
    found = entries("<li class='item {e}'><time>{t}</time><p>{x}</p></li>", extra=("", "is-key-event", "", "", "", ""))
    assert [entry.flags.key_event for entry in found] == [False, True, False, False, False, False]


def test_a_copy_on_top_is_the_entry_pinned() -> None:
    unit = "<li class=item data-post-id={i}><time>{t}</time><h3>Head {n}</h3><p>{x}</p></li>"
    found = entries(unit, before=unit.format(t=TIMES[3], n=3, x=text(3), i=IDS[3]))
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(6)]
    assert [entry.flags.pinned for entry in found] == [n == 3 for n in range(6)]


def test_what_is_stated_of_a_part_does_not_hide_the_rest() -> None:
    stated = {
        "@type": "LiveBlogPosting",
        "headline": "Storm live blog",
        "url": URL,
        "liveBlogUpdate": [
            {
                "@type": "BlogPosting",
                "headline": f"Head {n}",
                "datePublished": f"2031-03-04T{TIMES[n]}:12Z",
                "articleBody": text(n)[:30] + "…",
                "url": f"{URL}#e{IDS[n]}",
            }
            for n in (2, 3, 4)
        ],
    }
    script = f'<script type="application/ld+json">{json.dumps(stated)}</script>'
    unit = (
        "<div id=e{i}><time datetime='2031-03-04T{t}:12Z'>{t}</time><h3>Head {n}</h3><p>{x}</p><p>More of it.</p></div>"
    )
    found = entries(unit, head=script)
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(6)]
    assert [datetime.fromtimestamp(entry.published or 0, UTC).strftime("%H:%M:%S") for entry in found] == [
        f"{time}:12" for time in TIMES
    ]
    assert [entry.wording.paragraphs[0] for entry in found] == [text(n) for n in range(6)]
    assert [entry.native_id for entry in found] == [f"e{own}" for own in IDS]


def test_an_attribute_called_as_its_class_is_an_id() -> None:
    found = entries("<li class=bulletin data-bulletin=b{i}z><p>{t}</p><h3>Head {n}</h3><p>{x}</p></li>")
    assert [entry.native_id for entry in found] == [f"b{ident}z" for ident in IDS]


def test_a_permalink_at_the_end_does_not_lead_on() -> None:
    found = entries("<div><p>{t}</p><h3>Head {n}</h3><p>{x}</p><p><a href=/node/{i}>Permalink</a></p></div>")
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(6)]
    assert all("Permalink" not in entry.wording.text for entry in found)
    assert not entries("<div><p>{t}</p><h3>Head {n}</h3><p>{x}</p><p><a href=/node/{i}>Read on</a></p></div>")


def test_what_opens_a_fold_is_the_headline() -> None:
    found = entries("<details><summary><time>{t}</time> Head {n}</summary><p>{x}</p></details>")
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(6)]


def test_a_tooltip_in_iso_8601_is_the_time() -> None:
    found = entries(
        '<div><abbr class=ago title="2031-03-04T{t}:05+02:00">{n} min ago</abbr><h3>Head {n}</h3><p>{x}</p></div>'
    )
    assert [entry.published for entry in found] == [at - 7195 for at in UNIX]


def test_a_pinned_entry_is_out_of_line() -> None:
    unit = "<div class='post{e}' id=e{i}><time datetime=2031-03-04T{t}:00Z>{t}</time> <span>Pinned</span><h3>Head {n}</h3><p>{x}</p></div>"
    first = f"<div class='post post--pinned' id=e1x><time datetime=2031-03-04T09:00:00Z>09:00</time><h3>Known</h3><p>{text(9)}</p></div>"
    found = entries(unit.replace("<span>Pinned</span>", ""), before=first)
    assert [entry.headline for entry in found] == ["Known", *(f"Head {n}" for n in range(6))]
    assert [entry.flags.pinned for entry in found] == [True, *[False] * 6]


@pytest.mark.parametrize(
    "line",
    [
        "This live blog is now closed.",
        "Liveblog abgeschlossen",
        "Ce direct est terminé",
        "La diretta è finita",
        "Трансляция завершена",
    ],
)
def test_a_line_says_that_it_is_over(line: str) -> None:
    unit = "<li><p>{t}</p><h3>Head {n}</h3><p>{x}</p></li>"
    parts = "".join(unit.format(t=t, n=n, x=text(n)) for n, t in enumerate(TIMES))
    for html, state in ((f"<p>{line}</p>{parts}", FeedState.ENDED), (parts, FeedState.UNKNOWN)):
        found = parse(Document(f"<html><title>Storm live blog</title><main>{html}</main>".encode(), URL)).snapshot
        assert found is not None
        assert found.feed.state is state


def test_the_time_stands_in_the_footer_of_an_entry() -> None:
    found = entries(
        "<article><h2>Head {n}</h2><p>{x}</p><footer>Published {t} by <span class=author>Ann</span></footer></article>"
    )
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(6)]
    assert [entry.wording.text for entry in found] == [text(n) for n in range(6)]


def test_a_badge_stands_before_the_author() -> None:
    extra = ("<span>Key event</span>", "", "", "", "", "")
    found = entries(
        "<div><b>{t}</b>{e}<div><h3>Head {n}</h3></div><div>By Ann Bell</div><div><p>{x}</p></div></div>", extra=extra
    )
    assert {entry.authors for entry in found} == {("Ann Bell",)}
    assert [entry.flags.key_event for entry in found] == [True, *[False] * 5]


def test_a_date_above_the_entries_is_theirs() -> None:
    rows = "".join(f"<tr><td><b>{t}</b><br><b>Head {n}</b><br>{text(n)}</td></tr>" for n, t in enumerate(TIMES))
    html = f"<html><title>Live coverage: storm</title><body><h1>Live coverage: storm</h1><table><tr><td>Tuesday, March 4, 2031</td></tr>{rows}</table>"
    found = parse(Document(html.encode(), "https://g.example/live7.html")).snapshot
    assert found is not None
    assert [entry.published for entry in found.entries] == UNIX


def test_first_lines_that_are_no_sentences_are_headlines() -> None:
    found = entries(
        "<li><div>{t} Uhr <span>•</span> <span>Ann Bell</span></div><div>Head number {n}</div><div><p>{x}</p></div></li>"
    )
    assert [entry.headline for entry in found] == [f"Head number {n}" for n in range(6)]
    found = entries("<li><div>{t}</div><div>{n} It is so.</div><div><p>{x}</p></div></li>")
    assert {entry.headline for entry in found} == {None}


def test_the_last_entry_has_its_heading() -> None:
    found = entries("<p><b>{t}</b></p><h3>Head {n}</h3><p>{x}</p>")
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(6)]
    assert found[-1].wording.text == text(5)
