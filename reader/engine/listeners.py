"""Who hears of what happens, and of what goes wrong with us. What a listener raises is logged and harms no other."""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.model.event import Event
    from reader.model.tagging_due import TaggingProgress

log = logging.getLogger(__name__)


class Listeners:
    """Calls those who listen, on the event loop. `on_error` hears of failures of our own, once until it works again."""

    def __init__(self, on_error: Callable[[Exception], None] | None) -> None:
        self._of_events: list[Callable[[Event], None]] = []
        self._of_tags: list[Callable[[TaggingProgress], None]] = []
        self._on_error = on_error
        self._complained = False

    def subscribe(self, callback: Callable[[Event], None]) -> Callable[[], None]:
        """Call `callback` with every event from now on, in order. The answer ends that."""
        self._of_events.append(callback)

        def unsubscribe() -> None:
            with suppress(ValueError):
                self._of_events.remove(callback)

        return unsubscribe

    def on_tagged(self, callback: Callable[[TaggingProgress], None]) -> None:
        """Call `callback` with what is tagged behind the polls, batch by batch."""
        self._of_tags.append(callback)

    def publish(self, events: tuple[Event, ...]) -> None:
        """Tell events, in order. That there are any shows that it works again."""
        self._complained = False
        for event in events:
            for callback in tuple(self._of_events):
                try:
                    callback(event)
                except Exception:
                    log.exception("a listener failed on %s of source %d", event.kind, event.source_id)

    def tagged(self, progress: TaggingProgress) -> None:
        """Tell how far the tagging is."""
        for callback in self._of_tags:
            try:
                callback(progress)
            except Exception:
                log.exception("a listener failed on what was tagged")

    def failed(self, what: str, error: Exception) -> None:
        """Tell a failure of our own."""
        if self._complained:
            log.debug("%s failed again", what, exc_info=error)
            return
        self._complained = True
        log.error("%s failed", what, exc_info=error)
        if self._on_error is not None:
            try:
                self._on_error(error)
            except Exception:
                log.exception("the listener for errors failed")
