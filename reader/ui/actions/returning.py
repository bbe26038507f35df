"""Coming back: what happened meanwhile, and reading it in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model.happened import Seen, Tally
from reader.model.listing import RowFlag
from reader.model.query import EVERYTHING
from reader.store import StoreError, seen
from reader.ui.actions.moving import Moving, unread
from reader.ui.attendance import Attendance
from reader.ui.commands import first_key
from reader.ui.texts import keys_of
from reader.ui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from reader.model.event import Event
    from reader.model.happened import Happened
    from reader.ui.screens.catch_up import Verdict
    from reader.ui.world import World

SETTLING = 120
"""Seconds for which what arrives after a return counts as having happened before it: the sources are asked then."""
OFFERED = 300
"""Seconds for which the bar says that there is something to catch up with."""


class Returning(Moving):
    """Notices who was away, offers to tell what happened, and reads on upwards from there."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        patience = world.config.display.catch_up_after * 60
        self.attendance = Attendance(self.reads.seen(), world.clock.now(), patience, self._keep_seen)
        self._offer = Tally()
        self._settled = True
        self._order: frozenset[int] | None = None
        """What is being read from the oldest on; None while reading goes down as ever."""

    def _keep_seen(self, mark: Seen, final: bool) -> None:
        # A mark that is not kept is an older mark: more is told than need be, and nothing is lost.
        seen.keep(self.world.store, mark, durable=final)

    def on_unmount(self) -> None:
        """Who leaves was there until now."""
        self.attendance.leave()

    # -- noticing

    def _after_first_paint(self) -> None:
        super()._after_first_paint()
        if self.attendance.away:
            self._came_back()

    def acted(self) -> None:
        """Somebody pressed a key, or turned to the terminal or away from it."""
        if self.attendance.acted(self.world.clock.now()):
            self._came_back()

    def _came_back(self) -> None:
        self._settled = False
        self.set_timer(SETTLING, self._settle)
        self._look_back()

    def _look_back(self) -> None:
        self.run_worker(self._count(), group="tally", exclusive=True, exit_on_error=False)

    async def _count(self) -> None:
        since, scope = self.attendance.since, self.scope()
        try:
            tally = await self.queries.ask("tally", lambda reads: reads.tally(since, sources=scope))
        except StoreError as error:
            self.complain(str(error))
            return
        if tally is not None and self.is_attached and since == self.attendance.since:
            if tally and not self._offer:
                self.set_timer(OFFERED, self._withdraw_offer)
            self._offer = tally
            self._show_outcome()

    def _settle(self) -> None:
        self._settled = True
        if not self._offer and not self.attendance.looked:
            self.attendance.nothing_happened()

    def _withdraw_offer(self) -> None:
        self._offer = Tally()
        self._show_outcome()

    async def _arrived(self, events: list[Event]) -> None:
        await super()._arrived(events)
        if not self._settled and self.attendance.away:
            self._look_back()

    def _refresh_words(self) -> None:
        super()._refresh_words()
        if self.listing.as_of is not None:
            self.attendance.shows(self.listing.as_of)

    def _show_outcome(self) -> None:
        super()._show_outcome()
        if self.listing.held or self.listing.query.term is not None:
            return
        bar = self.query_one(FilterBar)
        if self._order is not None:
            bar.outcome(f"{self._key_of('next_unread')} reads on upwards")
        elif self._offer and self.attendance.away:
            from reader.view.catch_up import offer_words  # noqa: PLC0415  for those who come back
            from reader.view.source_lines import Sight  # noqa: PLC0415

            sight = Sight(self.world.clock.now(), self.zone, self.world.config.display.ascii)
            key, width = self._key_of("catch_up"), self.size.width // 2
            bar.outcome(offer_words(self._offer, self.attendance.since.at, sight, key, width), urgent=True)

    def _key_of(self, command: str) -> str:
        return first_key(keys_of(command, getattr(self.app, "keymap", {})))

    def on_filter_bar_pressed(self, event: FilterBar.Pressed) -> None:
        """Show what waits, or tell what happened."""
        event.stop()
        if not self._reveal() and self._offer:
            self.action_catch_up()

    # -- telling

    def action_catch_up(self) -> None:
        """What happened since somebody was here."""
        from reader.ui.screens.catch_up import CatchUpScreen  # noqa: PLC0415  not needed for the first screen

        self.attendance.looked = True
        self._withdraw_offer()
        self.app.push_screen(
            CatchUpScreen(self, self.attendance.told_since, away=self.attendance.away), self._caught_up
        )

    def _caught_up(self, verdict: Verdict | None) -> None:
        if verdict is None:
            return
        if verdict.accepted:
            self._accept(verdict.happened)
        elif verdict.entry is not None:
            order = frozenset(verdict.happened.new)
            self.run_worker(self._read_from(verdict.entry, order), group="reading", exit_on_error=False)

    def _accept(self, happened: Happened) -> None:
        before = self.attendance.accept(happened.until, self.world.clock.now())
        marks = {
            number: (False, bool(flags & RowFlag.STARRED))
            for number, flags in zip(happened.new, happened.flags, strict=True)
            if unread(flags)
        }
        self.marking.mark(marks, read=True, back=lambda: self.attendance.restore(before))
        self._order = None
        self._show_outcome()
        read = f", {len(marks):,} marked as read" if marks else ""
        self.notify(f"All seen{read}; {self._key_of('undo')} takes it back", markup=False)

    # -- reading on from there

    async def _read_from(self, number: int, order: frozenset[int]) -> None:
        changed = self.listing.reveal()
        if changed is not None:
            await self.listing.reload(changed)
        if self.timeline.rows.position(number) is None and self.listing.query.term is not None:
            self.query_one(FilterBar).set_text("")
            await self.listing.filter_by(EVERYTHING)
        if self.timeline.rows.position(number) is None:
            self.notify("That entry is not in the store any more", markup=False)
            return
        self.timeline.select(number)
        self.set_focus(self.timeline)
        self._order = order
        self._show_outcome()

    def to_unread(self, *, older_first: bool) -> None:
        """While catching up, the next one is the next newer of those that came meanwhile, and the top is the end."""
        if self._order is None:
            super().to_unread(older_first=older_first)
            return
        position = self._next_in_order(self._order, 1 if older_first else -1)
        if position is not None:
            self.timeline.select(self.timeline.rows.id_at(position))
        elif older_first:
            self._order = None
            self._show_outcome()
            self.notify(f"That was the newest; {self._key_of('next_unread')} goes down again", markup=False)
        else:
            self.notify("Nothing unread of it below", markup=False)

    def _next_in_order(self, order: frozenset[int], step: int) -> int | None:
        """The nearest unread entry up (1) or down the list of those that are in order, or have come since."""
        rows, here = self.timeline.rows, self.timeline.position
        if here is None:
            return None
        known = max(order, default=0)
        for position in range(here + step, len(rows) if step > 0 else -1, step):
            number = rows.index.ids[position]
            if unread(rows.index.flags[position]) and (number in order or number > known):
                return position
        return None
