"""When a source may be taken to have moved for good. Pure; times are UTC seconds.

A permanent redirect (301 and 308, RFC 9110 sections 15.4.2 and 15.4.9) is followed at once, but captive portals, broken
servers and lapsed domains send them too. So the address is rewritten only after the same target was met on three polls
a day or more apart, each time with a document behind it that could be read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.engine.waits import DAY
from reader.net.address import canonical
from reader.net.captive import speaks_of_login

if TYPE_CHECKING:
    from reader.model.source import Progress

PROOF = 3
APART = DAY


def target_of(url: str, permanent_url: str | None) -> str | None:
    """Where a source at `url` has moved to, as far as one answer tells; None where that is not to be remembered.

    Never from https to http, and never to where people log in, consent or land.
    """
    target = canonical(permanent_url) if permanent_url else None
    if target is None or target == url or speaks_of_login(target):
        return None
    if url.lower().startswith("https:") and not target.startswith("https:"):
        return None
    return target


def counted(progress: Progress, target: str | None, now: int, *, whole: bool) -> tuple[Progress, str | None]:
    """What to remember after a good answer that led to `target`, and the new address once the move is proven.

    `whole` says that a document came which could be read; "not modified" vouches for one that has come from there
    before. Any other target, or none, starts over.
    """
    if target is None:
        return forgotten(progress), None
    if target != progress.moved_to or progress.moved_at is None or progress.moved_at > now:
        return replace(progress, moved_to=target, moved_times=int(whole), moved_at=now), None
    if progress.moved_times == 0:
        return replace(progress, moved_times=int(whole), moved_at=now), None
    if now - progress.moved_at < APART:
        return progress, None
    if progress.moved_times + 1 >= PROOF:
        return forgotten(progress), target
    return replace(progress, moved_times=progress.moved_times + 1, moved_at=now), None


def forgotten(progress: Progress) -> Progress:
    """The same without any move."""
    return replace(progress, moved_to=None, moved_times=0, moved_at=None)
