"""A page to the article on it: bytes in, an Extraction out. Pure; never raises for bad input.

Three readers in turn: a library, what the page states as data, the element that the page itself marks as the article.
The first is an extra that need not be installed; without it the other two do what they can. What is no article (a wall,
the beginning that a paywall leaves, a live page, a file) is said in words.

To be called in the worker process (`sandbox`): parsers of HTML stall on markup made for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.formats import body, charset, sniff
from reader.formats.article_facts import Facts, facts
from reader.formats.article_library import article_html, library
from reader.formats.article_paywall import cut_short
from reader.formats.body import Body
from reader.formats.page import Page, UnreadableError
from reader.formats.pages.html_refusal import wall
from reader.model.article import Article, ArticleOutcome, Extraction, Reader
from reader.model.entry import Block, BlockKind
from reader.text import fold, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from selectolax.lexbor import LexborHTMLParser

    from reader.model.entry import Media
    from reader.model.snapshot import Document

MAX_BYTES = 8 * 2**20
MAX_TEXT = 400_000
"""Characters of an article; more than any has."""
MAX_MEDIA = 60
ENOUGH = 280
"""Bytes of text in UTF-8, in which scripts that say more with a letter count more, from which on it is an article."""
GALLERY = 3
"""Pictures with a caption that make an article without text."""
_PART = 0.6
"""What the library finds must hold at least so much of the text that the page states."""
NEEDS = "full articles need: pip install 'dateline[articles]'"
_MARKED = ('[itemprop~="articleBody"]', "article", '[role="main"]', "main")
_NAMES = {
    sniff.Shape.XML: "a feed or other XML",
    sniff.Shape.JSON: "data (JSON)",
    sniff.Shape.TEXT: "plain text",
    sniff.Shape.EMPTY: "empty",
}


def extract(document: Document) -> Extraction:
    """Return the article of a page, or in words why there is none."""
    raw = document.body
    if not raw.strip(b" \t\r\n\0\xef\xbb\xbf"):
        return Extraction(ArticleOutcome.NO_TEXT, "The page is empty.")
    if len(raw) > MAX_BYTES:
        return Extraction(ArticleOutcome.UNREADABLE, f"The page is larger than {MAX_BYTES >> 20} MiB.")
    what = sniff.binary(raw)
    if what:
        return Extraction(ArticleOutcome.NOT_A_PAGE, f"Behind it is {what}, not a page with an article.")
    text = charset.decode(raw, document.content_type)
    shape = sniff.shape(text)
    if shape is not sniff.Shape.HTML:
        return Extraction(ArticleOutcome.NOT_A_PAGE, f"Behind it is {_NAMES[shape]}, not a page with an article.")
    page = Page(document, text, shape)
    try:
        return _read(page, page.tree())
    except UnreadableError as error:
        return Extraction(ArticleOutcome.UNREADABLE, one_line(str(error)))


def _read(page: Page, tree: LexborHTMLParser) -> Extraction:
    about = facts(page, tree)
    if about.is_live:
        return Extraction(ArticleOutcome.LIVE_PAGE, "The page is a live page of its own; follow it as a source.")
    found, reader = _best(page, tree, about)
    blocks = _tidy(found.blocks, about.title)
    media = tuple(_pictures(found.media, about.pictures))[:MAX_MEDIA]
    said = _weight(blocks)
    # A short article may have a form to log in above it; a wall does not say that it is an article.
    met = wall(page) if not about.is_article or said < ENOUGH else None
    if met:
        return Extraction(ArticleOutcome.WALL, f"The server answered with {met}, not with the article.")
    if cut_short(page.text, tree, blocks, is_free=about.is_free):
        return Extraction(ArticleOutcome.PAYWALL, "The page shows only the beginning: the rest is for subscribers.")
    captioned = [item for item in media or about.pictures if item.caption]
    if said < ENOUGH and len(captioned) < GALLERY:
        if library() is None:
            return Extraction(ArticleOutcome.NEEDS_EXTRA, f"The page does not mark its text; {NEEDS}")
        return Extraction(ArticleOutcome.NO_TEXT, "The page has no running text: a script may load it.")
    if said < ENOUGH:
        media = tuple(captioned)[:MAX_MEDIA]
    article = Article(about.title, about.authors, about.published, about.language, about.site, blocks, media, reader)
    return Extraction(ArticleOutcome.OK, article=article)


def _best(page: Page, tree: LexborHTMLParser, about: Facts) -> tuple[Body, Reader]:
    """What the page's text is, and who found it."""
    stated = _stated(about.stated, page.url)
    wanted = _weight(stated.blocks)
    html = article_html(page.text, page.url)
    if html is not None:
        found = body.read(html, page.url)
        # The library takes stated text, too, but as one paragraph.
        whole = wanted < ENOUGH or len(found.blocks) * 2 > len(stated.blocks)
        if whole and _weight(found.blocks) >= max(ENOUGH, _PART * wanted):
            return found, Reader.LIBRARY
    if wanted >= ENOUGH:
        return stated, Reader.STATED
    return _marked(tree, page.url), Reader.MARKED


def _stated(text: str, base: str | None) -> Body:
    """The text that a page gives as data: HTML, or plain with its paragraphs on lines of their own."""
    if not text:
        return Body()
    if "</" in text:
        return body.read(text, base)
    return body.plain(text.replace("\r\n", "\n").replace("\n\n", "\n").replace("\n", "\n\n"))


def _marked(tree: LexborHTMLParser, base: str | None) -> Body:
    """The text of the element that the page marks as its article; of several the one that says most."""
    for selector in _MARKED:
        found = [body.read_node(node, base) for node in tree.css(selector)[:20]]
        best = max(found, key=lambda one: _weight(one.blocks), default=Body())
        if _weight(best.blocks) >= ENOUGH:
            return best
    return Body()


def _weight(blocks: Iterable[Block]) -> int:
    """How much is said: bytes of running text. Short lines alone (menus, tags, buttons) are none."""
    return sum(size for block in blocks if (size := len(block.text.encode("utf-8", "replace"))) >= 40)


def _tidy(blocks: Iterable[Block], title: str | None) -> tuple[Block, ...]:
    """The blocks without the title that is told above them, up to the most that is kept."""
    kept: list[Block] = []
    room = MAX_TEXT
    heading = fold(title or "")
    for block in blocks:
        if not kept and heading and fold(block.text) == heading:
            continue
        room -= len(block.text)
        if room < 0:
            kept.append(Block(BlockKind.PARAGRAPH, "[…]"))
            break
        kept.append(block)
    return tuple(kept)


def _pictures(found: Iterable[Media], figures: Iterable[Media]) -> Iterable[Media]:
    """The article's pictures with the captions that their figures give them on the page."""
    known = {figure.url: figure for figure in figures if figure.url}
    return (known.get(item.url or "", item) for item in found)
