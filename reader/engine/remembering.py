"""Tagging by what the earlier entries of a source have told of names."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from reader.engine.ports import RememberingTagger
from reader.foreground import FOREGROUND
from reader.model.entry import MEDIA_KINDS
from reader.model.event import sort_time
from reader.model.tagging_due import Waiting
from reader.tagging.memory import Memory

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.engine.ports import EntryTagger, TaggerFactory
    from reader.model.entry import Entry
    from reader.model.fact import Fact
    from reader.model.tagging import Tagging

log = logging.getLogger(__name__)


def tag_with(tagger: EntryTagger, memory: Memory, one: Waiting) -> tuple[Tagging | None, list[Fact]]:
    """Tag an entry by the memory of its source, and add to that what it tells; None where it cannot be tagged."""
    media = one.kind in MEDIA_KINDS
    try:
        if not isinstance(tagger, RememberingTagger):
            return tagger.tag(one.headline, one.text, media=media), []
        tagging, facts = tagger.tag_with(
            one.headline, one.text, memory, one.sort_at, media=media, language=one.language
        )
    except Exception:
        log.exception("entry %d could not be tagged", one.entry_id)
        return None, []
    memory.take(facts)
    return tagging, facts


class Tagged(NamedTuple):
    """The tags of entries by key, without those that cannot be tagged, and what the entries tell of names."""

    tags: dict[str, Tagging]
    learned: tuple[Fact, ...] = ()


def tag_all(
    make: TaggerFactory, entries: Iterable[Entry], at: int, memory: str | None = None, *, language: str | None = None
) -> Tagged:
    """Tag entries of one source that came at `at` (UTC seconds), the oldest first.

    `memory` is what is stored of the source, `language` that of the feed, for entries that state none.
    """
    try:
        tagger = make()
    except Exception:
        log.exception("nothing can be tagged")
        return Tagged({})
    known = Memory.read(memory)
    order = sorted(((sort_time(entry.published, at), -entry.seq, entry) for entry in entries), key=lambda one: one[:2])
    tags: dict[str, Tagging] = {}
    learned: list[Fact] = []
    for place, _, entry in order:
        FOREGROUND.give_way()
        written = entry.language or language
        one = Waiting(0, 0, 0, place, entry.headline, entry.wording.text, entry.kind, written)
        tagging, facts = tag_with(tagger, known, one)
        learned += facts
        if tagging is not None:
            tags[entry.key] = tagging
    return Tagged(tags, tuple(learned))
