"""The pipeline on a cluster of dask.distributed.

Partitions of documents go out, extractions come back.  Merging is a shuffle on identity: each worker cuts what articles say
into records of single entities, and the records of one entity, whoever read its articles, meet on one worker.  A partition
whose worker dies is given to another; every input travels with its task, so that nothing must be sent again from here.
"""

from __future__ import annotations

import heapq
import logging
import operator
import pickle
import threading
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, as_completed

from graph import __version__
from graph.errors import UsageError
from graph.knowledge import ORDER, Entity, Record, merged, records
from graph.model import Document, Extraction
from graph.prepared import Prepared
from graph.scale import Outcome
from graph.scale.local import Read, extract_one, prepare_one
from graph.spool import Spool
from graph.stages import Stages

PARTITION = 30_000
"""Characters of text that travel together: some seconds of work."""
BLOB = 500
"""Articles whose extractions travel together when they are merged."""

_AHEAD = 2
"""Partitions that wait for each busy thread of the cluster, so that it never stands idle."""
_PATIENCE = 30
"""Seconds until a scheduler must answer and have a worker."""
_ONE_AT_A_TIME = threading.Lock()
"""The recognisers hold the sentence that they work on: the threads of one worker take turns."""


class Cluster:
    """A cluster, ours or that of a scheduler, to be used in a `with` statement.

    Parameters
    ----------
    scheduler
        its address, such as tcp://10.0.0.1:8786; without one, processes on this machine are started when they are needed.
    prepared
        documents shall come ready for a store.
    """

    def __init__(self, scheduler: str, prepared: bool = False) -> None:
        self._scheduler = scheduler
        self._read: Read = prepare_one if prepared else extract_one
        self._client: Client | None = None
        self._local: LocalCluster | None = None

    def __enter__(self) -> Cluster:
        return self

    def __exit__(self, *_: object) -> None:
        for one in (self._client, self._local):
            if one is not None:
                one.close()

    def extract_all(self, documents: Iterable[Document], workers: int) -> Iterator[Outcome]:
        """One outcome for each document, in any order; `workers` counts only where the cluster is ours."""
        client = self._connect(workers)
        todo = _partitions(documents)
        running: dict[Any, list[Document]] = {}
        finished = as_completed(loop=client.loop)

        def submit(documents: list[Document]) -> None:
            future = client.submit(extract_partition, documents, self._read, __version__, pure=False)
            running[future] = documents
            finished.add(future)

        def feed() -> None:
            for documents in islice(todo, max(0, _AHEAD * self._threads() - len(running))):
                submit(documents)

        try:
            feed()
            for future in finished:
                documents = running.pop(future)
                try:
                    for document, (extractions, stages, fault, prepared) in zip(documents, _result(future), strict=True):
                        yield Outcome(document, extractions, stages, fault, prepared)
                except KilledWorker as e:
                    if len(documents) == 1:
                        died = f"{e.allowed_failures + 1} workers that read it died"
                        yield Outcome(documents[0], fault=f"{died}; split the file, or give the workers more memory")
                    else:  # one of them is deadly: each for itself
                        for document in documents:
                            submit([document])
                feed()
        finally:
            client.cancel(list(running))

    def merge(self, extractions: Iterable[Extraction]) -> Iterator[Entity]:
        """Entities in order of IRI; see `graph.streamed.Merge`."""
        client = self._connect(1)
        shares = 2 * self._threads()
        rest = iter(extractions)
        cut = []
        while batch := list(islice(rest, BLOB)):
            cut.append(client.submit(cut_up, zlib.compress(pickle.dumps(batch), 1), shares, pure=False))
        merging = [
            client.submit(merge_share, [client.submit(operator.getitem, pieces, n, pure=False) for pieces in cut], pure=False)
            for n in range(shares)
        ]
        spools = []
        for future in merging:
            spools.append(Spool(pickle.loads(zlib.decompress(_result(future)))))
            future.release()
        yield from heapq.merge(*spools, key=operator.attrgetter("iri"))

    def _connect(self, workers: int) -> Client:
        if self._client is None:
            address: Any = self._scheduler
            if not address:
                address = self._local = LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address="127.0.0.1:0",
                    silence_logs=logging.CRITICAL,
                )
            try:
                self._client = Client(address, timeout=_PATIENCE, set_as_default=False)
            except (OSError, ValueError) as e:
                raise UsageError(f"--scheduler {self._scheduler}: does not answer; is it running there?") from e
            logging.getLogger("distributed").setLevel(logging.CRITICAL)
            try:
                self._client.wait_for_workers(1, timeout=_PATIENCE)
            except TimeoutError as e:
                raise UsageError(f"{self._scheduler}: no worker has joined it; start some with `dask worker {self._scheduler}`") from e
        return self._client

    def _threads(self) -> int:
        assert self._client is not None
        threads: dict[str, int] = self._client.nthreads()
        return max(1, sum(threads.values()))


def extract_partition(documents: list[Document], read: Read, version: str) -> list[tuple[list[Extraction], Stages, str, Prepared | None]]:
    """On a worker: what became of each document, without the text."""
    if version != __version__:
        raise UsageError(f"a worker of the cluster has unionkg {__version__}, this is {version}; install the same everywhere")
    with _ONE_AT_A_TIME:
        outcomes = list(map(read, documents))
    return [(o.extractions, o.stages, o.fault, o.prepared) for o in outcomes]


def cut_up(blob: bytes, shares: int) -> list[list[Record]]:
    """On a worker: the records of some extractions, apart by the share that their entity falls into, each sorted."""
    apart: list[list[Record]] = [[] for _ in range(shares)]
    for extraction in pickle.loads(zlib.decompress(blob)):
        for record in records(extraction):
            apart[zlib.crc32(record[0].encode()) % shares].append(record)
    for share in apart:
        share.sort(key=ORDER)
    return apart


def merge_share(pieces: list[list[Record]]) -> bytes:
    """On a worker: the entities of one share, in order of IRI, pickled and compressed."""
    return zlib.compress(pickle.dumps(list(merged(heapq.merge(*pieces, key=ORDER)))), 1)


def _partitions(documents: Iterable[Document]) -> Iterator[list[Document]]:
    partition: list[Document] = []
    size = 0
    for document in documents:
        partition.append(document)
        size += len(document.text)
        if size >= PARTITION:
            yield partition
            partition, size = [], 0
    if partition:
        yield partition


def _result(future: Any) -> Any:
    try:
        return future.result()
    except ModuleNotFoundError as e:
        raise UsageError(f"a worker of the cluster lacks {e.name}; install unionkg there: pip install 'unionkg[dask]'") from e
