"""A question of one line in the place of the filter: what is asked, what is said of the answer, what it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.ui.widgets.line_bar import LineBar
from reader.view.lines import Span

if TYPE_CHECKING:
    from textual.widgets import Input

    from reader.ui.screens.parts import Parts
    from reader.ui.widgets.prompt_bar import PromptBar
    from reader.view.lines import Line
else:
    Parts = object  # a part of a screen, not a screen: Textual looks all through every class that is one


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `does` and `stays` say what Enter and Escape do.

    `heard` is called with the text while it is typed and returns what is to be said of it, `answered` when it is given:
    it returns what is wrong with it, or None where that was the answer.
    """

    words: str
    text: str
    hint: str
    does: str
    heard: Callable[[str], str]
    answered: Callable[[str], str | None]
    stays: str = "leaves it"


class Asking(Parts):
    """Asks one question at a time."""

    _question: Question | None = None
    _prompt: PromptBar | None = None

    async def ask(self, question: Question) -> None:
        """Ask it, in the place of the filter, so that nothing moves."""
        if self._prompt is None:
            from reader.ui.widgets.prompt_bar import PromptBar  # noqa: PLC0415  not needed for the first screen

            self._prompt = PromptBar(id="prompt")
            await self.mount(self._prompt, after="FilterBar")
        self._question = question
        self.add_class("-asking")
        self._prompt.ask(question.words, question.text, question.hint)

    def _keys(self, width: int) -> Line:
        question = self._question
        if question is None:
            return super()._keys(width)
        keys = (Span(" Enter", "command"), Span(f" {question.does}"))
        return (*keys, Span(" Esc", "command"), Span(f" {question.stays}"))

    def on_descendant_focus(self) -> None:
        """The mouse has led elsewhere: the question does not stay where nobody answers it."""
        if self.focused in (self.timeline, self.article) and self._question is not None:
            self._question = None
            self.remove_class("-asking")
            self.query_one("#keys", LineBar).update()

    def on_prompt_bar_left(self, event: PromptBar.Left) -> None:
        """Nothing is done."""
        event.stop()
        self._asked()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say while it is typed what is understood."""
        if event.input.id != "prompt-input" or self._question is None or self._prompt is None:
            return
        event.stop()
        if event.value != self._question.text:
            self._prompt.hint(self._question.heard(event.value))

    def on_prompt_bar_answered(self, event: PromptBar.Answered) -> None:
        """Do it, or say what is wrong where it was typed."""
        event.stop()
        if self._question is None or self._prompt is None:
            return
        wrong = self._question.answered(event.text)
        if wrong is None:
            self._asked()
        else:
            self._prompt.hint(wrong, wrong=True)

    def _asked(self) -> None:
        self._question = None
        self.remove_class("-asking")
        self.set_focus(self.timeline)
