"""Whether the network works, as far as answers tell. Counted by the steady clock, whatever the wall clock says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.net.outcome import CONNECTIVITY, OutcomeKind

if TYPE_CHECKING:
    from reader.clock import Clock

LATELY = 7200
"""Seconds for which an answer or a failure of a source says anything of the network."""
WAKING = 120
"""Seconds after a suspend within which a failure is put down to a network that is not up again."""
CALM = 60
"""Seconds after a suspend or an outage for which what was missed is asked for by and by."""

_NOT_UP = CONNECTIVITY | {OutcomeKind.CONNECT, OutcomeKind.TIMEOUT}


class Network:
    """Answers and failures of late."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._answers: dict[int, float] = {}
        self._failures: dict[int, float] = {}
        self._down = False
        self._waking_until = self._calm_until = clock.steady()

    def is_online(self, but: int) -> bool:
        """Whether the last that other sources than this one have shown of the network was good.

        A server that has not answered for long shows nothing: it may be gone.
        """
        since = self._clock.steady() - LATELY
        answers = {source_id: at for source_id, at in self._answers.items() if at > since and source_id != but}
        failures = (self._failures.get(source_id, since) for source_id in answers)
        return max(answers.values(), default=since) > max(failures, default=since)

    def answered(self, source_id: int) -> bool:
        """A server out there has answered; whether the network is back by that."""
        now = self._clock.steady()
        self._answers[source_id] = now
        self._failures.pop(source_id, None)
        self._waking_until = now
        back, self._down = self._down, False
        if back:
            self._calm_until = now + CALM
        return back

    def failed(self, kind: OutcomeKind, source_id: int) -> None:
        """A poll has failed."""
        if kind in CONNECTIVITY:
            self._failures[source_id] = self._clock.steady()
            self._down = self._down or not self.is_online(source_id)

    def resumed(self) -> None:
        """The machine has slept, or the clock was set."""
        now = self._clock.steady()
        self._answers.clear()
        self._failures.clear()
        self._waking_until, self._calm_until = now + WAKING, now + CALM

    def is_not_up_yet(self, kind: OutcomeKind) -> bool:
        """Whether a failure is more likely that of a network that has not come up since the machine slept."""
        return kind in _NOT_UP and self._clock.steady() < self._waking_until

    @property
    def is_calm(self) -> bool:
        """Whether what was missed is asked for by and by, not all at once."""
        return self._clock.steady() < self._calm_until
