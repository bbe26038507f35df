"""The fictional day that ships with the program, from its files (TOML 1.0) to the checked `Day`.

In any text `{today}`, `{yesterday}` and `{tomorrow}` stand for the name of the weekday, `{date}` for "14 March 2026".
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Callable, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any

from reader.demo.markup import blocks
from reader.demo.shape import LAST_MINUTE, Change, ChangeKind, Day, DayEntry, DayError, Version, clock
from reader.model.entry import Card, Embed, EntryKind, Flags, Media, Wording

FILES = ("page.toml", "dawn.toml", "morning.toml", "noon.toml", "afternoon.toml", "evening.toml", "changes.toml")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_FIELDS = {"id", "time", "appears", "kind", "headline", "body", "flags", "authors", "tags"}
_FLAGS = {"key": "key_event", "pinned": "pinned", "summary": "summary", "breaking": "breaking"}
_MEDIA = {"photo", "video", "card", "embed"}


def load(date: dt.date | None = None) -> Day:
    """Return the day, on `date` or on the date for which it was written.

    Raises `DayError` where its files contradict themselves.
    """
    return build(tables(), date)


def shift_to(day: Day, date: dt.date) -> Day:
    """Return the same day on another `date`; weekdays and dates in the texts follow."""
    return build(day.tables, date)


@lru_cache(maxsize=1)
def tables() -> dict[str, Any]:
    """Return the tables of all files of the day, the lists of entries and changes joined."""
    folder = files("reader.demo") / "story"
    joined: dict[str, Any] = {"entry": [], "change": []}
    for name in FILES:
        for key, value in tomllib.loads((folder / name).read_text("utf-8")).items():
            if key in ("entry", "change"):
                joined[key] += value
            else:
                joined[key] = value
    return joined


def build(source: Mapping[str, Any], date: dt.date | None = None) -> Day:
    """Return the day that `source` tells, on `date` or its own. Raises `DayError`."""
    try:
        day: dt.date = date or source["date"]
        told = _filled(source, _words(day))
        page = told["page"]
        rows = sorted(told["entry"], key=lambda row: row["time"])
        drafts = {row["id"]: row for row in rows}
        if len(drafts) < len(rows):
            raise DayError("two entries share an id")
        changes = tuple(_change(row) for row in sorted(told["change"], key=lambda row: row["at"]))
        return Day(
            date=day,
            site=page["site"],
            title=page["title"],
            slug=page["slug"],
            notice=page["notice"],
            lead=(*page["lead"], page["notice"]),
            call_to_action=page["call_to_action"],
            tags=tuple(page["tags"]),
            read_also=tuple((also["time"], also["title"], also["url"]) for also in page["read_also"]),
            entries=tuple(_entry(row) for row in rows),
            changes=changes,
            versions=_versions(drafts, told["change"]),
            tables=source,
        )
    except KeyError as missing:
        raise DayError(f"the day lacks {missing}") from missing


def printed_date(date: dt.date) -> str:
    """Return `date` as "14 March 2026", whatever the locale."""
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def _words(date: dt.date) -> dict[str, str]:
    return {
        "{today}": WEEKDAYS[date.weekday()],
        "{yesterday}": WEEKDAYS[date.weekday() - 1],
        "{tomorrow}": WEEKDAYS[(date.weekday() + 1) % 7],
        "{date}": printed_date(date),
    }


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return `value` with `change` applied to every string in it."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(item, change) for item in value]
    if isinstance(value, Mapping):
        return {key: _mapped(item, change) for key, item in value.items()}
    return value


def _filled(value: Any, words: Mapping[str, str]) -> Any:
    def fill(text: str) -> str:
        for mark, word in words.items():
            text = text.replace(mark, word)
        return text

    return _mapped(value, fill)


def _minute(label: str) -> int:
    """Read HH:MM."""
    hour, _, minute = label.partition(":")
    number = int(hour) * 60 + int(minute) if hour.isdecimal() and minute.isdecimal() else -1
    if not 0 <= number <= LAST_MINUTE or clock(number) != label:
        raise DayError(f"{label!r} is no time of day")
    return number


def _entry(row: Mapping[str, Any], updated: int | None = None) -> DayEntry:
    unknown = set(row) - _FIELDS - _MEDIA
    if unknown:
        raise DayError(f"{row['id']}: {', '.join(sorted(unknown))} is unknown")
    minute = _minute(row["time"])
    appears = _minute(row.get("appears", row["time"]))
    if appears < minute:
        raise DayError(f"{row['id']} appears before the time it states")
    return DayEntry(
        id=row["id"],
        minute=minute,
        appears=appears,
        kind=EntryKind(row.get("kind", "text")),
        wording=_wording(row),
        flags=Flags(**dict.fromkeys((_FLAGS[flag] for flag in row.get("flags", ())), True)),
        authors=tuple(row.get("authors", ())),
        tags=tuple(row.get("tags", ())),
        updated=updated,
    )


def _wording(row: Mapping[str, Any]) -> Wording:
    photos = tuple(Media("photo", **photo) for photo in row.get("photo", ()))
    videos = tuple(Media("video", **video) for video in row.get("video", ()))
    return Wording(
        headline=row["headline"],
        body=blocks(row.get("body", "")),
        media=photos + videos,
        cards=tuple(Card(**card) for card in row.get("card", ())),
        embeds=tuple(Embed(**embed) for embed in row.get("embed", ())),
    )


def _change(row: Mapping[str, Any]) -> Change:
    return Change(_minute(row["at"]), row["entry"], ChangeKind(row["kind"]))


def _versions(drafts: Mapping[str, Any], changes: list[Any]) -> dict[str, tuple[Version, ...]]:
    """Play the changes over the drafts: for each id, what the page shows from which minute on."""
    versions = {name: [Version(_minute(row.get("appears", row["time"])), _entry(row))] for name, row in drafts.items()}
    wording = dict(drafts)
    for row in sorted(changes, key=lambda row: row["at"]):
        change = _change(row)
        history = versions[change.entry_id]
        before = history[-1]
        if change.minute <= before.minute:
            raise DayError(f"{change.entry_id} changes at {row['at']}, before it is there")
        if (before.entry is None) != (change.kind is ChangeKind.REINSTATED):
            raise DayError(f"{change.entry_id} cannot be {change.kind} at {row['at']}")
        updated = before.entry.updated if before.entry else None
        if change.kind is ChangeKind.CORRECTION:
            updated = change.minute
        wording[change.entry_id] = _reworded(wording[change.entry_id], row)
        gone = change.kind is ChangeKind.WITHDRAWN
        history.append(Version(change.minute, None if gone else _entry(wording[change.entry_id], updated)))
    return {name: tuple(history) for name, history in versions.items()}


def _reworded(draft: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    """Return `draft` with the replacements of a change made and its paragraphs added."""
    new = dict(draft)
    for old, put in row.get("replace", ()):
        changed = _mapped(new, lambda text, old=old, put=put: text.replace(old, put))
        if changed == new:
            raise DayError(f"{row['entry']}: nothing there reads {old!r}")
        new = changed
    if "append" in row:
        new["body"] = f"{new.get('body', '').rstrip()}\n\n{row['append']}"
    return new
