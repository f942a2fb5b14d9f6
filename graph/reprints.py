"""The same article printed again: word for word it is one article already; here are those that were changed a little on the way.

Each article carries a *sketch* of its wording, made from its own text alone: the smallest hashes of its runs of five characters
under 48 hash functions (MinHash, Broder 1997).  Two sketches agree in as large a part as the texts share runs.  Which articles are
printings of one is told from the sketches of all together whenever it is asked for, and is stored nowhere: so merging stays a
plain union, and the answer is a function of the set of articles, whatever came first.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import defaultdict
from collections.abc import Iterable

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


def reprints(articles: Iterable[ArticleRecord]) -> list[list[ArticleRecord]]:
    """Groups of articles that are printings of one, the first printed first, in a fixed order.

    Complexity: O(n) for n articles, times at most 12 × 32 comparisons of sketches.
    """
    by_id = {a.id: a for a in articles if a.sketch}
    sketches = {key: np.frombuffer(b64decode(by_id[key].sketch), dtype="<u4") for key in sorted(by_id)}
    leaders: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    above: dict[str, str] = {}

    def top(key: str) -> str:
        while key in above:
            key = above[key]
        return key

    for key, hashes in sketches.items():
        for band in range(0, _HASHES, _ROWS):
            bucket = leaders[band, hashes[band : band + _ROWS].tobytes()]
            same = [other for other in bucket if float((sketches[other] == hashes).mean()) >= ALIKE]
            for other in same:
                first, second = sorted((top(key), top(other)))
                if first != second:
                    above[second] = first
            if not same and len(bucket) < _LEADERS:
                bucket.append(key)
    groups: dict[str, list[ArticleRecord]] = defaultdict(list)
    for key in sketches:
        groups[top(key)].append(by_id[key])
    found = [sorted(g, key=_printed_first) for g in groups.values() if len(g) > 1]
    return sorted(found, key=lambda g: _printed_first(g[0]))


def stories(articles: Iterable[str], groups: Iterable[list[ArticleRecord]]) -> int:
    """How many different articles there are among these, printings of one counted once."""
    first = {a.id: group[0].id for group in groups for a in group}
    return len({first.get(article, article) for article in articles})


def _printed_first(article: ArticleRecord) -> tuple[str, str, str]:
    return article.date or "9999", article.document, article.id
