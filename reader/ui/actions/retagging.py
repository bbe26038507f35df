"""Tags that are made behind the polls, brought on screen now and then while nothing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.query import asks_for_tags
from reader.store import StoreError
from reader.ui.widgets.filter_bar import FilterBar
from reader.view.status import tagging_words

if TYPE_CHECKING:
    from textual.timer import Timer

    from reader.model.tagging_due import TaggingProgress
    from reader.ui.screens.parts import Parts
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one

SHOWN_AFTER = 1.5
"""Seconds after which tags that were made are shown: not with every batch, since the whole list is measured then."""


class Retagging(Parts):
    """Shows new tags in rows, text and filter, and how many are still to come."""

    _progress: TaggingProgress | None = None
    _shown_soon: Timer | None = None

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._retagged: set[int] = set()
        self.following.tagged = self._tagged

    def _tagged(self, progress: TaggingProgress) -> None:
        """Called on the event loop by the engine, for which this screen may be gone already."""
        if self.is_attached:
            self.call_later(self._note_tagged, progress)

    def _note_tagged(self, progress: TaggingProgress) -> None:
        self._retagged.update(progress.entry_ids)
        self._progress = progress if progress.done < progress.of else None
        if self._shown_soon is None:
            self._shown_soon = self.set_timer(SHOWN_AFTER, self._show_tags)
        self._show_outcome()

    def _show_tags(self) -> None:
        self._shown_soon = None
        self.run_worker(self._bring_in_tags(), group="tags", exit_on_error=False)

    async def _bring_in_tags(self) -> None:
        changed, self._retagged = self._retagged, set()
        if asks_for_tags(self.listing.query.term):
            await self.listing.reload(changed)
        else:
            try:
                tagged = await self.queries.ask_in_turn(lambda reads: reads.tagged(changed))
            except StoreError as error:
                self.complain(str(error))
                return
            if not self.is_attached:
                return
            self.timeline.retag(changed, tagged)
            self._refresh_words()
        here = self.article.stored
        if here is not None and here.id in changed:
            self.article.show(self.shown_of(self.reads.entry(here.id)))

    def _show_outcome(self) -> None:
        super()._show_outcome()
        if self._progress is not None and not self.listing.held and self.listing.query.term is None:
            self.query_one(FilterBar).outcome(tagging_words(self._progress))
