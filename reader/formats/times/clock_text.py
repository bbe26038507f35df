"""A printed time, read: "22:41", "17.00 Uhr", "12.50 BST", "19:02 (IST), Oct 02", "1.17pm", "vor 5 Minuten".

A time is read where it stands alone (`read`) or where a text opens with it (`leading`). What only looks like a time
is refused: match clocks (85'), scores (57:33, 2:1), race times (1:32.45), ratios, amounts, spans of a programme.
Positions are those of the text as given. Pure, linear in the length of the text, of which only the beginning is
looked at.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from reader.formats.times import calendars
from reader.formats.times import clock_words as words
from reader.formats.times.calendar_words import STAMP_MONTHS, STAMP_WEEKDAYS
from reader.text import fold

LOOK = 120
"""How many characters of a text may belong to its time."""
DAY = 24 * 60
_BUDDHIST = 543
"""Years by which the calendar of Thailand is ahead."""


@dataclass(frozen=True, slots=True)
class PrintedTime:
    """What a label says. `end` is where the text goes on behind the label and the marks that part it from the text."""

    minutes: int | None = None
    """Minutes since midnight; None for a relative time or a bare date."""
    second: int | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    day_shift: int | None = None
    """0 for "today", -1 for "yesterday"."""
    ago: int | None = None
    """Seconds before the page was printed, rounded as the label rounds."""
    zone: str | None = None
    """The zone as printed, folded ("bst", "+05:30"), for `zones.resolve`."""
    local: bool = False
    """The label says that it is local time ("Uhr")."""
    play: int | None = None
    """The minute of a match, as `play_clock` counts it."""
    label_end: int = 0
    end: int = 0

    @property
    def relative(self) -> bool:
        """Whether there is only a distance from now."""
        return self.ago is not None and self.minutes is None

    def date_in(self, year: int | None = None) -> date | None:
        """The printed day; `year` fills in for one that is not printed. None where no day is printed or possible."""
        number = self.year or year
        if number is None or self.month is None or self.day is None:
            return None
        if self.month > calendars.SOLAR:
            return calendars.solar_in(number, self.month - calendars.SOLAR, self.day)
        try:
            return date(number, self.month, self.day)
        except ValueError:
            return None


def _names(table: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, table), key=len, reverse=True))


_HALF = rf"(?:(?P<am>{words.MORNING})|(?P<pm>{words.EVENING}))(?![^\W\d])"
_HALF_FIRST = rf"(?:(?P<am1>{words.MORNING})|(?P<pm1>{words.EVENING}))\s?"
_H, _M = r"(?:[01]?\d|2[0-4])", r"[0-5]\d"
_CLOCK = re.compile(
    rf"(?:{_HALF_FIRST})?(?P<h>{_H})"
    rf"(?:(?P<sep>[:.：٫]|\s?(?:h|u|uhr|ч\.?|год\.?|時|点|시)\s?)(?P<m>{_M})"
    rf"(?::(?P<s>{_M})(?=\s|$|[^\w.,:]))?(?:\s?(?:分|분|min\b))?)"
    r"(?![\d'’′%])(?![:.,]\d)"
    rf"(?:\s?{_HALF})?"
)
_HOUR = re.compile(
    rf"(?:(?P<h>1[0-2]|0?[1-9])\s?{_HALF}|(?:{_HALF_FIRST})?(?P<h24>{_H})\s?(?P<sep>h|uhr|uur|ч\.|時|点|시)(?![\w'’])"
    rf"|(?P<noon>{words.NOON})(?!\w)|(?P<midnight>{words.MIDNIGHT})(?!\w))"
)
_AND = r"(?:[,\s]\s?(?:and\s|und\s|et\s|y\s|e\s|en\s|и\s)?)?"
_RELATIVE = re.compile(
    rf"(?:(?P<now>{words.NOW})(?!\w)"
    rf"|(?P<before>{words.BEFORE})\s+(?:(?P<n1>\d{{1,3}})|(?:{words.ONE})\b)?\s*(?P<u1>{words.UNIT})\.?(?![^\W\d])"
    rf"(?:{_AND}(?P<n3>\d{{1,2}})\s?(?P<u3>{words.UNIT})\.?(?![^\W\d]))?(?:\s+(?:{words.AFTER}))?"
    rf"|(?:(?P<n2>\d{{1,3}})|(?:{words.ONE})\b)\s*(?P<u2>{words.UNIT})\.?"
    rf"(?:{_AND}(?P<n4>\d{{1,2}})\s?(?P<u4>{words.UNIT})\.?)?\s*(?:{words.AFTER})(?![^\W\d]))"
)
"""One or two units: "4m ago", "1 hr 45 min ago", "vor 2 Std. 5 Min."."""
_LEAD = re.compile(rf"(?:(?:{words.LEAD})(?![^\W\d])[:.]?\s+)?")
_OPEN = re.compile(r"(?:\+{2,4}\s?|[\u2190-\u2bff\U0001f000-\U0001faff\ufe0f]|[\s•·▪■●►▶▸*|>\[(<]|[–—-]\s){0,8}")
_CLOSE = re.compile(r"[\s\])>]{0,8}")
_PART = re.compile(
    r"[\s,;|/·•–—\])\[(-]{0,8}"
    r"(?:(?:at|um|alle ore|alle|ore|a las|a la|as|a|kl\.?|klo|o|в|om|on|am|le|el|den|u|ob|kell|plkst\.?|pukul|luc|"
    r"v|ve|la|godz\.?|o godz\.?|г\.?(?: в)?|р\.?(?: о)?)\s+)?"
    r"[\[(]?"
)
_MARK = re.compile(r"\s?[|·•,;–—-]\s")
_GAP = re.compile(r"(?:\+{2,4}|[\s:.,;|·•–—»>)\]\-*/]){0,12}")
_OFFSET = re.compile(r"\s?\(?(?:(?:gmt|utc)\s?)?(?P<offset>[+−-]\d{1,2}(?::?\d\d)?)(?!\d)\)?")
_ALSO = re.compile(rf"\s?[(\[/|]\s?(?P<h>{_H})[:.](?P<m>{_M})\s?(?:gmt|utc)\s?[)\]]?")
"""The same moment once more in universal time: "14:22 (13:22 GMT)"."""
_WORD = re.compile(r"\s?\(?(?P<word>[a-z]{1,4})(?!\w)\)?")
_PHRASE = re.compile(rf"\s?\(?(?P<phrase>{words.PHRASE})(?!\w)\)?")
_LOCAL = re.compile(rf"\s?\(?(?:{words.LOCAL})(?!\w)\)?")
_SENTENCE = re.compile(r"(?!Uhr|Ortszeit|Local)[A-ZÀ-Þ]")
"""A capital: the word begins a sentence ("10:15 Hours after ...")."""
_RANGE = re.compile(r"\s?(?:-|–|—|bis|to|until|till|à|al?|до)\s?\d{1,2}(?:[:.h]\d\d|\s?(?:uhr|h|am|pm)\b)")
_AMOUNT = re.compile(
    r"\s?(?:%|€|\$|£|₹|°|km|kg|cm|mm|m\b|euros?\b|eur\b|usd\b|dollars?|pounds?|million|mio|mrd|billion|milli|points?\b|"
    r"punkte|prozent|percent|per cent|sec|seconds|sekunden|s\b|x\b|mal\b|times\b|hours?\b|stunden|minutes?\b|minuten|"
    r"(?:cr|crore|lakh)\b)"
)
_GOES_ON = re.compile(r" ?[^\W\d]")
"""A date behind a time that goes on as a sentence ("10:15 Today the ...") belongs to the sentence."""
_WEEKDAY = (
    rf"(?:(?:{STAMP_WEEKDAYS}|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|mo|di|mi|do|fr|sa|so)\b\.?,?\s?"
    r"|[^\d\s:]{2,15}[,،]\s)?"
)
_MONTH = rf"(?P<month{{0}}>{_names(STAMP_MONTHS)})(?![^\W\d])\.?"
_DATE = re.compile(
    rf"{_WEEKDAY}(?:(?P<y3>\d{{4}})(?:[-/]|\.\s?)(?P<month3>\d{{1,2}})(?:[-/]|\.\s?)(?P<d3>\d{{1,2}})(?!\d)(?:t|\.(?=\s|$))?"
    rf"|(?P<d8>\d{{1,2}})\s(?P<month8>{_names(calendars.SOLAR_MONTHS)})(?![^\W\d])(?:\sماه)?(?:،?\s(?P<y8>1[34]\d\d)(?!\d))?"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º)?(?:\s|-)?(?:de |d'|of |د )?{_MONTH.format(1)}"
    r"(?:,?[\s-](?:de |del )?(?P<y1>(?:19|20|25)\d\d)(?!\d)(?:\.(?=\s|$))?)?"
    rf"|{_MONTH.format(2)}\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:.h])(?:,?\s(?P<y2>(?:19|20)\d\d)(?!\d))?"
    rf"|(?P<y7>(?:19|20)\d\d)(?:\.|\sm\.)?\s{_MONTH.format(7)}\s(?P<d7>\d{{1,2}})(?:\.|\sd\.)?(?![\d:])"
    rf"|(?:(?P<era>{_names(calendars.ERAS)})?\s?(?P<y6>\d{{1,4}}|元)[年년]\s?)?"
    r"(?P<month6>\d{1,2})[月월]\s?(?P<d6>\d{1,2})[日일]"
    r"(?:\s?\(?[月火水木金土日一二三四五六월화수목금토일](?:曜日?|요일)?\)?(?=[\s,、)]|$)"
    r"|\s?\(?(?:星期|周|週)[一二三四五六日天]\)?)?"
    r"|(?P<d4>\d{1,2})\.(?P<month4>\d{1,2})\.(?P<y4>(?:19|20)?\d\d)?(?![\d.:])"
    r"|(?P<d5>\d{1,2})[/-](?P<month5>\d{1,2})[/-](?P<y5>(?:19|20)\d\d|\d\d(?=,?\s\d{1,2}[:.]))(?!\d)"
    r"|(?P<month9>0\d|1[0-2])-(?P<d9>[0-3]\d)(?=\s\d{1,2}:\d\d)(?P<y9>(?!))?"
    rf"|(?P<word>{words.DAY_WORD})(?!\w))"
)
_MAYBE = re.compile(rf"\d|{words.NOON}|{words.MIDNIGHT}|{words.NOW}|{words.DAY_WORD}|{words.UNIT}")


@lru_cache(maxsize=8192)
def _letter(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return str(digit) if digit is not None else " " if char.isspace() else fold(char)


def _laid_out(text: str) -> tuple[str, Sequence[int]]:
    """Fold the beginning of a text letter by letter, and say where in the text each folded letter comes from."""
    head = text[:LOOK]
    if head.isascii() and head.isprintable():
        return head.lower(), range(len(head) + 1)
    folded: list[str] = []
    places: list[int] = []
    for at, char in enumerate(head):
        letters = _letter(char)
        folded.append(letters)
        places += [at] * len(letters)
    places.append(min(len(text), LOOK))
    return "".join(folded), places


def read(text: str, *, month_first: bool = False) -> PrintedTime | None:
    """Read a label that is a time and nothing else; None where it is none. `month_first` decides what 3/4/2024 is."""
    found = leading(text, month_first=month_first)
    return found if found is not None and found.end >= len(text.rstrip()) else None


def leading(text: str, *, month_first: bool = False) -> PrintedTime | None:
    """Read the time, with its date if one is printed, that a text opens with; None where it opens with none."""
    folded, places = _laid_out(text)
    if not _MAYBE.search(folded):
        return None
    at = _end(_OPEN, folded, 0)
    at = _end(_LEAD, folded, at)
    found, at = _parts(folded, text, places, at, month_first=month_first)
    if found is None or (found.minutes is None and found.ago is None):
        return None
    end = _end(_GAP, folded, _end(_CLOSE, folded, at))
    return replace(found, label_end=places[at], end=places[end])


def leading_date(text: str, *, month_first: bool = False) -> PrintedTime | None:
    """Read the full date that a text opens with, before a mark that parts it from the rest; None where it has none."""
    folded, places = _laid_out(text)
    match = _DATE.match(folded)
    found = _dated(match, PrintedTime(), month_first=month_first) if match else None
    if match is None or found is None or found.year is None or not _MARK.match(folded, match.end()):
        return None
    return replace(found, label_end=places[match.end()], end=places[match.end()])


def printed_date(text: str, *, month_first: bool = False) -> PrintedTime | None:
    """Read a label that is a date without a time, as headings between entries are; None where it is none."""
    folded, places = _laid_out(text)
    if len(text) >= LOOK:
        return None
    at = _end(_OPEN, folded, 0)
    found, at = _parts(folded, text, places, at, month_first=month_first)
    dated = found is not None and (found.day is not None or found.day_shift is not None)
    return found if found is not None and dated and _end(_GAP, folded, at) >= len(folded.rstrip()) else None


def _end(pattern: re.Pattern[str], folded: str, at: int) -> int:
    match = pattern.match(folded, at)
    return match.end() if match else at


def _parts(
    folded: str, text: str, places: Sequence[int], at: int, *, month_first: bool
) -> tuple[PrintedTime | None, int]:
    """Read a time, a date and a distance in whatever order they stand; each once."""
    found = PrintedTime()
    seen = False
    end = at
    while True:
        nxt = _end(_PART, folded, end) if seen else end
        step = _step(folded, text, places, nxt, found, month_first=month_first)
        if step is None:
            return (found if seen else None), end
        found, end = step
        seen = True


def _step(
    folded: str, text: str, places: Sequence[int], at: int, found: PrintedTime, *, month_first: bool
) -> tuple[PrintedTime, int] | None:
    if found.ago is None:
        match = _RELATIVE.match(folded, at)
        if match:
            return replace(found, ago=_ago(match)), match.end()
    if found.day is None and found.day_shift is None:
        match = _DATE.match(folded, at)
        dated = _dated(match, found, month_first=month_first) if match else None
        if match and dated and not (found.minutes is not None and _GOES_ON.match(folded, match.end())):
            return dated, match.end()
    if found.minutes is None:
        match = _CLOCK.match(folded, at) or _HOUR.match(folded, at)
        minutes = _minutes(match) if match else None
        if match and minutes is not None and not _refused(folded, match):
            second = match.groupdict().get("s")
            timed = replace(found, minutes=minutes, second=int(second) if second else None)
            return _zoned(timed, folded, text, places, match.end())
    return None


def _refused(folded: str, match: re.Match[str]) -> bool:
    """Whether what follows makes it a span of a programme, or an amount."""
    if _RANGE.match(folded, match.end()):
        return True
    part = match.groupdict()
    return (
        part.get("sep") == "." and not (part.get("am") or part.get("pm")) and bool(_AMOUNT.match(folded, match.end()))
    )


def _ago(match: re.Match[str]) -> int:
    if match["now"]:
        return 0
    count, more = match["n1"] or match["n2"], match["n3"] or match["n4"]
    rest = int(more) * words.UNITS[match["u3"] or match["u4"]] if more else 0
    return (int(count) if count else 1) * words.UNITS[match["u1"] or match["u2"]] + rest


def _minutes(match: re.Match[str]) -> int | None:
    part = match.groupdict()
    if part.get("noon"):
        return DAY // 2
    if part.get("midnight"):
        return 0
    hour = int(part.get("h") or part.get("h24") or 0)
    minute = int(part.get("m") or 0)
    morning, evening = part.get("am") or part.get("am1"), part.get("pm") or part.get("pm1")
    if hour <= 12 and (morning or evening):
        hour = hour % 12 + (12 if evening else 0)
    if hour == 24:
        return 0 if minute == 0 else None
    return hour * 60 + minute


def _dated(match: re.Match[str], found: PrintedTime, *, month_first: bool) -> PrintedTime | None:
    if match["word"]:
        return replace(found, day_shift=words.DAY_WORDS[match["word"]])
    which = next(n for n in "123456789" if match[f"d{n}"])
    name = match[f"month{which}"]
    month = calendars.SOLAR_MONTHS.get(name) or STAMP_MONTHS.get(name) or int(name)
    day = int(match[f"d{which}"])
    written = match[f"y{which}"]
    year = 1 if written == "元" else int(written or 0) or None
    if which == "6" and year is not None:
        year = calendars.era_year(match["era"], year)
    if year is not None and calendars.is_solar(year):
        there = calendars.from_solar(year, month % calendars.SOLAR, day)
        return replace(found, day=there.day, month=there.month, year=there.year) if there else None
    if which == "5" and (month > 12 or (month_first and day <= 12)):
        day, month = month, day
    if year is not None:
        year += 2000 if year < 100 else -_BUDDHIST if year > 2400 else 0
    known = 1 <= month % calendars.SOLAR <= 12 and 1 <= day <= 31
    return replace(found, day=day, month=month, year=year) if known else None


def _zoned(found: PrintedTime, folded: str, text: str, places: Sequence[int], at: int) -> tuple[PrintedTime, int]:
    """Take the zone that follows a time, and the word that says that the time is local."""
    local = _LOCAL.match(folded, at)
    if local and not (
        text[places[local.end() - 1]].islower() and _SENTENCE.match(text[places[at] :][:12].lstrip(" ("))
    ):
        found, at = replace(found, local=True), local.end()
    match = _ALSO.match(folded, at)
    if match and found.minutes is not None:
        return replace(found, zone=_between(found.minutes, int(match["h"]) * 60 + int(match["m"]))), match.end()
    match = _PHRASE.match(folded, at)
    if match:
        return replace(found, zone=words.ZONE_PHRASES[match["phrase"]]), match.end()
    match = _OFFSET.match(folded, at)
    if match and ("(" in match.group() or "mt" in match.group() or "tc" in match.group()):
        return replace(found, zone=match["offset"].replace("−", "-")), match.end()
    match = _WORD.match(folded, at)
    if (
        match
        and match["word"] in words.ZONE_WORDS
        and text[places[match.start("word")] : places[match.end()]].isupper()
    ):
        return replace(found, zone=match["word"]), match.end()
    return found, at


def _between(local: int, universal: int) -> str:
    """The offset of a zone in which it is one time of day when it is another one in universal time."""
    ahead = (local - universal + DAY // 2 - 120) % DAY - DAY // 2 + 120
    return f"{'-' if ahead < 0 else '+'}{abs(ahead) // 60:02}:{abs(ahead) % 60:02}"
