"""Spoilt lists through the whole command: no scheme but http and https, no setting written, no traceback."""

from __future__ import annotations

import os
import random
import re
from typing import TYPE_CHECKING

from reader import cli
from reader.interop import lists
from reader.interop.subscription import MAX_SUBSCRIPTIONS
from reader.store import Store
from reader.text import openable
from tests.interop.test_fuzzed import spoilt
from tests.interop.test_opml import listed

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

LONG = bool(os.environ.get("DATELINE_LONG"))
FILES = 1000 if LONG else 150
OUTLINES = 100_000 if LONG else 20_000
SCHEMES = (
    "exec:id", "filter:id:http://x.example/", "javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "|id",
    "ssh://-oProxyCommand=id", "query:x:unread = \\\"yes\\\"", "gopher://x.example/", "feed:file:///etc/passwd", "-x",
    "http://user:word@x.example/", "HTTP://x.example/a\\nexec:id", "https://x.example/\x1b]0;x\x07", "$(id)", "`id`",
)  # fmt: skip
SETTINGS = (
    'browser "rm -rf %u"', "include /etc/passwd", '[keys]\nbind = { quit_now = "j" }', '[[watch]]\nname = "x"',
    'macro y set browser "id"', 'bookmark-cmd "id"', "[display]\ntheme = 'light'", 'notify-program "id"',
)  # fmt: skip


def made(chance: random.Random) -> bytes:
    """A list of the worst kind, before anything happens to it."""
    parts = [chance.choice((*SCHEMES, *SETTINGS, "https://good.example/feed")) for _ in range(6)]
    if chance.random() < 0.5:
        lines = [f'"{part}" "tag {n}" ~"{chance.choice(SETTINGS)}"' if n % 2 else part for n, part in enumerate(parts)]
        return "\n".join(lines).encode()
    escaped = [re.sub(r'[<>&"]', lambda match: f"&#{ord(match[0])};", part) for part in parts]
    names = ("xmlUrl", "url", "htmlUrl", "filtercmd", "text")
    return listed(*(f'<outline type="rss" {chance.choice(names)}="{part}" xmlUrl="{part}2"/>' for part in escaped))


def test_a_thousand_spoilt_lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(20261122)
    home, file = tmp_path / "home", tmp_path / "list"
    codes = {0: 0, 1: 0}
    for _ in range(FILES):
        body = made(chance) if chance.random() < 0.5 else spoilt(chance)
        for _ in range(chance.randint(0, 3)):
            at = chance.randrange(len(body) + 1)
            body = body[:at] + chance.choice((*SCHEMES, *SETTINGS)).encode() + body[at + chance.randint(0, 9) :]
        file.write_bytes(body)
        codes[cli.main(["--home", str(home), "import", str(file)])] += 1
        out, err = capsys.readouterr()
        assert not out
        assert "Traceback" not in err
        # An exception that nobody foresaw is told with its name.
        assert not re.search(r"^dateline: [A-Z]\w*(?:Error|Exception|Warning)\b", err, re.MULTILINE), err
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", err)
    assert codes[0] > FILES // 4, "many are still lists, so this tests something"
    assert codes[1] > 0
    with Store.open(home / "data" / "dateline.db") as store, store.reads() as reads:
        urls = [item.source.url for item in reads.sources()]
        filters = reads.saved_filters()
    assert urls
    assert all(url.startswith(("http://", "https://")) and openable(url) == url for url in urls)
    assert all("unread" in one.query for one in filters)
    assert not (home / "config").exists()


def test_a_hundred_thousand_outlines() -> None:
    found, refused, _ = lists.read(listed(*(f'<outline xmlUrl="http://a.b/{n}"/>' for n in range(OUTLINES))))
    assert len(found) == MAX_SUBSCRIPTIONS
    assert [one.what for one in refused] == [f"{OUTLINES - MAX_SUBSCRIPTIONS} more"]
