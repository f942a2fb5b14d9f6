"""How much faster two workers are than one, on the same articles, and that the bytes are the same.

    python benchmarks/cores.py [--articles 300] [--workers 1 2] [--dask]

Rounds alternate, so that a busy machine disturbs all alike; the best of each counts.  "reading" is the time until all texts are read
and the store stands, "whole build" that of the command.  Where the machine is not quiet, what compares is the share of the time in
which it works: processor seconds a second.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import tempfile
import threading
import time
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
    worked = dict.fromkeys(ways, 0.0)
    prints = set()
    with tempfile.TemporaryDirectory() as folder:
        characters = write(args.articles, Path(folder) / "texts")
        for _ in range(args.rounds):
            for way, options in ways.items():
                out = Path(folder) / "out"
                shutil.rmtree(out, ignore_errors=True)
                stands = Stands(out / "store" / "graph.db")
                run = unionkg("build", Path(folder) / "texts", "-o", out, *options)
                if run.seconds < whole[way]:
                    whole[way], worked[way] = run.seconds, run.worked
                reading[way] = min(reading[way], stands.after())
                files = ("graph.ttl", "graph.graphml", "graph.html")
                prints.add(hashlib.sha256(b"".join((out / name).read_bytes() for name in files)).hexdigest())
    first = next(iter(ways))
    print(f"{args.articles} articles, {characters} characters; best of {args.rounds} rounds\n")
    print("| | whole build, s | against the first | reading, s | against the first | processor, s | characters/s |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for way in ways:
        row = f"{whole[way]:.1f} | {whole[first] / whole[way]:.2f} × | {reading[way]:.1f} | {reading[first] / reading[way]:.2f} ×"
        print(f"| {way} | {row} | {worked[way]:.1f} | {characters / whole[way]:.0f} |")
    print("\nthe bytes of all files are the same" if len(prints) == 1 else "\nDIFFERENT BYTES")
    return len(prints) != 1


class Stands:
    """Watches from now on for a file to come into being."""

    def __init__(self, path: Path) -> None:
        self._path, self._began, self._seconds = path, time.perf_counter(), float("inf")
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def after(self) -> float:
        """Seconds until it was there."""
        self._thread.join(1.0)
        return self._seconds

    def _watch(self) -> None:
        while not self._path.exists():
            time.sleep(0.02)
        self._seconds = time.perf_counter() - self._began


if __name__ == "__main__":
    sys.exit(main())
