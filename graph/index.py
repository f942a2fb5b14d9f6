"""Questions about a large stored graph go to graph.ttl by way of an index on disk, and wait for no graph to be read and merged.

    DIR/store/index-SIZE-TIME     of the graph.ttl of that size and time of change

It is made when a large graph is asked first, and again when it is asked after a change.  It is only ever a copy: where it cannot be
made (nobody may write there, the disk is full) graph.ttl is read into memory, and where that is not what the store says (somebody is
changing the graph) the store is asked itself.

The file is loaded in parts: what pyoxigraph needs to load a file at once grows with the file.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from graph.knowledge import KnowledgeGraph
from graph.outputs import PROMPT, TURTLE, turtle_is_current
from graph.splice import Stamp, stamp
from graph.store import STORE, Store

if TYPE_CHECKING:
    import pyoxigraph

_PART = 1 << 23
"""Bytes of graph.ttl that are loaded together."""


def load(folder: str | Path = "out") -> KnowledgeGraph:
    """The graph that `unionkg build` wrote into `folder`.

    Raises
    ------
    StoreError
        the folder holds no graph, or a damaged one.
    """
    store = Store.open(folder)
    state = _asked_of(store)
    kg = store.graph()
    if state and state == _asked_of(store):  # nobody has changed it while it was read
        kg.indexed = partial(_opened, store.folder.absolute(), state)
    return kg


def asked(store: Store) -> KnowledgeGraph | pyoxigraph.Store:
    """What answers questions about a stored graph soonest: a small one itself, of a large one its index."""
    state = _asked_of(store)
    return (state and _opened(store.folder, state)) or store.graph()


def _asked_of(store: Store) -> Stamp:
    """The graph.ttl that may be asked instead of the store; empty where none may."""
    return stamp(store.folder / TURTLE) if store.count()[1] > PROMPT and turtle_is_current(store) else []


def _opened(folder: Path, state: Stamp) -> pyoxigraph.Store | None:
    """The index of the graph.ttl with this stamp, on disk or else in memory; None where there is no such file any more."""
    import pyoxigraph

    turtle, root = folder / TURTLE, folder / STORE
    place = root / "index-{}-{}".format(*state)
    try:
        if not place.is_dir():
            if stamp(turtle) != state:
                return None
            for stale in root.glob(".index-*"):  # of a process that was killed; one that is at work does without
                shutil.rmtree(stale, ignore_errors=True)
            new = root / f".index-{os.getpid()}"
            try:
                on_disk(turtle, new)
                if stamp(turtle) != state:
                    return None
                for stale in root.glob("index-*"):
                    shutil.rmtree(stale, ignore_errors=True)
                new.rename(place)
            finally:
                shutil.rmtree(new, ignore_errors=True)
        return pyoxigraph.Store.read_only(str(place))
    except (OSError, RuntimeError):
        return in_memory(turtle) if stamp(turtle) == state else None


def on_disk(turtle: Path, index: Path) -> None:
    """Make the index of a Turtle file as `graph.export` writes it, in a folder that is not there yet."""
    import pyoxigraph

    store = pyoxigraph.Store(str(index))
    for part in parts(turtle):
        store.bulk_load(part, format=pyoxigraph.RdfFormat.TURTLE)
    store.flush()


def in_memory(turtle: Path) -> pyoxigraph.Store:
    """An index of a Turtle file as `graph.export` writes it, in memory."""
    import pyoxigraph

    store = pyoxigraph.Store()
    for part in parts(turtle):
        store.load(part, format=pyoxigraph.RdfFormat.TURTLE)
    return store


def parts(turtle: Path, size: int = _PART) -> Iterator[bytes]:
    """A Turtle file as `graph.export` writes it, as several of about `size` bytes each, which together say the same."""
    with turtle.open("rb") as file:
        prefixes = b""
        while (line := file.readline()).startswith(b"@prefix"):
            prefixes += line
        rest = line
        while some := file.read(size):
            rest += some
            if (cut := rest.rfind(b"\n<") + 1) > 0:  # there a block begins: strings have no line breaks
                yield prefixes + rest[:cut]
                rest = rest[cut:]
        yield prefixes + rest
