"""newsboat's `urls` file, a source a line: address, then tags, apart by blanks, in double quotes if they hold blanks.

`"~Title"` names the source, `!` before a tag hides it from newsboat's list (kept as the tag `hidden`), `#` begins a
comment (newsboat manual, chapters on tagging and renaming feeds). Quotes and backslashes are read as newsboat reads
them; nothing is expanded.
"""

from __future__ import annotations

import re

from reader.interop.subscription import Refused, Subscription, address, folded, label, labels, refusal

HIDDEN = "hidden"
_LINE_END = re.compile(r"\r\n?|\n")
_TOKEN = re.compile(r'#.*+|"((?:[^"\\]|\\.)*+)(?:"|\\?$)|([^ \t]++)')
_ESCAPE = re.compile(r"\\(.)")
_BLANKS = "nrt"


def read(text: str) -> tuple[list[Subscription], list[Refused]]:
    """Return the subscriptions in their order, and the lines left out and why. Never raises."""
    found: list[Subscription] = []
    left_out: list[Refused] = []
    for line in _LINE_END.split(text.removeprefix("\ufeff")):
        words = _words(line)
        if not words:
            continue
        url = address(words[0].removeprefix("!"))
        if url is None:
            left_out.append(refusal(words[0]))
            continue
        titles = [label(word[1:]) for word in words[1:] if word.startswith("~")]
        title = next((name for name in titles if name not in ("", url)), None)
        found.append(Subscription(url, title, _tags(words)))
    return folded(found, left_out)


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
