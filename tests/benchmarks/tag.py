"""What tagging costs: median time of the processor for an entry of 175 and of 540 characters, and for the tables.

The texts are cut from invented news about real countries and organisations, so that every run measures the same. Beside each time stands
that of the least that any tagger must do with the same text: `str.split`, and one look for capitalised words with a
regular expression. Their ratio depends little on the machine or on what else it does.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from reader.tagging.cache import load_lexicon
from reader.tagging.tagger import Tagger

LENGTHS = (175, 540)
HEADLINES = (
    "Norway's minister rejects fishing claim",
    "Lima urges Quito to reopen border, minister says",
    "UN Security Council to meet on river dispute",
    "Quake shakes northern Chile, no injuries reported",
    "Kenya and Uganda sign rail deal in Kampala",
    "Bank of Japan holds rates as yen slips",
    "'We were asleep': villagers tell of flood - mayor",
    "Portuguese court clears three former officials",
)
PROSE = """Foreign Minister Tove Lindqvarn told reporters in Oslo that the talks with Iceland had been useful, but that her
country would not give way. The European Commission said that it was following the dispute closely. Police in Valparaiso
asked people to stay away from the coast after a tremor of magnitude 5.1, which the Chilean navy said had caused no wave. The
president of Ecuador, who was visiting Spain, called on both sides to show restraint. According to the World Health Organization,
412 new cases were reported in the week to Sunday, fewer than in March. "We lost everything, the house and the boat," said Anna
Berg, 43, a teacher, as rescue workers brought her to a school. The Defence Ministry denied that soldiers had crossed the line and
accused the rebels of firing first. Shares in the carrier fell by four percent in Frankfurt, while those of its rival Quillon Air
rose. In the second half the visitors came back through a header by Marta Oliveira, and the Danish side never recovered. A
spokesman for the Turkish embassy in Nairobi said the ambassador, Kemal Deniz, would return home on Friday. The court ruled that the
company had to pay back 1.2 million euros; its lawyers said they would appeal. Farmers near the border with Laos have been waiting for
rain since May, and the government in Vientiane has promised cheap loans. NATO and the OSCE declined to comment.
"""
_CAPITALS = re.compile(r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*|\w+|[^\w\s]")
_START = (
    "import time, pathlib; a = time.process_time(); from reader.tagging.cache import load_lexicon; "
    "from reader.tagging.tagger import Tagger; b = time.process_time(); "
    "Tagger(load_lexicon(pathlib.Path({cache!r}))); c = time.process_time(); print(b - a, c - b)"
)


def main(arguments: list[str]) -> int:
    """Measure, print a line for each length and two for the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks tag", description=__doc__)
    parser.add_argument("--entries", type=int, default=150, metavar="N", help="entries of each length (150)")
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="of which the best counts (5)")
    options = parser.parse_args(arguments)
    tagger = Tagger(load_lexicon(None))
    print(f"{'characters':>10} {'tag ms':>8} {'split ms':>9} {'regex ms':>9} {'tag : (split + regex)':>22}")
    for length in LENGTHS:
        entries = texts(length, options.entries)
        for headline, text in entries:
            tagger.tag(headline, text)
        times = [[_best(work, options.rounds) for work in _works(tagger, *entry)] for entry in entries]
        tag, split, regex = (statistics.median(column) * 1000 for column in zip(*times, strict=True))
        print(f"{length:>10} {tag:8.3f} {split:9.4f} {regex:9.4f} {tag / (split + regex):22.1f}")
    imports, cached, compiled = _tables(options.rounds)
    print(f"tables from the cache {cached:.1f} ms, compiled {compiled:.1f} ms; import of the modules {imports:.1f} ms")
    return 0


def texts(length: int, count: int) -> list[tuple[str, str]]:
    """Return `count` entries of about `length` characters each, headline and text, cut at words."""
    words = PROSE.split()
    found: list[tuple[str, str]] = []
    at = 0
    for number in range(count):
        headline = HEADLINES[number % len(HEADLINES)]
        taken, size = [], len(headline)
        while size < length:
            taken.append(words[at % len(words)])
            size += len(taken[-1]) + 1
            at += 1
        found.append((headline, " ".join(taken)))
    return found


def _works(tagger: Tagger, headline: str, text: str) -> tuple[Callable[[], object], ...]:
    whole = f"{headline} {text}"
    return (lambda: tagger.tag(headline, text), whole.split, lambda: _CAPITALS.findall(whole))


def _best(work: Callable[[], object], rounds: int) -> float:
    times: list[float] = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def _tables(rounds: int) -> Sequence[float]:
    """Return milliseconds for importing the modules, for tables from the cache, for compiling them; a process each."""
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "tables"
        start = time.process_time()
        load_lexicon(cache)
        compiled = time.process_time() - start
        code = _START.format(cache=str(cache))
        runs = [
            subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
            for _ in range(rounds)
        ]
    return [min(float(run[column]) for run in runs) * 1000 for column in (0, 1)] + [compiled * 1000]
