"""Live pages as small newsrooms make them: times in pieces, names beside them, patterns, names of lists, old scripts."""

from __future__ import annotations

import json
from datetime import date

import pytest

from reader.formats import parse
from reader.formats.pages import page_state, script_literals
from reader.formats.times import calendars, timestamps
from reader.model.entry import Entry
from reader.model.snapshot import Document, Reading

TIMES = ("14:22", "13:58", "13:41", "12:07", "11:33")
TEXTS = tuple(
    f"The harbour master of Port Merrin tells {who} that all ferries stay in port for now, and gives no date."
    for who in ("skippers", "reporters", "islanders", "the mayor", "everybody")
)
CHANGED = '<meta property="article:modified_time" content="2031-03-04T14:25:10Z">'


def read(body: str, title: str = "Storm live blog", lang: str = "en", head: str = CHANGED) -> Reading:
    html = (
        f"<!doctype html><html lang={lang}><head><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body>"
    )
    return parse(Document(html.encode(), "https://g.example/news/storm"))


def entries(body: str, **more: str) -> list[Entry]:
    found = read(body, **more)
    return list(found.snapshot.entries) if found.snapshot else []


def rows(unit: str, times: tuple[str, ...] = TIMES) -> str:
    who = ("Ann Dale", "Bo Reyes", "Ann Dale", "Ann Dale", "Bo Reyes")
    parts = (unit.format(t=t, n=n, x=x, who=w) for n, (t, x, w) in enumerate(zip(times, TEXTS, who, strict=True)))
    return f"<main>{''.join(parts)}</main>"


def clock(entry: Entry) -> str:
    return "" if entry.published is None else f"{entry.published // 3600 % 24:02}:{entry.published // 60 % 60:02}"


def test_half_of_the_day_in_a_block_of_its_own() -> None:
    unit = "<div><div class=when><div>{t}</div><div>PM</div></div><div>{x}</div></div>"
    found = entries(rows(unit, ("02:22", "01:58", "01:41", "12:30", "12:05")))
    assert [clock(entry) for entry in found] == ["14:22", "13:58", "13:41", "12:30", "12:05"]
    assert found[0].wording.text == TEXTS[0]
    assert found[0].time_label == "02:22 PM"


@pytest.mark.parametrize(
    "unit",
    [
        "<div><b class=t>{t}</b><p>{x}</p><p><i></i>{who} · {n} mins ago</p></div>",
        "<div><p>{x}</p><p>{who} <time>{t}</time> <a href=#>Share</a></p></div>",
        "<div><p>{t}</p><p>By {who}</p><p>{x}</p></div>",
        "<div><time>{t}</time><div class=entry_authors><span class=entry_author>{who}</span></div><p>{x}</p></div>",
    ],
)
def test_names_beside_the_time_are_authors(unit: str) -> None:
    found = entries(rows(unit))
    assert [entry.authors for entry in found][:2] == [("Ann Dale",), ("Bo Reyes",)]
    assert [entry.wording.text for entry in found] == list(TEXTS)


def test_lines_without_a_time_beside_them_are_no_names() -> None:
    found = entries(rows("<div><p>{t}</p><p>{x}</p><p>Port Merrin</p></div>"))
    assert not any(entry.authors for entry in found)


def test_a_hidden_pattern_is_no_entry() -> None:
    pattern = (
        "<div id=entry-template style='visibility: hidden'><b>10:19</b><p>Text of an entry to be filled in</p></div>"
    )
    unit = "<div id=m{n}x{n}><b>{t}</b><p>{x}</p></div>"
    assert len(entries(rows(unit).replace("<main>", f"<main>{pattern}"))) == 5


def test_stamps_of_changes_are_no_text() -> None:
    found = entries(rows("<article><time>kl. {t}</time><em>Oppdatert kl. 15.30</em><p>{x}</p></article>"), lang="no")
    assert [entry.wording.text for entry in found] == list(TEXTS)


def test_a_list_that_is_named_for_a_live_blog_makes_a_live_page() -> None:
    unit = "<li><p>{x}</p><p><b>{who}</b> <time>{t}</time></p></li>"
    assert not entries(f"<ul>{rows(unit)}</ul>", title="Storm over the coast")
    assert len(entries(f"<ul id=liveblog-posts>{rows(unit)}</ul>", title="Storm over the coast")) == 5


def test_a_known_name_on_other_elements_is_read_by_their_structure() -> None:
    unit = "<div class=liveblog-entry data-update-id=u{n}-{n}><div class=x__header><time>{t}</time> <span>{who}</span></div><h3>Head {n}</h3><p>{x}</p></div>"
    found = entries(rows(unit))
    assert [(entry.headline, entry.wording.text) for entry in found] == [(f"Head {n}", x) for n, x in enumerate(TEXTS)]
    assert found[1].native_id == "u1-1"


def test_nuxt_2_hands_over_a_function() -> None:
    posts = ",".join(
        f"{{kind:a,document:{{id:{90 - n},title:'Head {n}',published:{json.dumps(f'2031-03-04T{t}:00Z')},"
        f"content:{json.dumps(f'<p>{x}</p>').replace('<', chr(92) + 'u003C')},by:b}}}}"
        for n, (t, x) in enumerate(zip(TIMES, TEXTS, strict=True))
    )
    script = (
        f'<script>window.__NUXT__=(function(a,b,c){{c.x=1;c.self="\\x41";return {{data:[{{liveblog:{{items:[{posts}]}},o:c,}}],'
        f'state:void 0,live:!0,e:.5}}}}("post",{{name:"Ann (}}(Dale)"}},{{}}));</script>'
    )
    value = next(iter(page_state.values(script)))
    assert isinstance(value, dict)
    assert value["data"][0]["o"] == {"x": 1, "self": "A"}
    assert (value["state"], value["live"], value["e"]) == (None, True, 0.5)
    found = entries(f"<div id=__nuxt></div>{script}")
    assert [entry.headline for entry in found] == [f"Head {n}" for n in range(5)]
    assert found[0].native_id == "90"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("{a:1,'b':[,2,],\"c\":new Date(5)}", '{"a":1,"b":[null,2],"c":5}'),
        ("{a:'x\\'y\"z'}", '{"a":"x\'y\\"z"}'),
        ("{a:f(1)}", None),
        ("{a:1]", None),
        ("{a:`t`}", None),
        ("[1", None),
    ],
)
def test_literals_of_javascript(text: str, made: str | None) -> None:
    assert script_literals.literal(text, 0)[0] == made


def test_what_repeats_itself_does_not_grow_without_end() -> None:
    sets = ";".join(f"a.p{n}=[a,a]" for n in range(60))
    script = f"(function(a){{{sets};return {{x:a}}}}({json.dumps({'k': 'y' * 400_000})}))"
    assert len(script_literals.called(script, 0)[0] or "") < 4 * script_literals.MOST


@pytest.mark.parametrize(
    "text",
    [
        "Út, 04 srp 2026 14:22:00 +0200",
        "Sal, 04 Ağu 2026 15:22:00 +0300",
        "火, 04 8月 2026 21:22:00 +0900",
        "星期二, 04 八月 2026 20:22:00 +0800",
        "아무, 04 8월 2026 21:22:00 +0900",
        "წმ, 04 აგვისტო 2026 16:22:00 +0400",
    ],
)
def test_dates_of_feeds_in_their_languages(text: str) -> None:
    made = timestamps.parse(text)
    assert made is not None
    assert made[0] == 1785846120


def stated(unit: str) -> str:
    parts = "".join(unit.format(t=t, n=n, x=x) for n, (t, x) in enumerate(zip(TIMES, TEXTS, strict=True)))
    return f"<div itemscope itemtype=https://schema.org/LiveBlogPosting><h2 itemprop=headline>Storm</h2>{parts}</div>"


POSTING = "itemscope itemtype=https://schema.org/BlogPosting itemprop=liveBlogUpdate"


def test_one_time_stated_for_all_is_none_and_the_list_that_shows_them_counts() -> None:
    hidden = (
        f"<div {POSTING}><p itemprop=headline content=Storm></p><h2 itemprop=articleBody style='display:none'>"
        "<b>{t} GMT: </b>{x}</h2><meta itemprop=datePublished content='2031-03-04T08:00:00Z'></div>"
    )
    shown = rows("<div class=row><span>{t} GMT</span><div><p>{x}</p></div></div>")
    found = entries(stated(hidden) + shown)
    assert [clock(entry) for entry in found] == list(TIMES)
    assert [(entry.headline, entry.wording.text) for entry in found] == [(None, text) for text in TEXTS]


def test_a_zone_word_in_place_of_the_t() -> None:
    assert timestamps.parse("2031-03-04IST14:22:00+05:30") == timestamps.parse("2031-03-04T14:22:00+05:30")
    assert timestamps.parse("2031-03-04UTC14:22:00+05:30") == timestamps.parse("2031-03-04T14:22:00+05:30")


def test_a_heading_within_the_stated_text_is_shown_once() -> None:
    unit = (
        f"<div {POSTING}><meta itemprop=datePublished content='2031-03-04T{{t}}:00Z'>"
        "<div itemprop=articleBody><h4>Skippers of Port Merrin wait {n}</h4><p>{x}</p></div></div>"
    )
    found = entries(stated(unit))
    assert (found[0].headline, found[0].wording.text) == ("Skippers of Port Merrin wait 0", TEXTS[0])


def test_the_link_around_an_entry_is_its_own() -> None:
    unit = f"<a href='/u/{{n}}'><article {POSTING}><time itemprop=datePublished datetime='2031-03-04T{{t}}:00Z'></time><p itemprop=articleBody>{{x}}</p></article></a>"
    assert entries(stated(unit))[2].url == "https://g.example/u/2"


def test_the_zone_of_the_pages_own_stamp_beats_its_language() -> None:
    body = "<p>Last updated March 4, 2031 at 2:25 p.m. PT</p>" + rows("<div><b>{t}</b><p>{x}</p></div>")
    assert clock(entries(body, lang="en-US", head="")[0]) == "22:22"


def test_a_list_beside_the_title_is_in_the_main_column() -> None:
    unit = "<tr><td>{t}</td><td><b>Head {n}</b><br>{x}</td></tr>"
    table = f"<table>{rows(unit)}</table>".replace("<main>", "").replace("</main>", "")
    body = f"<p>Changed: 4 March 2031 14:25</p>{table}"
    html = "<!doctype html><html lang=en><head><title>Coast</title></head><body><nav>Menu</nav><div id=c><h1>Coast</h1>{}</div></body></html>"
    found = parse(Document(html.format(body).encode(), "https://g.example/coast"))
    assert found.snapshot is not None
    assert len(found.snapshot.entries) == 5
    framed = html.replace("<div id=c>", "<div id=c><nav>Menu</nav>").format(body)
    assert parse(Document(framed.encode(), "https://g.example/coast")).snapshot is None


@pytest.mark.parametrize(
    ("stamp", "lang", "zone"),
    [
        ("<p>Dinsdag, 4 maart 2031 | Bijgewerkt 14.25</p>", "nl", 1),
        ("<p>تاریخ انتشار: سه‌شنبه ۱۳ اسفند ۱۴۰۹ - ۱۱:۳۰</p>", "fa", 3.5),
        ("<p>تاریخ انتشار: ۱۴۰۹/۱۲/۱۳ ۱۱:۳۰</p>", "fa", 3.5),
        ("<p>آخر تحديث: ٤ مارس ٢٠٣١ - ١٤:٢٥</p>", "ar-JO", 3),
        ("<p>令和13年3月4日（火） 14時25分更新</p>", "ja", 9),
        ("<p>民國120年3月4日 14:25 更新</p>", "zh-TW", 8),
        ("<p>2031/3/4 14:25 公開</p>", "ja", 9),
    ],
)
def test_days_of_stamps_in_other_forms(stamp: str, lang: str, zone: float) -> None:
    found = entries(stamp + rows("<div><b>{t}</b><p>{x}</p></div>"), lang=lang, head="")
    assert found[0].published == 1930400520 - int(zone * 3600)


@pytest.mark.parametrize(
    ("year", "month", "day", "made"),
    [(1405, 7, 20, "2026-10-12"), (1403, 12, 30, "2025-03-20"), (1404, 12, 30, None), (1399, 1, 1, "2020-03-20"),
     (1357, 11, 22, "1979-02-11"), (1405, 7, 31, None), (1500, 1, 1, None)],
)  # fmt: skip
def test_the_solar_calendar(year: int, month: int, day: int, made: str | None) -> None:
    found = calendars.from_solar(year, month, day)
    assert (found.isoformat() if found else None) == made


def test_a_month_without_a_year_lies_in_that_of_the_page() -> None:
    assert calendars.solar_in(2026, 7, 20) == date(2026, 10, 12)
    assert calendars.solar_in(2026, 11, 5) == date(2026, 1, 25)


def test_headlines_and_authors_in_elements_named_in_other_languages() -> None:
    unit = "<div><span>{t}</span><div class=post-titulo>Aviso {n} do porto</div><div>Por {who}</div><p>{x}</p></div>"
    found = entries(rows(unit), lang="pt")
    assert (found[0].headline, found[0].authors, found[0].wording.text) == ("Aviso 0 do porto", ("Ann Dale",), TEXTS[0])


def test_posts_of_many_days_are_no_live_page_whatever_the_title_says() -> None:
    days = ("31-03-04", "31-02-27", "31-02-16", "31-02-03", "31-01-12")
    unit = "<article><h2>Note {n}</h2><time datetime='20{t}T10:00:00Z'>20{t}</time><p>{x}</p></article>"
    assert not entries(rows(unit, days), title="Ann writes - live, laugh, loaf")


def test_lists_in_json_that_are_named_for_their_posts() -> None:
    posts = [
        {"Id": f"{90 - n}", "Content": f"<p>{x}</p>", "AuthorName": "Ann Dale", "PublishedOn": f"3/4/31 {t} PM"}
        for n, (t, x) in enumerate(zip(("2:22", "1:58", "1:41", "12:07", "12:01"), TEXTS, strict=True))
    ]
    found = parse(Document(json.dumps({"PostList": posts}).encode(), "https://g.example/LiveDesk/Blog/5/Post"))
    assert found.snapshot is not None
    assert [clock(entry) for entry in found.snapshot.entries] == ["14:22", "13:58", "13:41", "12:07", "12:01"]
    assert found.snapshot.entries[0].authors == ("Ann Dale",)


def test_a_machine_time_that_several_other_printed_times_share_is_the_pages() -> None:
    unit = "<div id=p{n}x{n}><time datetime='2031-03-04T08:00:00Z'>{t}</time><p>{x}</p></div>"
    assert [clock(entry) for entry in entries(rows(unit))] == list(TIMES)


def test_a_time_in_an_element_behind_a_word() -> None:
    unit = "<li><div>posted <span data-livestamp={s}>{n} minutes ago</span></div><p>{x}</p></li>"
    parts = (unit.format(s=1930400520 - 900 * n, n=n + 1, x=x) for n, x in enumerate(TEXTS))
    found = entries(f"<main><ul>{''.join(parts)}</ul></main>")
    assert [entry.published for entry in found] == [1930400520 - 900 * n for n in range(5)]


def test_elements_of_a_pages_own_making_state_all_in_attributes() -> None:
    unit = "<x-entry entry-id=k{n}{n} published='2031-03-04T{t}:00Z' author='{who}' headline='Head {n}'><p>{x}</p></x-entry>"
    first = entries(rows(unit))[0]
    assert (first.native_id, clock(first), first.authors, first.headline) == ("k00", "14:22", ("Ann Dale",), "Head 0")
    assert first.wording.text == TEXTS[0]


def test_a_shadow_that_the_page_declares_is_read() -> None:
    inner = rows("<div><b>{t}</b><p>{x}</p></div>").removeprefix("<main>").removesuffix("</main>")
    shadow = "<main><x-y><template shadowrootmode=open><template><p>no</p></template>{}</template></x-y></main>"
    assert [entry.wording.text for entry in entries(shadow.format(inner))] == list(TEXTS)
    assert not entries(shadow.format(inner).replace(" shadowrootmode=open", ""))


def test_names_before_a_bar_in_all_headlines_are_authors() -> None:
    found = entries(rows("<h4>{t} | {who} | Head {n}</h4><p>{x}</p>"))
    assert [(entry.authors, entry.headline) for entry in found][:2] == [
        (("Ann Dale",), "Head 0"),
        (("Bo Reyes",), "Head 1"),
    ]


def test_updates_that_point_at_their_live_blog_or_are_places_in_a_list() -> None:
    posts = [
        {"@type": "BlogPosting", "@id": f"#p{n}x", "isPartOf": {"@id": "#lb"}, "headline": f"Head {n}",
         "articleBody": x, "datePublished": f"2031-03-04T{t}:00Z"}
        for n, (t, x) in enumerate(zip(TIMES, TEXTS, strict=True))
    ]  # fmt: skip
    blog = {"@type": "LiveBlogPosting", "@id": "#lb", "headline": "Storm"}
    places = [{"@type": "ListItem", "position": n, "item": post} for n, post in enumerate(posts)]
    for stated_in in (
        {"@graph": [blog, *posts, {"@type": "BlogPosting", "headline": "Another", "isPartOf": {"@id": "#other"}}]},
        {**blog, "liveBlogUpdate": {"@type": "ItemList", "itemListElement": places}},
    ):
        found = entries("", head=f'<script type="application/ld+json">{json.dumps(stated_in)}</script>')
        assert [(entry.headline, clock(entry)) for entry in found] == [(f"Head {n}", t) for n, t in enumerate(TIMES)]
