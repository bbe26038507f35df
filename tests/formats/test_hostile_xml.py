"""XML built to stall, crash or spy on a reader: each gets its answer soon, in words or as a feed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from reader.formats import MAX_BYTES, parse
from reader.model.snapshot import Document, Reading

LIMIT = 30.0
"""Seconds of processor time: less than one where the cores are free; what grows with the square takes hours."""
ROOM = MAX_BYTES - 4096


def feed(inside: str, before: str = "") -> str:
    return f"{before}<rss version='2.0'><channel><title>Quill</title>{inside}</channel></rss>"


def laughs() -> str:
    rows = ['<!ENTITY l0 "lol">'] + [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return feed("<item><title>&l9;</title></item>", f"<!DOCTYPE lolz [{''.join(rows)}]>")


def chain() -> str:
    rows = ['<!ENTITY e0 "x">'] + [f'<!ENTITY e{n} "&e{n - 1};">' for n in range(1, 100_000)]
    return feed("<item><title>&e99999;</title></item>", f"<!DOCTYPE r [{''.join(rows)}]>")


def quadratic() -> str:
    return feed(f"<item><title>{'&a;' * 50_000}</title></item>", f'<!DOCTYPE r [<!ENTITY a "{"A" * 50_000}">]>')


def model() -> str:
    depth = 50_000
    return feed("", f"<!DOCTYPE r [<!ELEMENT r {'(' * depth}a{')' * depth}>]>")


REFUSED: dict[str, Callable[[], str]] = {
    "billion laughs": laughs,
    "chained entities": chain,
    "quadratic blow-up": quadratic,
    "deep content model": model,
    "external entity": lambda: feed(
        "<item><title>&x;</title></item>", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    ),
    "parameter entity": lambda: feed("", '<!DOCTYPE r [<!ENTITY % p SYSTEM "http://127.0.0.1:9/x.dtd"> %p;]>'),
    "an entity within one": lambda: feed("", '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;">]>'),
    "deep": lambda: feed("<a>" * 100_000),
    "deep and closed": lambda: feed("<a>" * 100_000 + "</a>" * 100_000),
    "as deep as there is room": lambda: "<rss>" + "<a>" * (ROOM // 3),
    "attributes": lambda: feed("<item " + " ".join(f"a{n}='1'" for n in range(200_000)) + "/>"),
    "attributes and broken": lambda: feed("<item " + " ".join(f"a{n}='>'" for n in range(200_000)) + "/>") + "&",
    "elements": lambda: feed("<a/>" * (ROOM // 5)),
    "elements and broken": lambda: feed("<a/>" * (ROOM // 8)) + "<",
    "open items": lambda: feed("<item><title>x</title>" * 100_000),
    "stray tags": lambda: feed("<b>" * 400 + "</a>" * (ROOM // 5)),
    "angle brackets": lambda: feed("<" * (ROOM - 100)),
    "numbers": lambda: feed("<item><title>" + "&#1234;" * (ROOM // 8) + "</title></item><broken"),
}
READ: dict[str, Callable[[], str]] = {
    "comment": lambda: feed(f"<!--{'x' * ROOM}--><item><title>One</title></item>"),
    "comments that never end": lambda: feed("<item><title>One</title></item>" + "<!--" * (ROOM // 5)),
    "sections that never end": lambda: feed("<item><title>One</title></item>" + "<![CDATA[" * (ROOM // 10)),
    "ampersands": lambda: feed("<item><title>One</title></item>" + "&" * (ROOM - 200)),
    "quotes": lambda: feed("<item><title>One</title></item>" + "<a " + "='" * (ROOM // 3)),
    "200,000 items": lambda: feed("<item><title>One</title><guid>g</guid></item>" * 200_000),
    "external document type": lambda: feed(
        "<item><title>One</title></item>", '<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">'
    ),
    "inclusion": lambda: feed(
        '<item><title>One</title><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/></item>'
    ),
    "style sheet": lambda: (
        '<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?>' + feed("<item><title>One</title></item>")
    ),
    "controls": lambda: feed("<item><title>\x00O\x07n&#0;e&#xD800;&#99999999;</title></item>"),
    "long text": lambda: feed(f"<item><title>One</title><description>{'word ' * (ROOM // 6)}</description></item>"),
    "many prefixes": lambda: feed(
        "<item><title>One</title></item>" + "<a " + " ".join(f"xmlns:p{n}='u'" for n in range(200)) + "/>"
    ),
}


def timed(text: str) -> Reading:
    document = Document(text.encode("utf-8", "surrogatepass"), "https://harbour.example/feed")
    start = time.process_time()
    found = parse(document)
    spent = time.process_time() - start
    assert spent < LIMIT, f"{spent:.1f} s"
    return found


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_words(name: str) -> None:
    found = timed(REFUSED[name]())
    assert not found.is_feed
    assert found.reason is not None
    assert found.reason.endswith(".")
    assert "Error" not in found.reason


@pytest.mark.parametrize("name", READ)
def test_read_all_the_same(name: str) -> None:
    found = timed(READ[name]())
    assert found.snapshot is not None, found.reason
    assert found.snapshot.entries[0].headline == "One"
    assert "root:" not in str(found)


def test_a_few_plain_words_may_be_declared() -> None:
    found = parse(
        Document(feed("<item><title>&q; ferry</title></item>", '<!DOCTYPE rss [<!ENTITY q "Quill">]>').encode())
    )
    assert found.snapshot is not None
    assert found.snapshot.entries[0].headline == "Quill ferry"


def test_no_script_gets_through() -> None:
    html = "&lt;p onclick='x()'&gt;Ferry&lt;script&gt;alert(1)&lt;/script&gt; &lt;a href='javascript:x()'&gt;in&lt;/a&gt;&lt;/p&gt;"
    found = parse(
        Document(
            feed(
                f"<item><link>javascript:x()</link><title>One</title><description>{html}</description><enclosure url='file:///etc/passwd' type='audio/mpeg'/></item>"
            ).encode()
        )
    )
    assert found.snapshot is not None
    entry = found.snapshot.entries[0]
    assert (entry.wording.text, entry.wording.links, entry.url, entry.wording.media) == ("Ferry in", (), None, ())
