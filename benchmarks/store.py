"""What a change and a look cost: seconds of processor time to add one article to graphs of growing size, to take it out again, and
to show one entity of them.

    python benchmarks/store.py [--sizes 1000,10000,100000] [--kept DIR]

The graphs are made of the articles of the bundled corpus, over and over, each time about other cities and counties and with other
names for most of the rest; provinces and national bodies stay, and are the hubs that they are in a real collection.  The new article
is the one of the corpus that says most; the time to read it is left out: it is the pipeline's, and the same whatever the size.  Each
number is the best of five; what compares are the ratios to the smallest graph.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

from graph.builder import bundled, read
from graph.finder import find, found_in
from graph.model import EntityKey, Extraction, LocalEntity, Source
from graph.outputs import update_turtle
from graph.parts import is_head
from graph.sources.paths import find_inputs
from graph.splice import splice
from graph.stages import Stages
from graph.store import Store
from graph.world.gazetteer import gazetteer

ROUNDS = 5
HUB = "中华全国总工会"
LOADED = 10_000
"""Articles up to which the graph is loaded as well, to compare."""


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--sizes", default="1000,10000,100000", help="numbers of articles")
    arguments.add_argument("--kept", type=Path, help="where the graphs are kept for the next time (default: nowhere)")
    args = arguments.parse_args()
    templates = _templates()
    print("articles  graph.ttl     store |   add = store + graph.ttl (of it copying) |  remove | add, ratio | written anew", end=" | ")
    print("show one, hub (facts) | load all")
    first = 0.0
    for size in map(int, args.sizes.split(",")):
        with tempfile.TemporaryDirectory() as temporary:
            row = _measure((args.kept or Path(temporary)) / str(size), templates, size)
        first = first or row["add"]
        print(
            f"{size:>8} {row['ttl'] / 1e6:>7.1f} MB {row['db'] / 1e6:>6.1f} MB | {row['add']:.3f} s {row['put']:.3f} s {row['write']:.3f} s"
            f" {row['copy']:>15.3f} s | {row['remove']:.3f} s | {row['add'] / first:>9.1f}× | {row['anew']:>10.1f} s"
            f" | {row['show']:.3f} s {row['hub']:.3f} s ({row['facts']:.0f}) | {row['load']:.1f} s",
            flush=True,
        )
    print("seconds of the processor beyond start-up; the copying grows with the file, the rest with the articles on the same things")
    return 0


def _templates() -> list[Extraction]:
    batch = read(find_inputs(bundled())[0])
    return [e for d in batch.documents.values() for e in d.extractions]


def _measure(home: Path, templates: list[Extraction], size: int) -> dict[str, float]:
    row = {"anew": math.nan}
    if not (home / "graph.ttl").is_file():
        store = Store.create(home)
        for number in range(size):
            digest = f"{number:016x}"
            store.put(digest, [_moved(templates[number % len(templates)], digest, number)], f"{digest}.txt")
        store.install()
        row["anew"] = _processor(lambda: update_turtle(store, Stages()))
    store = Store.open(home)
    turtle = home / "graph.ttl"
    digest = "f" * 16
    article = _moved(max(templates, key=lambda t: len(t.claims) + len(t.measures)), digest, size)
    rounds = []
    for _ in range(ROUNDS):
        put = _processor(lambda: (store.put(digest, [article], f"{digest}.txt"), store.commit()))
        write = _processor(lambda: update_turtle(store, Stages()))
        copy = _processor(lambda: splice(turtle, home / "copy", {}, is_head))
        show = [_processor(lambda name=name: find(store, name)) for name in (article.entities[-1].name, HUB)]
        remove = _processor(lambda: (store.forget([f"{digest}.txt"]), store.settle(), store.commit(), update_turtle(store, Stages())))
        rounds.append((put + write, put, write, copy, remove, *show))
    (home / "copy").unlink()
    row |= dict(zip(("add", "put", "write", "copy", "remove", "show", "hub"), map(min, zip(*rounds, strict=True)), strict=True))
    hub = find(store, HUB).entity
    row["facts"] = len(hub.facts) if hub else 0
    row["load"] = _processor(lambda: found_in(store.graph(), HUB)) if size <= LOADED else math.nan
    return row | {"ttl": turtle.stat().st_size, "db": store.path.stat().st_size}


def _moved(template: Extraction, digest: str, number: int) -> Extraction:
    """The same article about other places, and with other names for what has no administrative code."""
    chance = Random(number)
    name = f"{digest}.txt"
    sketch = b64encode(chance.randbytes(192)).decode()  # no printing of another
    article = replace(template.article, id=f"{digest}-1", digest=digest, document=name, sources=[Source(name)], sketch=sketch)
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
