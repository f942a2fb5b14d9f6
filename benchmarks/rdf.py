"""RDF out and in: triples per second and memory beside rdflib, kglab and pyoxigraph alone, on the same graph in the same run.

    python benchmarks/rdf.py [--triples N] [--repeat N] [--kglab PYTHON] [--only memory validate write load open]

Machines differ and are busy: seconds are those of the processor, what compares are the ratios inside one run, and of each figure the best
of several rounds counts.
rdflib and kglab are so much slower that they get a tenth of the graph.  kglab pins old versions of its dependencies and lives in a virtual
environment of its own; name its python.  Memory is that of a process that does nothing else (peak resident set).
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

import pyoxigraph
import rdflib
from factory import large

from graph.export import export
from graph.export.quads import ntriples
from graph.export.rdf import to_rdflib
from graph.index import in_memory, on_disk
from graph.knowledge import KnowledgeGraph
from graph.validate import validate

WRITTEN = ("turtle", "turtle12", "trig", "nquads", "jsonld", "graphml", "gexf", "csv", "parquet")
PARTS = ("memory", "validate", "write", "load", "open")
PER_ENTITY = 22.4
"""Triples for each entity that tests/factory.py makes up."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--triples", type=int, default=1_000_000, help="size of the graph (default: a million)")
    arguments.add_argument("--repeat", type=int, default=3, help="rounds, of which the best counts (default 3)")
    arguments.add_argument("--kglab", metavar="PYTHON", help="python of an environment with kglab")
    arguments.add_argument("--only", nargs="+", default=PARTS, choices=PARTS, help="what to measure (default: all of it)")
    args = arguments.parse_args()

    if "memory" in args.only:  # first: a process inherits the peak of the one that starts it
        memory(args.triples)
    if "validate" in args.only:
        validating(args.triples // 50)
    if not {"write", "load", "open"} & set(args.only):
        return 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kg, count = made(args.triples)
        turtle = export(kg, folder / "graph.ttl")
        print(f"\n{count:,} triples, {len(kg):,} entities, {turtle.stat().st_size / 1e6:.0f} MB of Turtle; best of {args.repeat} rounds")
        small, few = made(args.triples // 10)
        if "write" in args.only:
            writing(kg, count, small, few, folder, args.repeat)
        if "load" in args.only:
            loading(turtle, count, export(small, folder / "tenth.ttl"), few, args.kglab, args.repeat)
        if "open" in args.only:
            opening(turtle, folder, args.repeat)
    return 0


def made(triples: int) -> tuple[KnowledgeGraph, int]:
    """A made-up graph of about so many triples, merged, and how many they are."""
    kg = large(round(triples / PER_ENTITY))
    return kg, sum(1 for _ in ntriples(kg))


def writing(kg: KnowledgeGraph, count: int, small: KnowledgeGraph, few: int, folder: Path, repeat: int) -> None:
    rdf, store = to_rdflib(small), loaded(folder / "graph.ttl")
    slow = best(repeat, lambda: rdf.serialize(folder / "peer.ttl", format="turtle"))
    rows = [(f"unionkg, {f}", count, best(repeat, partial(export, kg, folder / "out" / f, f))) for f in WRITTEN]
    rows += [("pyoxigraph alone, Turtle", count, best(repeat, lambda: serialized(store, folder))), ("rdflib, Turtle", few, slow)]
    table("write", rows, few / slow)


def loading(turtle: Path, count: int, tenth: Path, few: int, kglab: str | None, repeat: int) -> None:
    rdflib_seconds = best(repeat, lambda: rdflib.Graph().parse(tenth, format="turtle"))
    rows = [
        ("unionkg, index in memory", count, best(repeat, lambda: in_memory(turtle))),
        ("pyoxigraph alone, index in memory", count, best(repeat, lambda: loaded(turtle))),
        ("pyoxigraph alone, parse", count, best(repeat, lambda: sum(1 for _ in pyoxigraph.parse(path=turtle)))),
        ("rdflib, parse", few, rdflib_seconds),
    ]
    if kglab:
        rows.append(("kglab, load_rdf", few, kglab_seconds(kglab, tenth)))
    table("load Turtle", rows, few / rdflib_seconds)
    if not kglab:
        print("kglab: not measured (--kglab PYTHON)")


def opening(turtle: Path, folder: Path, repeat: int) -> None:
    """Indexes on disk: ours, made in parts, beside one made at once."""
    question = "ASK { ?u <https://w3id.org/unionkg/ns#runs> ?p }"
    print(f"\n{'index on disk':<32} {'seconds':>9} {'triples/s':>12} {'MB':>10} {'opened and asked':>18}")
    for name, fill in (("unionkg, in parts", on_disk), ("pyoxigraph alone, at once", at_once)):
        index = folder / fill.__name__
        made = best(1, partial(fill, turtle, index))
        opened = best(repeat, lambda index=index: pyoxigraph.Store.read_only(str(index)).query(question), time.perf_counter)  # type: ignore[misc]
        count = len(pyoxigraph.Store.read_only(str(index)))
        size = sum(f.stat().st_size for f in index.rglob("*") if f.is_file()) / 1e6
        print(f"{name:<32} {made:9.2f} {count / made:12,.0f} {size:10.0f} {opened:17.3f}s")


def at_once(turtle: Path, index: Path) -> None:
    store = pyoxigraph.Store(index)
    store.bulk_load(path=turtle, format=pyoxigraph.RdfFormat.TURTLE)
    store.flush()


def memory(triples: int) -> None:
    """Peak memory of processes that build the graph alone, that build it and write it, and that index a Turtle file, at two sizes."""
    print(f"{'memory, MB at peak':<32} {'triples / 4':>14} {'all triples':>14}")
    for what in ("graph alone", *WRITTEN, *INDEXED):
        peaks = [peak(what, n) for n in (triples // 4, triples)]
        print(f"{what:<32} {peaks[0]:14.0f} {peaks[1]:14.0f}")


def validating(triples: int) -> None:
    kg, count = made(triples)
    seconds = {engine: best(1, partial(validate, kg, engine)) for engine in ("pyrudof", "pyshacl")}
    table("validate", [(f"unionkg, {name}", count, s) for name, s in seconds.items()], count / seconds["pyshacl"], "of pyshacl")


def peak(what: str, triples: int) -> float:
    spawn = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as folder:
        if what in INDEXED:
            with spawn.Pool(1) as pool:
                pool.apply(_peak, ("turtle", triples, Path(folder)))
        with spawn.Pool(1) as pool:
            return pool.apply(_peak, (what, triples, Path(folder)))


def _peak(what: str, triples: int, folder: Path) -> float:
    if what in INDEXED:
        INDEXED[what](folder / "graph.turtle", folder / "index")
    else:
        kg = large(round(triples / PER_ENTITY))
        kg.facts()
        if what != "graph alone":
            export(kg, folder / f"graph.{what}", what)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


INDEXED: dict[str, Callable[[Path, Path], object]] = {
    "index in memory, unionkg": lambda turtle, _: in_memory(turtle),
    "index in memory, at once": lambda turtle, _: loaded(turtle),
    "index on disk, unionkg": lambda turtle, index: on_disk(turtle, index),
    "index on disk, at once": lambda turtle, index: at_once(turtle, index),
}
"""Ways to make an index of a Turtle file; `at once` is pyoxigraph alone."""


def loaded(turtle: Path) -> pyoxigraph.Store:
    store = pyoxigraph.Store()
    store.bulk_load(path=turtle, format=pyoxigraph.RdfFormat.TURTLE)
    return store


def serialized(store: pyoxigraph.Store, folder: Path) -> None:
    store.dump(str(folder / "oxigraph.ttl"), pyoxigraph.RdfFormat.TURTLE, from_graph=pyoxigraph.DefaultGraph())


def kglab_seconds(python: str, turtle: Path) -> float:
    code = "import sys, time, kglab; kg = kglab.KnowledgeGraph(); t = time.process_time(); "
    code += "kg.load_rdf(sys.argv[1], format='ttl'); print(time.process_time() - t)"
    done = subprocess.run([python, "-c", code, str(turtle)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"kglab does not load the graph: {done.stderr.strip().splitlines()[-1]}")
    return float(done.stdout.split()[-1])


def best(repeat: int, work: Callable[[], object], clock: Callable[[], float] = time.process_time) -> float:
    """Seconds of the quickest of several rounds."""
    seconds = []
    for _ in range(repeat):
        began = clock()
        work()
        seconds.append(clock() - began)
    return min(seconds)


def table(title: str, rows: list[tuple[str, int, float]], reference: float, peer: str = "of rdflib") -> None:
    print(f"\n{title:<32} {'seconds':>9} {'triples/s':>12} {peer:>10}")
    for name, count, seconds in rows:
        print(f"{name:<32} {seconds:9.2f} {count / seconds:12,.0f} {count / seconds / reference:9.1f}×")


if __name__ == "__main__":
    sys.exit(main())
