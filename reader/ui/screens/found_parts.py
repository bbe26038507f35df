"""What the screens of claims and figures have in common: they look through what the filter shows, and go to entries."""

from __future__ import annotations

from abc import abstractmethod
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from textual.screen import Screen

from reader.store import StoreError
from reader.text import one_line
from reader.ui import texts
from reader.ui.screens.common import Common
from reader.ui.work.combing import MOST, wording_of
from reader.view.lines import EMPTY, Line, Span
from reader.view.testimony import Desk, Testimony, progress
from reader.view.wrap import wrap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reader.ui.screens.parts import Parts
    from reader.ui.work.combing import Combing

REFRESH = 0.4
"""Seconds between two looks at what has been found so far."""
PATIENCE = 8
"""That many times as long as a look takes, at least, until the next one."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Where the reader wants to go: an entry, and words of it."""

    entry: int
    words: str


class FoundScreen(Common, Screen[Passage | None], inherit_bindings=False):
    """Reads entries in a thread while it shows what was found; `numbers` are their ids, the newest first."""

    CSS_PATH = Path(__file__).parent.parent / "styles" / "found.tcss"
    TITLE_WORDS = ""

    def __init__(self, main: Parts, combing: Combing, numbers: Sequence[int]) -> None:
        super().__init__()
        self._main = main
        self._combing = combing
        self._all = len(numbers)
        self._numbers = numbers[:MOST]
        self._done = 0
        names = {item.source.id: item.title for item in main.statuses} if len(main.statuses) > 1 else {}
        self.desk = Desk(main.world.clock.now(), main.zone, main.world.config.display.ascii, names)

    @property
    def ascii(self) -> bool:
        """Whether only ASCII may be drawn."""
        return self.desk.ascii

    def start(self) -> None:
        """Begin to read."""
        self.run_worker(self._read(), group="combing", exit_on_error=False)

    async def _read(self) -> None:
        clock, due = self._main.world.clock, 0.0
        try:
            async with aclosing(self._combing.run(self._numbers)) as found:
                async for some, done in found:
                    for testimony in some:
                        await self.take(testimony)
                    self._done = done
                    if done < len(self._numbers) and clock.steady() >= due:
                        before = clock.steady()
                        await self.found(final=False)
                        due = clock.steady() + max(REFRESH, PATIENCE * (clock.steady() - before))
        except StoreError as error:
            self.notify(str(error), severity="error", markup=False)
        if self.is_attached:
            self._done = len(self._numbers)
            await self.found(final=True)

    @abstractmethod
    async def take(self, testimony: Testimony) -> None:
        """Keep what one entry says."""

    @abstractmethod
    async def found(self, *, final: bool) -> None:
        """Show what there is by now."""

    @property
    def reading(self) -> bool:
        """Whether there is more to come."""
        return self._done < len(self._numbers)

    def heading(self, width: int) -> Line:  # noqa: ARG002  it is cut to its width anyway
        """`Said by · as worded by the source · 43 entries · actor:turkey`."""
        dot = f" {self.desk.glyphs.dot} "
        words = progress(self._done, len(self._numbers), self._all)
        asked = one_line(self._main.listing.query.text).strip() if self._main.listing.query.term is not None else ""
        after = f"{dot}{asked}" if asked else ""
        return (Span(" "), Span(self.TITLE_WORDS, "title"), Span(f"{dot}{words}{after}", "muted"))

    def keys_line(self, width: int) -> Line:
        """The keys that work here."""
        return texts.keys(self.PLACE, self.keymap, width)

    def nothing(self, *words: str) -> list[Line]:
        """Lines of an empty page, wrapped."""
        width = max(10, min(72, self.size.width - 6))
        lines: list[Line] = [EMPTY]
        for text in words:
            lines += [(Span("  "), Span(text[a:b], "muted")) for a, b in wrap(text, width)]
        return lines

    def texts_of(self, found: Iterable[Testimony]) -> dict[int, tuple[str, str]]:
        """Headline and text of these entries, but of those that have changed since they were read."""
        wanted = {testimony.entry: testimony.wording for testimony in found}
        try:
            stored = self._main.reads.entries(wanted)
        except StoreError as error:
            self.notify(str(error), severity="error", markup=False)
            return {}
        return {
            one.id: (one.entry.wording.headline or "", one.entry.wording.text)
            for one in stored
            if wording_of(one) == wanted[one.id]
        }
