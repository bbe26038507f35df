"""What went wrong, in words."""

from __future__ import annotations

import errno

import pytest

from reader.net.failures import explain
from reader.net.fetch import Fetcher
from reader.net.outcome import FetchRequest, OutcomeKind


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), OutcomeKind.CONNECT, "x closed the connection"),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), OutcomeKind.CONNECT, "x closed the connection"),
        (OSError(errno.EACCES, "Permission denied"), OutcomeKind.CONNECT, "the connection to x failed (Permission denied)"),
        (
            FileNotFoundError(errno.ENOENT, "No such file or directory"),
            OutcomeKind.TLS,
            "no safe connection to x: the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read",
        ),
    ],
)  # fmt: skip
def test_an_error_of_the_system_is_told_in_words(error: OSError, kind: OutcomeKind, words: str) -> None:
    assert explain(error, "x") == (kind, words)


async def test_a_file_of_certificates_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/no/such/file.pem")
    fetcher = Fetcher()
    outcome = await fetcher.fetch(FetchRequest("https://127.0.0.1:9/"))
    await fetcher.aclose()
    assert outcome.kind is OutcomeKind.TLS
    assert "SSL_CERT_FILE" in outcome.message
