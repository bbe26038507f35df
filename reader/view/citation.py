"""An entry as it is cited to somebody else: what it said, where, when, how that is known, and a hash to check it by."""

from __future__ import annotations

from datetime import tzinfo
from hashlib import sha256

from reader.model.entry import Wording
from reader.model.event import Revision
from reader.text import one_line
from reader.view.diff import wording_texts
from reader.view.plain import title_of
from reader.view.times import stamp, stated
from reader.view.wordings import Shown, Stand, at, listed


def content_hash(wording: Wording) -> str:
    """SHA-256, in hexadecimal, of what is read in a wording, in UTF-8.

    That is headline, paragraphs, captions and credits in order, with a blank line between them.
    """
    texts = (text for text in wording_texts(wording) if text)
    return sha256("\n\n".join(texts).encode("utf-8", "replace")).hexdigest()


def citation(shown: Shown, stand: Stand, address: str | None, tz: tzinfo) -> str:
    """One line: headline, source, stated time with zone, retrieved time, number of the wording, hash, address.

    It is about the wording on the screen.
    """
    revision, number, of = _wording(shown, stand)
    stored = at(shown.stored, revision)
    source = one_line(shown.source.title) if shown.source else ""
    parts = [
        f"“{title_of(stored)}”",
        source,
        stated(stored, tz),
        f"retrieved {stamp(revision.first_seen, tz)}",
        f"wording {number} of {of}",
        f"sha256:{content_hash(stored.entry.wording)}",
        address or "",
    ]
    return one_line(", ".join(part for part in parts if part))


def _wording(shown: Shown, stand: Stand) -> tuple[Revision, int, int]:
    """The revision on the screen, which wording it is, and of how many."""
    revisions = shown.known.revisions or (Revision(1, shown.stored.first_seen, shown.stored.entry.wording),)
    textual = listed(revisions, silent=False) or list(revisions)
    if stand.step is None:
        return revisions[-1], len(textual), len(textual)
    every = listed(revisions, silent=stand.silent)
    here = every[min(stand.step, len(every) - 1)]
    return here, max(1, sum(item.number <= here.number for item in textual)), len(textual)
