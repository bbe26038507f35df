"""When an app has done all that it was asked to do: what a pilot waits for in place of a while.

Textual's own pilot waits until the process seems idle, which on a machine that is busy with something else it seems to
be in the midst of its work, and knows nothing of threads.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual._context import active_app

from reader.store import StoreError, StoreRefused
from reader.ui.screens.main import MainScreen

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator

    from textual.app import App
    from textual.message_pump import MessagePump

ELSEWHERE = {"engine", "heartbeat", "article", "picture", "look", "refresh", "piping", "hunt"}
"""Workers that wait for a server, for another program, or search for long: for their answers a test waits itself."""
SOON = 1.0
"""Seconds: what is put off for less belongs to what was asked for."""
LOOK = 0.002
LIMIT = 60.0


async def until(holds: Callable[[], bool], told: Callable[[], str], seconds: float = LIMIT) -> None:
    """Wait until something holds while nothing else is under way; fails with what is `told` then."""
    end = time.monotonic() + seconds
    while True:
        await settled()
        if holds():
            return
        if time.monotonic() > end:
            raise AssertionError(told())
        await asyncio.sleep(0.02)


async def settled(*_: object) -> bool:
    """Wait until the app that is tested has nothing left to do; fails with what it still does."""
    app = active_app.get()
    end = time.monotonic() + LIMIT
    for _turn in range(3):
        await asyncio.sleep(0)  # what is posted by way of the loop is in its queue only then
    while not _ends(app):
        if not (left := next(_undone(app), "")):
            await _written(app)
            if not (left := next(_undone(app), "")):
                return True
        assert time.monotonic() < end, f"still at work: {left}"
        await asyncio.sleep(LOOK)
    return False


async def breath(app: App[Any], letters: str) -> None:
    """Type letters faster than any of them is obeyed, then wait as for others."""
    for letter in letters:
        app.post_message(events.Key(letter, letter))
    await settled()


def _ends(app: App[Any]) -> bool:
    return not app.is_running or app._exit or app._exception is not None


def _undone(app: App[Any]) -> Iterator[str]:
    """What is under way, in words."""
    pumps: list[MessagePump] = [app, *(node for node in app._registry if node.is_running)]
    for pump in pumps:
        queue = pump._message_queue
        waits = any(not waiter.done() for waiter in queue.ready_event._waiters)
        if not waits or not queue.empty() or pump._pending_message or pump._next_callbacks:
            yield f"messages of {pump}"
        for timer in list(pump._timers):
            short = timer._repeat == 0 and timer._interval < SOON
            if short and timer._task is not None and not timer._task.done() and timer._active.is_set():
                yield f"{timer} of {pump}"
    for worker in app.workers:
        if worker.group not in ELSEWHERE and not worker.is_finished:
            yield f"{worker}"
    screen = app.screen
    if screen._callbacks or screen._dirty_widgets or screen._layout_required or screen._scroll_required:
        yield f"painting {screen}"
    for main in app.screen_stack:
        handing = main.following._handing if isinstance(main, MainScreen) else None
        if handing is not None and not handing.done():
            yield "arrivals"


async def _written(app: App[Any]) -> None:
    """Wait until the store has done what it was given up to now: an act that comes after it is refused, and no more."""
    world = getattr(app, "world", None)
    if world is not None:
        with suppress(StoreError):
            await asyncio.wrap_future(world.store._submit(_refused))


def _refused(_connection: sqlite3.Connection) -> None:
    raise StoreRefused("nothing is to be done")
