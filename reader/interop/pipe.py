"""Runs a program with a text on its standard input. No shell, a session of its own, a time limit, a limit of output."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.text import clean, one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES = 64 * 1024
"""Of what the program writes; the rest is read and thrown away, so that it need not wait for us."""
SHOWN_LINES, SHOWN_CHARACTERS = 8, 600
STOP_SECONDS = 2.0
LOOK = 0.05
"""Seconds between two looks at whether it has ended: of what else waits for that, some Pythons wait for its output."""
LAST_WORDS = 0.5
"""Seconds for what it wrote before it ended."""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a program. `code` is None where it could not be started or was ended; `problem` says why."""

    name: str
    code: int | None = None
    output: str = ""
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether it ended well."""
        return self.code == 0

    def in_words(self, *, output: bool = True) -> str:
        """What came of it, and the first lines of what it wrote if they are wanted; all of it cleaned."""
        head = self.problem or f"{self.name} ended with exit code {self.code}"
        lines = clean(self.output).strip().splitlines() if output else []
        shown = [one_line(line)[:SHOWN_CHARACTERS] for line in lines[:SHOWN_LINES]]
        more = [f"… {len(lines) - SHOWN_LINES} more lines"] if len(lines) > SHOWN_LINES else []
        return "\n".join((head, *shown, *more))


async def run(argv: Sequence[str], text: str, timeout: float) -> Done:
    """Run `argv` with `text` in UTF-8 on its standard input, for at most `timeout` seconds.

    Never raises but for cancellation, which ends the program.
    """
    name = one_line(os.path.basename(argv[0]))  # noqa: PTH119  a name, which may be no path
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return Done(name, problem=f"{name} cannot be started: {getattr(error, 'strerror', None) or error}")
    output = bytearray()
    try:
        async with asyncio.timeout(timeout):
            await asyncio.gather(_feed(process, text), _read(process, output))
    except TimeoutError:
        await _end(process)
        said = output.decode("utf-8", "replace")
        return Done(name, None, said, f"{name} was ended: it took longer than {timeout:g} s")
    except BaseException:
        await _end(process)
        raise
    # What it has left behind may still hold its output: that end is closed here, and nothing is waited for.
    process._transport.close()  # noqa: SLF001  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    return Done(name, process.returncode, output.decode("utf-8", "replace"))


async def _feed(process: asyncio.subprocess.Process, text: str) -> None:
    """Write the text; a program need not read it."""
    assert process.stdin is not None  # noqa: S101
    with suppress(BrokenPipeError, ConnectionResetError):
        process.stdin.write(text.encode("utf-8", "replace"))
        await process.stdin.drain()
    process.stdin.close()
    with suppress(BrokenPipeError, ConnectionResetError):
        await process.stdin.wait_closed()


async def _read(process: asyncio.subprocess.Process, output: bytearray) -> None:
    """Read what it writes until it has ended; what it leaves behind may hold its output for as long as it likes."""
    reading = asyncio.create_task(_read_all(process, output))
    try:
        while process.returncode is None:
            await asyncio.wait([reading], timeout=LOOK)
            if reading.done():
                await asyncio.sleep(LOOK if process.returncode is None else 0)
        await asyncio.wait([reading], timeout=LAST_WORDS)
    finally:
        reading.cancel()


async def _read_all(process: asyncio.subprocess.Process, output: bytearray) -> None:
    assert process.stdout is not None  # noqa: S101
    while chunk := await process.stdout.read(MOST_BYTES):
        output += chunk[: MOST_BYTES - len(output)]


async def _end(process: asyncio.subprocess.Process) -> None:
    """End it and what it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            await process.wait()
