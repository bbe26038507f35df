"""What was found in the entries that a list shows: claims and figures, with where and when. Plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo

from reader.tagging.claims import Claim
from reader.tagging.figures import Figure
from reader.view.glyphs import Glyphs, glyphs_for
from reader.view.times import SHORT_MONTHS, clock_label, local

CLOCK, DATED = 5, 13
"""Cells of a time: `13:12`, or `28 Sept 13:12` where it is not of today."""


@dataclass(frozen=True, slots=True)
class Testimony:
    """One entry: its id, place in time (UTC seconds) and source, what it claims and which figures it gives.

    `wording` is the same as long as the text and its tags are.
    """

    entry: int
    at: int
    source: int
    wording: int
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom the lines are made for: now (UTC seconds), zone, characters, names of sources where there are several."""

    now: int
    tz: tzinfo
    ascii: bool = False
    names: Mapping[int, str] = field(default_factory=dict[int, str])

    @property
    def glyphs(self) -> Glyphs:
        """The characters of our own."""
        return glyphs_for(self.ascii)

    @property
    def today(self) -> datetime:
        """The moment of the look, in the zone."""
        return local(self.now, self.tz)

    def time(self, at: int) -> str:
        """`13:12`, with the day where it is not of today."""
        moment, clock = local(at, self.tz), clock_label(at, self.tz)
        if moment.date() == self.today.date():
            return clock
        year = f" {moment.year}" if moment.year != self.today.year else ""
        return f"{moment.day} {SHORT_MONTHS[moment.month - 1]}{year} {clock}"


def progress(done: int, total: int, kept: int | None) -> str:
    """How far the reading has come; `kept` is how many of all are looked at where not all are."""
    if done < total:
        return f"reading {done:,} of {total:,}"
    newest = f"the newest {total:,} of {kept:,}" if kept is not None and kept > total else f"{total:,}"
    return f"{newest} {'entry' if total == 1 else 'entries'}"
