"""The pages behind entries, as they were read last: one an entry, gone with it.

The article is JSON: {"wording", "authors", "published", "language", "site", "reader", "tagging"}, wording and tagging
as in `codec`, what has its default left out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reader.frozen import replace
from reader.model.article import Article, Reader, StoredArticle
from reader.model.tagging import Tagging
from reader.store.codec import choose, decode_tagging, decode_wording, dumps, encode_tagging, encode_wording
from reader.store.errors import intact

if TYPE_CHECKING:
    from concurrent.futures import Future

    from reader.store.store import Store

_COLUMNS = "entry_id, url, fetched_at, outcome, message, article"


def encode_article(article: Article, tagging: Tagging) -> str:
    """Return an article with its tags as JSON."""
    members: dict[str, object] = {
        "wording": json.loads(encode_wording(article.wording)),
        "authors": article.authors,
        "published": article.published,
        "language": article.language,
        "site": article.site,
        "reader": article.reader.value,
        "tagging": json.loads(encode_tagging(tagging)),
    }
    return dumps({name: value for name, value in members.items() if value not in (None, (), {})})


def decode_article(text: str) -> tuple[Article, Tagging]:
    """Return what `encode_article` encoded; what an older or newer program left out has its default."""
    data: dict[str, Any] = json.loads(text)
    wording = decode_wording(dumps(data.get("wording", {})))
    article = Article(
        wording.headline,
        tuple(data.get("authors", ())),
        data.get("published"),
        data.get("language"),
        data.get("site"),
        wording.body,
        wording.media,
        choose(Reader, data.get("reader"), Reader.MARKED),
    )
    return article, decode_tagging(dumps(data.get("tagging", {})))


@intact()
def articles(connection: sqlite3.Connection, entry_ids: Iterable[int]) -> dict[int, StoredArticle]:
    """Return what is stored behind these entries, by their ids; nothing for those whose page was never fetched."""
    sql = f"SELECT {_COLUMNS} FROM article WHERE entry_id IN (SELECT value FROM json_each(?))"  # noqa: S608  constant
    return {row[0]: _stored(row) for row in connection.execute(sql, (json.dumps(list(entry_ids)),))}


def _stored(row: tuple[Any, ...]) -> StoredArticle:
    entry_id, url, fetched_at, outcome, message, text = row
    stored = StoredArticle(entry_id, url, fetched_at, outcome, message)
    if text is None:
        return stored
    article, tagging = decode_article(text)
    return replace(stored, article=article, tagging=tagging)


def save_article(store: Store, stored: StoredArticle) -> Future[bool]:
    """Store what came of a page; whether it is stored now.

    It is not where the entry is gone, nor where there is an article and this is none: what was read once stays.
    """
    text = encode_article(stored.article, stored.tagging) if stored.article is not None else None

    def work(connection: sqlite3.Connection) -> bool:
        done = connection.execute(
            f"INSERT INTO article({_COLUMNS}) SELECT ?1, ?2, ?3, ?4, ?5, ?6"  # noqa: S608  constant
            " WHERE EXISTS (SELECT 1 FROM entry WHERE id = ?1)"
            " ON CONFLICT(entry_id) DO UPDATE SET url = excluded.url, fetched_at = excluded.fetched_at,"
            " outcome = excluded.outcome, message = excluded.message, article = excluded.article"
            " WHERE excluded.article IS NOT NULL OR article.article IS NULL",
            (stored.entry_id, stored.url, stored.fetched_at, stored.outcome, stored.message, text),
        )
        return done.rowcount > 0

    # The writer's queue is the store's own; what is kept in it beside entries has a module of its own.
    return store._submit(work)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
