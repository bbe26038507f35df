"""An event loop in which time passes only while nothing else happens: an hour of waiting costs nothing.

Timers, time limits and sleeps are those of asyncio, kept to the microsecond. What the program hands to threads is done
at once and in order, so that a run depends on nothing but its seed.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
from collections.abc import Callable
from dataclasses import dataclass

START = 1_760_000_000
"""A Thursday, 08:53:20 UTC."""
_BEGUN = 1000.0


SPINS = 100_000
"""Rounds of the loop without a wait after which it is taken to spin."""


class StandsStillError(Exception):
    """The program waits for what will never come, or runs in circles without ever waiting."""


@dataclass
class Times:
    """The three times: the true one, that of the wall clock, and the steady one, which stops in a suspend."""

    steady: float = _BEGUN
    slept: float = 0.0
    wrong: float = 0.0

    @property
    def true(self) -> float:
        """UTC seconds as the rest of the world has them."""
        return START - _BEGUN + self.steady + self.slept

    @property
    def wall(self) -> float:
        """UTC seconds as this machine has them. To the millisecond, so that what is due is due."""
        return round(self.true + self.wrong, 3)

    @property
    def second(self) -> int:
        """The wall clock in whole seconds."""
        return int(self.wall)


class _Leaping(selectors.DefaultSelector):
    """Where the loop would wait, time leaps."""

    times: Times
    _rounds = 0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        self._rounds += 1
        if self._rounds > SPINS:
            raise StandsStillError("the program spins")
        if not ready and (timeout is None or timeout > 0):
            if timeout is None:
                raise StandsStillError("nothing is under way and no timer is set")
            self.times.steady += timeout
            self._rounds = 0
        return ready


class SimulatedLoop(asyncio.SelectorEventLoop):
    """The loop of a simulation. `look_up` answers for names: addresses, or an error to be raised."""

    def __init__(self, times: Times, look_up: Callable[[str], str] = lambda _: "93.184.215.14") -> None:
        selector = _Leaping()
        selector.times = times
        self._times = times
        self._look_up = look_up
        super().__init__(selector)
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self._times.steady

    def run_in_executor(self, executor: object, func: Callable[..., object], *args: object) -> asyncio.Future[object]:
        done: asyncio.Future[object] = self.create_future()
        try:
            done.set_result(func(*args))
        except Exception as error:  # noqa: BLE001 - it belongs to whoever awaits it
            done.set_exception(error)
        return done

    async def getaddrinfo(self, host, port, **_: object):  # type: ignore[override]
        address = self._look_up(str(host))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port or 0))]
