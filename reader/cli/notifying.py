"""Watch rules joined to what can tell of them: this terminal, the desktop, a program of the user's."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import tzinfo
from itertools import count
from typing import TYPE_CHECKING

from reader.cli import output
from reader.engine.watches import Watches
from reader.interop import notify
from reader.model.event import Event
from reader.model.watch_rule import TERMINAL_WAYS, WatchRule
from reader.text import openable
from reader.view import times
from reader.view.notices import notice_text

if TYPE_CHECKING:
    from reader.config import Config
    from reader.engine.engine import Engine
    from reader.store import Store


QUIT_SECONDS = 1.0
"""For a program that is telling when the app is left; it runs on by itself."""


class Notices:
    """Tells of what a rule has caught, in every way that the rule names; the rule's name is the title.

    `terminal` writes a sequence; None where there is no terminal. `leads` says whether this is the process that
    polls: only that one starts programs, so that several of them on one store tell once. `complain` hears of a way
    that fails, once until it works again.
    """

    def __init__(
        self,
        zone: tzinfo,
        terminal: Callable[[str], None] | None,
        leads: Callable[[], bool],
        complain: Callable[[str], None],
    ) -> None:
        self._zone = zone
        self._terminal = terminal
        self._leads = leads
        self._complain = complain
        self._numbers = count(os.getpid() * 1000)
        self._broken: set[str] = set()

    def __call__(self, rule: WatchRule, events: Sequence[Event]) -> None:
        """Tell of these events in one notice. Called in the thread of the watches."""
        text = notice_text(events, self._zone)
        if not text:
            return
        for way in rule.notify:
            if way not in TERMINAL_WAYS:
                if self._leads():
                    self._start(way, rule, text, events)
            elif self._terminal is not None:
                made = notify.sequence(
                    way, rule.name, text, number=next(self._numbers), tmux=bool(os.environ.get("TMUX"))
                )
                self._terminal(made)

    def _start(self, way: str, rule: WatchRule, text: str, events: Sequence[Event]) -> None:
        url = openable(events[-1].entry.entry.url or "") if events and events[-1].entry is not None else None
        argv = notify.arguments(way, rule.command, rule.name, text, url=url or "", count=len(events))
        problem = notify.start(argv)
        if problem is None:
            self._broken.discard(argv[0])
        elif argv[0] not in self._broken:
            self._broken.add(argv[0])
            self._complain(f"the watch rule {rule.name!r} could not tell: {problem}")


def start_watches(
    engine: Engine,
    store: Store,
    settings: Config,
    *,
    terminal: Callable[[str], None] | None = None,
    complain: Callable[[str], None] | None = None,
) -> None:
    """Let the rules of the settings hear what the engine tells, until the store is closed."""
    zone = times.zone(settings.display.time_zone)
    notices = Notices(zone, terminal or own_terminal(), engine.lead, complain or output.complain)
    watches = Watches(store, settings.watch, notices, zone=zone)
    engine.subscribe(watches.heard)
    # Whoever quits the app waits for that; a command is not done before it has told what it found.
    store.on_close(watches.close if terminal is None else lambda: watches.close(QUIT_SECONDS))


def own_terminal() -> Callable[[str], None] | None:
    """What writes to the terminal of this process, None if stderr is none: stdout is for data."""
    return _to_stderr if sys.stderr is not None and sys.stderr.isatty() else None


def _to_stderr(text: str) -> None:
    try:
        sys.stderr.buffer.write(text.encode("utf-8", "replace"))
        sys.stderr.buffer.flush()
    except (OSError, ValueError):
        return  # the terminal is gone; there is nobody to tell
