"""`dateline man`: the manual, made from the same tables as `--help`, the settings and the keys."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from reader import __version__
from reader.cli import output, settings_file
from reader.cli.command_specs import Spec, Taken, program
from reader.model.filter_language import VALUES
from reader.model.filter_times import EXAMPLES
from reader.model.query import FIELDS

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

INTRODUCTION = (
    "Dateline follows pages that gain an entry every few minutes, and RSS, Atom and JSON feeds. It keeps every wording "
    "of every entry, shows what arrives in a timeline, filters by actor and topic, and reads offline.",
    "Without a command it opens the app, on everything that is followed or on the addresses and files given.",
)
FILTERS = (
    'Words and "phrases" must all occur; case and accents make no difference. - or NOT leaves out, OR, parentheses, '
    "cease* for words that may go on, /regular expressions/, and fields:"
)
WANTED = {"since": EXAMPLES, "until": EXAMPLES, "on": "a day such as today or 2024-05-31"}
FILES = (
    ("~/.config/dateline/config.toml", "settings; `dateline config path` says where they are"),
    ("~/.config/dateline/actors.toml", "your own actors and topics"),
    ("~/.local/share/dateline/dateline.db", "sources, entries, every wording, marks"),
    ("~/.cache/dateline/", "what may be deleted at any time"),
)
"""Where XDG folders are as they come on Linux."""
ENVIRONMENT = (
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_CACHE_HOME", "where settings, data and cache lie"),
    ("http_proxy, https_proxy, all_proxy, no_proxy", "proxies, in either case of letters"),
    ("NO_COLOR", "no colours, if it is set to anything"),
    ("NO_TERM_HYPERLINKS", "no clickable addresses"),
    ("BROWSER", "what opens addresses; several are separated by colons"),
    ("VISUAL, EDITOR", "what `dateline config edit` opens"),
)
CODES = (("0", "done"), ("1", "it failed; one line says what and what to do"), ("2", "wrong usage"))


def configure(parser: argparse.ArgumentParser) -> None:
    """It has no options."""


def run(args: argparse.Namespace) -> int:  # noqa: ARG001
    """Show the manual, or print its source where the output goes elsewhere."""
    page = manual(program())
    viewer = shutil.which("man") if sys.stdout.isatty() else None
    if viewer is None or subprocess.run([viewer, "-l", "-"], input=page.encode(), check=False).returncode:  # noqa: S603
        output.block(page.rstrip("\n"))
    return 0


def manual(top: Spec) -> str:
    """The page as source for man(7)."""
    lines = [f'.TH DATELINE 1 "" "dateline {__version__}" "User Commands"', ".SH NAME"]
    lines += [f"dateline \\- {_plain(top.help)}", ".SH SYNOPSIS"]
    lines += [".B dateline", "[\\fIURL or FILE\\fR ...]", ".br", ".B dateline", "\\fICOMMAND\\fR ..."]
    lines.append(".SH DESCRIPTION")
    for paragraph in INTRODUCTION:
        lines += [_plain(paragraph), ".PP"]
    lines.append(".SH OPTIONS")
    for one in top.options:
        lines += _taken(one)
    lines.append(".SH COMMANDS")
    for command in top.parts:
        lines += _command(command)
    lines += [".SH KEYS", "In the app, with the settings as they come:"]
    lines += _keys()
    lines += [".SH SETTINGS", "In \\fIconfig.toml\\fR (\\fBdateline config path\\fR says where):"]
    for setting in settings_file.settings().values():
        lines += [".TP", f"\\fB{_plain(setting.key)}\\fR", _plain(setting.words)]
    lines += [".SH FILTERS", _plain(FILTERS)]
    for field in FIELDS:
        values = ", ".join(VALUES.get(field, ())) or WANTED.get(field, "a name")
        lines += [".TP", f"\\fB{field}:\\fR", _plain(values)]
    lines.append(".SH FILES")
    for path, words in FILES:
        lines += [".TP", f"\\fI{_plain(path)}\\fR", _plain(words)]
    lines.append(".SH ENVIRONMENT")
    for names, words in ENVIRONMENT:
        lines += [".TP", f"\\fB{_plain(names)}\\fR", _plain(words)]
    lines.append(".SH EXIT STATUS")
    for code, words in CODES:
        lines += [".TP", f"\\fB{code}\\fR", _plain(words)]
    return "\n".join(lines) + "\n"


def _command(command: Spec) -> Iterator[str]:
    yield f".SS dateline {_plain(command.path[0])}{_usage(command)}"
    yield _plain(f"{command.help[0].upper()}{command.help[1:]}.")
    yield from _body(command)
    for part in command.parts:
        yield ".PP"
        yield f"\\fBdateline {_plain(' '.join(part.path))}\\fR{_usage(part)}"
        yield ".RS"
        words = part.description or part.help
        yield _plain(f"{words[:1].upper()}{words[1:]}{'' if words.endswith('.') else '.'}")
        yield from _body(part)
        yield ".RE"
    if command.examples:
        yield from (".PP", "Examples:", ".PP", ".nf", ".RS")
        yield from (_plain(example) for example in command.examples)
        yield from (".RE", ".fi")


def _usage(spec: Spec) -> str:
    parts = ["\\fIACT\\fR"] if spec.parts else []
    for one in spec.arguments:
        words = f"\\fI{_plain(one.value or '')}\\fR{' ...' if one.many else ''}"
        parts.append(f"[{words}]" if one.optional else words)
    return "".join(f" {part}" for part in parts)


def _body(spec: Spec) -> Iterator[str]:
    for one in (*spec.arguments, *spec.options):
        if one.names[:1] not in (("-h",), ("--home",), ("--log-level",), ("--log-file",)) or not spec.path:
            yield from _taken(one)


def _taken(one: Taken) -> Iterator[str]:
    value = "" if one.value is None else f" \\fI{_plain(one.value)}\\fR"
    names = ", ".join(f"\\fB{_plain(name)}\\fR" for name in one.names)
    yield ".TP"
    yield (names + value).strip()
    offered = f" ({', '.join(one.choices)})" if one.choices and ", ".join(one.choices) not in one.help else ""
    yield _plain(one.help + offered) or "\\&"


def _keys() -> Iterator[str]:
    from reader.ui.commands import COMMANDS, sign  # noqa: PLC0415  the table of keys; brings Textual in

    group = ""
    for command in COMMANDS:
        if command.group != group:
            group = command.group
            yield f".SS {_plain(group)}"
        keys = " ".join(sign(key) for key in command.keys.split(","))
        yield from (".TP", f"\\fB{_plain(keys)}\\fR", _plain(command.help))


def _plain(text: str) -> str:
    """Text in which nothing is a request or an escape of roff."""
    made = re.sub(r"[\\\-'`^~]|[^\x00-\x7f]", lambda match: _ESCAPED.get(match[0]) or f"\\[u{ord(match[0]):04X}]", text)
    return f"\\&{made}" if made.startswith((".", "\\(aq")) else made


_ESCAPED = {"\\": "\\e", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti"}
