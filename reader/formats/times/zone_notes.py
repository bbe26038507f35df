"""What a line of a page says of all its times: "All times are in CET", "Alle Zeiten in MESZ", "All times Eastern".

Pure. The zone comes back as the word by which `zones.resolve` knows it.
"""

from __future__ import annotations

import re

from reader.formats.times import clock_words as words
from reader.text import fold

_LONGEST = 240
_NOTE = re.compile(
    r"\b(?:(?:all |the )?(?:times?|timestamps?|time ?zone)\b(?: (?:in this (?:blog|ticker)|are|is|shown|given|listed|"
    r"stated|posted|below|here|displayed|in|as|use|noted|quoted))*"
    r"|(?:alle |die )?(?:zeiten|uhrzeiten|zeitangaben|zeitzone)\b(?: (?:sind|hier|in|nach|als|angegeben))*"
    r"|(?:toutes les |les )?heures\b(?: (?:sont|indiquees|donnees|en|a l'|exprimees))*"
    r"|(?:todas las |las |todos os )?hor(?:as|arios)\b(?: (?:son|estan|estao|en|em|del?|do|indicadas))*"
    r"|(?:tutti gli |gli |tutte le )?or(?:ari|e)\b(?: (?:sono|in|indicati))*"
    r"|(?:все )?время\b(?: (?:указано|везде|по|московское))*|(?:усі |весь )?час\b(?: (?:вказано|за))*)[ :(]*"
)
_NAMES = {
    "et": r"\b(?:us )?eastern(?: (?:standard|daylight))?(?: time)?\b",
    "ct": r"\b(?:us )?central (?:(?:standard|daylight) )?time\b",
    "pt": r"\b(?:us )?pacific(?: (?:standard|daylight))?(?: time)?\b",
    "cest": r"\bcentral european summer time\b|\bmitteleuropaische[rn]? sommerzeit\b",
    "cet": r"\bcentral european(?: standard)? time\b|\bmitteleuropaische[rn]? zeit\b",
    "bst": r"\bbritish summer time\b",
    "gmt": r"\bgreenwich(?: mean time)?\b",
    "utc": r"\b(?:coordinated )?universal time\b|\buniversal coordinated time\b",
    "+5:30": r"\bindian? (?:standard )?time\b",
    "aet": r"\baustralian eastern(?: (?:standard|daylight))? time\b",
    "sgt": r"\bsingapore time\b",
    "hkt": r"\bhong kong time\b",
    "msk": r"\bmosc?ow time\b|\bмосковское\b|\bмоскве\b",
    "kyiv": r"\bk(?:yi|ie)v time\b|\bкиевом?\b|\bкиевским\b|\bкиївським\b",
    "paris": r"\bheure de paris\b|\bparis time\b",
    "london": r"\b(?:london|uk) time\b",
    "madrid": r"\bhora (?:de madrid|peninsular)\b",
}
_ZONES = tuple((zone, re.compile(pattern)) for zone, pattern in _NAMES.items())
_ALL = re.compile(r"all |alle |toutes |tod[ao]s |tutt[ie] |все |усі ")
_OFFSET = re.compile(r"\b(?:gmt|utc)\s?(?P<offset>[+-]\d{1,2}(?::?\d\d)?)(?!\d)")
_WORD = re.compile(r"\b[A-Z]{2,5}\b")


def zone_note(text: str) -> str | None:
    """Return the zone that a line names for all times; None where it speaks of nothing of the kind."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text).replace("−", "-")
    match = _NOTE.search(folded)
    before = folded[: match.start()].rstrip(" (") if match else ""
    if not match or (before and before[-1] not in ".:;!?)*–—" and not _ALL.match(match[0])):
        return None
    said = folded[match.start() : match.end() + 50]
    offset = _OFFSET.search(said)
    if offset:
        return offset["offset"]
    named = [(found.start(), word) for word, zone in _ZONES if (found := zone.search(said))]
    if named:
        return min(named)[1]
    whole = " ".join(text.split())
    for word in _WORD.findall(whole[max(0, match.start() - 2) : match.end() + 50]):
        if word.lower() in words.ZONE_WORDS and word.lower() in said.split(".")[0]:
            return word.lower()
    return None
