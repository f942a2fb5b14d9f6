"""The pipeline over many documents on this machine: in this process, or in several.

Worker processes are plain subprocesses of the same interpreter that exchange pickles over their standard streams.  That
is deliberate: `multiprocessing.Pool` waits for ever when a worker is killed, `ProcessPoolExecutor` gives up all that was
waiting, and both start anew whatever script calls them.  Here each worker has one thread of the parent that knows which
document it holds: if the process dies, the document goes to a fresh one, and if that dies too, it becomes a fault.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator

from graph.errors import SeedError
from graph.model import Document
from graph.scale import Outcome
from graph.scale.alarm import TooSlow, limited
from graph.stages import Stages
from graph.terminal import internal_error, relax_collector

ATTEMPTS = 2
"""How many processes may die over one document before it is given up."""

_SERVE = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from graph.scale.local import serve; serve()"
_READY = "ready"
_PATIENCE = 5.0
"""Seconds to wait for a thread whose worker is dead; it may hang in reading the next document, and ends with the program."""
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def extract_all(documents: Iterable[Document], workers: int) -> Iterator[Outcome]:
    """One outcome for each document, in any order; `workers` = 1 stays in this process.

    Closing the iterator early ends all workers.
    """
    if workers <= 1:
        yield from map(extract_one, documents)
        return
    crew = [_Worker() for _ in range(workers)]
    todo = _Shared(documents)
    done: queue.SimpleQueue[Outcome | BaseException | None] = queue.SimpleQueue()
    threads = [threading.Thread(target=_drive, args=(w, todo, done), daemon=True) for w in crew]
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


def serve() -> None:
    """Body of a worker process: documents come in on stdin, outcomes go out on stdout, until stdin ends."""
    relax_collector()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us
    pickle.dump(_READY, answers)
    answers.flush()
    while True:
        try:
            document = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        answer: Outcome | SeedError
        try:
            answer = extract_one(document)
        except SeedError as e:
            answer = e
        try:
            pickle.dump(answer, answers)
            answers.flush()
        except BrokenPipeError:  # the parent has gone
            return


class _Died(Exception):
    """The worker process has ended without an answer."""


class _CannotStart(Exception):
    """No worker process can be had on this system."""


class _Worker:
    """One worker process, started when it is first asked."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def ask(self, document: Document) -> Outcome:
        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        try:
            pickle.dump(document, process.stdin)
            process.stdin.flush()
            answer = pickle.load(process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as e:
            self._end()
            raise _Died(_exit(process.returncode)) from e
        if isinstance(answer, SeedError):
            raise answer
        assert isinstance(answer, Outcome)
        return answer

    def kill(self) -> None:
        """End the process now, from whichever thread."""
        self._closed = True
        self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise _Died("interrupted")
        environment = {**os.environ, **dict.fromkeys(_THREADS, "1")}
        command = [sys.executable, "-c", _SERVE, json.dumps(sys.path)]
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        except OSError as e:
            raise _CannotStart from e
        self._process = process
        assert process.stdout is not None
        try:
            ready = pickle.load(process.stdout) == _READY
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            ready = False
        if self._closed:  # between the first question and now
            self._end()
            raise _Died("interrupted")
        if not ready:
            self._end()
            raise _CannotStart
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            try:
                if stream is not None:
                    stream.close()
            except OSError:  # what was still to be written has no reader any more
                pass


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


def _drive(worker: _Worker, todo: _Shared, done: queue.SimpleQueue[Outcome | BaseException | None]) -> None:
    """Thread body: feed one worker until nothing is left to do."""
    try:
        for document in todo:
            done.put(_persist(worker, document))
        done.put(None)
    except BaseException as e:  # e.g. an error in the iterator of documents: the parent raises it
        done.put(e)
    finally:
        worker.kill()


def _persist(worker: _Worker, document: Document) -> Outcome:
    how = ""
    for _ in range(ATTEMPTS):
        try:
            return worker.ask(document)
        except _Died as e:
            how = str(e)
        except _CannotStart:
            return extract_one(document)
    return Outcome(document, fault=f"{ATTEMPTS} processes that read it {how}; split the file, or give the machine more memory")


def _exit(status: int | None) -> str:
    if status is not None and status < 0:
        return f"were killed (signal {-status})"
    return f"ended (status {status})"
