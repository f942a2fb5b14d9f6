"""Engines: ways to run the pipeline over many documents.  Each is one module with one function `extract_all`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graph.errors import UsageError
from graph.model import Document, Extraction

ENGINES = ("local", "dask")


@dataclass(slots=True)
class Outcome:
    """What became of one document: its extractions, or the reason why there are none."""

    document: Document
    extractions: list[Extraction] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    """Seconds of processor time per stage."""
    fault: str = ""


Engine = Callable[[Iterable[Document], int], Iterator[Outcome]]
"""(documents, number of workers) → one outcome for each document, in any order."""


def engine(name: str) -> Engine:
    """The engine of this name.

    Raises
    ------
    UsageError
        there is none.
    """
    if name == "local":
        from graph.scale.local import extract_all

        return extract_all
    if name == "dask":
        raise UsageError("--engine dask is not there yet (it will come with an extra of its own); use --engine local")
    raise UsageError(f"no engine {name!r}; choose one of {', '.join(ENGINES)}")
