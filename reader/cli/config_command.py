"""`dateline config`: the settings file, from outside."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader import config
from reader.cli import ending, output, rooms, settings_file
from reader.text import openable

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

EDITORS = ("VISUAL", "EDITOR")
FALLBACK = "vi"
AGAIN = "Edit it again? [Y/n] "
MEANT = ("keys.bind", "display.time_zone")
"""Settings whose value may be of the right kind and still mean nothing."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the subcommands of this command."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    acts.add_parser("path", help="where the file is, or would be")
    acts.add_parser("check", help="read it, and say what is wrong")
    listed = acts.add_parser("list", help="every setting, what it is now, and what it is for")
    listed.add_argument("--json", action="store_true", help="one JSON object")
    get = acts.add_parser("get", help="print one setting")
    get.add_argument("key", metavar="KEY", help="such as display.theme")
    put = acts.add_parser("set", help="change one setting; comments and order stay")
    put.add_argument("key", metavar="KEY", help="such as display.theme, or keys.bind.star")
    put.add_argument("value", metavar="VALUE")
    unset = acts.add_parser("unset", help="take one setting out of the file: the default holds again")
    unset.add_argument("key", metavar="KEY")
    acts.add_parser("edit", help="open the file in $VISUAL or $EDITOR; it is replaced only if it can be read then")


def run(args: argparse.Namespace) -> int:
    """Carry the act out."""
    file = rooms.located(args).config_file
    match args.act:
        case "path":
            output.line(str(file))
            return 0
        case "check":
            return _check(file)
        case "list":
            return _list(config.load(file), as_json=args.json)
        case "get":
            return _get(config.load(file), args.key)
        case "edit":
            return _edit(file)
        case _:
            return _set(file, args.key, args.value if args.act == "set" else None)


def _check(file: Path) -> int:
    found = config.load(file)
    wrong = list(remarks(found))
    for remark in wrong:
        output.line(f"{file}: {remark}")
    if not wrong:
        output.line(f"{file}: well" if file.exists() else f"{file}: there is none, so the defaults hold")
    return 1 if wrong else 0


def remarks(found: config.Config) -> Iterator[str]:
    """What of settings that can be read cannot be meant, in a line each."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415  for those who check

    from rich.errors import StyleSyntaxError  # noqa: PLC0415
    from rich.style import Style  # noqa: PLC0415

    from reader.model.filter_language import parse_filter  # noqa: PLC0415
    from reader.tagging.highlight import compile_highlights  # noqa: PLC0415
    from reader.ui.commands import keymap  # noqa: PLC0415  the table of keys knows its own problems

    yield from keymap(found.keys)[1]
    if found.display.time_zone != "local":
        try:
            ZoneInfo(found.display.time_zone)
        except (KeyError, OSError, ValueError):
            yield f"display.time_zone: there is no zone {found.display.time_zone!r}, so the local one is taken"
    for kept in found.filter:
        yield from (f"filter {kept.name!r}: {problem.message}" for problem in parse_filter(kept.query).problems)
    for number, problem in compile_highlights(found.highlight).problems:
        yield f"highlight {found.highlight[number].pattern!r} {problem}"
    colours = [(f"highlight {one.pattern!r}", one.style) for one in found.highlight]
    colours += [(f"watch {one.name!r}", one.colour) for one in found.watch]
    for name, colour in colours:
        try:
            Style.parse(colour)
        except StyleSyntaxError:
            yield f"{name}: {colour!r} is no colour; `bold red` or `#ff8800` are"
    for one in found.source:
        if openable(one.url) is None:
            yield f"source {one.url!r}: neither an http nor an https address, so no source has it"
    names = [one.name for one in found.watch]
    yield from (f"watch: two rules have the name {name!r}" for name in dict.fromkeys(names) if names.count(name) > 1)


def _list(found: config.Config, *, as_json: bool) -> int:
    known = settings_file.settings()
    if as_json:
        output.json_line({key: _plain(_value(found, key)) for key in known}, indent=2)
        return 0
    rows: list[tuple[str, str, str]] = []
    for key, setting in known.items():
        value = _value(found, key)
        shown = _counted(len(value)) if setting.several else _shown(value)
        rows.append((key, f"{shown}{'' if value == setting.default else ' *'}", setting.words))
    output.table(("setting", "value (* not the default)", ""), rows)
    return 0


def _counted(number: int) -> str:
    return "none" if number == 0 else "1 table" if number == 1 else f"{number} tables"


def _get(found: config.Config, key: str) -> int:
    setting, part = settings_file.setting_of(key)
    value = _value(found, setting.key)
    if part is not None:
        if part not in value:
            raise output.CommandError(f"{key} is not set")
        value = value[part]
    if setting.several or isinstance(value, dict):
        output.json_line(_plain(value), indent=2)
    else:
        output.line(_shown(value))
    return 0


def _set(file: Path, key: str, text: str | None) -> int:
    setting, part = settings_file.setting_of(key)
    value = None if text is None else settings_file.value_of(setting, part, text)
    if setting.several:
        raise output.CommandError(f"{key} is a list of tables: `dateline config edit` opens the file")
    before = settings_file.read(file)
    config.parse(before, str(file))
    keys = [*setting.key.split("."), *([part] if part is not None else [])]
    after = settings_file.changed(before, keys, value)
    if after == before:
        output.tell(f"{key}: nothing to change")
        return 0
    try:
        config.parse(after, "")
    except config.ConfigError as error:  # the line would be one of a file that is not written
        raise output.CommandError(str(error).partition(": ")[2]) from error
    settings_file.write(file, after)
    if value is not None and setting.key in MEANT:
        # It can be read, but may be no zone, no command, or another one's key.
        for remark in remarks(config.load(file)):
            if remark.startswith(setting.key):
                output.tell(remark)
    return 0


def _edit(file: Path) -> int:
    before = settings_file.read(file)
    with tempfile.TemporaryDirectory(prefix="dateline-config-") as folder:
        copy = Path(folder) / "config.toml"
        copy.write_text(before or _beginning(), encoding="utf-8")
        while True:
            _open_editor(copy)
            after = settings_file.read(copy)
            try:
                config.parse(after, str(file))
                break
            except config.ConfigError as error:
                output.complain(str(error))
                if not _once_more():
                    raise output.CommandError(f"{file} is as it was; {_set_aside(file, after)}") from error
    if after == (before or _beginning()):
        output.tell(f"{file}: nothing was changed")
        return 0
    settings_file.write(file, after)
    return 0


def _beginning() -> str:
    lines = ["# Settings of Dateline; only what differs from the defaults need stand here (dateline config list)."]
    single = (one for one in settings_file.settings().values() if not one.several)
    lines += [f"# {one.key} = {json.dumps(_plain(one.default))}" for one in single]
    return "\n".join(lines) + "\n"


def _open_editor(file: Path) -> None:
    named = next((os.environ[name] for name in EDITORS if os.environ.get(name, "").strip()), FALLBACK)
    try:
        code = _run_editor([*shlex.split(named), str(file)])
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise output.CommandError(f"{named} could not be started ({reason}); set VISUAL or EDITOR to yours") from error
    if code:
        raise output.CommandError(f"{named} failed (exit code {code}); nothing was changed")


def _run_editor(argv: list[str]) -> int:
    """Run it until it ends; return its exit code. Ctrl-C is its business; asked to end, we let it save what it has."""
    started: list[subprocess.Popen[bytes]] = []

    def end(_number: int) -> None:
        for editor in started:
            editor.terminate()

    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)  # what is ignored would be so for it, too
    try:
        with ending.heard(end) as told:
            started.append(subprocess.Popen(argv))  # noqa: S603  the user's own choice
            if told:
                end(told[0])
            code = started[0].wait()
    finally:
        signal.signal(signal.SIGINT, before)
    if told:
        raise ending.EndedError(told[0])
    return code


def _once_more() -> bool:
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    print(AGAIN, end="", file=sys.stderr, flush=True)
    with contextlib.suppress(EOFError, KeyboardInterrupt):
        return input().strip().lower() in ("", "y", "yes")
    return False


def _set_aside(file: Path, text: str) -> str:
    """Keep what somebody has typed, though it cannot be used."""
    aside = file.with_name(f"{file.name}.rejected")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside.write_text(text, encoding="utf-8")
        aside.chmod(config.NEW_FILE_MODE)
    except OSError as error:
        return f"what you wrote could not be kept ({error.strerror})"
    return f"what you wrote is in {aside}"


def _value(found: config.Config, key: str) -> Any:
    value: Any = found
    for name in key.split("."):
        value = getattr(value, name)
    return value


def _plain(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass  # noqa: PLC0415

    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else value


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(_plain(value), ensure_ascii=False)
