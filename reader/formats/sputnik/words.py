"""What the renditions and designs of Sputnik pages have in common: furniture, clock line, posts, rules for kinds.

Described from public documents; the live list's own markup is not public.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from reader.formats.times.calendar_words import MONTHS
from reader.model.entry import Embed, EntryKind, Media, Wording
from reader.text import fold, one_line

ZONE = "GMT"
_LONGEST_LINE = 400
"""Credits and the lines under posts are short; a longer line is text."""
READ_MORE = re.compile(
    r"(?:read more|read in full|подробнее|читать далее|mehr lesen|weiterlesen|lire la suite|leer mas|leggi di piu|"
    r"leia mais|devamini oku)[.…]?",
)
_CLOCK = re.compile(
    r"^(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\s*(?:GMT|UTC)\s*(?:(?P<zone>[+-]\d{1,2}?)(?=\d{1,2}\s*[^\W\d]))?\s*"
    r"(?P<day>\d{1,2})\s*(?P<month>[^\W\d]+)\.?\s*(?P<year>\d{4})$"
)
STAMP = re.compile(
    r"^(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)\s*(?:(?:GMT|UTC)\s*)?(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4})$"
)
TIME = re.compile(r"^(?P<hour>[01]?\d|2[0-3])[:.](?P<minute>[0-5]\d)(?:\s*(?:GMT|UTC))?$")
_FURNITURE = re.compile(
    r"^(?:community standards(?: ?discussion)?|discussion|listen live|get short url|new messages|table of contents|"
    r"new first ?old first|being updated|log in|register|all editions|subscribe|comments?)$"
)
_MOVING = re.compile(
    r"\b(?:videos?|footage|videotape|livestream|видео|wideo)\b|\bcaught on (?:camera|film|tape)\b|^watch\b"
)
_CALL = re.compile(r"\blive (?:feed|updates|blog)\b|\bfollow\b|\bfind out more\b|\bdetails\b|\bстань|\bследите\b")
_POSTED_BY = r"Опубликовано|Posted by|Publi(?:ée?|cation) (?:par|de)|Publicad[oa] por|Gepostet von|Pubblicato da"
_BEFORE_DATE = r"(?:\u00a0\s*|\s+(?:on|am|le|el|em|su|sur|en)\s+|\s+(?=[^\W\d]+,\s))"
_POSTED = (
    ("Facebook", rf"^(?:{_POSTED_BY})\s+(?P<author>.+?){_BEFORE_DATE}(?P<date>(?=.*\d)[^\d,]{{2,20}},?\s*.{{6,40}})$"),
    ("Instagram", r"^A (?:post|video) shared by\s+(?P<author>.+?)\s+on\s+(?P<date>(?=.*\d).{6,60})$"),
    ("Twitter", r"^[—–-]{1,2}\s*(?P<author>.+?\(@\w{1,15}\))\s*(?P<date>(?=.*\d{4}).{6,40})$"),
)
_POSTED_LINES = tuple((provider, re.compile(pattern)) for provider, pattern in _POSTED)


def is_furniture(line: str) -> bool:
    """Whether a line is a control or label of the page and no news."""
    return bool(_FURNITURE.match(fold(line)))


def is_call(line: str) -> bool:
    """Whether the last paragraph before the entries is the call to follow them ("Follow the Live Feed ...!")."""
    return len(line) <= 160 and (line.rstrip().endswith(("!", ":", "↓", "⬇")) or bool(_CALL.search(fold(line))))


def page_clock(line: str) -> int | None:
    """Read the header clock `HH:MM GMT[ +Z]D Month YYYY` to UTC seconds; there is no blank before the day.

    `16:55 GMT +323 April 2017` is zone +3, day 23.
    """
    match = _CLOCK.match(one_line(line))
    month = MONTHS.get(fold(match["month"])) if match else None
    if not match or not month:
        return None
    try:
        made = datetime(
            int(match["year"]), month, int(match["day"]), int(match["hour"]), int(match["minute"]), tzinfo=UTC
        )
    except ValueError:
        return None
    return int(made.timestamp()) - int(match["zone"] or 0) * 3600


def stamp(line: str) -> int | None:
    """Read `HH:MM GMT DD.MM.YYYY` to UTC seconds, None where it is none."""
    match = STAMP.match(one_line(line))
    if not match:
        return None
    try:
        made = datetime(*(int(match[name]) for name in ("year", "month", "day", "hour", "minute")), tzinfo=UTC)
    except ValueError:
        return None
    return int(made.timestamp())


def minutes_of(label: str) -> int | None:
    """Read `HH:MM` to minutes since midnight, None where it is none."""
    match = TIME.match(one_line(label))
    return int(match["hour"]) * 60 + int(match["minute"]) if match else None


def credit_of(line: str) -> str | None:
    """Return the credit of a line "© Sputnik / Author" as printed but for a slash without an author."""
    words = one_line(line[:_LONGEST_LINE])
    if not words.startswith(("©", "(c) ", "(C) ")):
        return None
    return f"© {words.removeprefix('©').removeprefix('(c)').removeprefix('(C)').strip(' /')}".strip()


def posted(line: str) -> Embed | None:
    """Read the line under a quoted post: who wrote it and when, and on which network the wording is used."""
    if len(line) > _LONGEST_LINE:
        return None
    flat = " ".join(line.replace("\u00a0", "\u00a0 ").split(" ")).strip()
    for provider, pattern in _POSTED_LINES:
        match = pattern.match(flat)
        if match:
            return Embed(provider, one_line(match["author"]), None, one_line(match["date"]))
    return None


def kind_of(wording: Wording) -> EntryKind:
    """Say what sort of entry it is: the medium, when the medium is the news.

    A headline alone that speaks of a video stands above a player that left no text.
    """
    if wording.embeds:
        return EntryKind.EMBED
    if wording.cards and not wording.body:
        return EntryKind.CARD
    if wording.body:
        return EntryKind.TEXT
    if any(media.kind == "video" for media in wording.media):
        return EntryKind.VIDEO
    if wording.media:
        return EntryKind.GALLERY if len(wording.media) > 1 else EntryKind.PHOTO
    if wording.headline and _MOVING.search(fold(wording.headline)):
        return EntryKind.VIDEO
    return EntryKind.TEXT


def card_title(title: str | None, headline: str | None) -> str | None:
    """A card's title is not repeated where it is the headline again."""
    return None if title and headline and fold(title) == fold(headline) else title or None


def unique(values: list[str]) -> tuple[str, ...]:
    """The values once each, in order; tag lines repeat themselves."""
    return tuple(dict.fromkeys(value for value in values if value))


def photo(credit: str | None, caption: str | None = None, url: str | None = None, alt: str | None = None) -> Media:
    """A picture with its credit and caption apart."""
    return Media("photo", url, caption or None, credit or None, alt or None)
