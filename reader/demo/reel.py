"""A stored day, to be played again: how a source stood at any moment, as a document that is read like any other.

It comes from the store, or from a file that `dateline export --format jsonl` has written. The document is a JSON Feed;
what that has no member for (kind, precision, withdrawal) is in `_dateline`, which the reader of such feeds knows.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.interop.json_feed import VERSION, item_object
from reader.interop.wording_html import fragment, text_of
from reader.model.entry import Basis
from reader.model.event import EventKind
from reader.model.history import as_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.model.entry import Entry, Wording
    from reader.model.event import StoredEntry
    from reader.model.history import History


@dataclass(frozen=True, slots=True)
class Reel:
    """A source with the past of its entries. `address` and `title` are those it had."""

    address: str
    title: str
    histories: tuple[History, ...]

    @property
    def moments(self) -> list[int]:
        """When anything happened to its entries, oldest first, each moment once (UTC seconds)."""
        turns = (turn for history in self.histories for turn in history.turns)
        told = {turn.at for turn in turns if turn.kind not in (EventKind.GAP, EventKind.POLL)}
        return sorted(told | {history.stored.first_seen for history in self.histories})


def document(reel: Reel, moment: int, *, dated: bool = False) -> bytes:
    """Return the document that shows the source as it stood at `moment`, newest entry first.

    `dated`: entries without a time of their own state when they arrived, for a day that is played on another date.
    """
    stood = [stored for history in reel.histories if (stored := as_of(history, moment)) is not None]
    stood.sort(key=place, reverse=True)
    return written(reel, [item(stored, dated=dated) for stored in stood])


def place(stored: StoredEntry) -> tuple[int, int, int]:
    """By which entries are listed."""
    return stored.sort_at, stored.tie, stored.id


def written(reel: Reel, items: Iterable[str], *, more: str | None = None) -> bytes:
    """The document of these items; `more` is where it says that there are others, so that it proves none withdrawn."""
    head: dict[str, object] = {"version": VERSION, "title": reel.title}
    if more is not None:
        head["next_url"] = more
    made = json.dumps(head, ensure_ascii=False)
    return f'{made[:-1]}, "items": [{", ".join(items)}]}}'.encode("utf-8", "replace")


def item(stored: StoredEntry, *, dated: bool) -> str:
    """An entry as an item of the document, in JSON."""
    return json.dumps(_item(stored, dated=dated), ensure_ascii=False)


def _item(stored: StoredEntry, *, dated: bool) -> dict[str, object]:
    entry = stored.entry
    if dated and entry.published is None:
        entry = replace(entry, published=stored.first_seen, basis=Basis.ARRIVAL)
    made = item_object(_name(entry), entry, entry.updated, html=_content(entry.wording))
    # Pictures are in the content already; named again they would be there twice.
    for member in ("image", "attachments"):
        made.pop(member, None)
    if stored.withdrawn_at is not None:
        made["_dateline"] = {"deleted": True}
    return made


def _name(entry: Entry) -> str:
    """Its own id, but for a bare number, which might be taken for a place in the list; else its key."""
    native = entry.native_id
    return native if native and entry.key == f"id:{native}" and not native.lstrip("#_-").isdecimal() else entry.key


def _content(wording: Wording) -> str:
    """The same paragraphs in the same order, whatever they were a part of."""
    texts = [item.text for item in (*wording.cards, *wording.embeds) if item.text]
    body = fragment(replace(wording, cards=(), embeds=(), media=()))
    rest = fragment(replace(wording, cards=(), embeds=(), body=()))
    return body + "".join(f"<p>{text_of(text)}</p>" for text in texts) + rest
