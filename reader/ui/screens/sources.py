"""The screen of sources: what is followed, how it goes, and what can be done about it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from reader.store import StoreError
from reader.store.arrangement import delete_for_good, put_back
from reader.text import one_line, openable
from reader.ui.actions.browsing import Browsing
from reader.ui.actions.tending import Tending
from reader.ui.commands import Place, bindings
from reader.ui.opening import open_in_browser
from reader.ui.screens.common import Common
from reader.ui.screens.source_parts import Left
from reader.view.source_filter import source_filter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from textual.binding import BindingType


class SourcesScreen(Common, Browsing, Tending, inherit_bindings=False):
    """List of sources beside what is known of one."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.SOURCES), *bindings(Place.EVERYWHERE)]
    CSS_PATH = Path(__file__).parent.parent / "styles" / "sources.tcss"
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  Textual's own annotation
        (0, "-narrow"),
        (100, "-wide"),
    ]
    PLACE = Place.SOURCES
    _deleting: Sequence[Future[None]] | None = None

    def on_mount(self) -> None:
        """End what an earlier run began to delete."""
        self.run_worker(self._finish_deletions(), group="deletions", exit_on_error=False)

    async def _finish_deletions(self) -> None:
        try:
            arrangement = await self.queries.ask("deletions", lambda reads: reads.arrangement())
        except StoreError:
            return  # the list says what is wrong
        removed = arrangement.removed if arrangement is not None else {}
        delete_for_good(self.world.store, [number for number, item in removed.items() if item.final])

    def on_unmount(self) -> None:
        """Removals become final, also when the program is quit from here."""
        self._delete()

    def _delete(self) -> Sequence[Future[None]]:
        if self._deleting is None:
            self._deleting = delete_for_good(self.world.store, self.removed)
        return self._deleting

    # -- out of here

    def action_open_source(self) -> None:
        """Show the entries of this source alone."""
        status = self._here()
        if status is not None:
            self._leave(source_filter(status, self.statuses))

    def action_leave_sources(self) -> None:
        """Back to the entries."""
        self._leave(None)

    def _leave(self, wanted: str | None) -> None:
        self.dismiss(Left(wanted, self._delete()))

    def action_open_source_page(self) -> None:
        """Open its page in the browser."""
        status = self.listed.current
        if status is not None:
            self.say(open_in_browser(_page_of(status.poll.feed.url, status.source.url)))

    def action_copy_source(self) -> None:
        """Copy name and address through the terminal (OSC 52)."""
        status = self.listed.current
        if status is not None:
            self.app.copy_to_clipboard(one_line(f"{status.title} {status.source.url}"))
            self.say("Sent to the terminal's clipboard")

    # -- one more

    def action_add_source(self) -> None:
        """Look at an address, then follow it."""
        from reader.ui.screens.adding import AddingScreen  # noqa: PLC0415  for those who add

        self.app.push_screen(AddingScreen(self.world, self.statuses, self.removed, self.zone), self._chosen)

    def _chosen(self, url: str | None) -> None:
        if url is not None:
            self.run_worker(self._add(url), group="settings", exit_on_error=False)

    async def _add(self, url: str) -> None:
        store, now = self.world.store, self.world.clock.now()
        known = next((status for status in self.statuses if status.source.url == url), None)
        try:
            if known is not None and known.source.id in self.removed:
                await asyncio.wrap_future(put_back(store, known.source.id))
            source = await asyncio.wrap_future(store.add_source(url, now=now))
        except StoreError as error:
            self.complain(str(error))
            return
        self.following.added(source.id)
        await self.read(go_to=source.id)
        if known is None:
            await self._refresh(source.id)


def _page_of(page: str | None, url: str) -> str:
    """Where a person reads the source: the page that the feed names, else its own address."""
    return page if page and openable(page) else url
