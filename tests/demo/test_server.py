"""The server over real loopback connections."""

from __future__ import annotations

import gzip
import http.client
import socket
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate

import pytest

from reader.clock import Clock
from reader.demo.answers import Served, answer
from reader.demo.day import load
from reader.demo.render import RENDITIONS
from reader.demo.server import DemoServer, Request
from reader.demo.shape import LAST_MINUTE

DAY = load()


@pytest.fixture
def server() -> Iterator[DemoServer]:
    with DemoServer(DAY) as running:
        yield running
    assert running.failures == []


@pytest.fixture
def client(server: DemoServer) -> Iterator[http.client.HTTPConnection]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    yield connection
    connection.close()


def get(
    client: http.client.HTTPConnection, path: str, method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], bytes]:
    client.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = client.getresponse()
    return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read()


@pytest.mark.parametrize("path", RENDITIONS)
def test_every_rendition_is_served(server: DemoServer, client: http.client.HTTPConnection, path: str) -> None:
    status, headers, body = get(client, path)
    assert status == 200
    assert body.decode() == RENDITIONS[path].write(DAY, server.minute)
    assert headers["content-type"] == RENDITIONS[path].content_type
    assert headers["cache-control"] == "max-age=2"
    assert not headers["etag"].startswith("W/")


def test_a_connection_is_kept(server: DemoServer, client: http.client.HTTPConnection) -> None:
    get(client, "/live")
    used = client.sock
    get(client, "/live.rss")
    assert client.sock is used
    assert used is not None


@pytest.mark.parametrize("path", ["/live", "/live.txt", "/live.json"])
def test_not_modified_until_something_happens(
    server: DemoServer, client: http.client.HTTPConnection, path: str
) -> None:
    _, headers, _ = get(client, path)
    for asked in ({"If_None_Match": headers["etag"]}, {"If_Modified_Since": headers["last-modified"]}):
        status, _, body = get(client, path, **asked)
        assert (status, body) == (304, b"")
        server.minute = 606
        assert get(client, path, **asked)[0] == 200
        server.minute = 600


def test_every_change_changes_validators(server: DemoServer, client: http.client.HTTPConnection) -> None:
    for change in DAY.changes:
        server.minute = change.minute - 1
        _, before, _ = get(client, "/live")
        server.minute = change.minute
        _, after, _ = get(client, "/live")
        assert before["etag"] != after["etag"]
        assert before["last-modified"] != after["last-modified"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"if-none-match": "*"}, 304),
        ({"if-none-match": 'W/"TAG"'}, 304),
        ({"if-none-match": '"other", "TAG-gz"'}, 304),
        ({"if-none-match": '"other"'}, 200),
        ({"if-none-match": '"other"', "if-modified-since": formatdate(2000, usegmt=True)}, 200),
        ({"if-modified-since": formatdate(1000, usegmt=True)}, 304),
        ({"if-modified-since": formatdate(999, usegmt=True)}, 200),
        ({"if-modified-since": "yesterday"}, 200),
        ({"if-modified-since": ""}, 200),
    ],
)
def test_preconditions(asked: dict[str, str], expected: int) -> None:
    served = Served(b"x", last_modified=1000)
    tag = answer(served, {}).headers["ETag"].strip('"')
    got = answer(served, {name: value.replace("TAG", tag) for name, value in asked.items()})
    assert got.status == expected
    assert got.headers["ETag"] == f'"{tag}"'
    assert bool(got.body) == (expected == 200)


def test_gzip_when_accepted(client: http.client.HTTPConnection) -> None:
    _, plain, body = get(client, "/live", Accept_Encoding="identity")
    _, packed, data = get(client, "/live", Accept_Encoding="br, gzip;q=0.5")
    assert packed["content-encoding"] == "gzip"
    assert gzip.decompress(data) == body
    assert len(data) < len(body) / 2
    assert "content-encoding" not in plain
    assert packed["etag"] != plain["etag"]
    assert packed["vary"] == plain["vary"] == "Accept-Encoding"
    _, refused, _ = get(client, "/live", Accept_Encoding="gzip;q=0")
    assert "content-encoding" not in refused


def test_head_has_the_headers_of_get(client: http.client.HTTPConnection) -> None:
    _, got, _ = get(client, "/live")
    status, head, body = get(client, "/live", method="HEAD")
    assert (status, body) == (200, b"")
    assert head["etag"] == got["etag"]
    assert head["content-length"] == got["content-length"]


def test_requests_are_logged(server: DemoServer, client: http.client.HTTPConnection) -> None:
    _, headers, body = get(client, "/live?page=1", User_Agent="a reader")
    get(client, "/live", If_None_Match=headers["etag"])
    get(client, "/nowhere")
    assert [(logged.path, logged.status) for logged in server.requests] == [
        ("/live?page=1", 200),
        ("/live", 304),
        ("/nowhere", 404),
    ]
    assert server.requests[0].headers["user-agent"] == "a reader"
    assert server.requests[0].size == len(body)


def test_tests_serve_their_own(server: DemoServer, client: http.client.HTTPConnection) -> None:
    server.serve_file("/feed.xml", "<rss/>", "application/rss+xml", last_modified=1000)
    status, headers, body = get(client, "/feed.xml")
    assert (status, body, headers["content-type"]) == (200, b"<rss/>", "application/rss+xml")
    assert get(client, "/feed.xml", If_None_Match=headers["etag"])[0] == 304
    assert get(client, "/feed.xml", If_Modified_Since=headers["last-modified"])[0] == 304

    def busy(request: Request) -> Served:
        assert request.headers["x-asked"] == "yes"
        return Served(b"later", status=429, headers={"Retry-After": "7", "Cache-Control": "no-store"})

    server.serve("/busy", busy)
    status, headers, body = get(client, "/busy?x=1", X_Asked="yes")
    assert (status, body) == (429, b"later")
    assert headers["retry-after"] == "7"
    assert headers["cache-control"] == "no-store"
    assert "etag" not in headers


def test_a_fault_is_kept_and_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    def broken(_: Request) -> Served:
        raise RuntimeError("a fault of the test")

    with DemoServer(DAY) as server:
        server.serve("/broken", broken)
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        with pytest.raises((http.client.RemoteDisconnected, ConnectionError)):
            get(connection, "/broken")
        connection.close()
    assert [str(failure) for failure in server.failures] == ["a fault of the test"]
    assert capfd.readouterr() == ("", "")


def test_the_moment_comes_from_outside() -> None:
    minutes = iter([600, 601, LAST_MINUTE])
    with DemoServer(DAY, lambda: next(minutes)) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        sizes = [len(get(connection, "/live.json")[2]) for _ in range(3)]
        connection.close()
    assert sizes[0] == sizes[1] < sizes[2]


def test_playing_yesterday_at_a_speed() -> None:
    steady = [50.0]
    clock = Clock(wall=lambda: 1_700_006_400.0, steady=lambda: steady[0])
    with DemoServer.playing(60, clock=clock) as server:
        assert server.day.date.isoformat() == "2023-11-14"
        assert server.now() == 1_699_920_000 + 600 * 60
        steady[0] += 6
        assert server.now() == 1_699_920_000 + 606 * 60


def test_shutdown_is_quick_and_silent(capfd: pytest.CaptureFixture[str]) -> None:
    server = DemoServer(DAY)
    with server:
        idle = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        kept = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        get(kept, "/live")
        rude = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        rude.sendall(b"GET /live HTTP/1.1\r\n")
        rude.close()
        began = time.monotonic()
    assert time.monotonic() - began < 25
    assert idle.recv(1) == b""
    idle.close()
    kept.close()
    server.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=60)
    assert not [thread for thread in threading.enumerate() if thread.name == "demo-server"]
    assert capfd.readouterr() == ("", "")


def test_a_server_never_entered_can_be_closed() -> None:
    server = DemoServer(DAY)
    server.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), timeout=60)


def test_many_at_once(server: DemoServer) -> None:
    sizes: list[int] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        sizes.append(len(get(connection, "/live.txt")[2]))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(sizes) == 24
    assert len(set(sizes)) == 1
