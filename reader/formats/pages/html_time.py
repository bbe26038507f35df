"""Machine times in live pages: what an attribute says, how far it may be believed, and what the printed label adds.

The order of trust: Unix numbers, ISO 8601 with a numeric offset, with `Z`, without a zone. A `Z` that equals the
printed time on a page of another zone is local time in disguise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache

from reader.formats.times import clock_text, timestamps
from reader.formats.times.clock_text import PrintedTime
from reader.model.entry import Precision

UNIX, OFFSET, ZULU, LOCAL, UNSTATED = 5, 4, 3, 2, 1
"""How far a time may be believed; `LOCAL` had its zone from elsewhere, `UNSTATED` was read as UTC."""
_OFFSET = re.compile(r"(?:T|\s)\d{1,2}[:.]?\d{2}.{0,20}?(?:[+-]\d{2}:?\d{2})(?!\d)")
_ZULU = re.compile(r"(?:\d\s*Z|\b(?:GMT|UTC)(?:[+-]0{1,4})?\b.{0,60})$", re.I)
_NUMBER = re.compile(r"^\s*\d{9,13}\s*$")
_SLACK = 15 * 60


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as stated: UTC seconds, how exact, how far to be believed."""

    at: int
    precision: Precision
    trust: int


def moment(text: str, zone: tzinfo | None = None, *, zulu_is_local: bool = False) -> Moment | None:
    """Read a machine time. `zone` is that of the page, for times that state none, or state `Z` falsely.

    None where it is no time, or a day without one.
    """
    made = timestamps.parse(text) if text else None
    if made is None or made[1] is Precision.DAY:
        return None
    at, precision = made
    if _NUMBER.match(text):
        return Moment(at, precision, UNIX)
    if _OFFSET.search(text[:60]) and "+0000" not in text:
        return Moment(at, precision, OFFSET)
    if "+0000" in text or _ZULU.search(text[:120]):
        return Moment(localised(at, zone), precision, LOCAL) if zulu_is_local and zone else Moment(at, precision, ZULU)
    return Moment(localised(at, zone), precision, LOCAL) if zone else Moment(at, precision, UNSTATED)


def localised(at: int, zone: tzinfo | None) -> int:
    """Take the clock time that `at` shows in UTC for one of `zone`, and return the instant that it then is."""
    try:
        return int(datetime.fromtimestamp(at, UTC).replace(tzinfo=zone or UTC).timestamp())
    except (ValueError, OSError, OverflowError):
        return at


@lru_cache(maxsize=4096)
def printed(label: str | None) -> PrintedTime | None:
    """Read a printed time that has a time of day; None where it has none."""
    if not label:
        return None
    found = clock_text.read(label) or clock_text.leading(label)
    return found if found and found.minutes is not None else None


def false_zulu(pairs: Sequence[tuple[Moment | None, str | None]], latest: int | None, zone: tzinfo | None) -> bool:
    """Whether times that end in `Z` are local times: they equal the printed ones, and lie after the page was made.

    `pairs` are machine time and printed label of each entry, `latest` when the page says it was last changed.
    """
    zulus = [(when, what) for when, label in pairs if when and when.trust == ZULU and (what := printed(label))]
    if not zulus or zone is None or latest is None:
        return False
    same = [when for when, what in zulus if what.zone is None and (when.at // 60) % 1440 == what.minutes]
    if len(same) < 0.9 * len(zulus):
        return False
    newest = max(when.at for when in same)
    return newest > latest + _SLACK and localised(newest, zone) <= latest + _SLACK
