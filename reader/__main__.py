"""`python -m reader` and the `dateline` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line; return the exit code."""
    from reader import cli  # noqa: PLC0415  keeps `import reader.__main__` free

    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
