"""What a page says of its article beside the text: title, authors, time, language, whether it is free, its pictures.

Read from schema.org data (JSON-LD), Open Graph and the plain tags of HTML, in this order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from reader.formats import body
from reader.formats.pages import json_ld
from reader.formats.pages.html_feed import attribute, meta
from reader.formats.pages.html_time import moment
from reader.formats.players import media_of
from reader.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser

    from reader.formats.page import Page
    from reader.model.entry import Media

_ARTICLE_ENDINGS = ("Article", "BlogPosting", "Report", "Posting")
_LIVE = "LiveBlogPosting"
_MOST_AUTHORS = 8
_LONGEST_LINE = 400
_MOST_FIGURES = 200


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the article of a page. `stated` is its text as the page gives it as data, as HTML or plain."""

    title: str | None
    authors: tuple[str, ...]
    published: int | None
    language: str | None
    site: str | None
    stated: str
    is_free: bool | None
    """What the page states of that; None where it states nothing."""
    is_live: bool
    is_article: bool
    """Whether the page says that it is one."""
    pictures: tuple[Media, ...]
    """All figures of the page with caption and credit."""


def facts(page: Page, tree: LexborHTMLParser) -> Facts:
    """Read what a page says of its article."""
    about = [node for script in json_ld.scripts(page.text) for node in json_ld.nodes(json_ld.load(script))]
    articles = [node for node in about if _is_article(node)]
    # The article of the page is the one with a text, else the one that is named first.
    articles.sort(key=lambda node: len(_text(node.get("articleBody"))), reverse=True)
    first: json_ld.Object = articles[0] if articles else {}
    return Facts(
        title=_line(_text(first.get("headline"))) or meta(tree, "og:title") or _heading(tree),
        authors=_authors(first, tree),
        published=_published(first, tree),
        language=_line(attribute(tree, "html", "lang") or "") or _line(_text(first.get("inLanguage"))),
        site=meta(tree, "og:site_name"),
        stated=_text(first.get("articleBody")),
        is_free=_is_free(articles),
        is_live=any(_LIVE in _types(node) and node.get("liveBlogUpdate") for node in about),
        is_article=bool(articles) or meta(tree, "og:type") == "article",
        pictures=tuple(_pictures(tree, page.url)),
    )


def _types(node: json_ld.Object) -> list[str]:
    kinds = node.get("@type")
    values: list[object] = cast("list[object]", kinds) if isinstance(kinds, list) else [kinds]
    return [value for value in values if isinstance(value, str)]


def _is_article(node: json_ld.Object) -> bool:
    return any(kind.endswith(_ARTICLE_ENDINGS) and kind != _LIVE for kind in _types(node))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_free(articles: Iterable[json_ld.Object]) -> bool | None:
    """What articles state of `isAccessibleForFree`: one that is not free makes the page so."""
    stated = {str(node["isAccessibleForFree"]).strip().lower() for node in articles if "isAccessibleForFree" in node}
    return False if "false" in stated else True if "true" in stated else None


def _line(text: str) -> str | None:
    return (body.line(text) or "")[:_LONGEST_LINE] or None


def _heading(tree: LexborHTMLParser) -> str | None:
    for selector in ("h1", "title"):
        node = tree.css_first(selector)
        words = one_line(node.text(separator=" "))[:_LONGEST_LINE] if node is not None else ""
        if words:
            return words
    return None


def _authors(first: json_ld.Object, tree: LexborHTMLParser) -> tuple[str, ...]:
    given = first.get("author")
    values: list[object] = cast("list[object]", given) if isinstance(given, list) else [given]
    names = [_name(value) for value in values] or []
    if not any(names):
        names = [_line(attribute(tree, 'meta[name="author"]', "content") or "")]
    found = dict.fromkeys(name for name in names if name and "://" not in name)
    return tuple(found)[:_MOST_AUTHORS]


def _name(value: object) -> str | None:
    if isinstance(value, dict):
        value = cast("json_ld.Object", value).get("name")
    return _line(value) if isinstance(value, str) else None


def _published(first: json_ld.Object, tree: LexborHTMLParser) -> int | None:
    stated = _text(first.get("datePublished")) or (
        attribute(tree, 'meta[property="article:published_time"]', "content") or ""
    )
    found = moment(clean(stated[:100]))
    return found.at if found else None


def _pictures(tree: LexborHTMLParser, base: str | None) -> Iterable[Media]:
    for figure in tree.css("figure")[:_MOST_FIGURES]:
        yield from media_of(figure, base)[0]
