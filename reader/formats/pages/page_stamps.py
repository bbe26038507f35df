"""What an HTML page says of itself: title, language, when it was published and changed, and whether it is live."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from reader.formats.players import address
from reader.formats.times import timestamps, zones
from reader.model.entry import Precision
from reader.text import fold, one_line

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_CHANGED = re.compile(r"modif|updat|last.?mod|lastmod|revised|revision", re.I)
_PUBLISHED = re.compile(r"publi(?:sh(?!er)|c)|issued|pubdate|created|^date$|\.date$|first|sailthru\.date|release", re.I)
_NAMES = ("property", "name", "itemprop", "http-equiv")
_JSON = re.compile(r'"(?P<name>dateModified|datePublished|uploadDate)"\s*:\s*"(?P<text>[^"]{8,40})"')
_LIVE = re.compile(
    r"\blive\b[\s:,-]*(?:blog|ticker|updates?|coverage|feed|news|text|report|stream|center|centre|reporting)\b"
    r"|liveblog|live-?ticker|livebericht|liveuppdater|livestilling|\b(?:news|live|eil|polit"
    r"|sport)-?ticker\b|\blive\s*[:|–—-]|[:|–—,-]\s*live\b"
    r"|^live\b|/live[/-]|/liveblog|/live-?(?:news|desk)\b|-live(?:[-./]|$)|-latest(?:[-./]|$)|/ticker|/direct[/-]"
    r"|\b(?:as it happened|rolling (?:coverage|updates)|minute.by.minute|latest updates|live updates"
    r"|how (?:it|the (?:day|news)) unfolded)\b"
    r"|: (?:the )?latest\b"
    r"|\ben direct\b|\ble direct\b|\bdirect\s*[:.–—-]|minute par minute|en vivo|en directo|ultima hora"
    r"|minuto a minuto|ao vivo|aovivo"
    r"|\b(?:la|in) diretta\b|\bdiretta\b|tempo reale|liveverslag|na zywo|relacja|online prenos|zive:"
    r"|elo kozvetites|percrol percre"
    r"|suora lahetys|seuranta|direkte(?:senter)?\b|live text|canli|son dakika|онлаин|прямая трансляция"
    r"|текстовая трансляция|хроника|хроніка"
    r"|наживо|текстова трансляція|مباشر|لحظة بلحظة|تغطية|live-?updates?|זמן אמת|लाइव|زنده|ζωντανα"
    r"|λεπτο προσ λεπτο|直播|速報|라이브"
    r"|ライブ|実況|詳報|随時更新|/sokuho|快讯|滚动|滾動|实时|實時|即時更新|생중계|실시간|속보|문자중계"
    r"|\buzivo\b|\bu zivo\b|\bv zivo\b|\bnazivo\b|minuta po minut|минута по минута|\bна живо\b|уживо"
    r"|\btiesraide|\btiesiogiai\b"
    r"|\botseblogi|\botse:|\ben directe\b|minut a minut|truc tiep|live report|\blangsung:|terkini:|שידור חי|בשידור חי"
    r"|עדכונים שוטפים"
    r"|minut[eayu] po minut[eua]|minuut na minuut|minu[dt]t? for minu[dt]t?|dakika dakika|minutuz minutu"
    r"|minut cu minut|hetki hetkelta|suorana\b|direktrapport|nyhetsstudio|nyhetsdogn|/elo\b"
    r"|elo(?:ben)?\b.{0,3}kozvetit|\b(?:fil|suivi) info\b"
    r"|/zive\b|/nazivo\b|/uzivo\b|zuzenean|i beinni|во живо|regstreeks\b|minutenprotokoll|\bnewsblog\b"
    r"|suivez en direct|უწყვეტი|პირდაპირ|ուղիղ|నేరుగా|நேரலை|ലൈവ്|લાઈવ|लाइव्ह"
    r"|לייב|เกาะติด|สด:|লাইভ|সরাসরি|ao minuto|\bdirecto:|text live|live tekst|liveblogi"
)
_ENDED = re.compile(
    r"\bas it happened\b|\b(?:highlights|closed)\s*[:.]|\blive (?:blog|coverage) (?:has )?(?:ended"
    r"|closed)|ticker beendet|liveblog beendet|"
    r"\bdirect termine\b|direto encerrado|como foi\b|трансляция завершена"
)
_SCHEDULE = re.compile(
    r"\b(?:tv[ -]?(?:guide|listings?|programm?e?|schedule)|what'?s on|programme? guide|timetable|schedule"
    r"|agenda|fahrplan|"
    r"fernsehprogramm|tv-?programm|programme tv|programacion|programacao|guida tv|palinsesto|programma tv"
    r"|tv-?gids|tv-tabla|"
    r"program tv|itinerary|order of (?:play|service)|line-?up|running order|tagesordnung|horaires?"
    r"|horarios?|orari|"
    r"transcript|telegramm? chat|chat ?log|irc|timeline of|chronology|chronologie|cronologia|cronistoria"
    r"|телепрограмма|расписание|"
    r"программа передач|departures|arrivals|departure board|abfahrt|ankunft|tide times|prayer times"
    r"|gebetszeiten|"
    r"namaz vakit|log of|call log|police log|minutes of)\b"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A moment that a page states for itself: `changed`, `published` or `other`; in UTC seconds."""

    kind: str
    at: int
    precision: Precision
    text: str

    def local(self, zone: tzinfo) -> datetime:
        """The moment in a zone; a mere day stays that day."""
        made = datetime.fromtimestamp(self.at, UTC)
        if self.precision is Precision.DAY or (self.precision is not Precision.NONE and _bare(self.text)):
            return made.replace(tzinfo=zone)
        return made.astimezone(zone)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says of itself."""

    title: str | None
    language: str | None
    direction: str | None
    url: str | None
    canonical: str | None
    stamps: tuple[Stamp, ...]
    live: bool
    ended: str | None
    scheduled: bool
    offset: tzinfo | None
    """The offset of the page's own stamps where it is not zero."""


def facts(tree: LexborHTMLParser, url: str | None) -> Facts:
    """Read the head of a page."""
    root = tree.css_first("html")
    values = root.attributes if root is not None else {}
    metas = [(_name(node.attributes), node.attributes.get("content") or "") for node in tree.css("meta[content]")[:400]]
    named = {name.lower(): one_line(content) for name, content in reversed(metas)}
    heading = tree.css_first("h1")
    heard = one_line(heading.text(separator=" ")) if heading is not None else ""
    node = tree.css_first("title")
    top = one_line(node.text()) if node is not None else ""
    link = tree.css_first("link[rel=canonical]")
    canonical = address(url, link.attributes.get("href")) if link is not None else None
    telling = [one_line(text)[:300] for text in (heard, top, named.get("og:title", ""))]
    path = re.sub(r"^https?://[^/]+", "", url or canonical or named.get("og:url", ""))[:500]
    said = [fold(text) for text in telling if text]
    kind = " ".join(fold(content) for name, content in metas if re.search(r"type|template|genre", name, re.I))[:2000]
    live = says_live(said, path) or bool(re.search(r"\blive(?:blog|-blog)?\b", kind))
    ended = next((match.group() for match in map(_ENDED.search, said) if match), None)
    stamps = tuple(_stamps(tree, metas))
    return Facts(
        title=heard or named.get("og:title") or top or None,
        language=one_line(values.get("lang") or values.get("xml:lang") or named.get("content-language", ""))[:35]
        or None,
        direction=values.get("dir") if values.get("dir") in ("rtl", "ltr") else None,
        url=url or canonical or address(url, named.get("og:url")),
        canonical=canonical,
        stamps=stamps,
        live=live,
        ended=ended,
        scheduled=any(_SCHEDULE.search(text) for text in (*said, fold(path.replace("-", " ").replace("/", " ")))),
        offset=next((zone for zone in (_offset(stamp.text) for stamp in stamps) if zone), None),
    )


def says_live(titles: Iterable[str], path: str) -> bool:
    """Whether a page says that it is live, in its titles or its address."""
    return any(_LIVE.search(fold(title[:300])) for title in titles) or bool(_LIVE.search(path[:500].lower()))


def _name(values: dict[str, str | None]) -> str:
    return next((values[name] or "" for name in _NAMES if values.get(name)), "")


def _stamps(tree: LexborHTMLParser, metas: list[tuple[str, str]]) -> list[Stamp]:
    found: list[Stamp] = []
    for name, content in metas:
        kind = "changed" if _CHANGED.search(name) else "published" if _PUBLISHED.search(name) else None
        _take(found, kind, content)
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        for match in list(_JSON.finditer(node.text()[:200_000]))[:20]:
            _take(found, "changed" if match["name"] == "dateModified" else "published", match["text"])
    for node in tree.css("time[itemprop], [itemprop=datePublished], [itemprop=dateModified]")[:10]:
        name = node.attributes.get("itemprop") or ""
        kind = "changed" if _CHANGED.search(name) else "published" if _PUBLISHED.search(name) else None
        _take(found, kind, node.attributes.get("datetime") or node.attributes.get("content") or "")
    return found


def _take(found: list[Stamp], kind: str | None, text: str) -> None:
    number = text.strip().isdigit() and len(text.strip()) not in (8, 10, 13)
    made = timestamps.parse(one_line(text)) if kind and not number and any(char.isdigit() for char in text) else None
    if made and kind:
        found.append(Stamp(kind, made[0], made[1], one_line(text)))


def _bare(text: str) -> bool:
    """Whether a stamp states no zone and is therefore local."""
    return not re.search(r"(?:[zZ]|[+-]\d\d:?\d\d|\b[A-Z]{2,5}[+-]?\d*\)?)\s*$", text)


def _offset(text: str) -> tzinfo | None:
    match = re.search(r"\d[+-](\d\d):?(\d\d)$", text)
    if not match or match.group()[1:] in ("+0000", "+00:00", "-00:00"):
        return None
    zone = zones.resolve(match.group()[1:], zones.Place())
    return zone if zone is not None and zone.utcoffset(None) != timedelta() else None
