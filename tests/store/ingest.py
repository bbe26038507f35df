"""A process that writes polls until it is killed or done, and says on stdout which were acknowledged.

Arguments: path, address of the source, number of polls. Each poll brings ENTRIES new entries and edits one old one.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reader.store import Store
from tests.store.fill import NOW, entry, poll, snapshot

ENTRIES = 12


def main(path: str, url: str, polls: int) -> None:
    with Store.open(Path(path)) as store:
        source = store.add_source(url, now=NOW).result(30)
        with store.reads() as reads:
            first = (reads.sources()[source.id - 1].poll.last_poll_at or NOW) + 1
        print("ready", flush=True)
        for at in range(first, first + polls):
            fresh = [entry(f"{at}-{n}", n, headline=f"Poll {at} Arvonia", text="words " * 40) for n in range(ENTRIES)]
            old = [entry(f"{at - 1}-0", ENTRIES, headline=f"Edited at {at}")] if at > first else []
            poll(store, source, snapshot([*fresh, *old], complete=False), at)
            print(at, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
