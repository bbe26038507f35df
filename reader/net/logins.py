"""Logins for sources whose server wants one: HTTP basic authentication (RFC 7617), the password told by a program.

A password goes to the server of the source that it is for and to no other, over https, or within the user's own
network. It is asked for when the first request needs it, kept in memory only, and asked for anew after a refusal.
"""

from __future__ import annotations

import asyncio
import base64
import subprocess
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reader.net.address import endpoint, host_of
from reader.net.failures import Refused
from reader.net.guard import looks_private
from reader.net.outcome import OutcomeKind
from reader.text import one_line

SECONDS = 60.0
"""For the program: it may have to ask the user for a passphrase."""
MAX_PASSWORD = 1024


class Login(NamedTuple):
    """A user's name, and the program (a list of arguments) whose first line is the password."""

    user: str
    command: Sequence[str]


class Logins:
    """Knows what to send to whom. `known` has a login by the address of each source that wants one."""

    def __init__(self, known: Mapping[str, Login] | None = None) -> None:
        self._known = dict(known or {})
        self._made: dict[str, bytes] = {}
        self._making = asyncio.Lock()

    async def headers(self, source: str, url: str) -> dict[bytes, bytes]:
        """The header for a request to `url` made for `source`; none where it is not for that server.

        Raises Refused where the password would be readable on the way, or cannot be had.
        """
        login = self._known.get(source)
        if login is None or endpoint(url) != endpoint(source):
            return {}
        if not url.startswith("https:"):
            if source.startswith("https:"):
                return {}
            if not looks_private(host_of(url)):
                raise Refused(OutcomeKind.AUTH, "a password is sent over https only, and this address is http")
        async with self._making:
            if source not in self._made:
                self._made[source] = await asyncio.to_thread(_header, login)
        return {b"Authorization": self._made[source]}

    def refused(self, source: str) -> None:
        """The server did not take it: ask for the password anew the next time."""
        self._made.pop(source, None)


def _header(login: Login) -> bytes:
    name = one_line(login.command[0])[:80] if login.command else "the password_command"
    try:
        done = subprocess.run(  # noqa: S603  a list of arguments, the program is the user's own choice
            list(login.command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired as error:
        raise _no_password(f"{name} took more than {SECONDS:g} seconds") from error
    except (OSError, ValueError, IndexError) as error:
        raise _no_password(
            f"{name} could not be started ({getattr(error, 'strerror', None) or 'no such name'})"
        ) from error
    if done.returncode:
        raise _no_password(f"{name} failed (exit code {done.returncode})")
    password = done.stdout.split(b"\n", 1)[0].rstrip(b"\r")
    if not password or len(password) > MAX_PASSWORD:
        raise _no_password(f"{name} printed none")
    return b"Basic " + base64.b64encode(login.user.encode() + b":" + password)


def _no_password(why: str) -> Refused:
    return Refused(OutcomeKind.AUTH, f"no password for the server: {why}")
