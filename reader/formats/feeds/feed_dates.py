"""The two shapes of date that nearly every feed has, read in a fraction of the time; all others go to `timestamps`."""

from __future__ import annotations

import re
from datetime import date

from reader.formats.times import timestamps
from reader.model.entry import Precision

_RFC822 = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(\d{1,2}) (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (\d{4}) "
    r"(\d\d):(\d\d):(\d\d) (?:GMT|UTC|([+-])(\d\d)(\d\d))",
    re.A,
)
_RFC3339 = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d{1,9})?(?:Z|([+-])(\d\d):(\d\d))", re.A)
_MONTHS = {"Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6, "Jul": 7, "Aug": 8, "Sep": 9} | {
    "Oct": 10,
    "Nov": 11,
    "Dec": 12,
}
_EPOCH = date(1970, 1, 1).toordinal()


def parse(text: str) -> tuple[int, Precision] | None:
    """Return UTC seconds and how exact they are; None where the text is no date. Never raises."""
    match = _RFC3339.fullmatch(text)
    if match:
        year, month, day = int(match[1]), int(match[2]), int(match[3])
    else:
        match = _RFC822.fullmatch(text)
        if not match:
            return timestamps.parse(text)
        year, month, day = int(match[3]), _MONTHS[match[2]], int(match[1])
    hour, minute, second = int(match[4]), int(match[5]), int(match[6])
    sign, hours, minutes = match[7], match[8], match[9]
    if not 1970 < year < 9999 or hour > 23 or minute > 59 or second > 59 or (sign and int(hours) > 22):
        return timestamps.parse(text)
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return timestamps.parse(text)
    seconds = days * 86400 + hour * 3600 + minute * 60 + second
    if sign:
        offset = int(hours) * 3600 + int(minutes) * 60
        seconds += offset if sign == "-" else -offset
    return seconds, Precision.SECOND
