"""Build: paths in, knowledge graph out.

The result depends on the texts alone: inputs are sorted, every document is read by itself, and merging is a union.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from graph.errors import InputError, RegisterError, UsageError
from graph.knowledge import KnowledgeGraph
from graph.model import Document, Extraction, Source, printed
from graph.prepared import Prepared
from graph.review.obey import reviewed
from graph.review.register import Register
from graph.scale import Engine, Outcome
from graph.scale import engine as engine_named
from graph.sources import documents as documents_in
from graph.sources.formats import named_format
from graph.sources.paths import Input, fault, find_inputs, read_bytes
from graph.sources.types import Fault, Options, Raw
from graph.stages import Stages
from graph.world.seeds import seeds_dir

T = TypeVar("T")

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all)."""

_WORTH_A_WORKER = 100_000
"""Bytes of text that take about four times as long to read as a worker process takes to start."""


@dataclass(slots=True)
class ReadDocument:
    """One distinct text: all inputs that hold it, and what it gave."""

    digest: str
    inputs: list[Input]
    text: str = ""
    """Where it was taken out of its file; for the offsets of evidence are offsets in it."""
    extractions: list[Extraction] = field(default_factory=list)
    prepared: Prepared | None = None
    """Instead of extractions, where they go into a store."""
    fresh: bool = False
    """Was it read in this run?  Not where the caller knew it."""

    @property
    def sources(self) -> list[Source]:
        """Where it was printed; the first names it."""
        return sorted({i.printed for i in self.inputs})


@dataclass(slots=True)
class Batch:
    """What reading a number of inputs gave."""

    documents: dict[str, ReadDocument] = field(default_factory=dict)
    """Digest → document; two files with the same text are one document."""
    faults: list[dict[str, Any]] = field(default_factory=list)
    """Inputs that gave nothing: `file` and `reason`."""
    stages: Stages = field(default_factory=Stages)
    parts: dict[Path, set[Path]] = field(default_factory=dict)
    """File with many texts → the parts that were found in it."""
    workers: int = 1
    """Processes that the work is worth, or that were asked for."""

    def graph(self, register: Register) -> KnowledgeGraph:
        kg = reviewed((e for d in self.documents.values() for e in printed(d.extractions, d.sources)), register)
        kg.faults, kg.stages = self.faults, self.stages
        return kg


def build(
    *paths: str | os.PathLike[str],
    workers: int | None = None,
    engine: str = "local",
    register: str | os.PathLike[str] | None = None,
    progress: Progress | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
) -> KnowledgeGraph:
    """Build the knowledge graph of some texts.

    Parameters
    ----------
    paths
        files, folders (every file of a known format below them) or "-" for standard input; none: the bundled corpus.
    workers
        number of processes; by default one a core, fewer where there is little to read.  The result is the same.
    engine
        "local", "dask", or "dask tcp://host:8786": see `graph.scale.engine`.
    register
        a table of answers (docs/review.md) that the graph obeys.
    progress
        called with (bytes done, bytes in all) after each document.
    options
        limits, and the columns of tables: ``graph.sources.types.Options``.

    Returns
    -------
    KnowledgeGraph
        `faults` of it names the inputs that could not be read, and why.

    Raises
    ------
    UsageError
        an engine that does not exist, or fewer than one worker.
    RegisterError
        no such register, or a row of it does not hold.

    Examples
    --------
    >>> import graph
    >>> graph.build("seeds/corpus")["三亚市总工会"].type
    'Union'
    """
    answers = Register() if register is None else Register.read(existing_register(register))
    inputs, faults = find_inputs(paths or bundled())
    batch = read(inputs, workers=workers, engine=engine, progress=progress, options=options)
    batch.faults = sorted_faults([*faults, *batch.faults])
    return batch.graph(answers)


def existing_register(path: str | os.PathLike[str]) -> Path:
    """The path of a register that somebody named.

    Raises
    ------
    RegisterError
        there is no such file.
    """
    if not os.path.isfile(path):
        raise RegisterError(f"{os.fspath(path)}: no such register; `unionkg review` writes one")
    return Path(path)


def bundled() -> list[Path]:
    """Paths of the bundled corpus."""
    return [seeds_dir() / "corpus"]


def read(
    inputs: list[Input],
    *,
    known: Callable[[str], bool] = lambda digest: False,
    workers: int | None = None,
    engine: str | Engine = "local",
    progress: Progress | None = None,
    options: Options = Options(),  # noqa: B008 - it is frozen
    keep: Callable[[ReadDocument], None] | None = None,
) -> Batch:
    """Read inputs, each distinct text once; an input that fails becomes a fault and the rest goes on.

    Parameters
    ----------
    inputs
        sorted, as `find_inputs` gives them: of equal texts the first one names the document.
    known
        tells by its digest what need not be read again; such a document comes back without extractions.
    options
        limits, and the columns of tables.
    keep
        takes each document as soon as it is read; it then comes back without extractions, so that memory does not grow
        with the number of documents.
    """
    if workers is not None and workers < 1:
        raise UsageError(f"--workers {workers}: needs at least 1")
    batch = Batch(workers=workers or _crew(inputs))
    broken: set[Path] = set()
    sizes: dict[str, int] = {}
    meter = _Meter(sum(i.size for i in inputs), progress)

    def documents() -> Iterator[Document]:
        for item in inputs:
            size = item.size
            batch.stages.add("decode", 0.0, 0, size)
            for part, document in _timed(_parts(item, options), batch.stages):
                if part.path and item.path and part is not item:
                    batch.parts.setdefault(item.path, set()).add(part.path)
                if isinstance(document, Fault):
                    batch.faults.append(fault(part.shown, document.reason))
                    if part is item and item.path:
                        broken.add(item.path)
                    continue
                part.printed = document.source
                if document.digest in batch.documents:
                    batch.documents[document.digest].inputs.append(part)
                else:
                    batch.documents[document.digest] = ReadDocument(document.digest, [part], document.text if document.taken else "")
                    if not known(document.digest):
                        sizes[document.digest], size = size, 0  # of a file with many texts, the first stands for all
                        yield document
            meter.add(size)

    meter.add(0)
    for outcome in _outcomes(engine, documents(), batch.workers, keep is not None):
        digest = outcome.document.digest
        if outcome.fault:
            batch.faults += [fault(i.shown, outcome.fault) for i in batch.documents.pop(digest).inputs]
        else:
            document = batch.documents[digest]
            document.extractions, document.prepared, document.fresh = outcome.extractions, outcome.prepared, True
            if keep is not None:
                keep(document)
                document.extractions, document.prepared, document.text = [], None, ""
        batch.stages.join(outcome.stages)
        meter.add(sizes[digest])
    batch.parts = {path: parts for path, parts in batch.parts.items() if path not in broken}
    batch.documents = {d: batch.documents[d] for d in sorted(batch.documents)}
    batch.faults = sorted_faults(batch.faults)
    return batch


def _outcomes(engine: str | Engine, documents: Iterable[Document], workers: int, prepared: bool) -> Iterator[Outcome]:
    with nullcontext(engine) if isinstance(engine, Engine) else engine_named(engine, prepared) as runs:
        yield from runs.extract_all(documents, workers)


def sorted_faults(faults: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(faults, key=lambda f: (f["file"], f["reason"]))


def _parts(item: Input, options: Options) -> Iterator[tuple[Input, Document | Fault]]:
    """The texts of one input, each with the part of the input that holds it."""
    try:
        raw = Raw(item.name, read_bytes(item, options.limits.size))
    except InputError as e:
        yield item, Fault(item.name, str(e).removeprefix(item.name + ": "))
        return
    for document in documents_in(raw, options):
        inner = document.name.removeprefix(item.name)
        if inner and item.path:
            yield Input(document.name, Path(f"{item.path}{inner}"), item.shown + inner), document
        else:
            yield item, document


class _Meter:
    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress
        self._lock = threading.Lock()  # engines draw documents in threads of their own

    def add(self, size: int) -> None:
        with self._lock:
            self._done += size
            if self._progress is not None:
                self._progress(self._done, self._total)


def _crew(inputs: list[Input]) -> int:
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        cores = os.cpu_count() or 1
    single = all(f is None or not f.container for f in (named_format(i.name) for i in inputs))
    return max(1, min(cores, len(inputs) if single else cores, sum(i.size for i in inputs) // _WORTH_A_WORKER))


def _timed(parts: Iterator[T], stages: Stages) -> Iterator[T]:
    """The same parts, and the time that each takes to come counted as decoding."""
    while True:
        began = time.perf_counter()
        part = next(parts, None)
        stages.add("decode", time.perf_counter() - began, part is not None)
        if part is None:
            return
        yield part
