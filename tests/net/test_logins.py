"""Logins: a password goes to its own server only, never in the clear, and comes from a program."""

from __future__ import annotations

import base64
import sys
from typing import TYPE_CHECKING

import pytest

from reader.net.fetch import Fetcher, FetchRequest
from reader.net.logins import Login, Logins
from reader.net.outcome import OutcomeKind
from tests.net.conftest import SMALL
from tests.net.server import PAGE, Asked, Reply, Server, serving

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "pass word: ü"
WANTED = "Basic " + base64.b64encode(f"mara:{SECRET}".encode()).decode()


def program(tmp_path: Path, *lines: str) -> tuple[str, ...]:
    """A program that prints these lines, and counts how often it was asked."""
    file = tmp_path / "secret.py"
    body = f"open({str(tmp_path / 'asked')!r}, 'a').write('x')\nimport sys\n"
    file.write_text(body + "".join(f"sys.stdout.buffer.write({line!r}.encode() + b'\\n')\n" for line in lines))
    return (sys.executable, str(file))


def times(tmp_path: Path) -> int:
    file = tmp_path / "asked"
    return len(file.read_text()) if file.exists() else 0


def door(asked: Asked) -> Reply:
    return (
        Reply(body=PAGE)
        if asked.header("Authorization") == WANTED
        else Reply(401, headers={"WWW-Authenticate": "Basic"})
    )


def fetcher(url: str, command: tuple[str, ...]) -> Fetcher:
    return Fetcher(limits=SMALL, logins=Logins({url: Login("mara", command)}))


async def test_the_password_is_asked_for_once_and_sent(server: Server, tmp_path: Path) -> None:
    server.answers["/live"] = server.answers["/delta"] = door
    url = server.url("/live")
    ours = fetcher(url, program(tmp_path, SECRET, "login: mara"))
    try:
        outcomes = [await ours.fetch(FetchRequest(url)) for _ in range(2)]
        outcomes.append(await ours.fetch(FetchRequest(server.url("/delta"), on_behalf_of=url)))
    finally:
        await ours.aclose()
    assert [outcome.kind for outcome in outcomes] == [OutcomeKind.OK] * 3
    assert times(tmp_path) == 1


async def test_no_other_server_hears_it(server: Server, tmp_path: Path) -> None:
    with serving() as other:
        other.answers["/live"] = Reply(body=PAGE)
        server.answers["/live"] = Reply(302, headers={"Location": other.url("/live")})
        ours = fetcher(server.url("/live"), program(tmp_path, SECRET))
        try:
            assert (await ours.fetch(FetchRequest(server.url("/live")))).kind is OutcomeKind.OK
            assert (await ours.fetch(FetchRequest(other.url("/live")))).kind is OutcomeKind.OK
        finally:
            await ours.aclose()
        assert server.asked[0].header("Authorization") == WANTED
        assert [asked.header("Authorization") for asked in other.asked] == [None, None]


async def test_a_wrong_password_is_asked_for_anew(server: Server, tmp_path: Path) -> None:
    server.answers["/live"] = door
    url = server.url("/live")
    ours = fetcher(url, program(tmp_path, "wrong"))
    try:
        first = await ours.fetch(FetchRequest(url))
        assert (first.kind, first.message) == (OutcomeKind.AUTH, "the server wants a login (401)")
        program(tmp_path, SECRET)
        assert (await ours.fetch(FetchRequest(url))).kind is OutcomeKind.OK
    finally:
        await ours.aclose()
    assert times(tmp_path) == 2


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("/no/such/program", "x"), "could not be started (No such file or directory)"),
        ((sys.executable, "-c", "print('pass'); raise SystemExit(3)"), "failed (exit code 3)"),
        ((sys.executable, "-c", "print()"), "printed none"),
        ((sys.executable, "-c", f"print('{SECRET}' * 999)"), "printed none"),
    ],
)
async def test_without_a_password_nothing_is_asked(server: Server, command: tuple[str, ...], words: str) -> None:
    server.answers["/live"] = Reply(body=PAGE)
    ours = fetcher(server.url("/live"), command)
    try:
        outcome = await ours.fetch(FetchRequest(server.url("/live")))
    finally:
        await ours.aclose()
    assert outcome.kind is OutcomeKind.AUTH
    assert outcome.message.startswith("no password for the server: ")
    assert words in outcome.message
    assert "pass" not in outcome.message.removeprefix("no password")
    assert not server.asked


async def test_no_password_in_the_clear() -> None:
    logins = Logins(
        {"http://news.example/": Login("mara", ("true",)), "https://news.example/": Login("mara", ("true",))}
    )
    with pytest.raises(Exception, match="https only"):
        await logins.headers("http://news.example/", "http://news.example/")
    assert await logins.headers("https://news.example/", "http://news.example:443/") == {}, "a way back from TLS"
