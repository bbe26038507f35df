"""An object a line (jsonlines.org). With its past an entry has `revisions` and `history`: from it a day is replayed.

A wording is written as it is stored, so that nothing of it is lost.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader.formats.answer import iso
from reader.store.codec import encode_wording
from reader.view.json_event import entry_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reader.model.article import Article, StoredArticle
    from reader.model.history import History
    from reader.view.exports.forms import Exported, Telling


def write(items: Iterable[Exported], telling: Telling) -> Iterator[str]:  # noqa: ARG001  times are in UTC
    """Yield a line an entry."""
    for item in items:
        yield line_of(item) + "\n"


def line_of(item: Exported) -> str:
    """Return the object of an entry on one line; no lone surrogate in it."""
    made = entry_object(item.stored) | {"number": item.stored.id, "source": item.source_url}
    if item.page is not None and item.page.article is not None:
        made["article"] = article_object(item.page, item.page.article)
    if item.history is not None:
        made |= {"source_title": item.source_title} | past_object(item.history)
    return json.dumps(made, ensure_ascii=False, allow_nan=False).encode("utf-8", "replace").decode("utf-8")


def article_object(page: StoredArticle, article: Article) -> dict[str, object]:
    """The article behind an entry: where from and when, what it says of itself, its text, pictures and links."""
    wording = article.wording
    return {
        "url": page.url,
        "fetched_at": iso(page.fetched_at),
        "title": article.title,
        "authors": list(article.authors),
        "published": iso(article.published),
        "language": article.language,
        "site": article.site,
        "text": wording.text,
        "paragraphs": list(wording.paragraphs),
        "media": [
            {"kind": one.kind, "url": one.url, "caption": one.caption, "credit": one.credit} for one in article.media
        ],
        "links": list(wording.links),
    }


def past_object(history: History) -> dict[str, object]:
    """Every wording with the time when it was first seen, and what happened when."""
    return {
        "tie": history.stored.tie,
        "revisions": [
            {
                "number": one.number,
                "first_seen": iso(one.first_seen),
                "textual": one.textual,
                "wording": json.loads(encode_wording(one.wording)),
            }
            for one in history.revisions
        ],
        "history": [{"event": str(turn.kind), "at": iso(turn.at), "revision": turn.revision} for turn in history.turns],
    }
