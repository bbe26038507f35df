"""Which file systems are on other machines: by texts as Linux writes them."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store import mounts

PLAIN = """\
22 27 0:20 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
27 1 8:2 / / rw,relatime shared:1 - ext4 /dev/sda2 rw,errors=remount-ro
40 27 0:35 / /home rw,relatime shared:20 - nfs4 server:/export/home rw,vers=4.2,addr=10.0.0.1
41 40 0:36 / /home/ana/local rw,relatime - xfs /dev/sdb1 rw
42 40 0:37 / /home/ana/Cloud\\040Folder rw,nosuid,nodev,relatime shared:30 - fuse.sshfs ana@host:/ rw,user_id=1000
43 27 0:38 / /mnt/usb rw - fuseblk /dev/sdc1 rw
44 27 0:39 / /home2 rw - btrfs /dev/sdd1 rw
45 27 0:40 / /stacked rw - cifs //server/share rw
46 45 0:41 / /stacked rw - tmpfs tmpfs rw
"""


@pytest.mark.parametrize(
    ("folder", "kind", "network"),
    [
        ("/home/ana/.local/share/dateline", "nfs4", True),
        ("/home/ana/local", "xfs", False),
        ("/home/ana/local/share", "xfs", False),
        ("/home/ana/locals", "nfs4", True),
        ("/home/ana/Cloud Folder/news", "fuse.sshfs", True),
        ("/home2/ana", "btrfs", False),
        ("/mnt/usb/dateline", "fuseblk", False),
        ("/var/lib", "ext4", False),
        ("/", "ext4", False),
        ("/stacked/x", "tmpfs", False),
    ],
)
def test_the_innermost_mount_counts(folder: str, kind: str, network: bool) -> None:
    found = mounts.mount_type(PurePosixPath(folder), PLAIN)
    assert found == kind
    assert mounts.is_network(found) is network


@pytest.mark.parametrize(
    "kind", ["nfs", "CIFS", "smb3", "9p", "ceph", "fuse.rclone", "fuse.s3fs", "afs", "fuse.gvfsd-fuse"]
)
def test_kinds_on_other_machines(kind: str) -> None:
    assert mounts.is_network(kind)


@pytest.mark.parametrize(
    "kind", ["ext4", "overlay", "zfs", "apfs", "fuse", "fuse.ntfs-3g", "fuse.gocryptfs", "tmpfs", None]
)
def test_kinds_that_are_here(kind: str | None) -> None:
    assert not mounts.is_network(kind)


def test_nothing_is_known_without_a_table() -> None:
    assert mounts.mount_type(PurePosixPath("/home"), "") is None
    assert (
        mounts.mount_type(PurePosixPath("/home"), "40 27 0:35 / /home rw,relatime nfs4 no separator\n\n - \n") is None
    )


@given(st.text(), st.text(alphabet="/ab \\04", max_size=20))
def test_no_text_can_harm(table: str, folder: str) -> None:
    kind = mounts.mount_type(PurePosixPath(f"/{folder}"), table)
    assert kind is None or f" - {kind}" in table


def test_the_real_table_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mountinfo"
    table.write_text(f"27 1 8:2 / / rw - ext4 /dev/sda rw\n40 27 0:35 / {tmp_path.resolve()} rw - nfs4 server:/ rw\n")
    monkeypatch.setattr(mounts, "MOUNTINFO", table)
    assert mounts.network_type_of(tmp_path / "s.db") == "nfs4"
    monkeypatch.setattr(mounts, "MOUNTINFO", tmp_path / "none")
    assert mounts.network_type_of(tmp_path / "s.db") is None
