"""How a source stands, as a sign and words; what kind of document it is; and what can be done about trouble."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.model.snapshot import FeedState
from reader.net.outcome import OutcomeKind
from reader.text import one_line
from reader.view.glyphs import glyphs_for

if TYPE_CHECKING:
    from reader.model.source import SourceStatus

FEEDS = {"jsonfeed": "JSON Feed", "cdf": "CDF feed", "rss": "RSS feed", "feed": "feed", "rss10": "RSS 1.0 feed (RDF)"}


class State(NamedTuple):
    """A sign one cell wide, a word, and the role of both."""

    sign: str
    word: str
    role: str


def state_of(status: SourceStatus, *, removed: bool = False, ascii: bool = False) -> State:  # noqa: A002
    """What most needs to be known: removed, paused, failing, only opened, ended, live; else that it is followed."""
    glyphs, poll = glyphs_for(ascii), status.poll
    if removed:
        return State(glyphs.withdrawn, "removed", "withdrawn")
    if status.source.paused:
        return State(glyphs.paused, "paused", "muted")
    if poll.failures or poll.outcome == OutcomeKind.GONE:
        return State(glyphs.failing, "failing", "error")
    if not status.source.kept:
        return State(glyphs.opened, "opened only", "label")
    if poll.feed.state is FeedState.ENDED:
        return State(glyphs.ended, "ended", "muted")
    if poll.feed.state is FeedState.LIVE:
        return State(glyphs.live, "live", "label")
    return State(glyphs.dot, "followed" if poll.last_poll_at is not None else "new", "muted")


def format_words(name: str | None) -> str:
    """What kind of document a format is: `RSS 2.0 feed`, `live page (guardian)`."""
    name = one_line(name or "")
    if not name:
        return "not read yet"
    if name in FEEDS:
        return FEEDS[name]
    numbered = re.fullmatch(r"(rss|atom)(\d)(\d+)[a-z]?", name)
    if numbered:
        return f"{'RSS' if numbered[1] == 'rss' else 'Atom'} {numbered[2]}.{numbered[3]} feed"
    return "live page" if name == "live-page" else f"live page ({name})"


def bytes_words(count: int) -> str:
    """`0 bytes`, `740 bytes`, `12 kB`, `3.4 MB` (powers of 1,000)."""
    if count < 1000:
        return "1 byte" if count == 1 else f"{count} bytes"
    size = float(count)
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.5:
            return f"{size:.1f} {unit}" if size < 9.95 else f"{size:.0f} {unit}"
    return f"{size / 1000:.1f} TB"


_ADVICE = {
    OutcomeKind.GONE: "The publisher has taken it away for good: look for its successor, or remove the source.",
    OutcomeKind.RATE_LIMITED: "Nothing to do: the server asked for patience, and is asked again at the time above.",
    OutcomeKind.SERVER_ERROR: "Nothing to do, as a rule: the fault is the server's, and it is asked again by itself.",
    OutcomeKind.AUTH: "Where a login opens it, name that in the settings ([[source]]: user, password_command); else"
    " look for a public feed.",
    OutcomeKind.NOT_FOUND: "Open it in the browser: if it has moved, add its new address and remove this one.",
    OutcomeKind.REFUSED: "Open it in the browser to see whether it is there at all, and at which address.",
    OutcomeKind.TLS: "If your network or clock is not the cause, the publisher has to mend it; it is never overridden.",
    OutcomeKind.DNS: "Check the address for a slip of the pen, and whether other sources can be reached.",
    OutcomeKind.OFFLINE: "This machine has no network. All that was read before is here; polling goes on by itself.",
    OutcomeKind.CONNECT: "Check the address and its port; a server that is down is asked again by itself.",
    OutcomeKind.PROXY: "Check HTTP_PROXY and HTTPS_PROXY in the environment, or unset them.",
    OutcomeKind.TIMEOUT: "Nothing to do: a slow server is asked again by itself, less and less often.",
    OutcomeKind.TOO_LARGE: "Look for a feed, or a page that holds fewer entries.",
    OutcomeKind.CAPTIVE: "Open any page in the browser and log in to the network; polling goes on by itself.",
    OutcomeKind.REDIRECT: "Open it in the browser and add the address where you arrive.",
    OutcomeKind.BROKEN: "If it opens in the browser, ask for it again; if not, the publisher has to mend it.",
    OutcomeKind.BAD_ADDRESS: "Add it anew with its whole address, http:// or https:// in front.",
    OutcomeKind.FILE_MISSING: "Put the file back to where it was, or remove the source.",
    OutcomeKind.NOT_A_FEED: "Add its address anew: the feeds that the page names are offered there.",
}


def advice(outcome: str | None) -> str:
    """What the reader can do about a poll that ended so; empty where nothing is wrong or known."""
    try:
        return _ADVICE.get(OutcomeKind(outcome or ""), "")
    except ValueError:
        return ""


_FIRST_ADVICE = {
    OutcomeKind.GONE: "The publisher has taken it away for good: look for its successor.",
    OutcomeKind.RATE_LIMITED: "Try again later.",
    OutcomeKind.SERVER_ERROR: "Try again later: the fault is the server's.",
    OutcomeKind.NOT_FOUND: "Check the address for a slip of the pen, or open it in the browser.",
    OutcomeKind.DNS: "Check the address for a slip of the pen.",
    OutcomeKind.OFFLINE: "This machine has no network. Try again when it has.",
    OutcomeKind.CONNECT: "Check the address and its port, or try again later.",
    OutcomeKind.TIMEOUT: "Try again later.",
    OutcomeKind.CAPTIVE: "Open any page in the browser, log in to the network, and try again.",
    OutcomeKind.BROKEN: "Open it in the browser to see what is there, or try again later.",
    OutcomeKind.AUTH: "Look for a public feed. Where a login opens it: dateline source add ADDRESS, and name it in"
    " the settings ([[source]]: user, password_command).",
    OutcomeKind.NOT_A_FEED: "Look for live updates or a feed (RSS, Atom) of that site, and add their address.",
    OutcomeKind.BAD_ADDRESS: "Write the whole address, http:// or https:// in front.",
    OutcomeKind.FILE_MISSING: "Check the path.",
}


def first_advice(outcome: str) -> str:
    """The same for an address that is not followed yet."""
    try:
        return _FIRST_ADVICE.get(OutcomeKind(outcome)) or advice(outcome)
    except ValueError:
        return ""
