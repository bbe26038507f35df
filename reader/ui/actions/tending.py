"""What the reader can do with a source: add, name, set its pace, pause, remove, ask it; and take that back."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from reader.frozen import dataclass
from reader.interop.subscription import label
from reader.model.figures import SetAside
from reader.store import StoreError
from reader.store.arrangement import put_back, set_aside
from reader.text import one_line
from reader.ui.screens.source_parts import SourceParts
from reader.ui.widgets.prompt_bar import PromptBar
from reader.view.intervals import EXAMPLES, floor_of, interval_words, judged
from reader.view.status import counted

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from reader.engine.result import PollResult
    from reader.model.source import SourceStatus

UNDO_STEPS = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be taken back: what taking it back is called, for which source, and how it is done."""

    words: str
    source_id: int
    act: Callable[[], Future[Any]]


class Tending(SourceParts):
    """Changes to the source under the cursor, each saved at once."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self._undo: list[Step] = []
        self._asked: Callable[[str], bool] | None = None

    # -- questions of one line

    def _ask(self, question: str, text: str, how: str, then: Callable[[str], bool], *, hint: str = "") -> None:
        """Ask in the bar above the list; `then` takes the answer, or says what is wrong with it and returns False.

        `how` says in the last line how to write it; `hint` stands beside the input.
        """
        self._asked, self.how = then, how
        self.add_class("-asking")
        self.query_one(PromptBar).ask(question, text, hint)

    def on_prompt_bar_answered(self, event: PromptBar.Answered) -> None:
        """Hand the answer on."""
        if self._asked is None or self._asked(event.text):
            self._ask_no_more()

    def on_descendant_focus(self) -> None:
        """The mouse has led elsewhere: the question does not stay where nobody answers it."""
        if self.focused is self.listed and self._asked is not None:
            self._ask_no_more()

    def on_prompt_bar_left(self) -> None:
        """Leave it as it was."""
        self._ask_no_more()

    def _ask_no_more(self) -> None:
        self._asked = None
        self.remove_class("-asking")
        self.set_focus(self.listed)

    # -- changes

    def _here(self, *, also_removed: bool = False) -> SourceStatus | None:
        """The source under the cursor; none that is removed, unless asked for."""
        status = self.listed.current
        if status is not None and status.source.id in self.removed and not also_removed:
            self.say(f"It is removed; {self.key_of('undo_source')} puts it back")
            return None
        return status

    def action_rename_source(self) -> None:
        """Ask for another name."""
        status = self._here()
        if status is None:
            return

        def then(text: str) -> bool:
            name = label(text) or None
            self._set(status, "name", f"Named {name}" if name else "It has its own name again", title=name)
            return True

        self._ask("Name:", one_line(status.title), "nothing: the name that it gives itself", then)

    def action_set_interval(self) -> None:
        """Ask how often it is to be asked."""
        status = self._here()
        if status is None:
            return
        source, kind = status.source, status.poll.format

        def then(text: str) -> bool:
            wanted = judged(text, source, kind)
            if wanted.problem:
                self.query_one(PromptBar).hint(wanted.problem, wrong=True)
                return False
            words = interval_words(wanted.seconds) or "at the default pace"
            note = f" ({wanted.note})" if wanted.note else ""
            self._set(status, "interval", f"Asked {words} after the next poll{note}", interval=wanted.seconds)
            return True

        now = interval_words(source.interval).removeprefix("every ")
        how = f"such as {EXAMPLES}; nothing: the default"
        self._ask("Asked every:", now, how, then, hint=floor_of(source, kind).words)

    def action_pause_source(self) -> None:
        """Pause it, or go on."""
        status = self._here()
        if status is not None:
            paused = not status.source.paused
            said = f"Paused; {self.key_of('pause_source')} goes on" if paused else "It is asked again"
            self._set(status, "pause" if paused else "going on", said, paused=paused)

    def action_source_articles(self) -> None:
        """Fetch the full articles behind its new entries, or no longer."""
        status = self._here()
        if status is not None:
            wanted = not status.source.full_articles
            said = "Full articles of new entries are fetched" if wanted else "Full articles are fetched by key only"
            self._set(status, "fetching of articles", said, full_articles=wanted)

    def action_follow_source(self) -> None:
        """Keep a source that was only opened."""
        status = self._here()
        if status is None:
            return
        if status.source.kept:
            self.say("It is on your list already")
        else:
            self._set(status, "keeping", f"On your list: {one_line(status.title)}", kept=True)

    def _set(self, status: SourceStatus, what: str, said: str, **settings: Any) -> None:
        store, number = self.world.store, status.source.id
        before: dict[str, Any] = {name: getattr(status.source, name) for name in settings}
        step = Step(
            f"The {what} of {one_line(status.title)} is as it was",
            number,
            lambda: store.update_source(number, **before),
        )
        self._change(store.update_source(number, **settings), said, step)
        self.suppose(number, **settings)

    def action_remove_source(self) -> None:
        """Remove it; its entries are deleted only when this screen is left."""
        status = self._here()
        if status is not None:
            store, number, title = self.world.store, status.source.id, one_line(status.title)
            step = Step(f"{title} is back", number, lambda: put_back(store, number))
            said = f"Removed {title}; {self.key_of('undo_source')} puts it back"
            now = self.world.clock.now()
            self._change(set_aside(store, number, now), said, step)
            self.suppose(number, SetAside(status.source.kept, status.source.paused, now), kept=False, paused=True)

    def _change(self, future: Future[Any], said: str, step: Step) -> None:
        # Noted before it is saved: the next key may be the one that takes it back, and acts are saved in their order.
        self._undo = [*self._undo[-UNDO_STEPS + 1 :], step]
        self.unsaved += 1
        self.run_worker(self._saved(future, said), group="settings", exit_on_error=False)

    async def _saved(self, future: Future[Any], said: str, go_to: int | None = None) -> None:
        try:
            await asyncio.wrap_future(future)
        except StoreError as error:
            self.complain(str(error))
        else:
            self.say(said)
        finally:
            self.unsaved -= 1
        self.following.changed()
        await self.read(go_to=go_to)

    def action_undo_source(self) -> None:
        """Take the last change back; a removal of an earlier run, if there is one, after those of this one."""
        if self._undo:
            step = self._undo.pop()
        else:
            left = self.known.arrangement.removed
            if not left:
                self.say("Nothing to take back")
                return
            number = max(left, key=lambda one: left[one].at)
            store = self.world.store
            step = Step("The source removed last is back", number, lambda: put_back(store, number))
        # At once: whoever leaves the screen with the next key must not delete what is back.
        self.supposed += 1
        arrangement = self.known.arrangement
        removed = {number: item for number, item in arrangement.removed.items() if number != step.source_id}
        self.known = replace(self.known, arrangement=replace(arrangement, removed=removed))
        self.unsaved += 1
        self.run_worker(self._saved(step.act(), step.words, step.source_id), group="settings", exit_on_error=False)

    # -- asking

    def action_refresh_source(self) -> None:
        """Ask the source under the cursor."""
        status = self._here()
        if status is not None:
            self.run_worker(self._refresh(status.source.id), group="refresh", exit_on_error=False)

    async def _refresh(self, number: int) -> None:
        for words in await self.following.refresh([number]):
            self.say(words)
        await self.read()

    def action_refresh_sources(self) -> None:
        """Ask all that are neither paused nor removed."""
        numbers = [s.source.id for s in self.statuses if not s.source.paused and s.source.id not in self.removed]
        self.run_worker(self._refresh_all(numbers), group="refresh", exit_on_error=False)

    async def _refresh_all(self, numbers: list[int]) -> None:
        if self.following.engine is None:
            self.say(*await self.following.refresh([]))
            return
        self.say(f"Asking {counted(len(numbers), 'source')} ...")
        self.say(summary(await self.following.ask(numbers)))
        await self.read()


def summary(results: list[PollResult]) -> str:
    """What came of asking several sources: `12 asked: 3 brought something, 1 failed; 4 not asked again so soon`."""
    asked = [result.report for result in results if result.report is not None]
    brought = sum(len(result.events) > 1 for result in results)
    failed = sum(not report.ok for report in asked)
    parts = [f"{brought} brought something" if brought else "nothing new", *([f"{failed} failed"] if failed else [])]
    left = len(results) - len(asked)
    return f"{len(asked)} asked: {', '.join(parts)}" + (f"; {left} not asked again so soon" if left else "")
