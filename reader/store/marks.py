"""The reader's own marks: read and starred."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable


def mark(
    connection: sqlite3.Connection, entry_ids: Iterable[int], *, read: bool | None, starred: bool | None, now: int
) -> dict[int, tuple[bool, bool]]:
    """Set or take away marks; None leaves one as it is.

    Returns what each entry had before, (read, starred) by id, so that it can be put back. Ids that are not there are
    passed over. The time of an earlier mark stays.
    """
    ids = json.dumps(list(entry_ids))
    before = connection.execute(
        "SELECT id, read_at IS NOT NULL, starred_at IS NOT NULL FROM entry"
        " WHERE id IN (SELECT value FROM json_each(?))",
        (ids,),
    ).fetchall()
    for column, wanted in (("read_at", read), ("starred_at", starred)):
        if wanted is None:
            continue
        sql = ("UPDATE entry SET", column, "= ?1 WHERE id IN (SELECT value FROM json_each(?2)) AND (", column)
        connection.execute(" ".join((*sql, "IS NULL) = ?3")), (now if wanted else None, ids, wanted))
    return {entry_id: (bool(was_read), bool(was_starred)) for entry_id, was_read, was_starred in before}
