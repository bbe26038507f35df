"""A live blog in JSON of a shape that nobody has described: read by what its names and values mean, as the last resort.

Some list in the document holds the entries: three objects or more, (nearly) all with a time and a whole text, in the
order of time. That it is a live blog must be said: by the names on the way to the list, by the type of what holds
it, or by the page (its address, its title). Lists of other things (comments, related stories, teasers) are none.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import cast

from reader.formats.addresses import parts_of
from reader.formats.json_live import drafts, rich_text
from reader.formats.json_live import unnamed_names as called
from reader.formats.json_live.unnamed_entry import (
    Refs,
    entry,
    has_body,
    id_names,
    is_draft,
    opened,
    plain_name,
    says,
    time_of,
    word,
)
from reader.formats.json_live.values import MOST, Node, cut, dig, flag, line, node, number, url
from reader.formats.page import Page
from reader.formats.pages.page_stamps import says_live
from reader.formats.pages.timed_sequence import FEW, is_round, order
from reader.model.entry import Entry
from reader.model.snapshot import FeedData, FeedState, Snapshot

_DEEPEST = 16
_MOST_NODES = 15_000
_MOST_LISTS = 3000
_MOST_WAYS = 3
"""So many ways to one value are followed: a list may be shared, and but one of its names tell what it is."""
_FIGURE = re.compile(r"\d")
_KEYS = 200
"""Names of one object that are looked at."""
_LIVE = re.compile(
    r"live[-_ ]?(?:blog|ticker|cent(?:er|re)|feed|updates?|text|stream|stor(?:y|ies)|event|coverage|page|post|entr|"
    r"report|article|news|card|item|block|content|message|commentary)|"
    r"(?:blog|news|story|feed|post|article)[-_ ]?live|^live$"
    r"|ticker|rolling[-_ ]?(?:news|coverage)|minute[-_ ]?by|direkte|direct(?:o|e)?[-_]?(?:post|item|event)"
    r"|^(?:en)?directo?$|^(?:en|ao)_?vivo$|diretta|relacja|tempo_?real",
    re.I,
)
_LISTS = re.compile(
    r"^(?:live\w*|(?:post|entry|item|message|event|update)list|posts?|entries|entry|updates?|items|events?|messages|blocks|cards|timeline|results|stream|data|nodes|"
    r"edges|bulletins?|feed|content|elements|records|documents|docs|list|rows|children|hits|contributions|beitrage|"
    r"beitraege|eintraege|meldungen|ereignisse|entradas|mensajes|publicaciones|publications|voci|aggiornamenti|wpisy|"
    r"berichten|meldinger|innlegg|inlagg|indlaeg|poster|)$"
)
"""Names of lists of entries on a page that says that it is live."""
_OTHERS = re.compile(
    r"comment(?!ar)|repl(?:y|ies)|relat|recommend|popular|trending|most|latest|teaser|articles|stories|promo|review|"
    r"product|order|user|author|avatar|menu|nav|categor|tags?$|topics?$|job|commit|issue|podcast|newsletter|sponsor|"
    r"advert|faq|see_?also|more_?|sidebar|aside|footer|header|playlist|videos|galler|images|headlines|schedule|program"
)
_STATE_LIVE = re.compile(
    r"^(?:live|running|ongoing|active|open|started|laufend|aktiv|en[-_ ]?curso|en[-_ ]?cours|"
    r"in[-_ ]?progress|on[-_ ]?air)$",
    re.I,
)
_STATE_OVER = re.compile(
    r"^(?:closed|ended|finished|archived?|over|completed?|done|stopped|past|inactive|"
    r"beendet|abgeschlossen|finalizado|terminado|termin[eé]|encerrado)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Place:
    """A list with the names on the way to it, and what holds it, the innermost first."""

    values: list[object]
    names: tuple[str, ...]
    holders: tuple[Node, ...]


def read(data: object, page: Page, title: str | None = None) -> Snapshot | None:
    """Read a live blog in decoded JSON; None where it holds none. `title` is that of a page in which it stands."""
    if not isinstance(data, (dict, list)):
        return None
    refs = node(cast("object", data))
    path = parts_of(page.url).path
    live = says_live([title or ""], path) and not _OTHERS.search(path.rstrip("/").rpartition("/")[2].lower())
    best: tuple[float, _Place, list[Node]] | None = None
    for place in islice(_lists(data), _MOST_LISTS):
        refs = next((holder for holder in place.holders if "ROOT_QUERY" in holder), refs)
        items = _entries(place, refs, live=live)
        if not items:
            continue
        worth = len(items) * (2 if _says_live(place, items) else 1)
        if best is None or worth > best[0]:
            best = (worth, place, items)
    return _snapshot(best[1], best[2], page, title, refs) if best else None


def _lists(data: object) -> Iterator[_Place]:
    """The lists of objects in a document, the outermost first; objects whose values are alike count as lists, too."""
    queue: deque[tuple[object, tuple[str, ...], tuple[Node, ...]]] = deque([(data, (), ())])
    seen: Counter[int] = Counter()
    for _ in range(_MOST_NODES):
        if not queue:
            return
        value, names, holders = queue.popleft()
        seen[id(value)] += 1
        if seen[id(value)] > _MOST_WAYS:
            continue
        if isinstance(value, list):
            values = cast("list[object]", value)
            if sum(isinstance(one, dict) for one in values[:10]) >= FEW:
                yield _Place(values[:MOST], names, holders)
            below = [(one, names) for one in values[:200]]
        else:
            holder = cast("Node", value)
            if _is_keyed(holder):
                values = [{"_key": key, **node(one)} for key, one in islice(holder.items(), MOST)]
                yield _Place(cast("list[object]", values), names, holders)
            holders = (holder, *holders[:5])
            below = [(one, (*names[-5:], plain_name(str(key)))) for key, one in holder.items()]
        if len(names) < _DEEPEST:
            queue += [(one, way, holders) for one, way in below if isinstance(one, (dict, list))]


def _is_keyed(holder: Node) -> bool:
    """Whether an object is a list by ids: all its values are objects, and its names are no words."""
    if len(holder) < FEW:
        return False
    head = list(islice(holder.items(), 10))
    return all(isinstance(one, dict) and (str(key).startswith("-") or _FIGURE.search(str(key))) for key, one in head)


def _entries(place: _Place, refs: Refs, *, live: bool) -> list[Node]:
    """The objects of a list that are entries of a live blog; none where they are something else."""
    sample = [opened(one, refs) for one in place.values[:8]]
    if sum(says(one) for one in sample) < 0.6 * len(sample):
        return []
    last = place.names[-1] if place.names else ""
    items = [opened(one, refs) for one in place.values]
    if _OTHERS.search(last) or sum(any(name in one for name in called.TALKS) for one in items) >= 0.5 * len(items):
        return []
    if not _says_live(place, items) and not (live and _LISTS.match(re.sub(r"[({].*", "", last))):
        return []
    said = [one for one in items if says(one) and time_of(one)]
    whole = [one for one in said if has_body(one)]
    if len(said) < max(FEW, 0.8 * len(items)) or len(whole) < 0.6 * len(said):
        return []
    minutes = [found[0] // 60 for one in said if (found := time_of(one))]
    way = order(minutes)
    if way is None or sum(any(name in one for name in called.SPANS) for one in said) >= 0.5 * len(said):
        return []
    return [] if way.oldest_first and is_round(minutes) else [one for one in said if not is_draft(one)]


def _says_live(place: _Place, items: Sequence[Node]) -> bool:
    """Whether the names on the way, or the types of the list's holder or entries, say that it is a live blog."""
    if any(_LIVE.search(name) for name in place.names[-4:]):
        return not any(_OTHERS.search(name) for name in place.names[-1:])
    if place.names and _LISTS.match(place.names[-1]) and _stands_by(place.holders[0]):
        return True
    types = [word(one.get("__typename")) or word(one.get("type")) for one in items[:3]]
    types += [
        word(value)
        for holder in place.holders[:2]
        for key, value in islice(holder.items(), _KEYS)
        if plain_name(key) in called.TYPES
    ]
    return any(_LIVE.search(kind) for kind in types if len(kind) < 80)


def _stands_by(holder: Node) -> bool:
    """Whether an object of a live blog's name stands beside a list: `{"liveblog": {...}, "posts": [...]}`."""
    return any(isinstance(one, dict) and one and _LIVE.search(key) for key, one in islice(holder.items(), _KEYS))


def _snapshot(place: _Place, items: Sequence[Node], page: Page, title: str | None, refs: Refs) -> Snapshot | None:
    id_name = id_names(items)
    budget = rich_text.Budget(2 * len(page.text) + 1000)
    entries = [entry(one, page.url, id_name, refs, budget) for one in items]
    entries = [one for one in entries if one.flags.deleted or _tells(one)]
    if len(entries) < FEW:
        return None
    holders = [_plain(holder) for holder in place.holders]
    older, more = _older(holders, page.url, len(items))
    state, reason = _state(holders)
    times = [one.published for one in entries if one.published is not None]
    told = [part for holder in holders[:3] for part in (holder, *_about(holder))]
    stated = next((found for holder in told for key in called.TITLES
                   if (found := line(cut(holder.get(key), 2000) or dig(holder.get(key), "basic")))), None)  # fmt: skip
    feed = FeedData(
        title=stated or title,
        url=page.url,
        language=next((found for holder in holders[:3] if (found := line(holder.get("language")))), None),
        state=state,
        state_reason=reason,
        order="oldest_first" if times[0] < times[-1] else "newest_first",
        older_url=older,
    )
    return drafts.snapshot("live-json", feed, entries, page, complete=not more)


def _tells(one: Entry) -> bool:
    wording = one.wording
    return bool(wording.headline or wording.body or wording.media or wording.embeds)


def _state(holders: Sequence[Node]) -> tuple[FeedState, str | None]:
    """What the holders, or objects about them, say of the coverage: marks first, then words."""
    for holder in [part for outer in holders[:3] for part in (outer, *_about(outer))]:
        for key in ("islive", "live", "liveblogging"):
            if isinstance(holder.get(key), bool):
                return drafts.state(
                    holder[key], live_reason="it says that it is live", ended_reason="it says that it is not live"
                )
        for key in ("closed", "isclosed", "ended", "isended", "archived", "finished", "isfinished"):
            if isinstance(holder.get(key), bool):
                return drafts.state(
                    not holder[key],
                    live_reason="it says that it is not closed",
                    ended_reason="it says that it is closed",
                )
        for key in ("livestatus", "status", "state", "blogstatus", "liveblogstatus"):
            said = word(holder.get(key))[:40]
            if _STATE_LIVE.match(said) or _STATE_OVER.match(said):
                live = bool(_STATE_LIVE.match(said))
                return (FeedState.LIVE if live else FeedState.ENDED), f'it calls itself "{said}"'
    return FeedState.UNKNOWN, None


def _about(holder: Node) -> list[Node]:
    """What an object says of itself in an object of its own."""
    inner = (holder.get(name) for name in ("meta", "info", "details", "liveblog", "blog", "settings"))
    return [_plain(cast("Node", one)) for one in inner if isinstance(one, dict)]


def _older(holders: Sequence[Node], base: str | None, count: int) -> tuple[str | None, bool]:
    """The address of the next older entries, and whether there are more than those in the list."""
    more = False
    for one in (part for holder in holders[:4] for part in _pagers(holder, 2)):
        for name in called.NEXT:
            stated = one.get(name)
            stated = node(stated).get("href") or node(stated).get("url") if isinstance(stated, dict) else stated
            if isinstance(stated, str) and re.match(r"https?://|/|\?|\./", stated):
                return url(base, stated), True
        more = more or any(flag(one.get(name)) for name in called.MORE)
        more = more or any((number(_counted(one.get(name))) or 0) > count for name in called.TOTAL)
    return None, more


def _counted(value: object) -> object:
    return node(value).get("value") if isinstance(value, dict) else value


def _pagers(holder: Node, depth: int) -> Iterator[Node]:
    """An object, and what it says of its pages in objects of its own."""
    yield holder
    for name in called.PAGERS:
        inner = holder.get(name) if depth else None
        if isinstance(inner, dict):
            yield from _pagers(_plain(cast("Node", inner)), depth - 1)


def _plain(holder: Node) -> Node:
    return {plain_name(str(key)): value for key, value in islice(holder.items(), _KEYS)}
