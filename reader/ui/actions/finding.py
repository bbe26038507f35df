"""Filter and facets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui import texts
from reader.ui.screens.parts import Parts
from reader.ui.widgets.facets import FacetPane
from reader.ui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from reader.model.listing import FacetCount


class Finding(Parts):
    """The filter line and the facet pane."""

    def _refresh_words(self) -> None:
        super()._refresh_words()
        if self.has_class("-facets"):
            self.run_worker(self._count_facets(), group="facets", exclusive=True, exit_on_error=False)

    async def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """The list follows every keystroke."""
        event.stop()
        self.run_worker(self.listing.filter_by(event.query), group="filter", exit_on_error=False)

    def on_facet_pane_chosen(self, event: FacetPane.Chosen) -> None:
        """Put the facet into the filter, or take it out."""
        bar = self.query_one(FilterBar)
        bar.set_text(texts.toggle_term(bar.input.value, event.field, event.value))

    async def on_facet_pane_left(self) -> None:
        """Close the pane."""
        await self.action_facets()

    async def _count_facets(self) -> None:
        query, sources, now = self.listing.query, self.scope(), self.world.clock.now()
        counted: list[FacetCount] | None = await self.queries.ask(
            "facets", lambda reads: reads.facets(query, sources=sources, now=now, zone=self.zone)
        )
        if counted is not None and self.has_class("-facets"):
            self.query_one(FacetPane).show(counted, texts.facets_in(query))

    async def action_facets(self) -> None:
        """Open or close the facet pane."""
        self.toggle_class("-facets")
        if not self.has_class("-facets"):
            self.set_focus(self.timeline)
            return
        if not self.query(FacetPane):
            await self.query_one("#panes").mount(FacetPane(), before=0)
        await self._count_facets()
        self.set_focus(self.query_one(FacetPane))

    def action_filter(self) -> None:
        """Start a filter afresh."""
        self.query_one(FilterBar).set_text("")
        self.set_focus(self.query_one(FilterBar).input)

    def action_edit_filter(self) -> None:
        """Go on with the filter that is there."""
        bar = self.query_one(FilterBar)
        self.set_focus(bar.input)
        bar.input.cursor_position = len(bar.input.value)

    def action_clear_filter(self) -> None:
        """Show everything."""
        self.query_one(FilterBar).set_text("")
