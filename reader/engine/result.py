"""What a poll that somebody asked for came to, for the one who asked."""

from __future__ import annotations

from dataclasses import dataclass

from reader.engine.waits import in_words
from reader.model.event import Event, EventKind, PollReport


@dataclass(frozen=True, slots=True)
class PollResult:
    """A poll that was made (`report` and its `events`, the poll event last), or one that was `refused` and why.

    `allowed_at` says from when a refused poll may be made (UTC seconds; None: not known), `wait` how many seconds off
    that is.
    """

    source_id: int
    report: PollReport | None = None
    events: tuple[Event, ...] = ()
    refused: str | None = None
    allowed_at: int | None = None
    wait: int = 0

    @property
    def ok(self) -> bool:
        """False where the poll failed. To be refused by our own manners is no failure."""
        return self.report.ok if self.report is not None else self.allowed_at is not None

    def in_words(self) -> str:
        """The result as one line for people."""
        if self.report is None:
            later = f" Allowed again in {in_words(max(1, self.wait))}." if self.allowed_at is not None else ""
            return f"not asked: {self.refused}.{later}"
        report = self.report
        counts = [(sum(event.kind is kind for event in self.events), kind) for kind in EventKind]
        said = [f"{number} {kind}" for number, kind in counts if number and kind is not EventKind.POLL]
        what = ": ".join(part for part in (report.message or report.outcome, ", ".join(said)) if part)
        return f"{what}; {_next(report)}"


def _next(report: PollReport) -> str:
    if report.next_poll_at is None:
        return f"not asked again: {report.next_poll_reason}"
    return f"next in {in_words(max(0, report.next_poll_at - report.at))} ({report.next_poll_reason})"
