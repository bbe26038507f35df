"""Nothing heavy is loaded before the first request is made."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
import reader.engine.engine, reader.net.fetch, reader.net.address
reader.net.fetch.Fetcher()
heavy = {"httpx2", "httpcore2", "anyio", "ssl", "sqlite3", "textual", "selectolax", "feedparser", "urllib.request"}
print(sorted(heavy & sys.modules.keys()))
"""


def test_engine_and_fetcher_load_nothing_heavy() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=True)
    # asyncio and reader.net.failures bring ssl along, which is part of every Python that polls.
    assert done.stdout.strip() == "['ssl']"
