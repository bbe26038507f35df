"""Three faults of a certificate, three different lines. Certificates are made for the test run, by openssl."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from reader.net.fetch import Fetcher, FetchRequest
from reader.net.outcome import OutcomeKind
from tests.net.conftest import PATIENT
from tests.net.server import PAGE, Reply, serving

CONFIG = """
[ca]
default_ca = here
[here]
database = {folder}/index.txt
serial = {folder}/serial
new_certs_dir = {folder}
default_md = sha256
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
"""


def openssl(*words: str) -> None:
    subprocess.run(["openssl", *words], check=True, capture_output=True, timeout=60)


def request(folder: Path, name: str, host: str) -> None:
    new = ["req", "-newkey", "rsa:2048", "-nodes", "-keyout", f"{folder}/{name}.key", "-subj", f"/CN={name}"]
    openssl(*new, "-out", f"{folder}/{name}.csr", "-addext", f"subjectAltName={host}")


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("no openssl command to make certificates with")
    folder = tmp_path_factory.mktemp("certificates")
    (folder / "index.txt").touch()
    (folder / "serial").write_text("01\n")
    (folder / "ca.conf").write_text(CONFIG.format(folder=folder))
    own = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj"]
    openssl(*own, "/CN=Test Authority", "-keyout", f"{folder}/ca.key", "-out", f"{folder}/ca.pem")
    alone = ["-keyout", f"{folder}/self.key", "-out", f"{folder}/self.pem", "-addext", "subjectAltName=IP:127.0.0.1"]
    openssl(*own, "/CN=self", *alone)
    spans = {"good": ("IP:127.0.0.1", "20200101000000Z", "20990101000000Z")}
    spans["wrong"] = ("DNS:elsewhere.example", "20200101000000Z", "20990101000000Z")
    spans["expired"] = ("IP:127.0.0.1", "20200101000000Z", "20210101000000Z")
    for name, (host, start, end) in spans.items():
        request(folder, name, host)
        sign = [
            "ca",
            "-batch",
            "-config",
            f"{folder}/ca.conf",
            "-cert",
            f"{folder}/ca.pem",
            "-keyfile",
            f"{folder}/ca.key",
        ]
        openssl(
            *sign, "-in", f"{folder}/{name}.csr", "-out", f"{folder}/{name}.pem", "-startdate", start, "-enddate", end
        )
    return folder


async def fetched(certificates: Path, name: str, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
    fetcher = Fetcher(limits=PATIENT)
    with serving(context) as server:
        server.answers["/"] = Reply(200, PAGE)
        try:
            return await fetcher.fetch(FetchRequest(server.url(scheme="https"))), server.asked
        finally:
            await fetcher.aclose()


@pytest.mark.parametrize(
    ("name", "words"), [("self", "self-signed"), ("wrong", "for another host"), ("expired", "has expired")]
)
async def test_a_bad_certificate_is_named_and_nothing_is_asked(
    certificates, monkeypatch, name: str, words: str
) -> None:
    outcome, asked = await fetched(certificates, name, monkeypatch)
    assert outcome.kind is OutcomeKind.TLS
    assert words in outcome.message
    assert "\n" not in outcome.message
    assert asked == []


async def test_a_good_certificate_is_taken(certificates, monkeypatch) -> None:
    outcome, _ = await fetched(certificates, "good", monkeypatch)
    assert outcome.body == PAGE


async def test_no_tls_is_never_made_up_for_without(certificates, monkeypatch) -> None:
    """A server that speaks plain http at an https address gets a TLS greeting and nothing that it could read."""
    seen: list[bytes] = []

    async def plain(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.read(4096))
        writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    fetcher = Fetcher(limits=PATIENT)
    outcome = await fetcher.fetch(FetchRequest(f"https://127.0.0.1:{port}/"))
    await fetcher.aclose()
    server.close()
    assert outcome.kind is OutcomeKind.TLS
    assert "plain http" in outcome.message
    assert len(seen) == 1
    assert seen[0][:1] == b"\x16"


@pytest.mark.parametrize("limit", ["connect_s", "total_s"])
async def test_a_plain_server_that_waits_for_more_is_told_apart_from_no_server(limit: str) -> None:
    greeted, done = asyncio.Event(), asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if await reader.read(4096):
                greeted.set()
            await done.wait()
        finally:
            writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    for seconds in (0.3, 3.0, 30.0):  # a slow machine may not have got as far as a greeting
        fetcher = Fetcher(limits=replace(PATIENT, **{limit: seconds}))
        outcome = await fetcher.fetch(FetchRequest(f"https://127.0.0.1:{port}/"))
        await fetcher.aclose()
        assert outcome.kind is OutcomeKind.TIMEOUT
        if greeted.is_set():
            break
    assert "plain http" in outcome.message
    done.set()
    server.close()
