"""What a subscription list holds, whatever its format; and what of it may come in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from reader.net.address import canonical
from reader.text import one_line

MAX_BYTES = 4 << 20
"""A list of 20,000 sources has about this size."""
MAX_SUBSCRIPTIONS = 5000
MAX_REFUSED = 1000
MAX_TAGS = 64
MAX_LABEL = 200

_FOLLOWED = re.compile(r"(?:feed:)?https?://|feed://", re.I)
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_USER = re.compile(r"//[^/?#\s]*@")
# Not allowed in XML 1.0 (section 2.2), so a name or address with them could not be written.
_NONCHARACTERS = re.compile("[\ufffe\uffff]")
_REASONS = {
    "exec": "it would run a program, which Dateline never does",
    "filter": "it would run a program, which Dateline never does",
    "query": "only newsboat's urls file has stored queries",
}


class UnreadableList(Exception):  # noqa: N818  named for what the list is, as its kinds are
    """The file is no subscription list or must not be read; the message is a sentence for people."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user has chosen for a source besides; the numbers are whole, from 0 on. None: as the settings say."""

    interval: int | None = None
    paused: bool = False
    full_articles: bool = False
    days: int | None = None
    entries: int | None = None
    mib: int | None = None


NONE_MADE = Choices()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A source in a list. `url` is http or https, as `address` writes it; `title` and `tags` are labels."""

    url: str
    title: str | None = None
    tags: tuple[str, ...] = ()
    choices: Choices = NONE_MADE


@dataclass(frozen=True, slots=True)
class Refused:
    """What was left out of a list, as it stood there (cleaned, shortened, without a password), and why."""

    what: str
    reason: str


@lru_cache(maxsize=4096)
def label(text: str) -> str:
    """Return a title or tag of a list as it is kept: one clean line of at most MAX_LABEL characters; maybe empty."""
    return one_line(one_line(_NONCHARACTERS.sub("", text))[:MAX_LABEL])


def labels(texts: Iterable[str]) -> tuple[str, ...]:
    """Return tags as they are kept: labels in their order, each once, none empty, at most MAX_TAGS."""
    distinct = dict.fromkeys(name for name in map(label, texts) if name)
    return tuple(distinct)[:MAX_TAGS]


def address(text: str) -> str | None:
    """Return the address under which a source in a list is followed; None for all but http and https ones.

    It has passed `text.openable` and has the form that `net.address.canonical` gives it. `feed:` addresses, which other
    readers write, get their real scheme.
    """
    text = text.strip()
    return canonical(text) if _FOLLOWED.match(text) and not _NONCHARACTERS.search(text) else None


def refusal(text: str) -> Refused:
    """Say why `address` refuses a text."""
    scheme = _SCHEME.match(text)
    if text.lstrip().startswith("|"):  # Liferea's way to name a program
        reason = _REASONS["exec"]
    elif scheme and scheme[1].lower() in _REASONS:
        reason = _REASONS[scheme[1].lower()]
    elif not _FOLLOWED.match(text.strip()):
        reason = "only http and https addresses are followed"
    elif _USER.search(text):
        reason = "an address with a user name in it is not followed"
    else:
        reason = "this is no address that may be opened"
    return refused(text, reason)


def refused(what: str, reason: str) -> Refused:
    """Make a Refused of what stood in the list."""
    return Refused(label(_USER.sub("//", what)), reason)


def folded(found: Iterable[Subscription], left_out: list[Refused]) -> tuple[list[Subscription], list[Refused]]:
    """Fold subscriptions to one address into one: first title, all tags. Cut both lists off at their caps."""
    distinct: dict[str, Subscription] = {}
    for one in found:
        before = distinct.get(one.url, one)
        choices = before.choices if before.choices != NONE_MADE else one.choices
        title = before.title or one.title
        distinct[one.url] = Subscription(one.url, title, labels((*before.tags, *one.tags)), choices)
    kept = list(distinct.values())
    told = left_out[:MAX_REFUSED]
    if (over := len(left_out) - MAX_REFUSED) > 0:
        told.append(Refused(f"{over} more", "they are left out for reasons like these"))
    if (over := len(kept) - MAX_SUBSCRIPTIONS) > 0:
        told.append(Refused(f"{over} more", f"a list of more than {MAX_SUBSCRIPTIONS} sources is cut off there"))
    return kept[:MAX_SUBSCRIPTIONS], told
