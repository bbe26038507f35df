"""`python -m benchmarks NAME [options]`: run one of the benchmarks, with the options that its `--help` names."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

BENCHMARKS = {
    "filter": "benchmarks.filter",
    "heartbeat": "benchmarks.heartbeat",
    "imports": "benchmarks.imports",
    "keys": "benchmarks.keys",
    "parse": "benchmarks.parse",
    "start": "benchmarks.start",
    "tag": "benchmarks.tag",
}
"""Name and module; each module has `main(arguments: list[str]) -> int`."""


def main() -> int:
    """Run what the first argument names; exit 2 and list the names if there is none of that name."""
    name = sys.argv[1] if len(sys.argv) > 1 else ""
    if name not in BENCHMARKS:
        print(f"usage: python -m benchmarks {{{','.join(BENCHMARKS)}}} [options]", file=sys.stderr)
        return 2
    sys.path.insert(0, str(Path(__file__).parents[2]))
    return import_module(BENCHMARKS[name]).main(sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
