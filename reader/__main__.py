"""`python -m reader` and the `dateline` command."""

from __future__ import annotations

import gc
import sys


def main() -> int:
    """Run the command line; return the exit code."""
    from reader import cli  # noqa: PLC0415  keeps `import reader.__main__` free

    try:
        return cli.main(sys.argv[1:])
    finally:
        gc.freeze()  # Python would look for garbage once more, among all that goes anyway: a tenth of a short command


if __name__ == "__main__":
    sys.exit(main())
