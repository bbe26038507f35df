"""The fetch boundary against real loopback HTTP: manners."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace

import httpcore2
import pytest

from reader.model.source import Validators
from reader.net import fetch
from reader.net.fetch import Fetcher, FetchRequest, Limits
from reader.net.outcome import OutcomeKind
from tests.net.server import PAGE, Reply, Server, conditional, packed

PATIENCE = 30.0


async def test_a_document_comes_whole_with_what_was_said_of_it(server: Server, fetcher: Fetcher) -> None:
    said = {"Content-Type": "text/html", "ETag": '"a"', "Cache-Control": "max-age=60", "Age": "7"}
    server.answers["/live"] = Reply(200, PAGE, said)
    outcome = await fetcher.fetch(FetchRequest(server.url("/live")))
    assert outcome.ok
    assert outcome.kind is OutcomeKind.OK
    assert outcome.body == PAGE
    assert outcome.status == 200
    assert outcome.content_type == "text/html"
    assert outcome.validators == Validators('"a"')
    assert outcome.cache.cache_control == "max-age=60"
    assert outcome.cache.age == "7"
    assert outcome.bytes_on_wire == len(PAGE)
    assert outcome.url == outcome.requested_url == server.url("/live")
    assert outcome.elapsed_s > 0


async def test_gzip_is_asked_for_and_unpacked(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = packed(PAGE * 100)
    outcome = await fetcher.fetch(FetchRequest(server.url()))
    assert server.asked[0].header("Accept-Encoding") == "gzip"
    assert outcome.body == PAGE * 100
    assert 0 < outcome.bytes_on_wire < len(PAGE) * 10


async def test_we_say_who_we_are_and_nothing_else(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = Reply(200, PAGE, {"Set-Cookie": "track=1; Path=/"})
    for _ in range(3):
        await fetcher.fetch(FetchRequest(server.url("/?a=1")))
    for asked in server.asked:
        agent = asked.header("User-Agent") or ""
        assert agent.startswith("dateline/")
        assert "+https://" in agent
        accepted = asked.header("Accept") or ""
        for kind in ("application/atom+xml", "application/rss+xml", "application/feed+json", "text/html", "*/*"):
            assert kind in accepted
        assert asked.path == "/?a=1"
        for name in ("Cookie", "Referer", "If-None-Match", "If-Modified-Since", "Cache-Control", "Pragma"):
            assert asked.header(name) is None


@pytest.mark.parametrize(
    ("etag", "modified"),
    [
        ('"v1"', None),
        (None, "Thu, 09 Oct 2025 08:53:20 GMT"),
        ('W/"a b;c=,d-gzip"', None),
        ('"caf\xe9"', None),
        ('"caf\xc3\xa9 \xff"', None),
        ('"a\tb"', None),
        (None, "Thu, 09 Oct 2025 08:53:20 +0000"),
        ("unquoted", "yesterday or so"),
    ],
)
async def test_validators_come_back_byte_for_byte(
    server: Server, fetcher: Fetcher, etag: str | None, modified: str | None
) -> None:
    server.answers["/"] = conditional(PAGE, etag, modified)
    first = await fetcher.fetch(FetchRequest(server.url()))
    assert first.validators == Validators(etag, modified)
    second = await fetcher.fetch(FetchRequest(server.url(), first.validators))
    assert second.kind is OutcomeKind.NOT_MODIFIED
    assert second.ok
    assert second.body is None
    assert second.validators == first.validators


@pytest.mark.parametrize("etag", ["x" * 1025, ""])
async def test_validators_that_cannot_be_sent_back_are_not_kept(server: Server, fetcher: Fetcher, etag: str) -> None:
    server.answers["/"] = Reply(200, PAGE, {"ETag": etag})
    first = await fetcher.fetch(FetchRequest(server.url()))
    assert first.validators == Validators()
    stored = Validators('"a\r\nX-Injected: 1"', "Thu\u2026")
    assert (await fetcher.fetch(FetchRequest(server.url(), stored))).ok
    assert server.asked[1].header("If-None-Match") is None
    assert server.asked[1].header("If-Modified-Since") is None
    assert server.asked[1].header("X-Injected") is None


async def test_a_304_brings_new_validators_and_keeps_the_others(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = Reply(304, headers={"ETag": '"new"'})
    outcome = await fetcher.fetch(FetchRequest(server.url(), Validators('"old"', "some date")))
    assert outcome.validators == Validators('"new"', "some date")


async def test_a_304_that_nobody_asked_for_is_no_success(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = Reply(304)
    for force in (False, True):
        outcome = await fetcher.fetch(FetchRequest(server.url(), force=force))
        assert outcome.kind is OutcomeKind.BROKEN
        assert outcome.validators is None


async def test_a_body_without_validators_forgets_the_old_ones(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = Reply(200, PAGE)
    outcome = await fetcher.fetch(FetchRequest(server.url(), Validators('"old"')))
    assert outcome.validators == Validators()


async def test_an_error_leaves_the_stored_validators_alone(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = Reply(500, b"oops", {"ETag": '"error page"'})
    outcome = await fetcher.fetch(FetchRequest(server.url(), Validators('"old"')))
    assert outcome.validators is None


async def test_force_asks_for_a_fresh_copy(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = conditional(PAGE, '"v1"')
    outcome = await fetcher.fetch(FetchRequest(server.url(), Validators('"v1"'), force=True))
    assert outcome.body == PAGE
    assert server.asked[0].header("Cache-Control") == "no-cache"


async def test_one_connection_a_host(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = lambda asked: Reply(200, pieces=iter([PAGE, b" "]), pause=0.05)
    outcomes = await asyncio.gather(*(fetcher.fetch(FetchRequest(server.url())) for _ in range(6)))
    assert all(outcome.ok for outcome in outcomes)
    assert server.most == 1


async def test_a_connection_is_kept_where_we_come_again_soon(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = conditional(PAGE, '"v1"')
    for _ in range(3):
        await fetcher.fetch(FetchRequest(server.url(), Validators('"v1"')))
    assert [asked.header("Connection") for asked in server.asked] == ["close", "keep-alive", "keep-alive"]
    assert len({asked.client for asked in server.asked}) == 2


async def test_a_connection_is_not_kept_where_we_come_once_an_hour(
    server: Server, fetcher: Fetcher, monkeypatch
) -> None:
    server.answers["/"] = Reply(200, PAGE)
    hours = iter([0, 3600, 1800])  # the last one after the clock was set back
    monkeypatch.setattr(fetch, "time", SimpleNamespace(monotonic=time.monotonic, time=lambda: next(hours)))
    for _ in range(3):
        await fetcher.fetch(FetchRequest(server.url()))
    assert [asked.header("Connection") for asked in server.asked] == ["close"] * 3
    assert len({asked.client for asked in server.asked}) == 3


async def test_two_hosts_do_not_wait_for_each_other(server: Server, fetcher: Fetcher) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def pieces() -> Iterator[bytes]:
        yield b"x"
        begun.set()
        go_on.wait(PATIENCE)
        yield b"y"

    server.answers["/slow"] = lambda asked: Reply(200, pieces=pieces())
    server.answers["/fast"] = Reply(200, PAGE)
    patient = Fetcher(limits=Limits(total_s=PATIENCE, connect_s=PATIENCE))
    slow = asyncio.create_task(patient.fetch(FetchRequest(server.url("/slow"))))
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    fast = await patient.fetch(FetchRequest(server.url("/fast", host="localhost")))
    assert fast.ok
    assert not slow.done()
    go_on.set()
    assert (await slow).ok


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (401, OutcomeKind.AUTH),
        (403, OutcomeKind.AUTH),
        (404, OutcomeKind.NOT_FOUND),
        (410, OutcomeKind.GONE),
        (418, OutcomeKind.REFUSED),
        (429, OutcomeKind.RATE_LIMITED),
        (500, OutcomeKind.SERVER_ERROR),
        (503, OutcomeKind.RATE_LIMITED),
        (511, OutcomeKind.CAPTIVE),
        (204, OutcomeKind.REFUSED),
        (206, OutcomeKind.REFUSED),
        (599, OutcomeKind.SERVER_ERROR),
    ],
)
async def test_every_status_has_its_kind_and_one_line(
    server: Server, fetcher: Fetcher, status: int, kind: OutcomeKind
) -> None:
    server.answers["/"] = Reply(status, b"" if status == 204 else b"no", {"Retry-After": "120"})
    outcome = await fetcher.fetch(FetchRequest(server.url()))
    assert outcome.kind is kind
    assert outcome.status == status
    assert str(status) in outcome.message
    assert "\n" not in outcome.message
    assert outcome.body is None
    assert not outcome.ok
    assert outcome.cache.retry_after == "120"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_redirects_are_followed_with_the_validators(server: Server, fetcher: Fetcher, status: int) -> None:
    server.answers["/old"] = Reply(status, headers={"Location": "new?x=1"})
    server.answers["/new"] = conditional(PAGE, '"v1"')
    first = await fetcher.fetch(FetchRequest(server.url("/old")))
    assert first.body == PAGE
    assert first.url == server.url("/new?x=1")
    assert first.requested_url == server.url("/old")
    assert first.permanent_url == (server.url("/new?x=1") if status in (301, 308) else None)
    second = await fetcher.fetch(FetchRequest(server.url("/old"), first.validators or Validators()))
    assert second.kind is OutcomeKind.NOT_MODIFIED


@pytest.mark.parametrize("path", ["/login?for=x", "/landing-page", "/consent"])
async def test_a_login_page_is_never_a_new_address(server: Server, fetcher: Fetcher, path: str) -> None:
    server.answers["/live"] = Reply(301, headers={"Location": path})
    server.answers[path.split("?", maxsplit=1)[0]] = Reply(200, PAGE)
    outcome = await fetcher.fetch(FetchRequest(server.url("/live")))
    assert outcome.url == server.url(path)
    assert outcome.permanent_url is None


async def test_a_permanent_address_ends_at_the_first_passing_redirect(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = Reply(301, headers={"Location": "/b"})
    server.answers["/b"] = Reply(302, headers={"Location": "/c"})
    server.answers["/c"] = Reply(301, headers={"Location": "/d"})
    server.answers["/d"] = Reply(200, PAGE)
    outcome = await fetcher.fetch(FetchRequest(server.url("/a")))
    assert outcome.url == server.url("/d")
    assert outcome.permanent_url == server.url("/b")


async def test_the_client_and_certificates_are_loaded_off_the_loop(
    server: Server, fetcher: Fetcher, monkeypatch
) -> None:
    loop, loaded = threading.get_ident(), []

    def noted(real):
        def load(*args):
            loaded.append((real.__name__, threading.get_ident() == loop))
            return real(*args)

        return load

    monkeypatch.setattr(fetch, "_make_client", noted(fetch._make_client))
    monkeypatch.setattr(httpcore2, "default_ssl_context", noted(httpcore2.default_ssl_context))
    server.answers["/"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest(server.url()))).ok
    assert loaded == [("_make_client", False)]
    await fetcher.fetch(FetchRequest(server.url(scheme="https")))
    assert loaded[1:] == [("default_ssl_context", False)]


async def test_certificates_are_not_loaded_for_plain_http(server: Server, fetcher: Fetcher, monkeypatch) -> None:
    loaded: list[int] = []
    monkeypatch.setattr(httpcore2, "default_ssl_context", lambda: loaded.append(1))
    server.answers["/"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest(server.url()))).ok
    assert not loaded


async def test_a_file_is_a_source(tmp_path, fetcher: Fetcher) -> None:
    path = tmp_path / "day one.html"
    path.write_bytes(PAGE)
    first = await fetcher.fetch(FetchRequest(path.as_uri()))
    assert first.kind is OutcomeKind.OK
    assert first.body == PAGE
    assert first.content_type == "text/html"
    assert first.validators is not None
    again = await fetcher.fetch(FetchRequest(path.as_uri(), first.validators))
    assert again.kind is OutcomeKind.NOT_MODIFIED
    path.write_bytes(PAGE + b"<p>More.")
    changed = await fetcher.fetch(FetchRequest(path.as_uri(), first.validators))
    assert changed.body == PAGE + b"<p>More."


async def test_a_file_that_cannot_be_read_is_said_to_be_so(tmp_path, fetcher: Fetcher) -> None:
    import os

    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "big").write_bytes(b"x" * ((2 << 20) + 1))
    cases = {
        (tmp_path / "none.xml").as_uri(): OutcomeKind.FILE_MISSING,
        tmp_path.as_uri(): OutcomeKind.FILE_MISSING,
        (tmp_path / "pipe").as_uri(): OutcomeKind.FILE_MISSING,
        (tmp_path / "big").as_uri(): OutcomeKind.TOO_LARGE,
        "file://elsewhere/etc/hosts": OutcomeKind.BAD_ADDRESS,
        "file:///a%00b": OutcomeKind.BAD_ADDRESS,
        f"file:///{'n' * 5000}": OutcomeKind.FILE_MISSING,
    }
    for url, kind in cases.items():
        outcome = await fetcher.fetch(FetchRequest(url))
        assert outcome.kind is kind, url
        assert outcome.message
        assert "\n" not in outcome.message
