"""Highlights made while reading, going from one place to the next, and filtering by what is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store import StoreError
from reader.ui import hunting, texts
from reader.ui.actions.moving import Moving
from reader.ui.hunting import Found
from reader.ui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from reader.model.highlight import Highlight
    from reader.ui.screens.pick import Pick
    from reader.ui.widgets.line_view import LineView

ROLE = "mark:0"
"""The newest highlight comes first, and is the one that is hunted."""


class Hunting(Moving):
    """Session highlights come before those of the settings; the newest of them is what `n` goes to."""

    session: tuple[Highlight, ...] = ()
    hunted: Highlight | None = None
    found = Found()
    _looked_in: object = None

    # -- picking

    def action_highlight(self) -> None:
        """Ask for a word or name to highlight, or for one to take off."""
        from reader.ui.screens.pick import Choice, PickScreen  # noqa: PLC0415  not needed for the first screen
        from reader.view.picks import names_in, words_in  # noqa: PLC0415

        here = [hunting.label(item) for item in self.session]
        choices = [Choice(text, text, "highlighted; Enter takes it off", chosen=True) for text in here]
        stored = self.article.stored
        if stored is not None:
            choices += [Choice(text, text, "name") for text in names_in(stored) if text not in here]
            choices += [Choice(text, text) for text in words_in(stored) if text not in here]
        title, hint = (
            "Highlight a word, a phrase or /a regular expression/",
            "Enter: until you quit; Ctrl+S: kept in your settings",
        )
        screen = PickScreen(title, choices, free="as typed", hint=hint, keeps=True, refuse=self._refused)
        self.app.push_screen(screen, self._highlight_picked)

    def _refused(self, text: str) -> str | None:
        """What is wrong with a highlight, where it can be mended."""
        problem = hunting.problem(hunting.made(text, self.session))
        return problem.removeprefix("is ") if problem else None

    def _highlight_picked(self, pick: Pick | None) -> None:
        if pick is None:
            return
        same = [item for item in self.session if hunting.label(item) == pick.value]
        if same and not pick.keep:
            self._use(tuple(item for item in self.session if item not in same))
            if self.hunted in same:
                self._hunt(None)
            self.notify(f"No longer highlighted: {pick.value}", markup=False)
            return
        made = same[0] if same else hunting.made(pick.value, self.session)
        self._use((made, *(item for item in self.session if item != made)))
        self._hunt(made)
        self.article.next_hit(1, ROLE)
        if pick.keep:
            self._keep_highlight(made)

    def _keep_highlight(self, made: Highlight) -> None:
        from reader.ui.keeping import keep_highlight  # noqa: PLC0415  for those who ask for it

        self.notify(keep_highlight(self.world.settings, made), markup=False)

    def _use(self, session: tuple[Highlight, ...]) -> None:
        """Paint these besides those of the settings."""
        self.session = session
        every = (*session, *self.world.config.highlight)
        self.marks = texts.marks_of(every)
        find = self.marks.find if self.marks else None
        self.timeline.palette.use(every)
        self.timeline.reshape(marks=find)
        self.article.use(find, every)

    # -- hunting

    def _hunt(self, wanted: Highlight | None) -> None:
        """Look for a highlight in all that the filter shows; None ends it."""
        self.hunted, self.found, self._looked_in = wanted, Found(), None
        if wanted is None:
            self.article.say()
            return
        self.article.say(f"{hunting.label(wanted)}: looking")
        self._look()

    def _look(self) -> None:
        """Count anew if the list is another one than that in which was counted."""
        if self.hunted is None:
            return
        rows = self.timeline.rows
        looked_in = (self.hunted, self.listing.query, len(rows), rows.id_at(len(rows) - 1) if len(rows) else None)
        if looked_in != self._looked_in:
            self._looked_in = looked_in
            self.run_worker(self._count_hits(self.hunted), group="hunt", exclusive=True, exit_on_error=False)

    async def _count_hits(self, wanted: Highlight) -> None:
        query, sources, now, zone = self.listing.query, self.scope(), self.world.clock.now(), self.zone
        try:
            found = await self.queries.ask(
                "hunt", lambda reads: hunting.found(reads, query, wanted, sources=sources, now=now, zone=zone)
            )
        except StoreError as error:
            self.complain(str(error))
            if self.hunted is wanted:
                self.article.say(str(error))
            return
        if found is not None and self.hunted is wanted:
            self.found = found
            self._tell_found(self.article.hit_here(ROLE))

    def _tell_found(self, place: tuple[int, int] | None = None) -> None:
        if self.hunted is None:
            return
        here = "" if place is None else f"{place[0]} of {place[1]} in this text"
        keys = " ".join(self.key_of(name) for name in ("next_unread", "previous_hit"))
        words = self.found.in_words(hunting.label(self.hunted))
        lead = f"{keys} go there, " if self.found.ids else ""
        self.article.say(words, here, f"{lead}{self.key_of('end_hits')} ends")

    def _refresh_words(self) -> None:
        super()._refresh_words()
        self._look()

    def on_line_view_hits_ended(self, event: LineView.HitsEnded) -> None:
        """Escape in the list or in the text."""
        event.stop()
        self.action_end_hits()

    def action_end_hits(self) -> None:
        """The highlight stays, `n` goes to unread entries again."""
        self._hunt(None)

    def action_next_unread(self) -> None:
        """The next hit while something is hunted, else the next unread entry."""
        if self.hunted is None:
            super().action_next_unread()
        else:
            self._to_hit(1)

    def action_previous_hit(self) -> None:
        """The previous hit."""
        if self.hunted is None:
            self.notify(f"Nothing is looked for; {self.key_of('highlight')} begins that", markup=False)
        else:
            self._to_hit(-1)

    def _to_hit(self, step: int) -> None:
        """In the text to the next place, then to the next entry; in the list from entry to entry."""
        place = self.article.next_hit(step, ROLE) if self.article.has_focus else None
        if place is None:
            number = self._entry_with_hit(older_first=step > 0)
            if number is None:
                self.notify(f"No {'other ' if self.found.ids else ''}entry here has it", markup=False)
                return
            self.timeline.select(number)
            place = self.article.next_hit(step, ROLE)
        self._tell_found(place)

    def _entry_with_hit(self, *, older_first: bool) -> int | None:
        """The nearest entry below or above the cursor that was found, going round at the end."""
        ids = self.timeline.rows.index.ids
        here = self.timeline.rows.position(self.timeline.cursor or 0)
        if here is None:
            return None
        below, above = ids[:here][::-1], ids[here + 1 :]
        ordered = (*below, *above[::-1]) if older_first else (*above, *below[::-1])
        return next((number for number in ordered if number in self.found.ids), None)

    # -- filtering

    def action_filter_by(self) -> None:
        """Ask for a name or word of the entry, and put it into the filter, or take it out."""
        from reader.ui import terms  # noqa: PLC0415  not needed for the first screen
        from reader.ui.screens.pick import Choice, PickScreen  # noqa: PLC0415
        from reader.view.picks import words_in  # noqa: PLC0415

        text, stored = self.query_one(FilterBar).input.value, self.article.stored
        if stored is None:
            self.say_no_entry()
            return
        tagging = stored.tagging
        offers = [(terms.field_term("actor", actor.name), actor.name, "actor") for actor in tagging.actors]
        if tagging.speaker:
            offers.append((terms.field_term("speaker", tagging.speaker), tagging.speaker, "speaker"))
        offers += [(terms.field_term("topic", topic), topic, "topic") for topic in tagging.topics]
        offers += [(terms.word_term(word), word, "word") for word in words_in(stored)]
        known = {term for term, _, _ in offers}
        offers = [(term, term, "") for term in terms.terms_in(text) if term not in known] + offers
        choices = [Choice(term, label, note, terms.holds(text, term)) for term, label, note in offers]
        choices.sort(key=lambda choice: not choice.chosen)
        hint = "Enter filters by it; what has a mark is taken out"
        self.app.push_screen(PickScreen("Filter by", choices, free="as typed", hint=hint), self._term_picked)

    def _term_picked(self, pick: Pick | None) -> None:
        if pick is None:
            return
        from reader.ui import terms  # noqa: PLC0415  not needed for the first screen

        bar = self.query_one(FilterBar)
        known = terms.holds(bar.input.value, pick.value) or ":" in pick.value or pick.value.startswith(("/", '"', "-"))
        bar.set_text(terms.toggled(bar.input.value, pick.value if known else terms.word_term(pick.value)))
