"""Entries in every form: whatever a remote text holds, it is read there as text, and nothing of it acts."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from datetime import UTC
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from reader.model.entry import Block, BlockKind, Card, Embed, Entry, Link, Media, Wording
from reader.model.event import EventKind, Revision, StoredEntry
from reader.model.history import History, Turn
from reader.model.source import PollState, Source, SourceStatus
from reader.text import clean, one_line
from reader.view.exports.as_csv import ACTING
from reader.view.exports.as_md import escaped
from reader.view.exports.forms import FORMS, Exported, Telling, form_of, write

AT = 1_773_480_960
MANY = 3000 if os.environ.get("DATELINE_LONG") else 25
TELLING = Telling("A <title> & *more*", UTC, AT + 60)
STATUS = SourceStatus(Source(1, "https://news.example/live", title="The <b>Harbour</b> Post"), PollState())
NASTY = (
    "=1+1", "@SUM(A1)", "+49", "-5 degrees", "\t=1", "<script>alert(1)</script>", "</div><img src=x onerror=alert(1)>",
    "a,b", 'say "x"', "a\nb", "# no heading", "- no list", "1. no list", "1) no", "[link](javascript:alert(1))", "*no* _no_",
    "`code`", "| a | b |", "---", "===", "> no quote", "&amp; &lt;", "\\", "https://evil.example/x", "www.evil.example", "~~x~~",
    "<https://evil.example>", "![x](http://evil.example/p.png)", "\x1b[31mred", "\u202eabc", "    four", "＝1+1", "$x$ ^[note]",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), min_size=1, max_size=4).map(" ".join)
addresses = st.sampled_from(
    ("https://ok.example/a(b)?c=d&e=<f>", "javascript:alert(1)", "data:text/html,x", "https://ok.example/`x`")
)


@st.composite
def wordings(draw: st.DrawFn) -> Wording:
    """What comes out of `formats`: cleaned, and otherwise anything."""
    said = texts.map(clean)
    body: list[Block] = []
    for kind in draw(st.lists(st.sampled_from(list(BlockKind)), max_size=4)):
        text = draw(said)
        links = (Link(draw(addresses), 0, len(text)),) if draw(st.booleans()) and text else ()
        body.append(Block(kind, text, links))
    return Wording(
        headline=draw(texts.map(lambda text: one_line(text) or None)),
        body=tuple(body),
        media=(Media("photo", draw(addresses), draw(st.none() | said), draw(st.none() | said), draw(said)),),
        cards=(Card(draw(st.none() | said), draw(st.none() | said), draw(addresses)),),
        embeds=(Embed("x", draw(said), draw(said), None, draw(addresses)),),
    )


def exported(wording: Wording) -> Exported:
    stored = StoredEntry(7, 1, Entry("k", 0, wording, published=AT), AT, AT)
    history = History(stored, (Revision(1, AT, wording),), (Turn(AT, EventKind.NEW, 1),))
    return Exported(stored, STATUS, history)


def whole(form: str, *items: Exported) -> str:
    return "".join(write(form, items, TELLING))


@given(wordings())
@settings(max_examples=MANY, deadline=None)
def test_a_spreadsheet_runs_nothing_and_reads_back_the_rest(wording: Wording) -> None:
    text = whole("csv", exported(wording))
    assert not re.search(r"(?<!\r)\n(?=[^\"]*(?:\"[^\"]*\"[^\"]*)*$)", text), "every line ends with CRLF (RFC 4180)"
    header, row = csv.reader(io.StringIO(text, newline=""))
    assert len(header) == len(row)
    assert not any(cell.lstrip(" \n").startswith(ACTING) for cell in row)
    values = dict(zip(header, row, strict=True))
    assert values["headline"].removeprefix("'") == clean(wording.headline or "").removeprefix("'")
    assert values["text"].removeprefix("'") == clean(wording.text).removeprefix("'")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str | None]] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= set(attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


KNOWN = set(
    "html head meta title style body h1 h2 h3 h4 p article div ul li blockquote pre table tr td figure figcaption small a br".split()
)


@given(wordings())
@settings(max_examples=MANY, deadline=None)
def test_a_page_loads_nothing_and_says_everything(wording: Wording) -> None:
    text = whole("html", exported(wording))
    page = _Reader()
    page.feed(text)
    assert page.tags <= KNOWN
    names = {name for name, _ in page.attributes}
    assert names <= {"lang", "charset", "http-equiv", "content", "name", "class", "dir", "href", "rel"}
    assert all((value or "").startswith("https://") for name, value in page.attributes if name == "href")
    assert "url(" not in text.partition("</style>")[0]
    said = " ".join(" ".join(page.words).split())
    assert " ".join(clean(wording.headline or "").split()) in said
    for block in wording.body:
        if block.kind is not BlockKind.TABLE:
            assert " ".join(block.text.split()) in said


MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def rendered(markdown: str) -> str:
    page = _Reader()
    page.feed(MARKDOWN.render(markdown))
    assert page.tags <= {"p", "br"}, markdown
    return " ".join("".join(page.words).split())


@given(texts.map(clean))
@settings(max_examples=MANY, deadline=None)
def test_escaped_text_is_text(text: str) -> None:
    lines = "\n".join(line for line in text.split("\n") if line.strip())
    assert rendered(escaped(lines)) == " ".join(lines.split())


@given(wordings())
@settings(max_examples=MANY, deadline=None)
def test_markdown_has_no_html_and_no_other_links(wording: Wording) -> None:
    page = _Reader()
    page.feed(MARKDOWN.render(whole("md", exported(wording))))
    assert not page.tags & {"script", "img", "iframe", "hr", "del"}
    assert {name for name, _ in page.attributes} <= {"href", "start"}
    hosts = {(value or "").split("/")[2] for name, value in page.attributes if name == "href"}
    assert hosts <= {"ok.example", "news.example"}


@given(wordings())
@settings(max_examples=MANY, deadline=None)
def test_json_lines_keep_every_wording(wording: Wording) -> None:
    from reader.demo.reel_file import read

    line = whole("jsonl", exported(wording))
    assert line.count("\n") == 1
    assert json.loads(line) == json.loads(whole("json", exported(wording)))[0]
    (reel,) = read([line.encode()], "x")
    assert reel.histories[0].revisions[0].wording == wording
    assert reel.title == "The <b>Harbour</b> Post"


@given(wordings())
@settings(max_examples=MANY, deadline=None)
def test_plain_text_cannot_act(wording: Wording) -> None:
    text = whole("text", exported(wording), exported(wording))
    assert clean(text) == text
    assert text.endswith("\n")


@pytest.mark.parametrize("form", FORMS)
def test_nothing_is_a_document_too(form: str) -> None:
    text = whole(form)
    if form == "json":
        assert json.loads(text) == []
    elif form in ("text", "jsonl"):
        assert text == "", "no line for no entry"
    elif form == "csv":
        assert [line.split(",")[0] for line in text.splitlines()] == ["number"], "its columns are named all the same"
    else:
        assert "more" in text.strip().splitlines()[-1] or text.endswith("</html>\n"), "a title, and nothing open"


def test_the_ending_says_the_form() -> None:
    known = [form_of(name) for name in ("a.md", "B.HTML", "c.jsonl", "d.csv", "e.txt", "f", "g.pdf", ".md")]
    assert known == ["md", "html", "jsonl", "csv", "text", None, None, None]


@pytest.mark.parametrize(
    "line",
    ["{}", "[]", "null", "{", '{"revisions": []}', '{"revisions": [1], "key": "k", "first_seen": "x"}', "[" * 100_000,
     '{"revisions": [{"number": 1, "first_seen": "2026-01-01", "textual": 1, "wording": 3}], "key": "k", "first_seen": "2026-01-01"}'],
)  # fmt: skip
def test_a_file_that_is_no_export_is_refused_in_words(line: str) -> None:
    from reader.demo.reel_file import ReelError, read

    with pytest.raises(ReelError, match="x, line 1: "):
        read([line.encode()], "x")
