"""The pane of actors, topics, speakers and sources beside the list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.frozen import replace
from reader.model.filter_edit import Choice, choose, chosen
from reader.model.filter_language import MAX_TERMS, MAX_TEXT, parse_filter
from reader.model.names import words_of
from reader.model.query import Query
from reader.store import StoreError
from reader.ui.widgets.filter_bar import FilterBar
from reader.ui.work.queries import QueryThread

if TYPE_CHECKING:
    from reader.store import Reads
    from reader.ui.screens.parts import Parts
    from reader.ui.widgets.facets import FacetPane
    from reader.view.facet_lines import Facet
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one

LOOKS_KEPT = 20
"""Lists of which the counts are remembered, to say what has come since."""


class Faceting(Parts):
    """The pane says what the filter says, and changes its text."""

    _pane: FacetPane | None = None
    _asides: QueryThread | None = None
    _last_look: dict[tuple[str, str], dict[str, int]] = {}  # noqa: RUF012  replaced, never changed
    _counted: tuple[tuple[str, str], dict[str, int]] | None = None

    @property
    def asides(self) -> QueryThread:
        """Answers what the list does not wait for."""
        if self._asides is None:
            self._asides = QueryThread(self.world.store)
        return self._asides

    def on_unmount(self) -> None:
        """Let the connection go."""
        if self._asides is not None:
            self._asides.close()

    @property
    def aside(self) -> bool:
        """Whether the pane is open."""
        return self.has_class("-facets") and self._pane is not None

    async def action_facets(self) -> None:
        """Open or close the facet pane."""
        if self.aside:
            self._close_facets()
            return
        if self._pane is None:
            from reader.ui.widgets.facets import FacetPane  # noqa: PLC0415  not needed for the first screen

            self._pane = FacetPane(self._chosen, ascii=self.world.config.display.ascii)
            await self.query_one("#panes").mount(self._pane, before=0)
        self.add_class("-facets")
        self.count_facets()
        self.set_focus(self._pane)

    def on_facet_pane_left(self) -> None:
        """Close the pane."""
        self._close_facets()

    def _close_facets(self) -> None:
        if self._counted is not None:
            kept = list(self._last_look.items())[-LOOKS_KEPT + 1 :]
            self._last_look = {**dict(kept), self._counted[0]: self._counted[1]}
            self._counted = None
        self.remove_class("-facets")
        self.set_focus(self.timeline)

    def on_facet_pane_turned(self) -> None:
        """Another section is another question."""
        self.count_facets()

    def _chosen(self, field: str, choice: Choice) -> None:
        """Write it into the filter."""
        bar = self.query_one(FilterBar)
        text = choose(bar.text, field, choice)
        if len(text) > MAX_TEXT or any(
            f"at most {MAX_TERMS}" in problem.message for problem in parse_filter(text).problems
        ):
            self.notify(f"A filter has at most {MAX_TERMS} terms and {MAX_TEXT} characters", markup=False)
            return
        bar.set_text(text)
        self.agree_facets(text)

    def agree_facets(self, text: str) -> None:
        """Let the pane show what the text of the filter says."""
        if self._pane is not None and self.aside:
            from reader.view.facet_lines import SECTIONS  # noqa: PLC0415  not needed for the first screen

            self._pane.agree({field: chosen(text, field) for field in SECTIONS})

    def _refresh_words(self) -> None:
        super()._refresh_words()
        if self.aside:
            self.count_facets()

    def count_facets(self) -> None:
        """Count anew, in a thread; the pane keeps what it shows until then."""
        self.run_worker(self._count_facets, group="facets", exclusive=True, exit_on_error=False)

    async def _count_facets(self) -> None:
        pane, text = self._pane, self.query_one(FilterBar).text
        if pane is None:
            return
        self.agree_facets(text)
        field, base = pane.field, self._base(text, pane)
        try:
            counted = await self.asides.ask("facets", partial(self._facets, field, parse_filter(base)))
        except StoreError:
            return  # the list says so
        if counted is not None and self.aside:
            before = self._last_look.get((field, base))
            if before is not None:
                counted = [_since(item, before) for item in counted]
            if pane.field == field:
                self._counted = ((field, base), {item.value: item.count for item in counted})
            pane.show(field, counted)

    def _base(self, text: str, pane: FacetPane) -> str:
        """What else is asked for: a count says what a value would show with it, in place of, or beside, the chosen."""
        kept = pane.choice.included if pane.every else ()
        return choose(text, pane.field, Choice(kept, (), every=True))

    def _facets(self, field: str, query: Query, reads: Reads) -> list[Facet]:
        """Asked in the thread."""
        from reader.view.facet_lines import Facet  # noqa: PLC0415  not needed for the first screen
        from reader.view.source_filter import source_filter  # noqa: PLC0415

        sources, now = self.scope(), self.world.clock.now()
        if field != "source":
            found = reads.values(field, query, sources=sources, now=now, zone=self.zone)
            return [Facet(item.value, item.value, words_of(item.value), item.count) for item in found]
        counts = reads.source_counts(query, sources=sources, now=now, zone=self.zone)
        listed: list[Facet] = []
        for status in self.statuses:
            value = source_filter(status, self.statuses).removeprefix('source:"').removesuffix('"')
            listed.append(Facet(value, status.title, words_of(status.title), counts.get(status.source.id, 0)))
        return sorted(listed, key=lambda item: -item.count)


def _since(item: Facet, before: dict[str, int]) -> Facet:
    return replace(item, delta=item.count - before.get(item.value, 0))
