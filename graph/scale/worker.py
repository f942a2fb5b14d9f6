"""A worker: another process of this interpreter that calls functions for us, and may be killed at any time.

Functions, arguments and results travel as pickles over its standard streams.  That is deliberate: `multiprocessing.Pool` waits for
ever when a worker is killed, `ProcessPoolExecutor` gives up all that was waiting, and both start anew whatever script calls them.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from graph.errors import UnionkgError
from graph.terminal import internal_error, relax_collector

ATTEMPTS = 2
"""How many processes may die over one call before it is given up."""

_SERVE = "import sys, json; sys.path[:] = json.loads(sys.argv[1]); from graph.scale.worker import serve; serve()"
_READY = "ready"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


class Died(Exception):
    """The worker process has ended without an answer; says how."""


class CannotStart(Exception):
    """No worker process can be had on this system."""


def serve() -> None:
    """Body of a worker process: calls come in on stdin, answers go out on stdout, until stdin ends."""
    relax_collector()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends us
    pickle.dump(_READY, answers)
    answers.flush()
    while True:
        try:
            function, arguments = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        failure: Exception | None = None
        result: Any = None
        try:
            result = function(*arguments)
        except (UnionkgError, MemoryError) as e:
            failure = e
        except Exception as e:  # a bug: its place is known only here
            failure = RuntimeError(internal_error(e))
        try:
            pickle.dump((failure, result), answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()
        except BrokenPipeError:  # the parent has gone
            return


class Worker:
    """One worker process, started when it is first asked, and again when it has died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def ask(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """What a function of ours gives there.

        Raises
        ------
        Died
            the process has ended over it.
        CannotStart
            there is no process to ask.
        Exception
            what the function has raised.
        """
        process = self._process or self._start()
        assert process.stdin is not None and process.stdout is not None
        try:
            pickle.dump((function, arguments), process.stdin, pickle.HIGHEST_PROTOCOL)
            process.stdin.flush()
            failure, result = pickle.load(process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as e:
            self._end()
            raise Died(_exit(process.returncode)) from e
        if failure is not None:
            raise failure
        return result

    def rest(self) -> None:
        """End the process until somebody asks again."""
        self._end()

    def kill(self) -> None:
        """End the process now, from whichever thread."""
        self._closed = True
        self._end()

    def _start(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise Died("interrupted")
        environment = {**os.environ, **dict.fromkeys(_THREADS, "1")}
        command = [sys.executable, "-c", _SERVE, json.dumps(sys.path)]
        try:
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)
        except OSError as e:
            raise CannotStart from e
        self._process = process
        assert process.stdout is not None
        try:
            ready = pickle.load(process.stdout) == _READY
        except (OSError, EOFError, ValueError, pickle.UnpicklingError):
            ready = False
        if self._closed:  # between the first question and now
            self._end()
            raise Died("interrupted")
        if not ready:
            self._end()
            raise CannotStart
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


def _exit(status: int | None) -> str:
    if status is not None and status < 0:
        return f"were killed (signal {-status})"
    return f"ended (status {status})"
