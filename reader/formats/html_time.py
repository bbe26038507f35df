"""Times in HTML live pages: what an attribute says, how far it may be believed, and what the printed label adds.

The order of trust: Unix numbers, ISO 8601 with a numeric offset, with `Z`, without a zone. A `Z` that equals the
printed time on a page of another zone is local time in disguise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from reader.formats import timestamps
from reader.formats.calendar_words import dates_in
from reader.model.entry import Precision
from reader.text import fold, one_line

UNIX, OFFSET, ZULU, LOCAL, UNSTATED = 5, 4, 3, 2, 1
"""How far a time may be believed; `LOCAL` had its zone from elsewhere, `UNSTATED` was read as UTC."""
_OFFSET = re.compile(r"(?:T|\s)\d{1,2}[:.]?\d{2}.{0,20}?(?:[+-]\d{2}:?\d{2})(?!\d)")
_ZULU = re.compile(r"(?:\d\s*Z|\b(?:GMT|UTC)(?:[+-]0{1,4})?\b.{0,60})$", re.I)
_NUMBER = re.compile(r"^\s*\d{9,14}\s*$")
_CLOCK = re.compile(
    r"(?<![\d:.])([01]?\d|2[0-3])[:.h]([0-5]\d)(?::[0-5]\d)?(?![\d:]|\.\d)\s*([ap])?\.?(?:m\b\.?)?", re.I
)
_ZONE_WORD = re.compile(
    r"\b(GMT|UTC|BST|IST|CEST|CET|MESZ|MEZ|MSK|EEST|EET|E[SD]T|ET|C[SD]T|M[SD]T|P[SD]T|PT|JST|KST|HKT|SGT|AEST|AEDT|NZ[SD]T)\b"
)
_COUNTRIES = {
    "it": "Europe/Rome", "es": "Europe/Madrid", "fr": "Europe/Paris", "de": "Europe/Berlin", "at": "Europe/Vienna",
    "ch": "Europe/Zurich", "nl": "Europe/Amsterdam", "be": "Europe/Brussels", "pl": "Europe/Warsaw",
    "se": "Europe/Stockholm", "no": "Europe/Oslo", "dk": "Europe/Copenhagen", "fi": "Europe/Helsinki",
    "gr": "Europe/Athens", "cz": "Europe/Prague", "hu": "Europe/Budapest", "ro": "Europe/Bucharest",
    "ua": "Europe/Kyiv", "tr": "Europe/Istanbul", "ru": "Europe/Moscow", "am": "Asia/Yerevan", "az": "Asia/Baku",
    "ge": "Asia/Tbilisi", "uk": "Europe/London", "ie": "Europe/Dublin", "pt": "Europe/Lisbon", "in": "Asia/Kolkata",
    "jp": "Asia/Tokyo", "kr": "Asia/Seoul", "il": "Asia/Jerusalem", "za": "Africa/Johannesburg",
    "ar": "America/Argentina/Buenos_Aires", "nz": "Pacific/Auckland",
}  # fmt: skip
"""Countries of one zone, by the end of the host's name."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as stated: UTC seconds, how exact, how far to be believed."""

    at: int
    precision: Precision
    trust: int


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed time: minutes since midnight, the offset of its zone in minutes where it names one, the day if any."""

    minutes: int
    offset: int | None = None
    day: date | None = None


def moment(text: str, zone: str | None = None, *, zulu_is_local: bool = False) -> Moment | None:
    """Read a machine time. `zone` is that of the page (IANA name) for times that state none.

    None where it is no time, or a day without one.
    """
    made = timestamps.parse(text) if text else None
    if made is None or made[1] is Precision.DAY:
        return None
    at, precision = made
    if _NUMBER.match(text):
        return Moment(at, precision, UNIX)
    if _OFFSET.search(text[:60]) and "GMT+0000" not in text:
        return Moment(at, precision, OFFSET)
    if _ZULU.search(text[:120]):
        return Moment(localised(at, zone), precision, LOCAL) if zulu_is_local and zone else Moment(at, precision, ZULU)
    return Moment(localised(at, zone), precision, LOCAL) if zone else Moment(at, precision, UNSTATED)


def localised(at: int, zone: str | None) -> int:
    """Take the clock time that `at` shows in UTC for one of `zone`, and return the instant it really is."""
    try:
        info = ZoneInfo(zone) if zone else UTC
        wall = datetime.fromtimestamp(at, UTC).replace(tzinfo=info)
        return int(wall.timestamp())
    except (ValueError, OSError, OverflowError, KeyError):
        return at


def zone_of(url: str | None) -> str | None:
    """The zone of the country in an address, where the country has but one."""
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return _COUNTRIES.get(host.rpartition(".")[2])


def printed(label: str | None) -> Printed | None:
    """Read a printed time: `12.50 BST`, `19:02 (IST), Oct 02`, `1:17 PM`, `17.09.2024 • 14:05 Uhr`."""
    text = one_line(label or "")[:200]
    day, rest = _day(text)
    match = _CLOCK.search(rest)
    if match is None:
        return None
    hour = int(match[1])
    if match[3] and 1 <= hour <= 12:
        hour = hour % 12 + (12 if match[3].lower() == "p" else 0)
    word = _ZONE_WORD.search(rest)
    return Printed(hour * 60 + int(match[2]), _offset(word[1]) if word else None, day)


def _day(text: str) -> tuple[date | None, str]:
    """The day that a label prints, and the label without it where it could be taken for a time of day."""
    numeric = re.search(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)(?!\d)", text)
    if numeric:
        try:
            found = date(int(numeric[3]), int(numeric[2]), int(numeric[1]))
        except ValueError:
            found = None
        return found, text[: numeric.start()] + " " + text[numeric.end() :]
    written = next((day for item in dates_in(fold(text)) if (day := item.full())), None)
    return written, text


def _offset(word: str) -> int | None:
    """Minutes that a zone word lies ahead of UTC."""
    there = timestamps.parse(f"2020-01-10 12:00 {word}")
    here = timestamps.parse("2020-01-10 12:00 UTC")
    return (here[0] - there[0]) // 60 if there and here else None


def at_day(what: Printed, day: date, zone: str | None) -> int:
    """The instant of a printed time on a day: in its own zone, else in the page's, else in UTC."""
    wall = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + what.minutes * 60
    return wall - what.offset * 60 if what.offset is not None else localised(wall, zone)


def false_zulu(pairs: Sequence[tuple[Moment | None, str | None]], latest: int | None, zone: str | None) -> bool:
    """Whether times that end in `Z` are local times: they equal the printed ones, and lie after the page was made.

    `pairs` are machine time and printed label of each entry, `latest` when the page says it was last changed.
    """
    zulus = [(when, what) for when, label in pairs if when and when.trust == ZULU and (what := printed(label))]
    if not zulus or zone is None:
        return False
    same = [when for when, what in zulus if (when.at // 60) % 1440 == what.minutes and what.offset is None]
    if len(same) < max(1, 0.9 * len(zulus)):
        return False
    newest = max(when.at for when in same)
    return latest is not None and newest > latest + 15 * 60 and localised(newest, zone) <= latest + 15 * 60
