"""What a value of unknown JSON says as a text: HTML, plain text, or the trees of blocks that editors write.

Trees as of ProseMirror, Slate, Lexical, Portable Text, Contentful and content APIs: a node has its text under `text`,
`html`, `content` or the like, and its parts in a list under one of these or `children`. Nothing is known of their
types but which are headings, list items, quotations, pictures and films.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import cast

from reader.formats import body
from reader.formats.body import Body
from reader.formats.json_live.values import Node, cut, line, node, text, url
from reader.model.entry import Block, BlockKind, Media
from reader.text import one_line

_TEXTS = ("raw", "html", "content_html", "rendered", "processed", "text", "value", "content", "body", "markup", "basic")
_PARTS = ("children", "content", "content_elements", "blocks", "elements", "components", "items", "nodes", "root")
_PARTS_ALL = (*_PARTS, "paragraphs", "document", "doc", "body", "value", "json", "model", "data")
_MARKUP = re.compile(r"<(?:p|br|a|b|i|em|strong|div|span|ul|ol|li|h\d|img|figure|blockquote|iframe)\b|&\w+;", re.I)
_PICTURE = re.compile(r"image|photo|picture|foto|bild|gallery", re.I)
_FILM = re.compile(r"video|youtube", re.I)
_KINDS = (
    (re.compile(r"head(?:ing|er)|subtitle|subhead|^h[1-6]$", re.I), BlockKind.SUBHEAD),
    (re.compile(r"list.?item|^li$|bullet", re.I), BlockKind.LIST_ITEM),
    (re.compile(r"quote", re.I), BlockKind.QUOTE),
)
_DEEPEST = 12
_LONGEST = 2000
"""Characters of a caption that are looked at."""
_KEPT = re.compile(r"""\s*(?:\{|\[\s*\{)\s*"\w{1,30}"\s*:""")
_LINES = re.compile(r"\r?\n+")


@dataclass(slots=True)
class Budget:
    """How many characters and nodes of a document may still be read: values that many entries share cost each time."""

    left: int


def read(value: object, base: str | None, budget: Budget) -> Body:
    """Return what a value says; an empty body where it says nothing."""
    return _read(value, base, 0, budget)


def _read(value: object, base: str | None, depth: int, budget: Budget) -> Body:
    budget.left -= 1 + (len(value) if isinstance(value, str) else 0)
    if depth > _DEEPEST or budget.left < 0:
        return Body()
    if isinstance(value, str):
        tree = _tree(value)
        return _written(value, base) if tree is None else _read(tree, base, depth + 1, budget)
    if isinstance(value, list):
        return _list(cast("list[object]", value), base, depth, budget)
    return _node(node(value), base, depth, budget)


def _tree(value: str) -> object:
    """The tree of an editor that is kept as text; None for another text."""
    if not _KEPT.match(value):
        return None
    try:
        return json.loads(value, strict=False)
    except (ValueError, RecursionError):
        return None


def _written(value: str, base: str | None) -> Body:
    words = text(value)
    return body.read(words, base) if _MARKUP.search(words) else body.plain(_LINES.sub("\n\n", words))


def _list(parts: list[object], base: str | None, depth: int, budget: Budget) -> Body:
    """Parts one below the other; a row of nothing but leaves of text is one paragraph."""
    if len(parts) > 1 and all(_is_leaf(part) for part in parts):
        words = one_line("".join(text(node(part).get("text")) or text(node(part).get("value")) for part in parts))
        budget.left -= len(words)
        return Body((Block(BlockKind.PARAGRAPH, words),) if words else ())
    return joined([_read(part, base, depth + 1, budget) for part in parts])


def _is_leaf(part: object) -> bool:
    """Whether a part is a run of text within a paragraph: marked as one, or without a type."""
    if not isinstance(part, dict):
        return False
    leaf = cast("Node", part)
    words = leaf.get("text") if "text" in leaf else leaf.get("value")
    kind = text(leaf.get("type")) or text(leaf.get("_type")) or text(leaf.get("nodeType"))
    inline = "marks" in leaf or "format" in leaf or not kind
    return isinstance(words, str) and (kind in ("span", "leaf") or (inline and kind in ("", "text")))


def _node(one: Node, base: str | None, depth: int, budget: Budget) -> Body:
    kind = next(
        (text(one[key]) for key in ("type", "_type", "nodeType", "__typename", "name") if text(one.get(key))), ""
    )
    if _PICTURE.search(kind) or _FILM.search(kind):
        return Body(media=pictures(one, base, "video" if _FILM.search(kind) else "photo"))
    said = Body()
    for key in _TEXTS:
        if isinstance(one.get(key), str) and one[key]:
            said = _read(one[key], base, depth + 1, budget)
            break
    if not said.blocks:
        parts = next((one[key] for key in _PARTS_ALL if isinstance(one.get(key), (list, dict)) and one[key]), None)
        said = _read(parts, base, depth + 1, budget) if parts is not None else said
    block_kind = next((made for pattern, made in _KINDS if pattern.search(kind)), None)
    return replace(said, blocks=tuple(_as(block, block_kind) for block in said.blocks)) if block_kind else said


def _as(block: Block, kind: BlockKind) -> Block:
    return replace(block, kind=kind) if block.kind is BlockKind.PARAGRAPH else block


def joined(parts: list[Body]) -> Body:
    """Put texts one below the other."""
    return Body(
        tuple(block for part in parts for block in part.blocks),
        tuple(item for part in parts for item in part.media),
        tuple(post for part in parts for post in part.embeds),
    )


def pictures(value: object, base: str | None, kind: str = "photo") -> tuple[Media, ...]:
    """Return the pictures (or films) that a value names: an address, an object with one, or a list of these."""
    found: list[Media] = []
    for one in cast("list[object]", value)[:30] if isinstance(value, list) else [value]:
        if isinstance(one, str):
            link = url(base, one[:_LONGEST]) if re.match(r"https?:|/", one) else None
            found += [Media(kind, link)] if link else []
            continue
        inner = node(one)
        link = url(
            base, *(cut(inner.get(key), _LONGEST) for key in ("url", "src", "href", "contentUrl", "original", "source"))
        )
        if link:
            words = next((_short(inner[key]) for key in ("caption", "description") if _short(inner.get(key))), None)
            credit = next(
                (_short(inner[key]) for key in ("credit", "copyright", "credits") if _short(inner.get(key))), None
            )
            alt = next((_short(inner[key]) for key in ("alt", "altText", "alt_text") if _short(inner.get(key))), None)
            found.append(Media(kind, link, words, credit, alt))
            continue
        for key in ("asset", "file", "image", "default", "large", "images", "data", "attributes", "node"):
            if isinstance(inner.get(key), (dict, str, list)) and (more := pictures(inner[key], base, kind)):
                found += more[:1] if key != "images" else more
                break
    return tuple({media.url: media for media in found}.values())


def _short(value: object) -> str | None:
    return line(cut(value, _LONGEST))
