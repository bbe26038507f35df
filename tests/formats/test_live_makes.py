"""Makes of live pages, and of pages that are none, in small: how times, headlines and texts may be laid out."""

from __future__ import annotations

import pytest

from reader.formats import parse
from reader.model.entry import Entry
from reader.model.snapshot import Document

CHANGED = '<meta property="article:modified_time" content="2031-03-04T14:25:10Z">'
TIMES = ("14:22", "13:58", "13:41", "12:07", "11:33", "11:12")
NAMES = "Ann Bob Cem Dee Eli Fay".split()


def text(number: int) -> str:
    return f"{number} The harbour master has told all ferries to stay in port. That is a serious matter, he says."


def entries(unit: str, times: tuple[str, ...] = TIMES, title: str = "Storm live blog", lang: str = "en") -> list[Entry]:
    """Parse a page of one unit for each time, in which {t}, {n}, {x} and {who} are the time, number, text and a name."""
    parts = [unit.format(t=t, n=n, x=text(n), who=NAMES[n % 6], d=n + 1) for n, t in enumerate(times)]
    html = f"<!doctype html><html lang={lang}><head><title>{title}</title>{CHANGED}</head><body><h1>{title}</h1>"
    found = parse(
        Document(f"{html}<main>{''.join(parts)}</main></body></html>".encode(), "https://g.example/news/storm")
    )
    return list(found.snapshot.entries) if found.snapshot else []


@pytest.mark.parametrize("lang", ["en", "de"])
@pytest.mark.parametrize(
    ("unit", "headline"),
    [
        ("<div class=b><p class=t>{t}</p><h4>Head {n}</h4><p>{x}</p></div>", "Head 0"),
        ("<div class=post><h2>Head {n}</h2><span>{t}</span><p>{x}</p></div>", "Head 0"),
        ("<h2>Head {n}</h2><p>{t} Uhr</p><p>{x}</p>", "Head 0"),
        ("<p><strong>{t} Head {n}</strong><br>{x}</p>", "Head 0"),
        ("<h2>{t}: Head {n}</h2><ul><li>{x}</li></ul>", "Head 0"),
        ("<h3>{t}</h3><p>{x}</p>", None),
        ("<div><b>4 March, {t}</b><p>{x}</p></div>", None),
        ("<div><div>{t}</div><div><h3>Head {n}</h3><p>{x}</p></div></div>", "Head 0"),
        ("<p><em><strong>{t}:</strong></em> {x}</p>", None),
        (
            "<article><header><time datetime='2031-03-04T{t}:00Z'></time><h3>Head {n}</h3></header>{x}</article>",
            "Head 0",
        ),
        ("<div><span class=time>{d} min ago</span><h3>Head {n}</h3><p>{x}</p></div>", "Head 0"),
    ],
)
def test_layouts(unit: str, headline: str | None, lang: str) -> None:
    found = entries(unit, lang=lang)
    assert [entry.wording.text for entry in found] == [text(n) for n in range(6)]
    assert found[0].headline == headline


@pytest.mark.parametrize(
    ("unit", "times", "title"),
    [
        ("<div><h3><a href=/a/{n}>Story {n}</a></h3><time>{t}</time><p>{x}</p></div>", TIMES, "Council news"),
        ("<div><h3>Story {n}</h3><time>{t}</time><p>{x}</p><a href=/a/{n}>Read more</a></div>", TIMES, "Council news"),
        ("<div><div>{who}</div><div><time>{t}</time></div><div>{x}</div></div>", TIMES, "Thread: my boat"),
        ("<div><b>{who}</b> <time>{t}</time><p>{x}</p><a href=#>Antworten</a></div>", TIMES, "Storm live blog"),
        ("<div><b>{t}</b><h3>Show {n}</h3><p>{x}</p></div>", ("18:00", "18:30", "19:00", "20:15", "21:45"), "TV live"),
        ("<p>{t} - {x}</p>", ("10:00", "10:45", "11:30", "13:00", "14:15", "15:00"), "Live stream: the programme"),
        ("<p>{t} {x}</p>", ("0:00", "1:20", "2:05", "5:15", "9:40", "12:02"), "Live podcast"),
        ("<p>{t} {x}</p>", ("5.46am", "6.03am", "6.37am", "7.12am", "7.59am"), "How the bridge fell"),
        ("<div><time datetime='2031-03-0{d}T19:02:00Z'>19:02</time><h3>E {n}</h3>{x}</div>", TIMES, "Calendar"),
        ("<p>{t} Alder Rovers - Port Merrin Town, Second Division of the Coast League 2:1</p>", TIMES, "Live scores"),
    ],
)
def test_what_is_none(unit: str, times: tuple[str, ...], title: str) -> None:
    assert entries(unit, times, title) == []
