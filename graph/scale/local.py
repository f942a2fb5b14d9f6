"""The pipeline over many documents on this machine: in this process, or in several.

Each worker has one thread of the parent that knows which document it holds: if the process dies, the document goes to a fresh
one, and if that dies too, it becomes a fault.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator

from graph.errors import SeedError
from graph.model import Document
from graph.prepared import prepare
from graph.scale import Outcome
from graph.scale.alarm import TooSlow, limited
from graph.scale.worker import ATTEMPTS, CannotStart, Died, Worker
from graph.stages import Stages
from graph.terminal import internal_error

Read = Callable[[Document], Outcome]

_PATIENCE = 5.0
"""Seconds to wait for a thread whose worker is dead; it may hang in reading the next document, and ends with the program."""


def extract_all(documents: Iterable[Document], workers: int, read: Read | None = None) -> Iterator[Outcome]:
    """One outcome for each document, in any order; `workers` = 1 stays in this process.

    Closing the iterator early ends all workers.
    """
    read = read or extract_one
    if workers <= 1:
        yield from map(read, documents)
        return
    crew = [Worker() for _ in range(workers)]
    todo = _Shared(documents)
    done: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
    threads = [threading.Thread(target=_drive, args=(w, read, todo, done), daemon=True) for w in crew]
    for thread in threads:
        thread.start()
    try:
        running = workers
        while running:
            result = done.get()
            if isinstance(result, BaseException):
                raise result
            if result is None:
                running -= 1
            else:
                yield result
    finally:
        todo.close()
        for worker in crew:
            worker.kill()
        for thread in threads:
            thread.join(_PATIENCE)


def prepare_all(documents: Iterable[Document], workers: int) -> Iterator[Outcome]:
    """The same, ready for a store."""
    return extract_all(documents, workers, prepare_one)


def prepare_one(document: Document) -> Outcome:
    """Run the pipeline over one document and make ready what it gave."""
    outcome = extract_one(document)
    if not outcome.fault:
        outcome.prepared, outcome.extractions = prepare(outcome.extractions), []
    return outcome


def extract_one(document: Document) -> Outcome:
    """Run the pipeline over one document; what goes wrong over it becomes the outcome's fault.

    Raises
    ------
    SeedError
        the tables of seeds/ do not hold: no document could be read.
    """
    from graph.pipeline import extract

    stages = Stages()
    try:
        with limited(document.seconds):
            return Outcome(document, extract(document, stages), stages)
    except SeedError:
        raise
    except TooSlow:
        return Outcome(document, [], stages, f"takes more than {document.seconds} seconds to read; split it or raise --limit seconds=N")
    except MemoryError:
        return Outcome(document, [], stages, "takes more memory to read than there is; split it or use fewer --workers")
    except Exception as e:  # a bug over one document must not cost the others
        return Outcome(document, [], stages, internal_error(e) + " together with the file")


class _Shared:
    """An iterator that several threads may draw from."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = iter(documents)
        self._lock = threading.Lock()
        self._closed = False

    def __iter__(self) -> _Shared:
        return self

    def __next__(self) -> Document:
        with self._lock:
            if self._closed:
                raise StopIteration
            return next(self._documents)

    def close(self) -> None:
        self._closed = True


def _drive(worker: Worker, read: Read, todo: _Shared, done: queue.SimpleQueue[Outcome | BaseException | None]) -> None:
    """Thread body: feed one worker until nothing is left to do."""
    try:
        for document in todo:
            done.put(_persist(worker, read, document))
        done.put(None)
    except BaseException as e:  # e.g. an error in the iterator of documents: the parent raises it
        done.put(e)
    finally:
        worker.kill()


def _persist(worker: Worker, read: Read, document: Document) -> Outcome:
    how = ""
    for _ in range(ATTEMPTS):
        try:
            answer = worker.ask(read, document)
        except Died as e:
            how = str(e)
        except CannotStart:
            return read(document)
        else:
            assert isinstance(answer, Outcome)
            return answer
    return Outcome(document, fault=f"{ATTEMPTS} processes that read it {how}; split the file, or give the machine more memory")
