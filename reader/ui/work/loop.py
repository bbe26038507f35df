"""The event loop of the app, on the thread of the screen, which goes before the threads behind it."""

from __future__ import annotations

import asyncio
import selectors
from typing import TYPE_CHECKING

from reader.foreground import FOREGROUND, import_in_steps

if TYPE_CHECKING:
    from selectors import SelectorKey


class _Attentive(selectors.DefaultSelector):
    """Tells those behind whenever it has to wait for something to happen, and when something has."""

    def select(self, timeout: float | None = None) -> list[tuple[SelectorKey, int]]:
        if timeout is not None and timeout <= 0:  # there is more to be done
            return super().select(timeout)
        FOREGROUND.rests()
        try:
            return super().select(timeout)
        finally:
            FOREGROUND.works()

    def close(self) -> None:
        FOREGROUND.rests()
        super().close()


def new_loop() -> asyncio.AbstractEventLoop:
    """Make the loop, for an `asyncio.Runner`, before which all that is done behind the screen gives way."""
    import_in_steps()
    return asyncio.SelectorEventLoop(_Attentive())
