"""newsboat's `urls` file, a source a line: address, then tags, apart by blanks, in double quotes if they hold blanks.

`"~Title"` names the source, `!` before a tag hides it from newsboat's list (kept as the tag `hidden`), `#` begins a
comment (newsboat manual, chapters on tagging and renaming feeds). Quotes and backslashes are read as newsboat reads
them; nothing is expanded. `"query:Name:expression"` becomes a filter with this name, if one can say the same.
"""

from __future__ import annotations

import re

from reader.interop.newsboat_query import NoCounterpart, translated
from reader.interop.subscription import Refused, Subscription, address, folded, label, labels, refusal, refused
from reader.model.saved_filter import SavedFilter

HIDDEN = "hidden"
MAX_FILTERS = 50
_LINE_END = re.compile(r"\r\n?|\n")
_TOKEN = re.compile(r'#.*+|"((?:[^"\\]|\\.)*+)(?:"|\\?$)|([^ \t]++)')
_ESCAPE = re.compile(r"\\(.)")
_BLANKS = "nrt"


def read(text: str) -> tuple[list[Subscription], list[Refused], list[SavedFilter]]:
    """Return the subscriptions in their order, the lines left out and why, and the filters. Never raises."""
    found: list[Subscription] = []
    left_out: list[Refused] = []
    filters: dict[str, SavedFilter] = {}
    for line in _LINE_END.split(text.removeprefix("\ufeff")):
        words = _words(line)
        if not words:
            continue
        if words[0].startswith("query:"):
            kept = _filter(words[0])
            if isinstance(kept, Refused):
                left_out.append(kept)
            elif len(filters) < MAX_FILTERS:
                filters.setdefault(kept.name.casefold(), kept)
            else:
                left_out.append(refused(words[0], f"more than {MAX_FILTERS} filters are not kept"))
            continue
        url = address(words[0].removeprefix("!"))
        if url is None:
            left_out.append(refusal(words[0]))
            continue
        titles = [label(word[1:]) for word in words[1:] if word.startswith("~")]
        title = next((name for name in titles if name not in ("", url)), None)
        found.append(Subscription(url, title, _tags(words)))
    return *folded(found, left_out), list(filters.values())


def _filter(word: str) -> SavedFilter | Refused:
    _, name, expression = (*word.split(":", 2), "", "")[:3]
    try:
        text = translated(expression)
    except NoCounterpart as error:
        return refused(word, f"this filter cannot be said here: {label(str(error))}")
    named = label(name)
    return SavedFilter(named, text) if named else refused(word, "the filter has no name")


def _words(line: str) -> list[str]:
    words: list[str] = []
    for quoted, plain in _TOKEN.findall(line):
        word = plain or _ESCAPE.sub(_meant, quoted)
        if word:
            words.append(word)
    return words


def _meant(escape: re.Match[str]) -> str:
    return " " if escape[1] in _BLANKS else escape[1]


def _tags(words: list[str]) -> tuple[str, ...]:
    named = [word for word in words[1:] if not word.startswith("~")]
    hidden = [HIDDEN for word in (words[0], *named) if word.startswith("!")]
    return labels((*(word.removeprefix("!") for word in named), *hidden))
