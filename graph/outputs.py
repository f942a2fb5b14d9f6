"""The files of an output folder that people open, and how they keep up with its store.

graph.ttl is always brought up to date, cluster by cluster.  The views (page, GraphML, report) are pictures of the whole graph: one
changed article can move every number in them, so they are written again as a whole: at once while the graph is small, else
when they are asked for.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph.export import export, rendered
from graph.export.turtle import prefixes
from graph.files import in_place_of, write_atomic, write_plainly
from graph.knowledge import KnowledgeGraph
from graph.parts import is_head
from graph.review.obey import Obedience, reviewed, streamed
from graph.scale.abreast import Abreast
from graph.splice import splice, stamp
from graph.stages import Stages
from graph.store import Share, Store
from graph.streamed import Merge, merge_here

if TYPE_CHECKING:
    from graph.report import Run, Whole
    from graph.view.answers import Answers

SHOWN = 2_000
"""Articles that the page holds at most: those that say most.  A page is for looking; every other output has all of them."""

TOGETHER = 300
"""Documents, or parts of entities, of which a worker writes at once."""

TURTLE = "graph.ttl"
VIEWS = ("graph.graphml", "graph.html", "report.json")

PROMPT = 400
"""Up to so many articles the views are written again with every change; beyond, `refresh` writes them."""


def write_outputs(kg: KnowledgeGraph, folder: str | Path) -> list[Path]:
    """Write graph.ttl and the views of a graph in memory, each under a temporary name first.

    What each takes is added to ``kg.stages``.
    """
    from graph.report import pieces
    from graph.view.page import write_page

    folder, stages = Path(folder), kg.stages
    stages.timed("merge", lambda: kg.entities, len)
    stages.timed("write " + TURTLE, lambda: export(kg, folder / TURTLE), lambda _: len(kg), _size)
    stages.timed("write graph.graphml", lambda: export(kg, folder / "graph.graphml"), lambda _: len(kg), _size)
    stages.timed("write graph.html", lambda: write_page(kg, folder / "graph.html"), lambda _: len(kg), _size)
    _write_report(folder, stages, len(kg.articles), lambda last: pieces(kg, last))
    return [folder / TURTLE, *(folder / name for name in VIEWS)]


def update_views(store: Store, stages: Stages, faults: list[dict[str, Any]], abreast: Abreast, merge: Merge = merge_here) -> list[Path]:
    """Write the views of what the store holds: each by a worker of its own, the report by all that are left.

    Parameters
    ----------
    stages
        what each takes is added.
    faults
        inputs that could not be read, for the report.
    merge
        how the records of all articles become entities.
    """
    from graph.report import composed

    folder = store.folder
    with in_place_of(folder / "graph.graphml") as temporary, abreast:  # its workers end before the temporary file goes
        asked = abreast.start(_answers, folder).result()  # alone: no other output holds so much at once
        graph = abreast.start(_graphml, folder, temporary, merge)
        page = abreast.start(_page, folder, *asked)
        runs = abreast.map(_run, ((folder, *share) for share in store.document_shares(TOGETHER)))

        def told() -> Whole:  # asked when all rows of the report are there
            text, took = page.result()
            stages.join(took)
            write_atomic(folder / "graph.html", text)
            found, took = graph.result()
            stages.join(took)
            return found

        def composing(last: Callable[[], dict[str, Any]]) -> Iterator[str]:
            return composed(told, runs, faults, last)

        _write_report(folder, stages, store.count()[1], composing)
    store.set_meta("views", "")
    return [folder / name for name in VIEWS]


def _answers(folder: Path) -> tuple[list[str], Answers, Stages]:
    """In any process: the documents that the page shows, and its answers, which need as much memory as all else in it."""
    from graph.query import filled
    from graph.view.answers import answers

    stages, store = Stages(), Store.open(folder)
    shown = store.telling(SHOWN)
    part = streamed(lambda: store.some(shown), store.register)
    return shown, stages.timed("write graph.html", lambda: answers(filled(part))), stages


def _page(folder: Path, documents: list[str], asked: Answers, stages: Stages) -> tuple[bytes, Stages]:
    """In any process: the page of these documents of a folder's store."""
    from graph.view.page import html_page

    store = Store.open(folder)
    shown = reviewed(store.some(documents), store.register)
    text = stages.timed("write graph.html", lambda: html_page(shown, asked=asked).encode("utf-8", "replace"), lambda _: len(shown), len)
    return text, stages


def _graphml(folder: Path, path: Path, merge: Merge) -> tuple[Whole, Stages]:
    """In any process: merge what a folder's store holds and write it to `path` as GraphML; what the report says of the whole."""
    from graph.report import whole

    stages = Stages()
    graph = stages.timed("merge", lambda: Store.open(folder).streamed(merge), lambda g: len(g.entities))
    stages.timed("write graph.graphml", lambda: write_plainly(path, rendered(graph, "graphml")), lambda _: len(graph.entities), int)
    return stages.timed("report", lambda: whole(graph)), stages


def _run(folder: Path, share: Share, before: int) -> Run:
    """In any process: the rows of the report for a share of the documents."""
    from graph.report import run

    with closing(Store.open(folder)) as store:  # the process goes on to other shares
        return run(map(Obedience(store.register), store.read(share)), before)


def _write_report(folder: Path, stages: Stages, articles: int, pieces: Callable[[Callable[[], dict[str, Any]]], Iterator[str]]) -> None:
    began = time.perf_counter()

    def last() -> dict[str, Any]:
        stages.add("report", time.perf_counter() - began, articles)
        seconds = {stage: round(work.seconds, 3) for stage, work in stages.items()}
        return {"seconds": seconds, "profile": {stage: {"items": work.items, "bytes": work.bytes} for stage, work in stages.items()}}

    write_atomic(folder / "report.json", (piece.encode("utf-8", "replace") for piece in pieces(last)))


def update_turtle(store: Store, stages: Stages, abreast: Abreast | None = None) -> None:
    """Bring graph.ttl up to date with its store; all that are abreast help where it is written anew.

    Where it is the file that was written last, the changed clusters are exchanged; where it is missing or somebody else has
    changed it, it is written anew.
    """
    path = store.folder / TURTLE
    stages.timed("write " + TURTLE, lambda: _update_turtle(store, abreast), lambda _: store.count()[1], lambda _: _size(path))


def _update_turtle(store: Store, abreast: Abreast | None) -> None:
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
        shares = ((store.folder, share) for share in store.cluster_shares(TOGETHER))
        pieces = store.clusters() if abreast is None else abreast.map(_clusters, shares)
        write_atomic(path, chain([prefixes().encode()], pieces))
    with store.transaction():
        store.caught_up(changed)
        store.set_meta("turtle", json.dumps([stamp(path)]))


def _clusters(folder: Path, share: Share) -> bytes:
    """In any process: a share of graph.ttl."""
    with closing(Store.open(folder)) as store:
        return b"".join(store.clusters(share))


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
            written += update_views(store, Stages(), [], Abreast(1))
    return written


def _size(path: Path) -> int:
    return path.stat().st_size
