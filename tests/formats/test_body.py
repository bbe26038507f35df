"""HTML fragments to blocks, and the check before a parser."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import body
from reader.formats.nesting import bomb
from reader.model.entry import BlockKind
from reader.text import clean, openable

BASE = "https://harbour.example/dir/"


def texts(html: str) -> list[str]:
    return [block.text for block in body.read(html, BASE).blocks]


def test_blocks_by_kind() -> None:
    html = """Intro<h2>Head</h2><p>One</p><ul><li>a<li><p>b</p></ul><blockquote><p>q</p></blockquote>
    <pre> x
  y</pre><table><tr><th>A<th>B<tr><td>1<td>2</table>"""
    assert [(block.kind.value, block.text) for block in body.read(html).blocks] == [
        ("paragraph", "Intro"), ("subhead", "Head"), ("paragraph", "One"), ("list_item", "a"), ("list_item", "b"),
        ("quote", "q"), ("preformatted", " x\n  y"), ("table", "A | B\n1 | 2"),
    ]  # fmt: skip


def test_line_breaks() -> None:
    assert texts("one<br>two<br><br>three<br/> <br>four") == ["one\ntwo", "three", "four"]


def test_links_point_into_the_text() -> None:
    block = body.read(
        'See  <b>the <a href="log#x">ship\'s\n log</a></b>, <a href="https://Köln.example/ä">there</a>.', BASE
    ).blocks[0]
    assert block.text == "See the ship's log, there."
    assert [(block.text[link.start : link.end], link.url) for link in block.links] == [
        ("ship's log", "https://harbour.example/dir/log#x"),
        ("there", "https://xn--kln-sna.example/ä"),
    ]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://a:b@c.example/", "http://[x"]
)
def test_addresses_that_may_not_be_opened_leave_their_words(href: str) -> None:
    block = body.read(f'<p>Go <a href="{href}">there</a> now</p>').blocks[0]
    assert block.text == "Go there now"
    assert block.links == ()


def test_what_is_no_text_is_dropped() -> None:
    dropped = "<script>a</script><style>b</style><form>c</form><div class='post-share x'>d</div><noscript>e</noscript>"
    assert texts(f"<p>Kept</p>{dropped}") == ["Kept"]


def test_escape_sequences_and_entities_cannot_act() -> None:
    read = body.read('<p>a&#x1b;[31m <a href="/x">b&#x202e;</a> &#155;2J c</p>', BASE).blocks[0]
    assert "\x1b" not in read.text
    assert clean(read.text) == read.text
    assert read.text[read.links[0].start : read.links[0].end] == "b"


def test_pictures_players_and_posts_stand_apart() -> None:
    found = body.read(
        """<figure><img data-src="/l.jpg" src="data:image/gif;base64,x" alt="A">
        <figcaption>Cap <span class="photo-credit">Ida</span></figcaption></figure>
        <img src="/pixel.gif" width="1" height="1"><img src="/l.jpg"><iframe src="https://www.youtube-nocookie.com/embed/q"></iframe>
        <iframe src="https://maps.example/q"></iframe><video><source src="/v.mp4"></video>""",
        BASE,
    )
    assert [(media.kind, media.url, media.caption, media.credit) for media in found.media] == [
        ("photo", "https://harbour.example/l.jpg", "Cap", "Ida"),
        ("video", "https://www.youtube-nocookie.com/embed/q", None, None),
        ("video", "https://harbour.example/v.mp4", None, None),
    ]
    assert [(post.provider, post.url) for post in found.embeds] == [("maps.example", "https://maps.example/q")]
    assert found.blocks == ()


def test_table_that_lays_out_the_page_is_running_text() -> None:
    assert texts("<table><tr><td><p>One</p></td><td><p>Two</p></td></tr><tr><td>x</td><td>y</td></tr></table>") == [
        "One",
        "Two",
        "x",
        "y",
    ]


def test_plain_text_has_paragraphs() -> None:
    assert [block.text for block in body.plain("One\nline\r\n\r\nTwo \n \nThree").blocks] == [
        "One\nline",
        "Two",
        "Three",
    ]


BOMBS = {
    "div": "<div>" * 100_000,
    "quote": "<blockquote>" * 20_000,
    "attributes": "<p " + "a " * 100_000 + ">",
    "hidden attributes": '<p x=">" ' + "a " * 100_000 + ">",
    "options": "<select>" + "<option>" * 50_000,
    "behind a comment": "<!--><div>" * 2000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_seen_before_they_are_parsed(name: str) -> None:
    assert bomb(BOMBS[name])
    assert isinstance(body.read(BOMBS[name] + "text").blocks, tuple)


HARMLESS = {
    "long page": "<div class='a' id=b><p>x <b>y</b></p></div>" * 20_000,
    "lists": "<ul>" + "<li>x" * 20_000 + "</ul>",
    "script with markup": "<script>" + "<div>" * 5000 + "</script>",
    "comment with markup": "<!--" + "<div>" * 5000 + "-->",
    "long quoted caption": f'<img alt="{"word " * 2000}">',
}


@pytest.mark.parametrize("name", HARMLESS)
def test_ordinary_pages_are_no_bombs(name: str) -> None:
    assert bomb(HARMLESS[name]) is None


@pytest.mark.parametrize("piece", ["<", "<a ", '<a b="', "<a b='", "<!--", "</", "<a =", "&", "<![CDATA["])
def test_the_check_is_linear(piece: str) -> None:
    began = time.process_time()
    bomb(piece * 200_000)
    assert time.process_time() - began < 10


@given(st.text(alphabet="<>/=\"' abpdivliul&#x1;\n\x1b\u202e", max_size=200))
def test_any_fragment_gives_clean_blocks_with_links_inside(html: str) -> None:
    found = body.read(f'<a href="/x">{html}</a>', BASE)
    for block in found.blocks:
        assert clean(block.text) == block.text
        assert block.text
        for link in block.links:
            assert 0 <= link.start < link.end <= len(block.text)
            assert openable(link.url) == link.url
        assert isinstance(block.kind, BlockKind)
