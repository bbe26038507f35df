"""What the attributes of an entry's element say of it: key event, pinned, summary, breaking, withdrawn, paid for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reader.text import fold

_OFF = frozenset(("0", "false", "no", "none", "default"))
_NAMES = {
    "key_event": re.compile(r"(?:^|[-_]|is)(?:key-?_?(?:event|moment|post|point)s?|highlight(?:ed)?|essential)$"),
    "pinned": re.compile(r"(?:^|[-_]|is)(?:pinned|sticky|pinned-?_?post)$"),
    "summary": re.compile(r"(?:^|is-|--|__|\bm-)(?:summary|recap)$"),
    "breaking": re.compile(r"(?:^|[-_]|is)breaking(?:-?_?news)?$"),
    "deleted": re.compile(r"(?:^|[-_]|is)(?:deleted|tombstone|withdrawn|removed)$"),
    "sponsored": re.compile(
        r"(?:^|[-_]|is)(?:sponsored|advert(?:isement)?|ad|paid-?_?post|commercial|werbung|anzeige)$"
    ),
    "promo": re.compile(r"(?:^|[-_]|is)(?:promo|promoted|promotion|newsletter)$"),
}
_ANY = re.compile("|".join(pattern.pattern for pattern in _NAMES.values()))
_LABELS = {
    "key_event": """key event|key events|key moment|key update|key post|key development|highlight|l'essentiel|essentiel|
    moment cle|temps fort|wichtig|hohepunkt|das wichtigste|clave|momento clave|lo mas importante|momento chiave|
    da sapere|destaque|главное|важное|головне|важливо""",
    "pinned": """pinned|pinned post|pinned update|pinned entry|featured post|sticky|epingle|message epingle|a la une|
    angepinnt|angeheftet|oben gehalten|fijado|destacado|in evidenza|fissato|fixado|vastgezet|fastnalt|przypiete|
    закреплено|закреплённое сообщение|закріплено|مثبت""",
    "breaking": """breaking|breaking news|just in|urgent|alerte info|eilmeldung|eil|ultima hora|ultim'ora|urgente|
    urgence|срочно|молния|терміново|عاجل|son dakika""",
    "sponsored": """sponsored|sponsored post|advertisement|paid post|anzeige|werbung|publicite|publicidad|
    pubblicita|реклама""",
}
_LABEL = {
    fold(words.strip()): mark for mark, labels in _LABELS.items() for words in labels.replace("\n", " ").split("|")
}
_SUMMARY = re.compile(
    r"(?:(?:mid-?)?(?:morning|afternoon|evening|midday|lunchtime|closing|opening|daily|interim|early|late|today's|key"
    r"|what we know|the) )*(?:summary|recap|round-?up|what we know so far)(?: so far)?(?: of the day)?[.:]?"
)


def marks(values: Mapping[str, str | None]) -> frozenset[str]:
    """Return the names of the marks that an element's attributes set.

    Marks are classes that end in the word (`is-pinned`, `post--sponsored`), `data-` attributes of that name that do not
    say no, and the word as value of `data-type` or `data-kind`.
    """
    words = (values.get("class") or "").lower().split()
    words += [(values.get(name) or "").lower() for name in ("data-type", "data-kind", "data-entry-type", "data-flag")]
    words += [
        name.removeprefix("data-")
        for name, value in values.items()
        if name.startswith("data-")
        and (value if value is not None else "true").lower() not in _OFF
        and not _is_time(name)
    ]
    telling = [word for word in words if word and _ANY.search(word)]
    if not telling:
        return frozenset()
    return frozenset(mark for mark, pattern in _NAMES.items() if any(pattern.search(word) for word in telling))


def label_mark(text: str) -> str | None:
    """Return the mark that a line names which says nothing else ("Key event", "Pinned"); None where it says more."""
    return _LABEL.get(fold(text).strip(" :.!•·|")) if len(text) < 40 else None


def _is_time(name: str) -> bool:
    return name.endswith(("-time", "-date", "-timestamp", "-url", "-id", "-src"))


def is_summary(folded_headline: str) -> bool:
    """Whether a headline (folded) announces a summary: "Evening summary", "Recap", "What we know so far"."""
    return len(folded_headline) < 80 and _SUMMARY.fullmatch(folded_headline) is not None
