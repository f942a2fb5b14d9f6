"""Work that is done side by side once all is read: calls of functions in worker processes of this machine, or here.

Nothing is lost with a worker that is killed: its call goes to a fresh process.
"""

from __future__ import annotations

import queue
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, TypeVar

from graph.errors import UnionkgError
from graph.scale.worker import ATTEMPTS, CannotStart, Died, Worker

T = TypeVar("T")

_AHEAD = 2
"""Results for each worker that may wait to be taken."""


class Abreast:
    """Calls side by side, to be used in a `with` statement.

    Parameters
    ----------
    workers
        number of processes; they are started when there is something to do.  1: every call is made here and at once.

    Examples
    --------
    >>> with Abreast(1) as abreast:
    ...     list(abreast.map(len, [("三亚",), ("珠海市",)]))
    [2, 3]
    """

    def __init__(self, workers: int) -> None:
        self._crew = [Worker() for _ in range(workers if workers > 1 else 0)]
        self._free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
        for worker in self._crew:
            self._free.put(worker)
        self._threads = ThreadPoolExecutor(max(1, len(self._crew)))

    def __enter__(self) -> Abreast:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Ends all processes, whatever they are doing."""
        for worker in self._crew:
            worker.kill()
        self._threads.shutdown(cancel_futures=True)

    def start(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        """What the function will have given; its process goes with all that it held.

        Parameters
        ----------
        function, arguments
            must be picklable; the function may be called twice, where its first process was killed.
        """
        if self._crew:
            return self._threads.submit(self._asked, False, function, *arguments)
        return self._here(function, *arguments)

    def _here(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        done: Future[T] = Future()
        done.set_result(function(*arguments))
        return done

    def map(self, function: Callable[..., T], calls: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """The results of some calls, in the order of the calls; few of them are held at one time."""
        coming: deque[Future[T]] = deque()
        for arguments in calls:
            if len(coming) > _AHEAD * len(self._crew):
                yield coming.popleft().result()
            some = self._threads.submit(self._asked, True, function, *arguments) if self._crew else self._here(function, *arguments)
            coming.append(some)
        while coming:
            yield coming.popleft().result()

    def _asked(self, keep: bool, function: Callable[..., T], *arguments: Any) -> T:
        worker, how = self._free.get(), ""
        try:
            for _ in range(ATTEMPTS):
                try:
                    answer: T = worker.ask(function, *arguments)
                except Died as e:
                    how = str(e)
                except CannotStart:
                    return function(*arguments)
                else:
                    return answer
        finally:
            if not keep:
                worker.rest()
            self._free.put(worker)
        raise UnionkgError(f"{ATTEMPTS} processes that were to write outputs {how}; use fewer --workers, or give the machine more memory")
