"""Finding names by part of them: full-text search that knows no words, as Chinese names ask for.

SQLite's FTS5 cuts text into words at blanks, so every character is made a word of its own and a part of a name becomes a phrase.  (Its
trigram index silently finds nothing for two characters.)  What it offers is looked at again, so the answer is exact.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any


def spaced(names: Iterable[str]) -> str:
    """Names as a row of the index."""
    return " ".join(map(" ".join, names))


def phrase(text: str) -> str:
    """What finds the rows that may have `text` in a name; empty for signs alone, which are no words."""
    if not any(c.isalnum() for c in text):
        return ""
    return '"' + " ".join(text.replace('"', " ").replace("\0", " ")) + '"'  # both would end it


class Names:
    """Rows of names, in an order of the caller's.

    Examples
    --------
    >>> names = Names([["三亚市总工会", "三亚市总"], ["工匠学院"], ["三亚工匠学院"]])
    >>> list(names.holding("工匠")), list(names.holding("市总")), list(names.holding("工"))
    ([1, 2], [0], [0, 1, 2])
    """

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        self._rows = [tuple(row) for row in rows]
        self._connection: sqlite3.Connection | None = None

    def holding(self, text: str) -> Iterator[int]:
        """Numbers of the rows that have `text` in one of their names, ascending; found one by one, so that the first cost little."""
        words = phrase(text)
        if not words:
            yield from (n for n, row in enumerate(self._rows) if any(text in name for name in row))
            return
        for (number,) in self._index().execute("SELECT rowid FROM names WHERE names MATCH ? ORDER BY rowid", (words,)):
            if any(text in name for name in self._rows[number]):
                yield number

    def _index(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = sqlite3.connect(":memory:", check_same_thread=False)
            self._connection.execute("CREATE VIRTUAL TABLE names USING fts5(name, content='', tokenize=\"unicode61 remove_diacritics 0\")")
            rows = ((n, spaced(row)) for n, row in enumerate(self._rows))
            self._connection.executemany("INSERT INTO names (rowid, name) VALUES (?, ?)", rows)
        return self._connection

    def __getstate__(self) -> dict[str, Any]:
        return {"_rows": self._rows, "_connection": None}  # a connection cannot be pickled; the index is made again
