"""Reads what `dateline export --format jsonl` has written, perhaps long ago and by somebody else: it is not trusted."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from reader.demo.reel import Reel
from reader.model.entry import Basis, Entry, EntryKind, Flags, KeyKind, Precision, Wording
from reader.model.event import EventKind, Revision, StoredEntry
from reader.model.history import History, Turn
from reader.store.codec import choose, decode_wording

LONGEST_LINE = 16 << 20
NO_ENTRY = "no entry with its past; write it with export --format jsonl"


class ReelError(ValueError):
    """The file is no such export; the message is one line for people."""


def read(lines: Iterable[bytes], name: str) -> list[Reel]:
    """Return a reel for each source in the file, in the order in which they come. Raises ReelError."""
    found: dict[str, list[History]] = defaultdict(list)
    titles: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            made = json.loads(line) if len(line) <= LONGEST_LINE else None
            if not isinstance(made, dict) or "revisions" not in made:
                raise ReelError(f"{name}, line {number}: {NO_ENTRY}")
            address = str(made.get("source") or name)
            found[address].append(_history(made, len(found[address]) + 1))
            titles.setdefault(address, str(made.get("source_title") or address))
        except ReelError:
            raise
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError, OverflowError) as error:
            raise ReelError(f"{name}, line {number}: {NO_ENTRY}") from error
    if not found:
        raise ReelError(f"{name}: there is no entry in it")
    return [Reel(address, titles[address], tuple(histories)) for address, histories in found.items()]


def _history(made: dict[str, Any], number: int) -> History:
    revisions = tuple(
        Revision(int(one["number"]), _seconds(one["first_seen"]), _wording(one["wording"]), bool(one["textual"]))
        for one in made["revisions"]
    )
    if not revisions:
        raise ValueError("no wording")
    stored = StoredEntry(
        id=int(made.get("number") or number),
        source_id=0,
        entry=_entry(made, revisions[-1].wording),
        first_seen=_seconds(made["first_seen"]),
        last_seen=_seconds(made.get("last_seen") or made["first_seen"]),
        withdrawn_at=_maybe(made.get("withdrawn_at")),
        tie=int(made.get("tie") or 0),
    )
    turns = tuple(
        Turn(_seconds(one["at"]), choose(EventKind, one["event"], EventKind.POLL), one.get("revision"))
        for one in made.get("history") or ()
    )
    return History(stored, revisions, turns)


def _wording(value: object) -> Wording:
    return decode_wording(json.dumps(value))


def _entry(made: dict[str, Any], wording: Wording) -> Entry:
    native = made.get("id")
    return Entry(
        key=str(made["key"]),
        seq=0,
        wording=wording,
        key_kind=KeyKind.NATIVE if native else KeyKind.DERIVED,
        native_id=str(native) if native else None,
        published=_maybe(made.get("published")),
        precision=choose(Precision, made.get("precision"), Precision.NONE),
        basis=choose(Basis, made.get("basis"), Basis.NONE),
        time_label=str(made["time_label"]) if made.get("time_label") else None,
        updated=_maybe(made.get("updated")),
        kind=choose(EntryKind, made.get("kind"), EntryKind.TEXT),
        url=str(made["url"]) if made.get("url") else None,
        authors=tuple(map(str, made.get("authors") or ())),
        tags=tuple(map(str, made.get("tags") or ())),
        flags=Flags(key_event=bool(made.get("key_event")), pinned=bool(made.get("pinned"))),
    )


def _maybe(value: object) -> int | None:
    return None if value is None else _seconds(value)


def _seconds(value: object) -> int:
    """UTC seconds of ISO 8601. Raises ValueError."""
    moment = datetime.fromisoformat(str(value))
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
