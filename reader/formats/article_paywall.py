"""Articles of which a paywall leaves only the beginning."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selectolax.lexbor import LexborHTMLParser

    from reader.model.entry import Block

WHOLE = 3000
"""Bytes of text from which on an article counts as whole, though the page says that it is not free."""
SHORT = 1500
"""Bytes of text up to which the furniture of a paywall counts: many sites have it on pages that are whole."""
_NAMED = re.compile(
    r"""\b(?:class|id|data-[\w-]+)\s*=\s*["'][^"'<>]{0,200}(?:paywall|pay-wall|regwall|piano-offer|tp-modal|subscriber-only"""
    r"""|subscription-wall|premium-content|locked-content|content-locked)""",
    re.I,
)
_SAID = re.compile(
    r"\b(?:subscribe (?:now )?to (?:continue|keep|read)|to (?:continue|keep) reading|already a subscriber"
    r"|(?:this|the) (?:article|content|story) is (?:only )?(?:for|reserved for|available to) (?:our )?"
    r"(?:subscribers|members)|for subscribers only|unlock (?:this|the) (?:article|story)"
    r"|jetzt weiterlesen|weiterlesen mit|nur fur abonnenten|bereits abonnent"
    r"|reserve aux abonnes|deja abonne|la suite est reservee|il vous reste"
    r"|solo para suscriptores|ya eres suscriptor|para seguir leyendo"
    r"|riservato agli abbonati|sei gia abbonato|per continuare a leggere"
    r"|somente para assinantes|exclusivo para assinantes"
    r"|только для подписчиков|доступно по подписке|оформите подписку)\b"
)
_SHOWN = 60_000


def cut_short(markup: str, tree: LexborHTMLParser, blocks: Sequence[Block], *, is_free: bool | None) -> bool:
    """Whether these blocks are only what a paywall leaves of an article; `is_free` is what the page states of that."""
    size = sum(len(block.text.encode("utf-8", "replace")) for block in blocks)
    if is_free is not None:
        return not is_free and size < WHOLE
    if size >= SHORT:
        return False
    if _NAMED.search(markup):
        return True
    text = tree.body.text(separator=" ") if tree.body is not None else ""
    return _SAID.search(fold(text[:_SHOWN])) is not None
