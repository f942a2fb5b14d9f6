"""The files of an output folder that people open, and how they keep up with its store.

graph.ttl is always brought up to date, cluster by cluster.  The views (page, GraphML, report) are pictures of the whole graph: one
changed article can move every number in them, so they are written again as a whole: at once while the graph is small, else
when they are asked for.
"""

from __future__ import annotations

import json
import os
import time
from itertools import chain
from pathlib import Path
from typing import Any

from graph.export import export
from graph.export.turtle import prefixes
from graph.files import write_atomic
from graph.knowledge import KnowledgeGraph
from graph.parts import is_head
from graph.splice import splice, stamp
from graph.stages import Stages
from graph.store import Store
from graph.streamed import Merge, Streamed, merge_here

SHOWN = 3_000
"""Articles that the page holds at most: those that say most.  A page is for looking; every other output has all of them."""

TURTLE = "graph.ttl"
VIEWS = ("graph.graphml", "graph.html", "report.json")

PROMPT = 400
"""Up to so many articles the views are written again with every change; beyond, `refresh` writes them."""


def write_outputs(kg: KnowledgeGraph, folder: str | Path) -> list[Path]:
    """Write graph.ttl and the views of a graph, each under a temporary name first.

    What each takes is added to ``kg.stages``.
    """
    folder = Path(folder)
    kg.stages.timed("merge", lambda: kg.entities, len)
    kg.stages.timed("write " + TURTLE, lambda: export(kg, folder / TURTLE), lambda _: len(kg), _size)
    return [folder / TURTLE, *write_views(kg, kg, folder)]


def write_views(graph: KnowledgeGraph | Streamed, shown: KnowledgeGraph, folder: str | Path) -> list[Path]:
    """Write GraphML and the report of a graph, and the page of what is `shown` of it."""
    from graph.report import pieces
    from graph.view.page import write_page

    folder, stages = Path(folder), graph.stages
    stages.timed("write graph.graphml", lambda: export(graph, folder / "graph.graphml"), lambda _: len(graph.entities), _size)
    stages.timed("write graph.html", lambda: write_page(shown, folder / "graph.html"), lambda _: len(shown), _size)
    began = time.perf_counter()

    def last() -> dict[str, Any]:
        stages.add("report", time.perf_counter() - began, len(graph.articles))
        seconds = {stage: round(work.seconds, 3) for stage, work in stages.items()}
        return {"seconds": seconds, "profile": {stage: {"items": work.items, "bytes": work.bytes} for stage, work in stages.items()}}

    write_atomic(folder / "report.json", (piece.encode("utf-8", "replace") for piece in pieces(graph, last)))
    return [folder / name for name in VIEWS]


def merged(store: Store, stages: Stages, faults: list[dict[str, Any]], merge: Merge = merge_here) -> Streamed:
    """The graph of what the store holds, on disk."""
    graph = stages.timed("merge", lambda: store.streamed(merge), lambda g: len(g.entities))
    graph.stages, graph.faults = stages, faults
    return graph


def update_views(store: Store, graph: Streamed) -> list[Path]:
    """Write the views of what the store holds now, which is `graph`."""
    written = write_views(graph, graph.telling(SHOWN), store.folder)
    store.set_meta("views", "")
    return written


def update_turtle(store: Store, stages: Stages) -> None:
    """Bring graph.ttl up to date with its store.

    Where it is the file that was written last, the changed clusters are exchanged; where it is missing or somebody else has
    changed it, it is written anew.
    """
    path = store.folder / TURTLE
    stages.timed("write " + TURTLE, lambda: _update_turtle(store), lambda _: store.count()[1], lambda _: _size(path))


def _update_turtle(store: Store) -> None:
    path = store.folder / TURTLE
    known = json.loads(store.get_meta("turtle") or "[]")
    changed = store.behind()
    if (found := stamp(path)) and found in known:
        if not changed:
            return
        temporary = path.with_name(f".{TURTLE}.next")  # what a writer that was killed left there is written over
        with store.guarded():
            try:
                splice(path, temporary, {head: cluster.text for head, cluster in changed.items()}, is_head)
                # both stamps count until the file has its name: a process that is killed here leaves either
                store.set_meta("turtle", json.dumps([found, stamp(temporary)]))
                os.replace(temporary, path)
            finally:
                temporary.unlink(missing_ok=True)
    else:
        write_atomic(path, chain([prefixes().encode()], store.clusters()))
    with store.transaction():
        store.caught_up(changed)
        store.set_meta("turtle", json.dumps([stamp(path)]))


def turtle_is_current(store: Store) -> bool:
    """Is graph.ttl the file that was written last, and does it say all that the store knows?"""
    return [stamp(store.folder / TURTLE)] == json.loads(store.get_meta("turtle") or "[]") and not store.is_behind()


def views_behind(store: Store) -> bool:
    """Do the views show an older state than the store, or are they missing?"""
    return bool(store.get_meta("views")) or not all((store.folder / name).is_file() for name in VIEWS)


def refresh(folder: str | Path) -> list[Path]:
    """Write those outputs of a folder that are behind its store; returns the files written.

    Raises
    ------
    StoreError
        the folder holds no graph, or cannot be written.
    """
    store = Store.open(folder)
    with store.lock():
        before = stamp(store.folder / TURTLE)
        store.adopt(store.answers())
        store.settle()
        store.commit()
        update_turtle(store, Stages())
        written = [] if stamp(store.folder / TURTLE) == before else [store.folder / TURTLE]
        if views_behind(store):
            written += update_views(store, merged(store, Stages(), []))
    return written


def _size(path: Path) -> int:
    return path.stat().st_size
