"""OPML in and out: other people's files, hostile ones, and our own again."""

from __future__ import annotations

import contextlib
import time
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.interop import opml
from reader.interop.subscription import MAX_REFUSED, MAX_SUBSCRIPTIONS, MAX_TAGS, Subscription, address, label, labels

NOON = 1_600_000_000
FOLDERS = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0">
  <head><title>Mara's feeds</title></head>
  <body>
    <outline text="News">
      <outline text="Europe">
        <outline type="rss" text="Harbour Gazette" title="Gazette" xmlUrl="https://gazette.example/feed?a=1&b=2"/>
      </outline>
      <outline title="Live" type="rss" xmlurl="HTTP://LIVE.example:80/now#top" category="/Boston/Weather, storms"/>
    </outline>
    <outline text="https://plain.example/" xmlUrl="https://plain.example"/>
    <outline text="Again" type="rss" xmlUrl="https://gazette.example/feed?a=1&amp;b=2" category="twice"/>
    <outline text="old" isComment="true"><outline type="rss" xmlUrl="https://gone.example/"/></outline>
  </body>
</opml>
"""


def listed(*outlines: str) -> bytes:
    return f'<opml version="2.0"><head/><body>{"".join(outlines)}</body></opml>'.encode()


def test_folders_and_categories_become_tags_and_doubles_one() -> None:
    found, refused = opml.read(FOLDERS.encode())
    assert found == [
        Subscription("https://gazette.example/feed?a=1&b=2", "Harbour Gazette", ("News", "Europe", "twice")),
        Subscription("http://live.example/now", "Live", ("News", "Boston", "Weather", "storms")),
        Subscription("https://plain.example/", None, ()),
    ]
    assert refused == []


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_encoding_says_the_same(codec: str) -> None:
    text = FOLDERS.replace("UTF-8", "UTF-16" if "16" in codec else "UTF-8").replace("Gazette", "Газета")
    found, _ = opml.read(text.encode(codec))
    assert [one.title for one in found] == ["Harbour Газета", "Live", None]


def test_declared_latin_one() -> None:
    body = FOLDERS.replace("UTF-8", "ISO-8859-1").replace("Harbour", "Häfen").encode("latin-1")
    assert opml.read(body)[0][0].title == "Häfen Gazette"


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ('<outline xmlUrl="exec:/bin/sh -c id"/>', "run a program"),
        ('<outline xmlUrl="filter:/bin/sh:https://a.example/"/>', "run a program"),
        ('<outline xmlUrl="|/bin/sh"/>', "run a program"),
        ('<outline xmlUrl="https://a.example/" filtercmd="/bin/sh"/>', "needs a program"),
        ('<outline xmlUrl="javascript:alert(1)"/>', "only http and https"),
        ('<outline xmlUrl="file:///etc/passwd"/>', "only http and https"),
        ('<outline xmlUrl="/etc/passwd"/>', "only http and https"),
        ('<outline xmlUrl="feed:file:///etc/passwd"/>', "only http and https"),
        ('<outline xmlUrl="ssh://-oProxyCommand=id"/>', "only http and https"),
        ('<outline xmlUrl="-x"/>', "only http and https"),
        ('<outline xmlUrl="https://mara:secret@a.example/"/>', "user name"),
        ('<outline xmlUrl="https://a.example/&#10;exec:id"/>', "no address that may be opened"),
        ('<outline xmlUrl="https://"/>', "no address that may be opened"),
        ('<outline type="include" url="https://a.example/list.opml"/>', "points to another document"),
        ('<outline type="rss" text="Nothing"/>', "no address"),
    ],
)
def test_what_is_refused_says_why(outline: str, why: str) -> None:
    found, refused = opml.read(listed(outline, '<outline xmlUrl="https://good.example/"/>'))
    assert [one.url for one in found] == ["https://good.example/"]
    assert len(refused) == 1
    assert why in refused[0].reason
    assert "secret" not in refused[0].what


def test_titles_and_tags_are_cleaned() -> None:
    outline = '<outline text="a&#x202e;b&#x1b;]0;x"><outline text="T\u200bitle &lt;b&gt;\u202e" xmlUrl="https://a.example/"/></outline>'
    (one,), _ = opml.read(listed(outline))
    assert one.title == "Title <b>"
    assert all(label(tag) == tag for tag in one.tags)
    assert not set("\x1b\u202e\u200b") & set("".join(one.tags))


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {y} "{f"&{x};" * 10}">' for x, y in zip("abcdefgh", "bcdefghi", strict=True))
    + '<!ENTITY i2 "&i;">]><opml><body><outline text="&i2;" xmlUrl="https://a.example/"/></body></opml>'
)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(LAUGHS.encode(), id="billion laughs"),
        pytest.param(LAUGHS.encode("utf-16"), id="billion laughs in utf-16"),
        pytest.param(
            b'<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;"/></body></opml>',
            id="external entity",
        ),
        pytest.param(b'<opml><body>&x;<!ENTITY x SYSTEM "file:///etc/passwd"></body></opml>', id="late entity"),
        pytest.param(b"<opml><body>" + b"<outline text='a'>" * 100_000, id="nested, open"),
        pytest.param(listed("<outline text='a'>" * 100_000 + "</outline>" * 100_000), id="nested, closed"),
        pytest.param(listed("<!-- " + "x" * (5 << 20) + " -->"), id="too large"),
        pytest.param(b"<opml><body><outline></body></opml>", id="not well-formed"),
        pytest.param(b"<opml" * 200_000, id="tags that never close"),
        pytest.param(b"<opml><!--" + b"<!--" * 500_000, id="comments that never close"),
        pytest.param(
            b"<!DOC\x01TYPE opml [<!ENT\x02ITY a '&b;'>]><opml><body>&a;</body></opml>", id="hidden by controls"
        ),
        pytest.param(b"<rss version='2.0'><channel/></rss>", id="a feed"),
        pytest.param(b"<!doctype html><p>Hello", id="a page"),
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff\xfe", id="a mark alone"),
    ],
)
def test_hostile_and_foreign_files_are_refused_soon_and_in_a_sentence(body: bytes) -> None:
    start = time.process_time()
    with pytest.raises(opml.NotOpml) as caught:
        opml.read(body)
    assert time.process_time() - start < 20
    assert str(caught.value).endswith(".")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(listed("<outline " + " ".join(f"a{n}=''" for n in range(100_000)) + "/>"), id="attributes"),
        pytest.param(b"<!doctype a>" * 30_000 + b"<opml/>", id="one document type after another"),
        pytest.param(listed("&" * 1_000_000), id="ampersands"),
    ],
)
def test_what_is_only_long_costs_little(body: bytes) -> None:
    start = time.process_time()
    with contextlib.suppress(opml.NotOpml):
        assert opml.read(body) == ([], [])
    assert time.process_time() - start < 20


def test_a_bare_doctype_and_html_entities_do_no_harm() -> None:
    body = (
        b'<!DOCTYPE opml><opml><body><outline text="Caf&eacute; &amp; bar" xmlUrl="https://a.example/"/></body></opml>'
    )
    assert opml.read(body)[0] == [Subscription("https://a.example/", "Café & bar")]


def test_a_list_without_end_is_cut_off_and_says_so() -> None:
    many = [f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(MAX_SUBSCRIPTIONS + 7)]
    found, refused = opml.read(listed(*many))
    assert len(found) == MAX_SUBSCRIPTIONS
    assert [one.what for one in refused] == ["7 more"]


def test_many_refusals_are_summed_up() -> None:
    _, refused = opml.read(listed('<outline xmlUrl="exec:id"/>' * (MAX_REFUSED + 9)))
    assert len(refused) == MAX_REFUSED + 1
    assert refused[-1].what == "9 more"


texts = st.text(max_size=30) | st.text(alphabet="ab,/ &<>\"'\u202e\u200d\U0001f600\ufffe\x1b[", max_size=12)
urls = (
    st.builds(
        lambda host, path, query: address(f"https://{host}.example/{path}?{query}"),
        st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True),
        st.text(alphabet="ab/%&=<>'\"é", max_size=10),
        st.text(alphabet="ab&=;<>'\"é", max_size=10),
    )
    .filter(bool)
    .map(str)
)
names = st.none() | texts.map(label).filter(bool)
subscriptions = st.builds(Subscription, urls, names, st.lists(texts, max_size=6).map(labels))


@given(st.lists(subscriptions, max_size=8, unique_by=lambda one: one.url))
@settings(max_examples=300, deadline=None)
def test_round_trip_loses_nothing(before: list[Subscription]) -> None:
    body = opml.write(before, "Mine", NOON)
    after, refused = opml.read(body)
    assert {one.url: one for one in after} == {one.url: one for one in before}
    assert refused == []
    assert opml.read(opml.write(after, "Mine", NOON))[0] == after


@given(st.text())
def test_a_label_stays_as_it_is(text: str) -> None:
    assert label(label(text * 9)) == label(text * 9)


def test_what_is_written_is_opml_two() -> None:
    many = tuple(f"odd, {n}" for n in range(600))
    body = opml.write(
        [Subscription("https://a.example/", None, ("News", "Europe")), Subscription("https://b.example/", "B", many)],
        "M\x1b[1mine",
        NOON,
    )
    top = ElementTree.fromstring(body)
    assert top.attrib == {"version": "2.0"}
    assert top.findtext("head/dateCreated") == "Sun, 13 Sep 2020 12:26:40 GMT"
    first = top.find("body/outline[@text='News']/outline")
    assert first is not None
    assert first.attrib == {
        "type": "rss",
        "text": "https://a.example/",
        "title": "https://a.example/",
        "xmlUrl": "https://a.example/",
        "category": "News,Europe",
    }
    assert all(outline.get("text") for outline in top.iter("outline")), "required by the specification"
    assert opml.read(body)[0][1].tags == many[:MAX_TAGS]
