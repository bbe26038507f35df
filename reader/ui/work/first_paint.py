"""What was put off until the first screen was there."""

from __future__ import annotations

import gc
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen

STYLES = Path(__file__).parents[1] / "styles"
LATER = (STYLES / "filter.tcss", STYLES / "later.tcss")
"""Styles of what the first screen does not have."""
BEHIND = "#prompt, #facets, #filter-help"
"""What may have come on the screen before they were read, if somebody types before anything is to be seen."""
GENERATIONS = 2000, 10, 30
"""How often garbage is looked for (`gc.set_threshold`): a look at so many new objects takes the screen a millisecond or
two, one at all that there are some forty, in which a key waits; so that one is rarer than by Python's own measure."""

STDIN = 0
LOOK = 2.0
"""Seconds between two looks whether the terminal is still there; most terminals say so by a signal when they go."""
GONE = 129
"""The exit code after that signal (SIGHUP)."""


def catch_up(screen: Screen[None]) -> None:
    """Read the other styles, and let garbage be collected again."""
    sheet = screen.app.stylesheet
    sheet.read_all(LATER)
    if len(screen.app.screen_stack) > 1 or screen.query(BEHIND):
        screen.app.refresh_css(animate=False)
    else:
        sheet.parse()
    if "DATELINE_HEARTBEAT" in os.environ:
        from reader.ui.work import heartbeat  # noqa: PLC0415  for those who ask

        if (file := heartbeat.asked()) is not None:
            app = screen.app
            screen.run_worker(
                heartbeat.beat(file, lambda: app.return_code is None), group="heartbeat", exit_on_error=False
            )
    if not screen.app.is_headless and os.isatty(STDIN):
        screen.app.set_interval(LOOK, partial(_end_without_terminal, screen.app))
    if not gc.isenabled():
        # What was imported is never garbage and need not be looked through again.
        gc.freeze()
        gc.set_threshold(*GENERATIONS)
        gc.enable()


def _end_without_terminal(app: App[None]) -> None:
    """End where the terminal has gone without a word: Textual would read its end for ever, as fast as it can."""
    if not os.isatty(STDIN):
        app.exit(return_code=GONE)
