"""Servers that break off, babble or vanish: one table, an outcome for each, and never an exception."""

from __future__ import annotations

import asyncio
import gzip
import socket
import struct
import threading
import time
from collections.abc import Iterator

import pytest

from reader.net.fetch import Fetcher, FetchRequest
from reader.net.outcome import OutcomeKind
from tests.net.conftest import PATIENT, SOON
from tests.net.server import PAGE, Reply, Server

OK, BROKEN, TOO_LARGE, TIMEOUT = OutcomeKind.OK, OutcomeKind.BROKEN, OutcomeKind.TOO_LARGE, OutcomeKind.TIMEOUT
REFUSED, REDIRECT = OutcomeKind.REFUSED, OutcomeKind.REDIRECT
HEAD = b"HTTP/1.1 200 OK\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"

TABLE: list[tuple[str, bytes, OutcomeKind]] = [
    ("closes at once", b"", BROKEN),
    ("says nothing but a line end", b"\n", BROKEN),
    ("is no web server", b"220 mail.example ESMTP\r\n", BROKEN),
    ("speaks TLS at a plain port", b"\x15\x03\x01\x00\x02\x02\x28", BROKEN),
    ("has a status of six digits", b"HTTP/1.1 999999 Odd\r\n\r\n", BROKEN),
    ("has a status in letters", b"HTTP/1.1 abc\r\n\r\n", BROKEN),
    ("has a version of the future", b"HTTP/9.9 200 OK\r\n\r\n", BROKEN),
    ("breaks off in the status line", b"HTTP/1.1 2", BROKEN),
    ("breaks off in the headers", HEAD + b"Content-Type: text/ht", BROKEN),
    ("has a header without colon", HEAD + b"No colon here\r\n\r\n" + PAGE, BROKEN),
    ("has a header with a NUL", HEAD + b"X: a\x00b\r\n\r\n" + PAGE, BROKEN),
    ("has a header name with blanks", HEAD + b"X Y : a\r\n\r\n" + PAGE, BROKEN),
    ("has a negative length", HEAD + b"Content-Length: -5\r\n\r\nxx", BROKEN),
    ("has two lengths", HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nxxxxx", BROKEN),
    ("promises more than it sends", HEAD + b"Content-Length: 500\r\n\r\n" + PAGE, BROKEN),
    ("promises a body and sends none", HEAD + b"Content-Length: 500\r\n\r\n", BROKEN),
    ("sends more than it promised", HEAD + b"Content-Length: %d\r\n\r\n" % len(PAGE) + PAGE + b"and more", OK),
    ("has a chunk size that is none", CHUNKED + b"ZZ\r\nxx", BROKEN),
    ("breaks off in a chunk", CHUNKED + b"ff\r\nonly this", BROKEN),
    ("leaves out the last chunk", CHUNKED + b"4\r\nbody\r\n", BROKEN),
    ("has a chunk longer than said", CHUNKED + b"1\r\nbody\r\n0\r\n\r\n", BROKEN),
    ("has an unknown transfer coding", HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + PAGE, BROKEN),
    ("sends an empty document", HEAD + b"Content-Length: 0\r\n\r\n", BROKEN),
    ("breaks off in a gzip body", HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE * 9)[:-9], BROKEN),
    ("sends the gzip header alone", HEAD + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(PAGE)[:10], BROKEN),
    ("calls plain text gzip", HEAD + b"Content-Encoding: gzip\r\n\r\n" + PAGE, BROKEN),
    ("redirects to nowhere", b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n", REFUSED),
    ("redirects to what is no address", b"HTTP/1.1 302 Found\r\nLocation: http://[\r\n\r\n", REDIRECT),
    ("redirects with a bell", b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\x07\r\n\r\n", REDIRECT),
    ("switches protocols", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n", BROKEN),
    ("has escapes for a reason", b"HTTP/1.1 200 \x1b]0;PWNED\x07\r\nContent-Length: 1\r\n\r\nx", OK),
    ("has escapes for a type", HEAD + b"Content-Type: a\xc2\x9b2Jb\r\nContent-Length: 1\r\n\r\nx", OK),
    ("ends its lines with LF alone", b"HTTP/1.1 200 OK\nContent-Length: 1\n\nx", OK),
    ("speaks HTTP/1.0", b"HTTP/1.0 200 OK\r\n\r\n" + PAGE, OK),
    ("sends hints first", b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + HEAD + b"\r\n" + PAGE, OK),
]


@pytest.mark.parametrize(("raw", "kind"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
async def test_a_server_that(server: Server, fetcher: Fetcher, raw: bytes, kind: OutcomeKind) -> None:
    server.answers["/"] = Reply(raw=raw)
    outcome = await fetcher.fetch(FetchRequest(server.url()))
    assert outcome.kind is kind, outcome.message
    assert (outcome.body is not None) is (kind is OK)
    told = f"{outcome.message}{outcome.content_type}"
    assert told.isprintable()
    assert len(outcome.message) < 300
    assert bool(outcome.message) is (kind is not OK)
    server.answers["/"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest(server.url()))).ok


def slowly(data: bytes) -> Iterator[bytes]:
    for byte in data:
        time.sleep(0.02)
        yield bytes([byte])


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nX: ", HEAD + b"Content-Length: 900\r\n\r\n", CHUNKED + b"0", b""]
)
async def test_a_server_that_drips_is_left_in_time(server: Server, hasty: Fetcher, start: bytes) -> None:
    server.answers["/"] = Reply(raw=iter([start, *()]) if not start else slowly(start + b"0" * 2000))
    server.answers["/silent"] = Reply(raw=(b"" for _ in range(1) if server.stopping.wait(60)))
    started = time.monotonic()
    outcome = await hasty.fetch(FetchRequest(server.url("/" if start else "/silent")))
    assert outcome.kind is TIMEOUT
    assert time.monotonic() - started < SOON
    assert "in time" in outcome.message


async def test_a_server_that_resets_the_connection(fetcher: Fetcher) -> None:
    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        plug = writer.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.transport.abort()

    server = await asyncio.start_server(reset, "127.0.0.1", 0)
    outcome = await fetcher.fetch(FetchRequest(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))
    server.close()
    assert outcome.kind in (OutcomeKind.CONNECT, BROKEN)
    assert outcome.message


async def told_of_the_end(fetcher: Fetcher) -> None:
    """Wait until what the other end has closed is known to be closed here."""
    client = fetcher._client
    assert client is not None
    kept = [one for road in client._transport._roads.values() for one in road._pool.connections]
    async with asyncio.timeout(SOON):
        while not all(one.has_expired() for one in kept):
            await asyncio.sleep(0.01)


async def test_a_kept_connection_that_the_server_closed_is_no_failure(server: Server, fetcher: Fetcher) -> None:
    server.answers["/"] = Reply(200, PAGE)
    for _ in range(2):
        assert (await fetcher.fetch(FetchRequest(server.url()))).ok
    for number in range(3):
        server.close_connections()
        await told_of_the_end(fetcher)
        outcome = await fetcher.fetch(FetchRequest(server.url()))
        assert outcome.ok, (number, outcome.message)


async def test_a_dead_first_address_costs_little(server: Server, names, monkeypatch) -> None:
    """RFC 8305: the name has an address that swallows every packet, and a good one."""
    names.known["both.example"] = ["::1", "127.0.0.1"]
    loop = asyncio.get_running_loop()
    connect = loop.sock_connect

    async def swallow(plug: socket.socket, address) -> None:
        if address[0] == "::1":
            await asyncio.sleep(60)
        await connect(plug, address)

    monkeypatch.setattr(loop, "sock_connect", swallow)
    server.answers["/"] = Reply(200, PAGE)
    started = time.monotonic()
    fetcher = Fetcher(limits=PATIENT)
    assert (await fetcher.fetch(FetchRequest(server.url(host="both.example")))).ok
    assert time.monotonic() - started < SOON
    await fetcher.aclose()


async def test_a_refusing_first_address_costs_nothing(server: Server, fetcher: Fetcher, names) -> None:
    names.known["both.example"] = ["::1", "127.0.0.1"]
    server.answers["/"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest(server.url(host="both.example")))).ok
    assert names.asked.count("both.example") == 1


async def test_a_name_that_is_none_is_not_looked_for(fetcher: Fetcher) -> None:
    outcome = await fetcher.fetch(FetchRequest(f"http://{'a' * 64}.invalid/"))
    assert outcome.kind in (OutcomeKind.DNS, OutcomeKind.BAD_ADDRESS)


async def test_no_network_is_told_apart_from_no_such_name(fetcher: Fetcher, monkeypatch) -> None:
    for code, kind in ((socket.EAI_AGAIN, OutcomeKind.OFFLINE), (socket.EAI_NONAME, OutcomeKind.DNS)):

        def fail(*_: object, code: int = code, **__: object) -> None:
            raise socket.gaierror(code, "as the resolver says")

        monkeypatch.setattr(socket, "getaddrinfo", fail)
        outcome = await fetcher.fetch(FetchRequest("http://news.invalid/"))
        assert outcome.kind is kind
        assert "news.invalid" in outcome.message


async def test_a_resolver_that_hangs_holds_up_nobody_else(server: Server, names, monkeypatch) -> None:
    fetcher = Fetcher(limits=PATIENT)
    names.known["good.example"] = ["127.0.0.1"]
    server.answers["/"] = Reply(200, PAGE)
    assert (await fetcher.fetch(FetchRequest(server.url()))).ok
    released = threading.Event()
    look_up = socket.getaddrinfo

    def hang(host, *args, **more):
        if host.startswith("dead"):
            released.wait(60)
            raise socket.gaierror(socket.EAI_NONAME, "nobody")
        return look_up(host, *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    dead = [asyncio.create_task(fetcher.fetch(FetchRequest(f"http://dead{number}.example/"))) for number in range(20)]
    await asyncio.sleep(0)
    assert (await fetcher.fetch(FetchRequest(server.url(host="good.example")))).ok
    assert not any(task.done() for task in dead), "they hang, and nobody has waited for them"
    looking = [thread for thread in threading.enumerate() if thread.name == "look up"]
    assert looking
    assert all(thread.daemon for thread in looking), "nor does the end of the program"
    released.set()
    assert {(await task).kind for task in dead} == {OutcomeKind.DNS}
    await fetcher.aclose()


async def test_a_resolver_that_hangs_is_given_up_in_time(hasty: Fetcher, monkeypatch) -> None:
    released = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: released.wait(60) and [])
    assert (await hasty.fetch(FetchRequest("http://dead.example/"))).kind is TIMEOUT
    released.set()
