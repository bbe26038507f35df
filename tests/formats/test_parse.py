"""The front of the room: what a document is, that nothing raises, and that nothing unclean gets out."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.formats import MAX_BYTES, parse
from reader.formats.answer import answer
from reader.formats.charset import codec, decode
from reader.model.snapshot import Document, Reading
from reader.text import clean

from .support import FIXTURES, fixture

NAMES = sorted(path.name for path in FIXTURES.iterdir())


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from strings(getattr(value, one.name))


def check(reading: Reading) -> None:
    """What holds of every reading."""
    assert reading.is_feed or reading.reason
    assert not (reading.is_feed and reading.reason)
    for text in strings(reading):
        assert clean(text) == text
        text.encode()
    if reading.snapshot:
        keys = [entry.key for entry in reading.snapshot.entries]
        assert len(set(keys)) == len(keys)
        assert all(keys)
    json.dumps(answer("x", reading)).encode()


@pytest.mark.parametrize("name", NAMES)
def test_every_fixture(name: str) -> None:
    found = parse(Document(fixture(name), "https://harbour.example/x"))
    check(found)
    assert found.is_feed == (not name.startswith(("article", "no-")))


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b" \n\t\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (gzip.compress(b"<rss/>", mtime=0), "gzip"),
        (b"\x89PNG\r\n", "picture"),
        (bytes(range(256)) * 20, "binary"),
        (b"just some words", "plain text"),
        (b'{"a": 1}', "JSON"),
        (b'{"a": ', "broken"),
        (b"<?xml version='1.0'?><opml><body/></opml>", "OPML"),
        (b"<?xml version='1.0'?><svg/>", "XML"),
        (b"<html><form><input name=u><input type='password'></form>", "login"),
        (b"<html><title>404 Not Found</title><h1>Gone</h1></html>", "error page"),
        (b"<html><title>Just a moment</title><script src=/cdn-cgi/challenge-platform/x></script></html>", "robots"),
        (b"<html><title>Before you continue to Harbour</title></html>", "consent"),
        (b"<!doctype html><article><p>Words</p></article>", "ordinary article"),
        (b"<!doctype html><p>Words</p>", "not a live page"),
        (b"New messages\n\nnothing here", "plain text"),
        (b" " * (MAX_BYTES + 1) + b"x", "larger"),
    ],
)
def test_what_is_no_feed_says_so_in_a_sentence(body: bytes, words: str) -> None:
    found = parse(Document(body))
    assert not found.is_feed
    assert words in (found.reason or "")
    assert (found.reason or "").endswith(".")
    check(found)


def test_content_type_and_address_are_hints_only() -> None:
    body = fixture("harbour-rss2.xml")
    for content_type in ("text/html", "application/json", "image/png", "text/plain; charset=rot13"):
        assert parse(Document(body, "https://harbour.example/a.html", content_type)).format == "rss20"
    assert parse(Document(fixture("harbour-2021.html"), None, "application/rss+xml")).format == "sputnik-html-2021"


def test_junk_before_a_feed() -> None:
    assert parse(Document(b"\n\n  \xef\xbb\xbf" + fixture("harbour-atom.xml"))).is_feed
    assert parse(Document(b"<br />\n<b>Warning</b>: x in y<br />\n" + fixture("harbour-rss2.xml"))).is_feed


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_feed_in_wide_encodings(encoding: str) -> None:
    text = "<rss version='2.0'><channel><title>Käi Ⅳ</title></channel></rss>"
    found = parse(Document(text.encode(encoding))).snapshot
    assert found is not None
    assert found.feed.title == "Käi IV" or found.feed.title == "Käi Ⅳ"


def test_charsets() -> None:
    assert decode("<meta charset=windows-1251>Волна".encode("cp1251")).endswith("Волна")
    assert decode(b"caf\xe9 \x93x\x94", "text/html; charset=iso-8859-1") == "café “x”"
    assert decode(b"caf\xe9 d\xe9j\xe0 vu") == "café déjà vu", "undeclared Latin text"
    assert decode("déjà vu …".encode()[:-1]).startswith("déjà vu")
    assert decode('<?xml version="1.0" encoding="koi8-r"?>Волна'.encode("koi8-r"), "x; charset=utf-8").endswith("Волна")
    assert decode("é".encode(), "text/xml; charset=base64") == "é"
    assert codec("rot13") is None
    assert codec("\x00") is None
    assert codec("GB2312") == "gb18030"


def test_nothing_heavy_is_imported_before_a_document_is_read() -> None:
    code = "import sys, reader.formats; print([m for m in ('selectolax', 'feedparser') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    code = code.replace("reader.formats;", "reader.formats; from reader.model.snapshot import Document; "
                        "reader.formats.parse(Document(b'New messages'));")  # fmt: skip
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
    )


@given(
    st.binary(max_size=400), st.sampled_from(["", "text/html; charset=utf-16", "application/json", "x; charset=idna"])
)
def test_any_bytes(body: bytes, content_type: str) -> None:
    check(parse(Document(body, "https://harbour.example/", content_type)))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(NAMES), st.integers(0, 2**32), st.binary(max_size=12))
def test_mutated_fixtures(name: str, seed: int, junk: bytes) -> None:
    chance = random.Random(seed)
    body = bytearray(fixture(name))
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(body))
        match chance.randint(0, 3):
            case 0:
                body[at : at + chance.randint(1, 60)] = junk
            case 1:
                body[at] = chance.randrange(256)
            case 2:
                body[at:at] = body[max(0, at - 200) : at]
            case _:
                del body[at : at + chance.randint(1, 400)]
        body = body or bytearray(b" ")
    found = parse(Document(bytes(body), "https://harbour.example/"))
    check(found)
    assert "could not be read:" not in (found.reason or "")


def test_a_fault_of_an_adapter_becomes_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.formats.sputnik import text as sputnik_text

    def broken(page: object) -> None:
        raise ZeroDivisionError("\x1b[31mno")

    monkeypatch.setattr(sputnik_text, "read", broken)
    found = parse(Document(b"New messages"))
    check(found)
    assert (found.reason or "").startswith("The document could not be read: ZeroDivisionError: no")


@pytest.mark.parametrize("name", NAMES)
def test_an_address_that_is_none_costs_nothing(name: str) -> None:
    """Neither that of the document nor one that it states of itself."""
    plain = parse(Document(fixture(name)))
    assert parse(Document(fixture(name), "http://[")).format == plain.format
    stated = fixture(name).replace(b"<head>", b"<head><base href='http://['><link rel=canonical href='http://['>")
    assert parse(Document(stated)).format == plain.format
