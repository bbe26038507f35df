"""What of an entry a reader may want to look for: the names in it, as written, and its longer words. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from reader.model.event import StoredEntry
from reader.patterns import pattern
from reader.text import fold, one_line
from reader.view.diff import wording_texts

LONG_WORD = 5
"""Letters from which on a word is worth offering."""
MOST_WORDS = 60
_WORD = pattern(r"[^\W\d_][\w’'-]*\w")
_ADDRESS = pattern(r"\b(?:https?://|www\.)\S+")
# Long words that are in every text.
_COMMON = frozenset(
    "about after again against among because before being below between could during every first following found from"
    " further having however other others their there these thing things those though through today under until where"
    " which while would yesterday since still according including several should might people without least these"
    " says say told".split()
)


def names_in(stored: StoredEntry) -> list[str]:
    """The names of actors as they are written in the headline and the text, each once, in reading order."""
    wording = stored.entry.wording
    texts = {"headline": wording.headline or "", "body": wording.text}
    ordered = sorted(stored.tagging.mentions, key=lambda item: (item.place != "headline", item.start))
    spellings = (texts["headline" if m.place == "headline" else "body"][m.start : m.end] for m in ordered)
    return _once(one_line(text) for text in spellings)


def words_in(stored: StoredEntry) -> list[str]:
    """The longer words of headline, text and captions, each once, in reading order; not those of names."""
    texts = wording_texts(stored.entry.wording)
    spoken = (_ADDRESS.sub(" ", text) for text in texts)
    words = (word.removesuffix("’s").removesuffix("'s") for text in spoken for word in _WORD.findall(text))
    left_out = _COMMON.union(*(fold(name).split() for name in names_in(stored)))
    return _once(word for word in words if len(word) >= LONG_WORD and fold(word) not in left_out)[:MOST_WORDS]


def _once(texts: Iterable[str]) -> list[str]:
    """Those that differ when folded, the first spelling of each."""
    found: dict[str, str] = {}
    for text in texts:
        if key := fold(text):
            found.setdefault(key, text)
    return list(found.values())
