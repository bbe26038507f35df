"""A document as the adapters see it: decoded once, with its shape, and parsed as HTML only when one asks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.formats.nesting import bomb, shadows_opened
from reader.formats.sniff import Shape
from reader.model.entry import KeyKind, Wording
from reader.model.snapshot import Document, Snapshot

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


MAX_ENTRIES = 5000
"""More than any real page lists; what comes after is left out, and the snapshot says so."""


MAX_LINES = 200_000
"""More than any real text rendition has; what comes after is left out, and the snapshot says so."""


class UnreadableError(Exception):
    """The document is of the adapter's format but cannot or must not be read; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an adapter made of a page. The candidate with the most evidence wins."""

    snapshot: Snapshot
    evidence: float


@dataclass(frozen=True, slots=True)
class Page:
    """A document with its text and shape."""

    document: Document
    text: str
    shape: Shape
    _trees: list[LexborHTMLParser] = field(default_factory=list["LexborHTMLParser"], compare=False, repr=False)

    @property
    def url(self) -> str | None:
        """The address it came from, where known."""
        return self.document.url

    def tree(self) -> LexborHTMLParser:
        """The page as HTML (WHATWG rules), parsed once for all who ask; nobody changes it.

        Raises UnreadableError for markup built to stall a parser.
        """
        if self._trees:
            return self._trees[0]
        from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - only pages of HTML need it

        why = bomb(self.text)
        if why:
            raise UnreadableError(f"The page is built so as to stall a reader: {why}.")
        self._trees.append(LexborHTMLParser(shadows_opened(self.text)))
        return self._trees[0]


def evidence(snapshot: Snapshot) -> float:
    """Weigh a snapshot: an entry counts one, and a quarter each for a time, a headline, a text and an own identity."""
    return sum(
        1
        + 0.25 * (entry.published is not None)
        + 0.25 * (entry.headline is not None)
        + 0.25 * _says(entry.wording)
        + 0.25 * (entry.key_kind is KeyKind.NATIVE)
        for entry in snapshot.entries
    )


def _says(wording: Wording) -> bool:
    """Whether there is any text; the first block nearly always answers that."""
    return bool(wording.body and wording.body[0].text) or bool(wording.paragraphs)
