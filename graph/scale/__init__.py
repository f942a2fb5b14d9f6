"""Engines: ways to run the pipeline over many documents, and to merge what they gave, on one machine or on many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from graph.errors import UsageError
from graph.model import Document, Extraction
from graph.prepared import Prepared
from graph.stages import Stages
from graph.streamed import Merge, merge_here

ENGINES = ("local", "dask")


@dataclass(slots=True)
class Outcome:
    """What became of one document: its extractions, or the reason why there are none."""

    document: Document
    extractions: list[Extraction] = field(default_factory=list)
    stages: Stages = field(default_factory=Stages)
    fault: str = ""
    prepared: Prepared | None = None
    """Instead of extractions, where a store takes them."""


@dataclass(frozen=True, slots=True)
class Engine:
    """Something that does the work of a build; whatever it is, the result is the same."""

    extract_all: Callable[[Iterable[Document], int], Iterator[Outcome]]
    """(documents, number of workers) → one outcome for each document, in any order."""
    merge: Merge


@contextmanager
def engine(name: str, prepared: bool = False) -> Iterator[Engine]:
    """The engine of this name, for as long as the context lasts.

    Parameters
    ----------
    name
        "local": processes of this machine; "dask": a dask cluster of processes on this machine, made for the occasion;
        "dask tcp://host:8786": the cluster of that scheduler.
    prepared
        documents shall come ready for a store: work that whoever collects is spared.

    Raises
    ------
    UsageError
        there is no such engine, it is not installed, or its scheduler cannot be reached.
    """
    kind, _, scheduler = name.partition(" ")
    if kind not in ENGINES:
        raise UsageError(f"no engine {kind!r}; choose one of {', '.join(ENGINES)}")
    if kind == "local":
        if scheduler:
            raise UsageError("--scheduler belongs to --engine dask")
        from graph.scale.local import extract_all, prepare_all

        yield Engine(prepare_all if prepared else extract_all, merge_here)
        return
    try:
        from graph.scale.dask import Cluster
    except ModuleNotFoundError as e:
        raise UsageError(f"--engine dask needs {e.name}, which is not installed: pip install 'unionkg[dask]'") from e
    with Cluster(scheduler, prepared) as cluster:
        yield Engine(cluster.extract_all, cluster.merge)
