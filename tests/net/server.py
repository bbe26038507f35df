"""A loopback HTTP server whose answers each test writes itself. It remembers every request."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

PAGE = b"<!doctype html><html><title>Harbour</title><p>Ferries run again.</p></html>"


@dataclass
class Asked:
    """One request as it came."""

    path: str
    headers: list[tuple[str, str]]
    client: tuple[str, int]

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass
class Reply:
    """What to answer. `pieces` are sent one by one with `pause` seconds between; `length` overrides Content-Length."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    pieces: Iterator[bytes] | None = None
    pause: float = 0.0
    length: int | None = None
    raw: bytes | Iterator[bytes] | None = None


Answer = Reply | Callable[[Asked], Reply]


class Server:
    """Answers by path. Use `serving()`."""

    def __init__(self, ssl_context=None, host: str = "127.0.0.1") -> None:
        self.host = host
        self.answers: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.now = 0
        self.most = 0
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.plugs: list[socket.socket] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_: object) -> None:
                pass

            def setup(self) -> None:
                super().setup()
                owner.plugs.append(self.connection)

            def do_GET(self) -> None:
                with owner.lock:
                    owner.now += 1
                    owner.most = max(owner.most, owner.now)
                try:
                    with suppress(OSError):
                        owner.answer(self)
                finally:
                    with owner.lock:
                        owner.now -= 1

        class Quiet(ThreadingHTTPServer):
            address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
            request_queue_size = 50

            def server_bind(self) -> None:
                if ":" in host:
                    self.socket.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                TCPServer.server_bind(self)  # HTTPServer looks its own name up

            def handle_error(self, *_: object) -> None:
                pass

        self.http = Quiet((host, 0), Handler)
        self.http.daemon_threads = True
        if ssl_context is not None:
            self.http.socket = ssl_context.wrap_socket(self.http.socket, server_side=True)
        self.port = self.http.server_address[1]
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)

    def close_connections(self) -> None:
        """Hang up on everybody who keeps a connection."""
        for plug in self.plugs:
            with suppress(OSError):
                plug.shutdown(socket.SHUT_RDWR)
        self.plugs.clear()

    def url(self, path: str = "/", host: str = "", scheme: str = "http") -> str:
        host = host or (self.host if ":" not in self.host else "127.0.0.1")
        return f"{scheme}://{host}:{self.port}{path}"

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = Asked(handler.path, handler.headers.items(), handler.client_address)
        self.asked.append(asked)
        answer = self.answers.get(handler.path.split("?")[0], Reply(404, b"nothing here"))
        reply = answer(asked) if callable(answer) else answer
        if reply.raw is not None:
            handler.close_connection = True
            for piece in [reply.raw] if isinstance(reply.raw, bytes) else reply.raw:
                handler.wfile.write(piece)
            return
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        if reply.pieces is None:
            handler.send_header("Content-Length", str(len(reply.body) if reply.length is None else reply.length))
            handler.end_headers()
            handler.wfile.write(reply.body)
            handler.close_connection = reply.length is not None
            return
        if reply.length is not None:
            handler.send_header("Content-Length", str(reply.length))
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.close_connection = True
        for piece in reply.pieces:
            handler.wfile.write(piece)
            if self.stopping.wait(reply.pause) if reply.pause else self.stopping.is_set():
                return


@contextmanager
def serving(ssl_context=None, host: str = "127.0.0.1") -> Iterator[Server]:
    """A running server on a free port of this machine."""
    server = Server(ssl_context, host)
    server.thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        server.http.shutdown()
        server.http.server_close()


@contextmanager
def nobody() -> Iterator[str]:
    """An address of this machine at which nobody listens, nor anybody else begins to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/"


def gzip_bomb(mib: int, rounds: int = 1) -> bytes:
    """A gzip body of about 1 kB a MiB that unpacks to `mib` MiB of one letter; packed again in further rounds."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(b"A" * (1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    size = (mib << 20) & 0xFFFFFFFF
    body = b"\x1f\x8b\x08\0\0\0\0\0\x02\xff" + block * mib + b"\x03\0" + bytes(4) + size.to_bytes(4, "little")
    for _ in range(rounds - 1):
        body = gzip.compress(body)
    return body


def conditional(body: bytes, etag: str | None = None, modified: str | None = None) -> Callable[[Asked], Reply]:
    """An answer that is 304 when its validators come back byte for byte."""
    sent = {name: value for name, value in (("ETag", etag), ("Last-Modified", modified)) if value}

    def answer(asked: Asked) -> Reply:
        pairs = ((etag, asked.header("If-None-Match")), (modified, asked.header("If-Modified-Since")))
        if any(ours and ours == theirs for ours, theirs in pairs):
            return Reply(304, headers=sent)
        return Reply(200, body, {**sent, "Content-Type": "text/html; charset=utf-8"})

    return answer


def packed(body: bytes) -> Reply:
    return Reply(200, gzip.compress(body), {"Content-Encoding": "gzip", "Content-Type": "text/html"})


def drip(body: bytes, pause: float) -> Reply:
    return Reply(200, pieces=(body[i : i + 1] for i in range(len(body))), pause=pause, length=len(body))


def endless() -> Reply:
    def pieces() -> Iterator[bytes]:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            yield b"x" * 65536

    return Reply(200, pieces=pieces())
