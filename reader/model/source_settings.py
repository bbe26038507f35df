"""What the settings file says of a source: overrides of what is set elsewhere, and how to log in to its server."""

from __future__ import annotations

from collections.abc import Iterator

from reader.frozen import dataclass


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """One `[[source]]` table of the settings. What it names goes before what was set by command or on the screen."""

    url: str
    """The address of a source that is followed."""
    title: str | None = None
    """Its name."""
    interval: int | None = None
    """Seconds between its polls (politeness floors hold)."""
    tags: tuple[str, ...] | None = None
    """Its tags, by which `source:` finds it."""
    full_articles: bool | None = None
    """Fetch the pages behind its new entries too."""
    days: int | None = None
    """Drop what was read so many days after the source listed it last; 0: never."""
    entries: int | None = None
    """Keep at most so many entries; 0: all."""
    mib: int | None = None
    """Keep at most so many MiB; 0: all."""
    user: str = ""
    """The name for its server's login (HTTP basic authentication, RFC 7617)."""
    password_command: tuple[str, ...] = ()
    """The program that prints the password in its first line, with arguments, run without a shell: `["pass", "x"]`."""


def problems(source: SourceSettings) -> Iterator[tuple[str, str]]:
    """What cannot be meant: the name of the setting, and why."""
    if not source.url.strip():
        yield "url", "must not be empty"
    for key in ("interval", "days", "entries", "mib"):
        value = getattr(source, key)
        least = 1 if key == "interval" else 0
        if value is not None and value < least:
            yield key, f"must be at least {least}"
    if ":" in source.user:
        yield "user", "must hold no colon"
    if source.user and not any(source.password_command[:1]):
        yield "user", 'wants password_command = ["program", "argument"]'
    if source.password_command and not source.user:
        yield "password_command", "wants user as well"
