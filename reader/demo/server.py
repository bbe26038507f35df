"""A real HTTP server on loopback that serves the day as it stands at the moment, and whatever tests add to it."""

from __future__ import annotations

import socket
import socketserver
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from reader.clock import SYSTEM, Clock
from reader.demo.answers import Answer, Served, answer
from reader.demo.day import load
from reader.demo.playback import SPEED, START_MINUTE, Playback
from reader.demo.render import RENDITIONS
from reader.demo.shape import Day, latest_full_day

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked: the path with its query, the headers with names in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """A request that was answered, and how; `size` counts the bytes of the body as sent."""

    method: str
    path: str
    headers: Mapping[str, str]
    status: int
    size: int


class DemoServer:
    """Serves a day on a free port of 127.0.0.1, from the moment it is entered until it is left.

    `minute_of_day` tells which minute of the day it is; tests may set `minute` instead. `requests` lists what was
    asked, `failures` what went wrong while answering. Threads: one for the server and one for each connection.
    """

    def __init__(
        self, day: Day | None = None, minute_of_day: Callable[[], int] | None = None, *, port: int = 0
    ) -> None:
        self.day = day or load()
        self.minute = START_MINUTE
        self.requests: list[LoggedRequest] = []
        self.failures: list[BaseException] = []
        self._minute_of_day = minute_of_day or (lambda: self.minute)
        self._others: dict[str, Callable[[Request], Served]] = {}
        self._http = _Http(self, port)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), name="demo-server", daemon=True)

    @classmethod
    def playing(cls, speed: float = SPEED, *, clock: Clock = SYSTEM, port: int = 0) -> DemoServer:
        """Return a server that plays the day of yesterday (UTC) from now on, at `speed` minutes of it a minute."""
        return cls(load(latest_full_day(clock.now())), Playback(speed).begin(clock.steady), port=port)

    def now(self) -> int:
        """Return the moment of the day that is shown, in UTC seconds."""
        return self.day.seconds(self._minute_of_day())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop serving and close every connection. May be called twice."""
        if self._thread.is_alive():
            self._http.shutdown()
            self._thread.join()
        self._http.close()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self._http.server_address[1]

    def url(self, path: str = "/live") -> str:
        """Return the address of `path` on this server."""
        return f"http://{HOST}:{self.port}{path}"

    def serve(self, path: str, document: Callable[[Request], Served]) -> None:
        """From now on answer `path` (without query) with what `document` returns for the request."""
        self._others[path] = document

    def serve_file(self, path: str, body: bytes | str, content_type: str, *, last_modified: int | None = None) -> None:
        """From now on answer `path` with `body`."""
        raw = body.encode() if isinstance(body, str) else body
        served = Served(raw, content_type, last_modified=last_modified)
        self.serve(path, lambda _: served)

    def respond(self, request: Request) -> Answer:
        """Return the answer to `request` at this moment. It is pure but for the moment and the documents of `serve`."""
        path = request.path.partition("?")[0]
        other = self._others.get(path)
        if other:
            return answer(other(request), request.headers)
        form = RENDITIONS.get(path)
        if form is None:
            return answer(Served(b"There is nothing here.\n", status=HTTPStatus.NOT_FOUND), request.headers)
        minute = self._minute_of_day()
        changed = self.day.seconds(self.day.changed_at(minute))
        body = form.write(self.day, minute).encode()
        return answer(Served(body, form.content_type, last_modified=changed), request.headers)


class _Http(ThreadingHTTPServer):
    """The listening socket, and the connections that are open."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, demo: DemoServer, port: int) -> None:
        self.demo = demo
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Bind without asking the resolver for the name of the host, which may take seconds off line."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002
        """Keep what went wrong instead of printing it; a client that went away is nothing wrong."""
        error = sys.exception()
        if error is not None and not isinstance(error, OSError):
            self.demo.failures.append(error)

    def close(self) -> None:
        """Close the listening socket and every connection."""
        self.server_close()
        with self._lock:
            for connection in self._open:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue


class _Handler(BaseHTTPRequestHandler):
    """One connection, kept open between requests (RFC 9112 section 9.3)."""

    protocol_version = "HTTP/1.1"
    server_version = "DatelineDemo"
    sys_version = ""
    wbufsize = -1
    disable_nagle_algorithm = True
    timeout = 30

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        demo: DemoServer = self.server.demo  # type: ignore[attr-defined]
        headers = {name.lower(): value for name, value in self.headers.items()}
        got = demo.respond(Request(self.command, self.path, headers))
        body = got.body if with_body else b""
        demo.requests.append(LoggedRequest(self.command, self.path, headers, got.status, len(body)))
        self.send_response(got.status)
        for name, value in got.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing: the requests are in the log of the server."""
