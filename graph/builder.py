"""Build: paths in, knowledge graph out.

The result depends on the texts alone: inputs are sorted, every document is read by itself, and merging is a union.
"""

from __future__ import annotations

import io
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graph.errors import InputError, UsageError
from graph.knowledge import KnowledgeGraph
from graph.model import Document, Extraction
from graph.read.decode import LIMIT, decode
from graph.scale import Engine, Outcome
from graph.scale import engine as engine_named
from graph.world.seeds import seeds_dir

Progress = Callable[[int, int], None]
"""Called with (bytes done, bytes in all)."""

_WORTH_A_WORKER = 100_000
"""Bytes of text that take about four times as long to read as a worker process takes to start."""


@dataclass(slots=True)
class Input:
    """One file to read: `name` is what its articles will carry, `path` where it lies (None: standard input)."""

    name: str
    path: Path | None
    shown: str
    """As the user wrote it, for messages."""
    size: int = 0


@dataclass(slots=True)
class ReadDocument:
    """One distinct text: all inputs that hold it, and what it gave."""

    name: str
    digest: str
    inputs: list[Input]
    extractions: list[Extraction] = field(default_factory=list)
    fresh: bool = False
    """Was it read in this run?  Not where the caller knew it."""


@dataclass(slots=True)
class Batch:
    """What reading a number of inputs gave."""

    documents: dict[str, ReadDocument] = field(default_factory=dict)
    """Digest → document; two files with the same text are one document."""
    faults: list[dict[str, Any]] = field(default_factory=list)
    """Inputs that gave nothing: `file` and `reason`."""
    seconds: dict[str, float] = field(default_factory=dict)

    def graph(self) -> KnowledgeGraph:
        kg = KnowledgeGraph.of(e for d in self.documents.values() for e in d.extractions)
        kg.faults, kg.stages = self.faults, self.seconds
        return kg


def build(
    *paths: str | os.PathLike[str], workers: int | None = None, engine: str = "local", progress: Progress | None = None
) -> KnowledgeGraph:
    """Build the knowledge graph of some texts.

    Parameters
    ----------
    paths
        files, folders (every .txt below them) or "-" for standard input; none: the bundled corpus.
    workers
        number of processes; by default one a core, fewer where there is little to read.  The result is the same.
    engine
        "local", "dask", or "dask tcp://host:8786": see `graph.scale.engine`.
    progress
        called with (bytes done, bytes in all) after each document.

    Returns
    -------
    KnowledgeGraph
        `faults` of it names the inputs that could not be read, and why.

    Raises
    ------
    UsageError
        an engine that does not exist, or fewer than one worker.

    Examples
    --------
    >>> import graph
    >>> graph.build("seeds/corpus")["三亚市总工会"].type
    'Union'
    """
    inputs, faults = find_inputs(paths or bundled())
    batch = read(inputs, workers=workers, engine=engine, progress=progress)
    batch.faults = sorted_faults([*faults, *batch.faults])
    return batch.graph()


def bundled() -> list[Path]:
    """Paths of the bundled corpus."""
    return [seeds_dir() / "corpus"]


def find_inputs(paths: Iterable[str | os.PathLike[str]]) -> tuple[list[Input], list[dict[str, Any]]]:
    """The files that `paths` stand for, and a fault for each path that stands for none.

    A file named twice is read once.  The order of the result does not depend on that of `paths`.
    """
    inputs: dict[str, Input] = {}
    faults = []
    for path in (os.fspath(p) for p in paths):
        if path == "-":
            inputs["-"] = Input("stdin", None, "stdin")
            continue
        files = list(_texts(path)) if os.path.isdir(path) else [path]
        if not files:
            faults.append(fault(path, "folder without a .txt file; name the files themselves"))
        for file in files:
            try:
                size = os.stat(file).st_size
            except FileNotFoundError:
                faults.append(fault(file, "no such file or folder; check the path"))
            except (OSError, ValueError) as e:
                faults.append(fault(file, f"cannot be read ({getattr(e, 'strerror', None) or e}); check its rights"))
            else:
                inputs[os.path.abspath(file)] = Input(clean_name(os.path.basename(file)), Path(file), file, size)
    return [i for _, i in sorted(inputs.items(), key=lambda item: (item[1].name, item[0]))], faults


def read(
    inputs: list[Input],
    *,
    known: Callable[[str, str], bool] = lambda digest, name: False,
    workers: int | None = None,
    engine: str | Engine = "local",
    progress: Progress | None = None,
) -> Batch:
    """Read inputs, each distinct text once; an input that fails becomes a fault and the rest goes on.

    Parameters
    ----------
    inputs
        sorted, as `find_inputs` gives them: of equal texts the first one names the document.
    known
        tells by (digest, name) what need not be read again; such a document comes back without extractions.
    """
    if workers is not None and workers < 1:
        raise UsageError(f"--workers {workers}: needs at least 1")
    batch = Batch()
    sizes: dict[str, int] = {}
    meter = _Meter(sum(i.size for i in inputs), progress)

    def documents() -> Iterator[Document]:
        for item in inputs:
            began = time.perf_counter()
            try:
                document = decode(item.name, _bytes(item))
            except InputError as e:
                batch.faults.append(fault(item.shown, str(e).removeprefix(item.name + ": ")))
                meter.add(item.size)
                continue
            finally:
                _count(batch.seconds, {"decode": time.perf_counter() - began})
            if document.digest in batch.documents:
                batch.documents[document.digest].inputs.append(item)
            else:
                batch.documents[document.digest] = ReadDocument(item.name, document.digest, [item])
                if not known(document.digest, item.name):
                    sizes[document.digest] = item.size
                    yield document
                    continue
            meter.add(item.size)

    meter.add(0)
    for outcome in _outcomes(engine, documents(), workers or _crew(inputs)):
        digest = outcome.document.digest
        if outcome.fault:
            batch.faults += [fault(i.shown, outcome.fault) for i in batch.documents.pop(digest).inputs]
        else:
            batch.documents[digest].extractions, batch.documents[digest].fresh = outcome.extractions, True
        _count(batch.seconds, outcome.seconds)
        meter.add(sizes[digest])
    batch.documents = {d: batch.documents[d] for d in sorted(batch.documents)}
    batch.faults = sorted_faults(batch.faults)
    return batch


def _outcomes(engine: str | Engine, documents: Iterable[Document], workers: int) -> Iterator[Outcome]:
    with nullcontext(engine) if isinstance(engine, Engine) else engine_named(engine) as runs:
        yield from runs.extract_all(documents, workers)


def fault(file: str, reason: str) -> dict[str, Any]:
    """One input that gave nothing, and why."""
    return {"file": clean_name(file), "reason": reason}


def clean_name(name: str) -> str:
    """A file name as every format can hold it: no undecodable bytes, no control characters.

    >>> clean_name("a\\n.txt")
    'a�.txt'
    """
    text = os.fsencode(name).decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def sorted_faults(faults: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(faults, key=lambda f: (f["file"], f["reason"]))


class _Meter:
    def __init__(self, total: int, progress: Progress | None) -> None:
        self._done, self._total, self._progress = 0, total, progress
        self._lock = threading.Lock()  # engines draw documents in threads of their own

    def add(self, size: int) -> None:
        with self._lock:
            self._done += size
            if self._progress is not None:
                self._progress(self._done, self._total)


def _texts(folder: str) -> Iterator[str]:
    for root, _, files in os.walk(folder):
        yield from (os.path.join(root, f) for f in files if f.lower().endswith(".txt"))


def _bytes(item: Input) -> bytes:
    """The bytes of one input, one more than allowed at most, so that an endless one ends."""
    if item.path is None:
        stream = getattr(sys.stdin, "buffer", None) or io.BytesIO(sys.stdin.read().encode())
        data = stream.read(LIMIT + 1)
        item.size = len(data)
        return bytes(data)
    try:
        with item.path.open("rb") as handle:
            return handle.read(LIMIT + 1)
    except OSError as e:
        raise InputError(f"{item.name}: cannot be read ({e.strerror}); check its rights") from e


def _crew(inputs: list[Input]) -> int:
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on this system
        cores = os.cpu_count() or 1
    return max(1, min(cores, len(inputs), sum(i.size for i in inputs) // _WORTH_A_WORKER))


def _count(total: dict[str, float], more: dict[str, float]) -> None:
    for stage, seconds in more.items():
        total[stage] = total.get(stage, 0.0) + seconds
