"""Documents built to stall, crash or fill a parser, made when asked for."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence

K = 1000
M = 1000 * K


def html(inner: str) -> bytes:
    return f"<!doctype html><html><head><title>Trap</title></head><body>{inner}</body></html>".encode()


def live(inner: str) -> bytes:
    """A live page whose newest entry holds `inner`."""
    row = (
        '<li class="b-live__row"><div class="b-live__clock">{}</div><h3>{}</h3><div class="b-live__body">{}</div></li>'
    )
    others = (row.format(f"10:0{n}", f"Other {n}", f"<p>Words of {n}</p>") for n in range(5, 0, -1))
    rows = row.format("10:10", "Trap", inner) + "".join(others)
    return html(f'<div class="b-live"><ul class="b-live__list">{rows}</ul></div>')


def rss(inner: str, prolog: str = "") -> bytes:
    return (
        f'<?xml version="1.0"?>{prolog}<rss version="2.0"><channel><title>Trap</title>{inner}</channel></rss>'.encode()
    )


def item(inner: str = "<title>a</title>") -> str:
    return f"<item>{inner}</item>"


def described(markup: str) -> bytes:
    """A feed with markup in its one description."""
    return rss(item(f"<title>a</title><description><![CDATA[{markup}]]></description>"))


def entities(*declarations: str, use: str) -> bytes:
    subset = "".join(f"<!ENTITY {one}>" for one in declarations)
    return rss(item(f"<title>{use}</title>"), f"<!DOCTYPE rss [{subset}]>")


def laughs() -> bytes:
    chain = [f'l{n} "{f"&l{n - 1};" * 10}"' for n in range(1, 10)]
    return entities('l0 "ha"', *chain, use="&l9;")


def bullets(times: Sequence[str], body: str = "", tail: str = "") -> bytes:
    """A live page as text: a bullet with a time, then a headline, then `body`."""
    entries = "".join(f" • {time}\n\n   Headline at {time}\n\n{body}" for time in times)
    return f"City\n\nNew messages\n\n{entries}{tail}".encode()


def minutes(count: int) -> list[str]:
    return [f"{n // 60 % 24:02}:{n % 60:02}" for n in range(count, 0, -1)]


def jsonfeed(**more: object) -> bytes:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Trap", "items": [{"id": "1", "content_text": "a"}]}
    return json.dumps(feed | more).encode()


def many(pattern: str, count: int) -> str:
    return " ".join(pattern.format(n) for n in range(count))


def noise(length: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(length)


PAGES: dict[str, Callable[[], bytes]] = {
    "100k nested div": lambda: html("<div>" * 100 * K),
    "100k nested b": lambda: html("<b>" * 100 * K + "a"),
    "20k nested blockquote": lambda: html("<blockquote>" * 20 * K),
    "30k nested tables": lambda: html("<table><tr><td>" * 30 * K),
    "20k unclosed anchors": lambda: html("<a href=/x>" * 20 * K),
    "100k unclosed anchors with text": lambda: html("<a href=/x>word " * 100 * K),
    "5k misnested formatting": lambda: html("<b><i><u><p>" * 5 * K),
    "50k options": lambda: html("<select>" + "<option>" * 50 * K),
    "4k options in 4k lists": lambda: html(("<select>" + "<option>" * 50 + "</select>") * 4 * K),
    "100k attributes": lambda: html("<p " + many("a{}", 100 * K) + ">"),
    "255 attributes 2k times": lambda: html(("<p " + many("a{}=b", 255) + ">") * 2 * K),
    "8 MB attribute": lambda: html(f'<p title="{"x" * 8 * M}">'),
    "8 MB of text": lambda: html("<p>" + "word " * (8 * M // 5)),
    "1e6 paragraphs": lambda: html("<p>" * M),
    "1e6 paragraphs with text": lambda: html("<p>abc" * M),
    "1e6 <": lambda: html("<" * M),
    "1e6 quotes in a tag": lambda: html("<p " + "'" * M),
    "open comments": lambda: html("<!--" * 200 * K),
    "comment ends": lambda: html("<!-- -->" * 200 * K),
    "CDATA": lambda: html("<![CDATA[" * 100 * K),
    "script escapes": lambda: html("<script><!--<script>" * 100 * K),
    "6 MB script": lambda: html("<script>" + "var a = [1, 2, 3];" * (6 * M // 18) + "</script>"),
    "6 MB of JSON-LD": lambda: html('<script type="application/ld+json">' + "[" * 3 * M + "]" * 3 * M + "</script>"),
    "50k JSON-LD scripts": lambda: html('<script type="application/ld+json">{"@type": "Thing"}</script>' * 50 * K),
    "20k microdata items": lambda: html(
        '<div itemscope itemprop="a" itemtype="http://schema.org/Thing">a</div>' * 20 * K
    ),
    "50k times": lambda: html("<li><time datetime='2020-09-28T10:00:00Z'>10:00</time><p>a</p></li>" * 50 * K),
    "50k links": lambda: html("<a href='https://example.org/?utm_source=x'>a</a> " * 50 * K),
    "50k pictures": lambda: html(
        "<figure><img src=/a.png srcset='a 1x, b 2x'><figcaption>c</figcaption></figure>" * 50 * K
    ),
    "100k alternates": lambda: html("<link rel=alternate type='application/rss+xml' href=/f title=t>" * 100 * K),
    "foreign elements": lambda: html("<svg><math>" * 20 * K),
    "templates": lambda: html("<template>" * 20 * K),
    "live: 500 nested div": lambda: live("<div>" * 500 + "a"),
    "live: 100k nested b": lambda: live("<b>" * 100 * K + "a"),
    "live: 30k nested tables": lambda: live("<table><tr><td>" * 30 * K),
    "live: 20k unclosed anchors": lambda: live("<a href=/x>word " * 20 * K),
    "live: 5k misnested formatting": lambda: live("<b><i><u><p>a" * 5 * K),
    "live: 5k options": lambda: live("<select>" + "<option>a" * 4999),
    "live: 100k paragraphs": lambda: live("<p>abc" * 100 * K),
    "live: 100k line breaks": lambda: live("abc<br>" * 100 * K),
    "live: 20k pictures": lambda: live("<img src=/a.png alt=b>" * 20 * K),
    "live: 20k frames": lambda: live("<iframe src=https://www.youtube.com/embed/a></iframe>" * 20 * K),
    "live: 8 MB attribute": lambda: live(f'<p class="{"x " * 4 * M}">a'),
    "live: 4 MB of text": lambda: live("<p>" + "word " * 800 * K),
    "live: 20k rows": lambda: live(
        '</div></li><li class="b-live__row"><div class="b-live__clock">10:05</div>' * 20 * K
    ),
    "live: nested rows": lambda: live('<ul><li class="b-live__row"><div class="b-live__clock">10:05</div>' * 120),
    "live: controls": lambda: live("<p>&#x1b;[2J &#155;0m &#xD800; &#0; \0 \x1b]0;x\x07</p>" * K),
    "controls in entities": lambda: html("<p>&#x1b;[2J &#155;0m &#xD800; &#0; \0 \x1b]0;x\x07</p>" * K),
    "bytes that are no UTF-8": lambda: html("<p>a</p>") + b"\xff\xfe\x80\xc3" * 10 * K,
    "truncated UTF-16": lambda: ("<html><p>" + "abc" * K).encode("utf-16")[:-1],
    "UTF-16 of lone halves": lambda: b"\xff\xfe" + b"<\0p\0>\0" + b"\x00\xd8" * 10 * K,
    "noise": lambda: noise(500 * K, 1),
    "noise as HTML": lambda: html("") + noise(500 * K, 2),
    "noise of signs": lambda: "".join(random.Random(3).choices("<>/='\" ab-!&;#\n", k=500 * K)).encode(),
    "1 MB line": lambda: b"word " * 200 * K,
    "1 MB line without blanks": lambda: b"x" * M,
    "9 MB of bullets": lambda: bullets(minutes(110 * K), "   A paragraph of Monday, with some words in it.\n\n"),
    "9 MB of blank bullets": lambda: b" \xe2\x80\xa2 10:00\n" * (9 * M // 11),
    "1e6 lines below a bullet": lambda: bullets(["10:01", "10:00"], "", "   word\n" * M),
    "300k paragraphs below a bullet": lambda: bullets(["10:01", "10:00"], "", "   word\n\n" * 300 * K),
    "100k cards below a bullet": lambda: bullets(["10:01", "10:00"], "", "   word\n\n   Read more\n\n" * 100 * K),
    "100k paragraphs, 100k cards": lambda: bullets(
        ["10:01", "10:00"], "   word\n\n" * 100 * K, "   Read more\n\n" * 100 * K
    ),
    "100k posts below a bullet": lambda: bullets(
        ["10:01", "10:00"], "", "   слово\n\n   — A (@a) September 28, 2020\n\n" * 100 * K
    ),
    "100k foreign paragraphs, a post": lambda: bullets(
        ["10:01", "10:00"], "   слово\n\n" * 100 * K, "   — A (@a) September 28, 2020\n\n"
    ),
    "100k dates in a text": lambda: bullets(["10:01", "10:00"], "   28 September 2020, said on Monday. " * 100 * K),
    "5k entries of 100 dates": lambda: bullets(
        minutes(5 * K),
        "   " + " ".join(f"{d} May {y}." for y in (2018, 2019, 2020, 2021) for d in range(1, 26)) + "\n\n",
    ),
    "1 MB of blanks below a bullet": lambda: bullets(["10:01", "10:00"], "   " + " " * M + "x\n\n"),
    "1e5 no-break spaces": lambda: bullets(["10:01", "10:00"], "Posted by" + "\u00a0" * 100 * K + "x\n\n"),
    "a bullet of blanks": lambda: bullets([" " * M + "10:00" + " \t" * 500 * K] * 2),
    "clock lines": lambda: ("22:41 GMT 28" + " " * 100 * K + "x\n").encode() * 20,
    "combining marks": lambda: bullets(["10:01", "10:00"], "   a" + "\u0301" * 2 * M + "\n\n"),
    "escape introducers": lambda: bullets(["10:01", "10:00"], "   \x1b]" * 500 * K + "\n\n"),
    "joiners": lambda: bullets(["10:01", "10:00"], "   " + "\u200d👩" * 300 * K + "\n\n"),
}
"""What is allowed the time of a page."""

FEEDS: dict[str, Callable[[], bytes]] = {
    "billion laughs": laughs,
    "small expansion": lambda: entities(f'a "{"x" * 30 * K}"', use="&a;"),
    "quadratic blow-up": lambda: entities(f'a "{"x" * 50 * K}"', use="&a;" * 50 * K),
    "100k chained entities": lambda: entities(
        'e0 "x"', *(f'e{n} "&e{n - 1};"' for n in range(1, 100 * K)), use=f"&e{100 * K - 1};"
    ),
    "external entity": lambda: entities('a SYSTEM "file:///etc/passwd"', use="&a;"),
    "parameter entity": lambda: entities('% a SYSTEM "http://127.0.0.1:9/x.dtd"', use="a").replace(b"]>", b"%a;]>"),
    "content models": lambda: rss(item(), f"<!DOCTYPE rss [<!ELEMENT rss {'(' * 100 * K}a{')' * 100 * K}>]>"),
    "external DTD": lambda: rss(item(), '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/rss.dtd">'),
    "depth 1e5": lambda: rss(item("<a>" * 100 * K)),
    "depth 1e6": lambda: rss(item("<a>" * M)),
    "depth 1e6 closed": lambda: rss(item("<a>" * M + "</a>" * M)),
    "12 MB comment": lambda: rss(f"<!--{'x ' * 6 * M}-->" + item()),
    "20 MB comment": lambda: rss(f"<!--{'x ' * 10 * M}-->" + item()),
    "an open comment of hyphens": lambda: rss(item() + "<!--" + "- " * 2 * M),
    "200k items": lambda: rss(item() * 200 * K),
    "200k items left open": lambda: rss("<item><title>a" * 200 * K),
    "200k attributes on an item": lambda: rss("<item " + many("a{}='b'", 200 * K) + "/>"),
    "200k namespaces": lambda: rss("<item " + many("xmlns:a{}='b'", 200 * K) + "/>"),
    "250 attributes 3k times": lambda: rss(item("<a " + many("a{}='b'", 250) + "/>") * 3 * K),
    "100k elements of an item": lambda: rss(item("<category>a</category>" * 100 * K)),
    "100k enclosures": lambda: rss(item('<enclosure url="http://a.example/b" type="audio/mpeg"/>' * 100 * K)),
    "100k titles": lambda: rss(item("<title>a &amp; b</title>" * 100 * K)),
    "4 MB title": lambda: rss(item(f"<title>{'word ' * 800 * K}</title>")),
    "4 MB of references": lambda: rss(item(f"<title>{'&#65;&amp;' * 400 * K}</title>")),
    "4 MB of ampersands": lambda: rss(item(f"<title>{'&' * 4 * M}</title>")),
    "1e6 < in a title": lambda: rss(item(f"<title>{'<' * M}</title>")),
    "4 MB of CDATA": lambda: rss(item(f"<description>{'<![CDATA[a]]>' * 300 * K}</description>")),
    "CDATA left open": lambda: rss(item(f"<description>{'<![CDATA[' * 300 * K}")),
    "instructions": lambda: rss("<?a b?>" * 300 * K + item()),
    "100k div in a description": lambda: described("<div>" * 100 * K),
    "100k blockquote in a description": lambda: described("<blockquote>" * 100 * K),
    "50k options in a description": lambda: described("<select>" + "<option>" * 50 * K),
    "100k attributes in a description": lambda: described("<p " + many("a{}", 100 * K) + ">"),
    "1e6 paragraphs in a description": lambda: described("<p>" * M),
    "500 div in 3k descriptions": lambda: rss(
        item(f"<title>a</title><description><![CDATA[{'<div>' * 500}]]></description>") * 3 * K
    ),
    "data tables": lambda: described(("<table>" + "<tr><td>a<td>b" * 50 + "</table>") * 2 * K),
    "tables in tables": lambda: described("<table><tr><td>a<td>" * 150 + "b"),
    "line breaks": lambda: described("a<br>" * 300 * K),
    "blanks before breaks": lambda: described("a " + "<b> </b><br>" * 100 * K),
    "tags within a link": lambda: described("<a href=http://a.example/b>" + "<b>a</b> " * 200 * K),
    "dates of digits": lambda: rss(item(f"<title>a</title><pubDate>{'1' * M}</pubDate>")),
    "dates of blanks": lambda: rss(item(f"<title>a</title><pubDate>Mon,{' ' * M}1</pubDate>") * 2),
    "controls": lambda: rss(item("<title>a\0b\x1b[2Jc&#x1b;&#0;&#xD800;&#xFFFF;\x9b</title>") * K),
    "Latin-1 said to be UTF-8": lambda: rss(item("<title>a</title>")).replace(b"Trap", b"\xe4\xf6\xfc" * 10 * K),
    "truncated UTF-16": lambda: rss(item() * K).decode().encode("utf-16")[:-1],
    "UTF-32": lambda: rss(item() * K).decode().encode("utf-32"),
    "a charset that is none": lambda: rss(item()).replace(b"?>", b' encoding="rot13"?>', 1),
    "UTF-7": lambda: rss(item()).replace(b"?>", b' encoding="utf-7"?>', 1),
    "cut in a tag": lambda: rss(item() * 10 * K)[:-9],
    "noise as XML": lambda: rss("") + noise(500 * K, 4),
    "noise of XML signs": lambda: (
        b"<rss>"
        + "".join(
            random.Random(5).choices(
                ["<item>", "</item>", "<a:b ", "c='", "'>", "<![CDATA[", "]]>", "&", "<!--", "-->", "<?", "?>"],
                k=100 * K,
            )
        ).encode()
    ),
    "JSON depth 100k": lambda: b'{"version": ' + b"[" * 100 * K,
    "JSON depth 100k closed": lambda: (
        b'{"version": "https://jsonfeed.org/version/1.1", "items": ' + b"[" * 100 * K + b"]" * 100 * K + b"}"
    ),
    "JSON objects 100k deep": lambda: b'{"a":' * 100 * K + b"1" + b"}" * 100 * K,
    "JSON number of 5,000 digits": lambda: jsonfeed(items=[{"id": 0}]).replace(b": 0", b": " + b"9" * 5000),
    "JSON number of 5e6 digits": lambda: jsonfeed(items=[{"id": 0}]).replace(b": 0", b": " + b"9" * 5 * M),
    "JSON NaN": lambda: jsonfeed(items=[{"id": float("nan"), "date_published": float("inf"), "content_text": "a"}]),
    "JSON surrogates": lambda: jsonfeed(items=[{"id": "\ud800", "title": "\udfff\ud800", "content_text": "\ud83d"}]),
    "JSON escapes": lambda: jsonfeed(items=[{"id": "1", "title": "\x1b]0;x\x07\0", "content_text": "\x1b[2J" * K}]),
    "JSON wrong types": lambda: jsonfeed(
        title=[], items=[{"id": {}, "url": 3, "tags": {"a": 1}, "authors": "x"}, 1, None]
    ),
    "JSON 100k items": lambda: jsonfeed(items=[{"id": str(n), "content_html": "<p>a</p>"} for n in range(100 * K)]),
    "JSON 1e6 tags": lambda: jsonfeed(items=[{"id": "1", "content_text": "a", "tags": ["a"] * M}]),
    "JSON 4 MB of HTML": lambda: jsonfeed(items=[{"id": "1", "content_html": "<p>abc " * 600 * K}]),
    "JSON 1e6 keys": lambda: jsonfeed(**{f"k{n}": n for n in range(M // 2)}),
}
"""What is allowed the time of a feed."""


LONG = frozenset(
    (
        "50k times",
        "live: 100k nested b",
        "live: 20k pictures",
        "live: 20k unclosed anchors",
        "9 MB of bullets",
        "255 attributes 2k times",
        "1e6 lines below a bullet",
        "live: 5k misnested formatting",
        "100k alternates",
        "live: 20k frames",
        "1e6 paragraphs in a description",
        "blanks before breaks",
        "data tables",
        "100k enclosures",
        "250 attributes 3k times",
        "JSON 1e6 keys",
        "combining marks",
        "100k dates in a text",
        "9 MB of blank bullets",
        "live: 20k rows",
        "tags within a link",
        "line breaks",
        "joiners",
        "50k pictures",
        "5k entries of 100 dates",
        "live: 100k line breaks",
        "JSON 4 MB of HTML",
        "live: 8 MB attribute",
        "live: 100k paragraphs",
        "500 div in 3k descriptions",
    )
)
"""Those that take seconds, most of them honest work; read only where DATELINE_LONG is set."""
