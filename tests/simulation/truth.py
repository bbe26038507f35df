"""What a perfect observer knows who polled at these very moments, and how the store compares with it.

It shares no code with the program: it remembers what was served, and says what that means by the definitions of the
vocabulary (an entry is withdrawn when it is gone from two whole documents in a row that list older and newer ones).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from reader.model.event import Event, EventKind
from reader.store import Reads
from tests.simulation.loop import Times
from tests.simulation.servers import Answer, Asked, Endpoint
from tests.simulation.stories import Post

Said = tuple[str, str]
_OF_ENTRIES = (EventKind.NEW, EventKind.EDITED, EventKind.WITHDRAWN, EventKind.REINSTATED)


@dataclass(frozen=True)
class Look:
    """One answer that told what is on a page. `at` is the second of the machine's wall clock, `true` the true time."""

    at: int
    true: float
    posts: tuple[Post, ...]
    part: bool
    offered: tuple[str | None, str | None]


@dataclass(frozen=True, order=True)
class Told:
    """An event, as far as it can be compared."""

    at: int
    kind: str
    ident: str
    text: str = ""


@dataclass
class _Known:
    post: Post
    missed: int = 0
    listed: bool = True
    withdrawn: bool = False


@dataclass
class Truth:
    """An observer of the network."""

    times: Times
    looks: dict[str, list[Look]] = field(default_factory=lambda: defaultdict(list))

    def begun(self, asked: Asked) -> None:
        pass

    def ended(self, asked: Asked) -> None:
        pass

    def answered(self, asked: Asked, answer: Answer) -> None:
        endpoint = answer.endpoint
        if endpoint is None or not answer.good:
            return
        looks = self.looks[endpoint.url]
        posts = answer.seen or ()
        if answer.status == 304:
            posts = looks[-1].posts if looks else ()
        looks.append(Look(self.times.second, self.times.true, posts, answer.part, endpoint.offered))


def expected(looks: list[Look]) -> list[Told]:
    """The events that these looks amount to."""
    known: dict[str, _Known] = {}
    told: list[Told] = []
    for look in looks:
        told += _gap(look, known)
        here = {post.ident: post for post in look.posts}
        for post in look.posts:
            told += _seen(look, post, known)
        if not look.part:
            told += _absent(look, here, known)
    return told


def _seen(look: Look, post: Post, known: dict[str, _Known]) -> list[Told]:
    one = known.get(post.ident)
    if one is None:
        known[post.ident] = _Known(post)
        return [Told(look.at, "new", post.ident, post.said[1])]
    told = [Told(look.at, "reinstated", post.ident)] if one.withdrawn else []
    if one.post.said != post.said:
        told.append(Told(look.at, "edited", post.ident, post.said[1]))
    one.post, one.missed, one.listed, one.withdrawn = post, 0, True, False
    return told


def _absent(look: Look, here: dict[str, Post], known: dict[str, _Known]) -> list[Told]:
    if not here:
        return []
    oldest, newest = look.posts[-1].published, max(post.published for post in look.posts)
    told: list[Told] = []
    for ident, one in known.items():
        if ident in here or not one.listed or one.withdrawn:
            continue
        if one.post.published <= oldest:
            one.listed = False
            continue
        one.missed += 1
        if one.missed >= 2 and one.post.published < newest:
            one.withdrawn = True
            told.append(Told(look.at, "withdrawn", ident))
    return told


def _gap(look: Look, known: dict[str, _Known]) -> list[Told]:
    listed = [one.post for one in known.values() if one.listed and not one.withdrawn]
    here = {post.ident for post in look.posts}
    if look.part or not listed or not look.posts or here & known.keys():
        return []
    before, after = max(post.published for post in listed), min(post.published for post in look.posts)
    return [Told(look.at, "gap", f"{before}-{after}")] if after > before else []


@dataclass
class Verdict:
    """How the store compares with the truth; every list should be empty."""

    wrong: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    imagined: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    ahead: list[str] = field(default_factory=list)
    events: int = 0
    entries: int = 0

    @property
    def faults(self) -> list[str]:
        """Everything that is wrong, a line each."""
        names = ("wrong", "missing", "unrecorded", "imagined", "lost", "ahead")
        return [f"{name}: {line}" for name in names for line in getattr(self, name)]


def judge(reads: Reads, looks: dict[str, list[Look]], endpoints: dict[int, Endpoint]) -> Verdict:
    """Compare what is stored with what was served."""
    verdict = Verdict()
    log = _log(reads)
    for source_id, endpoint in endpoints.items():
        name, seen = endpoint.url, looks.get(endpoint.url, [])
        events = [event for event in log if event.source_id == source_id]
        polls = [event.at for event in events if event.poll is not None and event.poll.ok]
        served = Counter(look.at for look in seen)
        verdict.unrecorded += [f"{name} at {at}" for at in (served - Counter(polls)).elements()]
        verdict.imagined += [f"{name} at {at}" for at in (Counter(polls) - served).elements()]
        ours, theirs = Counter(_told(events)), Counter(expected(seen))
        verdict.wrong += [f"{name} {one}" for one in sorted((ours - theirs).elements())]
        verdict.missing += [f"{name} {one}" for one in sorted((theirs - ours).elements())]
        verdict.events += ours.total()
        _compare_entries(reads, source_id, endpoint, seen, verdict)
    return verdict


def _log(reads: Reads) -> list[Event]:
    log: list[Event] = []
    after = 0
    while page := reads.events(after, 5000):
        log += [event for _, event in page]
        after = page[-1][0]
    return log


def _told(events: list[Event]) -> list[Told]:
    told: list[Told] = []
    for event in events:
        if event.gap is not None:
            told.append(Told(event.at, "gap", f"{event.gap.start}-{event.gap.end}"))
        elif event.entry is not None and event.kind in _OF_ENTRIES:
            text = event.entry.entry.wording.text.replace("’", "'")
            told.append(
                Told(
                    event.at,
                    event.kind.value,
                    event.entry.entry.native_id or "?",
                    text if event.kind in (EventKind.NEW, EventKind.EDITED) else "",
                )
            )
    return told


def _compare_entries(reads: Reads, source_id: int, endpoint: Endpoint, seen: list[Look], verdict: Verdict) -> None:
    """Every post ever served is there in its last wording, with every other one; what is there was served."""
    now = max((look.at for look in seen), default=0) + 10 * 86400
    stored = {one.entry.native_id or "?": one for one in reads.entries(reads.index(sources=[source_id], now=now).ids)}
    verdict.entries += len(stored)
    wordings: dict[str, list[Said]] = defaultdict(list)
    for look in seen:
        for post in look.posts:
            if not wordings[post.ident] or wordings[post.ident][-1] != post.said:
                wordings[post.ident].append(post.said)
    for ident, said in wordings.items():
        if ident not in stored:
            verdict.lost.append(f"{endpoint.url} {ident}")
            continue
        kept: list[Said] = []
        for revision in reads.revisions(stored[ident].id):
            one = revision.wording.headline or "", revision.wording.text.replace("’", "'")
            if not kept or kept[-1] != one:
                kept.append(one)
        if kept != said:
            verdict.lost.append(f"{endpoint.url} {ident}: {len(said)} wordings served, {len(kept)} kept")
    verdict.wrong += [f"{endpoint.url} was never served: {ident}" for ident in stored.keys() - wordings.keys()]


def validators_ahead(reads: Reads, looks: dict[str, list[Look]], endpoints: dict[int, Endpoint]) -> list[str]:
    """Where the stored validators vouch for posts that are not stored, or are not those of the last answer."""
    ahead: list[str] = []
    statuses = {status.source.id: status for status in reads.sources()}
    for source_id, endpoint in endpoints.items():
        seen = looks.get(endpoint.url, [])
        poll = statuses[source_id].poll
        stored = poll.validators.etag, poll.validators.last_modified
        vouched = [look for look in seen if look.offered == stored]
        if any(stored) and not vouched:
            ahead.append(f"{endpoint.url}: {stored} was never offered")
        if vouched:
            ids = reads.index(sources=[source_id], now=vouched[-1].at + 864000).ids
            kept = {one.entry.native_id for one in reads.entries(ids)}
            ahead += [f"{endpoint.url}: {post.ident}" for post in vouched[-1].posts if post.ident not in kept]
        if seen and stored != seen[-1].offered:
            ahead.append(f"{endpoint.url}: {stored} is not what came last, {seen[-1].offered}")
    return ahead
