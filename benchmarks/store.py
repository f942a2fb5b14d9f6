"""What a change costs: seconds of processor time to add one article to graphs of growing size, and to take it out again.

    python benchmarks/store.py [--sizes 1000,10000,100000] [--folder DIR]

The graphs are made of the articles of the bundled corpus, over and over, each time about other cities and counties and with other
names for most of the rest; provinces and national bodies stay, and are the hubs that they are in a real collection.  The time to
read the new article is left out: it is the pipeline's, and the same whatever the size.  Each number is the best of five; what
compares are the ratios to the smallest graph.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from graph.builder import bundled, read
from graph.model import EntityKey, Extraction, LocalEntity
from graph.outputs import update_turtle
from graph.parts import is_head
from graph.sources.paths import find_inputs
from graph.splice import splice
from graph.stages import Stages
from graph.store import Store
from graph.world.gazetteer import gazetteer

ROUNDS = 5


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--sizes", default="1000,10000,100000", help="numbers of articles")
    arguments.add_argument("--folder", help="where the graphs are made (default: a temporary folder)")
    args = arguments.parse_args()
    templates = _templates()
    print("articles  graph.ttl     store |   add = store + graph.ttl (of it copying) |  remove | add, ratio | written anew")
    first = 0.0
    for size in map(int, args.sizes.split(",")):
        with tempfile.TemporaryDirectory(dir=args.folder) as home:
            row = _measure(Path(home), templates, size)
        first = first or row["add"]
        print(
            f"{size:>8} {row['ttl'] / 1e6:>7.1f} MB {row['db'] / 1e6:>6.1f} MB | {row['add']:.3f} s {row['put']:.3f} s {row['write']:.3f} s"
            f" {row['copy']:>15.3f} s | {row['remove']:.3f} s | {row['add'] / first:>9.1f}× | {row['anew']:>10.1f} s",
            flush=True,
        )
    print("seconds of the processor beyond start-up; the copying grows with the file, the rest with the articles on the same things")
    return 0


def _templates() -> list[Extraction]:
    batch = read(find_inputs(bundled())[0])
    return [e for d in batch.documents.values() for e in d.extractions]


def _measure(home: Path, templates: list[Extraction], size: int) -> dict[str, float]:
    store = Store.create(home)
    for number in range(size):
        digest = f"{number:016x}"
        store.put(digest, [_moved(templates[number % len(templates)], digest, number)], f"{digest}.txt")
    store.install()
    turtle = home / "graph.ttl"
    row = {"anew": _processor(lambda: update_turtle(store, Stages()))}
    digest = "f" * 16
    article = _moved(templates[size % len(templates)], digest, size)
    rounds = []
    for _ in range(ROUNDS):
        put = _processor(lambda: (store.put(digest, [article], "new.txt"), store.commit()))
        write = _processor(lambda: update_turtle(store, Stages()))
        copy = _processor(lambda: splice(turtle, home / "copy", {}, is_head))
        remove = _processor(lambda: (store.forget(["new.txt"]), store.settle(), store.commit(), update_turtle(store, Stages())))
        rounds.append((put + write, put, write, copy, remove))
    row |= dict(zip(("add", "put", "write", "copy", "remove"), map(min, zip(*rounds, strict=True)), strict=True))
    return row | {"ttl": turtle.stat().st_size, "db": store.path.stat().st_size}


def _moved(template: Extraction, digest: str, number: int) -> Extraction:
    """The same article about other places, and with other names for what has no administrative code."""
    chance = Random(number)
    article = replace(template.article, id=f"{digest}-1", digest=digest, document=f"{digest}.txt")
    codes: dict[str, str] = {}
    keys: dict[EntityKey, LocalEntity] = {}
    for e in template.entities:
        kind = gazetteer()[e.code].kind if e.code in gazetteer() else ""
        if kind in ("city", "county", "town"):
            code = codes.setdefault(e.code, chance.choice(_codes(kind)))
            keys[e.key] = replace(e, code=code, name=gazetteer()[code].name + ("总工会" if e.type == "Union" else ""), aliases=set())
        elif e.code or chance.random() < 0.3:
            keys[e.key] = e
        else:
            keys[e.key] = replace(e, name=f"{e.name}之{number}", aliases=set())
    inside = [c for c in template.claims if c.subject in keys and c.object in keys]
    return replace(
        template,
        article=article,
        entities=list(keys.values()),
        claims=[replace(c, subject=keys[c.subject].key, object=keys[c.object].key, article=article.id) for c in inside],
        measures=[replace(m, subject=keys[m.subject].key, article=article.id) for m in template.measures],
        rejections=[],
        silent=[],
    )


@cache
def _codes(kind: str) -> list[str]:
    return sorted(c for c, p in gazetteer().places.items() if p.kind == kind)


def _processor(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
