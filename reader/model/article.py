"""The page behind an entry, as it is read: its text, told as the house tells every text. Times are UTC seconds."""

from __future__ import annotations

from enum import StrEnum

from reader.frozen import dataclass, field
from reader.model.entry import Block, Media, Wording
from reader.model.tagging import Tagging


class ArticleOutcome(StrEnum):
    """What a page turned out to be; the value is what is stored."""

    OK = "ok"
    """There is an article."""
    PAYWALL = "paywall"
    """Only its beginning is there; the rest is for subscribers."""
    WALL = "wall"
    """A consent, login, error or robot page came in its place."""
    LIVE_PAGE = "live_page"
    """It is a live page of its own."""
    NOT_A_PAGE = "not_a_page"
    """It is no HTML: a file, a feed, data."""
    NO_TEXT = "no_text"
    """No running text was found in it."""
    NEEDS_EXTRA = "needs_extra"
    """None was found by what is installed here."""
    UNREADABLE = "unreadable"
    """It stalls or breaks what reads it."""


class Reader(StrEnum):
    """What found the text of an article."""

    LIBRARY = "library"
    STATED = "stated"
    """The page states it as data (schema.org `articleBody`)."""
    MARKED = "marked"
    """The page marks the element that holds it."""


@dataclass(frozen=True, slots=True)
class Article:
    """An article: every string is clean, every address may be opened."""

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: int | None = None
    language: str | None = None
    site: str | None = None
    blocks: tuple[Block, ...] = ()
    media: tuple[Media, ...] = ()
    reader: Reader = Reader.MARKED

    @property
    def wording(self) -> Wording:
        """It as a wording, to be shown and tagged like that of an entry."""
        return Wording(self.title, self.blocks, self.media)

    @property
    def words(self) -> int:
        """How many words its text has."""
        return sum(len(block.text.split()) for block in self.blocks)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a page holds: an article if the outcome is OK, else in a sentence why there is none."""

    outcome: ArticleOutcome
    message: str = ""
    article: Article | None = None


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """The page behind an entry as it was fetched last: where from and when, what came of it, the article and its tags.

    `outcome` is an ArticleOutcome, or how the fetch failed (an OutcomeKind).
    """

    entry_id: int
    url: str
    fetched_at: int
    outcome: str
    message: str = ""
    article: Article | None = None
    tagging: Tagging = field(default_factory=Tagging)
