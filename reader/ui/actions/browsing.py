"""Moving among the sources, and in what order they stand."""

from __future__ import annotations

import asyncio

from reader.store import StoreError
from reader.store.arrangement import keep_order, keep_sorting
from reader.ui.screens.source_parts import SourceParts
from reader.view.source_order import Sorting, following, moved, own_order, sorting


class Browsing(SourceParts):
    """Where the reader looks, and how the list is sorted."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        # By what is stored, not by what is shown, and one after the other: keys may come faster than the list is read.
        self._arranging = asyncio.Lock()

    def action_source_down(self) -> None:
        """To the next source."""
        self.listed.move_by(1)

    def action_source_up(self) -> None:
        """To the previous source."""
        self.listed.move_by(-1)

    def action_source_page_down(self) -> None:
        """A page down."""
        self.listed.move_by(self.listed.page)

    def action_source_page_up(self) -> None:
        """A page up."""
        self.listed.move_by(-self.listed.page)

    def action_first_source(self) -> None:
        """To the first source."""
        self.listed.move_to(0)

    def action_last_source(self) -> None:
        """To the last source."""
        self.listed.move_to(len(self.listed.statuses) - 1)

    def action_next_unread_source(self) -> None:
        """Down to the next source with unread entries."""
        self._to_unread(1)

    def action_previous_unread_source(self) -> None:
        """Up to the previous one."""
        self._to_unread(-1)

    def _to_unread(self, step: int) -> None:
        every, start = self.listed.statuses, self.listed.position or 0
        places = [(start + step * distance) % len(every) for distance in range(1, len(every))]
        place = next((place for place in places if every[place].unread), None)
        if place is None:
            self.say("No other source has unread entries")
        else:
            self.listed.move_to(place)

    def action_source_text_down(self) -> None:
        """Scroll what is said of the source."""
        self.detail.scroll_lines(max(1, self.detail.size.height // 2))

    def action_source_text_up(self) -> None:
        """Scroll it back."""
        self.detail.scroll_lines(-max(1, self.detail.size.height // 2))

    # -- order

    def action_sort_sources(self) -> None:
        """Another order."""
        self.run_worker(self._sort(), group="settings", exit_on_error=False)

    async def _sort(self) -> None:
        try:
            async with self._arranging:
                arrangement = await self.queries.ask_in_turn(lambda reads: reads.arrangement())
                await asyncio.wrap_future(keep_sorting(self.world.store, following(sorting(arrangement.sorting))))
        except StoreError as error:
            self.complain(str(error))
        await self.read()

    def action_move_source_up(self) -> None:
        """Up in the reader's own order."""
        self._move(-1)

    def action_move_source_down(self) -> None:
        """Down in it."""
        self._move(1)

    def _move(self, step: int) -> None:
        if sorting(self.known.arrangement.sorting) is not Sorting.OWN:
            self.say(f"Sources are moved in your own order; {self.key_of('sort_sources')} until it says so")
            return
        self.run_worker(self._reorder(self.listed.cursor or 0, step), group="settings", exit_on_error=False)

    async def _reorder(self, number: int, step: int) -> None:
        try:
            async with self._arranging:
                arrangement = await self.queries.ask_in_turn(lambda reads: reads.arrangement())
                ids = own_order((status.source.id for status in self.statuses), arrangement.order)
                await asyncio.wrap_future(keep_order(self.world.store, moved(ids, number, step)))
        except StoreError as error:
            self.complain(str(error))
        await self.read()
