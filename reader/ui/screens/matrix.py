"""The screen of who says what: a table of actors and acts, and the sentences behind each of its cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from reader.tagging.acts import Act
from reader.ui.commands import Place, bindings
from reader.ui.screens.found_parts import FoundScreen, Passage
from reader.ui.widgets.found_list import FoundList
from reader.ui.widgets.line_bar import LineBar
from reader.ui.widgets.matrix_table import MatrixTable
from reader.view.lines import Line, Span
from reader.view.matrix import ACTS, MOST_SENTENCES, Matrix, about_line, sentence_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.ui.screens.parts import Parts
    from reader.ui.work.combing import Combing
    from reader.view.matrix import Row, Sentence
    from reader.view.testimony import Testimony


class MatrixScreen(FoundScreen, inherit_bindings=False):
    """Enter on a cell lists its sentences, Enter on a sentence goes to its entry."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Place.MATRIX), *bindings(Place.EVERYWHERE)]
    PLACE = Place.MATRIX
    TITLE_WORDS = "Said by, as worded by the source"

    def __init__(self, main: Parts, combing: Combing, numbers: Sequence[int], at: Stand | None = None) -> None:
        super().__init__(main, combing, numbers)
        self.stand = at or Stand()
        self._matrix = Matrix()
        self._said: Sequence[Sentence] = ()
        self._texts: dict[int, tuple[str, str]] = {}
        self.table = MatrixTable(ascii=self.ascii)
        self.listed = FoundList()

    def compose(self) -> ComposeResult:
        """Heading, table or sentences, what is under the cursor, keys."""
        yield LineBar(self.heading, id="header")
        yield self.table
        yield self.listed
        yield LineBar(self._about, id="found-about")
        yield LineBar(self.keys_line, id="keys")

    def on_mount(self) -> None:
        """Begin to read."""
        self.listed.display = False
        self.set_focus(self.table)
        self._settle(self.stand.row)
        self.start()

    async def take(self, testimony: Testimony) -> None:
        """Count it."""
        self._matrix.add(testimony)

    async def found(self, *, final: bool) -> None:
        """Show the counts; the cursor stays on its actor, and is on the first until the reader has moved it."""
        row = self.table.row
        if row is not None and self.stand.moved:
            self._settle(row.name)
        else:
            self._settle(self.stand.row)
            self._to_something()
        if final and not self.listed.display and self.stand.sentence is not None and self.stand.row == self._actor:
            self._list(self.stand.sentence)

    def _to_something(self) -> None:
        """Where the reader has not been yet, the cursor begins at the first act that the actor does."""
        row = self.table.row
        if row is not None and self.stand.row is None:
            act = next((act for act, count in zip(ACTS, row.counts, strict=True) if count), self.stand.act)
            self.table.show(self._matrix.rows(by_side=self.stand.by_side), row.name, act)
            self._tell()

    def _settle(self, keep: str | None) -> None:
        self.table.empty, self.table.by_side = self._why_empty(), self.stand.by_side
        self.table.show(self._matrix.rows(by_side=self.stand.by_side), keep, self.stand.act)
        self._tell()

    def _tell(self) -> None:
        for name in ("#header", "#found-about"):
            self.query_one(name, LineBar).update()

    @property
    def _actor(self) -> str | None:
        row = self.table.row
        return row.name if row else None

    def on_resize(self) -> None:
        """A new width is new lines."""
        if self.listed.display:
            self.call_after_refresh(lambda: self._list(self.listed.entry or 0))
        self.call_after_refresh(lambda: self._settle(self._actor))

    # -- words

    def _why_empty(self) -> list[Line]:
        if not self._numbers:
            return self.nothing("The filter shows no entries.")
        if self.reading:
            return self.nothing("Reading the entries …" if not self.ascii else "Reading the entries ...")
        return self.nothing(
            "In none of these entries does somebody call on, accuse, deny, confirm, offer or report anything in words "
            "of which it can be told for certain.",
            "English sentences are read, and only of entries that have been tagged.",
        )

    def _about(self, width: int) -> Line:
        row = self.table.row
        if self.listed.display:
            words = f"{len(self._said):,} sentences, newest first" if len(self._said) != 1 else "1 sentence"
            folded = (
                ", with its bodies and persons" if self.stand.by_side and row and row.name in self._sides(row) else ""
            )
            return (Span(" "), Span(self._actor or "", "actor"), Span(f" {self.table.act.value}", "title"),
                    Span(f" {self.desk.glyphs.dot} {words}{folded}", "muted"))  # fmt: skip
        return about_line(row, self.table.act, self._cell() if row else (), self.desk, width)

    def _sides(self, row: Row) -> set[str]:
        return {row.name} if any(sentence.claim.who != row.name for sentence in self._said) else set()

    def _cell(self) -> Sequence[Sentence]:
        return self._matrix.sentences(self._actor or "", self.table.act, by_side=self.stand.by_side)

    # -- moving

    def on_matrix_table_moved(self) -> None:
        """The line below says what is under the cursor."""
        self._stay()
        self.stand.sentence = None
        self._tell()

    def _stay(self) -> None:
        """The cursor keeps to this cell from now on, whatever is found."""
        self.stand.moved, self.stand.row, self.stand.act = True, self._actor, self.table.act

    def on_matrix_table_chosen(self) -> None:
        """A second click opens."""
        self.action_matrix_open()

    def action_matrix_down(self) -> None:
        """To the next actor, or sentence."""
        self.listed.move_by(1) if self.listed.display else self.table.move(1)

    def action_matrix_up(self) -> None:
        """To the actor, or sentence, before."""
        self.listed.move_by(-1) if self.listed.display else self.table.move(-1)

    def action_matrix_left(self) -> None:
        """To the act before; from the sentences back to the table."""
        self._back_to_table() if self.listed.display else self.table.move(acts=-1)

    def action_matrix_right(self) -> None:
        """To the next act; from the sentences to the entry."""
        self.action_matrix_open() if self.listed.display else self.table.move(acts=1)

    def action_matrix_page_down(self) -> None:
        """A page down."""
        self.listed.move_lines(self.listed.page) if self.listed.display else self.table.move(self.table.page)

    def action_matrix_page_up(self) -> None:
        """A page up."""
        self.listed.move_lines(-self.listed.page) if self.listed.display else self.table.move(-self.table.page)

    def action_matrix_first(self) -> None:
        """To the top."""
        self.listed.move_to_end(last=False) if self.listed.display else self.table.move(-1_000_000)

    def action_matrix_last(self) -> None:
        """To the end."""
        self.listed.move_to_end(last=True) if self.listed.display else self.table.move(1_000_000)

    def action_matrix_fold(self) -> None:
        """Bodies and persons under their country, or each for himself."""
        if not self.listed.display:
            self.stand.by_side = not self.stand.by_side
            self._settle(self._actor)

    # -- in and out

    def action_matrix_open(self) -> None:
        """The sentences of the cell; from a sentence to its entry."""
        if not self.listed.display:
            self._list(0)
            return
        number = self.listed.entry
        if number is None or number >= len(self._said):
            return
        sentence = self._said[number]
        self.stand.sentence = number
        claim, whole = sentence.claim, self._texts.get(sentence.testimony.entry, ("", ""))
        text = whole[0] if claim.place == "headline" else whole[1]
        self.dismiss(Passage(sentence.testimony.entry, text[claim.start : claim.end]))

    def _list(self, number: int) -> None:
        said = self._cell()
        if not said:
            self.notify("Nothing in this cell", markup=False)
            return
        self._said = said
        self._stay()
        self._texts = self.texts_of(sentence.testimony for sentence in said[:MOST_SENTENCES])
        self.table.display, self.listed.display = False, True
        self.set_focus(self.listed)

        def show() -> None:
            lines = sentence_lines(said, self._texts, self.desk, max(1, self.listed.line_width - 1))
            place = next((at for at, told in enumerate(lines) if told.leads and told.entry == number), None)
            self.listed.put(lines, place)
            self._tell()

        self.call_after_refresh(show)

    def _back_to_table(self) -> None:
        self.table.display, self.listed.display = True, False
        self.stand.sentence = None
        self.set_focus(self.table)
        self.call_after_refresh(lambda: self._settle(self._actor))

    def action_leave_matrix(self) -> None:
        """From the sentences to the table; from there back to the entries."""
        if self.listed.display:
            self._back_to_table()
        else:
            self.stand.sentence = None
            self.dismiss(None)


class Stand:
    """Where the reader was when the screen was left."""

    def __init__(self) -> None:
        self.row: str | None = None
        self.act = Act.CALLS
        self.by_side = False
        self.moved = False
        self.sentence: int | None = None
