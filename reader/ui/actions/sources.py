"""Asking sources, and opening what they point at."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.store import StoreError
from reader.text import one_line
from reader.ui.opening import open_in_browser
from reader.ui.widgets.filter_bar import FilterBar
from reader.view.wrap import truncate

if TYPE_CHECKING:
    from reader.ui.screens.parts import Parts
    from reader.ui.screens.source_parts import Left
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one

TOLD = 3
"""Sources of which it is told one by one what came of asking them."""
NAME_CELLS = 24
"""Of a source that is one of several."""


class Sources(Parts):
    """Out into the world."""

    def action_open_link(self) -> None:
        """Open the entry in the browser."""
        if self.article.stored is None:
            self.say_no_entry()
            return
        url = self.article.address
        self.notify(open_in_browser(url) if url else "This entry has no address", markup=False)

    def action_copy_link(self) -> None:
        """Copy headline and address through the terminal (OSC 52)."""
        text = self.article.citation
        if not text:
            self.say_no_entry()
        else:
            self.app.copy_to_clipboard(text)
            self.notify("Sent to the terminal's clipboard", markup=False)

    def action_refresh(self) -> None:
        """Ask the source of this entry."""
        stored = self.article.stored
        numbers = [stored.source_id] if stored else [item.source.id for item in self.statuses]
        self.run_worker(self._refresh(numbers), group="refresh", exit_on_error=False)

    def action_refresh_all(self) -> None:
        """Ask every source, those as well that another program has added."""
        self.read_statuses()
        self.run_worker(self._refresh([s.source.id for s in self.statuses]), group="refresh", exit_on_error=False)

    async def _refresh(self, numbers: list[int]) -> None:
        told = await self.following.refresh(numbers)
        if len(told) == len(numbers) > 1:
            told = [f"{self._title_of(number)}: {words}" for number, words in zip(numbers, told, strict=True)]
        if len(told) > TOLD:
            # Of fifty sources they would cover the screen.
            more = f"{len(told) - TOLD} more have answered; {self.key_of('sources')} shows how they stand"
            told = [*told[:TOLD], more]
        if told:
            self.notify("\n".join(told), markup=False)

    def _title_of(self, number: int) -> str:
        return truncate(one_line(next((s.title for s in self.statuses if s.source.id == number), "")), NAME_CELLS)

    def action_keep(self) -> None:
        """Keep the sources that were only opened."""
        self.run_worker(self._keep(), group="sources", exit_on_error=False)

    async def _keep(self) -> None:
        opened = [item for item in self.statuses if not item.source.kept]
        try:
            for item in opened:
                await asyncio.wrap_future(self.world.store.update_source(item.source.id, kept=True))
        except StoreError as error:
            self.complain(str(error))
        else:
            titles = ", ".join(one_line(item.title) for item in opened)
            self.notify(f"On your list: {titles}" if opened else "Everything here is on your list", markup=False)
        self.read_statuses()

    def action_sources(self) -> None:
        """All sources, on a screen of their own."""
        from reader.ui.screens.sources import SourcesScreen  # noqa: PLC0415  not needed for the first screen

        self.app.push_screen(SourcesScreen(self.world, self.following, self.zone), self._sources_left)

    def _sources_left(self, left: Left | None) -> None:
        if left is not None:
            self.run_worker(self._take_over(left), group="sources", exit_on_error=False)

    async def _take_over(self, left: Left) -> None:
        """There may be more or fewer sources now, under other names; show one of them alone if that is wanted."""
        await self._sources_changed()
        if left.filter is not None:
            self.query_one(FilterBar).set_text(left.filter)
        if left.deleting:
            await asyncio.gather(*map(asyncio.wrap_future, left.deleting), return_exceptions=True)
            await self._sources_changed()

    async def _sources_changed(self) -> None:
        self.read_statuses()
        if self.following.engine is not None:
            self.following.engine.watching = set(self.scope())
        await self.listing.reload()

    def _add_source(self, address: str | None) -> None:
        if address is not None:
            self.run_worker(self._add(address), group="sources", exit_on_error=False)

    async def _add(self, address: str) -> None:
        now = self.world.clock.now()
        try:
            source = await asyncio.wrap_future(self.world.store.add_source(address, now=now))
        except StoreError as error:
            self.complain(str(error))
            return
        self.following.added(source.id)
        await self._sources_changed()
        await self._refresh([source.id])
