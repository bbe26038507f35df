"""What a fetcher remembers of servers from fetch to fetch. Endpoints are (host, port); times UTC seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.net.guard import looks_private

if TYPE_CHECKING:
    from reader.net.address import Endpoint

SOON = 75.0
"""Seconds: whoever was asked so lately is likely to be asked again as soon, and its connection is kept open."""
_MOST = 2000


class Memory:
    """Who answered from the user's own network, and who was asked lately."""

    def __init__(self) -> None:
        self._inside: set[Endpoint] = set()
        self._asked: dict[Endpoint, float] = {}

    def is_inside(self, where: Endpoint | None) -> bool:
        """Whether a server was last seen in the user's own network, or is there by its looks."""
        return where is not None and (where in self._inside or looks_private(where[0]))

    def note_inside(self, where: Endpoint | None, *, inside: bool) -> None:
        """Remember where a server has answered from."""
        if inside and where is not None:
            self._inside.add(where)
        elif where is not None:
            self._inside.discard(where)

    def come_again(self, where: Endpoint | None, now: float) -> bool:
        """Whether we come to a server so often that a connection is worth keeping; notes that we come now.

        By the wall clock, since the steady one stands still while the machine sleeps.
        """
        if where is None:
            return False
        before = self._asked.pop(where, None)
        self._asked[where] = now
        if len(self._asked) > _MOST:
            self._asked = {seen: at for seen, at in self._asked.items() if 0 <= now - at <= SOON}
        return before is not None and 0 <= now - before <= SOON
