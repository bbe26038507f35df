"""Times as people read them, in the reader's zone. Goes in: UTC seconds and a zone; comes out: English words.

Names of days and months are our own: `strftime` would follow the locale of the process.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, tzinfo

from reader.model.entry import Basis, Precision
from reader.model.event import StoredEntry
from reader.text import one_line
from reader.view.printed import says_more

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")
UNKNOWN_CLOCK = "--:--"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Local(tzinfo):
    """The zone of this computer, asked anew for every moment, so that summer time is right for old entries too."""

    def fromutc(self, dt: datetime) -> datetime:
        """The local time of a UTC time (tzinfo's own contract: `dt` carries this zone)."""
        return _here(dt.replace(tzinfo=UTC)).replace(tzinfo=self)

    def utcoffset(self, dt: datetime | None) -> timedelta | None:
        """The offset that holds at a local time."""
        return None if dt is None else _here(dt.replace(tzinfo=None)).utcoffset()

    def dst(self, dt: datetime | None) -> timedelta | None:  # noqa: ARG002
        """Not told apart from the offset."""
        return None

    def tzname(self, dt: datetime | None) -> str | None:
        """The name that holds at a local time."""
        return None if dt is None else _here(dt.replace(tzinfo=None)).tzname()


def _here(at: datetime) -> datetime:
    """A moment, or a local time, in the zone of this computer; in UTC where that is set to what is no zone."""
    try:
        return at.astimezone()
    except ValueError:  # TZ=UTC+99: a day or more from UTC
        return at.replace(tzinfo=UTC)


LOCAL: tzinfo = _Local()


def zone(name: str) -> tzinfo:
    """The zone of a setting: `local`, or an IANA name; an unknown name is read as `local`."""
    if name == "local":
        return LOCAL
    from zoneinfo import ZoneInfo  # noqa: PLC0415  it looks through the build's settings for where the zones are

    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        return LOCAL


def local(at: int, tz: tzinfo) -> datetime:
    """The moment as a local date and time; moments outside the years 1 to 9999 as the nearest that there is."""
    return (_EPOCH + timedelta(seconds=max(-62_135_510_400, min(253_402_214_400, at)))).astimezone(tz)


def clock_label(at: int, tz: tzinfo, *, seconds: bool = False) -> str:
    """`22:41`, or `22:41:07`."""
    moment = local(at, tz)
    return f"{moment.hour:02}:{moment.minute:02}" + (f":{moment.second:02}" if seconds else "")


def day_label(at: int, tz: tzinfo) -> str:
    """`Monday 28 September 2020`."""
    day = local(at, tz).date()
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(at: int, tz: tzinfo) -> str:
    """`28 Sept 2020`."""
    day = local(at, tz).date()
    return f"{day.day} {SHORT_MONTHS[day.month - 1]} {day.year}"


def zone_label(at: int, tz: tzinfo) -> str:
    """The zone's name at that moment: `GMT`, `CEST`, `UTC+04:30`."""
    name = local(at, tz).tzname() or "UTC"
    match = re.fullmatch(r"([+-]\d\d)(\d\d)?", name)
    if match:
        name = f"UTC{match[1]}" + (f":{match[2]}" if match[2] else "")
    return name


def stamp(at: int, tz: tzinfo) -> str:
    """`28 Sept 2020 22:41 GMT`."""
    return f"{short_day(at, tz)} {clock_label(at, tz)} {zone_label(at, tz)}"


def ago(seconds: float) -> str:
    """How long ago: `just now`, `5 min ago`, `2 h 40 min ago`, `3 days ago`; what lies ahead is `just now`."""
    if seconds < 60:
        return "just now"
    return f"{span(seconds)} ago"


def span(seconds: float) -> str:
    """A length of time: `42 s`, `5 min`, `2 h 40 min`, `3 days`."""
    whole = max(0, int(seconds))
    if whole < 90:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"{hours} h {minutes} min" if minutes and hours < 10 else f"{hours} h"
    return f"{hours // 24} days"


def moment(at: int, tz: tzinfo, now: int) -> str:
    """A time seen from now: `14:32 today`, `14:32 yesterday`, `14:32 on 28 Sept 2020`."""
    days = (local(now, tz).date() - local(at, tz).date()).days
    word = {0: "today", 1: "yesterday"}.get(days, f"on {short_day(at, tz)}")
    return f"{clock_label(at, tz)} {word}"


def late_words(arrived: int, stated_at: int, tz: tzinfo) -> tuple[str, str]:
    """When something arrived and which time it bears: `15:02` and `13:20`, with days where those differ."""
    times = (arrived, stated_at)
    if local(arrived, tz).date() == local(stated_at, tz).date():
        return clock_label(arrived, tz), clock_label(stated_at, tz)
    first, second = (f"{short_day(at, tz)} {clock_label(at, tz)}" for at in times)
    return first, second


def day_start(at: int, tz: tzinfo) -> int:
    """The first moment of the local day in which `at` lies.

    Where clocks are set at midnight, the day starts with the first moment that bears its date (PEP 495, fold 0).
    """
    moment_here = local(at, tz)
    midnight = datetime.combine(moment_here.date(), datetime.min.time(), tzinfo=tz)
    start = int((midnight.astimezone(UTC) - _EPOCH).total_seconds())
    return min(start, at)


def day_ends(sort_at: Sequence[int], tz: tzinfo, start: int = 0) -> Iterator[int]:
    """Positions of the newest entry of every local day, newest day first, among `sort_at[start:]` (ascending).

    One date is worked out a day, not one an entry.
    """
    last = len(sort_at) - 1
    while last >= start:
        yield last
        last = bisect_left(sort_at, day_start(sort_at[last], tz), start, last + 1) - 1


_BASIS = {
    Basis.MACHINE: "from the page's data",
    Basis.PRINTED_ZONE: "printed with its zone",
    Basis.PRINTED_INFERRED_DATE: "date inferred",
    Basis.ARRIVAL: "time of arrival",
}


def stated(stored: StoredEntry, tz: tzinfo, *, brief: bool = False) -> str:
    """The stated time and how it is known: `stated 22:41 GMT (28 Sept 2020, date inferred: weekday in the lead)`.

    What was printed stands behind it, with `brief` only if it says more than that.
    """
    entry = stored.entry
    printed = f'printed "{one_line(entry.time_label)}"' if entry.time_label else ""
    if entry.published is None:
        return f"no time stated ({printed})" if printed else "no time stated"
    if printed and _is_told(stored, tz, brief=brief):
        printed = ""
    basis = _BASIS.get(entry.basis, "")
    if entry.basis_reason:
        reason = one_line(entry.basis_reason).rstrip(".")
        basis = f"{basis}: {reason}" if basis else reason
    if entry.precision == Precision.DAY:
        at, head = short_day(entry.published, _day_zone(entry.published, tz)), ""
        notes = ["no time of day", basis, printed]
    else:
        at = f"{clock_label(entry.published, tz)} {zone_label(entry.published, tz)}"
        head = short_day(entry.published, tz)
        notes = [head, basis, printed]
    ahead = "ahead of its arrival" if entry.published > stored.first_seen else ""
    inside = ", ".join(note for note in (*notes, ahead) if note)
    return f"stated {at} ({inside})"


def _is_told(stored: StoredEntry, tz: tzinfo, *, brief: bool) -> bool:
    """Whether the label says no more than what is told of the moment, and need not be repeated."""
    entry = stored.entry
    label, at, timed = one_line(entry.time_label or ""), entry.published, entry.precision != Precision.DAY
    if at is None or (timed and label == clock_label(at, tz)):
        return at is not None
    if not brief or entry.basis not in (Basis.MACHINE, Basis.PRINTED_ZONE):
        return False  # from the label of others the date was worked out
    return not says_more(label, local(at, tz if timed else _day_zone(at, tz)), timed=timed)


def _day_zone(at: int, tz: tzinfo) -> tzinfo:
    """A day given without time is kept as UTC midnight; to move it into another zone would change the date."""
    return UTC if at % 86_400 == 0 else tz


def provenance(stored: StoredEntry, tz: tzinfo, now: int, dot: str = "·") -> str:
    """One line on an entry's times: stated and how that is known, changed by the publisher, first seen by us.

    `stated 22:41 GMT (28 Sept 2020, date inferred: weekday in the lead) · first seen 14:32 today`
    """
    parts = [stated(stored, tz, brief=True)]
    updated = stored.entry.updated
    if updated is not None and updated != stored.entry.published:
        parts.append(f"updated by the publisher {moment(updated, tz, now)}")
    parts.append(f"first seen {moment(stored.first_seen, tz, now)}")
    return f" {dot} ".join(parts)
