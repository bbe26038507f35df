"""The end that a signal asks for: what is under way is cancelled or unwound, so that all is closed and put back.

Exit codes are the shell's: 130 after SIGINT, which Python brings itself, 143 after SIGTERM, 129 after SIGHUP.
"""

from __future__ import annotations

import signal
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Generator
    from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGHUP)

Done = TypeVar("Done")


class EndedError(KeyboardInterrupt):
    """A signal asks for the end; like Ctrl-C no failure, and not to be caught by the way. `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


_asked: list[int] = []
"""What has come while `by_signals` waits for it."""


@contextmanager
def by_signals() -> Generator[None]:
    """Raise EndedError where we are when a signal comes, in the main thread; elsewhere nothing is heard.

    Where we are may be a place that swallows it, as a callback of the interpreter's does, or makes another error of it,
    as the making of a class does: it is raised at the end, too, and by `check`.
    """

    def end(number: int) -> None:
        _asked.append(number)
        raise EndedError(number)

    with heard(end):
        try:
            yield
            check()
        except Exception:
            check()
            raise
        finally:
            _asked.clear()


def check() -> None:
    """Raise EndedError if a signal has come: for those who begin something long and have handlers of their own."""
    if _asked:
        raise EndedError(_asked[0]) from None


def run(work: Coroutine[object, object, Done]) -> Done:
    """Do the work on an event loop of its own; return its answer.

    A signal cancels it, and EndedError is raised once it has put everything in order. Raises what it raises.
    """
    import asyncio  # noqa: PLC0415  few commands need it

    async def until_told() -> Done:
        loop, task = asyncio.get_running_loop(), asyncio.current_task()

        def cancel(_number: int) -> None:
            if task is not None:
                loop.call_soon_threadsafe(task.cancel)

        with heard(cancel) as told:
            if _asked:
                told.append(_asked[0])
                cancel(_asked[0])
            try:
                return await work
            except asyncio.CancelledError:
                if told:
                    raise EndedError(told[0]) from None
                raise

    return asyncio.run(until_told())


@contextmanager
def heard(end: Callable[[int], None]) -> Generator[list[int]]:
    """Call `end` for a signal that comes, unless whoever started us says that it does not matter (`nohup`).

    The answer has what came. After that one it stays so: nothing but somebody in a hurry is to disturb what closes.
    """
    told: list[int] = []

    def hear(number: int, _frame: FrameType | None) -> None:
        # A terminal that goes away says so twice, by its kernel and by its shell.
        signal.signal(number, signal.SIG_IGN if number == signal.SIGHUP else signal.SIG_DFL)
        told.append(number)
        end(number)

    if threading.current_thread() is not threading.main_thread():
        yield told
        return
    wanted = [number for number in SIGNALS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, hear) for number in wanted}
    try:
        yield told
    finally:
        if not told:
            for number, handler in before.items():
                signal.signal(number, handler)
