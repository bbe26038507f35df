from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.net.address import canonical, file_path, is_local, is_loopback


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("example.org/live", "https://example.org/live"),
        (" example.org ", "https://example.org/"),
        ("https://Example.ORG", "https://example.org/"),
        ("HTTPS://example.org/A?b=C#part", "https://example.org/A?b=C"),
        ("https://example.org:443/", "https://example.org/"),
        ("http://example.org:80/x", "http://example.org/x"),
        ("http://example.org:8080/x", "http://example.org:8080/x"),
        ("feed://example.org/rss", "https://example.org/rss"),
        ("feed:https://example.org/rss", "https://example.org/rss"),
        ("localhost:8000/live", "http://localhost:8000/live"),
        ("localhost", "http://localhost/"),
        ("127.0.0.1:9/x", "http://127.0.0.1:9/x"),
        ("example.org:8443/x", "https://example.org:8443/x"),
        ("[::1]:80/x", "http://[::1]/x"),
        ("bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("javascript:alert(1)", None),
        ("ftp://example.org/", None),
        ("exec:rm -rf /", None),
        ("filter:x:https://example.org", None),
        ("mailto:a@example.org", None),
        ("https://user:pass@example.org/", None),
        ("https://", None),
        ("https://exa mple.org/", None),
        ("news", None),
        ("two words", None),
        ("", None),
        ("  ", None),
        ("-x", None),
        ("a\x00b", None),
        ("https://example.org/\x1b]0;x\x07", None),
        ("file://elsewhere/etc/hosts", None),
    ],
)
def test_canonical(typed: str, url: str | None, tmp_path) -> None:
    assert canonical(typed, tmp_path) == url


def test_files(tmp_path) -> None:
    (tmp_path / "day.html").write_text("x")
    (tmp_path / "odd #1 ü.html").write_text("x")
    home = tmp_path.resolve()
    assert canonical("day.html", tmp_path) == (home / "day.html").as_uri()
    assert canonical("./later.html", tmp_path) == (home / "later.html").as_uri()
    assert canonical("../x", tmp_path) == (home.parent / "x").as_uri()
    assert canonical(str(tmp_path / "day.html")) == (home / "day.html").as_uri()
    odd = canonical("odd #1 ü.html", tmp_path)
    assert odd is not None
    assert file_path(odd) == home / "odd #1 ü.html"
    assert canonical(odd) == odd


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:1/", True),
        ("http://a.localhost/", True),
        ("http://127.0.0.1/", True),
        ("http://127.1/", True),
        ("http://2130706433/", True),
        ("http://0x7f000001/", True),
        ("http://0177.0.0.1/", True),
        ("http://[::1]/", True),
        ("http://[::ffff:127.0.0.1]/", True),
        ("http://localhost.example.org/", False),
        ("http://127.0.0.1.example.org/", False),
        ("http://10.0.0.1/", False),
        ("https://example.org/", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_loopback(url: str, local: bool) -> None:
    assert is_loopback(url) is local
    assert is_local(url) is local


def test_a_file_is_local() -> None:
    assert is_local("file:///tmp/x")
    assert not is_loopback("file:///tmp/x")


@given(st.text(max_size=60))
def test_what_comes_out_is_an_address_and_stays_the_same(tmp_path_factory, typed: str) -> None:
    folder = tmp_path_factory.getbasetemp()
    url = canonical(typed, folder)
    if url is not None:
        assert url.startswith(("http://", "https://", "file:///"))
        assert canonical(url, folder) == url
