"""`dateline tag`: actors, speaker and topics of texts; which rule gave what; a check of the user's rules."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import tagging
from reader.cli import output, rooms, selection, tagged
from reader.model.entry import MEDIA_KINDS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from reader.paths import Paths
    from reader.tagging.memory import Memory


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--jsonl", action="store_true", help="read and print an object a line (the default)")
    how.add_argument(
        "--explain",
        nargs="?",
        const="-",
        metavar="TEXT",
        help="say which rule gave what; the first line is the headline, -: standard input",
    )
    how.add_argument(
        "--rules", type=selection.file_name, metavar="FILE", help="check a file of your own actors and topics"
    )
    how.add_argument(
        "--stored", action="store_true", help="tag what is stored as the rules are now, as the app does by and by"
    )
    parser.add_argument("--language", metavar="CODE", help="with --explain: the language of the text, such as de")
    parser.add_argument("--source", metavar="S", help="with --explain: as if it came now from this source")


def run(args: argparse.Namespace) -> int:
    """Do what is asked for; 1 if a line was no object with texts, or the rules are wrong."""
    where = rooms.located(args)
    if args.rules is not None:
        return _check(Path(args.rules))
    if args.stored:
        return _stored(where)
    tagged.prepare(where)
    if problem := tagging.rules_problem():
        output.complain(f"{problem}; the shipped tables work without it")
    return _explain(args, where) if args.explain is not None else _tag_lines()


def _stored(where: Paths) -> int:
    with rooms.opened_store(where, rooms.Need.KEEPING) as store:
        with store.reads() as reads:
            due = tagged.are_due(reads, where)
        if due:
            tagged.make_all(store)
        output.tell("all entries have tags by the rules as they are now")
    return 0


def _tag_lines() -> int:
    from reader.tagging.answer import answer  # noqa: PLC0415  only for them

    tagger = tagging.load()
    failed = False
    for number, line in enumerate(_lines(), 1):
        if not line.strip():
            continue
        item = _item(line)
        if item is None:
            output.complain(f'line {number} is not a JSON object with "id", "headline" and "body"')
            failed = True
            continue
        language, media = item.get("language"), item.get("kind") in MEDIA_KINDS
        language = language if isinstance(language, str) else None
        found = tagger.tag(item.get("headline"), item.get("body") or "", media=media, language=language)
        output.json_line(answer(item.get("id"), found))
    return 1 if failed else 0


def _lines() -> Iterator[str]:
    """The lines of standard input, which are UTF-8 whatever the terminal's set of letters is (RFC 8259)."""
    binary = getattr(sys.stdin, "buffer", None)
    return (line.decode("utf-8", "replace") for line in binary) if binary is not None else iter(sys.stdin)


def _item(line: str) -> dict[str, Any] | None:
    try:
        item = json.loads(line)
        json.dumps(item, allow_nan=False)  # NaN and the like can be read, but are no JSON, and stand in the answer
    except (ValueError, RecursionError):
        return None
    texts = isinstance(item, dict) and all(isinstance(item.get(key), str | None) for key in ("headline", "body"))
    return item if texts else None


def _check(path: Path) -> int:
    from reader.tagging.rules import RulesError, read  # noqa: PLC0415  only for them

    try:
        rules = read(path.expanduser())
    except RulesError as error:
        raise output.CommandError(str(error)) from error
    if rules is None:
        raise output.CommandError(f"{path}: there is no such file")
    counts = ((rules.actors, "actor"), (rules.topics, "topic"), (rules.off, "silenced name"))
    said = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for count, word in counts)
    output.line(f"{path}: {said}; nothing wrong")
    return 0


def _explain(args: argparse.Namespace, where: Paths) -> int:
    from reader.tagging.explain import explain  # noqa: PLC0415  only for them
    from reader.text import clean  # noqa: PLC0415

    given = sys.stdin.read() if args.explain == "-" else args.explain
    headline, _, text = clean(given).strip().partition("\n")
    if not headline:
        raise output.CommandError("there is no text to explain")
    memory = _memory(args.source, where) if args.source is not None else None
    own = _own_lines(where)
    for line in explain(tagging.load(), headline, text.strip(), memory=memory, own=own, language=args.language):
        output.block(line)
    return 0


def _own_lines(where: Paths) -> dict[str, int]:
    """The lines of the user's rules by the names that they give; none where they cannot be used."""
    from reader.tagging.rules import RulesError, read  # noqa: PLC0415  only for them

    try:
        rules = read(where.rules_file)
    except RulesError:
        return {}
    return rules.lines if rules is not None else {}


def _memory(name: str, where: Paths) -> tuple[Memory, int]:
    """What is remembered of a source, and now. Raises CommandError."""
    from reader.clock import SYSTEM  # noqa: PLC0415
    from reader.tagging.memory import Memory  # noqa: PLC0415

    with rooms.opened_store(where) as store, store.reads() as reads:
        numbers = selection.sources_of([name], reads) or []
        return Memory.read(reads.feed_memory(numbers[0])), SYSTEM.now()
