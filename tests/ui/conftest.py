"""Every pilot waits until what it asked for is done."""

from __future__ import annotations

import pytest
import textual.app
import textual.pilot

from tests.ui.settling import settled


@pytest.fixture(autouse=True)
def pilots_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each key, and before and after each pause."""
    monkeypatch.setattr(textual.app, "wait_for_idle", settled)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", settled)
    monkeypatch.setattr(textual.pilot.Pilot, "_wait_for_screen", settled)
