"""`dateline tag`: actors, speaker and topics of texts."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from reader import tagging
from reader.cli import output, rooms
from reader.model.entry import MEDIA_KINDS
from reader.tagging.answer import answer

if TYPE_CHECKING:
    import argparse


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    parser.add_argument("--jsonl", action="store_true", help="read and print an object a line (the only form so far)")


def run(args: argparse.Namespace) -> int:
    """Tag each line of standard input; 1 if a line was no object with texts."""
    tagger = tagging.load(rooms.located(args).tables_cache)
    failed = False
    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        item = _item(line)
        if item is None:
            output.complain(f'line {number} is not a JSON object with "id", "headline" and "body"')
            failed = True
            continue
        found = tagger.tag(item.get("headline"), item.get("body") or "", media=item.get("kind") in MEDIA_KINDS)
        output.json_line(answer(item.get("id"), found))
    return 1 if failed else 0


def _item(line: str) -> dict[str, Any] | None:
    try:
        item = json.loads(line)
    except (ValueError, RecursionError):
        return None
    texts = isinstance(item, dict) and all(isinstance(item.get(key), str | None) for key in ("headline", "body"))
    return item if texts else None
