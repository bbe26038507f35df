"""`dateline source`: what is followed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reader.cli import ending, looking, output, rooms, selection
from reader.clock import SYSTEM
from reader.formats.answer import iso
from reader.interop.subscription import labels
from reader.model.snapshot import FeedState
from reader.view import status
from reader.view.status import counted

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterable, Iterator
    from typing import Any

    from reader.config import Config
    from reader.engine.preview import Preview
    from reader.model.source import Retention, SourceStatus
    from reader.store import Store

DEFAULT = "default"
_KEEP = {
    "days": ("N", "drop what was read N days after the source listed it last"),
    "entries": ("N", "keep at most N entries; what was read goes first, the oldest first"),
    "mib": ("N", "keep at most N MiB"),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of this command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    add = acts.add_parser("add", help="follow a live page, feed or file")
    add.add_argument("urls", nargs="+", metavar="URL or FILE")
    add.add_argument("--title", help="a name of your own")
    add.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag, by which source:TAG finds it")
    add.add_argument(
        "--interval", type=selection.positive, metavar="SECONDS", help="your own pace (politeness floors hold)"
    )
    remove = acts.add_parser("remove", help="stop following, and delete what was stored of it")
    remove.add_argument("names", nargs="+", metavar="SOURCE", help="number, address or title")
    acts.add_parser("list", help="what is followed, and how it goes")
    _configure_set(acts.add_parser("set", help="change the settings of sources", description=_SET))
    test = acts.add_parser("test", help="look at an address and say what is there; nothing is stored")
    test.add_argument("urls", nargs="+", metavar="URL or FILE")


_SET = (
    f"Change the settings of sources. {DEFAULT!r} takes a setting back to the default; 0 for a limit means none: keep"
    " for good, whatever the settings file says. What is starred, and what the source still lists, is always kept."
)


def _configure_set(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="+", metavar="SOURCE", help="number, address or title")
    parser.add_argument("--title", help="a name of your own; empty: the one that it has itself")
    parser.add_argument(
        "--interval", type=_seconds_or_default, metavar="SECONDS", help="your own pace (politeness floors hold)"
    )
    parser.add_argument("--tag", action="append", default=[], metavar="TAG", help="give it this tag too")
    parser.add_argument("--untag", action="append", default=[], metavar="TAG", help="take this tag off")
    for name, (metavar, words) in _KEEP.items():
        parser.add_argument(f"--keep-{name}", type=_limit, metavar=metavar, help=words)
    parser.add_argument(
        "--full-articles",
        choices=("on", "off"),
        metavar="on|off",
        help="fetch the pages behind its new entries, a few a poll, as far as the site lets robots in",
    )
    paused = parser.add_mutually_exclusive_group()
    paused.add_argument("--pause", dest="paused", action="store_const", const=True, help="poll it no more")
    paused.add_argument("--resume", dest="paused", action="store_const", const=False, help="poll it again")
    parser.set_defaults(parser=parser)


def _seconds_or_default(text: str) -> int | str:
    return DEFAULT if text == DEFAULT else selection.positive(text)


def _limit(text: str) -> int | str:
    return DEFAULT if text == DEFAULT else selection.whole(text, 0)


def run(args: argparse.Namespace) -> int:
    """Carry the act out."""
    where = rooms.located(args)
    if args.act == "test":
        return ending.run(_test([rooms.address_of(text) for text in args.urls], rooms.settings(where)))
    if args.act == "list":
        with looking.answers(where) as reads:
            _show(reads.sources())
        return 0
    with rooms.opened_store(where, rooms.Need.KEEPING) as store:
        if args.act == "set":
            return _set(store, args, rooms.settings(where))
        return {"add": _add, "remove": _remove}[args.act](store, args)


def _add(store: Store, args: argparse.Namespace) -> int:
    for url in [rooms.address_of(text) for text in args.urls]:  # all of them are addresses, or none is added
        added = store.add_source(url, title=args.title, interval=args.interval, tags=labels(args.tag), now=SYSTEM.now())
        source = added.result()
        output.line(f"{source.id}  {source.url}")
    return 0


def _remove(store: Store, args: argparse.Namespace) -> int:
    with store.reads() as reads:
        found = selection.sources_of(args.names, reads) or []
    for number in found:
        store.remove_source(number).result()
        output.tell(f"removed source {number}")
    return 0


def _show(every: Iterable[SourceStatus], only: Collection[int] | None = None) -> None:
    from reader.engine.standing import as_hosts_allow  # noqa: PLC0415  for those who are shown

    headers = ("", "source", "address", "how it goes", "tags", "kept")
    found = as_hosts_allow(every, SYSTEM.now())
    output.table(headers, (_row(item) for item in found if only is None or item.source.id in only))


def _row(item: SourceStatus) -> tuple[str, ...]:
    source = item.source
    kept = _kept(source.retention)
    also = [f"keeps {kept}"] if kept else []
    also += ["full articles"] if source.full_articles else []
    also += [] if source.kept else ["only opened"]
    tags = f"[{', '.join(source.tags)}]" if source.tags else ""
    return (str(source.id), item.title, source.url, status.in_short(item, SYSTEM.now()), tags, ", ".join(also))


def _kept(retention: Retention) -> str:
    """`30 days, at most 5,000 entries`; `for good`; nothing where the source has no limits of its own."""
    limits = (
        retention.days and counted(retention.days, "day"),
        retention.entries and f"at most {counted(retention.entries, 'entry', 'entries')}",
        retention.mib and f"at most {retention.mib:,} MiB",
    )
    said = [limit for limit in limits if isinstance(limit, str)]
    return ", ".join(said) if said else "for good" if 0 in limits else ""


def _set(store: Store, args: argparse.Namespace, settings: Config) -> int:
    changes = {name: value for name in ("title", "interval", "paused") if (value := getattr(args, name)) is not None}
    limits = {name: value for name in _KEEP if (value := getattr(args, f"keep_{name}")) is not None}
    if args.full_articles is not None:
        changes["full_articles"] = args.full_articles == "on"
    if not (changes or limits or args.tag or args.untag):
        args.parser.error("say what is to be set: --title, --interval, --keep-days, --pause ...")
    with store.reads() as reads:
        found = selection.sources_of(args.names, reads) or []
        before = {item.source.id: item.source for item in reads.sources()}
    for number in found:
        wanted: dict[str, Any] = {name: _given(value) for name, value in changes.items()}
        if limits:
            given = {name: _given(value) for name, value in limits.items()}
            wanted["retention"] = replace(before[number].retention, **given)
        if args.tag or args.untag:
            tags = labels((*before[number].tags, *args.tag))
            wanted["tags"] = tuple(tag for tag in tags if tag not in args.untag)
        store.update_source(number, **wanted).result()
        _warn(before[number].url, {*wanted, *limits}, settings)
    with store.reads() as reads:
        _show(reads.sources(), found)
    return 0


def _warn(url: str, changed: set[str], settings: Config) -> None:
    """Say so where the settings file will have it otherwise."""
    from reader.net.address import canonical  # noqa: PLC0415

    for one in settings.source:
        if canonical(one.url) == url:
            for name in sorted(name for name in changed if getattr(one, name, None) is not None):
                output.tell(f"config.toml has {name} for {url}: that holds from the next poll on")


def _given(value: object) -> object:
    """A value as it is stored: None for what is as the default says."""
    return None if value in (DEFAULT, "") else value


async def _test(urls: list[str], settings: Config) -> int:
    from reader.cli import logs  # noqa: PLC0415  for this act alone
    from reader.cli.engines import logins_of  # noqa: PLC0415
    from reader.engine.preview import Previewer  # noqa: PLC0415
    from reader.formats.sandbox.worker import Sandbox  # noqa: PLC0415
    from reader.net.fetch import Fetcher  # noqa: PLC0415

    logs.quiet()
    sandbox = Sandbox(workers=1)
    previewer = Previewer(Fetcher(logins=logins_of(settings)), sandbox.parse, sandbox.close)
    failed = False
    try:
        for url in urls:
            found = await previewer.look(url)
            failed |= not found.is_feed
            for text in _found(found):
                output.line(text)
    finally:
        await previewer.aclose()
    return 1 if failed else 0


def _found(preview: Preview) -> Iterator[str]:
    """What a look has shown, a line each."""
    yield f"{preview.url}: {preview.problem or preview.feed.title or '(no title)'}"
    if preview.moved_to:
        yield f"  the answer came from {preview.moved_to}"
    if preview.is_feed:
        state = "" if preview.feed.state is FeedState.UNKNOWN else f", {preview.feed.state}"
        yield f"  {preview.format}, {counted(preview.entries, 'entry', 'entries')}{state}, {preview.size:,} bytes"
    for entry in preview.newest:
        said = entry.headline or entry.wording.text.split("\n", maxsplit=1)[0] or f"({entry.kind})"
        yield f"  {iso(entry.published) or entry.time_label or 'no time'}  {said}"
    for offer in preview.offers:
        yield f"  the page names a feed: {offer.url}"
