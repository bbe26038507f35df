"""Words with which live pages say that they are over: in a title, in a line of their own, in the newest entry."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.model.entry import Entry
from reader.text import fold, one_line

_OVER_TITLE = re.compile(
    r"\bas (?:it|they|that) (?:happened|unfolded)\b"
    r"|\blive (?:blog|coverage|ticker|updates) (?:is |are |has |have )?(?:now )?(?:closed|ended|over)\b"
    r"|[\[(](?:closed|ended|archiv\w*|beendet|termine|finished)[\])]"
    r"|\b(?:live-?ticker|ticker|liveblog) (?:ist )?(?:beendet|geschlossen)\b|\bzum nachlesen\b"
    r"|\b(?:le )?(?:direct|live) (?:est )?termine\b|\brevivez\b"
    r"|\b(?:la )?diretta (?:e )?(?:terminata|conclusa)\b"
    r"|\b(?:directo|en vivo) (?:finalizado|terminado)\b|\basi (?:fue|ha sido|te lo contamos|lo hemos contado)\b"
    r"|\bтрансляция (?:завершена|окончена)\b"
)
_HIGHLIGHTS = re.compile(r"\bhighlights?\b")
_LIVE_WORD = re.compile(r"\b(?:live|liveblog|live-?ticker|en direct|in diretta|en vivo|en directo)\b")
_GOODBYE = re.compile(
    r"\b(?:that'?s (?:all|it) (?:from us|from me|for (?:now|today|tonight|this)|from)"
    r"|(?:this|our|the) (?:live ?blog|live coverage|blog|live page) (?:is|has|will be) (?:now )?"
    r"(?:clos(?:ed|ing)|ended|wrapped|paus\w+)"
    r"|we(?:'re| are)(?: now)? (?:clos|wrapp|logg|sign)ing (?:off|up|this|our|the|down)"
    r"|(?:it'?s|that'?s) a wrap|(?:bringing|drawing) (?:this|our) (?:live )?(?:blog|coverage) to a close"
    r"|good ?night (?:and|for)|thanks for (?:following|joining|reading)"
    r"|wir beenden|der (?:live-?ticker|liveblog) (?:endet|ist beendet|schliesst)"
    r"|fin de ce (?:direct|live)|ce (?:direct|live) est (?:desormais )?termine"
    r"|(?:finisce|si chiude|termina) qui (?:la|il) (?:diretta|liveblog|live)"
    r"|(?:aqui )?(?:termina|finaliza|cerramos) (?:este|nuestro|el) directo)"
)
_NOTICE = re.compile(
    r"^\W*(?:(?:this|our|the) )?(?:live ?blog|live (?:coverage|page|ticker|feed|updates|text|event|blog)|coverage|blog)"
    r" (?:is|has|have|are)(?: now| been)* (?:closed|ended|over|finished|concluded|archived)\b"
    r"|^\W*(?:(?:der|dieser|unser|das) )?(?:live-?ticker|liveblog|live-?blog|ticker|newsblog|newsticker)"
    r"(?: (?:ist|wurde|hier))*(?: nun| jetzt| damit)? (?:beendet|geschlossen|abgeschlossen|zu ende|archiviert)\b"
    r"|^\W*(?:ce |le |notre )?(?:direct|live|suivi)(?: (?:est|a ete))?(?: maintenant| desormais)?"
    r" (?:termine|clos|ferme)\b"
    r"|^\W*(?:este |el |la |nuestro )?(?:directo|en vivo|cobertura|minuto a minuto)(?: en vivo)?(?: ha)? "
    r"(?:finalizad[oa]|terminad[oa]|concluid[oa]|cerrad[oa])\b"
    r"|^\W*(?:la |questa )?(?:diretta|cronaca live) (?:e )?(?:terminata|conclusa|finita|chiusa)\b"
    r"|^\W*(?:a )?(?:cobertura|transmissao|o? ?ao vivo|tempo real)(?: (?:foi|esta))? (?:encerrad[oa]|finalizad[oa])\b"
    r"|^\W*(?:het |dit |ons )?live-?(?:blog|verslag) is (?:nu )?(?:gesloten|afgesloten|beeindigd|ten einde)\b"
    r"|^\W*(?:transmisja|relacja)(?: na zywo)? (?:zostala )?zakonczona\b"
    r"|^\W*(?:онлаин-?|текстовая )?трансляция (?:завершена|окончена)\b|^\W*canli anlatim sona erdi\b"
)
_SHORT = 200
"""Characters that a line of its own may have."""


def notice(text: str) -> str | None:
    """Return the words of a short line that says that coverage is over; None for another line."""
    match = _NOTICE.search(fold(text)) if len(text) <= _SHORT else None
    return one_line(match[0]) if match else None


def over_title(folded: str) -> str | None:
    """Return the words of a folded title that say that coverage is over; None where none do."""
    match = _OVER_TITLE.search(folded)
    if match:
        return one_line(match[0])
    highlights = _HIGHLIGHTS.search(folded)
    return highlights[0] if highlights and not _LIVE_WORD.search(folded) else None


def goodbye(entries: Sequence[Entry], newest: int | None) -> str | None:
    """Return the closing words in the newest entry; None where it takes no leave. `newest` is its time."""
    last = next((entry for entry in entries if entry.published == newest), None) if newest is not None else None
    if last is None or len(entries) < 3:
        return None
    match = _GOODBYE.search(fold(f"{last.headline or ''}\n{last.wording.text[:600]}"))
    return one_line(match[0]) if match else None
