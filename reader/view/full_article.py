"""The article behind an entry, told like an entry; and what is said of it beside the entry. Pure."""

from __future__ import annotations

from datetime import tzinfo
from urllib.parse import urlsplit

from reader.engine.article_page import page_of
from reader.frozen import replace
from reader.model.article import StoredArticle
from reader.model.entry import Basis, Precision
from reader.model.event import StoredEntry
from reader.text import one_line
from reader.view.status import counted
from reader.view.times import moment
from reader.view.wordings import Shown, Told


def told_article(stored: StoredEntry, page: StoredArticle, tz: tzinfo, now: int, key: str = "") -> Told:
    """The article on a page as an entry in its place; `key` leads back to the entry. The page must have an article."""
    article = page.article
    assert article is not None  # noqa: S101  the caller has looked
    parts = [
        f"Full article from {article.site or host_of(page)}",
        counted(article.words, "word"),
        f"fetched {moment(page.fetched_at, tz, now)}",
    ]
    entry = replace(
        stored.entry,
        wording=replace(article.wording, headline=article.title or stored.entry.headline),
        authors=article.authors or stored.entry.authors,
        url=page.url,
        read_more_url=None,
    )
    if article.published is not None:
        entry = replace(entry, published=article.published, precision=Precision.MINUTE, basis=Basis.MACHINE)
    back = f" ({key}: the entry)" if key else ""
    heading = f"{', '.join(one_line(part) for part in parts)}{back}"
    return Told(replace(stored, entry=entry, tagging=page.tagging), heading=heading, full=True)


def unread_page(shown: Shown) -> str | None:
    """The address of the page behind an entry whose article is not here yet; None where there is none."""
    if shown.source is None or (shown.page is not None and shown.page.article is not None):
        return None
    return page_of(shown.stored.entry, shown.source.source.url, shown.source.poll.feed.url)


def host_of(page: StoredArticle) -> str:
    """Where a page is, as people write it."""
    return (urlsplit(page.url).hostname or "").removeprefix("www.") or "the page"


def beside(page: StoredArticle | None, key: str = "") -> str:
    """What the entry's own text says of the article behind it: that it is here, and how to get at it."""
    if page is None or page.article is None:
        return ""
    return f"full article here, {counted(page.article.words, 'word')}{f' ({key})' if key else ''}"
