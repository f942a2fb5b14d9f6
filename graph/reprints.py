"""The same article printed again: word for word it is one article already; here are those that were changed a little on the way.

Each article carries a *sketch* of its wording, made from its own text alone: the smallest hashes of its runs of five characters
under 48 hash functions (MinHash, Broder 1997).  Two sketches agree in as large a part as the texts share runs.  Which articles are
printings of one is told from the sketches of all together whenever it is asked for, and is stored nowhere: so merging stays a
plain union, and the answer is a function of the set of articles, whatever came first.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.model import ArticleRecord

ALIKE = 0.7
"""Share of runs that two printings of one article have in common at least; articles of one pattern on different things have less."""
_RUN = 5
_HASHES = 48
_ROWS = 4
"""Hashes a band: articles are compared where a whole band agrees (99.8 % of those that share 0.8 of their runs)."""
_SHORT = 60
"""Texts of fewer Chinese characters and digits have no sketch: captions and briefs are alike by chance."""
_LEADERS = 32
"""Articles of one band that are compared with; a band with more different ones is a phrase of the trade, not an article."""
_MASK = np.uint64(0xFFFFFFFFFFFFFFFF)


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """splitmix64: spreads every bit of a number over all others."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed: NDArray[np.uint64] = values ^ (values >> np.uint64(31))
    return mixed


_SEEDS = _mixed(np.arange(1, _HASHES + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15))[:, None]
_POWERS = np.array([pow(0x100000001B3, i, 1 << 64) for i in range(_RUN)], dtype=np.uint64)


def sketch(text: str) -> str:
    """The sketch of an article's text; empty where it is too short.

    Blanks, punctuation and signs do not count.  Complexity: O(48 n).
    """
    codes = np.frombuffer("".join(c for c in text if c.isalnum()).encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < _SHORT:
        return ""
    runs = np.lib.stride_tricks.sliding_window_view(codes, _RUN)
    hashes = np.unique(_mixed((runs * _POWERS).sum(axis=1, dtype=np.uint64)))
    smallest = np.full(_HASHES, _MASK, dtype=np.uint64)
    for start in range(0, len(hashes), 4096):
        smallest = np.minimum(smallest, _mixed(hashes[None, start : start + 4096] ^ _SEEDS).min(axis=1))
    return b64encode((smallest >> np.uint64(32)).astype("<u4").tobytes()).decode("ascii")


def bands(sketch: str) -> list[bytes]:
    """The buckets of a sketch: two articles are compared where they share one."""
    data, size = b64decode(sketch), _ROWS * 4
    return [bytes([at // size]) + data[at : at + size] for at in range(0, len(data), size)]


class _Groups:
    """Articles that are printings of one, each group known by its first id."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def first(self, key: str) -> str:
        while key in self._above:
            key = self._above[key]
        return key

    def join(self, one: str, other: str) -> None:
        first, second = sorted((self.first(one), self.first(other)))
        if first != second:
            self._above[second] = first


def _pairs(bucket: Iterable[str], sketches: Mapping[str, NDArray[np.uint32]]) -> Iterator[tuple[str, str]]:
    """Printings of one article among those of one bucket, which come in order."""
    leaders: list[str] = []
    for key in bucket:
        same = [other for other in leaders if float((sketches[other] == sketches[key]).mean()) >= ALIKE]
        yield from ((key, other) for other in same)
        if not same and len(leaders) < _LEADERS:
            leaders.append(key)


def _numbers(sketch: str) -> NDArray[np.uint32]:
    return np.frombuffer(b64decode(sketch), dtype="<u4")


def reprints(articles: Iterable[ArticleRecord]) -> list[list[ArticleRecord]]:
    """Groups of articles that are printings of one, the first printed first, in a fixed order.

    Complexity: O(n) for n articles, times at most 12 × 32 comparisons of sketches.
    """
    by_id = {a.id: a for a in articles if a.sketch}
    sketches = {key: _numbers(by_id[key].sketch) for key in sorted(by_id)}
    buckets: dict[bytes, list[str]] = defaultdict(list)
    for key in sketches:
        for band in bands(by_id[key].sketch):
            buckets[band].append(key)
    same = _Groups()
    for bucket in buckets.values():
        for pair in _pairs(bucket, sketches):
            same.join(*pair)
    groups: dict[str, list[ArticleRecord]] = defaultdict(list)
    for key in sketches:
        groups[same.first(key)].append(by_id[key])
    found = [sorted(g, key=_printed_first) for g in groups.values() if len(g) > 1]
    return sorted(found, key=lambda g: _printed_first(g[0]))


def stories_among(articles: Collection[str], known: Mapping[str, str], bucket: Callable[[bytes], Mapping[str, str]]) -> int:
    """As `stories`, without all articles at hand: those are looked at that printings of these lead to.

    Parameters
    ----------
    articles
        ids.
    known
        id → sketch of those among them that have one.
    bucket
        gives id → sketch of all articles of a bucket.
    """
    same = _Groups()
    sketches, seen, todo = dict(known), set[bytes](), list(known)
    reached = set(todo)
    while todo:
        for band in bands(sketches[todo.pop()]):
            if band in seen:
                continue
            seen.add(band)
            inside = bucket(band)
            sketches.update(inside)
            for pair in _pairs(sorted(inside), {key: _numbers(sketch) for key, sketch in inside.items()}):
                same.join(*pair)
                todo += {*pair} - reached
                reached.update(pair)
    return len({same.first(article) for article in articles})


def stories(articles: Iterable[str], groups: Iterable[list[ArticleRecord]]) -> int:
    """How many different articles there are among these, printings of one counted once."""
    first = {a.id: group[0].id for group in groups for a in group}
    return len({first.get(article, article) for article in articles})


def _printed_first(article: ArticleRecord) -> tuple[str, str, str]:
    return article.date or "9999", article.document, article.id
