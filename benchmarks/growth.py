"""How time and memory grow with the number of articles: whole builds, and merging and exporting alone.

    python benchmarks/growth.py [--build 100 300 1000] [--merge 1000 10000] [--workers 2] [--plot docs/growth.svg]

Articles come from benchmarks/generator.py.  Whole builds run as the command `unionkg build`.  Merging and exporting alone starts from
stored extractions: those of some hundred articles, again and again with other names in them.  With --done FILE what has been measured of
whole builds is kept there and not measured again: a series may be made in parts.  The exponent is the slope of a
straight line through the logarithms of articles and processor seconds, which a busy machine hardly changes: 1 is linear.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from generator import PEOPLE, names, write
from watch import machine, unionkg, watch

STORED = 300
"""Articles whose extractions are used again and again."""
FORMATS = ("turtle", "graphml", "jsonld", "nquads", "csv")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=int, nargs="*", default=[100, 300, 1000], help="articles of the whole builds")
    parser.add_argument("--merge", type=int, nargs="*", default=[1000, 10_000], help="articles of merging and exporting alone")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--done", type=Path, help="keep rows of whole builds there, and take from there what it has")
    parser.add_argument("--plot", type=Path, help="write a picture there (needs matplotlib)")
    parser.add_argument("--merge-alone", type=int, metavar="N", help=argparse.SUPPRESS)
    parser.add_argument("--stored", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.merge_alone:
        merge(args.merge_alone, args.stored)
        return 0
    print(machine())
    curves = {}
    with tempfile.TemporaryDirectory() as folder:
        if args.build:
            curves["whole build"] = builds(sorted(args.build), args.workers, Path(folder), args.done)
        if args.merge:
            curves["merge and export"] = merges(sorted(args.merge), Path(folder))
    if args.plot:
        plot(curves, args.plot)
    return 0


def builds(numbers: list[int], workers: int, folder: Path, done: Path | None) -> list[tuple[int, float]]:
    print(f"\nwhole build, {workers} workers\n")
    print("| articles | characters | seconds | processor seconds | MB of the first process | MB of all together | MB of graph.ttl |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    points = []
    known: dict[str, list[float]] = json.loads(done.read_text()) if done and done.exists() else {}
    for number in numbers:
        row = known.get(str(number)) or measured(number, workers, folder)
        known[str(number)] = row
        if done:
            done.write_text(json.dumps(known, indent=1) + "\n")
        characters, seconds, worked, first, together, size = row
        print(f"| {number} | {characters:.0f} | {seconds:.1f} | {worked:.1f} | {first:.0f} | {together:.0f} | {size:.1f} |", flush=True)
        points.append((number, worked))
    print(f"\nprocessor seconds grow with articles to the power of {exponent(points):.3f}", flush=True)
    return points


def measured(number: int, workers: int, folder: Path) -> list[float]:
    """Characters, seconds on the wall and of the processor, megabytes of the first process, of all together, and of graph.ttl."""
    texts, out = folder / f"texts-{number}", folder / f"out-{number}"
    characters = write(number, texts)
    run = unionkg("build", texts, "-o", out, "--workers", workers)
    row = [characters, run.seconds, run.worked, run.first, run.together, (out / "graph.ttl").stat().st_size / 1e6]
    shutil.rmtree(texts)
    shutil.rmtree(out)
    return row


def merges(numbers: list[int], folder: Path) -> list[tuple[int, float]]:
    stored = folder / "stored.jsonl"
    store(stored, folder)
    print(f"\nmerging and exporting alone, one process, from {STORED} stored extractions with other names\n")
    print("| articles | entities | facts | merge, s | " + " | ".join(f"{f}, s" for f in FORMATS) + " | all, s | MB | MB of graph.ttl |")
    print("| --- " * (len(FORMATS) + 7) + "|")
    points = []
    for number in numbers:
        run = watch(sys.executable, __file__, "--merge-alone", str(number), "--stored", str(stored))
        said = json.loads(run.output.splitlines()[-1])
        total = sum(said["seconds"].values())
        times = " | ".join(f"{said['seconds'][f]:.1f}" for f in ("merge", *FORMATS))
        sizes = f"{run.first:.0f} | {said['bytes'] / 1e6:.1f}"
        print(f"| {number} | {said['entities']} | {said['facts']} | {times} | {total:.1f} | {sizes} |", flush=True)
        points.append((number, total))
    print(f"\nprocessor seconds grow with articles to the power of {exponent(points):.3f}", flush=True)
    return points


def store(path: Path, folder: Path) -> None:
    """Extractions of the first articles of the generator, a line each."""
    from graph.builder import build
    from graph.packing import dump, pack

    write(STORED, folder / "stored")
    with path.open("wb") as file:
        for extraction in build(folder / "stored", workers=2).extractions.values():
            file.write(dump(pack(extraction)))


def merge(number: int, stored: Path) -> None:
    """In a process of its own: merge so many articles on disk and write every format; tells seconds and sizes as JSON."""
    from graph.export import export, find_format
    from graph.model import Extraction
    from graph.packing import unpack
    from graph.streamed import Streamed
    from graph.terminal import relax_collector

    relax_collector()
    lines = [line for line in stored.read_text(encoding="utf-8").splitlines() if line]

    def extractions() -> Iterator[Extraction]:
        for n in range(number):
            yield unpack(Extraction, json.loads(renamed(lines[n % len(lines)], n // len(lines))))

    seconds, sizes = {}, {}
    began = time.process_time()
    graph = Streamed(extractions)
    seconds["merge"] = time.process_time() - began
    with tempfile.TemporaryDirectory() as folder:
        for name in FORMATS:
            began = time.process_time()
            path = export(graph, Path(folder) / f"graph.{find_format(name).endings[0]}", name)
            seconds[name] = time.process_time() - began
            sizes[name] = path.stat().st_size
    print(json.dumps({"seconds": seconds, "entities": len(graph.entities), "facts": len(graph.facts()), "bytes": sizes["turtle"]}))


def renamed(line: str, copy: int) -> str:
    """A stored extraction with other names of the same length, as of another article."""
    record = json.loads(line)["article"]
    number = int(record["document"][1:8])
    old, new = names(f"1-{number}"), names(f"copy-{copy}-{number}")
    for key in ("brand", *PEOPLE):
        line = line.replace(old[key], new[key])
    line = line.replace(old["firm"][:3], new["firm"][:3])
    return line.replace(record["digest"], f"{int(record['digest'], 16) ^ copy:016x}")


def exponent(points: list[tuple[int, float]]) -> float:
    """Slope of the least-squares line through the logarithms; of one point alone: 1."""
    xs, ys = ([math.log(p[i]) for p in points] for i in (0, 1))
    mx, my = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mx) ** 2 for x in xs)
    return sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / spread if spread else 1.0


def plot(curves: dict[str, list[tuple[int, float]]], path: Path) -> None:
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "unionkg"  # the same picture, the same bytes
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(6, 4))
    for name, points in curves.items():
        axes.loglog(*zip(*points, strict=True), "o-", label=f"{name}: articles^{exponent(points):.2f}")
    axes.set(xlabel="articles", ylabel="processor seconds")
    axes.grid(which="both", alpha=0.3)
    axes.legend()
    figure.tight_layout()
    figure.savefig(path, metadata={"Date": None})
    print(f"\nplot: {path}")


if __name__ == "__main__":
    sys.exit(main())
