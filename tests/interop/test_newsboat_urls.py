"""newsboat's `urls` file."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.interop import newsboat_urls
from reader.interop.newsboat_query import NoCounterpart, translated
from reader.interop.subscription import Subscription
from reader.model.filter_language import parse_filter
from reader.model.saved_filter import SavedFilter

EVERYTHING = r"""# Mara's feeds
https://a.example/feed.xml
   # not a feed

https://b.example/feed "News" Europe "two words" "~The B Side" # a comment
https://c.example/feed "!Quiet" ~C
https://d.example/feed "!"
"https://e.example/a\"b?x=`id`" "$(touch /tmp/x)" "back\\slash" "line\nbreak"
https://f.example/#part "C#" x#y
"exec:~/bin/make feed" "News"
"filter:~/bin/strip:https://g.example/" "News"
"query:Unread:unread = \"yes\"" "~All unread"
file:///etc/passwd
ssh://host/x
example.org/feed
!https://h.example/ "never closed
https://a.example/feed.xml late
:
"""


def test_a_file_with_everything() -> None:
    found, refused, filters = newsboat_urls.read(EVERYTHING)
    assert found == [
        Subscription("https://a.example/feed.xml", None, ("late",)),
        Subscription("https://b.example/feed", "The B Side", ("News", "Europe", "two words")),
        Subscription("https://c.example/feed", "C", ("Quiet", "hidden")),
        Subscription("https://d.example/feed", None, ("hidden",)),
        Subscription('https://e.example/a"b?x=`id`', None, ("$(touch /tmp/x)", "back\\slash", "line break")),
        Subscription("https://f.example/", None, ("C#", "x#y")),
        Subscription("https://h.example/", None, ("never closed", "hidden")),
    ]
    assert [(one.what, one.reason.split(",")[0]) for one in refused] == [
        ("exec:~/bin/make feed", "it would run a program"),
        ("filter:~/bin/strip:https://g.example/", "it would run a program"),
        ("file:///etc/passwd", "only http and https addresses are followed"),
        ("ssh://host/x", "only http and https addresses are followed"),
        ("example.org/feed", "only http and https addresses are followed"),
        (":", "only http and https addresses are followed"),
    ]
    assert filters == [SavedFilter("Unread", "is:unread")]


def test_line_ends_and_mark_of_other_systems() -> None:
    for text in (EVERYTHING.replace("\n", "\r\n"), EVERYTHING.replace("\n", "\r"), "\ufeff" + EVERYTHING):
        assert newsboat_urls.read(text) == newsboat_urls.read(EVERYTHING)


def test_odd_quotes_raise_nothing() -> None:
    for text in ('"', "\\", '"\\', '""', '"" ""', 'https://a.example/ "\\', "\0", '"a"b"c', "~", "!", '"!" "~"'):
        found, refused, _ = newsboat_urls.read(text)
        assert len(found) + len(refused) <= 1


def test_long_runs_cost_no_time() -> None:
    start = time.process_time()
    for run in (" ", '"', "\\", '"\\', "# ", "a\n", "~"):
        newsboat_urls.read(run * 200_000)
    assert time.process_time() - start < 20


@pytest.mark.parametrize(
    ("expression", "ours"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "-is:unread"),
        ('unread = "no" and age < 3', "is:read since:3d"),
        ('title =~ "storm"', '"storm"'),
        ('title =~ "storm|flood" or content =~ "a/b"', r"/storm|flood/ OR /a\/b/"),
        ('title !~ "advert" and ( tags # "news" or tags !# "sport" )', '-"advert" (source:"news" OR -source:"sport")'),
        ('feedtitle =~ "Gazette|Herald"', '(source:"Gazette" OR source:"Herald")'),
        ("age between 0:10", "since:11d"),
        ("age between 2:10", "(since:11d until:2d)"),
        ("age = 0", "since:1d"),
        ("age > 30", "until:31d"),
    ],
)
def test_stored_queries_in_our_words(expression: str, ours: str) -> None:
    assert translated(expression) == ours
    assert not parse_filter(ours).problems


@pytest.mark.parametrize(
    "expression",
    [
        "", "unread", "unread =", 'unread = "maybe"', 'flags =~ "s"', 'title > "a"', "( unread = yes", "age < x",
        'unread = "yes" and title =~ "a" or title =~ "b"', 'title =~ "("', "(" * 50, 'rssurl =~ "a.*b"', ") x",
        'title = "say \\"x\\""', "age ~ 3", "articleindex < 5", 'unread = "yes" unread = "yes"',
    ],
)  # fmt: skip
def test_what_has_no_counterpart_is_refused_in_words(expression: str) -> None:
    with pytest.raises(NoCounterpart) as raised:
        translated(expression)
    assert str(raised.value)


@settings(deadline=None)
@given(st.text(alphabet='()"\\=~!<>#:/ andorunreadtitleage0123', max_size=60))
def test_any_expression_is_a_filter_or_refused(expression: str) -> None:
    try:
        text = translated(expression)
    except NoCounterpart:
        return
    assert text
    assert not parse_filter(text).problems


def test_filters_have_names_and_come_once() -> None:
    lines = ['"query::unread = \\"yes\\""', '"query:A:unread = \\"yes\\""', '"query:a:age < 2"', '"query:B"']
    _, refused, filters = newsboat_urls.read("\n".join(lines))
    assert filters == [SavedFilter("A", "is:unread")]
    assert [one.reason for one in refused] == [
        "the filter has no name",
        "this filter cannot be said here: it ends too early",
    ]
