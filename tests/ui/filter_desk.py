"""What tests of the filter line and the pane of facets read from the screen."""

from __future__ import annotations

from reader.ui.widgets.filter_bar import FilterBar
from tests.ui.stage import NOON, Stage

LATER = NOON + 60


def bar(here: Stage) -> FilterBar:
    return here.screen.query_one(FilterBar)


def below(here: Stage) -> list[str]:
    """What hangs below the filter line."""
    found = here.screen.query("#filter-help")
    if not found or not found.first().display:
        return []
    return [found.first().render_line(y).text.rstrip() for y in range(found.first().size.height)]


def shown(here: Stage) -> int:
    return len(here.screen.timeline.rows)


def offered(here: Stage) -> list[str]:
    return [offer.label for offer in bar(here).offers]
