"""An entry as a document gives it, and what of it a reader reads.

Times are UTC seconds since 1970-01-01. Offsets are counted in characters of the text they point into.
"""

from __future__ import annotations

from enum import StrEnum

from reader.frozen import dataclass


class Precision(StrEnum):
    """How exactly `Entry.published` is known."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    NONE = "none"


class Basis(StrEnum):
    """How `Entry.published` is known."""

    MACHINE = "machine"
    PRINTED_ZONE = "printed+zone"
    PRINTED_INFERRED_DATE = "printed+inferred_date"
    ARRIVAL = "arrival"
    NONE = "none"


class KeyKind(StrEnum):
    """Where the identity of an entry comes from."""

    NATIVE = "native"
    URL_FRAGMENT = "url_fragment"
    DERIVED = "derived"


class EntryKind(StrEnum):
    """What sort of entry it is; the medium when the medium is the news."""

    TEXT = "text"
    PHOTO = "photo"
    GALLERY = "gallery"
    VIDEO = "video"
    AUDIO = "audio"
    EMBED = "embed"
    CARD = "card"
    SUMMARY = "summary"
    PROMO = "promo"
    AD = "ad"


MEDIA_KINDS = frozenset({EntryKind.PHOTO, EntryKind.GALLERY, EntryKind.VIDEO, EntryKind.AUDIO})
"""Entries in which the medium is the news."""


class BlockKind(StrEnum):
    """What one block of a body is."""

    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    QUOTE = "quote"
    SUBHEAD = "subhead"
    TABLE = "table"
    PREFORMATTED = "preformatted"


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink on the characters `start` to `end` of its block's text."""

    url: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a body: plain text, with the links that lie in it."""

    kind: BlockKind
    text: str
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Media:
    """A picture, video or sound that belongs to an entry; `kind` is photo, video or audio."""

    kind: str
    url: str | None = None
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """A "read more" box that points at another article."""

    title: str | None = None
    text: str | None = None
    url: str | None = None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Embed:
    """A post of a social network or another provider, quoted in an entry."""

    provider: str | None = None
    author: str | None = None
    text: str | None = None
    date_text: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Wording:
    """All that a reader reads of an entry: the unit of which every version is kept."""

    headline: str | None = None
    body: tuple[Block, ...] = ()
    media: tuple[Media, ...] = ()
    cards: tuple[Card, ...] = ()
    embeds: tuple[Embed, ...] = ()

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The running text in order: body blocks, then the teasers of cards, then embedded posts."""
        return (
            *(block.text for block in self.body if block.text),
            *(card.text for card in self.cards if card.text),
            *(embed.text for embed in self.embeds if embed.text),
        )

    @property
    def text(self) -> str:
        """The paragraphs joined by a blank line."""
        return "\n\n".join(self.paragraphs)

    @property
    def links(self) -> tuple[str, ...]:
        """Every address in it, in reading order and each once."""
        body = (link.url for block in self.body for link in block.links)
        rest = (item.url for item in (*self.cards, *self.embeds) if item.url)
        return tuple(dict.fromkeys((*body, *rest)))


@dataclass(frozen=True, slots=True)
class Flags:
    """Marks that the publisher sets on an entry."""

    key_event: bool = False
    pinned: bool = False
    summary: bool = False
    breaking: bool = False
    deleted: bool = False


NO_FLAGS = Flags()
"""Of nearly all entries, which share it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a snapshot.

    `key` is its identity within the source; `native_id` is the page's own id as it stands there, be it stable or not.
    `seq` is its place in the document, counted from 0. `time_label` is the time as printed, always kept. `basis_reason`
    says in words how an inferred date was found. `updated` is the publisher's own time of the last change.
    """

    key: str
    seq: int
    wording: Wording
    key_kind: KeyKind = KeyKind.DERIVED
    native_id: str | None = None
    published: int | None = None
    precision: Precision = Precision.NONE
    basis: Basis = Basis.NONE
    basis_reason: str | None = None
    time_label: str | None = None
    updated: int | None = None
    kind: EntryKind = EntryKind.TEXT
    url: str | None = None
    read_more_url: str | None = None
    read_more: bool = False
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    flags: Flags = NO_FLAGS
    language: str | None = None
    direction: str | None = None

    @property
    def headline(self) -> str | None:
        """The headline of the wording; None where the publisher gave none."""
        return self.wording.headline
