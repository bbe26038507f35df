"""A store in which everything is hostile: every field of every entry, source and poll, as if nothing had cleaned it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.engine.reconcile import reconcile
from reader.model.article import Article, StoredArticle
from reader.model.entry import Basis, Block, BlockKind, Card, Embed, Entry, EntryKind, Flags, Link, Media, Precision
from reader.model.entry import Wording as Wording_
from reader.model.event import Change, Changes, Gap, Past, PollReport
from reader.model.happened import Seen
from reader.model.snapshot import FeedData, FeedState, Snapshot
from reader.model.tagging import Actor, ActorType, Tagging
from reader.store import Store, seen
from reader.store.articles import save_article
from reader.store.filters import remember_filter

if TYPE_CHECKING:
    from pathlib import Path

PAYLOADS = {
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "title": "\x1b]0;PWNED\x07",
    "link": "\x1b]8;;http://evil.example\x1b\\PWNED\x1b]8;;\x1b\\",
    "screen": "\x1b[2J\x1b[H\x1b[6n\x1b[c\x1b[?1049l",
    "colours": "a\x1b[31mb\x1b[0mc",
    "device": "\x1bP$qPWNED\x1b\\\x1bP+q544e\x1b\\",
    "programs": "\x1b_PWNED\x1b\\\x1b^PWNED\x1b\\\x1bXPWNED\x1b\\\x1bc\x1b#8",
    "unfinished": "\x1b]0;PWNED",
    "c1": "\x9b31mPWNED\x9d0;PWNED\x9c\x90q\x9c\x85",
    "bidi": "\u202ePWNED\u202c\u2066x\u2069\u200f\u061c",
    "invisible": "PW\u200b\u2060NED\ufeff\u00ad\U000e0041\U000e007f\u180e",
    "controls": "\x00\x07\x08\x0e\x0f\x11\x13\x7f\x0b\x0cPWNED",
    "lines": "PWNED\r\nPWNED\r\x08\x08\tPWNED\u2028PWNED",
    "combining": "P" + "\u0301" * 300 + "\u0489" * 300 + "WNED",
    "action": "[@click=app.quit_now]PWNED[/] [@click=\"app.screenshot('x','/tmp')\"]x[/]",
    "markup": "[/nope][red]PWNED[/blue] [link=http://evil.example]x[/link] \\[ [/",
}
MARKUP = ("action", "markup")
URLS = (
    "https://example.org/\x1b\\\x1b]0;PWNED\x07",
    "javascript:alert('PWNED')",
    "--remote-debugging-port=1",
    "https://user:PWNED@example.org/",
    "file:///etc/passwd",
    "https://example.org/[@click=app.quit_now]PWNED",
    "https://\u202egro.live\u202c.example/",
)
A_DAY = 86_400


def entry(number: int, payload: str, now: int, *, edition: int = 1) -> Entry:
    """An entry that says the payload wherever it can, with links that are none."""
    url = URLS[number % len(URLS)]
    said = f"{payload} of edition {edition}"
    text = f"Body {said}, a link and no more."
    wording = Wording_(
        f"Title {number} {said}",
        (
            Block(BlockKind.PARAGRAPH, text, tuple(Link(each, 0, 4) for each in URLS)),
            Block(BlockKind.QUOTE, f"Quote {payload}"),
            Block(BlockKind.LIST_ITEM, f"Item {payload}"),
            Block(BlockKind.SUBHEAD, f"Head {payload}"),
            Block(BlockKind.TABLE, f"a {payload} | b\nc | d {payload}"),
            Block(BlockKind.PREFORMATTED, f"  pre {payload}"),
        ),
        (Media(f"photo {payload}", url, f"Caption {payload}", f"Credit {payload}", f"Alt {payload}"),),
        (Card(f"Card {payload}", f"Teaser {payload}", url, f"Caption {payload}", f"Credit {payload}"),),
        (Embed(f"Provider {payload}", f"Author {payload}", f"Post {payload}", f"Date {payload}", url),),
    )
    return Entry(
        f"key {number} {payload}", number, wording, native_id=payload, published=now - 60 * number,
        precision=Precision.MINUTE, basis=Basis.PRINTED_INFERRED_DATE, basis_reason=f"because {payload}",
        time_label=f"12:00 {payload}", kind=EntryKind.TEXT, url=url, read_more_url=url, read_more=True,
        authors=(f"Author {payload}", payload), tags=(f"tag {payload}", payload),
        flags=Flags(key_event=number % 3 == 0, pinned=number == 1), language=payload, direction="rtl",
    )  # fmt: skip


def entries(now: int, *, edition: int = 1) -> list[Entry]:
    """An entry a payload."""
    return [entry(number, payload, now, edition=edition) for number, payload in enumerate(PAYLOADS.values(), 1)]


def _tagged(change: Change) -> Change:
    if change.entry is None:
        return change
    words = change.entry.authors[1]
    actors = (Actor(f"Actor {words}", ActorType.PERSON), Actor(words, ActorType.COUNTRY))
    named = Tagging(actors, (), f"Speaker {words}", f"Side {words}", (f"Target {words}",), (f"topic {words}",))
    return replace(change, tagging=named)


def article(number: int, payload: str, now: int) -> StoredArticle:
    """The article behind an entry, which says the payload wherever it can."""
    wording = entry(number, payload, now).wording
    found = Article(
        f"Article {payload}", (f"By {payload}",), now, payload, f"Site {payload}", wording.body, wording.media
    )
    url = URLS[number % len(URLS)]
    return StoredArticle(number, url, now, "ok", f"said {payload}", found, Tagging(topics=(payload,)))


def fill(store: Store, now: int) -> None:
    """Put it all in: three polls of a live page with articles, edits and withdrawals, and a source that fails."""
    every = "".join(PAYLOADS.values())
    live = store.add_source("https://live.example/day", title=None, interval=A_DAY, tags=(every,), now=now).result()
    feed = FeedData(
        title=f"Feed {every}", url=URLS[0], language=every, state=FeedState.LIVE, state_reason=f"says {every}",
        lead=(every,), tags=(every,), call_to_action=every,
    )  # fmt: skip
    for edition, gone in ((1, 0), (2, 0), (2, 2), (2, 2)):
        at = now - 4000 + 1000 * edition + 10 * gone
        shot = Snapshot(f"form {every}", feed, tuple(entries(now, edition=edition)[gone:]))
        report = PollReport(
            live.id, at, "modified", f"said {every}", 200, 10, 20, format=f"form {every}", feed=feed,
            next_poll_at=now + A_DAY, next_poll_reason=f"as {every}", changed=True, validators=None,
        )  # fmt: skip

        def decide(past: Past, shot: Snapshot = shot, at: int = at) -> Changes:
            changes = reconcile(past, shot, at)
            gaps = (Gap(now - 900, now - 600, f"gap {every}"),)
            return replace(changes, changes=tuple(map(_tagged, changes.changes)), gaps=gaps)

        store.record_poll(report, shot, decide).result()
        if edition == 1:
            store.mark([1, 2, 3], read=True, now=at).result()
            seen.keep(store, Seen(4, at)).result()
    for number, payload in enumerate(PAYLOADS.values(), 1):
        assert save_article(store, article(number, payload, now)).result()
    down = store.add_source(f"https://down.example/{PAYLOADS['action']}", title=f"Down {every}", now=now).result()
    store.record_poll(
        PollReport(down.id, now, "broken", f"error {every}", ok=False, next_poll_at=now + A_DAY, next_poll_reason=every)
    ).result()
    for payload in PAYLOADS.values():
        remember_filter(store, f'"{payload}"')


def settings() -> str:
    """Filters and highlights with names that are hostile too."""
    lines = ['[display]\ntime_zone = "UTC"\nread_after = 0.0\n']
    for name, payload in PAYLOADS.items():
        said = json.dumps(payload).replace("\x7f", "\\u007f").replace("\\udb40", "")
        if "\\ud" in said:
            continue  # no TOML
        lines.append(f"[[filter]]\nname = {said}\nquery = {json.dumps('is:unread ' + name)}\n")
        lines.append(f'[[highlight]]\npattern = {said}\nstyle = "bold"\n')
    return "\n".join(lines)


def hostile_home(folder: Path, now: int) -> None:
    """Make the folders of a user to whom all this has happened (`dateline --home FOLDER`)."""
    (folder / "config").mkdir(parents=True)
    (folder / "data").mkdir()
    (folder / "config" / "config.toml").write_text(settings(), encoding="utf-8")
    with Store.open(folder / "data" / "dateline.db") as store:
        fill(store, now)


def hostile_feed() -> bytes:
    """A feed that says all of it, too, for those who clean what they read."""
    items = [
        {
            "id": f"{number}{payload}", "title": f"Title {number} {payload}", "content_text": f"Body {payload} end.",
            "url": f"https://example.org/{payload}", "authors": [{"name": f"Author {payload}"}], "tags": [payload],
            "date_published": f"2026-03-14T10:{number:02}:00Z",
        }
        for number, payload in enumerate(PAYLOADS.values())
    ]  # fmt: skip
    title = f"Feed {''.join(PAYLOADS.values())}"
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": title, "items": items}).encode()


def hostile_page() -> bytes:
    """A page that names that feed, with titles of the same kind."""
    said = "".join(f'<link rel="alternate" type="application/feed+json" title="{name} {p}" href="/hostile.json?{name}">'
                   for name, p in PAYLOADS.items() if '"' not in p)  # fmt: skip
    return f"<html><head><title>{PAYLOADS['title']}</title>{said}</head><body><p>Hello.</p></body></html>".encode()
