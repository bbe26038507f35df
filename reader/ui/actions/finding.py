"""The filter line: what is typed in it, what is offered there, filters used before and filters with names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from reader.model.filter_completion import Offer, Slot, around, begins, offer
from reader.model.filter_edit import toggle
from reader.model.filter_language import MAX_TEXT, parse_filter
from reader.model.filter_typing import left_open, settled
from reader.model.query import EVERYTHING, Problem, Query
from reader.model.saved_filter import BUILT_IN, SavedFilter
from reader.store import StoreError
from reader.text import one_line
from reader.ui import texts
from reader.ui.actions.faceting import Faceting
from reader.ui.commands import Place, first_key
from reader.ui.widgets.filter_bar import FilterBar
from reader.ui.widgets.filter_input import FilterInput
from reader.ui.widgets.timeline import Timeline
from reader.view.clusters import cells
from reader.view.lines import Line, Span

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from reader.store import Reads

OFFERED = 40
"""Values of one field that are offered."""
PATIENCE = 0.1
"""Seconds after which it is said that a filter is still being looked for."""

NAMING_KEYS = (Span(" Enter", "command"), Span(" keep under this name"), Span(" Esc", "command"), Span(" do not keep"))


class Finding(Faceting):
    """What the reader looks for."""

    _names: Sequence[SavedFilter] | None = None
    _judged: tuple[str, Sequence[Problem]] = "", ()

    # -- typing

    def on_filter_bar_changed(self, event: FilterBar.Changed) -> None:
        """The list follows every keystroke."""
        event.stop()
        query = settled(event.query)
        self.agree_facets(event.query.text)
        self.run_worker(self.listing.filter_by(query), group="filter", exit_on_error=False)
        self._show_outcome()
        if self.listing.asked_at is None:
            self.set_timer(PATIENCE + 0.01, self._show_outcome)

    def on_filter_bar_entered(self) -> None:
        """Have at hand what the line may want."""
        bar, self._names = self.query_one(FilterBar), None
        bar.saved = self.saved_filters()
        bar.input.history = self.reads.filter_history()
        self._show_outcome()

    def on_filter_bar_finished(self, event: FilterBar.Finished) -> None:
        """The list stays as it was while the last word was being typed; the text says how."""
        event.stop()
        self._show_outcome()
        if (problems := self._problems()) and not self._not_understood(problems)[1]:
            self.notify(problems[0].message, severity="warning", markup=False)
        typed, whole = parse_filter(event.text, typing=True), parse_filter(event.text)
        if event.typed and typed.term != whole.term and settled(typed).term == typed.term:
            self.run_worker(self._finish(event.text, typed, whole), group="finish", exit_on_error=False)
        else:
            self.run_worker(self.listing.filter_by(whole), group="filter", exit_on_error=False)
            self._remember(event.text)

    async def _finish(self, text: str, typed: Query, whole: Query) -> None:
        """A last word that may go on gets a star, unless it makes no difference."""
        scope, now = self.scope(), self.world.clock.now()

        def question(reads: Reads) -> bool:
            counts = {reads.count(query, sources=scope, now=now, zone=self.zone) for query in (typed, whole)}
            return len(counts) > 1

        try:
            differs = await self.asides.ask("finish", question)
        except StoreError:
            differs = False
        bar = self.query_one(FilterBar)
        if differs is None or bar.text != text or bar.input.has_focus:
            return
        if differs:
            text = left_open(text)
            bar.set_text(text)
        else:
            await self.listing.filter_by(whole)
        self._remember(text)

    def _remember(self, text: str) -> None:
        """For the next time."""
        if parse_filter(text).term is not None:
            from reader.store.filters import remember_filter  # noqa: PLC0415  not needed for the first screen

            remember_filter(self.world.store, text)

    def _show_outcome(self) -> None:
        super()._show_outcome()
        if not self.is_mounted:
            return
        bar, listing = self.query_one(FilterBar), self.listing
        if listing.asked_at is not None and self.world.clock.steady() - listing.asked_at >= PATIENCE:
            bar.outcome("filtering …")
        elif listing.problem is not None:
            bar.outcome(listing.problem, urgent=True)
        elif isinstance(self.focused, FilterInput) or listing.held:
            return  # what is wrong stands where it is typed; what waits comes first
        elif problems := self._problems():
            bar.outcome(self._not_understood(problems)[0], urgent=True)

    def _problems(self) -> Sequence[Problem]:
        """What is wrong with the filter, now that it is not being typed."""
        text = self.query_one(FilterBar).text
        if self._judged[0] != text:
            self._judged = text, parse_filter(text).problems
        return self._judged[1]

    def _not_understood(self, problems: Sequence[Problem]) -> tuple[str, bool]:
        """What is wrong in words, and whether these are the whole reason."""
        text, listing = self.query_one(FilterBar).text, self.listing
        counts = f"{listing.shown:,} of {listing.total:,}" if listing.query.term else "all shown"
        return texts.not_understood(text, problems, counts, texts.outcome_room(self.size.width))

    def filter_words(self) -> str:
        """What hides entries, in words: the name of a kept filter, else a short text that is not being typed."""
        text = self.query_one(FilterBar).text.strip()
        kept = next((item for item in self.saved_filters() if item.query.strip() == text), None)
        if kept is not None:
            return f"“{one_line(kept.name)}”"
        return "" if isinstance(self.focused, FilterInput) or cells(text) > texts.WIDEST_FILTER else text

    def filter_place(self) -> Place | None:
        """Where the reader is, if it is where filters are made."""
        if isinstance(self.focused, FilterInput):
            return Place.FILTER
        return Place.FACETS if self.focused is not None and self.focused is self._pane else None

    def _keys(self, width: int) -> Line:
        if self.focused is not None and self.focused.id == "filter-name":
            return NAMING_KEYS
        place = self.filter_place()
        return super()._keys(width) if place is None else texts.keys(place, getattr(self.app, "keymap", {}), width)

    # -- what is offered

    def on_filter_bar_values_wanted(self, event: FilterBar.ValuesWanted) -> None:
        """Ask the store what could stand there."""
        event.stop()
        asking = partial(self._offer_values, event.text, event.place)
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
            from reader.view.source_filter import source_filter  # noqa: PLC0415  not needed for the first screen

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
        """The filters with names, as they were when the line was last entered or one was kept."""
        if self._names is None:
            self._names = self._read_names()
        return self._names

    def _read_names(self) -> Sequence[SavedFilter]:
        """Those of the settings first, or else the ones that everybody has; then those kept here.

        What is kept under a name that everybody has stands in its place.
        """
        own = {item.name.casefold(): item for item in self.reads.saved_filters()}
        first = self.world.config.filter or [own.get(item.name, item) for item in BUILT_IN]
        names = {item.name.casefold() for item in first}
        return [*first, *(item for name, item in own.items() if name not in names)]

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

        every = self.reads.saved_filters()
        here = [item for item in every if item.query.strip() == event.text]
        if not event.name:
            for item in here:
                self._tell_kept(forget_filter(self.world.store, item.name), f"No longer kept: {item.name}")
        elif any(item.name.casefold() == event.name.casefold() for item in self.world.config.filter):
            self.complain(f"The settings have a filter of the name {event.name}; choose another name")
        else:
            before = next((item.query for item in every if item.name.casefold() == event.name.casefold()), "")
            instead = f", in place of {one_line(before)}" if before.strip() not in ("", event.text) else ""
            self._tell_kept(
                save_filter(self.world.store, event.name, event.text[:MAX_TEXT]),
                f"Kept: {event.name}",
                event.name,
                instead,
            )

    def _tell_kept(self, future: Future[None], words: str, name: str = "", instead: str = "") -> None:
        def told(saved: Future[None]) -> None:
            error = saved.exception()
            self.app.call_later(self._told_kept, None if error is None else str(error), words, name, instead)

        future.add_done_callback(told)

    def _told_kept(self, problem: str | None, words: str, name: str, instead: str) -> None:
        """Say what was done, and which key shows the filter `name` now."""
        self._names = None
        if problem is not None:
            self.complain(problem)
        else:
            keys = texts.keys_of("saved_filter", getattr(self.app, "keymap", {})).split(",")
            place = zip(keys, (item.name.casefold() for item in self.saved_filters()), strict=False)
            key = next((f", key {first_key(key)} in the list" for key, other in place if other == name.casefold()), "")
            self.notify(f"{one_line(words)}{key}{instead}", markup=False)
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
