"""The text of an entry on the standard input of a program: an argument list, no shell, a time limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.ui.actions.asking import Asking, Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model.event import StoredEntry

HINT = "a program and its arguments; no shell"


class Piping(Asking):
    """Asks for a program, offers the last one or that of the settings, and says what came of it."""

    _last_command = ""

    async def action_pipe(self) -> None:
        """Ask for a program."""
        number = self.timeline.cursor
        stored = self.reads.entry(number) if number is not None else None
        if stored is None:
            self.say_no_entry()
            return
        import shlex  # noqa: PLC0415  for those who pipe

        offered = self._last_command or shlex.join(self.world.config.pipe.command)
        await self.ask(
            Question("Pipe entry to", offered, HINT, "runs it", _split, lambda text: self._pipe_to(text, stored))
        )

    def _pipe_to(self, text: str, stored: StoredEntry) -> str | None:
        """Start the program; or what is wrong with the text."""
        import shlex  # noqa: PLC0415

        try:
            argv = shlex.split(text)
        except ValueError as error:
            return f"{str(error).lower()}"
        if not argv:
            return "no program; write one, such as wc -w"
        self._last_command = text
        self.run_worker(self._pipe(argv, stored), group="piping", exit_on_error=False)
        return None

    async def _pipe(self, argv: Sequence[str], stored: StoredEntry) -> None:
        from reader.interop.pipe import run  # noqa: PLC0415  for those who pipe
        from reader.view.exports.as_text import text_of  # noqa: PLC0415
        from reader.view.exports.forms import Exported, Telling  # noqa: PLC0415

        telling = Telling("", self.zone, self.world.clock.now())
        text = text_of(Exported(stored, self.status_of(stored)), telling)
        pipe = self.world.config.pipe
        done = await run(argv, text, pipe.timeout)
        self.notify(done.in_words(output=pipe.output), severity="information" if done.ok else "warning", markup=False)


def _split(text: str) -> str:
    """The arguments as they are understood, each in quotes where it needs them."""
    import shlex  # noqa: PLC0415

    try:
        argv = shlex.split(text)
    except ValueError:
        return HINT
    return " ".join(map(repr, argv)) if len(argv) > 1 else HINT
