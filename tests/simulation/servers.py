"""Scripted servers: what is asked, what is answered, and what the server means by it.

An answer carries the server's meaning in plain numbers beside the header that says it, so that whoever keeps the score
need not read headers as the program under test does.
"""

from __future__ import annotations

import gzip
import random
from dataclasses import dataclass, field
from email.utils import formatdate
from urllib.parse import urlsplit
from zlib import crc32

from tests.simulation.documents import CONTENT_TYPES, FEEDS, Wishes, render
from tests.simulation.stories import Post, Story

DAY = 86400


@dataclass(frozen=True)
class Asked:
    """One request as it left the program; `at` in true UTC seconds."""

    at: float
    url: str
    headers: tuple[tuple[str, str], ...]

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass(frozen=True)
class Fault:
    """What goes wrong with an endpoint from `start` to `end` (true seconds).

    `how`: status, timeout, drip, reset, refused, dns, short, cut, login, stale or moved. `means` is the wait in seconds
    that a status asks for the whole host, None where it names none that can be read.
    """

    how: str
    start: float
    end: float
    status: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    means: int | None = None
    target: str = ""


@dataclass
class Answer:
    """An answer, and what the server means by it.

    `breaks` names how the connection fails instead, or after the headers. `seen` are the posts that a reader now knows
    to be on the page; `part` says that the document stops short. `fresh` forbids requests to this endpoint for so many
    seconds by the rule of that name.
    """

    status: int = 200
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    breaks: str = ""
    seen: tuple[Post, ...] | None = None
    part: bool = False
    fresh: list[tuple[str, int]] = field(default_factory=list)
    rest: int | None = None
    changed: bool = False
    ended: bool = False
    full_before: float | None = None
    by_the_minute: bool = False
    endpoint: Endpoint | None = None

    @property
    def good(self) -> bool:
        """Whether a reader gets what it came for."""
        return not self.breaks and self.status in (200, 304) and self.seen is not None


@dataclass
class Endpoint:
    """One address and the story behind it.

    `validators`: both, etag, modified, odd, rotating, sometimes or none. `lasts` is a max-age, `expires` seconds that an
    Expires header lies after the Date, `age` what a cache has used up of them. `clock` is by how much the server's own
    clock is wrong. `others` are further addresses of it, to which redirects lead. With `forever` it says 304 whatever
    happens.
    """

    url: str
    kind: str
    story: Story
    window: int = 30
    validators: str = "both"
    lasts: int | None = None
    age: int = 0
    expires: int | None = None
    wishes: Wishes = field(default_factory=Wishes)
    faults: tuple[Fault, ...] = ()
    packed: bool = True
    others: tuple[str, ...] = ()
    clock: int = 0
    forever: bool = False
    offered: tuple[str | None, str | None] = (None, None)
    full_at: float | None = None
    _turns: int = 0
    _made: tuple[int, bytes] | None = None
    _before: tuple[bytes, tuple[Post, ...]] | None = None
    _told: tuple[Post, ...] | None = None
    _shown: tuple[Post, ...] = ()

    @property
    def live(self) -> bool:
        return self.kind not in FEEDS

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    def fault_at(self, moment: float) -> Fault | None:
        return next((fault for fault in self.faults if fault.start <= moment < fault.end), None)

    def answer(self, asked: Asked, moment: float) -> Answer:
        """Answer a request at a moment."""
        self.story.run_until(moment)
        fault = self.fault_at(moment)
        if fault is not None and fault.how == "moved" and asked.url != self.url:
            fault = None
        if fault is not None and fault.how != "stale":
            return self._faulty(fault, asked, moment)
        posts = self.story.posts[: self.window]
        body = self._document(posts)
        if fault is not None and self._before is not None:
            body, posts = self._before
        return self._as_usual(asked, moment, posts, body)

    def _as_usual(self, asked: Asked, moment: float, posts: tuple[Post, ...], body: bytes) -> Answer:
        answer = Answer(endpoint=self, seen=posts, headers=self._about(moment), full_before=self.full_at)
        etag, modified = self._names(crc32(body))
        changed = self._told != posts
        unchanged = self.forever or self._matches(asked, etag, modified)
        if unchanged and self._told is not None and (self.forever or not changed) and self._asks_conditionally(asked):
            answer.status = 304
            if self.validators == "rotating":
                self._turns += 1
                etag = self._names(crc32(body))[0]
        else:
            packed = self.packed and "gzip" in (asked.header("accept-encoding") or "")
            answer.body = gzip.compress(body, 1, mtime=0) if packed else body
            answer.headers += [("Content-Type", CONTENT_TYPES[self.kind]), ("Content-Length", str(len(answer.body)))]
            answer.headers += [("Content-Encoding", "gzip")] if packed else []
        answer.headers += [("ETag", etag)] if etag else []
        answer.headers += [("Last-Modified", modified)] if modified else []
        answer.changed = changed and answer.status == 200
        answer.ended = self.story.ended is not None and self.live
        answer.fresh = self._wants(moment)
        self._offer(answer.status, etag, modified, moment, posts)
        return answer

    def _offer(
        self, status: int, etag: str | None, modified: str | None, moment: float, posts: tuple[Post, ...]
    ) -> None:
        if status == 200:
            self.offered, self.full_at, self._told = (etag, modified), moment, posts
        else:
            self.offered = etag or self.offered[0], modified or self.offered[1]

    def _document(self, posts: tuple[Post, ...]) -> bytes:
        version = self.story.version
        if self._made is None or self._made[0] != version:
            if self._made is not None:
                self._before = self._made[1], self._shown
            ended = self.story.ended
            made = render(self.kind, self.story.title, self.url, posts, wishes=self.wishes, ended=ended)
            self._made, self._shown = (version, made), posts
        return self._made[1]

    def _names(self, mark: int) -> tuple[str | None, str | None]:
        """The validators of the document that bears this mark."""
        changed = self.story.changed_at + self.clock
        modified = formatdate(changed, usegmt=True)
        if self.validators == "odd":
            return f'W/"{mark:x};a=b,c-gzip"', modified.replace("GMT", "+0000")
        if self.validators == "rotating":
            return f'"{mark:x}.{self._turns}"', None
        if self.validators == "none" or (self.validators == "sometimes" and mark % 2):
            return None, None
        return (None if self.validators == "modified" else f'"{mark:x}"'), (
            None if self.validators == "etag" else modified
        )

    def _asks_conditionally(self, asked: Asked) -> bool:
        return bool(asked.header("if-none-match") or asked.header("if-modified-since"))

    def _matches(self, asked: Asked, etag: str | None, modified: str | None) -> bool:
        if asked.header("if-none-match") is not None:
            return etag is not None and asked.header("if-none-match") == etag
        return modified is not None and asked.header("if-modified-since") == modified

    def _about(self, moment: float) -> list[tuple[str, str]]:
        now = int(moment) + self.clock
        said = [("Date", formatdate(now, usegmt=True)), ("Set-Cookie", "visitor=1; Path=/; Max-Age=864000")]
        if self.lasts is not None:
            said.append(("Cache-Control", f"public, max-age={self.lasts}"))
        if self.age:
            said.append(("Age", str(self.age)))
        if self.expires is not None:
            said.append(("Expires", formatdate(now + self.expires, usegmt=True)))
        return said

    def _wants(self, moment: float) -> list[tuple[str, int]]:
        wants: list[tuple[str, int]] = []
        if self.lasts is not None:
            wants.append(("before max-age", self.lasts - self.age))
        elif self.expires is not None:
            wants.append(("before Expires", self.expires))
        if self.wishes.ttl:
            wants.append(("before ttl", 60 * self.wishes.ttl))
        if self.wishes.period:
            wants.append(("before sy:updatePeriod", DAY if self.wishes.period == "daily" else 3600))
        return [(rule, min(seconds, DAY)) for rule, seconds in wants]

    def _faulty(self, fault: Fault, asked: Asked, moment: float) -> Answer:
        answer = Answer(fault.status, self._about(moment)[:2], endpoint=self)
        if fault.how == "status":
            answer.headers += [*fault.headers, ("Content-Length", "0")]
            answer.rest = fault.means if fault.status in (429, 503) else None
        elif fault.how == "moved":
            answer.headers += [("Location", fault.target), ("Content-Length", "0")]
        elif fault.how == "login":
            answer.status, answer.body = 200, b"<!doctype html><html><title>Log in</title><p>Please log in.</p></html>"
            answer.headers += [("Content-Type", "text/html")]
        elif fault.how in ("short", "cut"):
            return self._cut_off(fault.how, moment)
        else:
            answer.breaks = fault.how
        return answer

    def _cut_off(self, how: str, moment: float) -> Answer:
        """The document, not all of it: short of its stated length, or written only half by the publisher."""
        posts = self.story.posts[: self.window]
        body = self._document(posts)
        half = body[: len(body) * 2 // 3]
        headers = [*self._about(moment)[:1], ("Content-Type", CONTENT_TYPES[self.kind])]
        if how == "short":
            return Answer(200, [*headers, ("Content-Length", str(len(body)))], half, "short", endpoint=self)
        text = half.decode("utf-8", "ignore")
        if self.kind == "json":
            whole = posts[: text.count("}")]  # objects, the newest first
        else:
            whole = tuple(post for post in posts if f"told by {post.ident} to wait.</" in text)
        return Answer(200, headers, half, seen=whole if self.kind in FEEDS else None, part=True, endpoint=self)


@dataclass
class Site:
    """One host. `latency` is how long it takes to answer, from and to; `by_the_minute` grants a request a minute."""

    host: str
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    latency: tuple[float, float] = (0.05, 0.6)
    by_the_minute: bool = False
    granted_at: float = -1e9

    def answer(self, asked: Asked, moment: float) -> Answer:
        endpoint = self.endpoints.get(asked.url)
        if endpoint is None:
            return Answer(404, [("Content-Length", "0")])
        if self.by_the_minute and moment - self.granted_at < 55:
            return Answer(429, [("Content-Length", "0")], by_the_minute=True, endpoint=endpoint)
        self.granted_at = moment
        return endpoint.answer(asked, moment)

    def delay(self, chance: random.Random) -> float:
        return chance.uniform(*self.latency)
