"""`[[source]]` tables: what they say of a source holds, and a login comes from a program. Through the real binary."""

from __future__ import annotations

import base64
import json
import sys
from typing import TYPE_CHECKING

import pytest

from reader.store import Store
from tests.binary import dateline, within
from tests.net.server import Asked, Reply, serving

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model.source import Source

FEED = json.dumps(
    {"version": "https://jsonfeed.org/version/1.1", "title": "Members", "items": [{"id": "1", "content_text": "Text."}]}
).encode()
SECRET = "open sesame"


def door(asked: Asked) -> Reply:
    wanted = "Basic " + base64.b64encode(f"mara:{SECRET}".encode()).decode()
    if asked.header("Authorization") != wanted:
        return Reply(401)
    return Reply(body=FEED, headers={"Content-Type": "application/feed+json"})


def settings(home: Path, text: str) -> None:
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "config.toml").write_text(text)


def source(home: Path) -> Source:
    with Store.open(home / "data" / "dateline.db") as store, store.reads() as reads:
        return reads.sources()[0].source


def test_a_feed_behind_a_login(tmp_path: Path) -> None:
    with serving() as server:
        server.answers["/feed"] = door
        url = server.url("/feed")
        dateline("source", "add", url, home=tmp_path)
        refused = dateline("poll", "--now", home=tmp_path)
        assert refused.returncode == 1
        assert "the server wants a login" in refused.stdout
        command = json.dumps([sys.executable, "-c", f"print({SECRET!r})"])
        settings(tmp_path, f'[[source]]\nurl = "{url}"\nuser = "mara"\npassword_command = {command}\n')
        done = dateline("poll", "--now", "--log-level", "debug", home=tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        assert dateline("count", home=tmp_path).stdout == "1\n"
        tested = dateline("source", "test", url, home=tmp_path)
        assert tested.returncode == 0, tested.stdout
        everything = "".join(path.read_bytes().decode("latin-1") for path in (tmp_path / "data").glob("dateline.*"))
        assert SECRET not in everything
        assert base64.b64encode(f"mara:{SECRET}".encode()).decode() not in everything


def test_the_file_goes_before_the_store(tmp_path: Path) -> None:
    page = tmp_path / "feed.json"
    page.write_bytes(FEED)
    within("source", "add", page, "--title", "Mine", "--tag", "a", home=tmp_path)
    settings(
        tmp_path,
        f'[[source]]\nurl = "{page}"\ntitle = "Theirs"\ntags = ["b", "c"]\ninterval = 120\nentries = 500\n'
        '[[source]]\nurl = "https://nobody.example/"\ntitle = "x"\n',
    )
    assert within("poll", "--now", home=tmp_path).returncode == 0
    found = source(tmp_path)
    assert (found.title, found.tags, found.interval, found.retention.entries) == ("Theirs", ("b", "c"), 120, 500)
    told = within("source", "set", "1", "--title", "Mine", "--pause", home=tmp_path)
    assert told.returncode == 0
    assert told.stderr == f"config.toml has title for {page.as_uri()}: that holds from the next poll on\n"
    within("poll", "--now", home=tmp_path)
    assert (source(tmp_path).title, source(tmp_path).paused) == ("Theirs", True)
    with Store.open(tmp_path / "data" / "dateline.db") as store, store.reads() as reads:
        assert len(reads.sources()) == 1, "a source that is not followed is not added"


def test_tags_by_command(tmp_path: Path) -> None:
    assert (
        within("source", "add", "https://a.example/", "--tag", "News", "--tag", "two words", home=tmp_path).returncode
        == 0
    )
    done = within("source", "set", "1", "--tag", "Europe", "--untag", "News", home=tmp_path)
    assert done.returncode == 0
    assert "[two words, Europe]" in done.stdout
    assert source(tmp_path).tags == ("two words", "Europe")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[[source]]\ntitle = "x"\n', "line 1: source wants url = ..."),
        ('[[source]]\nurl = "x"\nintervall = 5\n', "line 3: unknown setting source.intervall (did you mean interval?)"),
        ('[[source]]\nurl = "x"\ninterval = 0\n', "line 3: source.interval must be at least 1"),
        ('[[source]]\nurl = "x"\ninterval = "5"\n', "line 3: source.interval must be a whole number"),
        ('[[source]]\nurl = "x"\nuser = "m"\n', "line 3: source.user wants password_command"),
        ('[[source]]\nurl = "x"\nuser = "m:n"\npassword_command = "p"\n', "line 3: source.user must hold no colon"),
        ('[[source]]\nurl = "x"\npassword = "p"\n', "line 3: unknown setting source.password (did you mean password_command?)"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_names_its_line(text: str, words: str, tmp_path: Path) -> None:
    settings(tmp_path, text)
    done = within("config", "check", home=tmp_path)
    assert done.returncode == 1
    assert words in done.stderr
