"""The same article printed again: word for word it is one article already; here are those that were changed a little on the way.

Each article carries a *sketch* of its wording, made from its own text alone: the smallest hashes of its runs of five characters
under 48 hash functions (MinHash, Broder 1997).  Two sketches agree in as large a part as the texts share runs.  Two articles are
printings of one where their sketches agree and share a *band*, which is how they find each other; and so is whatever such pairs
join.  The answer is therefore a function of the set of articles, whatever came first, and merging stays a plain union.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from graph.model import ArticleRecord

ALIKE = 0.7
"""Share of runs that two printings of one article have in common at least; articles of one pattern on different things have less."""
_RUN = 5
_HASHES = 48
_ROWS = 4
"""Hashes a band (99.8 % of those that share 0.8 of their runs share a band)."""
_SHORT = 60
"""Texts of fewer Chinese characters and digits have no sketch: captions and briefs are alike by chance."""
CROWD = 256
"""Of the articles that share a band so many, the first by id, are compared with all of them: what more of them share is a phrase of the
trade, or one article in hundreds of papers, whose printings the first ones join."""
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
    hashes = _mixed((runs * _POWERS).sum(axis=1, dtype=np.uint64))
    smallest = np.full(_HASHES, _MASK, dtype=np.uint64)
    for start in range(0, len(hashes), 4096):
        smallest = np.minimum(smallest, _mixed(hashes[None, start : start + 4096] ^ _SEEDS).min(axis=1))
    return b64encode((smallest >> np.uint64(32)).astype("<u4").tobytes()).decode("ascii")


def hashes(sketches: Iterable[str]) -> NDArray[np.uint32]:
    """The hashes of some sketches, a row of 48 each."""
    data = bytearray().join(map(b64decode, sketches))
    return np.frombuffer(data, dtype="<u4").reshape(-1, _HASHES) if data else np.empty((0, _HASHES), dtype="<u4")


def bands(sketches: NDArray[np.uint32]) -> NDArray[np.int64]:
    """The bands of some sketches, a row of 12 each: articles that share one are worth comparing."""
    rows = sketches.astype(np.uint64).reshape(len(sketches), _HASHES // _ROWS, _ROWS)
    numbers = (rows * _POWERS[1 : _ROWS + 1]).sum(axis=2, dtype=np.uint64)
    return _mixed(numbers + _SEEDS[: rows.shape[1], 0]).view(np.int64)


def alike(one: NDArray[np.uint32], others: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which of some sketches agree with this one."""
    same: NDArray[np.bool_] = (others == one).sum(axis=1) >= ALIKE * _HASHES
    return same


def reprints(articles: Iterable[ArticleRecord]) -> list[list[ArticleRecord]]:
    """Groups of articles that are printings of one, the first printed first, in a fixed order.

    Complexity: O(n log n) for n articles, and at most 12 × `CROWD` comparisons of sketches each.

    Parameters
    ----------
    articles
        is gone through twice, and so held where it can be only once; of others no more than ids and sketches are.
    """
    articles = list(articles) if isinstance(articles, Iterator) else articles
    known = sorted((a.id, a.sketch) for a in articles if a.sketch)
    sketches = hashes(text for _, text in known)
    above = list(range(len(known)))

    def top(n: int) -> int:
        while above[n] != n:
            above[n] = n = above[above[n]]
        return n

    for column in bands(sketches).T:
        order = np.argsort(column, kind="stable")
        edges = np.flatnonzero(np.diff(column[order], prepend=column[order][:1] + 1, append=column[order][-1:] + 1))
        for at in np.flatnonzero(np.diff(edges) > 1):
            run = order[edges[at] : edges[at + 1]]
            for i, one in enumerate(run[: min(CROWD, len(run) - 1)]):
                rest = run[i + 1 :]
                for other in rest[alike(sketches[one], sketches[rest])]:
                    first, second = sorted((top(one), top(other)))
                    above[second] = first
    sizes = Counter(map(top, range(len(known))))
    group_of = {article: top(n) for n, (article, _) in enumerate(known) if sizes[top(n)] > 1}
    groups: dict[int, list[ArticleRecord]] = defaultdict(list)
    for article in articles:
        if article.id in group_of:
            groups[group_of[article.id]].append(article)
    found = [sorted(g, key=printed_first) for g in groups.values()]
    return sorted(found, key=lambda g: printed_first(g[0]))


def versions(groups: Iterable[list[ArticleRecord]]) -> dict[str, str]:
    """Id of each article that was printed again → id of the one that was printed first."""
    return {a.id: group[0].id for group in groups for a in group[1:]}


def stories(articles: Iterable[str], versions: Mapping[str, str]) -> int:
    """How many different articles there are among these, printings of one counted once."""
    return len({versions.get(article, article) for article in articles})


def printed_first(article: ArticleRecord) -> tuple[str, str, str]:
    """Sort key of printings: by date as far as it is known, then by name."""
    return article.date or "9999", article.document, article.id
