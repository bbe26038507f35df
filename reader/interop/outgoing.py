"""A source as it is handed on to other readers: what every format of a feed is written from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.interop.identity import entry_urn, source_uuid
from reader.model.event import sort_time
from reader.text import openable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from reader.model.event import StoredEntry
    from reader.model.history import History
    from reader.model.source import SourceStatus


@dataclass(frozen=True, slots=True)
class Item:
    """An entry that is there, with its name and the time of its last change (UTC seconds)."""

    urn: str
    stored: StoredEntry
    updated: int


@dataclass(frozen=True, slots=True)
class Gone:
    """An entry that was withdrawn, and when that was noticed (UTC seconds)."""

    urn: str
    at: int


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A feed to be written: items and what was withdrawn, newest first. Times are UTC seconds."""

    urn: str
    status: SourceStatus
    updated: int
    items: tuple[Item, ...]
    gone: tuple[Gone, ...]


def iri(url: str | None) -> str | None:
    """An address as feeds write it: what no IRI holds (RFC 3987, section 2.2) as %XX; None if it may not be opened."""
    safe = openable(url) if url else None
    return None if safe is None else re.sub(r'["<>^`{|}]', lambda char: f"%{ord(char[0]):02X}", safe)


def outgoing(status: SourceStatus, histories: Iterable[History], first_address: str) -> Outgoing:
    """Put a feed together; `first_address` is where the source was when it was first handed on."""
    source = source_uuid(first_address)
    items: list[Item] = []
    gone: list[Gone] = []
    for history in histories:
        made = _made(history, source)
        if isinstance(made, Item):
            items.append(made)
        else:
            gone.append(made)
    moments = [*(item.updated for item in items), *(one.at for one in gone)]
    latest = max(moments, default=status.poll.last_success_at or status.source.added_at)
    return Outgoing(source.urn, status, latest, tuple(items), tuple(gone))


def _made(history: History, source: UUID) -> Item | Gone:
    stored = history.stored
    urn = entry_urn(source, stored.entry.key)
    if stored.withdrawn_at is not None:
        return Gone(urn, stored.withdrawn_at)
    return Item(urn, stored, changed_at(history))


def changed_at(history: History) -> int:
    """When an entry was changed last: as stated or as noticed; back from a withdrawal counts, since it undoes that."""
    stored = history.stored
    stated = stored.entry.updated
    moments = [sort_time(stored.entry.published, stored.first_seen), stored.edited_at, history.back_at]
    # A time of change that lies ahead of our last look is a mistake of somebody's clock.
    moments.append(stated if stated is not None and stated <= stored.last_seen else None)
    return max(moment for moment in moments if moment is not None)
