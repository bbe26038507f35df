"""Entries into a file: the one under the cursor, or all that the filter shows. The ending of its name says the form."""

from __future__ import annotations

import asyncio
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.store import StoreError
from reader.text import fold
from reader.ui.actions.asking import Asking, Question

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.model.event import StoredEntry
    from reader.store import Reads, Store
    from reader.view.exports.forms import Exported, Telling

HINT = ".md .txt .html .csv .json .jsonl"
THERE = "is there; Enter again: write over it"
LONGEST_NAME = 32
"""So that its ending shows beside the question on a screen of 80 columns."""
IN_WORDS = {
    "text": "as plain text",
    "md": "as Markdown",
    "html": "as a page (HTML)",
    "csv": "as a table (CSV)",
    "json": "as JSON, with every wording",
    "jsonl": "as JSON lines, with every wording",
}
_NO_NAME = re.compile(r"[^a-z0-9]+")


class Saving(Asking):
    """Asks for the name of a file; what is there already is only written over when that was said twice."""

    _over: str | None = None

    async def action_save(self) -> None:
        """Save the entry under the cursor."""
        number = self.timeline.cursor
        stored = self.reads.entry(number) if number is not None else None
        if stored is None:
            self.say_no_entry()
            return
        await self._ask_for_name("Save entry to", file_name(stored), (stored.id,))

    async def action_save_shown(self) -> None:
        """Save everything that the filter shows."""
        ids = tuple(reversed(self.timeline.rows.index.ids))
        if not ids:
            self.notify("There is nothing to be saved", markup=False)
            return
        await self._ask_for_name(f"Save {len(ids):,} to", "dateline.html", ids)

    async def _ask_for_name(self, words: str, name: str, ids: Sequence[int]) -> None:
        self._over = None
        await self.ask(
            Question(words, name, HINT, "saves", self._meant_by, lambda text: self._save_as(text, ids), "does not")
        )

    def _meant_by(self, text: str) -> str:
        """What a file of this name would hold."""
        from reader.view.exports.forms import form_of  # noqa: PLC0415  for those who save

        self._over = None
        return IN_WORDS.get(form_of(text.strip()) or "", HINT)

    def _save_as(self, text: str, ids: Sequence[int]) -> str | None:
        """Begin to save; or what is wrong with the name."""
        from reader.view.exports.forms import Telling, form_of  # noqa: PLC0415  for those who save

        path = _path(text)
        form = form_of(text.strip())
        if path is None or not text.strip():
            return "no file name"
        if form is None:
            return f"ends in {HINT}"
        if path.is_dir():
            return "that is a folder"
        if not path.parent.is_dir():
            return "there is no such folder"
        if path.exists() and self._over != text:
            self._over = text
            return THERE
        title = self.listing.query.text.strip() or "Dateline"
        telling = Telling(title, self.zone, self.world.clock.now())
        work = self._save(path, form, ids, telling, over=self._over == text)
        self.run_worker(work, group="saving", exit_on_error=False)
        return None

    async def _save(self, path: Path, form: str, ids: Sequence[int], telling: Telling, *, over: bool) -> None:
        try:
            count = await asyncio.to_thread(write_file, self.world.store, path, form, ids, telling, over=over)
        except FileExistsError:
            self.complain(f"Not saved: {path} has come to be there meanwhile")
        except (OSError, StoreError) as error:
            self.complain(f"Not saved: {getattr(error, 'strerror', None) or error}")
        else:
            self.notify(f"{count:,} saved to {path}" if count != 1 else f"Saved to {path}", markup=False)


def file_name(stored: StoredEntry) -> str:
    """A name for the file of an entry, of letters and digits of ASCII only, whatever its headline is."""
    words = _NO_NAME.sub("-", fold(stored.entry.headline or stored.entry.wording.text[:LONGEST_NAME]))
    return f"{words[:LONGEST_NAME].strip('-') or f'entry-{stored.id}'}.md"


def write_file(store: Store, path: Path, form: str, ids: Sequence[int], telling: Telling, *, over: bool) -> int:
    """Write the entries; return how many. A file that was not to be written over is left alone.

    A failure leaves no half of a file. Raises OSError and StoreError.
    """
    from reader.store.history import histories  # noqa: PLC0415  for those who save
    from reader.view.exports.forms import Exported, write  # noqa: PLC0415

    past = form in ("json", "jsonl")
    written = 0

    def items(reads: Reads) -> Iterator[Exported]:
        nonlocal written
        statuses = {item.source.id: item for item in reads.sources()}
        for one in histories(reads, ids):
            written += 1
            yield Exported(one.stored, statuses.get(one.stored.source_id), one if past else None)

    made = path.with_name(f".{path.name}.new") if over else path
    with store.reads() as reads:
        try:
            with made.open("w" if over else "x", encoding="utf-8", errors="replace", newline="") as file:
                file.writelines(write(form, items(reads), telling))
            if over:
                made.replace(path.resolve())
        except FileExistsError:
            raise
        except BaseException:
            with suppress(OSError):
                made.unlink()
            raise
    return written


def _path(text: str) -> Path | None:
    with suppress(RuntimeError, ValueError, OSError):
        return Path(text.strip()).expanduser().absolute()
    return None
