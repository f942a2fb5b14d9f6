"""An output folder and what brings it up to date: build, add, remove.

Law: whatever was added and removed, and in which order, graph.ttl is that of a fresh build of what is in now.  What is read is put
into the store at once and lasts from then on; the outputs follow when all is read.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict, Unpack

from graph import __version__
from graph.builder import Batch, Progress, ReadDocument, bundled, existing_register, read, sorted_faults
from graph.errors import StoreError
from graph.knowledge import KnowledgeGraph
from graph.model import Answer, Extraction, printed
from graph.outputs import PROMPT, update_turtle, update_views, views_behind
from graph.prepared import Prepared
from graph.scale import engine as engine_named
from graph.scale.abreast import Abreast
from graph.scale.journal import resuming
from graph.sources.paths import Input, fault, find_inputs
from graph.sources.types import Options
from graph.stages import Stages
from graph.store import STDIN, Store
from graph.streamed import Merge, merge_here


class How(TypedDict, total=False):
    """How documents are read, in `rebuild` and `add` alike."""

    workers: int | None
    """Processes; by default one a core."""
    engine: str
    """Where they run: "local", or "dask" and the address of a scheduler."""
    progress: Progress | None
    """Called as reading goes on."""
    options: Options
    """Limits, and columns of tables."""


@dataclass(slots=True)
class Update:
    """What bringing a folder up to date did."""

    folder: Path
    done: bool = False
    """Did anything change hands?  Where not, the folder is as it was."""
    read: int = 0
    """Documents that were read in this run."""
    removed: int = 0
    """Documents that are no longer in the graph."""
    articles: int = 0
    """Articles that the graph holds now."""
    views: bool = True
    """Do the page, GraphML and the report show the graph as it is now?"""
    faults: list[dict[str, Any]] = field(default_factory=list)
    missing_only: bool = False
    """Did every path fail because there is nothing of that name?"""
    stages: Stages = field(default_factory=Stages)

    @property
    def kg(self) -> KnowledgeGraph:
        """The graph as it is now."""
        return Store.open(self.folder).graph()


def rebuild(folder: str | Path, paths: Sequence[str], *, register: str | Path | None = None, **how: Unpack[How]) -> Update:
    """Build the graph of `paths` (none: the bundled corpus) into `folder`, in place of what it holds.

    Where no input can be read the folder stays as it is.

    Parameters
    ----------
    register
        the answers to obey from now on; by default those that the folder obeyed before.
    how
        see `How`.

    Raises
    ------
    StoreError
        the folder cannot be written, or holds a folder `store` that is not ours.
    RegisterError
        no such register, or a row of it does not hold.
    """
    with engine_named(how.get("engine", "local"), prepared=True) as runs, resuming(folder, runs) as runs:
        paths = paths or [str(p) for p in bundled()]
        return _rebuild(folder, paths, register, runs.merge, **{**how, "engine": runs})


def _rebuild(folder: str | Path, paths: Sequence[str], register: str | Path | None, merge: Merge, **how: Any) -> Update:
    store = Store.create(folder)
    _obey(store, register)

    def keep(document: ReadDocument) -> None:
        _put(store, document)

    try:
        batch, missing_only = _read(paths, keep=keep, **how)
        if not batch.documents:
            return Update(store.folder, faults=batch.faults, missing_only=missing_only)
        read = len(batch.documents)
        with store.lock():
            _point(store, batch)
            batch.documents.clear()  # some hundred bytes of each; the outputs need the room
            store.settle()
            store.install()
            update = _finish(store, batch, True, merge)
    finally:
        store.discard()
    update.read = read
    return update


def add(folder: str | Path, paths: Sequence[str], *, register: str | Path | None = None, **how: Unpack[How]) -> Update:
    """Bring the graph in `folder` up to date with `paths`: reads what is new or changed, nothing else.

    A file that was in before under the same path and has changed replaces what it said; one that can no longer be read
    leaves what it said.

    Parameters
    ----------
    register
        the answers to obey from now on; by default those that the folder obeyed before.
    how
        see `How`.

    Raises
    ------
    StoreError
        the folder holds no graph, or one made by another version.
    RegisterError
        no such register, or a row of it does not hold.
    """
    with Store.open(folder).lock():
        store = Store.open(folder)
        if store.version != __version__:
            raise StoreError(f"{folder}: made by unionkg {store.version}, this is {__version__}; build it again with `unionkg build`")
        _obey(store, register)
        documents, _ = store.count()
        new: set[str] = set()

        def known(digest: str) -> bool:
            return store.name(digest) is not None

        def keep(document: ReadDocument) -> None:
            if store.name(document.digest) is None:
                new.add(document.digest)
            _put(store, document, _source(store, document.inputs[0], document.digest))

        batch, missing_only = _read(paths, known=known, keep=keep, **how)
        if not batch.documents:
            return Update(store.folder, faults=batch.faults, missing_only=missing_only)
        _point(store, batch)
        _forget_parts(store, batch)
        update = _finish(store, batch)
    update.read = sum(d.fresh for d in batch.documents.values())
    update.removed = documents + len(new) - store.count()[0]
    return update


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
        _obey(store)
        documents, _ = store.count()
        batch = Batch()
        gone: set[str] = set()
        for path in paths:
            matches = _matches(store, path)
            gone |= matches
            if not matches:
                batch.faults.append(fault(path, f"not in {folder}; name a file or folder that was added, or a document"))
        batch.faults = sorted_faults(batch.faults)
        if not gone:
            return Update(store.folder, faults=batch.faults, missing_only=True)
        store.forget(gone)
        update = _finish(store, batch)
    update.removed = documents - store.count()[0]
    return update


def answer(folder: str | Path, answers: Sequence[Answer]) -> tuple[Path, Update]:
    """Write answers into the register of `folder` and bring its outputs up to date; no text is read again.

    Returns the register's file and what was done.

    Raises
    ------
    StoreError
        the folder holds no graph.
    RegisterError
        the answers contradict each other or older ones.
    """
    with Store.open(folder).lock():
        store = Store.open(folder)
        register = store.answers().extended(answers)
        register.write(store.register_path)
        store.adopt(register)
        return store.register_path, _finish(store, Batch())


def _obey(store: Store, register: str | Path | None = None) -> None:
    """Take the answers of `register` from now on; fails before anything is read if a row does not hold."""
    if register is not None:
        store.register_source = store.source(existing_register(register))
    store.adopt(store.answers())


def _read(paths: Sequence[str], **options: Any) -> tuple[Batch, bool]:
    inputs, faults = find_inputs(paths)
    batch = read(inputs, **options)
    batch.faults = sorted_faults([*faults, *batch.faults])
    return batch, not inputs


def _put(store: Store, document: ReadDocument, source: str | None = None) -> None:
    said: Prepared | list[Extraction] = document.prepared or document.extractions
    if isinstance(said, list) or not said.printed_in(document.sources):  # found in a second place meanwhile
        said = printed(said if isinstance(said, list) else said.extractions, document.sources)
    store.put(document.digest, said, source, document.inputs[0].printed, document.text)


def _point(store: Store, batch: Batch) -> None:
    """Let all inputs hold what was read there."""
    for digest, document in batch.documents.items():
        for item in document.inputs:
            store.point(_source(store, item, digest), digest, item.printed)


def _forget_parts(store: Store, batch: Batch) -> None:
    """Take out the parts of archives and tables that are no longer in them."""
    gone = {
        source
        for path, parts in batch.parts.items()
        for source in store.sources_below(path) - {store.source(p) for p in parts}
    }  # fmt: skip
    if gone:
        store.forget(gone)


def _finish(store: Store, batch: Batch, fresh: bool = False, merge: Merge = merge_here) -> Update:
    """Settle what moved, commit, and bring the outputs up to date with what the store holds now."""
    store.settle()
    store.commit()
    _, articles = store.count()
    stages = batch.stages
    with Abreast(batch.workers if merge is merge_here else 1) as abreast:  # a cluster merges from this process
        update_turtle(store, stages, abreast)
        if fresh or articles <= PROMPT:
            update_views(store, stages, batch.faults, abreast, merge)
    return Update(store.folder, True, articles=articles, views=not views_behind(store), faults=batch.faults, stages=stages)


def _matches(store: Store, path: str) -> set[str]:
    """The sources that `path` stands for."""
    if path != STDIN and (below := store.sources_below(path)):
        return below
    digests = store.digests(path)
    if path == STDIN or os.path.exists(path):
        inputs, _ = find_inputs([path])
        digests |= set(read(inputs, known=lambda digest: True).documents)
    return {s for d in digests for s in store.sources(d)}


def _source(store: Store, item: Input, digest: str) -> str:
    return STDIN + digest if item.path is None else store.source(item.path)
