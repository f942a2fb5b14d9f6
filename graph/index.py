"""An index of graph.ttl on disk, so that a question on the command line does not wait for the whole graph to be read.

    DIR/store/index-SIZE-TIME     of the graph.ttl of that size and time of change

It is made when a large graph is asked first, and again when it is asked after a change.  It is only ever a copy: where it cannot be
made (nobody may write there, the disk is full, somebody is changing the graph) the graph is loaded as if there were none.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

from graph.knowledge import KnowledgeGraph
from graph.outputs import PROMPT, TURTLE, turtle_is_current
from graph.splice import stamp
from graph.store import Store

if TYPE_CHECKING:
    import pyoxigraph


def asked(store: Store) -> KnowledgeGraph | pyoxigraph.Store:
    """What answers questions about a stored graph soonest: a small one itself, of a large one its index."""
    found = _index(store) if store.count()[1] > PROMPT and turtle_is_current(store) else None
    return store.graph() if found is None else found


def _index(store: Store) -> pyoxigraph.Store | None:
    import pyoxigraph

    turtle = store.folder / TURTLE
    state = stamp(turtle)
    place = store.root / "index-{}-{}".format(*state)
    try:
        if not place.is_dir():
            for stale in store.root.glob(".index-*"):  # of a process that was killed; one that is at work does without
                shutil.rmtree(stale, ignore_errors=True)
            new = store.root / f".index-{os.getpid()}"
            try:
                made = pyoxigraph.Store(str(new))
                made.bulk_load(path=str(turtle), format=pyoxigraph.RdfFormat.TURTLE)
                made.flush()
                del made  # closes it
                if stamp(turtle) != state:
                    return None
                for stale in store.root.glob("index-*"):
                    shutil.rmtree(stale, ignore_errors=True)
                new.rename(place)
            finally:
                shutil.rmtree(new, ignore_errors=True)
        return pyoxigraph.Store.read_only(str(place))
    except (OSError, RuntimeError):
        return None
