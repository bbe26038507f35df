"""Opens an address in the user's browser; no shell, and nothing but http and https."""

from __future__ import annotations

import os
import sys

from reader.text import openable


def browser_command() -> list[str]:
    """The command that opens an address: the first of `$BROWSER` (a list separated by colons), else the platform's."""
    chosen = os.environ.get("BROWSER", "").split(os.pathsep, maxsplit=1)[0]
    if chosen:
        import shlex  # noqa: PLC0415  for those who open something

        return [word for word in shlex.split(chosen) if word != "%s"]
    return ["open"] if sys.platform == "darwin" else ["xdg-open"]


def hyperlinks(wanted: bool) -> bool:
    """Whether addresses may be written as hyperlinks (OSC 8): if the user wants them and the terminal is not known to
    print them as garbage. `NO_TERM_HYPERLINKS` is libtextstyle's switch for all programs.
    """
    return wanted and "NO_TERM_HYPERLINKS" not in os.environ and os.environ.get("TERM") not in ("dumb", "linux")


def open_in_browser(url: str) -> str:
    """Open an address; return one line that says what came of it."""
    safe = openable(url)
    if safe is None:
        return "This address may not be opened"
    import subprocess  # noqa: PLC0415

    command = [*browser_command(), safe]
    try:
        subprocess.Popen(  # noqa: S603  an argument list, and an address that `openable` let through
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        return f"{command[0]} could not be started ({error.strerror}); set BROWSER to yours. The address: {safe}"
    return f"Opened {safe}"
