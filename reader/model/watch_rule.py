"""A rule that tells the user of entries: which ones, what of them, how, and when not. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo

from reader.frozen import dataclass
from reader.patterns import pattern

ON = ("new", "edited", "withdrawn")
"""What a rule may be about: kinds of event."""
TERMINAL_WAYS = ("bell", "osc9", "osc777", "osc99")
"""Ways that write a sequence to the terminal that the program runs in."""
PROGRAM_WAYS = ("notify-send", "command")
"""Ways that start a program."""
WAYS = (*TERMINAL_WAYS, *PROGRAM_WAYS)

PLACE = pattern(r"(--?[A-Za-z0-9-]+=)?\{(title|text|url|count)\}")
"""An argument of a command that is filled in. Not inside other words, where it could become part of a script."""

_ANY_PLACE = pattern(r"\{(?:title|text|url|count)\}")
_QUIET = pattern(r"([01][0-9]|2[0-3]):([0-5][0-9])\s*-\s*([01][0-9]|2[0-3]):([0-5][0-9])")
_EVERY = pattern(r"([0-9]{1,6})\s*(s|m|h)?")
_UNITS = {"s": 1, "m": 60, "h": 3600, None: 1}


@dataclass(frozen=True, slots=True)
class WatchRule:
    """One `[[watch]]` table of the settings."""

    name: str
    """What the rule is called; the title of its notices."""
    filter: str = ""
    """Which entries, in the filter language; empty: all."""
    on: tuple[str, ...] = ("new",)
    """What has to happen to them: `new`, `edited`, `withdrawn`; one of them or a list."""
    colour: str = "bold yellow"
    """The colour of its entries in the timeline, in Rich's words; empty: none. A rule without a filter colours none."""
    notify: tuple[str, ...] = ("bell",)
    """How: `bell`, `osc9`, `osc777`, `osc99`, `notify-send`, `command`; one of them or a list."""
    command: tuple[str, ...] = ()
    """The program for `command` and its arguments, run without a shell. `{title}`, `{text}`, `{url}` and `{count}` are
    filled in, each as an argument of its own or behind `--name=`; where none of them stands, the text is put behind."""
    quiet: str = ""
    """Hours in which nothing is told, such as `22:00-07:00`, in your zone; what came then is told when they end."""
    every: str = "10s"
    """At most one notice in this time (`30s`, `5m`, `1h`); what comes meanwhile is told together."""

    @property
    def pause(self) -> int:
        """Seconds that lie between two notices."""
        return seconds_of(self.every) or 0


def problems(rule: WatchRule) -> Iterator[tuple[str, str]]:
    """What cannot be meant: the name of the setting, and why."""
    for key, given, known in (("on", rule.on, ON), ("notify", rule.notify, WAYS)):
        if wrong := next((item for item in given if item not in known), None):
            yield key, f"must be one or more of {', '.join(known)}, not {wrong!r}"
        elif not given:
            yield key, f"must be one or more of {', '.join(known)}"
    if not rule.name.strip():
        yield "name", "must not be empty"
    if "command" in rule.notify and not any(rule.command[:1]):
        yield "notify", 'names command, so the rule wants command = ["program", "argument"]'
    if odd := next((word for word in rule.command if _ANY_PLACE.search(word) and not PLACE.fullmatch(word)), None):
        yield "command", f"wants {{text}} and the like as an argument of its own, or behind --name=, not in {odd!r}"
    if rule.quiet and _QUIET.fullmatch(rule.quiet.strip()) is None:
        yield "quiet", "must be hours such as 22:00-07:00"
    if seconds_of(rule.every) is None:
        yield "every", "must be a time such as 30s, 5m or 1h"


def seconds_of(text: str) -> int | None:
    """The length of a time such as `30s`, `5m` or `1h` in seconds; None if it is none."""
    match = _EVERY.fullmatch(text.strip())
    return int(match[1]) * _UNITS[match[2]] if match else None


def quiet_until(rule: WatchRule, at: int, zone: tzinfo | None = None) -> int | None:
    """When the quiet hours end in which the moment `at` lies; None if it lies in none. UTC seconds.

    `zone` is the reader's, None for the local one. Hours that begin and end at the same time last the whole day.
    """
    match = _QUIET.fullmatch(rule.quiet.strip())
    if match is None:
        return None
    start, end = time(int(match[1]), int(match[2])), time(int(match[3]), int(match[4]))
    here = datetime.fromtimestamp(at, UTC).astimezone(zone)
    clock = here.time().replace(tzinfo=None)
    inside = start <= clock < end if start < end else clock >= start or clock < end
    if not inside:
        return None
    day = here.date() if clock < end else here.date() + timedelta(days=1)
    moment = datetime.combine(day, end).replace(fold=here.fold)
    ends = int((moment.replace(tzinfo=zone) if zone else moment).timestamp())
    return max(ends, at + 1)  # where clocks are set back, an hour may come twice


def next_notice(rule: WatchRule, last: int | None, now: int, zone: tzinfo | None = None) -> int:
    """The earliest time for a notice, which is `now` if nothing speaks against it; `last` was the one before.

    A last one that lies in the future (the clock was wrong) does not count.
    """
    earliest = now if last is None or last > now else max(now, last + rule.pause)
    return quiet_until(rule, earliest, zone) or earliest
