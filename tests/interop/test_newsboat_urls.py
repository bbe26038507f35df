"""newsboat's `urls` file."""

from __future__ import annotations

import time

from reader.interop import newsboat_urls
from reader.interop.subscription import Subscription

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
    found, refused = newsboat_urls.read(EVERYTHING)
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
        ('query:Unread:unread = "yes"', "stored queries are not supported; --filter shows the same entries"),
        ("file:///etc/passwd", "only http and https addresses are followed"),
        ("ssh://host/x", "only http and https addresses are followed"),
        ("example.org/feed", "only http and https addresses are followed"),
        (":", "only http and https addresses are followed"),
    ]


def test_line_ends_and_mark_of_other_systems() -> None:
    for text in (EVERYTHING.replace("\n", "\r\n"), EVERYTHING.replace("\n", "\r"), "\ufeff" + EVERYTHING):
        assert newsboat_urls.read(text) == newsboat_urls.read(EVERYTHING)


def test_odd_quotes_raise_nothing() -> None:
    for text in ('"', "\\", '"\\', '""', '"" ""', 'https://a.example/ "\\', "\0", '"a"b"c', "~", "!", '"!" "~"'):
        found, refused = newsboat_urls.read(text)
        assert len(found) + len(refused) <= 1


def test_long_runs_cost_no_time() -> None:
    start = time.monotonic()
    for run in (" ", '"', "\\", '"\\', "# ", "a\n", "~"):
        newsboat_urls.read(run * 200_000)
    assert time.monotonic() - start < 10
