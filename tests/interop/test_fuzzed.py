"""Files spoilt at random: no exception but the one that is promised, no address but http and https."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.interop import lists, newsboat_urls, opml
from reader.interop.subscription import UnreadableList, address
from reader.text import one_line, openable
from tests.interop.test_newsboat_urls import EVERYTHING
from tests.interop.test_opml import FOLDERS, LAUGHS

SEEDS = (FOLDERS.encode(), FOLDERS.encode("utf-16"), EVERYTHING.encode(), LAUGHS.encode())
SPOILERS = (
    *(b'"', b"&", b"<", b">", b"\0", b"\x1b]0;", b"\\", b"\n", b"&#10;", b"&#0;", b"<![CDATA[", b"<!DOCTYPE opml ["),
    *(b"<!--", b"\xff\xfe", b"\xf0\x9f", b"@", b"#", b"|"),
)
SCHEMES = (b"exec:", b"filter:", b"javascript:", b"file:///", b"ssh://", b"feed:", b"|", b"-", b"&#10;", b"x@", b"\t")


def spoilt(chance: random.Random) -> bytes:
    body = chance.choice(SEEDS)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(body) + 1)
        match chance.randrange(8):
            case 0:
                body = body[:at] + chance.choice(SPOILERS) + body[at:]
            case 1:
                body = body[:at] + body[at + chance.randint(1, 40) :]
            case 2:
                body = body[:at] + body[: chance.randint(0, 200)] + body[at:]
            case _:  # where an address begins
                codec = "utf-16-le" if body.startswith(b"\xff\xfe") else "latin-1"
                begin = "http".encode(codec)
                at = body.find(begin, at)
                scheme = chance.choice(SCHEMES).decode().encode(codec)
                body = body if at < 0 else body[:at] + scheme + body[at:]
    return body


def check(body: bytes) -> int:
    """Read `body` in every way; return how many sources were found."""
    count = 0
    for read, promised in ((opml.read, opml.NotOpml), (lists.read, UnreadableList)):
        try:
            found, refused, *_ = read(body)
        except promised:
            continue
        count += len(found)
        for one in found:
            assert one.url.startswith(("http://", "https://"))
            assert openable(one.url) == one.url == address(one.url)
            assert all(one_line(text) == text for text in (one.title or "", *one.tags))
        assert all(one_line(one.what) == one.what and one.reason for one in refused)
    newsboat_urls.read(body.decode("latin-1"))
    return count


def test_three_hundred_spoilt_files() -> None:
    chance = random.Random(7)
    counts = [check(spoilt(chance)) for _ in range(300)]
    assert sum(count > 0 for count in counts) > 100, "many are still lists, so this tests something"


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes(body: bytes) -> None:
    check(body)
    check(b"<opml><body>" + body + b"</body></opml>")
