"""What is done for each article beside reading it: milliseconds of a processor and bytes of disk.

    python benchmarks/driver.py [--articles 900]

However many machines read, one keeps the journal and the store: this is what bounds a cluster (docs/scale.md).  What goes into them is made
ready where the article is read; the files are written by all worker processes of one machine.  Articles are
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
from graph.model import Document, Extraction
from graph.packing import unpack
from graph.prepared import Prepared, prepare
from graph.report import pieces
from graph.scale import Engine, Outcome
from graph.scale.journal import NAME, resuming
from graph.store import Store
from graph.streamed import merge_here
from graph.terminal import relax_collector

DOCUMENT = Document("a.txt", "一篇二百五十字的文章。" * 22)


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
        ready: list[Prepared] = []
        row("readers: made ready for the store", number, lambda: (ready.extend(prepare([x]) for x in found), 0)[1])
        back: list[Outcome] = []
        travels = [pickle.dumps(Outcome(DOCUMENT, prepared=r), pickle.HIGHEST_PROTOCOL) for r in ready]
        row("collector: taken in", number, lambda: (back.extend(map(pickle.loads, travels)), sum(map(len, travels)))[1])
        row("collector: journal of an unfinished build", number, lambda: journal(Path(folder), back))
        row("what travels to be merged", number, lambda: len(zlib.compress(pickle.dumps(found), 1)))
        kept = Store.create(Path(folder) / "out")

        def put() -> int:
            for outcome in back:
                assert outcome.prepared is not None
                (article,) = outcome.prepared.articles
                kept.put(article.digest, outcome.prepared)
                kept.point(article.id, article.digest)
            kept.install()
            return kept.path.stat().st_size

        row("collector: store", number, put)
        row("graph.ttl", number, lambda: sum(map(len, kept.clusters())))
        graph = kept.streamed()
        row("merge on disk", number, lambda: (kept.streamed(), 0)[1])
        row("graph.graphml", number, lambda: len(render(graph, "graphml")))
        row("report.json", number, lambda: sum(len(p.encode()) for p in pieces(graph)))
        kept.close()
    return 0


def journal(folder: Path, outcomes: list[Outcome]) -> int:
    with resuming(folder / "journal", Engine(lambda documents, workers: iter(outcomes), merge_here)) as engine:
        for _ in engine.extract_all((), 1):
            pass
        return (folder / "journal" / NAME).stat().st_size


def row(what: str, number: int, work: Callable[[], int]) -> None:
    began = time.process_time()
    size = work()
    milliseconds = (time.process_time() - began) / number * 1000
    print(f"| {what} | {milliseconds:.2f} | {size / number:.0f} |" if size else f"| {what} | {milliseconds:.2f} | |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
