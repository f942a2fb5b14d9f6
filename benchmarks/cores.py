"""How much faster two workers are than one, on the same articles, and that the bytes are the same.

    python benchmarks/cores.py [--articles 300] [--workers 1 2] [--dask]

Rounds alternate, so that a busy machine disturbs all alike; the best of each counts.  Only reading is shared among workers: the
line "reading" is the time until all texts are read, "whole build" that of the command.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import tempfile
from pathlib import Path

from generator import write
from watch import machine, unionkg


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--dask", action="store_true", help="a dask cluster of the last number of workers as well")
    args = parser.parse_args()
    print(machine())
    ways = {f"{n} workers": ["--workers", str(n)] for n in args.workers}
    if args.dask:
        ways[f"dask, {args.workers[-1]} workers"] = ["--workers", str(args.workers[-1]), "--engine", "dask"]
    whole = dict.fromkeys(ways, float("inf"))
    reading = dict.fromkeys(ways, float("inf"))
    prints = set()
    with tempfile.TemporaryDirectory() as folder:
        characters = write(args.articles, Path(folder) / "texts")
        for _ in range(args.rounds):
            for way, options in ways.items():
                out = Path(folder) / "out"
                run = unionkg("build", Path(folder) / "texts", "-o", out, *options)
                seconds = json.loads((out / "report.json").read_bytes())["seconds"]
                after = sum(s for stage, s in seconds.items() if stage.startswith(("merge", "write", "report")))
                whole[way], reading[way] = min(whole[way], run.seconds), min(reading[way], run.seconds - after)
                prints.add(hashlib.sha256((out / "graph.ttl").read_bytes()).hexdigest())
    first = next(iter(ways))
    print(f"{args.articles} articles, {characters} characters; best of {args.rounds} rounds\n")
    print("| | whole build, s | against the first | reading, s | against the first | characters/s |")
    print("| --- | --- | --- | --- | --- | --- |")
    for way in ways:
        row = f"{whole[way]:.1f} | {whole[first] / whole[way]:.2f} × | {reading[way]:.1f} | {reading[first] / reading[way]:.2f} ×"
        print(f"| {way} | {row} | {characters / whole[way]:.0f} |")
    print("\nthe bytes of graph.ttl are the same" if len(prints) == 1 else "\nDIFFERENT BYTES")
    return len(prints) != 1


if __name__ == "__main__":
    sys.exit(main())
