"""Whether a folder lies on a file system that other machines write to, where a write-ahead log does not work.

Such a log wants memory that all who use the file share (sqlite.org/wal.html: "WAL does not work over a network
filesystem"). The kinds of file system are read from Linux's /proc/self/mountinfo (proc(5)); elsewhere none is known.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from reader.patterns import pattern

MOUNTINFO = Path("/proc/self/mountinfo")

_NETWORK = frozenset(
    "nfs nfs4 cifs smb smb2 smb3 smbfs ncpfs afs afpfs coda ceph glusterfs lustre gpfs beegfs orangefs pvfs2 ocfs2"
    " gfs2 9p davfs davfs2 drvfs acfs sshfs vboxsf vmhgfs prl_fs webdav".split()
)
_NETWORK_FUSE = frozenset(
    "sshfs s3fs rclone davfs glusterfs ceph ceph-fuse gcsfuse goofys blobfuse blobfuse2 smbnetfs curlftpfs gvfsd-fuse"
    " google-drive-ocamlfuse onedriver mfs moosefs juicefs seaweedfs vmhgfs-fuse grpcfuse".split()
)
_ESCAPE = pattern(r"\\([0-7]{3})")


def mount_type(folder: PurePosixPath, mountinfo: str) -> str | None:
    """Return the type of the file system that holds the absolute path `folder`, such as `ext4` or `fuse.sshfs`.

    `mountinfo` is the text of /proc/self/mountinfo; lines that are none are passed over. None if none holds it. Where
    one is mounted over another at the same place, the later counts.
    """
    # By strings: this is done at every start.
    wanted, best, kind = f"{folder}/", 0, None
    for line in mountinfo.splitlines():
        head, _, tail = line.partition(" - ")
        fields = head.split(" ", 5)
        described = tail.split(" ", 1)[0]
        if len(fields) < 6 or not described:
            continue
        place = fields[4]
        if "\\" in place:
            place = _ESCAPE.sub(lambda match: chr(int(match[1], 8)), place)
        place = place.rstrip("/") + "/"
        if wanted.startswith(place) and len(place) >= best:
            best, kind = len(place), described
    return kind


def is_network(kind: str | None) -> bool:
    """Whether a file system of this type is (or may be) on another machine."""
    if kind is None:
        return False
    kind = kind.lower()
    return kind in _NETWORK or (kind.startswith("fuse.") and kind[5:] in _NETWORK_FUSE)


def network_type_of(path: Path) -> str | None:
    """Return the type of the network file system that holds `path`; None where it is not on one, or nobody can tell."""
    try:
        # Octal escapes are of bytes: the rest of the names is what the system calls them.
        text = MOUNTINFO.read_text(encoding="utf-8", errors="surrogateescape")
        folder = path.parent.resolve()
    except (OSError, RuntimeError):
        return None
    kind = mount_type(PurePosixPath(folder), text)
    return kind if is_network(kind) else None
