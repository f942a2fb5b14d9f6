"""Sequences that may be larger than memory: kept in a temporary file, and sorted by merging sorted pieces.

Temporary files have no name and vanish with the process, however it ends; they lie where TMPDIR says.
"""

from __future__ import annotations

import heapq
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T")

ROOM = 10_000
"""Items that are held in memory at once while sorting."""

_BLOCK = 100
"""Items that are written and read together."""
_SMALL = 1 << 24
"""Bytes below which a spool stays in memory, unless it is one of many."""
_FAN = 400
"""Pieces merged at once: each is an open file, of which a process may usually have 1024."""


class Spool(Generic[T]):
    """A sequence on disk: written from the beginning to the end, then read in order as often as one likes.

    Examples
    --------
    >>> spool = Spool(["三亚", "珠海"])
    >>> len(spool), list(spool), list(spool)
    (2, ['三亚', '珠海'], ['三亚', '珠海'])
    """

    def __init__(self, items: Iterable[T] = (), small: int | None = None) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=_SMALL if small is None else small)  # noqa: SIM115 (it lives as long as we)
        self._count = 0
        self._block: list[T] = []
        for item in items:
            self.append(item)
        self._write()

    def append(self, item: T) -> None:
        """Add an item at the end; nothing may have been read before."""
        self._block.append(item)
        if len(self._block) == _BLOCK:
            self._write()

    def _write(self) -> None:
        if self._block:
            pickle.dump(self._block, self._file, pickle.HIGHEST_PROTOCOL)
            self._count += len(self._block)
            self._block = []

    def __len__(self) -> int:
        return self._count + len(self._block)

    def __iter__(self) -> Iterator[T]:
        self._write()
        left, at = self._count, 0
        while left > 0:
            self._file.seek(at)  # several may be reading in turn
            block = pickle.load(self._file)
            at = self._file.tell()
            left -= len(block)
            yield from block

    def values(self) -> Iterable[T]:
        """The items, as a dict gives its values: to be gone through as often as one likes."""
        return self


def external_sort(items: Iterable[T], key: Callable[[T], Any], room: int = ROOM) -> Iterator[T]:
    """All items in order, whatever their number; equal ones in the order in which they came.

    Parameters
    ----------
    items
        what to sort; must be picklable.
    key
        as for `sorted`.
    room
        items held in memory; more of them go through temporary files.

    Examples
    --------
    >>> list(external_sort([3, 1, 2, 5, 4], key=int, room=2))
    [1, 2, 3, 4, 5]

    Complexity: O(n log n) time, O(room) memory.
    """
    pieces: list[Spool[T]] = []
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) >= room:
            batch.sort(key=key)
            pieces.append(Spool(batch, small=1))
            batch = []
            if len(pieces) == _FAN:
                pieces = [Spool(heapq.merge(*pieces, key=key), small=1)]
    batch.sort(key=key)
    return heapq.merge(*pieces, batch, key=key) if pieces else iter(batch)
