"""Killed at any moment, or two at once: what was acknowledged is there, whole, and nothing else is."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from reader.model.source import Validators
from reader.store import Reads, Store
from tests.store.fill import NOW
from tests.store.ingest import ENTRIES

KILLS = int(os.environ.get("DATELINE_KILLS", "24"))
ROOT = Path(__file__).parents[2]
URL = "https://killed.example/"


def ingest(path: Path, url: str, polls: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.ingest", str(path), url, str(polls)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def torn(reads: Reads) -> list[tuple[object, ...]]:
    """Polls whose entries are not all there."""
    return reads._connection.execute(
        "SELECT p.at, p.new, count(e.id) FROM poll p LEFT JOIN entry e ON e.first_seen = p.at"
        " AND e.source_id = p.source_id GROUP BY p.id HAVING count(e.id) <> p.new OR p.new <> ?",
        (ENTRIES,),
    ).fetchall()


def orphans(reads: Reads) -> int:
    """Entries, wordings or index rows that lack a counterpart."""
    return reads._connection.execute(
        "SELECT (SELECT count(*) FROM entry WHERE id NOT IN (SELECT entry_id FROM folded))"
        " + (SELECT count(*) FROM entry e WHERE NOT EXISTS (SELECT 1 FROM revision r WHERE r.entry_id = e.id"
        "    AND r.number = e.wording))"
        " + (SELECT count(*) FROM entry e WHERE NOT EXISTS (SELECT 1 FROM poll p WHERE p.at = e.first_seen))"
    ).fetchone()[0]


def test_killed_at_any_moment(tmp_path: Path) -> None:
    rng = random.Random(7)
    path = tmp_path / "store.db"
    acknowledged: set[int] = set()
    for _ in range(KILLS):
        process = ingest(path, URL, 100_000)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0, 0.25))
        process.kill()
        lines = process.stdout.read().splitlines()
        process.wait(10)
        acknowledged |= {int(line) for line in lines if line.isdigit()}
        with Store.open(path) as store, store.reads() as reads:
            assert torn(reads) == []
            assert orphans(reads) == 0
            polls = {at for (at,) in reads._connection.execute("SELECT at FROM poll")}
            assert acknowledged <= polls
            if polls:
                assert reads.sources()[0].poll.validators == Validators(etag=f'"{max(polls)}"')
    assert len(acknowledged) > KILLS, "it was killed at work"
    with Store.open(path) as store, store.reads() as reads:
        assert reads.check(thorough=True) == []
        assert reads.sources()[0].entries == reads.count(now=NOW)


def test_killed_while_the_store_is_made(tmp_path: Path) -> None:
    rng = random.Random(3)
    for number in range(max(6, KILLS // 4)):
        path = tmp_path / f"{number}.db"
        process = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "import sys; from tests.store.ingest import main; print(1, flush=True); main(*sys.argv[1:3], 1)",
                str(path),
                URL,
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(rng.uniform(0, 0.03))
        process.kill()
        process.stdout.close()
        process.wait(10)
        with Store.open(path) as store, store.reads() as reads:
            assert reads.check(thorough=True) == []
            store.add_source(URL, now=NOW).result(10)


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    path, polls = tmp_path / "store.db", 120
    processes = [ingest(path, f"https://{name}.example/", polls) for name in "ab"]
    for process in processes:
        output, _ = process.communicate(timeout=100)
        assert process.returncode == 0
        assert len(output.splitlines()) == polls + 1
    with Store.open(path) as store, store.reads() as reads:
        assert [status.entries for status in reads.sources()] == [polls * ENTRIES] * 2
        assert torn(reads) == []
        assert reads.check(thorough=True) == []
