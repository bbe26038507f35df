"""What may stand where somebody types in a filter: names of fields, known values, kept filters. Pure.

Values that only the store knows (actors, speakers, sources) become offers through `offer`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reader.frozen import dataclass
from reader.model.filter_edit import written
from reader.model.filter_language import VALUES, layout, parse_filter
from reader.model.names import needle, words_of
from reader.model.query import FIELDS, Field, Pattern, Words
from reader.model.saved_filter import SavedFilter

FIELD_WORDS = {
    "actor": "mentions",
    "speaker": "said by",
    "side": "said on behalf of",
    "topic": "is about",
    "source": "comes from",
    "kind": "text, video, quote ...",
    "is": "unread, starred, edited ...",
    "since": "from a time on",
    "until": "up to a time",
    "on": "on a day",
    "has": "image, video, link",
}
"""Every field in words, as it is told from the others."""

_STATES = {
    "unread": "not read yet",
    "read": "read",
    "starred": "with a star",
    "edited": "its wording has changed",
    "withdrawn": "gone from its page",
    "key": "key event",
    "pinned": "pinned by its page",
    "new": "unread, of the last hour",
}
_TIMES = {
    "since": (("30m", "half an hour ago"), ("2h", "two hours ago"), ("today", ""), ("yesterday", ""), ("14:00", "")),
    "until": (("14:00", ""), ("2h", "two hours ago"), ("yesterday", "")),
    "on": (("today", ""), ("yesterday", "")),
}
FROM_STORE = ("actor", "topic", "speaker", "side", "source")
"""The fields whose values are what is stored."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where something is being typed: characters `start` to `end`, the value of `field` or, for None, a bare word."""

    start: int
    end: int
    field: str | None
    typed: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be put into a slot: how it is shown, what is written, a word on it, how many entries that leaves."""

    label: str
    written: str
    note: str = ""
    entries: int | None = None


def slot(text: str, cursor: int) -> Slot | None:
    """Return what is being typed at `cursor`; None in the middle of a word, and where nothing has been begun."""
    tail = layout(text[:cursor]).tail
    after = text[cursor : cursor + 1]
    quoted = tail is not None and text[tail.start : tail.start + 1] == '"'
    if tail is None or not (after.strip() == "" or after == ")" or (quoted and after == '"')):
        return None
    if tail.field is None and (quoted or not tail.value):
        return None
    if tail.field is not None and tail.field not in FIELDS:
        return None
    return Slot(tail.start, cursor + (quoted and after == '"'), tail.field, tail.value)


def around(text: str, place: Slot) -> str:
    """Return the text without what is being typed: what else the filter asks for."""
    start = place.start - (len(place.field) + 1 if place.field else 0)
    return text[:start].rstrip("-") + text[place.end :]


def known(place: Slot, saved: Iterable[SavedFilter] = ()) -> list[Offer]:
    """Return what fits the slot without asking the store."""
    typed = place.typed.lower()
    if place.field is None:
        fields = [Offer(f"{name}:", f"{name}:", FIELD_WORDS[name]) for name in FIELDS if name.startswith(typed)]
        return fields + [_kept(item) for item in saved if item.query and begins(item.name, place.typed)]
    if place.field in _TIMES:
        choices: Sequence[tuple[str, str]] = _TIMES[place.field]
    elif place.field in FROM_STORE:
        choices = ()
    else:
        choices = [(value, _STATES.get(value, "") if place.field == "is" else "") for value in VALUES[place.field]]
    return [Offer(value, value, note) for value, note in choices if value.startswith(typed) and value != typed]


def begins(name: str, typed: str) -> bool:
    """Whether a word of `name` begins with what is typed."""
    wanted = needle(typed, prefix=True)
    return wanted is None or wanted in words_of(name)


def offer(place: Slot, value: str, entries: int | None = None, note: str = "") -> Offer:
    """Return the offer of a value of the slot's field."""
    term = written(place.field, value)
    return Offer(value, term[len(place.field or "") + 1 :] if place.field else term, note, entries)


def accept(text: str, place: Slot, taken: Offer) -> tuple[str, int]:
    """Return the text with the offer in the slot, and where the cursor is then: behind it, and behind a blank."""
    before, after = text[: place.start] + taken.written, text[place.end :]
    if not taken.written.endswith(":"):
        before += "" if after[:1].isspace() or after[:1] == ")" else " "
    return before + after, len(before) + (1 if after[:1].isspace() else 0)


def _kept(item: SavedFilter) -> Offer:
    single = isinstance(parse_filter(item.query).term, Words | Field | Pattern)
    return Offer(item.name, item.query if single else f"({item.query})", item.query)
