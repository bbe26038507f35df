"""Proxies of the environment are honoured, never for this machine, and a wrong one stops nothing else."""

from __future__ import annotations

import base64

import pytest

from reader.net.fetch import Fetcher, FetchRequest
from reader.net.outcome import OutcomeKind
from reader.net.proxy import proxy_for
from tests.net.server import PAGE, Reply, Server, nobody, serving


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])
async def test_a_proxy_is_used(server: Server, fetcher: Fetcher, monkeypatch, name: str) -> None:
    monkeypatch.setenv(name, server.url())
    server.answers["http://news.invalid/live"] = Reply(200, PAGE)
    outcome = await fetcher.fetch(FetchRequest("http://news.invalid/live"))
    assert outcome.body == PAGE
    assert server.asked[0].header("Host") == "news.invalid"


async def test_a_proxy_without_scheme_is_http(server: Server, fetcher: Fetcher, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", f"127.0.0.1:{server.port}")
    server.answers["http://news.invalid/live"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest("http://news.invalid/live"))).ok


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433"])
async def test_this_machine_is_never_asked_through_a_proxy(fetcher: Fetcher, monkeypatch, host: str) -> None:
    with serving() as server, serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
        monkeypatch.setenv("all_proxy", proxy.url())
        server.answers["/"] = Reply(200, PAGE)
        assert (await fetcher.fetch(FetchRequest(server.url(host=host)))).ok
        assert proxy.asked == []


@pytest.mark.parametrize(
    ("exceptions", "url", "proxied"),
    [
        ("", "http://news.example/", True),
        ("news.example", "http://news.example/", False),
        ("news.example", "http://live.news.example/", False),
        (".news.example", "http://live.news.example/", False),
        ("news.example", "http://othernews.example/", True),
        ("other.example, news.example", "http://news.example/", False),
        ("news.example:8080", "http://news.example:8080/", False),
        ("news.example:8080", "http://news.example/", True),
        ("192.0.2.1", "http://192.0.2.1/", False),
        ("*", "http://news.example/", False),
        ("", "https://news.example/", False),
        ("", "http://127.0.0.1/", False),
        ("", "http://[::1]/", False),
        ("", "http://feed.localhost/", False),
    ],
)
def test_no_proxy(monkeypatch, exceptions: str, url: str, proxied: bool) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example:3128")
    monkeypatch.setenv("no_proxy", exceptions)
    assert (proxy_for(url) is not None) is proxied


async def test_what_is_excepted_is_asked_directly(server: Server, fetcher: Fetcher, names, monkeypatch) -> None:
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
        monkeypatch.setenv("no_proxy", "news.example")
        names.known["news.example"] = ["127.0.0.1"]
        server.answers["/"] = Reply(200, PAGE)
        assert (await fetcher.fetch(FetchRequest(server.url(host="news.example")))).ok
        assert proxy.asked == []


async def test_a_password_goes_to_the_proxy_and_nowhere_else(server: Server, fetcher: Fetcher, monkeypatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://me:p%40ss@127.0.0.1:{server.port}")
    server.answers["http://news.invalid/live"] = Reply(407, b"who?")
    outcome = await fetcher.fetch(FetchRequest("http://news.invalid/live"))
    sent = server.asked[0].header("Proxy-Authorization")
    assert sent == "Basic " + base64.b64encode(b"me:p@ss").decode()
    assert outcome.kind is OutcomeKind.PROXY
    assert "p@ss" not in outcome.message
    assert "p%40ss" not in outcome.message


@pytest.mark.parametrize(
    "proxy",
    ["nonsense://me:secret@x", "http://[", "socks9://127.0.0.1:1", "http://127.0.0.1:99999", "http://", "ftp:x", "::"],
)
async def test_a_bad_proxy_is_an_outcome_and_stops_nothing_else(
    server: Server, fetcher: Fetcher, monkeypatch, proxy: str
) -> None:
    monkeypatch.setenv("http_proxy", proxy)
    outcome = await fetcher.fetch(FetchRequest("http://news.invalid/live"))
    assert outcome.kind is OutcomeKind.PROXY
    assert "proxy" in outcome.message
    assert "secret" not in outcome.message
    server.answers["/"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest(server.url()))).ok
    monkeypatch.setenv("http_proxy", server.url())
    server.answers["http://news.invalid/live"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest("http://news.invalid/live"))).ok


async def test_a_socks_proxy_says_what_it_needs(fetcher: Fetcher, monkeypatch) -> None:
    monkeypatch.setenv("all_proxy", "socks5h://127.0.0.1:9050")
    monkeypatch.setitem(__import__("sys").modules, "socksio", None)
    outcome = await fetcher.fetch(FetchRequest("https://news.invalid/live"))
    assert outcome.kind is OutcomeKind.PROXY
    assert "socksio" in outcome.message


async def test_a_proxy_that_is_away_or_refuses_is_named(server: Server, fetcher: Fetcher, monkeypatch) -> None:
    monkeypatch.setenv("https_proxy", server.url())
    with nobody() as away:
        monkeypatch.setenv("http_proxy", away)
        for url in ("http://news.invalid/live", "https://news.invalid/live"):
            outcome = await fetcher.fetch(FetchRequest(url))
            assert outcome.kind is OutcomeKind.PROXY
            assert "proxy" in outcome.message


@pytest.mark.parametrize("host", ["10.0.0.1", "nas.lan", "localhost", "router", "[fd00::1]"])
async def test_a_document_reaches_nothing_at_home_through_a_proxy(fetcher: Fetcher, monkeypatch, host: str) -> None:
    with serving() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url())
        proxy.answers["http://news.invalid/live"] = Reply(302, headers={"Location": f"http://{host}/"})
        for request in (
            FetchRequest("http://news.invalid/live"),
            FetchRequest(f"http://{host}/", on_behalf_of="http://news.invalid/live"),
        ):
            assert (await fetcher.fetch(request)).kind is OutcomeKind.REDIRECT
        assert [asked.path for asked in proxy.asked] == ["http://news.invalid/live"]
