"""An output folder and what brings it up to date: build, add, remove.

Law: whatever was added and removed, and in which order, the outputs are those of a fresh build of what is in now.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from graph import __version__
from graph.builder import Batch, Progress, bundled, read, sorted_faults
from graph.errors import InputError, StoreError
from graph.files import write_atomic
from graph.knowledge import KnowledgeGraph
from graph.read.decode import LIMIT, decode
from graph.scale import engine as engine_named
from graph.scale.journal import resuming
from graph.sources.paths import Input, clean_name, fault, find_inputs
from graph.sources.types import Options
from graph.store import STDIN, Store

T = TypeVar("T")


@dataclass(slots=True)
class Update:
    """What bringing a folder up to date did."""

    kg: KnowledgeGraph | None
    """The graph as it is now; None where nothing could be done and the folder is as it was."""
    read: int = 0
    """Documents that were read in this run."""
    removed: int = 0
    """Documents that are no longer in the graph."""
    faults: list[dict[str, Any]] = field(default_factory=list)
    missing_only: bool = False
    """Did every path fail because there is nothing of that name?"""


def rebuild(
    folder: str | Path,
    paths: Sequence[str],
    *,
    workers: int | None = None,
    engine: str = "local",
    progress: Progress | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Update:
    """Build the graph of `paths` (none: the bundled corpus) into `folder`, in place of what it holds.

    Where no input can be read the folder stays as it is.

    Raises
    ------
    StoreError
        the folder cannot be written, or holds a folder `store` that is not ours.
    """
    with engine_named(engine) as runs, resuming(folder, runs) as runs:
        paths = paths or [str(p) for p in bundled()]
        return _rebuild(folder, paths, workers=workers, engine=runs, progress=progress, options=options)


def _rebuild(folder: str | Path, paths: Sequence[str], **how: Any) -> Update:
    store = Store.create(folder)
    batch, missing_only = _read(paths, **how)
    if not batch.documents:
        return Update(None, faults=batch.faults, missing_only=missing_only)
    with store.lock():
        _take(store, batch)
        kg = _finish(store, batch)
    return Update(kg, len(batch.documents), 0, batch.faults)


def add(
    folder: str | Path,
    paths: Sequence[str],
    *,
    workers: int | None = None,
    engine: str = "local",
    progress: Progress | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> Update:
    """Bring the graph in `folder` up to date with `paths`: reads what is new or changed, nothing else.

    A file that was in before under the same path and has changed replaces what it said; one that can no longer be read
    leaves what it said.

    Raises
    ------
    StoreError
        the folder holds no graph, or one made by another version.
    """
    with Store.open(folder).lock():
        store = Store.open(folder)
        if store.version != __version__:
            raise StoreError(f"{folder}: made by unionkg {store.version}, this is {__version__}; build it again with `unionkg build`")
        before = dict(store.documents)
        batch, missing_only = _read(
            paths,
            known=lambda digest, name: digest in before and before[digest] <= name,
            workers=workers, engine=engine, progress=progress, options=options,
        )  # fmt: skip
        if not batch.documents:
            return Update(None, faults=batch.faults, missing_only=missing_only)
        fresh = _take(store, batch)
        kg = _finish(store, batch)
    return Update(kg, fresh, len(before.keys() - store.documents.keys()), batch.faults)


def remove(folder: str | Path, paths: Sequence[str]) -> Update:
    """Take documents out of the graph in `folder`.

    Parameters
    ----------
    paths
        files or folders as they were added (they need not exist any more), other files of the same text, "-" for a text
        on standard input, or the names or digests of documents.
    """
    with Store.open(folder).lock():
        store = Store.open(folder)
        before = dict(store.documents)
        batch = Batch()
        gone: set[str] = set()
        for path in paths:
            matches = _matches(store, path)
            gone |= matches
            if not matches:
                batch.faults.append(fault(path, f"not in {folder}; name a file or folder that was added, or a document"))
        if not gone:
            return Update(None, faults=sorted_faults(batch.faults), missing_only=True)
        store.sources = {s: d for s, d in store.sources.items() if s not in gone}
        batch.faults = sorted_faults(batch.faults)
        kg = _finish(store, batch)
    return Update(kg, 0, len(before.keys() - store.documents.keys()), batch.faults)


def write_outputs(kg: KnowledgeGraph, folder: str | Path) -> list[Path]:
    """Write graph.ttl, graph.html, graph.graphml and report.json, each under a temporary name first.

    Seconds spent on each are added to ``kg.stages``.
    """
    from graph.export import export
    from graph.report import report
    from graph.view.page import write_page

    folder = Path(folder)
    _timed(kg, "merge", lambda: kg.entities)
    _timed(kg, "write graph.ttl", lambda: export(kg, folder / "graph.ttl"))
    _timed(kg, "write graph.graphml", lambda: export(kg, folder / "graph.graphml"))
    _timed(kg, "write graph.html", lambda: write_page(kg, folder / "graph.html"))
    contents = _timed(kg, "report", lambda: report(kg)) | {"seconds": {stage: round(s, 3) for stage, s in kg.stages.items()}}
    write_atomic(folder / "report.json", json.dumps(contents, ensure_ascii=False, indent=1) + "\n")
    return [folder / name for name in ("graph.ttl", "graph.graphml", "graph.html", "report.json")]


def _read(paths: Sequence[str], **options: Any) -> tuple[Batch, bool]:
    inputs, faults = find_inputs(paths)
    batch = read(inputs, **options)
    batch.faults = sorted_faults([*faults, *batch.faults])
    return batch, not inputs


def _take(store: Store, batch: Batch) -> int:
    """Put what was read into the store; returns how many documents were new or changed."""
    fresh = 0
    for digest, document in batch.documents.items():
        if document.fresh:
            store.put(digest, document.name, document.extractions)
            fresh += 1
        for item in document.inputs:
            store.sources[_source(store, item, digest)] = digest
    return fresh


def _finish(store: Store, batch: Batch) -> KnowledgeGraph:
    """Commit, and write the outputs of what the store holds now."""
    began = time.perf_counter()
    _rename(store)
    store.commit()
    kg = store.graph()
    kg.faults, kg.stages = batch.faults, batch.seconds
    kg.stages["store"] = time.perf_counter() - began
    write_outputs(kg, store.folder)
    return kg


def _rename(store: Store) -> None:
    """Read again what is now called otherwise, because the source that named it has gone while another one holds its text."""
    from graph.scale.local import extract_one

    names: dict[str, tuple[str, str]] = {}
    for source, digest in store.sources.items():
        named = (_name(source), source)
        names[digest] = min(names.get(digest, named), named)
    for digest, (name, source) in names.items():
        if store.documents[digest] == name:
            continue
        try:
            document = decode(name, store.path(source).read_bytes()[: LIMIT + 1])
        except (OSError, InputError):
            continue  # the text is out of reach: it keeps the name under which it was read
        if document.digest == digest:
            store.put(digest, name, extract_one(document).extractions)


def _matches(store: Store, path: str) -> set[str]:
    """The sources that `path` stands for."""
    if path != STDIN:
        wanted = Path(os.path.abspath(path))
        places = {s: Path(os.path.abspath(store.path(s))) for s in store.sources if not s.startswith(STDIN)}
        if below := {s for s, place in places.items() if place == wanted or wanted in place.parents}:
            return below
    digests = {path, *(d for d, name in store.documents.items() if name == path)}
    if path == STDIN or os.path.exists(path):
        inputs, _ = find_inputs([path])
        digests |= set(read(inputs, known=lambda digest, name: True).documents)
    return {s for s, d in store.sources.items() if d in digests}


def _source(store: Store, item: Input, digest: str) -> str:
    return STDIN + digest if item.path is None else store.source(item.path)


def _name(source: str) -> str:
    return "stdin" if source.startswith(STDIN) else clean_name(os.path.basename(source))


def _timed(kg: KnowledgeGraph, stage: str, work: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = work()
    kg.stages[stage] = time.perf_counter() - began
    return result
