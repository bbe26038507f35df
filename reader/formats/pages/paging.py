"""Whether a live page is one of several, and where the next older one is: as stated, as linked, or by a button's words.

A link leads to a further page of the same list only if its address is the page's own with another query, or with a
number (or more) behind its path: "next article" leads elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urljoin

from reader.formats.addresses import parts_of
from reader.formats.pages.openers import is_elsewhere
from reader.formats.players import address
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_NUMBERED = re.compile(
    r"/(?:(?:page|seite|pagina|side|sida|strona|sayfa|stranka|oldal|sivu|p|pg)[-_/]?)?\d{1,4}/?$|/older/?$", re.I
)
_FIELDS = frozenset(
    ("page", "p", "pg", "paged", "seite", "pagina", "side", "sida", "strona", "sayfa", "pagenumber", "pagenum")
)
_ENGLISH = re.compile(
    r"(?:load|show|see|view|get)?\s?(?:more|older|earlier|previous) (?:live )?"
    r"(?:posts?|updates?|entries|events|messages|items|results|coverage)"
)
_GERMAN = re.compile(
    r"(?:mehr|weitere|altere|fruhere) (?:(?:beitrage|eintrage|meldungen|ereignisse|posts|updates)(?: laden| anzeigen)?"
    r"|laden|anzeigen)"
)
_WORDS = """
load more, load older, older, next page, show older, charger plus, voir plus de messages, voir plus de posts,
afficher plus, charger la suite, voir la suite, afficher la suite, posts plus anciens, messages plus anciens,
messages precedents, plus ancien, plus anciens, cargar mas, ver mas entradas, ver mas actualizaciones, mas antiguos,
ver mas mensajes, ver mas publicaciones, entradas anteriores, mensajes anteriores, carregar mais, mais antigas,
ver mais publicacoes, ver mais atualizacoes, ver mais posts, mais antigos, carica altri, carica altri post,
carica altri aggiornamenti, carica di piu, carica ancora, mostra altri, mostra altri post, mostra altri aggiornamenti,
piu vecchi, laad meer, meer laden, meer berichten, toon meer, oudere berichten, last inn flere, last flere, last mer,
vis flere, vis eldre, eldre, ladda fler, ladda mer, visa fler, visa aldre, visa fler inlagg, aldre, aldre inlagg,
indlæs flere, ældre indlæg, ældre opdateringer, næste side, neste side, nasta sida, lataa lisää, näytä lisää,
vanhemmat, załaduj więcej, pokaż więcej, starsze, starsze wpisy, načíst další, starší příspěvky, încarcă mai mult,
további bejegyzések, показать еще, загрузить еще, ранее, більше, завантажити ще, показати ще, daha fazla,
daha fazla göster, daha fazla yükle, daha eski, muat lainnya, selengkapnya, xem thêm, تحميل المزيد,
المزيد من التحديثات, और लोड करें, もっと見る, さらに読み込む, 查看更多, 加载更多, 載入更多, 더보기, 더 보기
"""
_PHRASES = frozenset(fold(phrase).strip() for phrase in _WORDS.replace("\n", " ").split(","))
"""What a link or button to the next older entries says, folded."""
_COUNTED = re.compile(r"[?&;]\w{1,12}=\d{1,4}(?:$|[&#])|/\D{0,12}\d{1,4}/?(?:$|[?#])")
"""An address that may name a page by its number."""
_MARGIN = re.compile(r"^[\W_]+|[\W_]+$")
_LONGEST = 60
_MOST = 4000
"""Links and buttons that are looked at."""
_CANDIDATES = 20
_NODES = 12
"""Elements and texts within a link or button."""
_HOLDERS = ("href", "data-url", "data-href", "data-next", "data-next-url", "data-src", "hx-get", "data-ajax-url")


@dataclass(frozen=True, slots=True)
class Paging:
    """Where the next older entries are, None where no address is named; and whether the list is more than this page."""

    older: str | None = None
    parted: bool = False


def paging(tree: LexborHTMLParser, url: str | None, canonical: str | None, *, words: bool) -> Paging:
    """Say whether a page is one of several. `words`: whether links and buttons are believed by what they say."""
    own = [place for place in dict.fromkeys((url, canonical)) if place]
    base = url or canonical
    stated = _stated(tree, own, base, "next")
    if stated:
        return Paging(stated, parted=True)
    linked, more = _linked(tree, own, base) if words else (None, False)
    behind = any(_number(place) > 1 for place in own) or _stated(tree, own, base, "prev") is not None
    return Paging(linked, linked is not None or more or behind)


def _stated(tree: LexborHTMLParser, own: list[str], base: str | None, which: str) -> str | None:
    """The page that the head, or a link, names as the next (or previous) one."""
    for node in tree.css(f'link[rel~="{which}"], a[rel~="{which}"]')[:_CANDIDATES]:
        found = _absolute(base, node.attributes.get("href"))
        if found and any(_is_of_list(found, place) or _is_of_list(place, found) for place in own):
            return found
    return None


def _linked(tree: LexborHTMLParser, own: list[str], base: str | None) -> tuple[str | None, bool]:
    """The link that says "older", or counts one page on; and whether there is a button that says so."""
    following = {_number(place) + 1 for place in own} - {1}
    counted: str | None = None
    more = False
    for node in tree.css("a[href], button, [role=button], [class*=load-more], [class*=loadmore]")[:_MOST]:
        says = _says_more(_words(node))
        counts = counted is None and _COUNTED.search(node.attributes.get("href") or "") is not None
        if not says and not counts:
            continue
        target = next((found for name in _HOLDERS if (found := _absolute(base, node.attributes.get(name)))), None)
        listed = target is not None and any(_is_of_list(target, place) for place in own)
        if counts and listed and target and _number(target) in following and _in_view(node):
            counted = target
        if says and _in_view(node):
            if listed:
                return target, True
            more = more or node.tag != "a" or target is None or (node.attributes.get("href") or "").startswith("#")
    return counted, more


def _words(node: LexborNode) -> str:
    """The text of an element that holds little; "" for one that holds more than a link or button does."""
    words = ""
    stack = [node]
    for _ in range(_NODES):
        at = stack.pop()
        if at.is_text_node:
            words += f" {(at.text_content or '')[: _LONGEST + 1]}"
        child = at.last_child
        while child is not None and len(stack) <= _NODES:
            stack.append(child)
            child = child.prev
        if not stack:
            return words
    return ""


@lru_cache(maxsize=512)
def _says_more(words: str) -> bool:
    said = _MARGIN.sub("", fold(one_line(words)))
    if len(said) > _LONGEST:
        return False
    return said in _PHRASES or any(pattern.fullmatch(said) for pattern in (_ENGLISH, _GERMAN))


def _in_view(node: LexborNode) -> bool:
    """Whether an element is no part of a margin or of the readers' comments; menus of pages are `nav`, too."""
    at = node.parent
    while at is not None and at.tag != "body":
        if at.tag != "nav" and is_elsewhere(at):
            return False
        at = at.parent
    return True


def _is_of_list(target: str, own: str) -> bool:
    """Whether an address is that of another page of the list at an address."""
    there, here = parts_of(target), parts_of(own)
    if (there.hostname or "") != (here.hostname or "") or target.partition("#")[0] == own.partition("#")[0]:
        return False
    root = _NUMBERED.sub("", here.path).rstrip("/") or here.path.rstrip("/")
    path = there.path.rstrip("/")
    if path == root or path == here.path.rstrip("/"):
        return bool(root) or there.query != here.query
    return bool(root) and path.startswith(f"{root}/") and _NUMBERED.fullmatch(path[len(root) :]) is not None


def _number(url: str) -> int:
    """Which page of a list an address names, counted from 1; 1 where it names none."""
    parts = parts_of(url)
    for name, value in parse_qsl(parts.query)[:20]:
        if name.lower() in _FIELDS and value.isascii() and value.isdigit() and len(value) < 5:
            return int(value)
    match = _NUMBERED.search(parts.path)
    digits = re.search(r"\d{1,4}/?$", match[0]) if match and re.search(r"[a-z]", match[0], re.I) else None
    return int(digits[0].rstrip("/")) if digits else 1


def _absolute(base: str | None, href: str | None) -> str | None:
    if not href or href.startswith(("#", "javascript:")) or len(href) > 2000:
        return None
    try:
        return address(None, urljoin(base or "", href.strip()))
    except ValueError:
        return None
