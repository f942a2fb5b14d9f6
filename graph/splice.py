"""Bringing graph.ttl up to date without writing it anew: what is said of changed things is exchanged, the rest is copied.

The file consists of clusters in the order of their heads: a head is a subject, and what follows up to the next head belongs to
it.  A cluster is found by halving, and what lies between is copied as it is (`graph.pieces`): the work follows the change, and only
the copying of bytes follows the size of the file.
"""

from __future__ import annotations

import mmap
from collections.abc import Callable
from pathlib import Path

from graph.pieces import Piece, compose

Stamp = list[int]
"""[size, time of last change in ns]: tells whether a file is still the one that was written."""


def stamp(path: Path) -> Stamp:
    """The stamp of a file; empty where there is none."""
    try:
        found = path.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]


def splice(old: Path, new: Path, clusters: dict[str, bytes], is_head: Callable[[str], bool]) -> None:
    """Write to `new` what `old` holds with some clusters exchanged.

    Parameters
    ----------
    old
        a Turtle file with prefixes, then clusters in the order of their heads.
    clusters
        head (IRI) → its new cluster; empty bytes take it out.
    is_head
        tells whether a cluster begins with this subject.

    Complexity: O(k log n) for k clusters among n, and a copy of the bytes between them.
    """
    with old.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as text:
        file = _File(text, is_head)
        pieces: list[Piece] = []
        done = 0
        low = file.next_head(0)
        for head in sorted(clusters):
            start = file.find(head, low)
            low = file.next_head(start + 1) if start < len(text) and file.subject(start) == head else start
            pieces += [(done, start), clusters[head]]
            done = low
        pieces.append((done, len(text)))
    compose(old, new, pieces)


class _File:
    """A Turtle file in which every block begins with ``<`` at the start of a line."""

    def __init__(self, text: mmap.mmap, is_head: Callable[[str], bool]) -> None:
        self.text, self.is_head = text, is_head

    def subject(self, start: int) -> str:
        """The subject of the block that begins at `start`."""
        return self.text[start + 1 : self.text.find(b">", start)].decode()

    def next_head(self, position: int) -> int:
        """Start of the first cluster at or after `position`; the length of the file where none follows."""
        while (found := self.text.find(b"\n<", max(position - 1, 0))) >= 0:
            if self.is_head(self.subject(found + 1)):
                return found + 1
            position = found + 2
        return len(self.text)

    def find(self, head: str, low: int) -> int:
        """Start of the first cluster from the cluster at `low` on whose head is not below `head`."""
        answer = high = len(self.text)
        while low < high:
            half = (low + high) // 2
            middle = self.next_head(half)
            if middle >= high:  # no cluster begins in the upper half
                high = half
            elif self.subject(middle) < head:
                low = self.next_head(middle + 1)
            else:
                answer, high = middle, half
        return answer
