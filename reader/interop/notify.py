"""Notices to terminals and desktops. Nothing remote gets to act: texts are one line of what can be printed, programs
get lists of arguments, and no shell is asked.

Sequences: OSC 9 (iTerm2), OSC 777 (rxvt-unicode), OSC 99 (kitty's desktop notifications), BEL; inside tmux wrapped
for its `allow-passthrough`. No terminal can be asked in a sure way which of them it knows, so it is a setting.
"""

from __future__ import annotations

import base64
import html
import re
import subprocess
from collections.abc import Sequence

from reader.model.watch_rule import PLACE
from reader.text import one_line

MAX_TITLE, MAX_TEXT = 80, 400
"""Characters; kitty takes no more than 2,048 bytes in a piece."""
TIMEOUT = 10.0
"""Seconds that a program may take."""

_ST = "\x1b\\"


def printable(text: str, limit: int) -> str:
    """One line in which nothing can end or begin a sequence, of at most `limit` characters."""
    return "".join(char for char in one_line(text) if char.isprintable())[:limit].strip()


def sequence(way: str, title: str, text: str, *, number: int = 0, tmux: bool = False) -> str:
    """What to write to a terminal for `bell`, `osc9`, `osc777` or `osc99`; `number` tells notices of OSC 99 apart."""
    title, text = printable(title, MAX_TITLE), printable(text, MAX_TEXT)
    match way:
        case "osc9":
            # ConEmu and Windows Terminal take `9;4;...` for a progress bar.
            words = re.sub(r"^(\d+);", r"\1,", f"{title}: {text}" if title else text)
            made = f"\x1b]9;{words}{_ST}"
        case "osc777":
            made = f"\x1b]777;notify;{title.replace(';', ',')};{text.replace(';', ',')}{_ST}"
        case "osc99":
            name = f"i=dateline-{number}"
            made = f"\x1b]99;{name}:d=0:e=1;{_packed(title)}{_ST}\x1b]99;{name}:e=1:p=body;{_packed(text)}{_ST}"
        case _:
            return "\a"
    return _through_tmux(made) if tmux else made


def arguments(way: str, command: Sequence[str], title: str, text: str, *, url: str = "", count: int = 1) -> list[str]:
    """The program and its arguments for `notify-send` or `command`. A text never stands where an option could."""
    title, text = printable(title, MAX_TITLE), printable(text, MAX_TEXT)
    if way == "notify-send":
        # Many servers read the body as markup.
        return ["notify-send", "--app-name=Dateline", "--", title, html.escape(text, quote=False)]
    values = {"title": title, "text": text, "url": printable(url, 4096), "count": str(count)}
    places = [PLACE.fullmatch(word) for word in command]
    made = [(place[1] or "") + values[place[2]] if place else word for word, place in zip(command, places, strict=True)]
    return made if any(places) else [*made, text]


def start(argv: Sequence[str], seconds: float = TIMEOUT) -> str | None:
    """Run a program to its end; return what went wrong in a line, None if nothing did. Never raises for its faults."""
    name = one_line(argv[0])[:80] if argv else "nothing"
    try:
        done = subprocess.run(  # noqa: S603  a list of arguments, the program is the user's own choice
            list(argv),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            start_new_session=True,
        )
    except subprocess.TimeoutExpired:
        return f"{name} took more than {seconds:g} seconds and was ended"
    except (OSError, ValueError, IndexError) as error:
        return f"{name} could not be started ({getattr(error, 'strerror', None) or error})"
    return f"{name} failed (exit code {done.returncode})" if done.returncode else None


def _packed(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")


def _through_tmux(made: str) -> str:
    return "\x1bPtmux;" + made.replace("\x1b", "\x1b\x1b") + _ST
