"""Which articles of a store are printings of one, kept as articles come and go.

`graph.reprints` says what printings are, of all articles at once.  Here the same answer stands in a table and is brought up to date
where an article enters or leaves: only those that are printings of one with it are looked at.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from graph import reprints
from graph.model import ArticleRecord

SCHEMA = """
CREATE TABLE printing (article TEXT PRIMARY KEY, date TEXT NOT NULL, document TEXT NOT NULL, sketch TEXT NOT NULL,
    first TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
CREATE INDEX printing_first ON printing (first) WHERE first <> '';
CREATE TABLE wording (band INTEGER, article TEXT, PRIMARY KEY (band, article)) WITHOUT ROWID;
"""
"""`first` is the article that was printed first, empty where it is the article itself; `wording` leads from a band to its articles."""


class Printings:
    """The printings in a database that has the tables of `SCHEMA`; whoever calls holds a transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def first(self, article: str) -> str:
        """The article of which this is a later printing; empty where it is none."""
        return next((f for (f,) in self._db.execute("SELECT first FROM printing WHERE article = ?", (article,))), "")

    def stories(self, articles: Iterable[str]) -> int:
        """How many different articles there are among these, printings of one counted once."""
        return len({self.first(article) or article for article in articles})

    def take(self, articles: Iterable[ArticleRecord]) -> list[str]:
        """Take articles in; returns the ids of those that are then printings of a first one."""
        known = [a for a in articles if a.sketch]
        rows = ((a.id, a.date, a.document, a.sketch) for a in known)
        self._db.executemany("INSERT INTO printing (article, date, document, sketch) VALUES (?, ?, ?, ?)", rows)
        bands = reprints.bands(reprints.hashes(a.sketch for a in known)).tolist()
        self._db.executemany("INSERT INTO wording VALUES (?, ?)", ((b, a.id) for a, own in zip(known, bands, strict=True) for b in own))
        return [a.id for a in known]

    def enter(self, articles: Sequence[ArticleRecord]) -> set[str]:
        """Take articles in; returns the ids of those whose printings have changed."""
        seeds = set(self.take(articles))
        return self._settle(seeds | self._crowded_out(seeds))

    def leave(self, articles: Sequence[ArticleRecord]) -> set[str]:
        """Let articles go; returns the ids of those whose printings have changed."""
        gone = {a.id for a in articles if a.sketch}
        seeds = self._crowded_out(gone).union(*map(self._group, gone)) - gone
        for article in gone:
            self._db.executemany("DELETE FROM wording WHERE band = ? AND article = ?", ((b, article) for b in self._bands(article)))
            self._db.execute("DELETE FROM printing WHERE article = ?", (article,))
        return self._settle(seeds)

    def settle_all(self) -> None:
        """Say of all articles at once what is a printing of what: sooner than one after the other."""
        rows = self._db.execute("SELECT article, date, document, sketch FROM printing")
        groups = reprints.reprints(ArticleRecord(i, "", document, "", 0, date, sketch=sketch) for i, date, document, sketch in rows)
        self._set(reprints.versions(groups))

    # ---------------------------------------------------------------- groups

    def _settle(self, seeds: Iterable[str]) -> set[str]:
        """Say anew of these articles, and of all that are printings of one with them, which was printed first."""
        wanted: dict[str, str] = {}
        for seed in sorted(seeds):
            if seed not in wanted:
                group = self._joined(seed)
                first = min(group, key=self._printed)
                wanted |= {article: "" if article == first else first for article in group}
        changed = {article: first for article, first in wanted.items() if self.first(article) != first}
        self._set(changed)
        return set(changed)

    def _set(self, firsts: dict[str, str]) -> None:
        self._db.executemany("UPDATE printing SET first = ? WHERE article = ?", ((first, article) for article, first in firsts.items()))

    def _joined(self, article: str) -> set[str]:
        """All that are printings of one with this article, by the sketches."""
        group, new = {article}, [article]
        while new:
            found = self._neighbours(new.pop()) - group
            group |= found
            new += found
        return group

    def _group(self, article: str) -> set[str]:
        """The same, as the table says."""
        first = self.first(article) or article
        rows = self._db.execute("SELECT article FROM printing WHERE first = ? AND first <> ''", (first,))
        return {first, *(a for (a,) in rows)}

    def _neighbours(self, article: str) -> set[str]:
        """The articles that agree with this one and are compared with it: see `graph.reprints.CROWD`."""
        others: set[str] = set()
        for band in self._bands(article):
            head = self._of(band, reprints.CROWD + 1)
            others.update(self._of(band) if len(head) > reprints.CROWD and article <= head[-2] else head[: reprints.CROWD])
        ids = sorted(others - {article})
        if not ids:
            return set()
        same = reprints.alike(self._hashes([article])[0], self._hashes(ids))
        return {other for other, agrees in zip(ids, same, strict=True) if agrees}

    def _crowded_out(self, articles: Iterable[str]) -> set[str]:
        """Where one more or less decides which articles of a band are compared with all: those at that border, with their printings."""
        border: set[str] = set()
        for article in articles:
            for band in self._bands(article):
                border.update(self._of(band, reprints.CROWD + 1)[reprints.CROWD :])
        return border.union(*map(self._group, border))

    def _of(self, band: int, limit: int = -1) -> list[str]:
        return [a for (a,) in self._db.execute("SELECT article FROM wording WHERE band = ? ORDER BY article LIMIT ?", (band, limit))]

    def _bands(self, article: str) -> list[int]:
        bands: list[int] = reprints.bands(self._hashes([article]))[0].tolist()
        return bands

    def _hashes(self, articles: list[str]) -> NDArray[np.uint32]:
        found = [s for a in articles for (s,) in self._db.execute("SELECT sketch FROM printing WHERE article = ?", (a,))]
        return reprints.hashes(found)

    def _printed(self, article: str) -> tuple[str, str, str]:
        (row,) = self._db.execute("SELECT date, document FROM printing WHERE article = ?", (article,))
        return reprints.printed_first(ArticleRecord(article, "", row[1], "", 0, row[0]))
