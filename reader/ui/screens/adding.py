"""Adding a source: an address, a look at what is there, and only then the wish to follow it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from reader.text import one_line
from reader.ui.plain import beside, plain
from reader.ui.screens.quitting import QUITTING, Quitting
from reader.ui.widgets.key_order import KeyOrder
from reader.ui.widgets.line_page import LinePage
from reader.view.lines import EMPTY, Span
from reader.view.source_lines import Sight
from reader.view.times import clock_label

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import tzinfo

    from textual import events
    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content

    from reader.engine.preview import Preview, Previewer
    from reader.model.snapshot import Offer
    from reader.model.source import SourceStatus
    from reader.ui.world import World
    from reader.view.lines import Line

WORDS = (
    'The address of a live page ("live updates", "live blog", "ticker"), of an RSS, Atom or JSON feed, of a page that'
    " names one, or of a file. Enter looks at it; nothing is kept before you say so."
)
WELCOME = (
    'You follow nothing yet. Paste the address of a live page ("live updates", "live blog", "ticker"), of an RSS, Atom'
    " or JSON feed, or of a page that names one, above, and press Enter: what is there is shown, and followed once you"
    " say so.",
    "Dateline asks it again from time to time, keeps every wording of every entry, and reads offline.",
    "To see it at work: leave with Esc and q, then run: dateline demo",
    "To bring a list (OPML, or newsboat's urls): dateline import FILE",
)
"""For those who follow nothing, a paragraph each."""
ASKING = "Enter looks at it, Esc leaves"
CHOOSING = "j k choose, Enter takes it, Esc back to the address"
WAITING = "Esc leaves"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader may do with a preview: follow what is at `url`, or (`offer`) look at what is there first."""

    url: str
    offer: Offer | None = None


MOST_LINES, MOST_LINES_FIRST = 11, 15
"""Of the answer; more of it can be scrolled to."""
MOST_CHOICES = 4
LEAST_LINES = 2
LOW = 20
"""Lines of a screen below which no line is left blank between the parts."""


class AddressInput(KeyOrder, Input):
    """The address; Escape leaves the screen, pages scroll the answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "leave", show=False),
        Binding("pagedown", "page_down", "down", show=False),
        Binding("pageup", "page_up", "up", show=False),
    ]

    def action_leave(self) -> None:
        """Follow nothing."""
        self.screen.dismiss(None)

    def action_page_down(self) -> None:
        """Show what of the answer has no room."""
        self._scroll_answer(1)

    def action_page_up(self) -> None:
        """Show what was above."""
        self._scroll_answer(-1)

    def _scroll_answer(self, pages: int) -> None:
        answer = self.screen.query_one(LinePage)
        answer.scroll_lines(pages * max(1, answer.size.height - 1))


class ChoiceList(KeyOrder, OptionList):
    """What may be done with what was found."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "down", show=False),
        Binding("k", "cursor_up", "up", show=False),
        Binding("l,right", "select", "take", show=False),
        Binding("escape,q,h,left", "leave", "back", show=False),
    ]

    def action_leave(self) -> None:
        """Back to the address."""
        self.screen.set_focus(self.screen.query_one(AddressInput))


class AddingScreen(Quitting, ModalScreen[str | None]):
    """Answers with the address to be followed; None if the reader leaves. Stores nothing.

    `first` is for those who follow nothing yet: it bids them welcome.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*QUITTING]
    CSS_PATH = Path(__file__).parent.parent / "styles" / "adding.tcss"
    VERTICAL_BREAKPOINTS = [(0, "-low"), (LOW, "-high")]  # noqa: RUF012  Textual's own annotation

    def __init__(
        self,
        world: World,
        statuses: Sequence[SourceStatus],
        removed: Collection[int],
        zone: tzinfo,
        *,
        first: bool = False,
    ) -> None:
        super().__init__()
        self._most = MOST_LINES_FIRST if first else MOST_LINES
        self._title = "Dateline" if first else "Add a source"
        self.world = world
        self._statuses = statuses
        self._removed = removed
        self._zone = zone
        self._previewer: Previewer | None = None
        self._making = asyncio.Lock()
        self._preview: Preview | None = None
        self._first_words: Sequence[tuple[str, str]] = (
            tuple((text, "text") for text in WELCOME) if first else ((WORDS, "muted"),)
        )
        self._words = self._first_words
        self._asked: str | None = None
        """What stood in the line when it was looked at."""
        self._choices: list[Choice] = []

    def compose(self) -> ComposeResult:
        """Address, answer, choices, keys."""
        with Vertical(id="add-box"):
            yield Static(plain(self._title), id="add-title")
            yield AddressInput(placeholder="https://", id="add-address", compact=True, select_on_focus=False)
            yield LinePage(self._answer, id="add-answer")
            yield ChoiceList(id="add-choices", markup=False)
            yield Static(ASKING, id="add-keys", markup=False)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(AddressInput).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Another height is another room for the answer."""
        self._make_room(event.size.height)

    def _make_room(self, height: int) -> None:
        """The answer takes what all else leaves of `height` lines: choices and keys are never pushed out."""
        gap = 0 if height < LOW else 1
        others = 5 + 3 * gap + (min(MOST_CHOICES, len(self._choices)) + gap if self._choices else 0)
        self.query_one(LinePage).styles.max_height = max(LEAST_LINES, min(self._most, height - others))

    async def on_unmount(self) -> None:
        """Close what looked."""
        if self._previewer is not None:
            await self._previewer.aclose()

    # -- looking

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was said of another address, or is still to come of it, is not for this one."""
        event.stop()
        if self._asked is not None and event.value != self._asked:
            self._asked = None
            self.workers.cancel_group(self, "look")
            self._tell(self._first_words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look at the address, if it is one."""
        from reader.net.address import canonical  # noqa: PLC0415  for those who add

        event.stop()
        self._asked = event.value
        url = canonical(event.value)
        if url is None:
            self._say("That is neither an http or https address nor a file.", "error")
            return
        self._look_at(url)

    def _look_at(self, url: str) -> None:
        from reader.engine.preview import refusal  # noqa: PLC0415  for those who add

        now = self.world.clock.now()
        wait = refusal(url, self._statuses, now)
        if wait is not None:
            until = clock_label(wait[0], self._zone)
            self._say(f"Not asked before {until}: {one_line(wait[1])}.", "error")
        elif self.world.make_previewer is None:
            self._say("Nothing can be looked at here.", "error")
        else:
            self._say(f"Asking {url} ...", "muted")
            self._hint(WAITING)
            self.run_worker(self._look(url), group="look", exclusive=True, exit_on_error=False)

    async def _look(self, url: str) -> None:
        async with self._making:
            if self._previewer is None and self.world.make_previewer is not None:
                self._previewer = await asyncio.to_thread(self.world.make_previewer)
        if self._previewer is not None:
            self._show(await self._previewer.look(url))

    def _show(self, preview: Preview) -> None:
        self._preview, self._words = preview, ()
        self.query_one(LinePage).remake(from_start=True)
        choices = [Choice(preview.url)] if preview.is_feed else []
        self._offer([*choices, *(Choice(offer.url, offer) for offer in preview.offers)])

    def _offer(self, choices: list[Choice]) -> None:
        """List what may be done; with nothing to choose the reader goes on with the address."""
        self._choices = choices
        listed = self.query_one(ChoiceList)
        listed.clear_options()
        for choice in choices:
            listed.add_option(Option(self._line(choice)))
        self.set_class(bool(choices), "-choosing")
        self._make_room(self.size.height)
        if choices:
            listed.highlighted = 0
            self.set_focus(listed)
            self._hint(CHOOSING)
        else:
            self.set_focus(self.query_one(AddressInput))
            self._hint(ASKING)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Follow it, or look at what the page offers."""
        event.stop()
        if not 0 <= event.option_index < len(self._choices):
            return
        choice = self._choices[event.option_index]
        if choice.offer is None:
            self.dismiss(choice.url)
        else:
            self._asked = choice.url
            self.query_one(AddressInput).value = choice.url
            self._offer([])
            self._look_at(choice.url)

    # -- words

    def _known(self, url: str) -> SourceStatus | None:
        """The source that is followed under this address."""
        return next((s for s in self._statuses if s.source.url == url and s.source.id not in self._removed), None)

    def _line(self, choice: Choice) -> Content:
        from reader.view.preview_lines import offer_words  # noqa: PLC0415  for those who add

        if choice.offer is not None:
            name, url = offer_words(choice.offer)
            return beside("Look at: ", (name, "bold"), (f"  {url}", "dim"))
        known = self._known(choice.url)
        if known is None:
            return beside(("Follow it", "bold"))
        return beside(("Go to it" if known.source.kept else "Keep it on your list", "bold"))

    def _answer(self, width: int) -> Sequence[Line]:
        from reader.view.preview_lines import preview_lines  # noqa: PLC0415  for those who add
        from reader.view.wrap import wrap  # noqa: PLC0415

        if self._preview is None:
            parts = [
                [(Span(text[start:end], role),) for start, end in wrap(text, max(1, width))]
                for text, role in self._words
            ]
            return [line for number, part in enumerate(parts) for line in ([EMPTY, *part] if number else part)]
        known = self._known(self._preview.url)
        display = self.world.config.display
        sight = Sight(self.world.clock.now(), self._zone, display.ascii)
        return preview_lines(self._preview, sight, width, known_as=known.title if known else None)

    def _say(self, words: str, role: str) -> None:
        self._tell(((one_line(words), role),))

    def _tell(self, words: Sequence[tuple[str, str]]) -> None:
        self._preview, self._words = None, words
        self.query_one(LinePage).remake(from_start=True)
        self._offer([])

    def _hint(self, words: str) -> None:
        self.query_one("#add-keys", Static).update(plain(words))
