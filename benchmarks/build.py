"""Characters per second of the whole build and of each of its stages, beside jieba.posseg on the same text in the same run.

    python benchmarks/build.py [PATH ...] [--repeat N]

"to graph.ttl" is raw text to Turtle, all stages; "whole build" has page, GraphML and report as well.
Machines differ and are noisy: what compares is the ratio to jieba.posseg, and the best of N rounds is taken of both.
One process, one thread, seconds of the processor; models and gazetteer are loaded before the clock starts.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from graph.builder import bundled, read
from graph.knowledge import KnowledgeGraph
from graph.outputs import write_outputs
from graph.read.decode import decode
from graph.review.register import Register
from graph.sources.paths import find_inputs

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba
    import jieba.posseg


READING = ("decode", "read", "tag", "find", "link", "relate")
"""The stages that make entities and claims of bytes; the rest is merging and writing."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("paths", nargs="*", default=[str(p) for p in bundled()], help="default: the bundled corpus")
    arguments.add_argument("--repeat", type=int, default=5, help="rounds, of which the best counts (default 5)")
    args = arguments.parse_args()

    inputs, faults = find_inputs(args.paths)
    texts = [decode(i.name, i.path.read_bytes()).text for i in inputs if i.path]
    if faults or not texts:
        print(faults or "nothing to read", file=sys.stderr)
        return 2
    characters = sum(map(len, texts))
    jieba.setLogLevel(logging.WARNING)
    jieba.posseg.lcut("热身")
    read(inputs, workers=1)

    time.perf_counter = time.process_time  # also that of the stages: what others do on the machine does not count
    stages: dict[str, float] = {}
    total = posseg = float("inf")
    kg = KnowledgeGraph()
    for _ in range(args.repeat):
        posseg = min(posseg, _seconds(lambda: [jieba.posseg.lcut(t) for t in texts]))
        began = time.process_time()
        kg = read(inputs, workers=1).graph(Register())
        with tempfile.TemporaryDirectory() as folder:
            write_outputs(kg, Path(folder))
        total = min(total, time.process_time() - began)
        for stage, work in kg.stages.items():
            stages[stage] = min(stages.get(stage, work.seconds), work.seconds)

    print(f"{len(texts)} documents, {characters} characters, {len(kg)} entities, {len(kg.facts())} facts; best of {args.repeat} rounds")
    print(f"{'stage':<20} {'seconds':>9} {'chars/s':>10} {'of jieba.posseg':>16}")
    alone = sum(seconds for stage, seconds in stages.items() if stage in READING)
    turtle = alone + stages["merge"] + stages["write graph.ttl"]
    sums = [("reading alone", alone), ("to graph.ttl", turtle), ("whole build", total), ("jieba.posseg", posseg)]
    for stage, seconds in [*stages.items(), *sums]:
        print(f"{stage:<20} {seconds:9.3f} {characters / seconds:10.0f} {posseg / seconds:15.2f}×")
    return 0


def _seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
