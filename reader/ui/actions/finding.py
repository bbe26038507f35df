"""The filter line: what is typed in it, what is offered there, filters used before and filters with names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.model.filter_completion import Offer, Slot, around, begins, offer
from reader.model.filter_edit import toggle
from reader.model.filter_language import MAX_TEXT, parse_filter
from reader.model.filter_typing import settled
from reader.model.query import EVERYTHING, Query
from reader.model.saved_filter import BUILT_IN, SavedFilter
from reader.store import StoreError
from reader.text import one_line
from reader.ui import texts
from reader.ui.actions.faceting import Faceting
from reader.ui.commands import Place, first_key
from reader.ui.widgets.filter_bar import FilterBar
from reader.ui.widgets.filter_input import FilterInput
from reader.ui.widgets.timeline import Timeline
from reader.view.source_filter import source_filter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from reader.store import Reads
    from reader.view.lines import Line

OFFERED = 40
"""Values of one field that are offered."""
PATIENCE = 0.1
"""Seconds after which it is said that a filter is still being looked for."""


class Finding(Faceting):
    """What the reader looks for."""

    # -- typing

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """The list follows every keystroke."""
        event.stop()
        query = event.query if event.done else settled(event.query)
        self.agree_facets(event.query.text)
        self.run_worker(self.listing.filter_by(query), group="filter", exit_on_error=False)
        self._show_outcome()
        if self.listing.asked_at is None:
            self.set_timer(PATIENCE + 0.01, self._show_outcome)

    def on_filter_bar_entered(self) -> None:
        """Have at hand what the line may want."""
        bar = self.query_one(FilterBar)
        bar.saved = self.saved_filters()
        bar.input.history = self.reads.filter_history()
        self._show_outcome()

    def on_filter_bar_finished(self, event: FilterBar.Finished) -> None:
        """Remember what was typed, for the next time."""
        self._show_outcome()
        if event.text.strip() and parse_filter(event.text).term is not None:
            from reader.store.filters import remember_filter  # noqa: PLC0415  not needed for the first screen

            remember_filter(self.world.store, event.text)

    def _show_outcome(self) -> None:
        super()._show_outcome()
        if not self.is_mounted:
            return
        bar, listing = self.query_one(FilterBar), self.listing
        if listing.asked_at is not None and self.world.clock.steady() - listing.asked_at >= PATIENCE:
            bar.outcome("filtering …")
        elif listing.problem is not None:
            bar.outcome(listing.problem, urgent=True)

    def filter_words(self) -> str:
        """What hides entries, in words: the name of a kept filter, else its text while it is not being typed."""
        text = self.query_one(FilterBar).text.strip()
        kept = next((item for item in self.saved_filters() if item.query.strip() == text), None)
        if kept is not None:
            return f"“{one_line(kept.name)}”"
        return "" if isinstance(self.focused, FilterInput) else text

    def _keys(self, width: int) -> Line:
        if isinstance(self.focused, FilterInput):
            return texts.keys(Place.FILTER, getattr(self.app, "keymap", {}))
        if self.aside and self.focused is self._pane:
            return texts.keys(Place.FACETS, getattr(self.app, "keymap", {}))
        return super()._keys(width)

    # -- what is offered

    def on_filter_bar_values_wanted(self, event: FilterBar.ValuesWanted) -> None:
        """Ask the store what could stand there."""
        event.stop()
        asking = self._offer_values(event.text, event.place)
        self.run_worker(asking, group="offers", exclusive=True, exit_on_error=False)

    async def _offer_values(self, text: str, place: Slot) -> None:
        rest = around(text, place)
        # Beside an OR the rest of the filter says nothing about how many a value would show.
        query = EVERYTHING if " OR " in f"{rest} " else parse_filter(rest)
        try:
            offers = await self.asides.ask("offers", partial(self._values_offered, place, query))
        except StoreError:
            return  # the list says so
        if offers is not None and self.is_attached:
            self.query_one(FilterBar).offer(place, offers)

    def _values_offered(self, place: Slot, query: Query, reads: Reads) -> list[Offer]:
        """Asked in the thread."""
        sources, now, field = self.scope(), self.world.clock.now(), place.field or ""
        if field == "source":
            counts = reads.source_counts(query, sources=sources, now=now, zone=self.zone)
            found = [
                Offer(status.title, source_filter(status, self.statuses).removeprefix("source:"), entries=count)
                for status in self.statuses
                if begins(f"{status.title} {status.source.url}", place.typed)
                and (count := counts.get(status.source.id, 0)) >= 0
            ]
            return sorted(found, key=lambda item: -(item.entries or 0))[:OFFERED]
        from reader.tagging import named_by  # noqa: PLC0415  not needed for the first screen

        also = named_by(place.typed) if field != "topic" else {}
        counted = reads.values(
            field, query, typed=place.typed, also=also, sources=sources, limit=OFFERED, now=now, zone=self.zone
        )
        return [offer(place, item.value, item.count, also.get(item.value) or item.type or "") for item in counted]

    # -- filters with names

    def saved_filters(self) -> Sequence[SavedFilter]:
        """Those of the settings first, then those kept here; the ones that everybody has where there are none."""
        kept = [*self.world.config.filter]
        names = {item.name.casefold() for item in kept}
        kept += [item for item in self.reads.saved_filters() if item.name.casefold() not in names]
        return kept or BUILT_IN

    def on_timeline_filter_wanted(self, event: Timeline.FilterWanted) -> None:
        """Show what the n-th filter with a name shows."""
        keys = texts.keys_of("saved_filter", getattr(self.app, "keymap", {})).split(",")
        kept = self.saved_filters()
        number = keys.index(event.key) if event.key in keys else len(kept)
        if number < len(kept):
            self.query_one(FilterBar).set_text(kept[number].query)
            return
        names = ", ".join(f"{first_key(key)} {one_line(item.name)}" for key, item in zip(keys, kept, strict=False))
        self.notify(f"Filters with names: {names}", markup=False)

    def on_filter_bar_named(self, event: FilterBar.Named) -> None:
        """Keep the filter, or keep it no longer."""
        from reader.store.filters import forget_filter, save_filter  # noqa: PLC0415  for those who keep one

        here = [item for item in self.reads.saved_filters() if item.query.strip() == event.text]
        if not event.name:
            for item in here:
                self._tell_kept(forget_filter(self.world.store, item.name), f"No longer kept: {item.name}")
        elif any(item.name.casefold() == event.name.casefold() for item in self.world.config.filter):
            self.complain(f"The settings have a filter of the name {event.name}; choose another name")
        else:
            words = f"Kept as {event.name}; its number in the list is the key"
            self._tell_kept(save_filter(self.world.store, event.name, event.text[:MAX_TEXT]), words)

    def _tell_kept(self, future: Future[None], words: str) -> None:
        def told(done: Future[None]) -> None:
            error = done.exception()
            self.app.call_later(self._told_kept, words if error is None else str(error), error is not None)

        future.add_done_callback(told)

    def _told_kept(self, words: str, failed: bool) -> None:
        self.complain(words) if failed else self.notify(words, markup=False)
        self._show_outcome()

    # -- from elsewhere

    def toggle_term(self, field: str | None, value: str) -> None:
        """Put a value of a field, or (field None) a word, into the filter, or take it out if it is there."""
        bar = self.query_one(FilterBar)
        bar.set_text(toggle(bar.text, field, value))

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
