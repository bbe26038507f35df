"""The fetch boundary against servers that break, lie, drip and flood. Nothing but outcomes may come out."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.net.address import is_file
from reader.net.fetch import Fetcher, FetchRequest
from reader.net.outcome import Outcome, OutcomeKind
from tests.net.conftest import SOON
from tests.net.server import PAGE, Reply, Server, drip, nobody


async def fetched(fetcher: Fetcher, server: Server, reply: Reply) -> Outcome:
    server.answers["/"] = reply
    outcome = await fetcher.fetch(FetchRequest(server.url()))
    assert "\n" not in outcome.message
    assert len(outcome.message) < 300
    return outcome


async def test_a_drip_is_given_up_in_time(server: Server, hasty: Fetcher) -> None:
    started = time.monotonic()
    outcome = await fetched(hasty, server, drip(PAGE, 1.0))
    assert outcome.kind is OutcomeKind.TIMEOUT
    assert time.monotonic() - started < SOON


async def test_silence_is_given_up_in_time(server: Server, hasty: Fetcher) -> None:
    outcome = await fetched(hasty, server, Reply(200, pieces=iter([b"", b""]), pause=60, length=10))
    assert outcome.kind is OutcomeKind.TIMEOUT


async def test_a_boast_of_size_is_refused_before_reading(server: Server, fetcher: Fetcher) -> None:
    outcome = await fetched(fetcher, server, Reply(200, PAGE, length=10 << 40))
    assert outcome.kind is OutcomeKind.TOO_LARGE
    assert outcome.bytes_on_wire == 0


async def test_many_empty_gzip_members_do_not_hold_the_loop(server: Server, fetcher: Fetcher) -> None:
    outcome = await fetched(fetcher, server, Reply(200, gzip.compress(b"") * 20000, {"Content-Encoding": "gzip"}))
    assert outcome.kind is OutcomeKind.BROKEN


async def test_two_gzip_members_are_one_document(server: Server, fetcher: Fetcher) -> None:
    body = gzip.compress(PAGE) + gzip.compress(b"<p>more") + b"\0" * 20
    outcome = await fetched(fetcher, server, Reply(200, body, {"Content-Encoding": "gzip"}))
    assert outcome.body == PAGE + b"<p>more"


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(PAGE * 50, mtime=0)[:-9], "gzip"),
        (gzip.compress(PAGE * 50, mtime=0)[:30], "gzip"),
        (b"not gzip at all", "gzip"),
        (gzip.compress(gzip.compress(PAGE, mtime=0), mtime=0), "gzip, gzip"),
        (PAGE, "br"),
        (zlib.compress(PAGE), "zstd"),
        (b"\x1f\x8b" + b"\xff" * 40, "gzip"),
    ],
)
async def test_what_is_packed_wrongly_is_no_document(
    server: Server, fetcher: Fetcher, body: bytes, coding: str
) -> None:
    outcome = await fetched(fetcher, server, Reply(200, body, {"Content-Encoding": coding}))
    assert outcome.kind is OutcomeKind.BROKEN
    assert outcome.body is None


async def test_a_body_shorter_than_promised_is_no_document(server: Server, fetcher: Fetcher) -> None:
    outcome = await fetched(fetcher, server, Reply(200, PAGE, length=len(PAGE) + 500))
    assert outcome.kind is OutcomeKind.BROKEN
    assert "cut off" in outcome.message


async def test_an_empty_document_is_none(server: Server, fetcher: Fetcher) -> None:
    assert (await fetched(fetcher, server, Reply(200, b" \n"))).kind is OutcomeKind.BROKEN


async def test_an_endless_redirect_is_cut(server: Server, fetcher: Fetcher) -> None:
    outcome = await fetched(fetcher, server, Reply(302, headers={"Location": "/?again"}))
    assert outcome.kind is OutcomeKind.REDIRECT
    assert len(server.asked) == 6


@pytest.mark.parametrize(
    "location",
    [
        "file:///etc/hostname",
        "javascript:alert(1)",
        "ftp://example.org/x",
        "//user:pass@127.0.0.1/",
        "http://[::1",
        "http://exa mple.org:99999/",
        "data:text/html,x",
        "gopher:x",
    ],
)
async def test_redirects_to_elsewhere_are_refused(server: Server, fetcher: Fetcher, location: str) -> None:
    outcome = await fetched(fetcher, server, Reply(302, headers={"Location": location}))
    assert outcome.kind is OutcomeKind.REDIRECT
    assert len(server.asked) == 1


async def test_a_login_page_of_another_host_is_told_apart(server: Server, fetcher: Fetcher) -> None:
    server.answers["/login"] = Reply(200, PAGE, {"Content-Type": "text/html"})
    there = server.url("/login?next=x", host="localhost")
    outcome = await fetched(fetcher, server, Reply(302, headers={"Location": there}))
    assert outcome.kind is OutcomeKind.CAPTIVE
    assert outcome.body is None
    assert "localhost" in outcome.message


async def test_a_page_that_moved_to_another_host_is_no_login_page(server: Server, fetcher: Fetcher) -> None:
    server.answers["/live"] = Reply(200, PAGE, {"Content-Type": "text/html"})
    there = server.url("/live", host="localhost")
    outcome = await fetched(fetcher, server, Reply(301, headers={"Location": there}))
    assert outcome.kind is OutcomeKind.OK


async def test_nobody_listens(fetcher: Fetcher) -> None:
    with nobody() as url:
        outcome = await fetcher.fetch(FetchRequest(url))
    assert outcome.kind is OutcomeKind.CONNECT
    assert "127.0.0.1" in outcome.message


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.text(max_size=60), st.text(max_size=30).map("http://{}".format), st.text(max_size=30).map("file:{}".format)
    )
)
def test_no_address_makes_it_raise(url: str) -> None:
    async def one() -> Outcome:
        fetcher = Fetcher()

        async def refuse() -> None:
            raise OSError("no connection in this test")

        fetcher._ready = refuse  # type: ignore[method-assign,assignment]
        return await fetcher.fetch(FetchRequest(url))

    outcome = asyncio.run(one())
    assert bool(outcome.message) is not outcome.ok
    assert not outcome.ok or is_file(url), "a file that is there may be read"


async def test_cancelling_a_fetch_lets_the_next_one_through(server: Server, fetcher: Fetcher) -> None:
    server.answers["/slow"] = drip(PAGE, 1.0)
    server.answers["/"] = Reply(200, PAGE)
    task = asyncio.create_task(fetcher.fetch(FetchRequest(server.url("/slow"))))
    async with asyncio.timeout(30):
        while not server.asked:
            await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (await fetcher.fetch(FetchRequest(server.url()))).ok
