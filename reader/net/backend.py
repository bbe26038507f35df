"""The client's connections, on asyncio's own streams: names looked up once, addresses guarded, then raced (RFC 8305).

In place of the client's own backend, which looks a name up by itself, so that nobody can say where it will connect, and
which takes a third more time a request.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, TypeVar, cast

import httpcore2

from reader.net.address import literal_ip
from reader.net.guard import Inside, is_public

NEXT_ADDRESS = 0.25
"""Seconds after which the next address of a host is tried beside those that have not answered (RFC 8305 section 5)."""

_PIECE = 16384
"""Bytes read at a time: what a server can make us look at before others get their turn."""


class Backend(httpcore2.AsyncNetworkBackend):
    """Connects by TCP; `guarded`: to machines of the public network only."""

    def __init__(self, *, guarded: bool) -> None:
        self._guarded = guarded

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002  the client's signature; never given
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,  # noqa: ARG002  the same
    ) -> httpcore2.AsyncNetworkStream:
        """Connect within `timeout` seconds. Raises ConnectTimeout, ConnectError, and Inside before a packet is sent."""
        with _told_as(httpcore2.ConnectTimeout, httpcore2.ConnectError):
            async with asyncio.timeout(timeout):
                addresses = await _look_up(host, port)
                if self._guarded and not all(is_public(str(address[0])) for _, address in addresses):
                    raise Inside
                plug = await _first_to_answer(addresses)
                try:
                    return Stream(*await asyncio.open_connection(sock=plug))
                except BaseException:
                    plug.close()
                    raise

    async def sleep(self, seconds: float) -> None:
        """Wait, as the client does between two attempts."""
        await asyncio.sleep(seconds)


class Stream(httpcore2.AsyncNetworkStream):
    """A connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what has come, none at the end. Raises ReadTimeout and ReadError."""
        with _told_as(httpcore2.ReadTimeout, httpcore2.ReadError):
            async with asyncio.timeout(timeout):
                data = await self._reader.read(min(max_bytes, _PIECE))
                if len(data) == _PIECE:
                    await asyncio.sleep(0)  # more is waiting: it would be had without anybody else's turn
                return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send. Raises WriteTimeout and WriteError."""
        if buffer:
            with _told_as(httpcore2.WriteTimeout, httpcore2.WriteError):
                async with asyncio.timeout(timeout):
                    self._writer.write(buffer)
                    await self._writer.drain()

    async def aclose(self) -> None:
        """Close at once: whatever is still to come is not waited for."""
        self._writer.transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.AsyncNetworkStream:
        """Encrypt from here on. Raises ConnectTimeout and ConnectError; the connection is closed then."""
        try:
            with _told_as(httpcore2.ConnectTimeout, httpcore2.ConnectError):
                async with asyncio.timeout(timeout):
                    await self._writer.start_tls(ssl_context, server_hostname=server_hostname)
        except BaseException:
            self._writer.transport.abort()
            raise
        return self

    def get_extra_info(self, info: str) -> Any:
        """What the client asks about a connection, and `server_addr`, the address at the other end."""
        if info == "is_readable":  # asked of one that nobody reads from: then its end has come
            return self._reader.at_eof() or self._writer.transport.is_closing()
        names = {"server_addr": "peername", "client_addr": "sockname", "ssl_object": "ssl_object", "socket": "socket"}
        return self._writer.get_extra_info(names[info]) if info in names else None


@contextmanager
def _told_as(too_late: type[Exception], failed: type[Exception]) -> Generator[None]:
    """What the system raises, as the client's exceptions."""
    try:
        yield
    except TimeoutError as error:  # also the system's own for a connection that nobody answers
        raise too_late(str(error)) from error
    except OSError as error:
        raise failed(str(error)) from error


_Found = TypeVar("_Found")
_Address = tuple[socket.AddressFamily, tuple[Any, ...]]


async def _look_up(host: str, port: int) -> list[_Address]:
    """The addresses of a host, families in turn, in the order of the system's preference. Raises socket.gaierror."""
    if literal_ip(host) is not None:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    else:
        found = await _in_a_thread(partial(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM))
    addresses = list(dict.fromkeys((family, address) for family, _, _, _, address in found))
    first = [address for address in addresses if address[0] == addresses[0][0]]
    other = [address for address in addresses if address[0] != addresses[0][0]]
    in_turn = [address for pair in zip(first, other, strict=False) for address in pair]
    return in_turn + first[len(other) :] + other[len(first) :]


async def _in_a_thread(call: Callable[[], _Found]) -> _Found:
    """Call in a thread of its own, which nobody waits for in the end.

    A resolver may take half a minute to give up. In a pool it would hold up other lookups, and the end of the program.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[_Found] = loop.create_future()

    def tell(found: _Found | None, error: Exception | None) -> None:
        if answer.done():
            return
        if error is None:
            answer.set_result(cast("_Found", found))
        else:
            answer.set_exception(error)

    def run() -> None:
        found, error = None, None
        try:
            found = call()
        except UnicodeError:  # a label that is empty or too long
            error = socket.gaierror(socket.EAI_NONAME, "no name that can be looked up")
        except Exception as raised:  # noqa: BLE001  told to whoever waits
            error = raised
        with suppress(RuntimeError):  # the loop is closed
            loop.call_soon_threadsafe(tell, found, error)

    threading.Thread(target=run, name="look up", daemon=True).start()
    return await answer


async def _first_to_answer(addresses: list[_Address]) -> socket.socket:
    """A connection to the first address that takes one. Raises the OSError of the first that did not."""
    if len(addresses) == 1:
        return await _connect(*addresses[0])
    waiting = list(addresses)
    trying: set[asyncio.Task[socket.socket]] = set()
    errors: list[OSError] = []
    try:
        while waiting or trying:
            if waiting:
                trying.add(asyncio.create_task(_connect(*waiting.pop(0))))
            done, trying = await asyncio.wait(
                trying, timeout=NEXT_ADDRESS if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            plugs: list[socket.socket] = []
            for task in done:
                try:
                    plugs.append(task.result())
                except OSError as error:
                    errors.append(error)
            for late in plugs[1:]:
                late.close()
            if plugs:
                return plugs[0]
        raise errors[0] if errors else OSError("the name has no address")
    finally:
        for task in trying:
            task.cancel()
            task.add_done_callback(_close_late)


async def _connect(family: socket.AddressFamily, address: tuple[Any, ...]) -> socket.socket:
    plug = socket.socket(family, socket.SOCK_STREAM)
    try:
        plug.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plug, address)
    except BaseException:
        plug.close()
        raise
    return plug


def _close_late(task: asyncio.Task[socket.socket]) -> None:
    if not task.cancelled() and task.exception() is None:
        task.result().close()
