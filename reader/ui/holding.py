"""What waits behind the bar while the reader reads. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.event import Event, EventKind

if TYPE_CHECKING:
    from collections.abc import Iterable

WAITING = (EventKind.NEW, EventKind.EDITED, EventKind.WITHDRAWN, EventKind.REINSTATED)


class Held:
    """Entries that have changed since the list was last brought up to date, each under its first reason."""

    def __init__(self) -> None:
        self.ids: dict[EventKind, set[int]] = {kind: set() for kind in WAITING}

    def add(self, events: Iterable[Event], concerned: set[int]) -> None:
        """Take in events of entries that are in the list or pass its filter; nothing else would come to be seen.

        An edit of what is new is new.
        """
        for event in events:
            if event.entry is None or event.kind not in self.ids:
                continue
            number = event.entry.id
            if number not in concerned or number in self.ids[EventKind.NEW]:
                continue
            self.ids[event.kind].add(number)

    def clear(self) -> set[int]:
        """Forget them; return those whose texts must be read anew."""
        every = set[int]().union(*self.ids.values())
        for ids in self.ids.values():
            ids.clear()
        return every

    def count(self, kind: EventKind) -> int:
        """How many of one kind wait."""
        return len(self.ids[kind])

    def __bool__(self) -> bool:
        return any(self.ids.values())
