"""Tagging behind the polls: what waits for its tags gets them, the newest first, whenever nothing better is to be done.

A poll that brings a great deal leaves the tagging to this, so that the entries are on screen at once. An entry is taken
off the queue by the transaction that writes its tags: whenever the program ends, what is not tagged still waits.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.engine.remembering import tag_with
from reader.foreground import FOREGROUND
from reader.model.tagging_due import Made, TaggingProgress, Waiting
from reader.tagging.memory import Memory

if TYPE_CHECKING:
    from reader.engine.ports import EntryTagger, TaggerFactory, TaggingReads, TaggingStore
    from reader.model.fact import Fact

log = logging.getLogger(__name__)

ROUND = 500
"""Entries that are read at a time; what came meanwhile is newer, and goes first in the next round."""
BATCH = 100
"""Entries whose tags are written at a time: polls and marks that wait meanwhile come first."""
IN_VAIN = 3
"""Rounds that bring nothing after which the rest is left to another time."""
LOOK = 0.02
GIVE_WAY = 5.0
"""Seconds between two looks at whether documents are still being parsed, and after how many tagging goes on anyway."""


def ensure_tagged(
    store: TaggingStore,
    tagger: TaggerFactory,
    told: Callable[[TaggingProgress], None] = lambda _: None,
    *,
    made_by: Callable[[], str] | None = None,
    most: int | None = None,
) -> int:
    """Tag all that waits, now, for a command that is about to show tags; return how many entries that waited.

    `made_by` names the rules by which `tagger` tags: what others have tagged is tagged anew. Where more than `most`
    wait, that is left to another time: only those are tagged that have no tags at all. Raises StoreError. What others
    tag meanwhile is waited for.
    """
    if made_by is not None:
        _keep_to(store, made_by())
    with store.reads() as reads:
        waited = reads.tagging_waiting()
        bare = most is not None and waited > most
        if bare:
            waited = reads.tagging_waiting(bare=True)
        if not waited:
            return 0
    return max(waited, work_off(store, tagger(), told=told, bare=bare))


def _keep_to(store: TaggingStore, made_by: str) -> None:
    """Let all entries wait whose tags are made by other rules."""
    with store.reads() as reads:
        same = reads.tagged_by() == made_by
    if not same:
        store.retag(made_by).result()


def work_off(
    store: TaggingStore,
    tagger: EntryTagger,
    *,
    told: Callable[[TaggingProgress], None],
    breathe: Callable[[], bool] = lambda: True,
    bare: bool = False,
) -> int:
    """Tag what waits until nothing does, or nothing of what is `bare` of tags; return how many entries got theirs.

    `breathe` is called after each entry and may take its time; where it is False, the work ends there. `told` hears of
    every batch once it is stored. Raises StoreError.
    """
    done, vain = 0, 0
    with store.reads() as reads:
        while waiting := reads.tagging_due(ROUND, bare=bare):
            left = reads.tagging_waiting(bare=bare)
            of, before = done + left, done
            for start in range(0, len(waiting), BATCH):
                batch = sorted(waiting[start : start + BATCH], key=lambda one: (one.sort_at, one.entry_id))
                made, learned = _tagged(tagger, batch, reads, breathe)
                if len(made) < len(batch):
                    return done
                written = store.record_taggings(made, learned).result()
                done += len(written)
                told(TaggingProgress(done, max(done, of), written))
            # Where others are at it as well, all of a round may be theirs; but it must get less.
            vain = vain + 1 if done == before and reads.tagging_waiting(bare=bare) >= left else 0
            if vain == IN_VAIN:
                break
    return done


def _tagged(
    tagger: EntryTagger, batch: list[Waiting], reads: TaggingReads, breathe: Callable[[], bool]
) -> tuple[list[Made], dict[int, list[Fact]]]:
    """Tag a batch, the oldest first, so that later ones know what earlier ones of their source have told of names.

    Returns the tags, fewer than entries where it was ended, and what was learned of each source.
    """
    made: list[Made] = []
    memories: dict[int, Memory] = {}
    learned: dict[int, list[Fact]] = {}
    for one in batch:
        memory = memories.get(one.source_id)
        if memory is None:
            memory = memories[one.source_id] = Memory.read(reads.feed_memory(one.source_id))
        tagging, facts = tag_with(tagger, memory, one)
        learned.setdefault(one.source_id, []).extend(facts)
        made.append(Made(one.entry_id, one.wording, tagging))
        if not breathe():
            break
    return made, learned


class Taggings:
    """The background task. `wake` has it look for work; `told` hears, on the event loop, of every batch.

    `busy` says whether documents are being parsed, which goes first; `idle` whether it is another process's business.
    `made_by` names the rules by which tags are made now: if those in the store are others', all are made anew.
    """

    def __init__(
        self,
        store: TaggingStore,
        tagger: TaggerFactory,
        *,
        busy: Callable[[], bool],
        idle: Callable[[], bool],
        told: Callable[[TaggingProgress], None],
        made_by: Callable[[], str] | None = None,
    ) -> None:
        self._store = store
        self._tagger = tagger
        self._busy = busy
        self._idle = idle
        self._told = told
        self._made_by = made_by
        self._woken = asyncio.Event()
        self._stopped = threading.Event()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="tagging")
        self._working = False

    def wake(self) -> None:
        """Look whether anything waits. To be called on the event loop."""
        self._woken.set()

    async def run(self) -> None:
        """Work until cancelled. A failure is logged; what waits, waits for the next time."""
        loop = asyncio.get_running_loop()
        self._woken.set()
        while True:
            await self._woken.wait()
            self._woken.clear()
            if self._idle():
                continue
            await loop.run_in_executor(self._thread, self._work, loop)

    def stop(self) -> None:
        """Begin nothing more, and end what is under way after the entry that is being tagged."""
        self._stopped.set()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def aclose(self) -> None:
        """Stop, and wait for the end of what is under way."""
        self.stop()
        while self._working:
            await asyncio.sleep(LOOK)

    def _work(self, loop: asyncio.AbstractEventLoop) -> None:
        last = TaggingProgress(0, 0)

        def told(progress: TaggingProgress) -> None:
            nonlocal last
            last = progress
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(self._told, progress)

        from reader.store.errors import StoreClosed  # noqa: PLC0415  brings SQLite along

        self._working = True
        try:
            if self._made_by is not None:
                _keep_to(self._store, self._made_by())
                self._made_by = None
            with self._store.reads() as reads:
                if not reads.tagging_waiting():
                    return
            work_off(self._store, self._tagger(), told=told, breathe=self._breathe)
        except StoreClosed:
            pass
        except Exception:
            log.exception("what waits could not be tagged")
        finally:
            if last.done < last.of:
                told(TaggingProgress(last.done, last.done))  # it goes on another time
            self._working = False

    def _breathe(self) -> bool:
        """Let others have their turn; whether to go on."""
        FOREGROUND.give_way()
        until = time.perf_counter() + GIVE_WAY
        while self._busy() and not self._stopped.is_set() and time.perf_counter() < until:
            self._stopped.wait(LOOK)
        return not self._stopped.is_set()
