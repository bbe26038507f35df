"""What commands without a screen cost before they do anything: processor time beside the least program that does the same.

The least program imports from Python what the command cannot do without, and nothing else: argparse to say a version;
argparse, sqlite3, json, tomllib and datetime to print entries, from the same store. All are started in turn, so that a
slow spell of the machine hits all of them. Processor time (user and system) of the whole process, the median; wall time
beside it. The third figure compares with a process that imports whatever the command ends up with of Python and of other
packages, and does nothing: what is beyond that is our own. `--top N` names the N dearest imports of each command.
"""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import reader
from reader.store import Store
from tests.store.fill import fill

SCRIPT = "import sys\nfrom reader.__main__ import main\nsys.exit(main())\n"
"""What an installer makes of the entry point."""
LEAST_VERSION = """
import argparse
parser = argparse.ArgumentParser(prog="dateline")
parser.add_argument("--version", action="version", version="dateline 0")
parser.parse_args()
"""
LEAST_LIST = """
import argparse, json, sqlite3, sys, tomllib
from datetime import datetime
parser = argparse.ArgumentParser(prog="dateline")
parser.add_argument("--home"); parser.add_argument("command"); parser.add_argument("--limit", type=int)
args = parser.parse_args()
tomllib.loads("")
store = sqlite3.connect(f"file:{args.home}/data/dateline.db?mode=ro", uri=True)
rows = store.execute("SELECT e.sort_at, r.wording FROM entry e JOIN revision r ON r.entry_id = e.id"
    " AND r.number = e.wording ORDER BY e.sort_at DESC LIMIT ?", (args.limit,))
for at, wording in rows:
    print(datetime.fromtimestamp(at).strftime("%d %b %Y %H:%M"), json.loads(wording).get("headline"))
"""
AIM = 1.5
ENTRIES = 1000


class Cost(NamedTuple):
    """Seconds of one run."""

    processor: float
    wall: float


class Started(NamedTuple):
    """Arguments of the command, of the least program, and of a process that only imports what is not ours."""

    ours: list[str]
    least: list[str]
    bare: list[str]


def main(arguments: list[str]) -> int:
    """Start everything in turn, print a line each; 1 if a ratio is beyond the aim and `--strict` is given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks imports", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, metavar="N", help="how often each is started (15)")
    parser.add_argument("--top", type=int, default=0, metavar="N", help="name the N dearest imports of each command")
    parser.add_argument("--strict", action="store_true", help=f"fail beyond {AIM} times the least program")
    options = parser.parse_args(arguments)
    # A checkout without byte code would compile itself at every start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPATH"] = str(Path(reader.__file__).parents[1])
    compileall.compile_dir(Path(reader.__file__).parent, quiet=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data").mkdir()
        with Store.open(folder / "data" / "dateline.db") as store:
            fill(store, ENTRIES)
        listing = ["--home", name, "list", "--limit", "20"]
        programs = {
            "dateline --version": (LEAST_VERSION, ["--version"]),
            "dateline list": (LEAST_LIST, listing),
        }
        started: dict[str, Started] = {}
        for title, (least, arguments) in programs.items():
            ours = _argv(folder, SCRIPT, *arguments)
            started[title] = Started(ours, _argv(folder, least, *arguments), _argv(folder, _bare(ours)))
        beyond = _measure(started, options.rounds)
        for title, (argv, *_) in started.items():
            if options.top:
                print(f"\n{title}")
                print("\n".join(_dearest(argv, options.top)))
    return 1 if beyond and options.strict else 0


def _argv(folder: Path, script: str, *arguments: str) -> list[str]:
    file = folder / f"{abs(hash(script)):x}.py"
    file.write_text(script)
    return [sys.executable, str(file), *arguments]


def _bare(argv: list[str]) -> str:
    """A program that imports what the command has imported of Python and of other packages."""
    names = (line.split()[-1] for line in _import_times(argv))
    foreign = [name for name in names if name.partition(".")[0] not in ("reader", "site", "sitecustomize")]
    return "\n".join(f"try: import {name}\nexcept ImportError: pass" for name in foreign)


def _measure(programs: dict[str, Started], rounds: int) -> bool:
    costs: dict[str, list[Cost]] = {}
    for number in range(rounds + 1):
        for started in programs.values():
            for argv in started:
                cost = _once(argv)
                if number:  # the first round brings the files into memory
                    costs.setdefault(" ".join(argv), []).append(cost)
    beyond = False
    for title, started in programs.items():
        ours, least, bare = (_median(costs[" ".join(argv)]) for argv in started)
        beyond |= ours.processor > AIM * least.processor
        print(
            f"{title:>20}  {ours.processor * 1000:4.0f} ms of processor, wall {ours.wall * 1000:4.0f} ms"
            f"   x {ours.processor / least.processor:.2f}, wall x {ours.wall / least.wall:.2f} of the least program"
            f"   x {ours.processor / bare.processor:.2f}, wall x {ours.wall / bare.wall:.2f} of its bare imports"
        )
    return beyond


def _median(costs: list[Cost]) -> Cost:
    return Cost(statistics.median(c.processor for c in costs), statistics.median(c.wall for c in costs))


def _once(argv: list[str]) -> Cost:
    began = time.perf_counter()
    process = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, argv
    return Cost(used.ru_utime + used.ru_stime, time.perf_counter() - began)


def _import_times(argv: list[str]) -> list[str]:
    """What `-X importtime` says: own time, time with what it imports, name."""
    done = subprocess.run([argv[0], "-X", "importtime", *argv[1:]], capture_output=True, text=True, check=True)
    return [line.removeprefix("import time:") for line in done.stderr.splitlines() if line.count("|") == 2]


def _dearest(argv: list[str], count: int) -> list[str]:
    """The modules that take longest to import, themselves alone, in microseconds."""
    rows = [line.split("|") for line in _import_times(argv)]
    taken = sorted(((int(own), name.strip()) for own, _, name in rows if own.strip().isdecimal()), reverse=True)
    return [f"{own:>9} µs  {name}" for own, name in taken[:count]] + [f"{len(taken)} modules"]
