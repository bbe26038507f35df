"""An exception or a status code in one line for people, and the kind of outcome that it is."""

from __future__ import annotations

import errno
import socket
import ssl
from typing import TYPE_CHECKING

from reader.net.decode import DecodeError
from reader.net.outcome import OutcomeKind
from reader.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

Said = tuple[OutcomeKind, str]

_NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN, errno.EHOSTUNREACH, errno.EHOSTDOWN}
# OpenSSL's X509_V_ERR_* (x509_vfy.h), as `ssl.SSLCertVerificationError.verify_code` gives them.
_EXPIRED, _NOT_YET, _SELF_SIGNED, _SELF_SIGNED_CHAIN, _NO_ISSUER, _WRONG_HOST, _WRONG_IP = 10, 9, 18, 19, 20, 62, 64
_CERTIFICATE = {
    _EXPIRED: "its certificate has expired",
    _NOT_YET: "its certificate is not valid yet (is the clock of this machine right?)",
    _SELF_SIGNED: "its certificate is self-signed",
    _SELF_SIGNED_CHAIN: "its certificate is self-signed",
    _NO_ISSUER: "its certificate is signed by nobody whom this machine trusts",
    _WRONG_HOST: "its certificate is for another host",
    _WRONG_IP: "its certificate is for another host",
}
_NOT_TLS = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE")
_NO_HTTPS = "perhaps it speaks plain http at this port"
_NO_CERTIFICATES = "the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read"
_CERTIFICATE_WORDS = {
    "hostname mismatch": _WRONG_HOST,
    "not valid for": _WRONG_HOST,
    "expired": _EXPIRED,
    "self-signed": 18,
}


def explain(error: BaseException, host: str, *, greeting: bool = False) -> Said:
    """What went wrong on the way to `host`: the kind of outcome and one clean line. Knows httpx2's exceptions.

    `greeting` says that a TLS handshake had begun and did not end.
    """
    causes = list(_chain(error))
    if greeting and any(isinstance(cause, TimeoutError) or _is_timeout(cause) for cause in causes):
        return OutcomeKind.TIMEOUT, f"{one_line(host)} did not begin a safe connection in time; {_NO_HTTPS}"
    for say in (_own, _tls, _name, _client, _system):
        for cause in causes:
            said = say(cause, one_line(host) or "the server")
            if said:
                return said
    return OutcomeKind.BROKEN, f"the answer cannot be read ({_short(error)})"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception, then what caused it, each once, as far as it matters."""
    waiting, seen = [error], set[int]()
    while waiting and len(seen) < 30:
        one = waiting.pop(0)
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        waiting += [cause for cause in (one.__cause__, one.__context__) if cause is not None]


def _own(error: BaseException, _host: str) -> Said | None:
    if isinstance(error, Refused):
        return error.kind, str(error)
    if isinstance(error, DecodeError):
        return OutcomeKind.BROKEN, one_line(str(error))
    return None


class Refused(Exception):  # noqa: N818  it is we who refuse
    """We do not take the answer or do not make the request; `kind` and the text say why."""

    def __init__(self, kind: OutcomeKind, message: str) -> None:
        super().__init__(message)
        self.kind = kind


def _tls(error: BaseException, host: str) -> Said | None:
    if isinstance(error, ssl.SSLCertVerificationError):
        code = getattr(error, "verify_code", 0)
        if code not in _CERTIFICATE:
            text = str(error).lower()
            code = next((number for words, number in _CERTIFICATE_WORDS.items() if words in text), 0)
        return OutcomeKind.TLS, f"{host} cannot be trusted: {_CERTIFICATE.get(code, 'its certificate is not valid')}"
    if isinstance(error, ssl.SSLError) and error.reason in _NOT_TLS:
        return OutcomeKind.TLS, f"no safe connection to {host}: {_NO_HTTPS}"
    if isinstance(error, ssl.SSLError):
        return OutcomeKind.TLS, f"no safe connection to {host} ({_short(error)})"
    return None


def _name(error: BaseException, host: str) -> Said | None:
    if not isinstance(error, socket.gaierror):
        return None
    if error.errno == socket.EAI_AGAIN:
        return OutcomeKind.OFFLINE, f"no network: the name {host} could not be looked up"
    return OutcomeKind.DNS, f"no server has the name {host}"


def _is_timeout(error: BaseException) -> bool:
    import httpx2  # noqa: PLC0415  loaded by now if one of its exceptions is here; not at start-up

    return isinstance(error, httpx2.TimeoutException)


def _client(error: BaseException, host: str) -> Said | None:
    import httpx2  # noqa: PLC0415  loaded by now if one of its exceptions is here; not at start-up

    if isinstance(error, httpx2.ProxyError):
        return OutcomeKind.PROXY, f"the proxy refuses ({_short(error)})"
    if isinstance(error, (httpx2.ConnectTimeout, httpx2.PoolTimeout)):
        return OutcomeKind.TIMEOUT, f"no connection to {host} in time"
    if isinstance(error, (httpx2.TimeoutException, TimeoutError)):
        return OutcomeKind.TIMEOUT, f"{host} did not answer in time"
    if isinstance(error, (httpx2.InvalidURL, httpx2.UnsupportedProtocol)):
        return OutcomeKind.BAD_ADDRESS, f"not an address that can be fetched ({_short(error)})"
    if isinstance(error, httpx2.RemoteProtocolError):
        return OutcomeKind.BROKEN, f"the answer of {host} is cut off or not HTTP ({_short(error)})"
    return None


def _system(error: BaseException, host: str) -> Said | None:
    if isinstance(error, ConnectionRefusedError):
        return OutcomeKind.CONNECT, f"{host} refuses connections"
    if isinstance(error, (ConnectionResetError, BrokenPipeError)):
        return OutcomeKind.CONNECT, f"{host} closed the connection"
    if isinstance(error, FileNotFoundError):  # no other file is needed for a request
        return OutcomeKind.TLS, f"no safe connection to {host}: {_NO_CERTIFICATES}"
    if isinstance(error, OSError) and error.errno in _NO_NETWORK:
        return OutcomeKind.OFFLINE, f"no network: {host} cannot be reached"
    if isinstance(error, OSError) and error.errno is not None:
        return (
            OutcomeKind.CONNECT,
            f"the connection to {host} failed ({one_line(error.strerror or '') or _short(error)})",
        )
    return None


def _short(error: BaseException) -> str:
    return one_line(str(error))[:120] or type(error).__name__


def status_outcome(status: int) -> Said:
    """The kind of outcome and the words for a status code that is neither a document, a 304 nor a redirect."""
    kind, words = _STATUS.get(status, (None, ""))
    if kind is None and 500 <= status <= 599:
        kind, words = OutcomeKind.SERVER_ERROR, "the server is in trouble"
    if kind is None:
        kind, words = OutcomeKind.REFUSED, "the server did not give the document"
    return kind, f"{words} ({status})"


_STATUS: dict[int, tuple[OutcomeKind | None, str]] = {
    401: (OutcomeKind.AUTH, "the server wants a login"),
    402: (OutcomeKind.AUTH, "the server wants to be paid"),
    403: (OutcomeKind.AUTH, "the server does not let us in"),
    404: (OutcomeKind.NOT_FOUND, "no such page"),
    407: (OutcomeKind.PROXY, "the proxy wants a login"),
    410: (OutcomeKind.GONE, "the page is gone for good"),
    429: (OutcomeKind.RATE_LIMITED, "the server asks us to wait"),
    503: (OutcomeKind.RATE_LIMITED, "the server is too busy"),
    511: (OutcomeKind.CAPTIVE, "this network wants a login first"),
}
