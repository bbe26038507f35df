"""The stamps that a page prints for itself in words: "Published 4 Aug 2026 at 06:40, updated 5 Aug 2026 12:31".

Pure, and in the languages of `clock_words`. Only a stamp with day, year and time behind a word for publishing or
changing counts: what else a sentence dates is not the page.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from reader.formats.times.clock_text import PrintedTime, leading, leading_date, printed_date
from reader.text import fold

_LONGEST = 200
_BYLINE = 100
_PARTED = re.compile(r"[,;|·•–—(-]\s|\s(?:on|am|vom|le|el|il|op|den|em)\s")
_MOST = 4
_YEAR = re.compile(r"(?:19|20|25|1[34])\d\d|(?:令和|民[國国])\d")
_CHANGED = (
    r"(?:last |zuletzt |derniere |ultima |ultimo )?(?:up-?dated?|modified|edited|revised|aktualisiert|aktualisierung|"
    r"geandert|mis a jour|mise a jour|maj|actualizado|actualizacion|actualizada|modificado|atualizado|aggiornato|"
    r"aggiornamento|bijgewerkt|laatst(?:e)? (?:bijgewerkt|update)|opdateret|oppdatert|uppdaterad|paivitetty|"
    r"zaktualizowano|aktualizacja|aktualizovano|actualizat|frissitve|ενημερωση|обновлено|оновлено|guncelleme|"
    r"guncellendi|تحديث|به ?روز ?رسان[يی]|بروزرسان[يی]|stand|diperbarui|update terakhir|cap nhat|"
    r"更新(?:日時?|時間|时间)?|最終更新|업데이트|수정|azurirano|"
    r"обновена|ажурирано|posodobljeno|aktualizovane|uuendatud|atjaunots|atnaujinta|actualitzat|עודכן|อ.?ปเดต|আপড.?ট)"
)
_PUBLISHED = (
    r"(?:first |zuerst |premiere )?(?:started|live since|gestartet|live seit|inicio|iniciado|"
    r"published|posted|created|issued|publie|publiee?|paru|veroffentlicht|erschienen|"
    r"erstellt|publicado|publicada|pubblicato|pubblicata|gepubliceerd|geplaatst|udgivet|publicerad|publisert|julkaistu|"
    r"opublikowano|publikovano|publicat|kozzeteve|δημοσιευση|опубликовано|опубліковано|yayinlanma|yayinlandi|نشر|انتشار|منتشر|"
    r"terbit|tayang|dipublikasikan|diterbitkan|xuat ban|公開(?:日時?)?|配信|発表|"
    r"发布(?:时间)?|發佈|입력|등록|게재|objavljeno|"
    r"публикувана|објављено|publikovane|avaldatud|publicets|paskelbta|publicat|פורסם|เผยแพร.?|প.?রকাশ)"
)
_FIGURES = re.compile(r"\d{4}|(?:令和|民[國国])\s?[\d元]")
_WORDS = re.compile(
    rf"(?<!\w)(?:(?P<changed>{_CHANGED})|(?P<published>{_PUBLISHED}))(?!\w)"
    r"(?:[\s:,-]+(?:on|at|am|um|le|a|el|la|il|alle|em|as|op|om|den|kl\.?|o|в|на|the|vom|du|pada|luc|ב)(?!\w))*[\s:,：–—|-]*"
)


def stamp_kind(text: str) -> str:
    """Return what the first words of a stamp call it: `changed`, `published`, or `other`."""
    match = _WORDS.match(fold(text[:40]))
    return "other" if not match else "changed" if match["changed"] else "published"


def is_stamp_line(text: str) -> bool:
    """Whether a line is the stamp of a change or publication and nothing else: "Updated at 15.59"."""
    if len(text) > 80 or not any(char.isdigit() for char in text):
        return False
    folded = fold(text)
    match = _WORDS.match(folded.lstrip("(["))
    rest = folded.lstrip("([")[match.end() :].rstrip(")] ") if match else ""
    printed = leading(rest) if rest else None
    return printed is not None and printed.end >= len(rest)


def date_in_line(text: str) -> PrintedTime | None:
    """Return the one full date in a short line, as that of a byline ("By Ann Dale, 4 March 2031"); else None."""
    if len(text) > _BYLINE or not _FIGURES.search(text):
        return None
    places = [match.end() for match in _PARTED.finditer(text)]
    found = [date for at in places if (date := printed_date(text[at:])) and date.year is not None]
    return found[-1] if found else None


def page_stamps_in(text: str, *, month_first: bool = False) -> Iterator[tuple[str, PrintedTime]]:
    """Yield the full stamps in a line that follow a word for publishing or changing, with what the word says.

    A line that begins with such a word may give a day only; a day that stands at its front is that of its times.
    """
    if len(text) > _LONGEST or not _FIGURES.search(text):
        return
    folded = "".join(" " if char.isspace() else _digit(char) or fold(char)[:1] or " " for char in text)
    if not _YEAR.search(folded):
        return
    headed = leading_date(text, month_first=month_first)
    for match in islice(_WORDS.finditer(folded), _MOST):
        printed = leading(text[match.end() :], month_first=month_first)
        if printed is None and match.start() == 0:
            printed = printed_date(text[match.end() :], month_first=month_first)
            if printed and printed.year is not None:
                yield "changed" if match["changed"] else "published", printed
        elif printed and printed.minutes is not None:
            if printed.year is None and printed.day is None and headed:
                printed = replace(printed, day=headed.day, month=headed.month, year=headed.year)
            if printed.year is not None:
                yield "changed" if match["changed"] else "published", printed


def _digit(char: str) -> str:
    digit = None if char.isascii() else unicodedata.decimal(char, None)
    return "" if digit is None else str(digit)
