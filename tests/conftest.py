"""What every test gets: loopback only, and the corpus where there is one."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import signal
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples at every run, so that a change is blamed for what it does; DATELINE_LONG looks for new ones. How long
# one takes is no matter: a machine that does something else for a moment is no fault of what is tried.
settings.register_profile("new", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", settings.get_profile("new"), derandomize=True)
if os.environ.get("DATELINE_LONG"):
    settings.load_profile("new")
else:
    settings.load_profile("same")
    # Examples are also made of the constants in modules of ours that are loaded, and which are depends on the worker.
    with contextlib.suppress(ImportError):
        from hypothesis.internal.conjecture import providers

        providers.is_local_module_file = lambda _: False

# Who runs the tests in the background, or with `nohup`, has programs begun that ignore Ctrl+C or the end of a terminal,
# and they would hand that on.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) == signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# The program buffers what it prints, as it does for its users; where tests are run it is often told not to.
os.environ.pop("PYTHONUNBUFFERED", None)


def _is_local(address: object) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket
    host = str(address[0])
    if host in ("localhost", ""):
        return True
    try:
        found = ipaddress.ip_address(host.split("%", maxsplit=1)[0])
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_loopback or found.is_unspecified  # to connect to 0.0.0.0 is to connect to this machine


@pytest.fixture(autouse=True)
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail every connection that leaves the machine."""

    def guarded(name: str):
        real = getattr(socket.socket, name)

        def connect(self: socket.socket, address: object) -> object:
            if not _is_local(address):
                raise AssertionError(f"a test tried to connect to {address!r}")
            return real(self, address)

        return connect

    monkeypatch.setattr(socket.socket, "connect", guarded("connect"))
    monkeypatch.setattr(socket.socket, "connect_ex", guarded("connect_ex"))


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents, which is not part of the project."""
    folder = os.environ.get("DATELINE_CORPUS")
    if not folder:
        pytest.skip("DATELINE_CORPUS is unset: tests on real documents are left out")
    return Path(folder)
