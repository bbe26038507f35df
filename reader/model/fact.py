"""What one entry tells of names that others of its source may use in short."""

from __future__ import annotations

from typing import NamedTuple


class Fact(NamedTuple):
    """A person named in full, or a government body.

    `side` is the country or organisation for which it speaks, `office` the words before a person's name ("foreign
    minister"), "" where they are not known; an office of "body" says that it is one. `at` is the place of the entry
    in the timeline, in UTC seconds.
    """

    name: str
    side: str
    office: str
    at: int


class Learned(NamedTuple):
    """A word that stands for a name, for entries placed from `since` to before `until` (UTC seconds; None: all)."""

    word: str
    name: str
    since: int
    until: int | None
