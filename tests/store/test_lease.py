"""Who polls: one at a time, and never a dead one."""

from __future__ import annotations

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reader.store.lease import Lease
from reader.store.presence import Doubt, Presence

HOLD = """
import sys
from pathlib import Path
from reader.store.lease import Lease
lease = Lease(Path(sys.argv[1]))
print(lease.acquire(), flush=True)
sys.stdin.read()
"""


@contextmanager
def other_program(database: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process, which has asked for the lease and waits."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.answer = process.stdout.readline().strip()
        try:
            yield process
        finally:
            process.kill()


def test_one_at_a_time(tmp_path: Path) -> None:
    first, second = Lease(tmp_path / "s.db"), Lease(tmp_path / "s.db")
    assert not first.held
    assert first.acquire()
    assert first.acquire(), "asking again changes nothing"
    assert first.held
    assert not second.acquire()
    assert not second.held
    assert second.reason == "another Dateline is polling"
    assert second.holder() == first.holder() == os.getpid()
    first.release()
    first.release()
    assert second.holder() is None
    assert second.acquire()
    assert second.reason is None
    second.release()


def test_a_context_gives_it_back(tmp_path: Path) -> None:
    with Lease(tmp_path / "s.db") as lease:
        assert lease.held
    assert not lease.held
    with Lease(tmp_path / "s.db") as again:
        assert again.held


def test_another_program_has_it_and_is_named(tmp_path: Path) -> None:
    database = tmp_path / "s.db"
    with other_program(database) as process:
        assert process.answer == "True"
        lease = Lease(database)
        assert not lease.acquire()
        assert lease.holder() == process.pid


def test_a_killed_holder_has_it_no_more(tmp_path: Path) -> None:
    database = tmp_path / "s.db"
    with other_program(database) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(60)
        lease = Lease(database)
        assert lease.holder() is None, "the number in the file is that of a dead process"
        assert lease.acquire()
        lease.release()


def test_children_do_not_keep_it(tmp_path: Path) -> None:
    """A worker that outlives us must not keep anybody from polling."""
    lease = Lease(tmp_path / "s.db")
    assert lease.acquire()
    with subprocess.Popen(
        [sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE, close_fds=False
    ) as child:
        lease.release()
        again = Lease(tmp_path / "s.db")
        assert again.acquire(), again.reason
        again.release()
        child.kill()


def test_a_lock_file_that_was_deleted_does_not_let_two_in(tmp_path: Path) -> None:
    first = Lease(tmp_path / "s.db")
    real = fcntl.flock

    def deleted_meanwhile(descriptor: int, how: int) -> None:
        real(descriptor, how)
        first.path.unlink()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fcntl, "flock", deleted_meanwhile)
        assert not first.acquire(), "what it has locked, nobody else will find"
    assert first.acquire()
    first.release()


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_where_nothing_can_be_locked_it_counts_as_held(
    tmp_path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(descriptor: int, how: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    lease = Lease(tmp_path / "s.db")
    assert lease.acquire()
    assert lease.held
    assert "cannot be locked" in (lease.reason or "")
    assert lease.holder() == os.getpid()
    lease.release()
    assert not lease.held


def test_a_folder_that_is_not_there_is_no_place_to_poll_for(tmp_path: Path) -> None:
    lease = Lease(tmp_path / "none" / "s.db")
    assert not lease.acquire()
    assert "may not be written" in (lease.reason or "")
    assert lease.holder() is None


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "s.db.lease").symlink_to(tmp_path / "precious")
    assert Lease(tmp_path / "s.db").acquire(), "it cannot be locked, so it counts as held"
    assert not (tmp_path / "precious").exists()


def test_a_thread_that_asks_while_another_gives_it_back_gets_it(tmp_path: Path, monkeypatch) -> None:
    lease = Lease(tmp_path / "dateline.db")
    assert lease.acquire()
    answers: list[bool] = []
    asking = threading.Thread(target=lambda: answers.append(lease.acquire()))
    real = fcntl.flock

    def stalled(descriptor: int, what: int) -> None:
        if what == fcntl.LOCK_UN:
            asking.start()
            asking.join(0.1)  # one that is told "no" meanwhile has ended by now
        real(descriptor, what)

    monkeypatch.setattr(fcntl, "flock", stalled)
    lease.release()
    asking.join(60)
    monkeypatch.undo()
    assert answers == [True]
    assert Lease(lease.path.with_suffix("")).acquire() is False
    lease.release()


def test_what_is_noted_while_the_store_is_closed_goes_to_no_other_file(tmp_path: Path, monkeypatch) -> None:
    presence, others = Presence(tmp_path / "dateline.db"), list[int]()
    presence.enter()
    (tmp_path / "other").write_bytes(b"of somebody else")
    leaving = threading.Thread(target=presence.leave)
    real = os.ftruncate

    def stalled(descriptor: int, size: int) -> None:
        leaving.start()
        leaving.join(0.1)  # one that does not wait has closed the file by now
        others.append(os.open(tmp_path / "other", os.O_RDWR))
        real(descriptor, size)

    monkeypatch.setattr(os, "ftruncate", stalled)
    presence.note(Doubt.DAMAGED)
    leaving.join(60)
    os.close(*others)
    assert (tmp_path / "other").read_bytes() == b"of somebody else"
    assert (tmp_path / "dateline.db.lock").read_text() == Doubt.DAMAGED


def test_a_child_that_is_being_started_keeps_nobody_from_a_store_that_was_closed(tmp_path: Path) -> None:
    presence = Presence(tmp_path / "dateline.db")
    presence.enter()
    copy = os.dup(presence._descriptor or 0)  # as the child has it, until it becomes another program
    presence.leave()
    with Presence(tmp_path / "dateline.db").alone():
        os.close(copy)
