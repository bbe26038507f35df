"""Parts of an entry of an unknown engine that have elements, or attributes, of their own: authors, links, answers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.formats.pages.live_lines import author_name
from reader.formats.pages.segment import Segment
from reader.model.entry import Block
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_LONGEST = 300
_AUTHOR = (
    "[rel=author], [itemprop=author], [class~=author], [class*=byline], [class*=_author], [class*=-author], "
    "[class*=Author], [class*=Byline], [class*=reporter], [class~=autor], [class*=_autor], [class*=-autor], "
    "[class~=auteur], [class~=writer]"
)
_ANSWERS = re.compile(
    r"^(?:reply|replies|antworten|antwort|repondre|responder|respond|rispondi|beantwoorden|svara|svar|vastaa|odpowiedz|"
    r"odpovedet|raspunde|valasz|απαντηση|ответить|вiдповiсти|відповісти|yanitla|cevapla|رد|quote|report|report comment|"
    r"melden|signaler|upvote|downvote|like|\d+ likes?)(?: \W?\d+\W?)?$"
)
_OWN_LINK = re.compile(
    r"^\W*(?:perma-?link|permanent(?:er)? link|lien permanent|enlace permanente|link permanente|direct link|"
    r"direktlink|(?:copy |get )?link(?: kopieren)?|share(?: this)?(?: post| update)?|teilen|partager|compartir|"
    r"condividi|delen|del|dela|sdilet|zdielat|megosztas|jaa|udostepnij|поделиться|paylas|ссылка|partilhar|compartilhar)?\W*$"
)


def is_answerable(segment: Segment) -> bool:
    """Whether an entry invites readers to answer."""
    marks = (mark for node in segment.nodes if node.is_element_node for mark in node.css("a, button, span")[:40])
    return any(len(words) <= 40 and _ANSWERS.match(fold(words)) for words in (one_line(m.text() or "") for m in marks))


def is_own(block: Block) -> bool:
    """Whether a line is the link of the entry itself, and does not lead on."""
    return len(block.text) <= 60 and _OWN_LINK.match(fold(block.text)) is not None


def authors(item: LexborNode, label: LexborNode, skip: set[int]) -> tuple[str, ...]:
    """The authors that have elements of their own, the innermost ones; all these elements are to be left out."""
    nodes = [node for node in item.css(_AUTHOR)[:12] if node.mem_id != item.mem_id and not holds(node, label)]
    found: list[str] = []
    for node in nodes:
        words = one_line(node.text(separator=" "))
        if not words or len(words) > 80:
            continue
        skip.add(node.mem_id)
        name = author_name(words)
        if not any(inner.mem_id != node.mem_id and holds(node, inner) and inner.text().strip() for inner in nodes):
            found.append(name)
    return tuple(dict.fromkeys(found))


def stated(item: LexborNode, *names: str) -> tuple[str, ...]:
    """What an element states under the first of some names of attributes that it has."""
    values = item.attributes
    return tuple(text for name in names if (text := one_line((values.get(name) or "")[:_LONGEST])))[:1]


def is_sharing(node: LexborNode) -> bool:
    """Whether a link or button serves for sharing the entry."""
    words = one_line((node.text(separator=" ") or "")[:80])
    return 0 < len(words) <= 40 and _OWN_LINK.match(fold(words)) is not None


def link_around(node: LexborNode, item: LexborNode) -> LexborNode | None:
    """The link that an element is, or lies in, within an entry."""
    at: LexborNode | None = node
    while at is not None:
        if at.tag == "a" and at.attributes.get("href"):
            return at
        at = None if at.mem_id == item.mem_id else at.parent
    return None


def holds(node: LexborNode, inner: LexborNode | None) -> bool:
    """Whether an element is, or holds, another."""
    while inner is not None:
        if inner.mem_id == node.mem_id:
            return True
        inner = inner.parent
    return False
