"""What a poll asks for: the document if it has changed, all of it, or only what is new. Pure; UTC seconds.

A server may call a document unchanged for ever, so once in eight days it is asked without validators; once a day, if
that has shown that it was not to be believed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.engine.schedule import is_live_page
from reader.engine.waits import DAY
from reader.model.snapshot import FeedState
from reader.model.source import Validators
from reader.net.address import endpoint
from reader.net.outcome import FetchRequest

if TYPE_CHECKING:
    from reader.model.source import PollState, Progress, SourceStatus

WHOLE_EVERY = 8 * DAY
WHOLE_EVERY_IF_DOUBTFUL = DAY
DELTAS = 9
"""Polls in a row that may ask only for what is new; the next one asks for the page."""
DELTAS_FOR = 1800
"""Seconds after a whole page for which that holds."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request. `delta` asks only for what is new; `overdue` for the whole document because of its time."""

    request: FetchRequest
    delta: bool = False
    overdue: bool = False


def question(status: SourceStatus, now: int, *, force: bool = False) -> Question:
    """What to ask the source for itself. A whole document that is overdue is asked for without validators."""
    url, poll = status.source.url, status.poll
    if force:
        return Question(FetchRequest(url, poll.validators, force=True))
    if _is_overdue(poll, now):
        return Question(FetchRequest(url), overdue=True)
    return Question(FetchRequest(url, poll.validators, validators_of=poll.progress.validators_of))


def _is_overdue(poll: PollState, now: int) -> bool:
    every = WHOLE_EVERY_IF_DOUBTFUL if poll.progress.doubtful else WHOLE_EVERY
    came_at = poll.progress.full_at
    return poll.validators != Validators() and came_at is not None and now - came_at >= every


def wants_delta(status: SourceStatus, now: int) -> bool:
    """Whether it is enough to ask a live page that is looked at for what is new.

    Not after a failure, a long time or many such polls, nor while entries are still to be proven withdrawn.
    """
    poll = status.poll
    if not poll.feed.delta_url or poll.feed.state is FeedState.ENDED or not is_live_page(poll.format):
        return False
    lately = poll.progress.full_at is not None and 0 <= now - poll.progress.full_at < DELTAS_FOR
    return lately and poll.progress.deltas < DELTAS and poll.failures == 0 and poll.unconfirmed == 0


def after_delta(progress: Progress) -> Progress:
    """What to remember after a poll that asked only for what was new."""
    return replace(progress, deltas=progress.deltas + 1)


def after_page(progress: Progress, asked: Question, url: str, now: int, *, came: bool, changed: bool) -> Progress:
    """What to remember after the document itself was asked for.

    `came` says that it did, and was not "not modified"; `url` is where the answer came from in the end.
    """
    elsewhere = endpoint(url) not in (None, endpoint(asked.request.url))
    progress = replace(progress, validators_of=url if elsewhere else None)
    if came:
        doubtful = changed if asked.overdue else progress.doubtful
        return replace(progress, full_at=now, deltas=0, doubtful=doubtful)
    # A store that comes from an earlier version knows no such time: it counts from now on. So does a clock set back.
    known = progress.full_at is not None and progress.full_at <= now
    return replace(progress, full_at=progress.full_at if known else now, deltas=0)
