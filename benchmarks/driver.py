"""What the one machine that collects does for each article, whoever reads: milliseconds of its processor and bytes of its disk.

    python benchmarks/driver.py [--articles 900]

However many machines read, one keeps the store and writes the files: this is what bounds a cluster (docs/scale.md).  Articles are
those of benchmarks/generator.py, some hundred extracted and the rest copied with other names.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path

from growth import renamed, store
from watch import machine

from graph.export import render
from graph.model import Extraction
from graph.packing import dump, pack, unpack
from graph.report import pieces
from graph.store import Store
from graph.terminal import relax_collector


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=900)
    number = parser.parse_args().articles
    relax_collector()
    print(f"{machine()}; {number} articles\n\n| | ms an article | bytes an article |\n| --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "stored.jsonl"
        store(stored, Path(folder))
        lines = [line for line in stored.read_text(encoding="utf-8").splitlines() if line]
        found = [unpack(Extraction, json.loads(renamed(lines[n % len(lines)], n // len(lines)))) for n in range(number)]
        row("journal of an unfinished build", number, lambda: sum(len(dump(pack(x))) for x in found))
        row("what travels to be merged", number, lambda: len(zlib.compress(pickle.dumps(found), 1)))
        kept = Store.create(Path(folder) / "out")

        def put() -> int:
            for x in found:
                kept.put(x.article.digest, [x])
                kept.point(x.article.id, x.article.digest)
            kept.install()
            return kept.path.stat().st_size

        row("store", number, put)
        row("graph.ttl", number, lambda: sum(map(len, kept.clusters())))
        graph = kept.streamed()
        row("merge on disk", number, lambda: (kept.streamed(), 0)[1])
        row("graph.graphml", number, lambda: len(render(graph, "graphml")))
        row("report.json", number, lambda: sum(len(p.encode()) for p in pieces(graph)))
        kept.close()
    return 0


def row(what: str, number: int, work: Callable[[], int]) -> None:
    began = time.process_time()
    size = work()
    milliseconds = (time.process_time() - began) / number * 1000
    print(f"| {what} | {milliseconds:.2f} | {size / number:.0f} |" if size else f"| {what} | {milliseconds:.2f} | |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
