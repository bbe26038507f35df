"""On which day entries were published that print only a time of day. Pure; days are UTC.

No date is printed on such pages. There is evidence of several sorts, none of it sure: the date in the address (the
start of coverage), weekday words ("said on Monday", "late Friday"), dates in the texts and under quoted posts, and the
time at which the page was fetched, which is an upper bound. First the times are laid out from the oldest entry upwards,
with a day added at each midnight; then every day that some evidence speaks for is tried as the day of the oldest
entry, and the one with most votes wins. Without evidence the day stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from reader.formats.times.calendar_words import MONTH_NAMES, MONTHS, WEEKDAY, WEEKDAY_NAMES, WEEKDAYS, dates_in
from reader.text import fold

DAY = 24 * 60
ROLLOVER = 3 * 60
"""A time this many minutes earlier than the one below it is of the next day; a smaller step back is a late post."""
ACROSS_MIDNIGHT = 30
"""A post this late may still stand above one of the new day."""
EARLY = 4
"""Hour before which a list whose start is cut off has probably begun on the day before."""
NIGHT = 6
_MOST_VOTES = 400
_MOST_TEXT = 20_000
"""Characters of one entry that are searched for dates and weekdays."""
_URL_MONTH = re.compile(
    r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}/(\d{1,2})(?:/|$)"
)
_URL_DATE = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)\d{10}(?!\d)"),
    re.compile(r"/((?:19|20)\d\d)([01]\d)([0-3]\d)/"),
    re.compile(r"^https?://.*/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?!\d)"),
)
_SAID = re.compile(r"\b(said|told|says|announced|reported|wrote|stated|added|confirmed|tweeted)\b[^.!?]{0,80}$")
_LATE = re.compile(r"\blate( on)? $")
_LATER = re.compile(r"^,? (evening|night)\b")


@dataclass(frozen=True, slots=True)
class Clue:
    """What one entry offers: minutes since midnight, its texts, and the date lines of posts it quotes."""

    minutes: int
    text: str = ""
    posted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dated:
    """The answer: UTC seconds for each entry in the order given, all None where the day stays open; and why."""

    times: tuple[int | None, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class _Vote:
    """One piece of evidence that an entry, `offset` days above the oldest, is of one of some days."""

    days: tuple[tuple[date, float], ...]
    words: str
    bound: bool = False
    """It bounds the day and so never speaks against an earlier one."""


@dataclass(frozen=True, slots=True)
class _Mention:
    """A weekday word in an entry: its weight, how many days above the oldest, at which hour, and whether "late"."""

    weekday: int
    weight: float
    offset: int
    hour: int
    late: bool


@dataclass(frozen=True, slots=True)
class _Spoken:
    """What the weekday words say: the share that fits if the oldest entry is of each weekday, and their weight."""

    shares: tuple[float, ...]
    total: float

    def score(self, day: date) -> float:
        """0 to 5: the share that fits, worth more the more words there are."""
        return 5 * min(1.0, self.total / 5) * self.shares[day.weekday()]


def url_date(url: str | None) -> date | None:
    """Return the date that an address carries (`/world/20200928...`, `/20230301/`, `/2014/12/28/`), or None."""
    named = _URL_MONTH.search((url or "").lower())
    if named:
        return date_of(int(named[1]), MONTHS[named[2]], int(named[3]))
    for pattern in _URL_DATE:
        match = pattern.search(url or "")
        if match:
            try:
                return date(*map(int, match.groups()))
            except ValueError:
                continue
    return None


def date_of(year: int, month: int, day: int) -> date | None:
    """Return a calendar day, None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def day_offsets(minutes: Sequence[int]) -> list[int]:
    """Return for times of day, oldest first, how many days each lies after the first."""
    offsets: list[int] = []
    day = 0
    for at, now in enumerate(minutes):
        if at:
            before = minutes[at - 1]
            if before - now > ROLLOVER:
                day += 1
            elif now - before > DAY - ACROSS_MIDNIGHT and day:
                day -= 1
        offsets.append(day)
    return offsets


def infer(
    clues: Sequence[Clue],
    *,
    url: str | None = None,
    started: date | None = None,
    clock: int | None = None,
    start_visible: bool = True,
    oldest_first: bool = False,
) -> Dated:
    """Find the days of entries that print a time of day only.

    `started` is a stated day of the page itself and counts like the address's date; `clock` is when the page was made
    or fetched (UTC seconds), an upper bound only; `start_visible` is False where the list is cut off at its old end.
    """
    if not clues:
        return Dated((), "There are no entries.")
    clues = [replace(clue, text=clue.text[:_MOST_TEXT]) for clue in clues]
    rising = list(clues) if oldest_first else list(reversed(clues))
    offsets = day_offsets([clue.minutes for clue in rising])
    mentions = [mention for clue, offset in zip(rising, offsets, strict=True) for mention in _mentions(clue, offset)]
    first = started or url_date(url)
    votes = _url_votes(first, rising[0].minutes, start_visible) if first else []
    votes += _text_votes(rising, offsets, clock, first)
    votes += _clock_votes(clock, rising, offsets)
    limit = _limit(clock, rising, offsets)
    votes = list(dict.fromkeys(votes))
    best = _best(votes, _spoken(mentions), limit, stated=first is not None)
    if best is None:
        return Dated((None,) * len(clues), "Only times of day are printed, and nothing on the page tells the day.")
    times = [_seconds(best, offset, clue.minutes) for clue, offset in zip(rising, offsets, strict=True)]
    if not oldest_first:
        times.reverse()
    return Dated(tuple(times), _reason(best, votes, mentions, offsets[-1]))


def _seconds(day: date, offset: int, minutes: int) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) + (offset * DAY + minutes) * 60


def _mentions(clue: Clue, offset: int) -> list[_Mention]:
    text = fold(clue.text)
    found: list[_Mention] = []
    for match in WEEKDAY.finditer(text):
        weight = 2.0 if _SAID.search(text, max(0, match.start() - 100), match.start()) else 1.0
        late = bool(
            _LATE.search(text[max(0, match.start() - 12) : match.start()])
            or _LATER.search(text[match.end() : match.end() + 12])
        )
        found.append(_Mention(WEEKDAYS[match["name"]], weight, offset, clue.minutes // 60, late))
    return found


def _agreement(mention: _Mention, oldest: int) -> float:
    """How well a weekday word fits, 0 to 1, if the oldest entry is of the weekday `oldest`."""
    ago = (oldest + mention.offset - mention.weekday) % 7
    if ago == 0:
        return 0.3 if mention.late and mention.hour < NIGHT else 1.0
    if ago == 1:
        return (1.0 if mention.late else 0.7) if mention.hour < NIGHT else 0.2
    return 0.0


def _spoken(mentions: Sequence[_Mention]) -> _Spoken:
    total = sum(mention.weight for mention in mentions)
    sums = [sum(mention.weight * _agreement(mention, day) for mention in mentions) for day in range(7)]
    return _Spoken(tuple(fit / total if total else 0.0 for fit in sums), total)


def _url_votes(first: date, minutes: int, start_visible: bool) -> list[_Vote]:
    words = f"the address or page is dated {_day(first)}"
    after = first + timedelta(days=1)
    if start_visible:
        return [_Vote(((first, 4.0), (after, 0.5)), words)]
    if minutes >= EARLY * 60:
        days = ((first, 2.0), (after, 1.5), (first + timedelta(days=2), 0.5))
        return [_Vote(days, f"{words}, the start of coverage, which is not in the document")]
    cut = "the list is cut off in the small hours, so that coverage had begun the day before"
    return [_Vote(((first, 1.0), (after, 2.0), (first + timedelta(days=2), 0.5)), f"{words} and {cut}")]


def _text_votes(rising: Sequence[Clue], offsets: Sequence[int], clock: int | None, first: date | None) -> list[_Vote]:
    votes: dict[_Vote, None] = {}
    told: set[tuple[date, int]] = set()
    near = datetime.fromtimestamp(clock, UTC).date() if clock is not None else None
    for clue, offset in zip(rising, offsets, strict=True):
        if len(votes) > _MOST_VOTES:
            break
        shift = timedelta(days=offset)
        for line in clue.posted:
            for day in _days_in(line, near, first):
                days = (
                    (day - shift, 2.0),
                    (day - shift + timedelta(days=1), 2.0),
                    (day - shift + timedelta(days=2), 0.5),
                )
                votes[_Vote(days, f"{_day(day)} under a quoted post")] = None
        for day in _days_in(clue.text, near, first):
            if (day, offset) in told:
                continue
            told.add((day, offset))
            scale = (1.0, 1.0, 0.8, 0.6, 0.5, 0.4, 0.4)
            days = tuple((day - shift + timedelta(days=n), weight) for n, weight in enumerate(scale))
            votes[_Vote(days, f"{_day(day)} in a text")] = None
    return list(votes)


def _days_in(text: str, near: date | None, first: date | None) -> list[date]:
    """The calendar days that a text names; one without a year is the last such day before the page was fetched."""
    folded = fold(text)
    found: list[date] = []
    for written in dates_in(folded):
        day = written.full()
        if day is None and near is not None:
            options = [option for option in (written.on(near.year), written.on(near.year - 1)) if option]
            day = next((option for option in options if option <= near), None)
        elif day is None and first is not None:
            day = written.on(first.year)
        if day is not None:
            found.append(day)
    return found


def _clock_votes(clock: int | None, rising: Sequence[Clue], offsets: Sequence[int]) -> list[_Vote]:
    """The page was fetched while it was live, perhaps: its newest entry is then of that day or the day before."""
    if clock is None:
        return []
    fetched = datetime.fromtimestamp(clock, UTC)
    today = fetched.date() - timedelta(days=offsets[-1])
    fits = rising[-1].minutes <= fetched.hour * 60 + fetched.minute
    days = ((today, 1.0), (today - timedelta(days=1), 0.8)) if fits else ((today - timedelta(days=1), 1.0),)
    return [_Vote(days, f"the page was fetched on {_day(fetched.date())}", bound=True)]


def _limit(clock: int | None, rising: Sequence[Clue], offsets: Sequence[int]) -> date | None:
    if clock is None:
        return None
    newest = max(offset * DAY + clue.minutes for clue, offset in zip(rising, offsets, strict=True))
    return datetime.fromtimestamp(clock - newest * 60 + 59, UTC).date()


def _best(votes: Sequence[_Vote], spoken: _Spoken, limit: date | None, *, stated: bool) -> date | None:
    named = {day for vote in votes for day, _ in vote.days}
    candidates = {day for day in named if limit is None or day <= limit} or (named if stated else set[date]())
    said, unbound = _named(votes), _named([vote for vote in votes if not vote.bound])
    ranked: list[tuple[float, int, date]] = []
    for day in candidates:
        dated = said[day]
        if stated or dated >= 4 or _agreed(spoken, day, unbound.get(day, 0.0)):
            ranked.append((spoken.score(day) + dated, -day.toordinal(), day))
    return max(ranked)[2] if ranked else None


def _agreed(spoken: _Spoken, day: date, dated: float) -> bool:
    """Whether weekday words and dates together carry a day that nothing states.

    `dated` is what dates say for it, that of the fetch left out. Most words must fit; nearly all of several where the
    only date is that of the fetch, for the page may be old.
    """
    share = spoken.shares[day.weekday()]
    if dated >= 0.4:
        return share >= 0.5
    return share >= 0.7 and spoken.total >= 3


def _named(votes: Sequence[_Vote]) -> dict[date, float]:
    """What dates say for each day. One sort of evidence counts once: a date repeated in every text is one date."""
    best: dict[date, dict[str, float]] = {}
    for vote in votes:
        for day, weight in vote.days:
            words = best.setdefault(day, {})
            words[vote.words] = max(weight, words.get(vote.words, 0.0))
    return {day: sum(words.values()) for day, words in best.items()}


def _day(day: date) -> str:
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _reason(best: date, votes: Sequence[_Vote], mentions: Sequence[_Mention], days: int) -> str:
    """Say in words which evidence the day rests on, and what spoke against it."""
    grounds: list[str] = []
    words = [mention for mention in mentions if _agreement(mention, best.weekday()) >= 0.5]
    if words:
        name = WEEKDAY_NAMES[
            max({m.weekday for m in words}, key=lambda day: sum(m.weight for m in words if m.weekday == day))
        ]
        grounds.append(f"{name} in the texts ({len(words)} of {len(mentions)} weekday words fit)")
    grounds += dict.fromkeys(vote.words for vote in votes if best in dict(vote.days))
    against = dict.fromkeys(vote.words for vote in votes if best not in dict(vote.days) and not vote.bound)
    what = f"{WEEKDAY_NAMES[best.weekday()]} {_day(best)}" + (
        " for the oldest entry, a day more at each midnight" if days else ""
    )
    reason = f"{what}: {' and '.join(list(grounds)[:4])}"
    return reason + (f"; this outweighs that {' and '.join(list(against)[:2])}." if against else ".")
